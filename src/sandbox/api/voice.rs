//! Voice: states of members, the status of a channel, sounds that are played in it.

use serde_json::{Value, json};

use super::permit::{in_channel, in_guild};
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

/// PUT channels/{channel.id}/voice-status.
pub(super) fn set_status(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    let guild = voice_guild(state, channel)?;
    in_channel(state, channel, Permissions::SET_VOICE_CHANNEL_STATUS)?;
    let status = call.field("status");
    if status.as_str().is_some_and(|text| text.chars().count() > 500) {
        return Err(Refusal::too_long("status", 500));
    }
    if let Some(place) = state.world.channels.get_mut(&channel) {
        place.info.get_or_insert_with(|| json!({"voice_start_time": null}))["status"] = status.clone();
    }
    let event = json!({"id": channel.to_string(), "guild_id": guild.to_string(), "status": status});
    state.emit("VOICE_CHANNEL_STATUS_UPDATE", Scope::Guild(guild), &event);
    Ok(Answer::none())
}

/// POST channels/{channel.id}/send-soundboard-sound.
pub(super) fn play(state: &mut State, call: &Call<'_>, channel: u64) -> Outcome {
    let guild = voice_guild(state, channel)?;
    in_channel(state, channel, Permissions::SPEAK | Permissions::USE_SOUNDBOARD)?;
    let (bot, here) = (state.world.bot, channel.to_string());
    let is_there = |voice: &Value| voice["channel_id"] == here;
    if !state.world.guilds[&guild].voice_states.get(&bot).is_some_and(is_there) {
        return Err(Refusal::new(400, 40032, "Target user is not connected to voice."));
    }
    let id_of = |name: &str| call.field(name).as_str().and_then(|id| id.parse::<u64>().ok());
    let source = id_of("source_guild_id").unwrap_or(guild);
    if source != guild {
        in_channel(state, channel, Permissions::USE_EXTERNAL_SOUNDS)?;
    }
    let shelf = state.world.guilds.get(&source).and_then(|place| place.shelves.get("soundboard-sounds"));
    let sound = id_of("sound_id").and_then(|id| shelf.and_then(|sounds| sounds.get(&id)));
    let sound = sound.ok_or_else(|| Refusal::unknown("Soundboard Sound", 10097))?;
    let event = json!({
        "channel_id": here,
        "guild_id": guild.to_string(),
        "user_id": bot.to_string(),
        "sound_id": sound["sound_id"],
        "sound_volume": sound["volume"],
    });
    state.emit("VOICE_CHANNEL_EFFECT_SEND", Scope::Guild(guild), &event);
    Ok(Answer::none())
}

/// The guild of a voice channel.
fn voice_guild(state: &State, channel: u64) -> Result<u64, Refusal> {
    let place = &state.world.channels[&channel];
    let is_voice = matches!(place.body["type"].as_u64(), Some(2 | 13));
    let guild = place.guild.filter(|_| is_voice);
    guild.ok_or_else(|| Refusal::new(400, 50024, "Cannot execute action on this channel type"))
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
