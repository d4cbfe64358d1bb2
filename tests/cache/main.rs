//! The cache: against a naive one, kind by kind, within its limits, and in a bot.

mod kinds;
mod limits;
mod model;
mod naive;
mod permissions;
mod slim;
mod snapshot;

use std::time::Instant;

use ito::cache::{Cache, CacheSettings};
use ito::event::{self, Event};
use serde_json::{Value, json};

/// An event as Discord sends it.
fn event(name: &str, data: &Value) -> Event {
    let decoded = event::decode(name, &data.to_string()).unwrap();
    assert!(decoded.drift.is_empty(), "{name}: {:?}", decoded.drift);
    decoded.event
}

/// A cache that has taken in events.
fn cache(settings: CacheSettings, events: &[(&str, Value)]) -> Cache {
    let cache = Cache::new(settings).unwrap();
    feed(&cache, events);
    cache
}

fn feed(cache: &Cache, events: &[(&str, Value)]) {
    for (name, data) in events {
        cache.update(&event(name, data), Instant::now());
    }
}

/// The bot's user in these tests.
const ME: u64 = 99;

fn ready(guilds: &[u64]) -> (&'static str, Value) {
    let guilds: Vec<Value> =
        guilds.iter().map(|id| json!({"id": id.to_string(), "unavailable": true})).collect();
    (
        "READY",
        json!({"v": 10, "user": user(ME), "guilds": guilds, "session_id": "s", "resume_gateway_url": "", "application": {"id": "1"}}),
    )
}

fn user(id: u64) -> Value {
    json!({"id": id.to_string(), "username": format!("user{id}"), "discriminator": "0", "global_name": null, "avatar": null})
}

fn member(id: u64, roles: &[u64]) -> Value {
    let roles: Vec<String> = roles.iter().map(u64::to_string).collect();
    json!({"user": user(id), "nick": null, "avatar": null, "roles": roles, "joined_at": "2024-03-01T12:00:00.000000+00:00", "deaf": false, "mute": false, "flags": 0})
}

fn role(id: u64, name: &str) -> Value {
    json!({"id": id.to_string(), "name": name, "color": 0, "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null}, "hoist": false, "position": 1, "permissions": "1024", "managed": false, "mentionable": false, "flags": 0})
}

fn channel(id: u64, name: &str) -> Value {
    json!({"id": id.to_string(), "type": 0, "name": name, "position": 0})
}

fn thread(id: u64, parent: u64, archived: bool) -> Value {
    json!({"id": id.to_string(), "type": 11, "name": "thread", "parent_id": parent.to_string(), "thread_metadata": {"archived": archived, "auto_archive_duration": 60, "archive_timestamp": "2024-03-01T12:00:00.000000+00:00", "locked": false}})
}

fn message(id: u64, guild: Option<u64>, channel: u64, author: u64, content: &str) -> Value {
    let mut message = json!({"id": id.to_string(), "channel_id": channel.to_string(), "author": user(author), "content": content, "timestamp": "2024-03-01T12:00:00.000000+00:00", "type": 0});
    if let Some(guild) = guild {
        message["guild_id"] = json!(guild.to_string());
    }
    message
}

/// A guild with something of each kind.
fn guild(id: u64) -> Value {
    let base = id * 1000;
    json!({
        "id": id.to_string(), "name": format!("guild{id}"), "owner_id": (base + 1).to_string(), "member_count": 3,
        "roles": [role(id, "@everyone"), role(base + 10, "staff")],
        "members": [member(base + 1, &[base + 10]), member(base + 2, &[]), member(ME, &[])],
        "channels": [channel(base + 20, "general"), channel(base + 21, "random")],
        "threads": [thread(base + 30, base + 20, false)],
        "emojis": [{"id": (base + 40).to_string(), "name": "blob"}],
        "stickers": [{"id": (base + 50).to_string(), "name": "wave", "tags": "wave", "type": 2, "format_type": 1, "description": null}],
        "voice_states": [{"channel_id": (base + 21).to_string(), "user_id": (base + 1).to_string(), "session_id": "v", "deaf": false, "mute": false, "self_deaf": false, "self_mute": false, "self_video": false, "suppress": false, "request_to_speak_timestamp": null}],
        "presences": [{"user": {"id": (base + 1).to_string()}, "status": "online", "activities": [{"name": "Chess", "type": 0}], "client_status": {"web": "online"}}],
        "stage_instances": [{"id": (base + 60).to_string(), "guild_id": id.to_string(), "channel_id": (base + 21).to_string(), "topic": "talk", "privacy_level": 2, "discoverable_disabled": false, "guild_scheduled_event_id": null}],
        "guild_scheduled_events": [{"id": (base + 70).to_string(), "guild_id": id.to_string(), "name": "party", "scheduled_start_time": "2024-03-01T12:00:00.000000+00:00", "privacy_level": 2, "status": 1, "entity_type": 3}],
        "soundboard_sounds": [{"name": "quack", "sound_id": (base + 80).to_string(), "volume": 1.0, "emoji_id": null, "emoji_name": null, "available": true}],
    })
}
