//! Invites to channels, and whom they are for.

use serde_json::{Value, json};

use super::permit::{in_channel, in_guild};
use super::refusal::Refusal;
use super::{Call, Outcome, audit};
use crate::model::{AuditLogEvent, Permissions, TargetUsersJobStatus};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;
use crate::sandbox::world::{TargetUsers, now};

/// invites/{code}….
pub(super) fn route(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    Some(match (call.method, &call.path[1..]) {
        ("GET", [code]) => one(state, call, code),
        ("DELETE", [code]) => delete(state, call, code),
        (method, [code, "target-users", rest @ ..]) => {
            let (code, channel) = match state.world.invites.get_key_value(*code) {
                Some((code, invite)) => (code.clone(), id_in(invite, "channel_id")),
                None => return Some(Err(unknown())),
            };
            if let Err(refusal) = in_channel(state, channel, Permissions::MANAGE_CHANNELS) {
                return Some(Err(refusal));
            }
            match (method, rest) {
                ("GET", []) => target_users(state, &code),
                ("PUT", []) => Ok(match read_targets(state, call) {
                    Ok(targets) => {
                        state.world.target_users.insert(code, targets);
                        Answer::none()
                    }
                    Err(answer) => answer,
                }),
                ("GET", ["job-status"]) => job(state, &code),
                _ => return None,
            }
        }
        _ => return None,
    })
}

/// channels/{channel.id}/invites.
pub(super) fn of_channel(state: &mut State, call: &Call<'_>, channel: u64) -> Option<Outcome> {
    Some(match call.method {
        "GET" => in_channel(state, channel, Permissions::MANAGE_CHANNELS)
            .map(|()| list(state, "channel_id", channel)),
        "POST" => create(state, call, channel),
        _ => return None,
    })
}

/// GET guilds/{guild.id}/invites.
pub(super) fn of_guild(state: &State, guild: u64) -> Outcome {
    in_guild(state, guild, Permissions::MANAGE_GUILD)?;
    Ok(list(state, "guild_id", guild))
}

fn list(state: &State, field: &str, id: u64) -> Answer {
    let id = id.to_string();
    Answer::ok(&state.world.invites.values().filter(|invite| invite[field] == id).cloned().collect())
}

fn one(state: &State, call: &Call<'_>, code: &str) -> Outcome {
    let mut invite = state.world.invites.get(code).cloned().ok_or_else(unknown)?;
    if call.head.query("with_counts").as_deref() == Some("true") {
        let guild = invite["guild_id"].as_str().and_then(|id| id.parse::<u64>().ok());
        let count = guild.and_then(|guild| state.world.guilds.get(&guild)).map_or(0, |g| g.members.len());
        invite["approximate_member_count"] = count.into();
        invite["approximate_presence_count"] = count.into();
    }
    Ok(Answer::ok(&invite))
}

fn create(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    in_channel(state, channel, Permissions::CREATE_INSTANT_INVITE)?;
    let place = &state.world.channels[&channel];
    let Some(guild) = place.guild else {
        return Err(Refusal::new(400, 50024, "Cannot execute action on this channel type"));
    };
    let code: String = (0..8).map(|_| fastrand::alphanumeric()).collect();
    let age = call.field("max_age").as_u64().unwrap_or(86_400);
    let of = &state.world.guilds[&guild].body;
    let invite = json!({
        "type": 0,
        "code": code,
        "guild_id": guild.to_string(),
        "channel_id": channel.to_string(),
        "guild": {
            "id": of["id"], "name": of["name"], "icon": of["icon"], "splash": of["splash"], "banner": of["banner"],
            "description": of["description"], "features": of["features"], "nsfw_level": of["nsfw_level"],
            "verification_level": of["verification_level"], "vanity_url_code": null, "nsfw": false,
            "premium_subscription_count": 0, "premium_tier": 0,
        },
        "channel": {"id": place.body["id"], "name": place.body["name"], "type": place.body["type"]},
        "inviter": state.world.user(state.world.bot),
        "uses": 0,
        "max_uses": call.field("max_uses").as_u64().unwrap_or(0),
        "max_age": age,
        "temporary": *call.field("temporary") == true,
        "created_at": now(),
        "expires_at": null,
    });
    let mut event = invite.clone();
    if let Some(fields) = event.as_object_mut() {
        fields.retain(|name, _| !matches!(name.as_str(), "guild" | "channel" | "type"));
    }
    if call.file(TARGET_USERS).is_some() {
        match read_targets(state, call) {
            Ok(targets) => state.world.target_users.insert(code.clone(), targets),
            Err(answer) => return Ok(answer),
        };
    }
    state.world.invites.insert(code, invite.clone());
    state.emit("INVITE_CREATE", Scope::Guild(guild), &event);
    audit::write(state, call, guild, AuditLogEvent::InviteCreate, None);
    Ok(Answer::ok(&invite))
}

