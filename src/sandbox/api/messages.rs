//! Messages: create, read, edit, delete, pin.

use serde_json::{Map, Value, json};

use super::permit::in_channel;
use super::refusal::Refusal;
use super::{Call, Outcome, audit, threads};
use crate::model::{AuditLogEvent, Permissions};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::world::{Draft, now};

pub(super) fn route(state: &mut State, call: &Call<'_>, channel: u64) -> Option<Outcome> {
    Some(match (call.method, &call.path[2..]) {
        ("POST", ["messages"]) => create(state, call, channel),
        ("GET", ["messages"]) => list(state, call, channel),
        ("POST", ["messages", "bulk-delete"]) => bulk_delete(state, call, channel),
        ("GET", ["messages", "pins"]) => pins(state, channel, true),
        ("GET", ["pins"]) => pins(state, channel, false),
        ("PUT", ["messages", "pins", id] | ["pins", id]) => pin(state, call, channel, id, true),
        ("DELETE", ["messages", "pins", id] | ["pins", id]) => pin(state, call, channel, id, false),
        ("GET", ["messages", _]) => one(state, call, channel),
        ("PATCH", ["messages", _]) => edit(state, call, channel),
        ("DELETE", ["messages", _]) => delete(state, call, channel),
        ("POST", ["messages", _, "crosspost"]) => crosspost(state, call, channel),
        _ => return None,
    })
}

/// Checks what a message is made of: something, and not too much of it.
pub(super) fn check(call: &Call<'_>, creating: bool) -> Result<(), Refusal> {
    let body = &call.body.json;
    match &body["content"] {
        Value::String(text) if text.chars().count() > LONGEST => {
            return Err(Refusal::too_long("content", LONGEST));
        }
        Value::String(_) | Value::Null => {}
        _ => {
            return Err(Refusal::form(
                "content",
                "STRING_TYPE_CONVERT",
                "Could not interpret value as string.",
            ));
        }
    }
    for (list, most) in [("embeds", 10), ("sticker_ids", 3), ("components", 40)] {
        match &body[list] {
            Value::Null => {}
            Value::Array(items) if items.len() <= most => {}
            Value::Array(_) => {
                let message = format!("Must be {most} or fewer in length.");
                return Err(Refusal::form(list, "BASE_TYPE_MAX_LENGTH", message));
            }
            _ => {
                let message = "Only iterables may be used in a ListType";
                return Err(Refusal::form(list, "LIST_TYPE_CONVERT", message));
            }
        }
    }
    if body["nonce"].as_str().is_some_and(|n| n.chars().count() > 25) {
        return Err(Refusal::too_long("nonce", 25));
    }
    let is_there = |name: &str| match &body[name] {
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(_) => true,
        _ => false,
    };
    let parts = ["content", "embeds", "sticker_ids", "components", "poll", "shared_client_theme"];
    let forwards = body["message_reference"]["type"] == 1;
    if creating && !forwards && call.body.files.is_empty() && !parts.into_iter().any(is_there) {
        return Err(Refusal::new(400, 50006, "Cannot send an empty message"));
    }
    Ok(())
}

