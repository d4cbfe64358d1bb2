//! What a client asks of the gateway once it is logged in: presence, voice state, members, channel information.

use serde_json::{Value, json};

use super::builder::Settings;
use super::gateway::Peer;
use super::intents;
use super::server::State;
use super::sessions::Scope;

/// Carries out a command of a session.
pub(super) fn obey(peer: &Peer<'_>, session: &str, op: u64, data: &Value) {
    let wrong = peer.shared.with(|state| match op {
        3 => presence(state, data),
        4 => voice_state(state, session, data),
        8 => members(state, session, data, &peer.shared.settings),
        31 => soundboard(state, session, data),
        _ => channel_info(state, session, data),
    });
    if let Err(what) = wrong {
        peer.punish(4002, what);
    }
}

type Obeyed = Result<(), &'static str>;

fn presence(state: &mut State, data: &Value) -> Obeyed {
    let fits = data["activities"].is_array()
        && matches!(data["status"].as_str(), Some("online" | "idle" | "dnd" | "invisible" | "offline"))
        && data["afk"].is_boolean();
    if !fits {
        return Err("a presence without its activities, status or afk");
    }
    let user = json!({"id": state.world.bot.to_string()});
    for guild in state.world.guilds.keys().copied().collect::<Vec<_>>() {
        let update = json!({
            "user": user,
            "guild_id": guild.to_string(),
            "status": data["status"],
            "activities": data["activities"],
            "client_status": {"web": data["status"]},
        });
        state.emit("PRESENCE_UPDATE", Scope::Guild(guild), &update);
    }
    Ok(())
}

fn voice_state(state: &mut State, session: &str, data: &Value) -> Obeyed {
    let guild = snowflake(&data["guild_id"]).ok_or("a voice state without guild_id")?;
    let bot = state.world.bot;
    let member = state.world.member(guild, bot);
    let Some(entry) = state.world.guilds.get_mut(&guild) else { return Ok(()) };
    let update = json!({
        "guild_id": guild.to_string(),
        "channel_id": data["channel_id"],
        "user_id": bot.to_string(),
        "member": member,
        "session_id": session,
        "deaf": false,
        "mute": false,
        "self_deaf": data["self_deaf"] == true,
        "self_mute": data["self_mute"] == true,
        "self_video": false,
        "suppress": false,
        "request_to_speak_timestamp": null,
    });
    let before = if data["channel_id"].is_null() {
        entry.voice_states.remove(&bot)
    } else {
        let channel = snowflake(&data["channel_id"]);
        let is_voice = |channel| matches!(state.world.channels[channel].body["type"].as_u64(), Some(2 | 13));
        if !channel.is_some_and(|id| entry.channels.iter().any(|channel| *channel == id && is_voice(channel)))
        {
            // Discord does not answer.
            return Ok(());
        }
        entry.voice_states.insert(bot, update.clone())
    };
    state.emit("VOICE_STATE_UPDATE", Scope::Guild(guild), &update);
    let was_there = before.is_some_and(|before| before["channel_id"] == data["channel_id"]);
    if !was_there && !data["channel_id"].is_null() {
        // Nothing listens there: the sandbox has no voice server.
        let server = json!({"token": "sandbox", "guild_id": guild.to_string(), "endpoint": VOICE_SERVER});
        state.sessions.tell(session, "VOICE_SERVER_UPDATE", &server);
    }
    Ok(())
}

