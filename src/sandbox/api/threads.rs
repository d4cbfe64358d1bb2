//! Threads: started from a message, alone or as a post of a forum; joined, left, put away, listed.

use serde_json::{Value, json};

use super::messages::unknown as unknown_message;
use super::permit::in_channel;
use super::refusal::Refusal;
use super::{Call, Outcome, audit, search};
use crate::model::{AuditLogEvent, Permissions};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;
use crate::sandbox::world::{Draft, now};

/// channels/{channel.id}/… as far as it is about threads.
pub(super) fn route(state: &mut State, call: &Call<'_>, channel: u64) -> Option<Outcome> {
    Some(match (call.method, &call.path[2..]) {
        ("POST", ["threads"]) => create(state, call, channel),
        ("POST", ["messages", _, "threads"]) => create_from_message(state, call, channel),
        ("GET", ["threads", "search"]) => search::threads(state, call, channel),
        ("GET", ["threads", "archived", which @ ("public" | "private")]) => {
            archived(state, call, channel, which, false)
        }
        ("GET", ["users", "@me", "threads", "archived", "private"]) => {
            archived(state, call, channel, "private", true)
        }
        ("GET", ["thread-members"]) => Ok(members(state, call, channel)),
        ("GET", ["thread-members", _]) => {
            who(state, call).and_then(|user| member(state, call, channel, user))
        }
        ("PUT", ["thread-members", _]) => who(state, call).and_then(|user| join(state, channel, user)),
        ("DELETE", ["thread-members", _]) => who(state, call).and_then(|user| leave(state, channel, user)),
        _ => return None,
    })
}

/// Starts a thread and tells of it.
pub(super) fn start(
    state: &mut State,
    parent: u64,
    message: Option<u64>,
    owner: u64,
    kind: u64,
    name: &str,
) -> u64 {
    let id = message.unwrap_or_else(|| state.world.id());
    state.world.create_thread(id, parent, owner, kind, name);
    tell_created(state, id);
    id
}

fn tell_created(state: &mut State, id: u64) {
    let mut event = state.world.channels[&id].body.clone();
    event["newly_created"] = true.into();
    state.emit("THREAD_CREATE", state.scope_of(id), &event);
}

/// GET guilds/{guild.id}/threads/active.
pub(super) fn active(state: &State, guild: u64) -> Answer {
    let ids =
        state.world.threads(guild, None).into_iter().filter(|id| !state.world.channels[id].is_archived());
    list(state, &ids.collect::<Vec<_>>(), false)
}

/// Changes a thread.
pub(super) fn edit(state: &mut State, call: &Call<'_>, thread: u64) -> Outcome {
    let bot = state.world.bot.to_string();
    let Some(place) = state.world.channels.get(&thread) else {
        return Err(Refusal::unknown("Channel", 10003));
    };
    let revives = call.changes().get("archived") == Some(&Value::Bool(false));
    if place.is_archived() && !revives {
        return Err(archived_already());
    }
    if place.body["owner_id"] != bot || call.changes().contains_key("locked") {
        in_channel(state, thread, Permissions::MANAGE_THREADS)?;
    }
    let mut body = state.world.channels[&thread].body.clone();
    for (name, value) in call.changes() {
        let inside = matches!(name.as_str(), "archived" | "locked" | "auto_archive_duration" | "invitable");
        if inside {
            body["thread_metadata"][name] = value.clone();
        } else if matches!(name.as_str(), "name" | "rate_limit_per_user" | "flags" | "applied_tags") {
            body[name] = value.clone();
        }
    }
    if call.changes().contains_key("archived") {
        body["thread_metadata"]["archive_timestamp"] = now();
    }
    if let Some(place) = state.world.channels.get_mut(&thread) {
        place.body = body.clone();
    }
    let scope = state.scope_of(thread);
    state.emit("THREAD_UPDATE", scope, &body);
    if let Scope::Guild(guild) = scope {
        audit::write(state, call, guild, AuditLogEvent::ThreadUpdate, Some(thread));
    }
    Ok(Answer::ok(&body))
}

fn name(fields: &Value) -> Result<String, Refusal> {
    let name = fields["name"].as_str().unwrap_or_default();
    if (1..=100).contains(&name.chars().count()) {
        return Ok(name.to_owned());
    }
    Err(Refusal::form("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length."))
}

