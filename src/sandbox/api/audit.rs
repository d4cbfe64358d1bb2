//! The audit log: an entry for each change that the bot makes, with its reason.
//!
//! <https://docs.discord.com/developers/resources/audit-log>

use serde_json::{Value, json};

use super::permit::in_guild;
use super::{Call, Outcome};
use crate::model::{AuditLogEvent, Permissions};
use crate::sandbox::http::{Answer, unescape};
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;

/// Writes an entry and tells of it.
pub(super) fn write(
    state: &mut State,
    call: &Call<'_>,
    guild: u64,
    action: AuditLogEvent,
    target: Option<u64>,
) {
    write_with(state, call, guild, action, target, &json!({}));
}

/// Writes an entry with options, such as the channel that a message was in.
pub(super) fn write_with(
    state: &mut State,
    call: &Call<'_>,
    guild: u64,
    action: AuditLogEvent,
    target: Option<u64>,
    options: &Value,
) {
    let mut entry = json!({
        "id": state.world.id().to_string(),
        "action_type": action,
        "user_id": state.world.bot.to_string(),
        "target_id": target.map(|id| id.to_string()),
    });
    // What was asked for, new; what there was is not kept.
    let changes: Vec<Value> = call
        .body
        .json
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| json!({"key": key, "new_value": value}))
        .collect();
    if !changes.is_empty() {
        entry["changes"] = changes.into();
    }
    if options.as_object().is_some_and(|options| !options.is_empty()) {
        entry["options"] = options.clone();
    }
    if let Some(reason) = call.head.header("x-audit-log-reason") {
        entry["reason"] = unescape(&reason.replace('+', "%2B")).into();
    }
    let Some(place) = state.world.guilds.get_mut(&guild) else { return };
    place.audit.push(entry.clone());
    let mut event = entry;
    event["guild_id"] = guild.to_string().into();
    state.emit("GUILD_AUDIT_LOG_ENTRY_CREATE", Scope::Guild(guild), &event);
}

/// GET guilds/{guild.id}/audit-logs.
pub(super) fn list(state: &State, call: &Call<'_>, guild: u64) -> Outcome {
    in_guild(state, guild, Permissions::VIEW_AUDIT_LOG)?;
    let asked = |name: &str| call.head.query(name);
    let (user, target, action) = (
        asked("user_id"),
        asked("target_id"),
        asked("action_type").and_then(|kind| kind.parse::<u64>().ok()),
    );
    let [before, after] = ["before", "after"].map(|name| asked(name).and_then(|id| id.parse::<u64>().ok()));
    let limit = asked("limit").and_then(|v| v.parse().ok()).unwrap_or(50);
    let id = |entry: &Value| entry["id"].as_str().and_then(|id| id.parse::<u64>().ok()).unwrap_or_default();
    let fits = |entry: &&Value| {
        user.as_ref().is_none_or(|user| entry["user_id"] == **user)
            && target.as_ref().is_none_or(|target| entry["target_id"] == **target)
            && action.is_none_or(|action| entry["action_type"] == action)
            && before.is_none_or(|before| id(entry) < before)
            && after.is_none_or(|after| id(entry) > after)
    };
    let all = &state.world.guilds[&guild].audit;
    let entries: Vec<&Value> = if after.is_some() {
        all.iter().filter(fits).take(limit).collect()
    } else {
        all.iter().rev().filter(fits).take(limit).collect()
    };
    let mut users: Vec<u64> = entries
        .iter()
        .flat_map(|entry| [&entry["user_id"], &entry["target_id"]])
        .filter_map(|id| id.as_str()?.parse().ok())
        .filter(|id| state.world.users.contains_key(id))
        .collect();
    users.sort_unstable();
    users.dedup();
    let users: Vec<Value> = users.into_iter().map(|user| state.world.user(user)).collect();
    Ok(Answer::ok(&json!({
        "audit_log_entries": entries,
        "users": users,
        "webhooks": state.world.webhooks.values().filter(|hook| hook.guild == guild).map(|hook| &hook.body).collect::<Vec<_>>(),
        "threads": [],
        "integrations": [],
        "application_commands": [],
        "auto_moderation_rules": [],
        "guild_scheduled_events": [],
    })))
}
