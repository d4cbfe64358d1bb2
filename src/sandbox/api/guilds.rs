//! Guilds, their channels, members and roles.

use serde_json::{Value, json};

use super::refusal::Refusal;
use super::{Call, Outcome};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;
use crate::sandbox::world::amend;

pub(super) fn route(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    let id = match call.id(1) {
        Ok(id) => id,
        Err(refusal) => return Some(Err(refusal)),
    };
    if !state.world.guilds.contains_key(&id) {
        return Some(Err(Refusal::unknown("Guild", 10004)));
    }
    Some(match (call.method, &call.path[2..]) {
        ("GET", []) => Ok(guild(state, call, id)),
        ("PATCH", []) => Ok(edit(state, call, id)),
        ("GET", ["channels"]) => Ok(Answer::ok(&channels(state, id))),
        ("POST", ["channels"]) => create_channel(state, call, id),
        ("GET", ["roles"]) => Ok(Answer::ok(&json!(state.world.guilds[&id].roles))),
        ("POST", ["roles"]) => Ok(create_role(state, call, id)),
        ("PATCH", ["roles", role]) => edit_role(state, call, id, role),
        ("DELETE", ["roles", role]) => delete_role(state, id, role),
        ("GET", ["members"]) => Ok(members(state, call, id)),
        ("GET", ["members", "search"]) => Ok(search(state, call, id)),
        ("GET", ["members", "@me"]) => member(state, id, state.world.bot),
        ("PATCH", ["members", "@me"]) => edit_member(state, call, id, state.world.bot),
        ("GET", ["members", _]) => call.id(3).and_then(|user| member(state, id, user)),
        ("PATCH", ["members", _]) => call.id(3).and_then(|user| edit_member(state, call, id, user)),
        ("DELETE", ["members", _]) => call.id(3).and_then(|user| remove(state, id, user)),
        ("PUT" | "DELETE", ["members", _, "roles", role]) => {
            call.id(3).and_then(|user| give_role(state, call, id, user, role))
        }
        ("GET", ["emojis" | "stickers" | "invites" | "webhooks" | "integrations" | "bans"]) => {
            Ok(Answer::ok(&json!([])))
        }
        ("GET", ["threads", "active"]) => Ok(Answer::ok(&json!({"threads": [], "members": []}))),
        _ => return None,
    })
}

fn guild(state: &mut State, call: &Call<'_>, id: u64) -> Answer {
    let mut body = state.world.guild(id).unwrap_or_default();
    if call.head.query("with_counts").as_deref() == Some("true") {
        let count = state.world.guilds[&id].members.len();
        body["approximate_member_count"] = count.into();
        body["approximate_presence_count"] = count.into();
    }
    Answer::ok(&body)
}

fn edit(state: &mut State, call: &Call<'_>, id: u64) -> Answer {
    let changes = call.body.json.as_object().cloned().unwrap_or_default();
    if let Some(guild) = state.world.guilds.get_mut(&id) {
        amend(&mut guild.body, &changes);
    }
    let body = state.world.guild(id).unwrap_or_default();
    state.emit("GUILD_UPDATE", Scope::Guild(id), &body);
    Answer::ok(&body)
}

fn channels(state: &State, id: u64) -> Value {
    let channels = &state.world.guilds[&id].channels;
    channels.iter().filter_map(|c| state.world.channels.get(c)).map(|c| c.body.clone()).collect()
}

fn create_channel(state: &mut State, call: &Call<'_>, guild: u64) -> Outcome {
    let name = call.field("name").as_str().unwrap_or_default();
    if !(1..=100).contains(&name.chars().count()) {
        return Err(Refusal::form("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length."));
    }
    let id = state.world.create_channel(guild, name, call.field("type").as_u64().unwrap_or(0));
    let given = call.body.json.as_object().cloned().unwrap_or_default();
    let mut body = Value::Null;
    if let Some(channel) = state.world.channels.get_mut(&id) {
        amend(&mut channel.body, &given);
        body = channel.body.clone();
    }
    state.emit("CHANNEL_CREATE", Scope::Guild(guild), &body);
    Ok(Answer::json(201, &body))
}

fn create_role(state: &mut State, call: &Call<'_>, guild: u64) -> Answer {
    let id = state.world.id();
    let mut role = crate::sandbox::world::role(id, "new role", 1, 0);
    amend(&mut role, call.body.json.as_object().unwrap_or(&serde_json::Map::new()));
    if let Some(entry) = state.world.guilds.get_mut(&guild) {
        entry.roles.push(role.clone());
    }
    state.emit(
        "GUILD_ROLE_CREATE",
        Scope::Guild(guild),
        &json!({"guild_id": guild.to_string(), "role": role}),
    );
    Answer::ok(&role)
}

