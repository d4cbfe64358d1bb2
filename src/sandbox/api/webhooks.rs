//! Webhooks: made for a channel, used by whoever knows their token.

use serde_json::{Map, Value, json};

use super::messages::{SHOWN, check, null_to_empty, unknown as unknown_message};
use super::permit::{in_channel, in_guild};
use super::refusal::Refusal;
use super::{Call, Outcome, audit, channels, slack, threads};
use crate::model::{AuditLogEvent, Permissions};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;
use crate::sandbox::world::{Channel, Draft, Webhook};

/// webhooks/…, but for those of interactions.
pub(super) fn route(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    let hook = match call.id(1).and_then(|id| find(state, id, call.path.get(2).copied())) {
        Ok(hook) => hook,
        Err(refusal) => return Some(Err(refusal)),
    };
    if call.path.len() == 2
        && let Err(refusal) = in_channel(state, hook.channel, Permissions::MANAGE_WEBHOOKS)
    {
        return Some(Err(refusal));
    }
    Some(match (call.method, &call.path[1..]) {
        ("GET", [_]) => Ok(Answer::ok(&hook.body)),
        ("GET", [_, _]) => Ok(Answer::ok(&without_user(hook.body))),
        ("PATCH", [_]) => edit(state, call, hook),
        ("PATCH", [_, _]) => edit(state, call, hook).map(|_| {
            Answer::ok(&without_user(
                call.id(1).map_or(Value::Null, |id| state.world.webhooks[&id].body.clone()),
            ))
        }),
        ("DELETE", [_] | [_, _]) => Ok(delete(state, call, &hook)),
        ("POST", [_, _]) => execute(state, call, hook),
        ("POST", [_, _, "slack"]) => {
            let call = Call {
                head: call.head,
                method: call.method,
                path: call.path.clone(),
                body: slack::translated(&call.body.json),
                shared: call.shared,
                nothing: Map::new(),
            };
            execute(state, &call, hook).map(|_| Answer::ok(&"ok".into()))
        }
        (_, [_, _, "messages", "@original"]) => Err(unknown_message()),
        ("GET", [_, _, "messages", _]) => message(state, call, &hook)
            .map(|(channel, id)| Answer::ok(&state.world.message(channel, id).unwrap_or_default())),
        ("PATCH", [_, _, "messages", _]) => edit_message(state, call, &hook),
        ("DELETE", [_, _, "messages", _]) => message(state, call, &hook).map(|(channel, id)| {
            state.delete(channel, &[id]);
            Answer::none()
        }),
        _ => return None,
    })
}

/// channels/{channel.id}/webhooks.
pub(super) fn of_channel(state: &mut State, call: &Call<'_>, channel: u64) -> Option<Outcome> {
    if let Err(refusal) = in_channel(state, channel, Permissions::MANAGE_WEBHOOKS) {
        return Some(Err(refusal));
    }
    Some(match call.method {
        "GET" => Ok(list(state, |hook| hook.channel == channel)),
        "POST" => create(state, call, channel),
        _ => return None,
    })
}

/// GET guilds/{guild.id}/webhooks.
pub(super) fn of_guild(state: &State, guild: u64) -> Outcome {
    in_guild(state, guild, Permissions::MANAGE_WEBHOOKS)?;
    Ok(list(state, |hook| hook.guild == guild))
}

fn list(state: &State, fits: impl Fn(&Webhook) -> bool) -> Answer {
    Answer::ok(
        &state.world.webhooks.values().filter(|hook| fits(hook)).map(|hook| hook.body.clone()).collect(),
    )
}

fn find(state: &State, id: u64, token: Option<&str>) -> Result<Webhook, Refusal> {
    let hook = state.world.webhooks.get(&id).ok_or_else(unknown)?;
    if token.is_some_and(|token| hook.body["token"] != *token) {
        return Err(Refusal::new(401, 50027, "Invalid Webhook Token"));
    }
    Ok(hook.clone())
}

