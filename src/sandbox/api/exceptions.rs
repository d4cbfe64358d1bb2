//! Scheduled events that recur: single occurrences that are moved or called off, and who comes.
//!
//! <https://docs.discord.com/developers/resources/guild-scheduled-event>

use serde_json::{Value, json};

use super::permit::in_guild;
use super::refusal::Refusal;
use super::shelves::EVENTS;
use super::{Call, Outcome, audit};
use crate::model::{AuditLogEvent, Permissions, Timestamp};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::world::{amend, snowflake};

/// guilds/{guild.id}/scheduled-events/{event.id}/…. Nobody in the sandbox says whether they come.
pub(super) fn route(state: &mut State, call: &Call<'_>, guild: u64) -> Option<Outcome> {
    let event = match call.id(3).and_then(|id| find(state, guild, id).map(|event| (id, event.clone()))) {
        Ok(event) => event,
        Err(refusal) => return Some(Err(refusal)),
    };
    Some(match (call.method, &call.path[4..]) {
        ("GET", ["users"]) => Ok(Answer::ok(&json!([]))),
        ("GET", ["users", "counts"]) => {
            let asked = call.ids("guild_scheduled_event_exception_ids");
            let counts = asked.into_iter().map(|id| (id, Value::from(0))).collect::<serde_json::Map<_, _>>();
            Ok(Answer::ok(&json!({
                "guild_scheduled_event_count": 0, "guild_scheduled_event_exception_counts": counts,
            })))
        }
        ("GET", [exception, "users"]) => place(&event.1, exception).map(|_| Answer::ok(&json!([]))),
        ("POST", ["exceptions"]) => create(state, call, guild, event),
        ("PATCH" | "DELETE", ["exceptions", exception]) => change(state, call, guild, event, exception),
        _ => return None,
    })
}

fn find(state: &mut State, guild: u64, event: u64) -> Result<&mut Value, Refusal> {
    let events = state.world.guilds.get_mut(&guild).and_then(|place| place.shelves.get_mut(EVENTS));
    let found = events.and_then(|events| events.get_mut(&event));
    found.ok_or_else(|| Refusal::unknown("Guild Scheduled Event", 10070))
}

/// Where an exception stands among those of an event.
fn place(event: &Value, exception: &str) -> Result<usize, Refusal> {
    let all = event["guild_scheduled_event_exceptions"].as_array();
    let found = all.and_then(|all| all.iter().position(|one| one["event_exception_id"] == exception));
    found.ok_or_else(|| Refusal::new(404, 0, "404: Not Found"))
}

fn create(state: &mut State, call: &Call<'_>, guild: u64, (id, event): (u64, Value)) -> Outcome {
    in_guild(state, guild, Permissions::MANAGE_EVENTS)?;
    let start =
        call.field("original_scheduled_start_time").as_str().and_then(|text| text.parse::<Timestamp>().ok());
    let Some(start) = start else {
        let at = "original_scheduled_start_time";
        return Err(Refusal::form(at, "BASE_TYPE_REQUIRED", "This field is required"));
    };
    if event["recurrence_rule"].is_null() {
        return Err(Refusal::form("", "BASE_TYPE_CHOICES", "The scheduled event does not recur."));
    }
    // The id of an exception is of the time at which its occurrence would have begun.
    let mut exception = json!({
        "event_id": id.to_string(),
        "event_exception_id": snowflake(start.as_millis()).to_string(),
        "scheduled_start_time": null,
        "scheduled_end_time": null,
        "is_canceled": false,
    });
    amend(&mut exception, call.changes());
    let event = find(state, guild, id)?;
    if let Some(all) = event["guild_scheduled_event_exceptions"].as_array_mut() {
        all.retain(|other| other["event_exception_id"] != exception["event_exception_id"]);
        all.push(exception.clone());
    }
    audit::write(state, call, guild, AuditLogEvent::GuildScheduledEventExceptionCreate, Some(id));
    Ok(Answer::ok(&exception))
}

fn change(
    state: &mut State,
    call: &Call<'_>,
    guild: u64,
    (id, event): (u64, Value),
    exception: &str,
) -> Outcome {
    in_guild(state, guild, Permissions::MANAGE_EVENTS)?;
    let at = place(&event, exception)?;
    let all = &mut find(state, guild, id)?["guild_scheduled_event_exceptions"];
    if call.method == "DELETE" {
        if let Some(all) = all.as_array_mut() {
            all.remove(at);
        }
        audit::write(state, call, guild, AuditLogEvent::GuildScheduledEventExceptionDelete, Some(id));
        return Ok(Answer::none());
    }
    amend(&mut all[at], call.changes());
    let answer = Answer::ok(&all[at]);
    audit::write(state, call, guild, AuditLogEvent::GuildScheduledEventExceptionUpdate, Some(id));
    Ok(answer)
}
