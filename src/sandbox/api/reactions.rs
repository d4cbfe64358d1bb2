//! Reactions.

use serde_json::Value;

use super::messages::unknown;
use super::permit::in_channel;
use super::refusal::Refusal;
use super::{Call, Outcome};
use crate::model::Permissions;
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;

pub(super) fn route(state: &mut State, call: &Call<'_>, channel: u64) -> Option<Outcome> {
    let message = match call.id(3) {
        Ok(id) => id,
        Err(refusal) => return Some(Err(refusal)),
    };
    let bot = state.world.bot;
    Some(match (call.method, &call.path[5..]) {
        (_, [emoji, ..]) if !is_emoji(emoji) => Err(Refusal::unknown("Emoji", 10014)),
        ("PUT", [emoji, "@me"]) => in_channel(state, channel, Permissions::ADD_REACTIONS)
            .and_then(|()| found(state.react(channel, message, emoji, bot), unknown())),
        ("DELETE", [emoji, "@me"]) => found(state.unreact(channel, message, emoji, bot), unknown()),
        ("DELETE", [emoji, _]) => in_channel(state, channel, Permissions::MANAGE_MESSAGES)
            .and_then(|()| call.id(6))
            .and_then(|user| found(state.unreact(channel, message, emoji, user), unknown())),
        ("DELETE", []) => in_channel(state, channel, Permissions::MANAGE_MESSAGES)
            .and_then(|()| found(state.clear_reactions(channel, message, None), unknown())),
        ("DELETE", [emoji]) => in_channel(state, channel, Permissions::MANAGE_MESSAGES)
            .and_then(|()| found(state.clear_reactions(channel, message, Some(emoji)), unknown())),
        ("GET", [emoji]) => list(state, call, channel, message, emoji),
        _ => return None,
    })
}

fn found(found: bool, refusal: Refusal) -> Outcome {
    if found { Ok(Answer::none()) } else { Err(refusal) }
}

fn list(state: &mut State, call: &Call<'_>, channel: u64, message: u64, emoji: &str) -> Outcome {
    let stored = state.world.channels[&channel].messages.get(&message).ok_or_else(unknown)?;
    let number = |name: &str| call.head.query(name).and_then(|v| v.parse::<u64>().ok());
    let after = number("after").unwrap_or(0);
    let limit = number("limit").unwrap_or(25) as usize;
    let mut users: Vec<u64> = stored
        .reactions
        .iter()
        .filter(|(e, _, _)| e == emoji)
        .flat_map(|(_, _, users)| users.clone())
        .collect();
    users.sort_unstable();
    let users: Vec<Value> =
        users.into_iter().filter(|u| *u > after).take(limit).map(|u| state.world.user(u)).collect();
    Ok(Answer::ok(&users.into()))
}

/// A character that is no letter or digit of ASCII alone, or `name:id`.
fn is_emoji(emoji: &str) -> bool {
    match emoji.rsplit_once(':') {
        Some((name, id)) => !name.is_empty() && id.parse::<u64>().is_ok(),
        None => !emoji.is_empty() && !emoji.is_ascii(),
    }
}