fn delete(state: &mut State, call: &Call<'_>, code: &str) -> Outcome {
    let invite = state.world.invites.get(code).cloned().ok_or_else(unknown)?;
    let (guild, channel) = (id_in(&invite, "guild_id"), id_in(&invite, "channel_id"));
    in_channel(state, channel, Permissions::MANAGE_CHANNELS)?;
    state.world.invites.remove(code);
    state.world.target_users.remove(code);
    let event = json!({"guild_id": invite["guild_id"], "channel_id": invite["channel_id"], "code": code});
    state.emit("INVITE_DELETE", Scope::Guild(guild), &event);
    audit::write(state, call, guild, AuditLogEvent::InviteDelete, None);
    Ok(Answer::ok(&invite))
}

fn id_in(invite: &Value, name: &str) -> u64 {
    invite[name].as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
}

/// A table of one column: whom an invite is for.
fn target_users(state: &State, code: &str) -> Outcome {
    let targets = state.world.target_users.get(code).ok_or_else(none)?;
    let lines: Vec<String> = targets.users.iter().map(u64::to_string).collect();
    let body = format!("user_id\n{}\n", lines.join("\n")).into_bytes();
    Ok(Answer { status: 200, headers: vec![("Content-Type", "text/csv".into())], body })
}

/// Reads such a table; a heading is none of its lines. What is wrong with it is told line by line, and nothing else.
fn read_targets(state: &State, call: &Call<'_>) -> Result<TargetUsers, Answer> {
    let Some(table) = call.file(TARGET_USERS) else {
        return Err(Refusal::form(TARGET_USERS, "BASE_TYPE_REQUIRED", "This field is required").into());
    };
    let lines = table.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty());
    let read = lines.filter(|(number, line)| *number > 0 || line.bytes().all(|byte| byte.is_ascii_digit()));
    let (mut users, mut wrong) = (Vec::new(), Vec::new());
    for (number, line) in read {
        match line.parse::<u64>() {
            Ok(id) if state.world.users.contains_key(&id) => users.push(id),
            Ok(_) => wrong.push(format!("Line {}: unknown user", number + 1)),
            Err(_) => wrong.push(format!("Line {}: invalid user ID - must be a snowflake", number + 1)),
        }
    }
    if wrong.is_empty() {
        Ok(TargetUsers { users, since: now() })
    } else {
        Err(Answer::json(400, &json!({TARGET_USERS: wrong})))
    }
}

/// The sandbox has read the table by the time it answers.
fn job(state: &State, code: &str) -> Outcome {
    let targets = state.world.target_users.get(code).ok_or_else(none)?;
    Ok(Answer::ok(&json!({
        "status": TargetUsersJobStatus::Completed,
        "total_users": targets.users.len(),
        "processed_users": targets.users.len(),
        "created_at": targets.since,
        "completed_at": targets.since,
        "error_message": null,
    })))
}

/// What is said of an invite that is for everybody.
fn none() -> Refusal {
    Refusal::new(404, 0, "404: Not Found")
}

fn unknown() -> Refusal {
    Refusal::unknown("Invite", 10006)
}

/// The part of a form that says whom an invite is for.
const TARGET_USERS: &str = "target_users_file";
