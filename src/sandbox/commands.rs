//! What a client asks of the gateway once it is logged in: presence, voice state, members, channel information.

use serde_json::{Value, json};

use super::gateway::Peer;
use super::intents;
use super::server::State;
use super::sessions::Scope;

/// Carries out a command of a session.
pub(super) fn obey(peer: &Peer<'_>, session: &str, op: u64, data: &Value) {
    let wrong = peer.shared.with(|state| match op {
        3 => presence(state, data),
        4 => voice_state(state, session, data),
        8 => members(state, session, data),
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
    let joins = !data["channel_id"].is_null();
    if joins {
        entry.voice_states.insert(bot, update.clone());
    } else {
        entry.voice_states.remove(&bot);
    }
    state.emit("VOICE_STATE_UPDATE", Scope::Guild(guild), &update);
    if joins {
        // The sandbox has no voice server: an endpoint of null says that none is allocated yet.
        let server = json!({"token": "sandbox", "guild_id": guild.to_string(), "endpoint": null});
        state.sessions.tell(session, "VOICE_SERVER_UPDATE", &server);
    }
    Ok(())
}

fn members(state: &mut State, session: &str, data: &Value) -> Obeyed {
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
    let may_list = state.sessions.by_id.get(session).is_some_and(|s| s.intents & intents::GUILD_MEMBERS != 0);
    if query == Some("") && wanted.is_none() && !may_list {
        state.seen.offend("a request for all members without the intent GUILD_MEMBERS (not answered)");
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
    for (index, members) in pieces.iter().enumerate() {
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
            chunk["presences"] = json!([]);
        }
        state.sessions.tell(session, "GUILD_MEMBERS_CHUNK", &chunk);
    }
    Ok(())
}

fn soundboard(state: &mut State, session: &str, data: &Value) -> Obeyed {
    let guilds = data["guild_ids"].as_array().ok_or("a soundboard request without guild_ids")?;
    for guild in guilds {
        let sounds = json!({"soundboard_sounds": [], "guild_id": guild});
        state.sessions.tell(session, "SOUNDBOARD_SOUNDS", &sounds);
    }
    Ok(())
}

fn channel_info(state: &mut State, session: &str, data: &Value) -> Obeyed {
    let guild = snowflake(&data["guild_id"]).ok_or("a request for channel information without guild_id")?;
    state.sessions.tell(session, "CHANNEL_INFO", &json!({"guild_id": guild.to_string(), "channels": []}));
    Ok(())
}

fn snowflake(value: &Value) -> Option<u64> {
    value.as_str().and_then(|text| text.parse().ok()).or_else(|| value.as_u64())
}
