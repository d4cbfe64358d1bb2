//! Channels: making, reading and changing them, and the way to what happens in them.

use serde_json::{Value, json};

use super::permit::{in_channel, in_guild};
use super::refusal::Refusal;
use super::{Call, Outcome, audit, invites, messages, polls, reactions, threads, voice, webhooks};
use crate::model::{AuditLogEvent, Permissions};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;
use crate::sandbox::world::amend;

/// channels/{channel.id}/….
pub(super) fn route(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    let channel = match call.id(1) {
        Ok(id) => id,
        Err(refusal) => return Some(Err(refusal)),
    };
    let Some(place) = state.world.channels.get(&channel) else { return Some(Err(unknown())) };
    let is_thread = place.is_thread();
    if let Err(refusal) = in_channel(state, channel, Permissions::VIEW_CHANNEL) {
        return Some(Err(refusal));
    }
    Some(match (call.method, &call.path[2..]) {
        ("GET", []) => Ok(Answer::ok(&state.world.channels[&channel].body)),
        ("PATCH", []) if is_thread => threads::edit(state, call, channel),
        ("PATCH", []) => edit(state, call, channel),
        ("DELETE", []) => delete(state, call, channel),
        ("POST", ["typing"]) => {
            let bot = state.world.bot;
            state.typing(channel, bot);
            Ok(Answer::none())
        }
        ("PUT" | "DELETE", ["permissions", _]) => overwrite(state, call, channel),
        (_, ["threads" | "thread-members" | "users", ..] | ["messages", _, "threads"]) => {
            return threads::route(state, call, channel);
        }
        (_, ["messages", _, "reactions", ..]) => return reactions::route(state, call, channel),
        (_, ["messages" | "pins", ..]) => return messages::route(state, call, channel),
        (_, ["polls", ..]) => return polls::route(state, call, channel),
        ("PUT", ["voice-status"]) => voice::set_status(state, call, channel),
        ("POST", ["send-soundboard-sound"]) => voice::play(state, call, channel),
        ("POST", ["followers"]) => webhooks::follow(state, call, channel),
        (_, ["webhooks"]) => return webhooks::of_channel(state, call, channel),
        (_, ["invites"]) => return invites::of_channel(state, call, channel),
        _ => return None,
    })
}

/// guilds/{guild.id}/channels.
pub(super) fn of_guild(state: &mut State, call: &Call<'_>, guild: u64) -> Option<Outcome> {
    if call.method != "GET"
        && let Err(refusal) = in_guild(state, guild, Permissions::MANAGE_CHANNELS)
    {
        return Some(Err(refusal));
    }
    Some(match call.method {
        "GET" => Ok(list(state, guild)),
        "POST" => create(state, call, guild),
        "PATCH" => order(state, call, guild),
        _ => return None,
    })
}

fn list(state: &State, guild: u64) -> Answer {
    let channels = &state.world.guilds[&guild].channels;
    Answer::ok(&channels.iter().filter_map(|c| state.world.channels.get(c)).map(|c| c.body.clone()).collect())
}

fn create(state: &mut State, call: &Call<'_>, guild: u64) -> Outcome {
    let name = call.field("name").as_str().unwrap_or_default();
    check_name(name)?;
    let id = state.world.create_channel(guild, name, call.field("type").as_u64().unwrap_or(0));
    let mut body = Value::Null;
    if let Some(channel) = state.world.channels.get_mut(&id) {
        amend(&mut channel.body, call.changes());
        body = channel.body.clone();
    }
    state.emit("CHANNEL_CREATE", Scope::Guild(guild), &body);
    audit::write(state, call, guild, AuditLogEvent::ChannelCreate, Some(id));
    Ok(Answer::json(201, &body))
}

fn order(state: &mut State, call: &Call<'_>, guild: u64) -> Outcome {
    for place in call.body.json.as_array().cloned().unwrap_or_default() {
        let id: Option<u64> = place["id"].as_str().and_then(|id| id.parse().ok());
        let channel = id.and_then(|id| state.world.channels.get_mut(&id)).filter(|c| c.guild == Some(guild));
        let channel = channel.ok_or_else(unknown)?;
        for name in ["position", "parent_id"] {
            if let Some(value) = place.get(name) {
                channel.body[name] = value.clone();
            }
        }
        let body = channel.body.clone();
        state.emit("CHANNEL_UPDATE", Scope::Guild(guild), &body);
    }
    Ok(Answer::none())
}

