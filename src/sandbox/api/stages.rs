//! Stage instances: one for a stage channel that is on air.

use serde_json::{Value, json};

use super::permit::in_channel;
use super::refusal::Refusal;
use super::{Call, Outcome, audit, channels};
use crate::model::{AuditLogEvent, Permissions};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;
use crate::sandbox::world::amend;

/// The name of their shelf.
const STAGES: &str = "stage-instances";

/// stage-instances/….
pub(super) fn route(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    Some(match (call.method, &call.path[1..]) {
        ("POST", []) => create(state, call),
        ("GET", [_]) => {
            call.id(1).and_then(|channel| find(state, channel).map(|(_, stage)| Answer::ok(&stage)))
        }
        ("PATCH", [_]) => call.id(1).and_then(|channel| edit(state, call, channel)),
        ("DELETE", [_]) => call.id(1).and_then(|channel| delete(state, call, channel)),
        _ => return None,
    })
}

fn find(state: &State, channel: u64) -> Result<(u64, Value), Refusal> {
    let unknown = || Refusal::unknown("Stage Instance", 10067);
    let guild = state.world.channels.get(&channel).and_then(|place| place.guild).ok_or_else(unknown)?;
    let stages = state.world.guilds.get(&guild).and_then(|place| place.shelves.get(STAGES));
    let stage = stages.and_then(|stages| stages.get(&channel)).ok_or_else(unknown)?;
    Ok((guild, stage.clone()))
}

fn keep(state: &mut State, guild: u64, channel: u64, stage: Value) {
    if let Some(place) = state.world.guilds.get_mut(&guild) {
        place.shelves.entry(STAGES).or_default().insert(channel, stage);
    }
}

fn create(state: &mut State, call: &Call<'_>) -> Outcome {
    let channel = call.field("channel_id").as_str().and_then(|id| id.parse::<u64>().ok());
    let channel = channel.filter(|id| state.world.channels.contains_key(id)).ok_or_else(channels::unknown)?;
    in_channel(state, channel, Permissions::MANAGE_CHANNELS)?;
    let place = &state.world.channels[&channel];
    let Some(guild) = place.guild.filter(|_| place.body["type"] == 13) else {
        return Err(Refusal::new(400, 50024, "Cannot execute action on this channel type"));
    };
    if find(state, channel).is_ok() {
        return Err(Refusal::new(400, 150_006, "The Stage is already open"));
    }
    let id = state.world.id();
    let stage = json!({
        "id": id.to_string(),
        "guild_id": guild.to_string(),
        "channel_id": channel.to_string(),
        "topic": call.field("topic"),
        "privacy_level": 2,
        "discoverable_disabled": true,
        "guild_scheduled_event_id": null,
    });
    keep(state, guild, channel, stage.clone());
    state.emit("STAGE_INSTANCE_CREATE", Scope::Guild(guild), &stage);
    audit::write(state, call, guild, AuditLogEvent::StageInstanceCreate, Some(id));
    Ok(Answer::ok(&stage))
}

fn edit(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    let (guild, mut stage) = find(state, channel)?;
    in_channel(state, channel, Permissions::MANAGE_CHANNELS)?;
    amend(&mut stage, call.changes());
    keep(state, guild, channel, stage.clone());
    state.emit("STAGE_INSTANCE_UPDATE", Scope::Guild(guild), &stage);
    audit::write(state, call, guild, AuditLogEvent::StageInstanceUpdate, id_of(&stage));
    Ok(Answer::ok(&stage))
}

fn delete(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    let (guild, stage) = find(state, channel)?;
    in_channel(state, channel, Permissions::MANAGE_CHANNELS)?;
    if let Some(stages) = state.world.guilds.get_mut(&guild).and_then(|place| place.shelves.get_mut(STAGES)) {
        stages.remove(&channel);
    }
    state.emit("STAGE_INSTANCE_DELETE", Scope::Guild(guild), &stage);
    audit::write(state, call, guild, AuditLogEvent::StageInstanceDelete, id_of(&stage));
    Ok(Answer::none())
}

fn id_of(stage: &Value) -> Option<u64> {
    stage["id"].as_str().and_then(|id| id.parse().ok())
}