fn create(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    threads::wake(state, channel)?;
    let in_thread = state.world.channels[&channel].is_thread();
    let wanted = if in_thread { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
    in_channel(state, channel, wanted)?;
    check(call, true)?;
    let body = &call.body.json;
    let place = &state.world.channels[&channel];
    if let Some(reference) = body["message_reference"].as_object() {
        let id = reference.get("message_id").and_then(|id| id.as_str()).and_then(|id| id.parse::<u64>().ok());
        let strict = reference.get("fail_if_not_exists") != Some(&Value::Bool(false));
        if strict && !id.is_some_and(|id| place.messages.contains_key(&id)) {
            return Err(Refusal::form("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message"));
        }
    }
    if body["enforce_nonce"] == true && !body["nonce"].is_null() {
        let nonce = body["nonce"].as_str().map_or_else(|| body["nonce"].to_string(), ToOwned::to_owned);
        let twin = place.messages.iter().rev().find(|(_, m)| m.nonce.as_ref() == Some(&nonce));
        if let Some(body) = twin.and_then(|(id, _)| state.world.message(channel, *id)) {
            return Ok(Answer::ok(&body));
        }
    }
    let attachments = call.body.attachments(channel, || state.world.id());
    let fields = body.as_object().cloned().unwrap_or_default();
    let author = state.world.bot;
    let posted = state.say(&Draft { author, channel, fields, attachments, ..Draft::default() });
    Ok(Answer::ok(&posted.body))
}

fn list(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    in_channel(state, channel, Permissions::READ_MESSAGE_HISTORY)?;
    let number = |name: &str| call.head.query(name).and_then(|v| v.parse::<u64>().ok());
    let limit = number("limit").unwrap_or(50) as usize;
    if !(1..=100).contains(&limit) {
        let message = "int value should be greater than or equal to 1 and less than or equal to 100.";
        return Err(Refusal::form("limit", "NUMBER_TYPE_MIN", message));
    }
    let ids = state.world.channels[&channel].messages.keys().copied();
    let mut found: Vec<u64> = match (number("before"), number("after"), number("around")) {
        (Some(before), ..) => ids.filter(|id| *id < before).rev().take(limit).collect(),
        (_, Some(after), _) => ids.filter(|id| *id > after).take(limit).collect(),
        (.., Some(around)) => {
            let ids: Vec<u64> = ids.collect();
            let at = ids.partition_point(|id| *id < around);
            ids.into_iter().skip(at.saturating_sub(limit / 2)).take(limit).collect()
        }
        _ => ids.rev().take(limit).collect(),
    };
    found.sort_unstable_by(|a, b| b.cmp(a));
    let found: Vec<Value> = found.into_iter().filter_map(|id| state.world.message(channel, id)).collect();
    Ok(Answer::ok(&found.into()))
}

fn one(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    in_channel(state, channel, Permissions::READ_MESSAGE_HISTORY)?;
    let id = call.id(3)?;
    if state.world.is_whisper(channel, id) {
        return Err(unknown());
    }
    let body = state.world.message(channel, id).ok_or_else(unknown)?;
    Ok(Answer::ok(&body))
}

fn edit(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    let id = call.id(3)?;
    let author = state.world.channels[&channel].messages.get(&id).ok_or_else(unknown)?.author;
    let mut changes = call.body.json.as_object().cloned().unwrap_or_default();
    if author != state.world.bot && changes.keys().any(|k| k != "flags") {
        return Err(Refusal::new(403, 50005, "Cannot edit a message authored by another user"));
    }
    check(call, false)?;
    changes.retain(|name, _| SHOWN.contains(&name.as_str()));
    if !call.body.files.is_empty() {
        let files = call.body.attachments(channel, || state.world.id());
        changes.insert("attachments".into(), files.into());
    }
    null_to_empty(&mut changes);
    let body = state.edit(channel, id, &changes).ok_or_else(unknown)?;
    Ok(Answer::ok(&body))
}

fn delete(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    let id = call.id(3)?;
    let author = state.world.channels[&channel].messages.get(&id).ok_or_else(unknown)?.author;
    if author != state.world.bot {
        in_channel(state, channel, Permissions::MANAGE_MESSAGES)?;
    }
    state.delete(channel, &[id]);
    if author != state.world.bot {
        let options = json!({"channel_id": channel.to_string(), "count": "1"});
        record(state, call, channel, AuditLogEvent::MessageDelete, Some(author), &options);
    }
    Ok(Answer::none())
}

/// Writes of something in a channel into the audit log, if the channel is a guild's.
fn record(
    state: &mut State,
    call: &Call<'_>,
    channel: u64,
    action: AuditLogEvent,
    target: Option<u64>,
    options: &Value,
) {
    if let Some(guild) = state.world.channels.get(&channel).and_then(|place| place.guild) {
        audit::write_with(state, call, guild, action, target, options);
    }
}

fn crosspost(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    let id = call.id(3)?;
    let place = &state.world.channels[&channel];
    let stored = place.messages.get(&id).ok_or_else(unknown)?;
    if place.body["type"] != 5 {
        return Err(Refusal::new(400, 50024, "Cannot execute action on this channel type"));
    }
    let wanted = if stored.author == state.world.bot {
        Permissions::SEND_MESSAGES
    } else {
        Permissions::MANAGE_MESSAGES
    };
    let flags = stored.body["flags"].as_u64().unwrap_or(0);
    in_channel(state, channel, wanted)?;
    if flags & CROSSPOSTED != 0 {
        return Err(Refusal::new(400, 40033, "This message has already been crossposted."));
    }
    let body = state.amend_message(channel, id, "flags", (flags | CROSSPOSTED).into()).ok_or_else(unknown)?;
    Ok(Answer::ok(&body))
}

fn bulk_delete(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    in_channel(state, channel, Permissions::MANAGE_MESSAGES)?;
    let ids: Vec<u64> = call
        .field("messages")
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|id| id.as_str()?.parse().ok())
        .collect();
    if !(2..=100).contains(&ids.len()) {
        return Err(Refusal::new(
            400,
            50016,
            "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete",
        ));
    }
    let deleted = state.delete(channel, &ids);
    let options = json!({"count": deleted.to_string()});
    record(state, call, channel, AuditLogEvent::MessageBulkDelete, Some(channel), &options);
    Ok(Answer::none())
}

