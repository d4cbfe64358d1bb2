//! Voice states of members.

use serde_json::{Value, json};

use super::permit::in_guild;
use super::refusal::Refusal;
use super::{Call, Outcome};
use crate::model::Permissions;
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;

/// guilds/{guild.id}/voice-states/….
pub(super) fn route(state: &mut State, call: &Call<'_>, guild: u64) -> Option<Outcome> {
    let user = match call.path.get(3) {
        Some(&"@me") => Ok(state.world.bot),
        _ => call.id(3),
    };
    let user = match user {
        Ok(user) => user,
        Err(refusal) => return Some(Err(refusal)),
    };
    Some(match call.method {
        "GET" => state.world.guilds[&guild].voice_states.get(&user).map(Answer::ok).ok_or_else(unknown),
        "PATCH" => edit(state, call, guild, user),
        _ => return None,
    })
}

fn edit(state: &mut State, call: &Call<'_>, guild: u64, user: u64) -> Outcome {
    if user != state.world.bot {
        in_guild(state, guild, Permissions::MUTE_MEMBERS)?;
    }
    let entry = state.world.guilds.get_mut(&guild).and_then(|place| place.voice_states.get_mut(&user));
    let entry = entry.ok_or_else(unknown)?;
    for name in ["suppress", "request_to_speak_timestamp"] {
        if let Some(value) = call.changes().get(name) {
            entry[name] = value.clone();
        }
    }
    let event = entry.clone();
    state.emit("VOICE_STATE_UPDATE", Scope::Guild(guild), &event);
    Ok(Answer::none())
}

impl State {
    /// Moves somebody who is in voice to another channel, or out of it; false when they are not.
    pub(in crate::sandbox) fn move_voice(&mut self, guild: u64, user: u64, channel: Option<u64>) -> bool {
        let Some(place) = self.world.guilds.get_mut(&guild) else { return false };
        let Some(mut entry) = place.voice_states.remove(&user) else { return false };
        entry["channel_id"] = channel.map(|id| id.to_string()).into();
        if channel.is_some() {
            place.voice_states.insert(user, entry.clone());
        }
        self.emit("VOICE_STATE_UPDATE", Scope::Guild(guild), &entry);
        true
    }

    /// Puts somebody into a voice channel.
    pub(in crate::sandbox) fn connect_voice(&mut self, guild: u64, user: u64, channel: u64) {
        let entry = json!({
            "guild_id": guild.to_string(),
            "channel_id": channel.to_string(),
            "user_id": user.to_string(),
            "member": self.world.member(guild, user),
            "session_id": format!("{:032x}", fastrand::u128(..)),
            "deaf": false,
            "mute": false,
            "self_deaf": false,
            "self_mute": false,
            "self_video": false,
            "suppress": false,
            "request_to_speak_timestamp": Value::Null,
        });
        if let Some(place) = self.world.guilds.get_mut(&guild) {
            place.voice_states.insert(user, entry.clone());
        }
        self.emit("VOICE_STATE_UPDATE", Scope::Guild(guild), &entry);
    }
}

fn unknown() -> Refusal {
    Refusal::unknown("Voice State", 10065)
}
