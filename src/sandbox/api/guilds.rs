//! Guilds: what a guild itself is, and the way to all that is in it.

use serde_json::{Value, json};

use super::permit::in_guild;
use super::refusal::Refusal;
use super::{
    Call, Outcome, audit, bans, channels, invites, members, requests, roles, search, shelves, templates,
    threads, voice, webhooks,
};
use crate::model::{AuditLogEvent, Permissions};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;
use crate::sandbox::world::amend;

pub(super) fn route(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    if let ("GET", ["guilds", "templates", code]) = (call.method, call.path.as_slice()) {
        return Some(templates::one(state, code));
    }
    let id = match call.id(1) {
        Ok(id) => id,
        Err(refusal) => return Some(Err(refusal)),
    };
    if !state.world.guilds.contains_key(&id) {
        return Some(Err(Refusal::unknown("Guild", 10004)));
    }
    Some(match (call.method, &call.path[2..]) {
        ("GET", []) => Ok(guild(state, call, id)),
        ("PATCH", []) => edit(state, call, id),
        ("GET", ["preview"]) => Ok(preview(state, id)),
        ("GET", ["audit-logs"]) => audit::list(state, call, id),
        (_, ["channels"]) => return channels::of_guild(state, call, id),
        (_, ["roles", ..]) => return roles::route(state, call, id),
        (_, ["members", ..]) => return members::route(state, call, id),
        (_, ["templates", ..]) => return templates::route(state, call, id),
        (_, ["requests", ..]) => return requests::route(state, call, id),
        ("GET", ["messages", "search"]) => Ok(search::messages(state, call, id)),
        (_, ["bans", ..] | ["bulk-ban"]) => return bans::route(state, call, id),
        (_, ["voice-states", ..]) => return voice::route(state, call, id),
        ("GET", ["invites"]) => invites::of_guild(state, id),
        ("GET", ["webhooks"]) => webhooks::of_guild(state, id),
        ("GET", ["threads", "active"]) => Ok(threads::active(state, id)),
        ("GET", ["integrations" | "regions"]) => Ok(Answer::ok(&json!([]))),
        ("DELETE", ["integrations", _]) => Err(Refusal::unknown("Integration", 10005)),
        (method, ["prune"]) => prune(state, call, id, method == "POST"),
        _ => return shelves::route(state, call, id),
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

fn edit(state: &mut State, call: &Call<'_>, id: u64) -> Outcome {
    in_guild(state, id, Permissions::MANAGE_GUILD)?;
    if let Some(guild) = state.world.guilds.get_mut(&id) {
        amend(&mut guild.body, call.changes());
    }
    let body = state.world.guild(id).unwrap_or_default();
    state.emit("GUILD_UPDATE", Scope::Guild(id), &body);
    audit::write(state, call, id, AuditLogEvent::GuildUpdate, Some(id));
    Ok(Answer::ok(&body))
}

fn preview(state: &State, id: u64) -> Answer {
    let body = state.world.guild(id).unwrap_or_default();
    let count = state.world.guilds[&id].members.len();
    let mut shown = json!({"approximate_member_count": count, "approximate_presence_count": count});
    for name in [
        "id",
        "name",
        "icon",
        "splash",
        "discovery_splash",
        "emojis",
        "features",
        "description",
        "home_header",
        "stickers",
    ] {
        shown[name] = body[name].clone();
    }
    Answer::ok(&shown)
}

/// Nobody in the sandbox is away for days: nobody is ever pruned.
fn prune(state: &mut State, call: &Call<'_>, id: u64, counts: bool) -> Outcome {
    in_guild(state, id, Permissions::MANAGE_GUILD | Permissions::KICK_MEMBERS)?;
    let silent = counts && *call.field("compute_prune_count") == false;
    Ok(Answer::ok(&json!({"pruned": if silent { Value::Null } else { 0.into() }})))
}
