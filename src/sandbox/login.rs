//! IDENTIFY and RESUME: what Discord checks, and what it answers.

use std::time::Instant;

use serde_json::{Value, json};

use super::builder::Settings;
use super::faults::ConnectionFault;
use super::gateway::Peer;
use super::intents;
use super::seen::{Identify, Login, Resume};
use super::server::{Shared, State};
use super::sessions::{Session, shard_of};
use super::socket::Outgoing;

/// Answers an IDENTIFY.
pub(super) fn identify(peer: &mut Peer<'_>, data: &Value) {
    let shard = match read_shard(data) {
        Ok(shard) => shard,
        Err(what) => return peer.punish(4010, what),
    };
    let known = peer.shared.with(|state| {
        let mut shown = data.clone();
        shown["token"] = "***".into();
        state.seen.identifies.push(Identify { at: Instant::now(), connection: peer.id, shard, data: shown });
        state.sessions.connections.get(&peer.id).is_some_and(|c| c.session.is_some())
    });
    if known {
        return peer.punish(4005, "IDENTIFY twice on one connection");
    }
    if faulted(peer) {
        return;
    }
    if !is_token(peer.shared, data) {
        return peer.punish(4004, "IDENTIFY with a wrong token");
    }
    if !data["properties"].is_object() {
        return peer.punish(4002, "IDENTIFY without properties");
    }
    let Some(wanted) = data["intents"].as_u64().filter(|i| i & !intents::ALL == 0) else {
        return peer.punish(4013, format!("IDENTIFY with the intents {}", data["intents"]));
    };
    if wanted & intents::PRIVILEGED & !peer.shared.settings.privileged != 0 {
        return peer.punish(4014, "IDENTIFY with a privileged intent that is not enabled");
    }
    let refusal = peer.shared.with(|state| admit(state, &peer.shared.settings, shard[0]));
    match refusal {
        Some(Refusal::TooEarly) => peer.send(9, &false.into()),
        Some(Refusal::TooMany) => peer.close(4004),
        None => peer.shared.with(|state| welcome(state, peer, shard, wanted, data)),
    }
}

/// Answers a RESUME.
pub(super) fn resume(peer: &mut Peer<'_>, data: &Value) {
    let (Some(id), Some(seq)) = (data["session_id"].as_str(), data["seq"].as_u64()) else {
        return peer.punish(4002, "RESUME without session_id or seq");
    };
    let known = peer.shared.with(|state| {
        state.seen.resumes.push(Resume {
            at: Instant::now(),
            connection: peer.id,
            at_resume_host: peer.resumes_here,
            session: id.to_owned(),
            seq,
        });
        state.sessions.connections.get(&peer.id).is_some_and(|c| c.session.is_some())
    });
    if known {
        return peer.punish(4005, "RESUME on a connection that has a session");
    }
    if faulted(peer) {
        return;
    }
    if !is_token(peer.shared, data) {
        return peer.punish(4004, "RESUME with a wrong token");
    }
    let early = match peer.fault {
        Some(ConnectionFault::EarlyReplay(n)) => n,
        _ => 0,
    };
    match peer.shared.with(|state| replay(state, peer, id, seq, early)) {
        Replay::Done => {}
        Replay::Unknown => peer.send(9, &false.into()),
        Replay::Ahead => peer.punish(4007, "RESUME with a sequence number that was never sent"),
    }
}

enum Refusal {
    TooEarly,
    TooMany,
}

enum Replay {
    Done,
    Unknown,
    Ahead,
}

/// Whether the login is answered by a fault that waited for it.
fn faulted(peer: &Peer<'_>) -> bool {
    match peer.fault {
        Some(ConnectionFault::NoReady) => {}
        Some(ConnectionFault::CloseLogin(code)) => peer.close(code),
        Some(ConnectionFault::InvalidSession(d)) => peer.send(9, &d.into()),
        Some(ConnectionFault::Reconnect) => peer.send(7, &Value::Null),
        _ => return false,
    }
    true
}

fn is_token(shared: &Shared, data: &Value) -> bool {
    let token = data["token"].as_str().unwrap_or_default();
    token.strip_prefix("Bot ").unwrap_or(token) == shared.token
}

/// The shard pair of an IDENTIFY; without one it is shard 0 of 1.
fn read_shard(data: &Value) -> Result<[u32; 2], String> {
    let wrong = || format!("IDENTIFY with the shard {}", data["shard"]);
    match &data["shard"] {
        Value::Null => Ok([0, 1]),
        pair => {
            let [id, total]: [u32; 2] = serde_json::from_value(pair.clone()).map_err(|_| wrong())?;
            if id < total { Ok([id, total]) } else { Err(wrong()) }
        }
    }
}

