//! Channels: reading and changing them, and what happens in them.

use serde_json::{Value, json};

use super::refusal::Refusal;
use super::{Call, Outcome, messages, reactions};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::world::amend;

pub(super) fn route(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    let channel = match call.id(1) {
        Ok(id) => id,
        Err(refusal) => return Some(Err(refusal)),
    };
    let Some(place) = state.world.channels.get(&channel) else {
        return Some(Err(Refusal::unknown("Channel", 10003)));
    };
    if place.denied & VIEW_CHANNEL != 0 {
        return Some(Err(Refusal::new(403, 50001, "Missing Access")));
    }
    Some(match (call.method, &call.path[2..]) {
        ("GET", []) => Ok(Answer::ok(&place.body)),
        ("PATCH", []) => edit(state, call, channel),
        ("DELETE", []) => delete(state, channel),
        ("POST", ["typing"]) => {
            let bot = state.world.bot;
            state.typing(channel, bot);
            Ok(Answer::none())
        }
        (_, ["messages", _, "reactions", ..]) => return reactions::route(state, call, channel),
        (_, ["messages" | "pins", ..]) => return messages::route(state, call, channel),
        ("GET", ["webhooks" | "invites"]) => Ok(Answer::ok(&json!([]))),
        _ => return None,
    })
}

/// Refuses when the bot lacks a permission there.
pub(super) fn needs(state: &State, channel: u64, permission: u64) -> Result<(), Refusal> {
    let denied = state.world.channels.get(&channel).map_or(0, |c| c.denied);
    if denied & permission == 0 { Ok(()) } else { Err(Refusal::missing_permissions()) }
}

fn edit(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    needs(state, channel, MANAGE_CHANNELS)?;
    let changes = call.body.json.as_object().cloned().unwrap_or_default();
    if changes
        .get("name")
        .is_some_and(|n| !n.as_str().is_some_and(|n| (1..=100).contains(&n.chars().count())))
    {
        return Err(Refusal::form("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length."));
    }
    let Some(place) = state.world.channels.get_mut(&channel) else {
        return Err(Refusal::unknown("Channel", 10003));
    };
    amend(&mut place.body, &changes);
    let body = place.body.clone();
    state.emit("CHANNEL_UPDATE", state.scope_of(channel), &body);
    Ok(Answer::ok(&body))
}

fn delete(state: &mut State, channel: u64) -> Outcome {
    needs(state, channel, MANAGE_CHANNELS)?;
    let scope = state.scope_of(channel);
    let body: Value = match state.world.channels.remove(&channel) {
        Some(gone) => {
            if let Some(guild) = gone.guild.and_then(|g| state.world.guilds.get_mut(&g)) {
                guild.channels.retain(|c| *c != channel);
            }
            gone.body
        }
        None => return Err(Refusal::unknown("Channel", 10003)),
    };
    state.emit("CHANNEL_DELETE", scope, &body);
    Ok(Answer::ok(&body))
}

const MANAGE_CHANNELS: u64 = 1 << 4;
pub(super) const ADD_REACTIONS: u64 = 1 << 6;
const VIEW_CHANNEL: u64 = 1 << 10;
pub(super) const SEND_MESSAGES: u64 = 1 << 11;
pub(super) const MANAGE_MESSAGES: u64 = 1 << 13;
pub(super) const READ_MESSAGE_HISTORY: u64 = 1 << 16;