fn create(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    let name = name(&call.body.json)?;
    let parent = &state.world.channels[&channel];
    let is_forum = matches!(parent.body["type"].as_u64(), Some(15 | 16));
    if parent.guild.is_none() || parent.is_thread() {
        return Err(Refusal::new(400, 50024, "Cannot execute action on this channel type"));
    }
    let bot = state.world.bot;
    if !is_forum {
        let kind = call.field("type").as_u64().unwrap_or(12);
        let wanted =
            if kind == 12 { Permissions::CREATE_PRIVATE_THREADS } else { Permissions::CREATE_PUBLIC_THREADS };
        in_channel(state, channel, wanted)?;
        let id = state.world.id();
        return Ok(finish(state, call, channel, id, kind, &name));
    }
    in_channel(state, channel, Permissions::SEND_MESSAGES)?;
    let message = call.field("message").as_object().cloned();
    let fields =
        message.ok_or_else(|| Refusal::form("message", "BASE_TYPE_REQUIRED", "This field is required"))?;
    if fields.is_empty() && call.body.files.is_empty() {
        return Err(Refusal::new(400, 50006, "Cannot send an empty message"));
    }
    let id = state.world.id();
    let answer = finish(state, call, channel, id, 11, &name);
    let attachments = call.body.attachments(id, || state.world.id());
    let first = Draft { author: bot, channel: id, fields, attachments, ..Draft::default() };
    let posted = state.say_as(&first, Some(id));
    let mut body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    body["message"] = posted.body;
    Ok(Answer::json(201, &body))
}

fn create_from_message(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    let (name, message) = (name(&call.body.json)?, call.id(3)?);
    in_channel(state, channel, Permissions::CREATE_PUBLIC_THREADS)?;
    if !state.world.channels[&channel].messages.contains_key(&message) {
        return Err(unknown_message());
    }
    if state.world.channels.contains_key(&message) {
        return Err(Refusal::new(400, 160_004, "A thread has already been created for this message"));
    }
    let kind = if state.world.channels[&channel].body["type"] == 5 { 10 } else { 11 };
    Ok(finish(state, call, channel, message, kind, &name))
}

/// Makes the thread as the body wants it.
fn finish(state: &mut State, call: &Call<'_>, parent: u64, id: u64, kind: u64, name: &str) -> Answer {
    let bot = state.world.bot;
    state.world.create_thread(id, parent, bot, kind, name);
    if let Some(place) = state.world.channels.get_mut(&id) {
        for (name, value) in call.changes() {
            if matches!(name.as_str(), "auto_archive_duration" | "invitable") {
                place.body["thread_metadata"][name] = value.clone();
            } else if matches!(name.as_str(), "rate_limit_per_user" | "applied_tags") {
                place.body[name] = value.clone();
            }
        }
    }
    tell_created(state, id);
    if let Some(stored) = state.world.channels.get_mut(&parent).and_then(|c| c.messages.get_mut(&id)) {
        let flags = stored.body["flags"].as_u64().unwrap_or(0) | HAS_THREAD;
        stored.body["flags"] = flags.into();
        let thread = state.world.channels[&id].body.clone();
        state.amend_message(parent, id, "thread", thread);
    }
    if let Scope::Guild(guild) = state.scope_of(id) {
        audit::write(state, call, guild, AuditLogEvent::ThreadCreate, Some(id));
    }
    Answer::json(201, &state.world.channels[&id].body)
}

