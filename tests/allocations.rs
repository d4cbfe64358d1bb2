//! How often an event allocates on its way to a listener: numbers that may only fall.

use std::alloc::System;
use std::time::Instant;

use ito::cache::{Cache, CacheSettings};
use ito::event::{self, Envelope};
use serde_json::{Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Allocations of a call, at the least: what starts and watches tests allocates now and then, too.
fn allocations<T>(call: impl Fn() -> T) -> usize {
    let once = || {
        let region = Region::new(ALLOCATOR);
        let result = call();
        let change = region.change();
        drop(result);
        change.allocations + change.reallocations
    };
    (0..20).map(|_| once()).min().unwrap_or_default()
}

#[test]
fn events_allocate_for_what_they_hold_and_no_more() {
    let fixtures: Value = serde_json::from_str(include_str!("fixtures/events.json")).unwrap();
    let user = json!({"id": "3", "username": "ada", "discriminator": "0", "global_name": "Ada", "avatar": "a_0123456789abcdef0123456789abcdef", "public_flags": 0});
    let member = json!({"roles": ["4", "5"], "joined_at": "2024-02-29T12:00:00.000000+00:00", "deaf": false, "mute": false, "flags": 0});
    let message = json!({"id": "9", "channel_id": "1", "guild_id": "2", "content": "tea at five?", "author": user, "member": member, "timestamp": "2024-02-29T12:00:00.000000+00:00"});
    let reaction = json!({"user_id": "3", "channel_id": "1", "message_id": "9", "guild_id": "2", "emoji": {"id": null, "name": "🍵"}, "burst": false, "type": 0});
    let typing = json!({"channel_id": "1", "guild_id": "2", "user_id": "3", "timestamp": 1_709_208_000});
    for (name, data, most) in [
        // Name, shown name, text, the boxed member, its roles, the event.
        ("MESSAGE_CREATE", &message, 6),
        ("MESSAGE_REACTION_ADD", &reaction, 2),
        ("TYPING_START", &typing, 1),
        ("PRESENCE_UPDATE", &fixtures["PRESENCE_UPDATE"], 15),
        ("GUILD_CREATE", &fixtures["GUILD_CREATE"], 91),
    ] {
        let text = data.to_string();
        let frame = format!(r#"{{"t":"{name}","s":1,"op":0,"d":{text}}}"#);
        assert_eq!(allocations(|| Envelope::read(&frame)), 0, "{name}, which nobody wants");
        let counted = allocations(|| event::decode(name, &text));
        println!("{name}: {counted}");
        assert!(counted <= most, "{name} allocates {counted} times, and {most} times before");
    }
    let cache = Cache::new(CacheSettings::default()).unwrap();
    let fill = event::decode("GUILD_CREATE", &json!({"id": "2", "name": "tea", "channels": [{"id": "1", "type": 0}], "members": [{"user": user, "roles": []}]}).to_string()).unwrap();
    cache.update(&fill.event, Instant::now());
    let guild = cache.guild(ito::Id::new(2)).unwrap();
    let reads = allocations(|| (cache.member(guild.id(), ito::Id::new(3)), cache.user(ito::Id::new(3))));
    assert_eq!(reads, 0, "a read is a pointer");
    assert_eq!(
        allocations(|| cache.channel(ito::Id::new(1))),
        1,
        "what is packed is made anew, with what it points to"
    );
}