fn members(state: &mut State, session: &str, data: &Value, settings: &Settings) -> Obeyed {
    let guild = snowflake(&data["guild_id"]).ok_or("a member request without guild_id")?;
    let query = data["query"].as_str();
    let wanted: Option<Vec<u64>> = match &data["user_ids"] {
        Value::Null => None,
        Value::Array(ids) => Some(ids.iter().filter_map(snowflake).collect()),
        one => Some(snowflake(one).into_iter().collect()),
    };
    if query.is_none() && wanted.is_none() {
        return Err("a member request without query and user_ids");
    }
    let may_list = may(state, session, intents::GUILD_MEMBERS);
    if query == Some("") && wanted.is_none() && !may_list {
        state.seen.offend("a request for all members without the intent GUILD_MEMBERS (not answered)");
        return Ok(());
    }
    if data["presences"] == true && !may(state, session, intents::GUILD_PRESENCES) {
        state.seen.offend("a request for presences without the intent GUILD_PRESENCES (not answered)");
        return Ok(());
    }
    let is_list = query == Some("") && wanted.is_none() && data["limit"].as_u64() == Some(0);
    if is_list && let Some(wait) = too_soon(state, guild, settings) {
        let meta = json!({"guild_id": guild.to_string(), "nonce": data["nonce"]});
        let limited = json!({"opcode": 8, "retry_after": wait, "meta": meta});
        state.sessions.tell(session, "RATE_LIMITED", &limited);
        return Ok(());
    }
    let Some(entry) = state.world.guilds.get(&guild) else { return Ok(()) };
    let limit = data["limit"].as_u64().filter(|l| *l > 0).unwrap_or(u64::MAX) as usize;
    let fits = |user: &u64| match (&wanted, query) {
        (Some(ids), _) => ids.contains(user),
        (None, Some(start)) => {
            let name = state.world.user(*user)["username"].as_str().unwrap_or_default().to_lowercase();
            name.starts_with(&start.to_lowercase())
        }
        (None, None) => false,
    };
    let found: Vec<Value> = entry
        .members
        .keys()
        .filter(|user| fits(user))
        .take(limit)
        .filter_map(|user| state.world.member(guild, *user))
        .collect();
    let missing: Vec<String> = wanted
        .iter()
        .flatten()
        .filter(|user| !entry.members.contains_key(user))
        .map(u64::to_string)
        .collect();
    let pieces: Vec<&[Value]> = if found.is_empty() { vec![&[]] } else { found.chunks(1000).collect() };
    // Discord promises no order.
    for (index, members) in pieces.iter().enumerate().rev() {
        let mut chunk = json!({
            "guild_id": guild.to_string(),
            "members": members,
            "chunk_index": index,
            "chunk_count": pieces.len(),
            "not_found": missing,
        });
        if !data["nonce"].is_null() {
            chunk["nonce"] = data["nonce"].clone();
        }
        if data["presences"] == true {
            let online = |member: &Value| json!({"user": {"id": member["user"]["id"]}, "guild_id": guild.to_string(), "status": "online", "activities": [], "client_status": {"web": "online"}});
            chunk["presences"] = members.iter().map(online).collect();
        }
        state.sessions.tell(session, "GUILD_MEMBERS_CHUNK", &chunk);
    }
    Ok(())
}

fn soundboard(state: &mut State, session: &str, data: &Value) -> Obeyed {
    let guilds = data["guild_ids"].as_array().ok_or("a soundboard request without guild_ids")?;
    for guild in guilds {
        let entry = snowflake(guild).and_then(|guild| state.world.guilds.get(&guild));
        let sounds = entry.map_or_else(|| json!([]), |entry| entry.shelf("soundboard-sounds"));
        let sounds = json!({"soundboard_sounds": sounds, "guild_id": guild});
        state.sessions.tell(session, "SOUNDBOARD_SOUNDS", &sounds);
    }
    Ok(())
}

fn channel_info(state: &mut State, session: &str, data: &Value) -> Obeyed {
    let guild = snowflake(&data["guild_id"]).ok_or("a request for channel information without guild_id")?;
    let fields = data["fields"].as_array().ok_or("a request for channel information without fields")?;
    let entry = state.world.guilds.get(&guild);
    let of_channel = |id: &u64| {
        let info = state.world.channels[id].info.as_ref()?;
        let mut shown = json!({"id": id.to_string()});
        for field in fields.iter().filter_map(Value::as_str).filter(|field| !info[*field].is_null()) {
            shown[field] = info[field].clone();
        }
        Some(shown)
    };
    let channels: Vec<Value> =
        entry.iter().flat_map(|entry| &entry.channels).filter_map(of_channel).collect();
    let info = json!({"guild_id": guild.to_string(), "channels": channels});
    state.sessions.tell(session, "CHANNEL_INFO", &info);
    Ok(())
}

/// Whether the session has an intent.
fn may(state: &State, session: &str, intent: u64) -> bool {
    state.sessions.by_id.get(session).is_some_and(|s| s.intents & intent != 0)
}

/// The seconds until the members of a guild may be listed again; else it counts as listed.
fn too_soon(state: &mut State, guild: u64, settings: &Settings) -> Option<f64> {
    let now = state.world.clock();
    let entry = state.world.guilds.get_mut(&guild)?;
    let again = entry.listed.map(|at| at + settings.members_every).filter(|again| *again > now);
    if again.is_none() {
        entry.listed = Some(now);
    }
    again.map(|again| again.saturating_duration_since(now).as_secs_f64())
}

/// A name that never has an address.
const VOICE_SERVER: &str = "voice.invalid:443";

fn snowflake(value: &Value) -> Option<u64> {
    value.as_str().and_then(|text| text.parse().ok()).or_else(|| value.as_u64())
}
