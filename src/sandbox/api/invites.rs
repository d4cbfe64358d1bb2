//! Invites to channels.

use serde_json::json;

use super::permit::{in_channel, in_guild};
use super::refusal::Refusal;
use super::{Call, Outcome, audit};
use crate::model::{AuditLogEvent, Permissions};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;
use crate::sandbox::world::now;

/// invites/{code}.
pub(super) fn route(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    Some(match (call.method, &call.path[1..]) {
        ("GET", [code]) => one(state, call, code),
        ("DELETE", [code]) => delete(state, call, code),
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
    state.world.invites.insert(code, invite.clone());
    state.emit("INVITE_CREATE", Scope::Guild(guild), &event);
    audit::write(state, call, guild, AuditLogEvent::InviteCreate, None);
    Ok(Answer::ok(&invite))
}

fn delete(state: &mut State, call: &Call<'_>, code: &str) -> Outcome {
    let invite = state.world.invites.get(code).cloned().ok_or_else(unknown)?;
    let id = |name: &str| invite[name].as_str().and_then(|id| id.parse::<u64>().ok()).unwrap_or_default();
    let (guild, channel) = (id("guild_id"), id("channel_id"));
    in_channel(state, channel, Permissions::MANAGE_CHANNELS)?;
    state.world.invites.remove(code);
    let event = json!({"guild_id": invite["guild_id"], "channel_id": invite["channel_id"], "code": code});
    state.emit("INVITE_DELETE", Scope::Guild(guild), &event);
    audit::write(state, call, guild, AuditLogEvent::InviteDelete, None);
    Ok(Answer::ok(&invite))
}

fn unknown() -> Refusal {
    Refusal::unknown("Invite", 10006)
}
