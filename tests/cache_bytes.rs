//! What the cache says it takes, against what the allocator gave; and what a guild takes, against what Discord sent.

use std::alloc::System;
use std::time::Instant;

use ito::cache::{Cache, CacheSettings, Kind};
use ito::event::{self, Event};
use serde_json::{Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Bytes that are allocated now.
fn in_use() -> usize {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated - stats.bytes_deallocated
}

/// One test, so that no other allocates meanwhile.
#[test]
fn the_report_is_within_a_tenth_of_what_the_allocator_gave() {
    let guilds = 60;
    let sent: Vec<String> = (1..=guilds).map(|id| guild(id).to_string()).collect();
    let json: usize = sent.iter().map(String::len).sum();
    for kind in [None, Some(Kind::Members), Some(Kind::Presences), Some(Kind::Channels)] {
        let settings = match kind {
            None => CacheSettings::default(),
            // What a guild takes by itself counts as its kind.
            Some(kind) => CacheSettings::none().with(Kind::Guilds).with(kind),
        };
        let before = in_use();
        let cache = Cache::new(settings).unwrap();
        for text in &sent {
            cache.update(&decoded("GUILD_CREATE", text), Instant::now());
        }
        if kind.is_none() {
            for id in 1..=1000_u64 {
                let message = json!({"id": id.to_string(), "channel_id": "1", "guild_id": "1000", "content": "hello ".repeat(id as usize % 60), "author": user(id), "timestamp": "2024-03-01T12:00:00.000000+00:00"});
                cache.update(&decoded("MESSAGE_CREATE", &message.to_string()), Instant::now());
            }
        }
        let taken = in_use() - before;
        let report = cache.report();
        let ratio = report.bytes as f64 / taken as f64;
        println!(
            "{kind:?}: {taken} bytes taken, {} reported ({ratio:.3}); {json} bytes of JSON\n{report}",
            report.bytes
        );
        assert!((0.9..=1.1).contains(&ratio), "{kind:?}: {} reported, {taken} taken\n{report}", report.bytes);
        if kind.is_none() {
            // It may only fall.
            assert!(taken * 100 < json * 76, "{taken} bytes for {json} of JSON");
        }
        cache.clear();
        assert_eq!(cache.report().bytes, 0);
        drop(cache);
        let left = in_use().saturating_sub(before);
        // What is printed is kept by the test's harness.
        assert!(left < taken / 100, "{left} bytes are left of a cache that is gone");
    }
}

fn decoded(name: &str, text: &str) -> Event {
    event::decode(name, text).unwrap().event
}

fn user(id: u64) -> Value {
    json!({"id": id.to_string(), "username": format!("pixelfox{id}"), "discriminator": "0", "global_name": format!("Pixel Fox {id}"), "avatar": format!("{:032x}", u128::from(id) << 90 | 7), "bot": false, "public_flags": 64})
}

/// A guild with 50 channels, 30 roles, 100 members with presences and 50 emojis.
fn guild(number: u64) -> Value {
    let id = 1000 + number;
    let base = id * 10_000;
    let text = |n: u64| n.to_string();
    let roles: Vec<Value> = (0..30).map(|n| json!({"id": text(if n == 0 { id } else { base + n }), "name": format!("role {n}"), "color": 0x00ff_0000, "colors": {"primary_color": 0x00ff_0000}, "position": n, "permissions": "1071698660929", "hoist": false, "managed": false, "mentionable": true, "tags": {}})).collect();
    let channels: Vec<Value> = (0..50).map(|n| json!({"id": text(base + 100 + n), "type": 0, "name": format!("channel-{n}"), "topic": "What this is about, and what it is not about", "position": n, "parent_id": text(base + 100), "permission_overwrites": [{"id": text(id), "type": 0, "allow": "1024", "deny": "2048"}, {"id": text(base + 2), "type": 0, "allow": "2048", "deny": "0"}], "nsfw": false, "rate_limit_per_user": 0, "last_message_id": text(base)})).collect();
    let members: Vec<Value> = (0..100).map(|n| json!({"user": user(number * 80 + n + 500), "nick": (n % 4 == 0).then(|| format!("The {n}th")), "roles": (1..=n % 4).map(|n| text(base + n)).collect::<Vec<_>>(), "joined_at": "2024-03-01T12:00:00.000000+00:00", "deaf": false, "mute": false, "flags": 0, "pending": false, "avatar": null, "premium_since": null})).collect();
    let presences: Vec<Value> = (0..100).map(|n| json!({"user": {"id": text(number * 80 + n + 500)}, "status": "online", "client_status": {"desktop": "online"}, "activities": if n % 2 == 0 { json!([{"type": 0, "name": format!("Some Game {n}"), "state": "In queue", "details": "Ranked", "created_at": 1_700_000_000_000_u64, "timestamps": {"start": 1_700_000_000_000_u64}, "application_id": text(base), "assets": {"large_text": "Map 5", "large_image": "1500000000000000123"}}]) } else { json!([]) }})).collect();
    let emojis: Vec<Value> = (0..50).map(|n| json!({"id": text(base + 200 + n), "name": format!("emoji{n}"), "roles": [], "require_colons": true, "managed": false, "animated": false, "available": true})).collect();
    json!({"id": text(id), "name": format!("Guild number {number}"), "owner_id": text(500), "features": ["COMMUNITY", "NEWS"], "member_count": 100, "roles": roles, "channels": channels, "members": members, "presences": presences, "emojis": emojis})
}
