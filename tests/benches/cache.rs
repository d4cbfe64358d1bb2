//! What the cache costs: `cargo bench --bench cache` gives nanoseconds of an update beside the decoding of the same event,
//! and of a read beside a look into a `HashMap`.

mod measure;

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::{Arc, RwLock};
use std::time::Instant;

use ito::cache::{Cache, CacheSettings};
use ito::{Id, event};
use measure::{best, head, row};
use serde_json::{Value, json};

const GUILD: u64 = 1;
const MEMBERS: u64 = 10_000;

fn main() {
    let cache = filled();
    head("an update", "decoded");
    for (name, data) in events() {
        let text = data.to_string();
        let decoded = event::decode(name, &text).expect("JSON").event;
        let now = Instant::now();
        let update = best(|| drop(black_box(cache.update(black_box(&decoded), now))));
        row(name, update, best(|| drop(black_box(event::decode(name, black_box(&text))))));
    }
    let map: HashMap<u64, Arc<u64>> = (0..MEMBERS).map(|id| (id, Arc::new(id))).collect();
    let map = RwLock::new(map);
    let mut at = 0;
    let mut next = move || {
        at = (at + 7919) % MEMBERS;
        at
    };
    let bare = best(|| drop(black_box(map.read().expect("no panic").get(&next()).cloned())));
    head("a read", "HashMap");
    let (guild, channel, role) = (Id::new(GUILD), Id::new(200), Id::new(100));
    row("member", best(|| drop(black_box(cache.member(guild, Id::new(1000 + next()))))), bare);
    row("user", best(|| drop(black_box(cache.user(Id::new(1000 + next()))))), bare);
    row("channel", best(|| drop(black_box(cache.channel(channel)))), bare);
    row("role", best(|| drop(black_box(cache.role(role)))), bare);
    row("guild", best(|| drop(black_box(cache.guild(guild)))), bare);
    let permissions = best(|| {
        black_box(cache.permissions_in(channel, Id::new(1000 + next())));
    });
    row("permissions of a member in a channel", permissions, bare);
}

/// A cache of one guild with many members.
fn filled() -> Cache {
    let cache = Cache::new(CacheSettings::default()).expect("the defaults can be used");
    let members: Vec<Value> = (0..MEMBERS).map(member).collect();
    let roles: Vec<Value> = (0..50).map(role).collect();
    let channels: Vec<Value> = (0..50).map(channel).collect();
    let guild = json!({"id": GUILD.to_string(), "name": "tea", "owner_id": "1000", "member_count": MEMBERS,
        "members": members, "roles": roles, "channels": channels});
    let decoded = event::decode("GUILD_CREATE", &guild.to_string()).expect("JSON").event;
    cache.update(&decoded, Instant::now());
    cache
}

/// One event of each kind that comes often.
fn events() -> Vec<(&'static str, Value)> {
    let guild = GUILD.to_string();
    let mut moved = member(7);
    moved["guild_id"] = json!(guild);
    vec![
        (
            "MESSAGE_CREATE",
            json!({"id": "9", "channel_id": "200", "guild_id": guild, "content": "tea at five?", "author": user(7), "member": member(7), "timestamp": "2024-03-01T12:00:00.000000+00:00"}),
        ),
        ("GUILD_MEMBER_UPDATE", moved),
        (
            "PRESENCE_UPDATE",
            json!({"user": {"id": "1007"}, "guild_id": guild, "status": "idle", "client_status": {"web": "idle"}, "activities": [{"name": "tea", "type": 0, "created_at": 1_700_000_000_000_u64}]}),
        ),
        (
            "VOICE_STATE_UPDATE",
            json!({"guild_id": guild, "channel_id": "200", "user_id": "1007", "session_id": "s"}),
        ),
        ("CHANNEL_UPDATE", {
            let mut channel = channel(0);
            channel["guild_id"] = json!(guild);
            channel
        }),
        ("GUILD_ROLE_UPDATE", json!({"guild_id": guild, "role": role(0)})),
        (
            "TYPING_START",
            json!({"channel_id": "200", "guild_id": guild, "user_id": "1007", "timestamp": 1_700_000_000}),
        ),
    ]
}

fn user(n: u64) -> Value {
    json!({"id": (1000 + n).to_string(), "username": format!("pixelfox{n}"), "discriminator": "0", "global_name": format!("Pixel Fox {n}"), "avatar": format!("{n:032x}"), "public_flags": 64})
}

fn member(n: u64) -> Value {
    let roles: Vec<String> = (0..n % 4).map(|role| (100 + role).to_string()).collect();
    json!({"user": user(n), "roles": roles, "joined_at": "2024-03-01T12:00:00.000000+00:00", "deaf": false, "mute": false, "flags": 0})
}

fn role(n: u64) -> Value {
    let id = if n == 0 { GUILD } else { 99 + n };
    json!({"id": id.to_string(), "name": format!("role {n}"), "position": n, "permissions": "1071698660929", "color": 0})
}

fn channel(n: u64) -> Value {
    json!({"id": (200 + n).to_string(), "type": 0, "name": format!("channel-{n}"), "position": n, "permission_overwrites": [{"id": GUILD.to_string(), "type": 0, "allow": "1024", "deny": "2048"}]})
}
