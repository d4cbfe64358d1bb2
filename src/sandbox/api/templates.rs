//! Templates: a guild as it was, without its people and words.
//!
//! <https://docs.discord.com/developers/resources/guild-template>

use serde_json::{Map, Value, json};

use super::permit::in_guild;
use super::refusal::Refusal;
use super::{Call, Outcome};
use crate::model::Permissions;
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::world::{Guild, amend, now};

/// guilds/{guild.id}/templates….
pub(super) fn route(state: &mut State, call: &Call<'_>, guild: u64) -> Option<Outcome> {
    if let Err(refusal) = in_guild(state, guild, Permissions::MANAGE_GUILD) {
        return Some(Err(refusal));
    }
    Some(match (call.method, &call.path[3..]) {
        ("GET", []) => Ok(list(state, guild)),
        ("POST", []) => create(state, call, guild),
        ("PUT", [code]) => sync(state, guild, code),
        ("PATCH", [code]) => edit(state, call, guild, code),
        ("DELETE", [code]) => delete(state, guild, code),
        _ => return None,
    })
}

/// GET guilds/templates/{template.code}.
pub(super) fn one(state: &State, code: &str) -> Outcome {
    let template = state.world.templates.get(code).ok_or_else(unknown)?;
    Ok(Answer::ok(&shown(state, template)))
}

fn list(state: &State, guild: u64) -> Answer {
    let guild = guild.to_string();
    let theirs = state.world.templates.values().filter(|template| template["source_guild_id"] == guild);
    Answer::ok(&theirs.map(|template| shown(state, template)).collect())
}

/// The template, which tells whether its guild has changed since.
fn shown(state: &State, template: &Value) -> Value {
    let guild = template["source_guild_id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
    let mut template = template.clone();
    let is_dirty = snapshot(state, guild).is_some_and(|now| now != template["serialized_source_guild"]);
    template["is_dirty"] = if is_dirty { true.into() } else { Value::Null };
    template
}

fn find<'s>(state: &'s mut State, guild: u64, code: &str) -> Result<&'s mut Value, Refusal> {
    let (found, guild) = (state.world.templates.get_mut(code), guild.to_string());
    found.filter(|template| template["source_guild_id"] == guild).ok_or_else(unknown)
}

fn create(state: &mut State, call: &Call<'_>, guild: u64) -> Outcome {
    check(call.changes())?;
    if call.field("name").is_null() {
        return Err(Refusal::form("name", "BASE_TYPE_REQUIRED", "This field is required"));
    }
    let source = guild.to_string();
    if state.world.templates.values().any(|template| template["source_guild_id"] == source) {
        return Err(Refusal::new(400, 30031, "Guild already has a template"));
    }
    let code: String = (0..12).map(|_| fastrand::alphanumeric()).collect();
    let template = json!({
        "code": code,
        "name": call.field("name"),
        "description": call.field("description"),
        "usage_count": 0,
        "creator_id": state.world.bot.to_string(),
        "creator": state.world.user(state.world.bot),
        "created_at": now(),
        "updated_at": now(),
        "source_guild_id": source,
        "serialized_source_guild": snapshot(state, guild),
    });
    let answer = Answer::ok(&shown(state, &template));
    state.world.templates.insert(code, template);
    Ok(answer)
}

fn sync(state: &mut State, guild: u64, code: &str) -> Outcome {
    let current = snapshot(state, guild);
    let template = find(state, guild, code)?;
    template["serialized_source_guild"] = current.unwrap_or_default();
    template["updated_at"] = now();
    one(state, code)
}

fn edit(state: &mut State, call: &Call<'_>, guild: u64, code: &str) -> Outcome {
    check(call.changes())?;
    let mut changes = call.changes().clone();
    changes.retain(|name, _| matches!(name.as_str(), "name" | "description"));
    amend(find(state, guild, code)?, &changes);
    one(state, code)
}

fn delete(state: &mut State, guild: u64, code: &str) -> Outcome {
    find(state, guild, code)?;
    let gone = one(state, code);
    state.world.templates.remove(code);
    gone
}

fn check(fields: &Map<String, Value>) -> Result<(), Refusal> {
    let length = |name: &str| fields.get(name).and_then(Value::as_str).map(|text| text.chars().count());
    if length("name").is_some_and(|length| !(1..=100).contains(&length)) {
        return Err(Refusal::form("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length."));
    }
    if length("description").is_some_and(|length| length > 120) {
        return Err(Refusal::too_long("description", 120));
    }
    Ok(())
}

/// The guild as a template holds it: ids are numbers that hold within it.
fn snapshot(state: &State, guild: u64) -> Option<Value> {
    let place = state.world.guilds.get(&guild)?;
    let channels: Vec<&Value> =
        place.channels.iter().map(|id| &state.world.channels[id].body).filter(|body| is_kept(body)).collect();
    let mut snapshot = picked(
        &place.body,
        &[
            "name",
            "description",
            "region",
            "verification_level",
            "default_message_notifications",
            "explicit_content_filter",
            "preferred_locale",
            "afk_timeout",
            "system_channel_flags",
        ],
    );
    for name in ["afk_channel_id", "system_channel_id"] {
        snapshot[name] = number(&channels, &place.body[name]);
    }
    let roles = place.roles.iter().enumerate().map(|(at, role)| {
        let names =
            ["name", "permissions", "color", "colors", "hoist", "mentionable", "icon", "unicode_emoji"];
        let mut kept = picked(role, &names);
        kept["id"] = at.into();
        kept
    });
    snapshot["roles"] = roles.collect();
    snapshot["channels"] = channels.iter().map(|body| channel(place, &channels, body)).collect();
    Some(snapshot)
}

/// Text, voice, categories and forums: what a template may hold.
fn is_kept(channel: &Value) -> bool {
    matches!(channel["type"].as_u64(), Some(0 | 2 | 4 | 15))
}

fn channel(place: &Guild, channels: &[&Value], body: &Value) -> Value {
    let names = ["type", "name", "position", "topic", "nsfw", "rate_limit_per_user"];
    let mut kept = picked(body, &names);
    kept["id"] = number(channels, &body["id"]);
    kept["parent_id"] = number(channels, &body["parent_id"]);
    kept["bitrate"] = body["bitrate"].as_u64().unwrap_or(64_000).into();
    kept["user_limit"] = body["user_limit"].as_u64().unwrap_or(0).into();
    kept["default_auto_archive_duration"] = body["default_auto_archive_duration"].clone();
    kept["template"] = "".into();
    // Those of members hold for people, who are in no template.
    let roles: Vec<&Value> = place.roles.iter().collect();
    let overwrites = body["permission_overwrites"].as_array().into_iter().flatten();
    let overwrites = overwrites.filter(|overwrite| overwrite["type"] == 0).map(|overwrite| {
        let mut kept = picked(overwrite, &["type", "allow", "deny"]);
        kept["id"] = roles.iter().position(|role| role["id"] == overwrite["id"]).into();
        kept
    });
    kept["permission_overwrites"] = overwrites.collect();
    kept
}

/// The number of a channel within the template, from 1; null for none.
fn number(channels: &[&Value], id: &Value) -> Value {
    channels.iter().position(|channel| channel["id"] == *id).map(|at| at + 1).into()
}

fn picked(from: &Value, names: &[&str]) -> Value {
    names.iter().map(|name| ((*name).to_owned(), from[name].clone())).collect::<Map<_, _>>().into()
}

fn unknown() -> Refusal {
    Refusal::unknown("Guild Template", 10057)
}
