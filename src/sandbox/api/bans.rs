//! Bans, and who is thrown out.

use serde_json::{Value, json};

use super::permit::{above_member, in_guild};
use super::refusal::Refusal;
use super::{Call, Outcome, audit};
use crate::model::{AuditLogEvent, Permissions};
use crate::sandbox::http::{Answer, unescape};
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;

pub(super) fn route(state: &mut State, call: &Call<'_>, guild: u64) -> Option<Outcome> {
    if let Err(refusal) = in_guild(state, guild, Permissions::BAN_MEMBERS) {
        return Some(Err(refusal));
    }
    Some(match (call.method, &call.path[2..]) {
        ("GET", ["bans"]) => Ok(list(state, call, guild)),
        ("GET", ["bans", _]) => call.id(3).and_then(|user| one(state, guild, user)),
        ("PUT", ["bans", _]) => call.id(3).and_then(|user| ban(state, call, guild, user)),
        ("DELETE", ["bans", _]) => call.id(3).and_then(|user| unban(state, call, guild, user)),
        ("POST", ["bulk-ban"]) => many(state, call, guild),
        _ => return None,
    })
}

fn list(state: &State, call: &Call<'_>, guild: u64) -> Answer {
    let bans = &state.world.guilds[&guild].bans;
    let limit = call.number("limit").unwrap_or(1000) as usize;
    let found: Vec<&Value> = match (call.number("before"), call.number("after")) {
        (Some(before), _) => {
            let mut found: Vec<&Value> = bans.range(..before).rev().take(limit).map(|(_, ban)| ban).collect();
            found.reverse();
            found
        }
        (_, after) => bans.range(after.map_or(0, |id| id + 1)..).take(limit).map(|(_, ban)| ban).collect(),
    };
    Answer::ok(&json!(found))
}

fn one(state: &State, guild: u64, user: u64) -> Outcome {
    state.world.guilds[&guild].bans.get(&user).map(Answer::ok).ok_or_else(unknown)
}

fn ban(state: &mut State, call: &Call<'_>, guild: u64, user: u64) -> Outcome {
    if !state.world.users.contains_key(&user) {
        return Err(Refusal::unknown("User", 10013));
    }
    above_member(state, guild, user)?;
    let entry = json!({
        "user": state.world.user(user),
        "reason": call.head.header("x-audit-log-reason").map(|reason| unescape(&reason.replace('+', "%2B"))),
    });
    let Some(place) = state.world.guilds.get_mut(&guild) else { return Err(unknown()) };
    if place.bans.insert(user, entry).is_none() {
        let event = json!({"guild_id": guild.to_string(), "user": state.world.user(user)});
        state.emit("GUILD_BAN_ADD", Scope::Guild(guild), &event);
        state.leave(guild, user);
        audit::write(state, call, guild, AuditLogEvent::MemberBanAdd, Some(user));
    }
    if let Some(seconds) = call.field("delete_message_seconds").as_i64().filter(|s| *s > 0) {
        let since = crate::model::Timestamp::now().as_millis() - seconds * 1000;
        forget_messages(state, guild, user, since);
    }
    Ok(Answer::none())
}

/// Deletes what somebody said in a guild since then, in milliseconds of Unix time.
fn forget_messages(state: &mut State, guild: u64, user: u64, since: i64) {
    let said = |id: u64| crate::model::Id::<crate::model::Message>::new(id).created_at().as_millis();
    let places = state.world.channels.iter().filter(|(_, channel)| channel.guild == Some(guild));
    let gone: Vec<(u64, Vec<u64>)> = places
        .map(|(id, channel)| {
            let of_them = channel.messages.iter().filter(|(id, m)| m.author == user && said(**id) >= since);
            (*id, of_them.map(|(id, _)| *id).collect())
        })
        .collect();
    for (channel, messages) in gone {
        state.delete(channel, &messages);
    }
}

fn unban(state: &mut State, call: &Call<'_>, guild: u64, user: u64) -> Outcome {
    let gone = state.world.guilds.get_mut(&guild).and_then(|g| g.bans.remove(&user));
    gone.ok_or_else(unknown)?;
    let event = json!({"guild_id": guild.to_string(), "user": state.world.user(user)});
    state.emit("GUILD_BAN_REMOVE", Scope::Guild(guild), &event);
    audit::write(state, call, guild, AuditLogEvent::MemberBanRemove, Some(user));
    Ok(Answer::none())
}

fn many(state: &mut State, call: &Call<'_>, guild: u64) -> Outcome {
    let given = call.field("user_ids").as_array().cloned().unwrap_or_default();
    let ids: Vec<u64> = given.iter().filter_map(|id| id.as_str()?.parse().ok()).collect();
    let (mut banned, mut failed) = (Vec::new(), Vec::new());
    for user in ids {
        let was = state.world.guilds[&guild].bans.contains_key(&user);
        let done = !was && ban(state, call, guild, user).is_ok();
        if done { banned.push(user.to_string()) } else { failed.push(user.to_string()) }
    }
    if banned.is_empty() {
        return Err(Refusal::new(500, 500_000, "Failed to ban users"));
    }
    Ok(Answer::ok(&json!({"banned_users": banned, "failed_users": failed})))
}

fn unknown() -> Refusal {
    Refusal::unknown("Ban", 10026)
}