fn pin(state: &mut State, call: &Call<'_>, channel: u64, id: &str, pinned: bool) -> Outcome {
    in_channel(state, channel, Permissions::PIN_MESSAGES)?;
    let id: u64 = id.parse().map_err(|_| super::refusal::not_a_snowflake(id))?;
    let place = state.world.channels.get_mut(&channel).ok_or_else(unknown)?;
    if pinned && place.messages.values().filter(|m| m.body["pinned"] == true).count() >= MOST_PINS {
        let text = format!("Maximum number of pins reached ({MOST_PINS})");
        return Err(Refusal::new(400, 30003, text));
    }
    let stored = place.messages.get_mut(&id).ok_or_else(unknown)?;
    stored.body["pinned"] = pinned.into();
    let author = stored.author;
    if pinned {
        place.body["last_pin_timestamp"] = now();
    }
    let mut event =
        json!({"channel_id": channel.to_string(), "last_pin_timestamp": place.body["last_pin_timestamp"]});
    if let Some(guild) = place.guild {
        event["guild_id"] = guild.to_string().into();
    }
    state.emit("CHANNEL_PINS_UPDATE", state.scope_of(channel), &event);
    let action = if pinned { AuditLogEvent::MessagePin } else { AuditLogEvent::MessageUnpin };
    let options = json!({"channel_id": channel.to_string(), "message_id": id.to_string()});
    record(state, call, channel, action, Some(author), &options);
    Ok(Answer::none())
}

fn pins(state: &mut State, channel: u64, paged: bool) -> Outcome {
    in_channel(state, channel, Permissions::READ_MESSAGE_HISTORY)?;
    let ids: Vec<u64> = state.world.channels[&channel].messages.keys().rev().copied().collect();
    let pinned =
        ids.into_iter().filter_map(|id| state.world.message(channel, id)).filter(|m| m["pinned"] == true);
    if !paged {
        return Ok(Answer::ok(&pinned.collect()));
    }
    let items: Vec<Value> = pinned.map(|m| json!({"pinned_at": m["timestamp"], "message": m})).collect();
    Ok(Answer::ok(&json!({"items": items, "has_more": false})))
}

/// In an edit null means "none of it".
pub(super) fn null_to_empty(changes: &mut Map<String, Value>) {
    for (name, value) in changes.iter_mut().filter(|(_, value)| value.is_null()) {
        *value = match name.as_str() {
            "content" => "".into(),
            "flags" => 0.into(),
            _ => json!([]),
        };
    }
}

pub(super) fn unknown() -> Refusal {
    Refusal::unknown("Message", 10008)
}

/// Fields of an edit that are seen in the message.
pub(super) const SHOWN: [&str; 5] = ["content", "embeds", "components", "attachments", "flags"];
/// Pinned messages of a channel.
const MOST_PINS: usize = 250;
/// The flag of a message that channels that follow have.
const CROSSPOSTED: u64 = 1;
/// Characters of a message.
const LONGEST: usize = 2000;
