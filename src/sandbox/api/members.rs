//! Members: who is there, what they are called, which roles they have, who is thrown out.

use serde_json::{Value, json};

use super::permit::{above_member, above_role, in_guild};
use super::refusal::Refusal;
use super::roles::unknown_role;
use super::{Call, Outcome, audit};
use crate::model::{AuditLogEvent, OAuth2Scope, Permissions};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::world::amend;

pub(super) fn route(state: &mut State, call: &Call<'_>, guild: u64) -> Option<Outcome> {
    Some(match (call.method, &call.path[3..]) {
        ("GET", []) => Ok(list(state, call, guild)),
        ("GET", ["search"]) => Ok(search(state, call, guild)),
        ("GET", ["@me"]) => member(state, guild, state.world.bot),
        ("PATCH", ["@me"]) => edit(state, call, guild, state.world.bot),
        ("PATCH", ["@me", "nick"]) => edit(state, call, guild, state.world.bot)
            .map(|_| Answer::ok(&json!({"nick": call.field("nick")}))),
        ("PUT", [_]) => call.id(3).and_then(|user| add(state, call, guild, user)),
        ("GET", [_]) => call.id(3).and_then(|user| member(state, guild, user)),
        ("PATCH", [_]) => call.id(3).and_then(|user| edit(state, call, guild, user)),
        ("DELETE", [_]) => call.id(3).and_then(|user| kick(state, call, guild, user)),
        ("PUT" | "DELETE", [_, "roles", role]) => {
            call.id(3).and_then(|user| give_role(state, call, guild, user, role))
        }
        _ => return None,
    })
}

fn list(state: &State, call: &Call<'_>, guild: u64) -> Answer {
    let after = call.number("after").unwrap_or(0);
    let limit = call.number("limit").unwrap_or(1).min(1000) as usize;
    let ids = state.world.guilds[&guild].members.keys().copied().filter(|id| *id > after).take(limit);
    Answer::ok(&ids.filter_map(|id| state.world.member(guild, id)).collect())
}

fn search(state: &State, call: &Call<'_>, guild: u64) -> Answer {
    let query = call.head.query("query").unwrap_or_default().to_lowercase();
    let limit = call.number("limit").unwrap_or(1) as usize;
    let members = state.world.guilds[&guild].members.keys().filter_map(|id| state.world.member(guild, *id));
    let begins = |name: &Value| name.as_str().is_some_and(|name| name.to_lowercase().starts_with(&query));
    let fits = |m: &Value| begins(&m["user"]["username"]) || begins(&m["nick"]);
    Answer::ok(&members.filter(fits).take(limit).collect())
}

fn member(state: &State, guild: u64, user: u64) -> Outcome {
    let member = state.world.member(guild, user).ok_or_else(unknown_member)?;
    Ok(Answer::ok(&member))
}

/// Makes somebody a member who has allowed it.
fn add(state: &mut State, call: &Call<'_>, guild: u64, user: u64) -> Outcome {
    in_guild(state, guild, Permissions::CREATE_INSTANT_INVITE)?;
    let grant = state.world.grants.get(call.field("access_token").as_str().unwrap_or_default());
    let grant = grant.filter(|grant| grant.user == user && grant.ends > state.world.clock());
    let grant = grant.ok_or_else(|| Refusal::new(403, 50025, "Invalid OAuth2 access token"))?;
    if !grant.scopes.contains(&OAuth2Scope::GuildsJoin) {
        return Err(Refusal::new(403, 50026, "Missing required OAuth2 scope"));
    }
    let place = &state.world.guilds[&guild];
    if place.bans.contains_key(&user) {
        return Err(Refusal::new(403, 40007, "The user is banned from this guild."));
    }
    if place.members.contains_key(&user) {
        return Ok(Answer::none());
    }
    let given = call.changes().keys();
    for (_, permission) in FIELDS.iter().filter(|(name, _)| given.clone().any(|given| given == name)) {
        in_guild(state, guild, *permission)?;
    }
    let mut changes = call.changes().clone();
    changes.retain(|name, _| matches!(name.as_str(), "nick" | "roles" | "mute" | "deaf"));
    state.join_with(guild, user, &changes);
    let member = state.world.member(guild, user).ok_or_else(unknown_member)?;
    Ok(Answer::json(201, &member))
}