fn check_name(name: &str) -> Result<(), Refusal> {
    if (1..=100).contains(&name.chars().count()) {
        return Ok(());
    }
    Err(Refusal::form("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length."))
}

fn edit(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    in_channel(state, channel, Permissions::MANAGE_CHANNELS)?;
    if let Some(name) = call.changes().get("name") {
        check_name(name.as_str().unwrap_or_default())?;
    }
    let body = change(state, channel, |body| amend(body, call.changes()))?;
    record(state, call, channel, AuditLogEvent::ChannelUpdate);
    Ok(Answer::ok(&body))
}

/// Changes a channel and tells of it.
fn change(state: &mut State, channel: u64, change: impl FnOnce(&mut Value)) -> Result<Value, Refusal> {
    let place = state.world.channels.get_mut(&channel).ok_or_else(unknown)?;
    change(&mut place.body);
    let body = place.body.clone();
    state.emit("CHANNEL_UPDATE", state.scope_of(channel), &body);
    Ok(body)
}

fn record(state: &mut State, call: &Call<'_>, channel: u64, action: AuditLogEvent) {
    if let Scope::Guild(guild) = state.scope_of(channel) {
        audit::write(state, call, guild, action, Some(channel));
    }
}

fn delete(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    let scope = state.scope_of(channel);
    if scope == Scope::Direct {
        return state.world.channels.get(&channel).map(|place| Answer::ok(&place.body)).ok_or_else(unknown);
    }
    let is_thread = state.world.channels[&channel].is_thread();
    let wanted = if is_thread { Permissions::MANAGE_THREADS } else { Permissions::MANAGE_CHANNELS };
    in_channel(state, channel, wanted)?;
    let gone = state.world.channels.remove(&channel).ok_or_else(unknown)?;
    if is_thread {
        let mut event = json!({});
        for name in ["id", "guild_id", "parent_id", "type"] {
            event[name] = gone.body[name].clone();
        }
        state.emit("THREAD_DELETE", scope, &event);
    } else {
        if let Some(guild) = gone.guild.and_then(|g| state.world.guilds.get_mut(&g)) {
            guild.channels.retain(|c| *c != channel);
        }
        state.world.webhooks.retain(|_, hook| hook.channel != channel);
        state.world.channels.retain(|_, below| !below.is_thread() || below.parent() != Some(channel));
        state.emit("CHANNEL_DELETE", scope, &gone.body);
    }
    if let Some(guild) = gone.guild {
        let action = if is_thread { AuditLogEvent::ThreadDelete } else { AuditLogEvent::ChannelDelete };
        audit::write(state, call, guild, action, Some(channel));
    }
    Ok(Answer::ok(&gone.body))
}

/// Sets or deletes what a role or a member may do here.
fn overwrite(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    in_channel(state, channel, Permissions::MANAGE_ROLES)?;
    let id = call.id(3)?.to_string();
    let text = |name: &str| match call.field(name) {
        Value::String(bits) => bits.clone(),
        Value::Number(bits) => bits.to_string(),
        _ => "0".to_owned(),
    };
    let list =
        state.world.channels[&channel].body["permission_overwrites"].as_array().cloned().unwrap_or_default();
    let was = list.iter().any(|overwrite| overwrite["id"] == id);
    let mut list: Vec<Value> = list.into_iter().filter(|overwrite| overwrite["id"] != id).collect();
    let action = match (call.method, was) {
        ("DELETE", false) => return Err(Refusal::unknown("Permission Overwrite", 10009)),
        ("DELETE", true) => AuditLogEvent::ChannelOverwriteDelete,
        (_, true) => AuditLogEvent::ChannelOverwriteUpdate,
        (_, false) => AuditLogEvent::ChannelOverwriteCreate,
    };
    if call.method == "PUT" {
        list.push(
            json!({"id": id, "type": call.field("type"), "allow": text("allow"), "deny": text("deny")}),
        );
    }
    change(state, channel, |body| body["permission_overwrites"] = list.into())?;
    record(state, call, channel, action);
    Ok(Answer::none())
}

pub(super) fn unknown() -> Refusal {
    Refusal::unknown("Channel", 10003)
}
