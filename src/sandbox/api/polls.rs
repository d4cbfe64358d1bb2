//! Polls: who voted, and an early end.

use serde_json::{Value, json};

use super::messages::unknown;
use super::permit::in_channel;
use super::refusal::Refusal;
use super::{Call, Outcome};
use crate::model::Permissions;
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;

/// channels/{channel.id}/polls/{message.id}/….
pub(super) fn route(state: &mut State, call: &Call<'_>, channel: u64) -> Option<Outcome> {
    Some(match (call.method, &call.path[3..]) {
        ("GET", [_, "answers", answer]) => call.id(3).and_then(|id| voters(state, call, channel, id, answer)),
        ("POST", [_, "expire"]) => call.id(3).and_then(|id| expire(state, channel, id)),
        _ => return None,
    })
}

fn voters(state: &State, call: &Call<'_>, channel: u64, message: u64, answer: &str) -> Outcome {
    in_channel(state, channel, Permissions::READ_MESSAGE_HISTORY)?;
    let stored = state.world.channels[&channel].messages.get(&message).ok_or_else(unknown)?;
    let answer = answer.parse().map_err(|_| super::refusal::not_a_snowflake(answer))?;
    let after = call.number("after").map_or(0, |id| id + 1);
    let limit = call.number("limit").unwrap_or(25) as usize;
    let users = stored.votes.range((answer, after)..).take_while(|(of, _)| *of == answer).take(limit);
    let users: Vec<Value> = users.map(|(_, user)| state.world.user(*user)).collect();
    Ok(Answer::ok(&json!({"users": users})))
}

fn expire(state: &mut State, channel: u64, message: u64) -> Outcome {
    let bot = state.world.bot;
    let stored = state.world.channels[&channel].messages.get(&message).ok_or_else(unknown)?;
    if stored.author != bot {
        return Err(Refusal::new(403, 50005, "Cannot edit a message authored by another user"));
    }
    if !stored.body["poll"].is_object() {
        return Err(Refusal::new(400, 520_000, "Cannot expire a message without a poll"));
    }
    if stored.body["poll"]["results"]["is_finalized"] == true {
        return Err(Refusal::new(400, 520_001, "Poll expired"));
    }
    state.end_poll(channel, message);
    let body = state.world.message(channel, message).ok_or_else(unknown)?;
    Ok(Answer::ok(&body))
}