fn archived(state: &State, call: &Call<'_>, channel: u64, which: &str, joined: bool) -> Outcome {
    in_channel(state, channel, Permissions::READ_MESSAGE_HISTORY)?;
    if which == "private" && !joined {
        in_channel(state, channel, Permissions::MANAGE_THREADS)?;
    }
    let Some(guild) = state.world.channels[&channel].guild else {
        return Err(Refusal::new(400, 50024, "Cannot execute action on this channel type"));
    };
    let before = call.head.query("before");
    let fits = |id: &u64| {
        let place = &state.world.channels[id];
        let is_private = place.body["type"] == 12;
        let mark =
            if joined { id.to_string() } else { text(&place.body["thread_metadata"]["archive_timestamp"]) };
        place.is_archived()
            && is_private == (which == "private")
            && (!joined || place.thread_members.contains_key(&state.world.bot))
            && before.as_ref().is_none_or(|before| mark < *before)
    };
    let mut found: Vec<u64> = state.world.threads(guild, Some(channel)).into_iter().filter(fits).collect();
    let limit = call.number("limit").unwrap_or(50) as usize;
    let more = found.len() > limit;
    found.truncate(limit);
    Ok(list(state, &found, more))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(state: &State, ids: &[u64], more: bool) -> Answer {
    let mut list = listed(state, ids);
    list["has_more"] = more.into();
    Answer::ok(&list)
}

/// Threads, and the bot's memberships of them.
pub(super) fn listed(state: &State, ids: &[u64]) -> Value {
    let mine = ids.iter().filter_map(|id| state.world.channels[id].thread_members.get(&state.world.bot));
    let threads: Vec<&Value> = ids.iter().map(|id| &state.world.channels[id].body).collect();
    json!({"threads": threads, "members": mine.collect::<Vec<_>>()})
}

fn who(state: &State, call: &Call<'_>) -> Result<u64, Refusal> {
    if call.path[3] == "@me" { Ok(state.world.bot) } else { call.id(3) }
}

fn members(state: &State, call: &Call<'_>, thread: u64) -> Answer {
    let after = call.number("after").map_or(0, |id| id + 1);
    let limit = call.number("limit").unwrap_or(100) as usize;
    let with = call.head.query("with_member").as_deref() == Some("true");
    let place = &state.world.channels[&thread];
    let members = place.thread_members.range(after..).take(limit);
    Answer::ok(&members.map(|(user, entry)| shown(state, thread, *user, entry, with)).collect())
}

fn shown(state: &State, thread: u64, user: u64, entry: &Value, with_member: bool) -> Value {
    let mut entry = entry.clone();
    if with_member {
        let guild = state.world.channels[&thread].guild;
        entry["member"] = guild.and_then(|guild| state.world.member(guild, user)).unwrap_or_default();
    }
    entry
}

fn member(state: &State, call: &Call<'_>, thread: u64, user: u64) -> Outcome {
    let with = call.head.query("with_member").as_deref() == Some("true");
    let entry = state.world.channels[&thread].thread_members.get(&user);
    let entry = entry.ok_or_else(super::members::unknown_member)?;
    Ok(Answer::ok(&shown(state, thread, user, entry, with)))
}

fn join(state: &mut State, thread: u64, user: u64) -> Outcome {
    let place = &state.world.channels[&thread];
    if !place.is_thread() {
        return Err(Refusal::new(400, 50024, "Cannot execute action on this channel type"));
    }
    if place.is_archived() {
        return Err(archived_already());
    }
    let guild = place.guild;
    if guild.and_then(|guild| state.world.member(guild, user)).is_none() {
        return Err(super::members::unknown_member());
    }
    if let Some(entry) = state.world.join_thread(thread, user) {
        tell_members(state, thread, &json!({"added_members": [shown(state, thread, user, &entry, true)]}));
    }
    Ok(Answer::none())
}

fn leave(state: &mut State, thread: u64, user: u64) -> Outcome {
    if user != state.world.bot {
        in_channel(state, thread, Permissions::MANAGE_THREADS)?;
    }
    if state.world.leave_thread(thread, user) {
        tell_members(state, thread, &json!({"removed_member_ids": [user.to_string()]}));
    }
    Ok(Answer::none())
}

fn tell_members(state: &mut State, thread: u64, what: &Value) {
    let place = &state.world.channels[&thread];
    let mut event = json!({
        "id": thread.to_string(),
        "guild_id": place.body["guild_id"],
        "member_count": place.thread_members.len(),
    });
    super::super::world::merge(&mut event, what.as_object().unwrap_or(&serde_json::Map::new()));
    state.emit("THREAD_MEMBERS_UPDATE", state.scope_of(thread), &event);
}

/// Refuses to write into a thread that is put away for good; wakes one that only sleeps.
pub(super) fn wake(state: &mut State, channel: u64) -> Result<(), Refusal> {
    let Some(place) = state.world.channels.get_mut(&channel).filter(|place| place.is_archived()) else {
        return Ok(());
    };
    if place.body["thread_metadata"]["locked"] == true {
        return Err(archived_already());
    }
    place.body["thread_metadata"]["archived"] = false.into();
    let body = place.body.clone();
    state.emit("THREAD_UPDATE", state.scope_of(channel), &body);
    Ok(())
}

fn archived_already() -> Refusal {
    Refusal::new(400, 50083, "Thread is archived")
}

/// The flag of a message that has a thread.
const HAS_THREAD: u64 = 1 << 5;
