//! Answers to interactions: the callback within 3 s, follow-ups within 15 minutes.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::messages::{SHOWN, check, null_to_empty, unknown};
use super::refusal::Refusal;
use super::{Call, Outcome};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::world::{ANSWER, Draft, EPHEMERAL, Interaction, LOADING};

pub(super) fn route(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    Some(match (call.method, call.path.as_slice()) {
        ("POST", ["interactions", _, token, "callback"]) => callback(state, call, token),
        (_, ["webhooks", id, _] | ["webhooks", id, _, "messages", _])
            if *id == state.world.bot.to_string() =>
        {
            return follow_up(state, call);
        }
        _ => return None,
    })
}

fn callback(state: &mut State, call: &Call<'_>, token: &str) -> Outcome {
    let id = call.id(1)?;
    let found = state.world.interactions.get(&id).filter(|i| i.token == token).cloned();
    let interaction = found.ok_or_else(|| Refusal::unknown("interaction", 10062))?;
    if interaction.answer.is_some() {
        return Err(Refusal::new(400, 40060, "Interaction has already been acknowledged."));
    }
    if state.world.clock().saturating_duration_since(interaction.at) > FIRST_ANSWER {
        state.seen.offend(format!("an answer to the interaction {id} after more than {FIRST_ANSWER:?}"));
        return Err(Refusal::unknown("interaction", 10062));
    }
    let kind = call.field("type").as_u64().unwrap_or(0);
    let fitting = fitting(&interaction);
    if !fitting.contains(&kind) {
        let all: Vec<String> = fitting.iter().map(u64::to_string).collect();
        let message = format!("Value must be one of {{{}}}.", all.join(", "));
        return Err(Refusal::form("type", "BASE_TYPE_CHOICES", message));
    }
    let data = call.field("data").as_object().cloned().unwrap_or_default();
    if kind == 9 && !(data.contains_key("custom_id") && data.contains_key("components")) {
        return Err(Refusal::form("data.custom_id", "BASE_TYPE_REQUIRED", "This field is required"));
    }
    let original = match kind {
        4 => {
            if data.get("content").and_then(Value::as_str).is_some_and(|c| c.chars().count() > 2000) {
                return Err(Refusal::too_long("data.content", 2000));
            }
            Some(say(state, call, &interaction, id, data))
        }
        5 => {
            // A thinking message: flag 128, nothing in it yet.
            let flags = data.get("flags").and_then(Value::as_u64).unwrap_or(0) | LOADING;
            let fields = Map::from_iter([("flags".to_owned(), flags.into())]);
            Some(say(state, call, &interaction, id, fields))
        }
        6 => interaction.original,
        7 => {
            let original = interaction.original.ok_or_else(unknown)?;
            change(state, interaction.channel, original, data)?;
            Some(original)
        }
        _ => None,
    };
    let activity = (kind == LAUNCH).then(|| launch(state, &interaction));
    if let Some(kept) = state.world.interactions.get_mut(&id) {
        kept.answer = Some(call.body.json.clone());
        kept.original = original;
    }
    if call.head.query("with_response").as_deref() != Some("true") {
        return Ok(Answer::none());
    }
    let mut body = json!({"interaction": {"id": id.to_string(), "type": interaction.kind, "channel_id": interaction.channel.to_string()}});
    if let Some(message) = original.and_then(|m| state.world.message(interaction.channel, m)) {
        body["interaction"]["response_message_id"] = message["id"].clone();
        body["resource"] = json!({"type": kind, "message": message});
    }
    if let Some(activity) = activity {
        body["interaction"]["activity_instance_id"] = activity.as_str().into();
        body["resource"] = json!({"type": kind, "activity_instance": {"id": activity}});
    }
    Ok(Answer::ok(&body))
}

/// Has the application's activity run where the interaction was, and gives the id of the instance.
fn launch(state: &mut State, interaction: &Interaction) -> String {
    let launch = state.world.id();
    let place = state.world.channels.get(&interaction.channel).and_then(|place| place.guild);
    let kind = if place.is_some() { "gc" } else { "pc" };
    let of_guild = place.map_or(String::new(), |guild| format!("-{guild}"));
    let location = format!("{kind}{of_guild}-{}", interaction.channel);
    let mut activity = json!({
        "application_id": state.world.bot.to_string(),
        "instance_id": format!("i-{launch}-{location}"),
        "launch_id": launch.to_string(),
        "location": {"id": location, "kind": kind, "channel_id": interaction.channel.to_string()},
        "users": [interaction.user.to_string()],
    });
    if let Some(guild) = place {
        activity["location"]["guild_id"] = guild.to_string().into();
    }
    let id = format!("i-{launch}-{location}");
    state.world.activities.insert(id.clone(), activity);
    id
}

