//! Roles of a guild.

use serde_json::{Map, Value, json};

use super::permit::{above_role, grants, in_guild};
use super::refusal::Refusal;
use super::{Call, Outcome, audit};
use crate::model::{AuditLogEvent, Permissions};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;
use crate::sandbox::world::{amend, role};

pub(super) fn route(state: &mut State, call: &Call<'_>, guild: u64) -> Option<Outcome> {
    if call.method != "GET"
        && let Err(refusal) = in_guild(state, guild, Permissions::MANAGE_ROLES)
    {
        return Some(Err(refusal));
    }
    Some(match (call.method, &call.path[3..]) {
        ("GET", []) => Ok(Answer::ok(&json!(state.world.guilds[&guild].roles))),
        ("GET", ["member-counts"]) => Ok(counts(state, guild)),
        ("GET", [id]) => find(state, guild, id).map(|role| Answer::ok(role)),
        ("POST", []) => create(state, call, guild),
        ("PATCH", []) => order(state, call, guild),
        ("PATCH", [id]) => edit(state, call, guild, id),
        ("DELETE", [id]) => delete(state, call, guild, id),
        _ => return None,
    })
}

fn find<'s>(state: &'s mut State, guild: u64, id: &str) -> Result<&'s mut Value, Refusal> {
    let roles = state.world.guilds.get_mut(&guild).map(|guild| &mut guild.roles);
    roles.into_iter().flatten().find(|role| role["id"] == id).ok_or_else(unknown_role)
}

fn counts(state: &State, guild: u64) -> Answer {
    let place = &state.world.guilds[&guild];
    let has = |member: &Value, id: &Value| member["roles"].as_array().is_some_and(|roles| roles.contains(id));
    let counts = place.roles.iter().filter_map(|role| {
        let count = place.members.values().filter(|member| has(member, &role["id"])).count();
        Some((role["id"].as_str()?.to_owned(), Value::from(count)))
    });
    Answer::ok(&Value::Object(counts.collect::<Map<_, _>>()))
}

fn create(state: &mut State, call: &Call<'_>, guild: u64) -> Outcome {
    grants(state, guild, call.field("permissions"))?;
    let id = state.world.id();
    let everyone = state.world.guilds[&guild].roles.first().map(|role| role["permissions"].clone());
    let mut role = role(id, "new role", 1, 0);
    role["permissions"] = everyone.unwrap_or_else(|| "0".into());
    amend(&mut role, call.changes());
    if let Some(entry) = state.world.guilds.get_mut(&guild) {
        entry.roles.push(role.clone());
    }
    tell(state, guild, "GUILD_ROLE_CREATE", &role);
    audit::write(state, call, guild, AuditLogEvent::RoleCreate, Some(id));
    Ok(Answer::ok(&role))
}

fn order(state: &mut State, call: &Call<'_>, guild: u64) -> Outcome {
    let places = call.body.json.as_array().cloned().unwrap_or_default();
    for place in &places {
        above_role(state, guild, place["id"].as_str().unwrap_or_default())?;
    }
    for place in &places {
        let role = find(state, guild, place["id"].as_str().unwrap_or_default())?;
        if !place["position"].is_null() {
            role["position"] = place["position"].clone();
        }
        let role = role.clone();
        tell(state, guild, "GUILD_ROLE_UPDATE", &role);
    }
    Ok(Answer::ok(&json!(state.world.guilds[&guild].roles)))
}

fn edit(state: &mut State, call: &Call<'_>, guild: u64, id: &str) -> Outcome {
    above_role(state, guild, id)?;
    grants(state, guild, call.field("permissions"))?;
    let role = find(state, guild, id)?;
    amend(role, call.changes());
    let role = role.clone();
    tell(state, guild, "GUILD_ROLE_UPDATE", &role);
    audit::write(state, call, guild, AuditLogEvent::RoleUpdate, id.parse().ok());
    Ok(Answer::ok(&role))
}

fn delete(state: &mut State, call: &Call<'_>, guild: u64, id: &str) -> Outcome {
    let role = find(state, guild, id)?;
    let everyone = guild.to_string();
    if role["managed"] == true || role["id"] == everyone {
        return Err(Refusal::new(400, 50028, "Invalid role"));
    }
    above_role(state, guild, id)?;
    let Some(entry) = state.world.guilds.get_mut(&guild) else { return Err(unknown_role()) };
    entry.roles.retain(|role| role["id"] != id);
    for member in entry.members.values_mut() {
        if let Some(roles) = member["roles"].as_array_mut() {
            roles.retain(|role| role != id);
        }
    }
    state.emit(
        "GUILD_ROLE_DELETE",
        Scope::Guild(guild),
        &json!({"guild_id": guild.to_string(), "role_id": id}),
    );
    audit::write(state, call, guild, AuditLogEvent::RoleDelete, id.parse().ok());
    Ok(Answer::none())
}

fn tell(state: &mut State, guild: u64, event: &str, role: &Value) {
    state.emit(event, Scope::Guild(guild), &json!({"guild_id": guild.to_string(), "role": role}));
}

pub(super) fn unknown_role() -> Refusal {
    Refusal::unknown("Role", 10011)
}