fn edit_role(state: &mut State, call: &Call<'_>, guild: u64, id: &str) -> Outcome {
    let entry = state.world.guilds.get_mut(&guild).ok_or_else(unknown_role)?;
    let role = entry.roles.iter_mut().find(|r| r["id"] == id).ok_or_else(unknown_role)?;
    amend(role, call.body.json.as_object().unwrap_or(&serde_json::Map::new()));
    let role = role.clone();
    state.emit(
        "GUILD_ROLE_UPDATE",
        Scope::Guild(guild),
        &json!({"guild_id": guild.to_string(), "role": role}),
    );
    Ok(Answer::ok(&role))
}

fn delete_role(state: &mut State, guild: u64, id: &str) -> Outcome {
    let entry = state.world.guilds.get_mut(&guild).ok_or_else(unknown_role)?;
    let at = entry.roles.iter().position(|r| r["id"] == id).ok_or_else(unknown_role)?;
    entry.roles.remove(at);
    state.emit(
        "GUILD_ROLE_DELETE",
        Scope::Guild(guild),
        &json!({"guild_id": guild.to_string(), "role_id": id}),
    );
    Ok(Answer::none())
}

fn members(state: &mut State, call: &Call<'_>, guild: u64) -> Answer {
    let number = |name: &str| call.head.query(name).and_then(|v| v.parse::<u64>().ok());
    let after = number("after").unwrap_or(0);
    let limit = number("limit").unwrap_or(1) as usize;
    let ids =
        state.world.guilds[&guild].members.keys().copied().filter(|id| *id > after).take(limit.min(1000));
    Answer::ok(&ids.filter_map(|id| state.world.member(guild, id)).collect())
}

fn search(state: &mut State, call: &Call<'_>, guild: u64) -> Answer {
    let query = call.head.query("query").unwrap_or_default().to_lowercase();
    let limit = call.head.query("limit").and_then(|v| v.parse().ok()).unwrap_or(1);
    let members = state.world.guilds[&guild].members.keys().filter_map(|id| state.world.member(guild, *id));
    let fits =
        |m: &Value| m["user"]["username"].as_str().is_some_and(|n| n.to_lowercase().starts_with(&query));
    Answer::ok(&members.filter(fits).take(limit).collect())
}

fn member(state: &State, guild: u64, user: u64) -> Outcome {
    let member = state.world.member(guild, user).ok_or_else(unknown_member)?;
    Ok(Answer::ok(&member))
}

fn edit_member(state: &mut State, call: &Call<'_>, guild: u64, user: u64) -> Outcome {
    let mut changes = call.body.json.as_object().cloned().unwrap_or_default();
    changes.retain(|name, _| {
        matches!(name.as_str(), "nick" | "roles" | "mute" | "deaf" | "communication_disabled_until" | "flags")
    });
    let entry = state.world.guilds.get_mut(&guild).ok_or_else(unknown_member)?;
    amend(entry.members.get_mut(&user).ok_or_else(unknown_member)?, &changes);
    tell_of_member(state, guild, user);
    member(state, guild, user)
}

fn remove(state: &mut State, guild: u64, user: u64) -> Outcome {
    if !state.world.guilds[&guild].members.contains_key(&user) {
        return Err(unknown_member());
    }
    state.leave(guild, user);
    Ok(Answer::none())
}

fn give_role(state: &mut State, call: &Call<'_>, guild: u64, user: u64, role: &str) -> Outcome {
    let entry = state.world.guilds.get_mut(&guild).ok_or_else(unknown_member)?;
    if !entry.roles.iter().any(|r| r["id"] == role) {
        return Err(unknown_role());
    }
    let member = entry.members.get_mut(&user).ok_or_else(unknown_member)?;
    if let Some(roles) = member["roles"].as_array_mut() {
        roles.retain(|r| r != role);
        if call.method == "PUT" {
            roles.push(role.into());
        }
    }
    tell_of_member(state, guild, user);
    Ok(Answer::none())
}

fn tell_of_member(state: &mut State, guild: u64, user: u64) {
    let mut event = state.world.member(guild, user).unwrap_or_default();
    event["guild_id"] = guild.to_string().into();
    state.emit("GUILD_MEMBER_UPDATE", Scope::Guild(guild), &event);
}

fn unknown_role() -> Refusal {
    Refusal::unknown("Role", 10011)
}

fn unknown_member() -> Refusal {
    Refusal::unknown("Member", 10007)
}