/// The types of answers that an interaction may have.
fn fitting(interaction: &Interaction) -> &'static [u64] {
    match (interaction.kind, interaction.message) {
        (4, _) => &[8],
        (3, _) => &[4, 5, 6, 7, 9, 10, 12],
        (5, Some(_)) => &[4, 5, 6, 7, 10, 12],
        (5, None) => &[4, 5, 10, 12],
        _ => &[4, 5, 9, 10, 12],
    }
}

fn follow_up(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    let token = call.path[2];
    let found =
        state.world.interactions.iter().find(|(_, i)| i.token == token).map(|(id, i)| (*id, i.clone()));
    let Some((id, interaction)) = found else { return Some(Err(Refusal::unknown("Webhook", 10015))) };
    if state.world.clock().saturating_duration_since(interaction.at) > LIFETIME {
        state.seen.offend(format!("a follow-up to the interaction {id} after more than {LIFETIME:?}"));
        return Some(Err(Refusal::new(401, 50027, "Invalid Webhook Token")));
    }
    let message = match call.path.get(4) {
        None => None,
        Some(&"@original") => match interaction.original {
            Some(original) => Some(original),
            None => return Some(Err(unknown())),
        },
        Some(text) => match text.parse::<u64>() {
            Ok(id) if interaction.original == Some(id) || interaction.followed.contains(&id) => Some(id),
            Ok(_) => return Some(Err(unknown())),
            Err(_) => return Some(Err(super::refusal::not_a_snowflake(text))),
        },
    };
    let channel = interaction.channel;
    Some(match (call.method, message) {
        ("POST", None) => check(call, true).map(|()| {
            let fields = call.body.json.as_object().cloned().unwrap_or_default();
            // The first follow-up of a thinking message takes its place.
            let thinking = interaction.original.filter(|m| {
                interaction.answer.as_ref().is_some_and(|answer| answer["type"] == 5)
                    && flags(state, channel, *m) & LOADING != 0
            });
            let message = if let Some(original) = thinking {
                let _ = change(state, channel, original, fields);
                original
            } else {
                let said = say(state, call, &interaction, id, fields);
                if let Some(kept) = state.world.interactions.get_mut(&id) {
                    kept.followed.push(said);
                }
                said
            };
            Answer::ok(&state.world.message(channel, message).unwrap_or_default())
        }),
        ("GET", Some(message)) => {
            state.world.message(channel, message).ok_or_else(unknown).map(|m| Answer::ok(&m))
        }
        ("PATCH", Some(message)) => check(call, false)
            .and_then(|()| {
                change(state, channel, message, call.body.json.as_object().cloned().unwrap_or_default())
            })
            .map(|body| Answer::ok(&body)),
        ("DELETE", Some(message)) => {
            if !state.unwhisper(channel, message) && state.delete(channel, &[message]) == 0 {
                Err(unknown())
            } else {
                Ok(Answer::none())
            }
        }
        _ => return None,
    })
}

fn say(
    state: &mut State,
    call: &Call<'_>,
    interaction: &Interaction,
    id: u64,
    fields: Map<String, Value>,
) -> u64 {
    let attachments = call.body.attachments(interaction.channel, || state.world.id());
    let extra = Map::from_iter([
        ("application_id".to_owned(), state.world.bot.to_string().into()),
        ("webhook_id".to_owned(), state.world.bot.to_string().into()),
        (
            "interaction_metadata".to_owned(),
            json!({"id": id.to_string(), "type": interaction.kind, "authorizing_integration_owners": {}}),
        ),
    ]);
    let author = state.world.bot;
    let draft = Draft { author, channel: interaction.channel, fields, attachments, extra, kind: ANSWER };
    state.say(&draft).id
}

fn change(
    state: &mut State,
    channel: u64,
    message: u64,
    mut fields: Map<String, Value>,
) -> Result<Value, Refusal> {
    let was = flags(state, channel, message);
    let thought = was & LOADING != 0;
    fields.retain(|name, _| SHOWN.contains(&name.as_str()));
    null_to_empty(&mut fields);
    if thought || fields.contains_key("flags") {
        // Who sees it was said with the first answer.
        let given = fields.get("flags").and_then(Value::as_u64).unwrap_or(was & !LOADING);
        fields.insert("flags".into(), (given & !EPHEMERAL | was & EPHEMERAL).into());
    }
    let body = state.edit(channel, message, &fields).ok_or_else(unknown)?;
    if thought {
        state.world.sends(channel, &body);
    }
    Ok(body)
}

fn flags(state: &State, channel: u64, message: u64) -> u64 {
    state.world.message(channel, message).and_then(|m| m["flags"].as_u64()).unwrap_or(0)
}

/// The type of an answer that launches the application's activity.
const LAUNCH: u64 = 12;
const FIRST_ANSWER: Duration = Duration::from_secs(3);
const LIFETIME: Duration = Duration::from_secs(900);