/// Checks and counts an IDENTIFY against the limits of session starts.
fn admit(state: &mut State, settings: &Settings, shard: u32) -> Option<Refusal> {
    if !state.sessions.may_identify(shard, settings.max_concurrency, Instant::now()) {
        state.seen.offend(format!("IDENTIFY of shard {shard} less than 5 s after another of its key (op 9)"));
        return Some(Refusal::TooEarly);
    }
    if state.sessions.started >= settings.remaining_starts {
        state.seen.offend("IDENTIFY although no session start is left (Discord resets the token)");
        return Some(Refusal::TooMany);
    }
    state.sessions.started += 1;
    None
}

/// READY, and the guilds behind it.
fn welcome(state: &mut State, peer: &Peer<'_>, shard: [u32; 2], wanted: u64, data: &Value) {
    let id = session_id();
    let threshold = data["large_threshold"].as_u64().unwrap_or(50) as usize;
    let mut session = Session::new(shard, wanted, threshold);
    session.connection = Some(peer.id);
    let bot = state.world.bot;
    let guilds: Vec<u64> =
        state.world.guilds.keys().copied().filter(|g| shard_of(*g, shard[1]) == shard[0]).collect();
    let unavailable: Vec<Value> =
        guilds.iter().map(|g| json!({"id": g.to_string(), "unavailable": true})).collect();
    let mut user = state.world.user(bot);
    user["mfa_enabled"] = false.into();
    user["verified"] = true.into();
    user["email"] = Value::Null;
    let ready = json!({
        "v": 10,
        "user_settings": {},
        "user": user,
        "session_type": "normal",
        "session_id": id,
        "resume_gateway_url": format!("ws://127.0.0.1:{}", peer.shared.resume_port),
        "relationships": [],
        "private_channels": [],
        "presences": [],
        "guilds": unavailable,
        "guild_join_requests": [],
        "geo_ordered_rtc_regions": [],
        "game_relationships": [],
        "auth": {},
        "application": {"id": bot.to_string(), "flags": APPLICATION_FLAGS},
        "shard": shard,
        "_trace": ["[\"ito-sandbox\",{\"micros\":0.0}]"],
    });
    if let Some(connection) = state.sessions.connections.get_mut(&peer.id) {
        connection.session = Some(id.clone());
    }
    state.sessions.by_id.insert(id.clone(), session);
    state.sessions.tell(&id, "READY", &ready);
    if wanted & intents::GUILDS != 0 {
        let is_there = |guild: &u64| state.world.guilds.get(guild).is_some_and(|guild| !guild.unavailable);
        let there: Vec<u64> = guilds.into_iter().filter(is_there).collect();
        for guild in there {
            let with_members = wanted & intents::GUILD_MEMBERS != 0 || wanted & intents::GUILD_PRESENCES != 0;
            if let Some(body) = state.world.whole_guild(guild, with_members, threshold) {
                state.sessions.tell(&id, "GUILD_CREATE", &body);
            }
        }
    }
    let (at, connection) = (Instant::now(), peer.id);
    state.seen.logins.push(Login { at, connection, shard: shard[0], session: id, resumed: false });
}

/// What the client missed, then RESUMED.
fn replay(state: &mut State, peer: &Peer<'_>, id: &str, seq: u64, early: u64) -> Replay {
    let Some(session) = state.sessions.by_id.get_mut(id) else { return Replay::Unknown };
    if seq > session.seq {
        return Replay::Ahead;
    }
    let Some(missed) = session.since(seq.saturating_sub(early)) else { return Replay::Unknown };
    let former = session.connection.replace(peer.id).and_then(|c| state.sessions.connections.get_mut(&c));
    if let Some(former) = former {
        former.session = None;
        former.closed_with.get_or_insert(4000);
        former.outbox.push(Outgoing::Close(4000, "resumed elsewhere".into()));
    }
    if let Some(connection) = state.sessions.connections.get_mut(&peer.id) {
        connection.session = Some(id.to_owned());
    }
    for payload in missed {
        peer.outbox.push(Outgoing::Payload(payload));
    }
    let resumed = session.number_once("RESUMED", r#"{"_trace":["[\"ito-sandbox\",{\"micros\":0.0}]"]}"#);
    peer.outbox.push(Outgoing::Payload(resumed));
    let (at, connection, shard) = (Instant::now(), peer.id, session.shard[0]);
    state.seen.logins.push(Login { at, connection, shard, session: id.to_owned(), resumed: true });
    Replay::Done
}

fn session_id() -> String {
    format!("{:032x}", fastrand::u128(..))
}

/// Presence, members and message content, each limited, as a bot in few guilds has them.
const APPLICATION_FLAGS: u64 = 1 << 13 | 1 << 15 | 1 << 19 | 1 << 23;
