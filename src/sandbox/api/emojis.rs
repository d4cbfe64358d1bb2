//! Emojis of the application itself, which it can use everywhere.

use serde_json::{Value, json};

use super::refusal::Refusal;
use super::{Call, Outcome};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;

/// applications/{application.id}/emojis….
pub(super) fn route(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    Some(match (call.method, &call.path[3..]) {
        ("GET", []) => Ok(Answer::ok(&json!({"items": state.world.emojis.values().collect::<Vec<_>>()}))),
        ("POST", []) => create(state, call),
        ("GET", [_]) => find(state, call).map(|emoji| Answer::ok(emoji)),
        ("PATCH", [_]) => edit(state, call),
        ("DELETE", [_]) => delete(state, call),
        _ => return None,
    })
}

fn find<'s>(state: &'s mut State, call: &Call<'_>) -> Result<&'s mut Value, Refusal> {
    let id = call.id(3)?;
    state.world.emojis.get_mut(&id).ok_or_else(unknown)
}

fn create(state: &mut State, call: &Call<'_>) -> Outcome {
    let name = name(call)?;
    if !call.field("image").is_string() {
        return Err(Refusal::form("image", "BASE_TYPE_REQUIRED", "This field is required"));
    }
    if state.world.emojis.len() >= MOST {
        return Err(Refusal::new(400, 30008, format!("Maximum number of emojis reached ({MOST})")));
    }
    let id = state.world.id();
    let emoji = json!({
        "id": id.to_string(), "name": name, "roles": [], "user": state.world.user(state.world.bot),
        "require_colons": true, "managed": false, "animated": false, "available": true,
    });
    state.world.emojis.insert(id, emoji.clone());
    Ok(Answer::json(201, &emoji))
}

fn edit(state: &mut State, call: &Call<'_>) -> Outcome {
    let name = name(call)?;
    let emoji = find(state, call)?;
    emoji["name"] = name.into();
    Ok(Answer::ok(emoji))
}

fn delete(state: &mut State, call: &Call<'_>) -> Outcome {
    let id = call.id(3)?;
    state.world.emojis.remove(&id).ok_or_else(unknown)?;
    Ok(Answer::none())
}

fn name(call: &Call<'_>) -> Result<String, Refusal> {
    let name = call.field("name").as_str().unwrap_or_default();
    if (2..=32).contains(&name.chars().count()) {
        return Ok(name.to_owned());
    }
    Err(Refusal::form("name", "BASE_TYPE_BAD_LENGTH", "Must be between 2 and 32 in length."))
}

fn unknown() -> Refusal {
    Refusal::unknown("Emoji", 10014)
}

/// Emojis of an application.
const MOST: usize = 2000;
