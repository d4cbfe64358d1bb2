//! Settings of a guild of which there is one each: widget, welcome screen, onboarding, incident actions.

use serde_json::{Value, json};

use super::permit::in_guild;
use super::refusal::Refusal;
use super::{Call, Outcome, audit};
use crate::model::{AuditLogEvent, Permissions};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;
use crate::sandbox::world::amend;

/// guilds/{guild.id}/… as far as it is a setting.
pub(super) fn route(state: &mut State, call: &Call<'_>, guild: u64) -> Option<Outcome> {
    Some(match (call.method, &call.path[2..]) {
        ("GET", ["widget"]) => in_guild(state, guild, Permissions::MANAGE_GUILD)
            .map(|()| Answer::ok(&setting(state, guild, "widget"))),
        ("PATCH", ["widget"]) => edit(state, call, guild, "widget"),
        ("GET", ["widget.json"]) => widget(state, guild),
        ("GET", ["onboarding"]) => Ok(Answer::ok(&setting(state, guild, "onboarding"))),
        ("PUT", ["onboarding"]) => edit(state, call, guild, "onboarding"),
        ("GET", ["welcome-screen"]) => welcome(state, guild),
        ("PATCH", ["welcome-screen"]) => edit(state, call, guild, "welcome-screen"),
        // Nobody has set one here, and bots cannot.
        ("GET", ["new-member-welcome"]) => Ok(Answer::none()),
        ("GET", ["vanity-url"]) => in_guild(state, guild, Permissions::MANAGE_GUILD)
            .map(|()| Answer::ok(&json!({"code": null, "uses": 0}))),
        ("PUT", ["incident-actions"]) => incidents(state, call, guild),
        _ => return None,
    })
}

/// A setting as it is, or as it is in a new guild.
fn setting(state: &State, guild: u64, name: &str) -> Value {
    let kept = state.world.guilds[&guild].settings.get(name).cloned();
    kept.unwrap_or_else(|| match name {
        "widget" => json!({"enabled": false, "channel_id": null}),
        "welcome-screen" => json!({"description": null, "welcome_channels": []}),
        _ => json!({
            "guild_id": guild.to_string(), "prompts": [], "default_channel_ids": [], "enabled": false, "mode": 0,
        }),
    })
}

fn edit(state: &mut State, call: &Call<'_>, guild: u64, name: &'static str) -> Outcome {
    in_guild(state, guild, Permissions::MANAGE_GUILD)?;
    let mut value = setting(state, guild, name);
    amend(&mut value, call.changes());
    for prompt in value["prompts"].as_array_mut().into_iter().flatten() {
        for option in prompt["options"].as_array_mut().into_iter().flatten() {
            number(option, state.world.id());
        }
        number(prompt, state.world.id());
    }
    if let Some(place) = state.world.guilds.get_mut(&guild) {
        place.settings.insert(name, value.clone());
        if name == "widget" {
            place.body["widget_enabled"] = value["enabled"].clone();
            place.body["widget_channel_id"] = value["channel_id"].clone();
        }
    }
    let action =
        if name == "onboarding" { AuditLogEvent::OnboardingUpdate } else { AuditLogEvent::GuildUpdate };
    if name != "onboarding" {
        let body = state.world.guild(guild).unwrap_or_default();
        state.emit("GUILD_UPDATE", Scope::Guild(guild), &body);
    }
    audit::write(state, call, guild, action, Some(guild));
    Ok(Answer::ok(&value))
}

/// Gives something an id of Discord's when it has none, or one of the bot's own that only tells new ones apart.
fn number(thing: &mut Value, id: u64) {
    if thing["id"].as_str().and_then(|id| id.parse::<u64>().ok()).is_none_or(|id| id < 1 << 22) {
        thing["id"] = id.to_string().into();
    }
}

fn widget(state: &State, guild: u64) -> Outcome {
    if setting(state, guild, "widget")["enabled"] != true {
        return Err(Refusal::new(403, 50004, "Widget Disabled"));
    }
    let place = &state.world.guilds[&guild];
    Ok(Answer::ok(&json!({
        "id": guild.to_string(),
        "name": place.body["name"],
        "instant_invite": null,
        "channels": [],
        "members": [],
        "presence_count": place.members.len(),
    })))
}

fn welcome(state: &State, guild: u64) -> Outcome {
    if state.world.guilds[&guild].settings.contains_key("welcome-screen") {
        return Ok(Answer::ok(&setting(state, guild, "welcome-screen")));
    }
    Err(Refusal::unknown("Guild Welcome Screen", 10069))
}

fn incidents(state: &mut State, call: &Call<'_>, guild: u64) -> Outcome {
    in_guild(state, guild, Permissions::MANAGE_GUILD)?;
    let mut data = json!({
        "invites_disabled_until": null, "dms_disabled_until": null, "dm_spam_detected_at": null,
        "raid_detected_at": null,
    });
    amend(&mut data, call.changes());
    if let Some(place) = state.world.guilds.get_mut(&guild) {
        place.body["incidents_data"] = data.clone();
    }
    let body = state.world.guild(guild).unwrap_or_default();
    state.emit("GUILD_UPDATE", Scope::Guild(guild), &body);
    Ok(Answer::ok(&data))
}