/// What each field of a member asks for.
const FIELDS: [(&str, Permissions); 8] = [
    ("nick", Permissions::MANAGE_NICKNAMES),
    ("roles", Permissions::MANAGE_ROLES),
    ("mute", Permissions::MUTE_MEMBERS),
    ("deaf", Permissions::DEAFEN_MEMBERS),
    ("channel_id", Permissions::MOVE_MEMBERS),
    ("communication_disabled_until", Permissions::MODERATE_MEMBERS),
    ("flags", Permissions::MODERATE_MEMBERS),
    ("banner", Permissions::CHANGE_NICKNAME),
];

fn edit(state: &mut State, call: &Call<'_>, guild: u64, user: u64) -> Outcome {
    let mut changes = call.body.json.as_object().cloned().unwrap_or_default();
    for (name, permission) in FIELDS.iter().filter(|(name, _)| changes.contains_key(*name)) {
        let mine = user == state.world.bot && *name == "nick";
        in_guild(state, guild, if mine { Permissions::CHANGE_NICKNAME } else { *permission })?;
    }
    if user != state.world.bot
        && ["nick", "communication_disabled_until"].iter().any(|f| changes.contains_key(*f))
    {
        above_member(state, guild, user)?;
    }
    if let Some(roles) = changes.get("roles").and_then(Value::as_array) {
        let place = &state.world.guilds[&guild];
        let has = place
            .members
            .get(&user)
            .and_then(|member| member["roles"].as_array())
            .ok_or_else(unknown_member)?;
        if !roles.iter().all(|role| place.roles.iter().any(|known| known["id"] == *role)) {
            return Err(unknown_role());
        }
        let changed = roles
            .iter()
            .filter(|role| !has.contains(role))
            .chain(has.iter().filter(|role| !roles.contains(role)));
        for role in changed.filter_map(Value::as_str) {
            above_role(state, guild, role)?;
        }
    }
    if let Some(channel) = changes.remove("channel_id")
        && state.world.guilds[&guild].members.contains_key(&user)
    {
        let channel = channel.as_str().and_then(|id| id.parse().ok());
        if !state.move_voice(guild, user, channel) {
            return Err(Refusal::new(400, 40032, "Target user is not connected to voice."));
        }
    }
    changes.retain(|name, _| FIELDS.iter().any(|(known, _)| known == name));
    let roles = changes.contains_key("roles");
    let entry = state.world.guilds.get_mut(&guild).ok_or_else(unknown_member)?;
    amend(entry.members.get_mut(&user).ok_or_else(unknown_member)?, &changes);
    state.member_changed(guild, user);
    let action = if roles { AuditLogEvent::MemberRoleUpdate } else { AuditLogEvent::MemberUpdate };
    audit::write(state, call, guild, action, Some(user));
    member(state, guild, user)
}

fn kick(state: &mut State, call: &Call<'_>, guild: u64, user: u64) -> Outcome {
    in_guild(state, guild, Permissions::KICK_MEMBERS)?;
    if !state.world.guilds[&guild].members.contains_key(&user) {
        return Err(unknown_member());
    }
    above_member(state, guild, user)?;
    state.leave(guild, user);
    audit::write(state, call, guild, AuditLogEvent::MemberKick, Some(user));
    Ok(Answer::none())
}

fn give_role(state: &mut State, call: &Call<'_>, guild: u64, user: u64, role: &str) -> Outcome {
    in_guild(state, guild, Permissions::MANAGE_ROLES)?;
    if !state.world.guilds[&guild].roles.iter().any(|r| r["id"] == role) {
        return Err(unknown_role());
    }
    above_role(state, guild, role)?;
    let entry = state.world.guilds.get_mut(&guild).ok_or_else(unknown_member)?;
    let member = entry.members.get_mut(&user).ok_or_else(unknown_member)?;
    if let Some(roles) = member["roles"].as_array_mut() {
        roles.retain(|r| r != role);
        if call.method == "PUT" {
            roles.push(role.into());
        }
    }
    state.member_changed(guild, user);
    audit::write(state, call, guild, AuditLogEvent::MemberRoleUpdate, Some(user));
    Ok(Answer::none())
}

pub(super) fn unknown_member() -> Refusal {
    Refusal::unknown("Member", 10007)
}