fn without_user(mut body: Value) -> Value {
    if let Some(fields) = body.as_object_mut() {
        fields.remove("user");
    }
    body
}

fn create(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    let name =
        name(call)?.ok_or_else(|| Refusal::form("name", "BASE_TYPE_REQUIRED", "This field is required"))?;
    let Some(guild) = state.world.channels[&channel].guild else {
        return Err(Refusal::new(400, 50024, "Cannot execute action on this channel type"));
    };
    let id = state.world.id();
    let token: String = (0..68).map(|_| fastrand::alphanumeric()).collect();
    let body = json!({
        "application_id": state.world.bot.to_string(),
        "avatar": null,
        "channel_id": channel.to_string(),
        "guild_id": guild.to_string(),
        "id": id.to_string(),
        "name": name,
        "type": 1,
        "user": state.world.user(state.world.bot),
        "token": token,
        "url": format!("http://127.0.0.1:{}/api/webhooks/{id}/{token}", call.shared.port),
    });
    state.world.webhooks.insert(id, Webhook { channel, guild, body: body.clone() });
    tell(state, guild, channel);
    audit::write(state, call, guild, AuditLogEvent::WebhookCreate, Some(id));
    Ok(Answer::ok(&body))
}

/// POST channels/{channel.id}/followers: a webhook of the other channel that tells there what is published here.
pub(super) fn follow(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    let wrong = || Refusal::new(400, 50024, "Cannot execute action on this channel type");
    let source = &state.world.channels[&channel];
    let from = source.guild.filter(|_| source.body["type"] == 5).ok_or_else(wrong)?;
    let target = call.field("webhook_channel_id").as_str().and_then(|id| id.parse::<u64>().ok());
    let target = target.filter(|id| state.world.channels.contains_key(id)).ok_or_else(channels::unknown)?;
    in_channel(state, target, Permissions::MANAGE_WEBHOOKS)?;
    let guild = state.world.channels[&target].guild.ok_or_else(wrong)?;
    let id = state.world.id();
    let (source, origin) = (&state.world.channels[&channel].body, &state.world.guilds[&from].body);
    let body = json!({
        "application_id": null,
        "avatar": origin["icon"],
        "channel_id": target.to_string(),
        "guild_id": guild.to_string(),
        "id": id.to_string(),
        "name": format!("{} #{}", text(&origin["name"]), text(&source["name"])),
        "type": 2,
        "source_channel": {"id": source["id"], "name": source["name"]},
        "source_guild": {"id": origin["id"], "name": origin["name"], "icon": origin["icon"]},
        "user": state.world.user(state.world.bot),
    });
    state.world.webhooks.insert(id, Webhook { channel: target, guild, body });
    tell(state, guild, target);
    audit::write(state, call, guild, AuditLogEvent::WebhookCreate, Some(id));
    Ok(Answer::ok(&json!({"channel_id": channel.to_string(), "webhook_id": id.to_string()})))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The name in the body, if there is one that may be.
fn name(call: &Call<'_>) -> Result<Option<String>, Refusal> {
    let Some(name) = call.field("name").as_str() else { return Ok(None) };
    if !(1..=80).contains(&name.chars().count()) {
        return Err(Refusal::form("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 80 in length."));
    }
    let lower = name.to_lowercase();
    if lower.contains("discord") || lower.contains("clyde") {
        let message = "Username cannot contain \"discord\" or \"clyde\"";
        return Err(Refusal::form("name", "USERNAME_INVALID_CONTAINS", message));
    }
    Ok(Some(name.to_owned()))
}

fn edit(state: &mut State, call: &Call<'_>, mut hook: Webhook) -> Outcome {
    if let Some(name) = name(call)? {
        hook.body["name"] = name.into();
    }
    let former = hook.channel;
    if let Some(channel) = call.field("channel_id").as_str().filter(|_| call.path.len() == 2) {
        let known = channel.parse().ok().filter(|channel| state.world.channels.contains_key(channel));
        hook.channel = known.ok_or_else(|| Refusal::unknown("Channel", 10003))?;
        hook.body["channel_id"] = channel.into();
    }
    let (id, guild, channel, body) = (call.id(1)?, hook.guild, hook.channel, hook.body.clone());
    state.world.webhooks.insert(id, hook);
    tell(state, guild, former);
    if channel != former {
        tell(state, guild, channel);
    }
    audit::write(state, call, guild, AuditLogEvent::WebhookUpdate, Some(id));
    Ok(Answer::ok(&body))
}

fn delete(state: &mut State, call: &Call<'_>, hook: &Webhook) -> Answer {
    let id = hook.body["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
    state.world.webhooks.remove(&id);
    tell(state, hook.guild, hook.channel);
    audit::write(state, call, hook.guild, AuditLogEvent::WebhookDelete, Some(id));
    Answer::none()
}

fn tell(state: &mut State, guild: u64, channel: u64) {
    let event = json!({"guild_id": guild.to_string(), "channel_id": channel.to_string()});
    state.emit("WEBHOOKS_UPDATE", Scope::Guild(guild), &event);
}

fn execute(state: &mut State, call: &Call<'_>, hook: Webhook) -> Outcome {
    check(call, true)?;
    let id = call.id(1)?;
    let is_forum = matches!(
        state.world.channels.get(&hook.channel).and_then(|c| c.body["type"].as_u64()),
        Some(15 | 16)
    );
    let channel = match (call.number("thread_id"), call.field("thread_name").as_str()) {
        (Some(thread), _)
            if state.world.channels.get(&thread).and_then(Channel::parent) == Some(hook.channel) =>
        {
            thread
        }
        (Some(_), _) => return Err(Refusal::unknown("Channel", 10003)),
        (None, Some(name)) if is_forum => threads::start(state, hook.channel, None, id, 11, name),
        (None, None) if is_forum => {
            return Err(Refusal::new(
                400,
                220_001,
                "Webhooks posted to forum channels must have a thread_name or thread_id",
            ));
        }
        (None, Some(_)) => {
            return Err(Refusal::new(400, 220_003, "Webhooks can only create threads in forum channels"));
        }
        (None, None) => hook.channel,
    };
    let fields = call.changes().clone();
    let author = json!({
        "id": id.to_string(),
        "username": fields.get("username").filter(|name| name.is_string()).unwrap_or(&hook.body["name"]),
        "avatar": null,
        "discriminator": "0000",
        "public_flags": 0,
        "flags": 0,
        "bot": true,
        "global_name": null,
    });
    let extra =
        Map::from_iter([("author".to_owned(), author), ("webhook_id".to_owned(), id.to_string().into())]);
    let attachments = call.body.attachments(channel, || state.world.id());
    let posted = state.say(&Draft { author: id, channel, fields, attachments, extra, kind: 0 });
    let waits = call.head.query("wait").as_deref() == Some("true");
    Ok(if waits { Answer::ok(&posted.body) } else { Answer::none() })
}

/// The message that the path names, which must be the webhook's own.
fn message(state: &State, call: &Call<'_>, hook: &Webhook) -> Result<(u64, u64), Refusal> {
    let channel = call.number("thread_id").unwrap_or(hook.channel);
    let (id, own) = (call.id(4)?, call.id(1)?);
    let stored = state.world.channels.get(&channel).and_then(|c| c.messages.get(&id));
    stored.filter(|stored| stored.author == own).map(|_| (channel, id)).ok_or_else(unknown_message)
}

fn edit_message(state: &mut State, call: &Call<'_>, hook: &Webhook) -> Outcome {
    check(call, false)?;
    let (channel, id) = message(state, call, hook)?;
    let mut changes = call.changes().clone();
    changes.retain(|name, _| SHOWN.contains(&name.as_str()));
    null_to_empty(&mut changes);
    let body = state.edit(channel, id, &changes).ok_or_else(unknown_message)?;
    Ok(Answer::ok(&body))
}

fn unknown() -> Refusal {
    Refusal::unknown("Webhook", 10015)
}
