//! Requests to join a guild: listed, approved, rejected.
//!
//! <https://docs.discord.com/developers/resources/guild-join-request>

use serde_json::{Value, json};

use super::permit::in_guild;
use super::refusal::Refusal;
use super::{Call, Outcome};
use crate::model::Permissions;
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;
use crate::sandbox::world::now;

/// The name of their shelf.
const REQUESTS: &str = "requests";

impl State {
    /// Notes that somebody asks to become a member, with what they wrote into the form; gives the id of the request.
    pub(in crate::sandbox) fn ask_to_join(&mut self, guild: u64, user: u64, answers: &[(&str, &str)]) -> u64 {
        let id = self.world.id();
        let fields = answers.iter().map(|(label, text)| {
            json!({"field_type": "TEXT_INPUT", "label": label, "required": true, "response": text})
        });
        let request = json!({
            "id": id.to_string(),
            "created_at": now(),
            "reviewed_at": null,
            "application_status": "SUBMITTED",
            "rejection_reason": null,
            "guild_id": guild.to_string(),
            "user_id": user.to_string(),
            "user": self.world.user(user),
            "form_responses": fields.collect::<Vec<_>>(),
            "actioned_by_user": null,
        });
        if let Some(place) = self.world.guilds.get_mut(&guild) {
            place.shelves.entry(REQUESTS).or_default().insert(id, request.clone());
        }
        tell(self, guild, "GUILD_JOIN_REQUEST_CREATE", &request);
        id
    }
}

/// guilds/{guild.id}/requests….
pub(super) fn route(state: &mut State, call: &Call<'_>, guild: u64) -> Option<Outcome> {
    if let Err(refusal) = in_guild(state, guild, Permissions::KICK_MEMBERS) {
        return Some(Err(refusal));
    }
    Some(match (call.method, &call.path[3..]) {
        ("GET", []) => Ok(list(state, call, guild)),
        ("PATCH", [_]) => call.id(3).and_then(|id| decide(state, call, guild, id)),
        _ => return None,
    })
}

/// The youngest first, unless those after one are asked for.
fn list(state: &State, call: &Call<'_>, guild: u64) -> Answer {
    let Some(all) = state.world.guilds[&guild].shelves.get(REQUESTS) else {
        return Answer::ok(&json!({"total": 0, "guild_join_requests": []}));
    };
    let status = call.head.query("status");
    let fits = |request: &&Value| {
        status.as_ref().is_none_or(|status| request["application_status"] == status.as_str())
    };
    let limit = call.number("limit").unwrap_or(100) as usize;
    let found: Vec<&Value> = if let Some(after) = call.number("after") {
        all.range(after + 1..).map(|(_, request)| request).filter(fits).take(limit).collect()
    } else {
        let before = call.number("before").unwrap_or(u64::MAX);
        all.range(..before).rev().map(|(_, request)| request).filter(fits).take(limit).collect()
    };
    let total = all.values().filter(fits).count();
    Answer::ok(&json!({"total": total, "guild_join_requests": found}))
}

fn decide(state: &mut State, call: &Call<'_>, guild: u64, id: u64) -> Outcome {
    let action = call.field("action").as_str().unwrap_or_default();
    if !matches!(action, "APPROVED" | "REJECTED") {
        let message = "Value must be one of {'APPROVED', 'REJECTED'}.";
        return Err(Refusal::form("action", "BASE_TYPE_CHOICES", message));
    }
    let reviewer = state.world.user(state.world.bot);
    let requests = state.world.guilds.get_mut(&guild).and_then(|place| place.shelves.get_mut(REQUESTS));
    let request = requests.and_then(|requests| requests.get_mut(&id));
    let request = request
        .filter(|request| request["application_status"] == "SUBMITTED")
        .ok_or_else(|| Refusal::new(404, 0, "404: Not Found"))?;
    request["application_status"] = action.into();
    request["reviewed_at"] = now();
    request["actioned_by_user"] = reviewer;
    if action == "REJECTED" {
        request["rejection_reason"] = call.field("rejection_reason").clone();
    }
    let request = request.clone();
    tell(state, guild, "GUILD_JOIN_REQUEST_UPDATE", &request);
    if action == "APPROVED"
        && let Some(user) = request["user_id"].as_str().and_then(|id| id.parse().ok())
    {
        state.join(guild, user);
    }
    Ok(Answer::ok(&request))
}

fn tell(state: &mut State, guild: u64, event: &str, request: &Value) {
    let data = json!({
        "guild_id": guild.to_string(), "status": request["application_status"], "request": request,
    });
    state.emit(event, Scope::Guild(guild), &data);
}
