//! Random streams of events into the cache and into a naive one: equal after each, with eight readers, too.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use fastrand::Rng;
use ito::cache::{Cache, CacheSettings, Kind};
use ito::model::Id;
use serde_json::{Value, json};

use super::naive::Naive;
use super::{channel, event, guild, member, message, ready, role, thread, user};

#[test]
fn after_each_event_the_cache_is_what_a_naive_one_is() {
    run(1, 10_000, &Cache::new(CacheSettings::default()).unwrap());
}

#[test]
fn eight_readers_see_whole_guilds_and_change_nothing() {
    let cache = Cache::new(CacheSettings::default()).unwrap();
    let done = AtomicBool::new(false);
    let seen = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..8)
            .map(|seed| {
                scope.spawn({
                    let (cache, done) = (&cache, &done);
                    move || read(seed, cache, done)
                })
            })
            .collect();
        let outcome = catch_unwind(AssertUnwindSafe(|| run(2, 2000, &cache)));
        done.store(true, Ordering::Relaxed);
        outcome.unwrap();
        readers.into_iter().map(|reader| reader.join().unwrap()).sum::<u64>()
    });
    assert!(seen > 0, "no reader ever saw a member with a role");
}

/// Feeds both, and compares.
fn run(seed: u64, steps: u64, cache: &Cache) {
    let steps = if std::env::var_os("ITO_LOAD").is_some() { 100_000 } else { steps };
    let mut random = Rng::with_seed(seed);
    let mut naive = Naive::default();
    let mut next_message = 1_000_000;
    for step in 0..steps {
        let (name, data) = anything(&mut random, &naive, &mut next_message);
        let event = event(name, &data);
        cache.update(&event, Instant::now());
        naive.update(&event);
        let touched = event.guild_id().map(Id::get);
        for id in (1..=GUILDS).filter(|id| step % 100 == 0 || touched == Some(*id)) {
            assert_eq!(
                Naive::of(cache, id).as_ref(),
                naive.guilds.get(&id),
                "guild {id} after {step} steps, the last {name} {data}"
            );
        }
        if step % 500 == 0 {
            super::snapshot::comes_back(cache);
        }
        if step % 20 == 0 {
            let mut users: Vec<u64> = cache.users().iter().map(|user| user.id().get()).collect();
            users.sort_unstable();
            assert_eq!(
                users,
                naive.users().into_iter().collect::<Vec<_>>(),
                "users after {step} steps, the last {name}"
            );
            let messages: Vec<_> = cache.messages().iter().map(|m| (m.id.get(), m.content.clone())).collect();
            let expected: Vec<_> = naive.messages.iter().map(|m| (m.0, m.3.clone())).collect();
            assert_eq!(messages, expected, "messages after {step} steps, the last {name}");
        }
    }
    super::snapshot::comes_back(cache);
    let places = |guild: &super::naive::NaiveGuild| {
        guild.channels.keys().chain(guild.threads.keys()).copied().collect::<Vec<_>>()
    };
    for (id, guild) in &naive.guilds {
        for channel in places(guild) {
            assert_eq!(cache.guild_of(Id::new(channel)).map(|it| it.id().get()), Some(*id));
        }
    }
    cache.clear();
    let report = cache.report();
    for kind in Kind::ALL {
        assert_eq!((kind, report.of_kind(kind).count), (kind, 0));
    }
    let left = report.bytes;
    assert_eq!(left, 0, "{report:?}");
}

/// Reads until it is over: in a whole guild each role of a member and each parent of a thread is there.
fn read(seed: u64, cache: &Cache, done: &AtomicBool) -> u64 {
    let mut random = Rng::with_seed(seed);
    let mut seen = 0;
    while !done.load(Ordering::Relaxed) {
        let Some(guild) = cache.guild(Id::new(random.u64(1..=GUILDS))) else { continue };
        for member in guild.members() {
            for id in member.roles() {
                assert!(
                    guild.role(*id).is_some(),
                    "role {id} is gone from the guild and not from its member"
                );
                seen += 1;
            }
        }
        for thread in guild.threads() {
            let parent = thread.parent_id.unwrap();
            assert!(guild.channels().any(|channel| channel.id == parent), "a thread without its channel");
        }
        let ids: Vec<_> = guild.members().map(|member| member.user_id()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
    }
    seen
}

const GUILDS: u64 = 6;

/// An event such as Discord might send next.
fn anything(random: &mut Rng, naive: &Naive, next_message: &mut u64) -> (&'static str, Value) {
    let id = random.u64(1..=GUILDS);
    let known = naive.guilds.get(&id).cloned().unwrap_or_default();
    let user_id = random.u64(1..40);
    let pick = |random: &mut Rng, ids: Vec<u64>, other: u64| {
        if ids.is_empty() { other } else { ids[random.usize(..ids.len())] }
    };
    let some_channel = pick(random, known.channels.keys().copied().collect(), id * 1000 + 500);
    let some_role = pick(random, known.roles.keys().copied().collect(), id);
    let some_member = pick(random, known.members.keys().copied().collect(), user_id);
    let some_thread = pick(random, known.threads.keys().copied().collect(), 1);
    let is_known = !known.channels.is_empty();
    let roles: Vec<u64> = known.roles.keys().copied().filter(|_| random.u8(..4) == 0).collect();
    let nick = random.bool().then(|| format!("nick{}", random.u8(..)));
    let of = |mut data: Value| {
        data["guild_id"] = json!(id.to_string());
        data
    };
    let nicked = |mut data: Value| {
        data["nick"] = json!(nick);
        data
    };
    match random.u8(..100) {
        0 => ready(&(1..=GUILDS).filter(|_| random.u8(..4) > 0).collect::<Vec<_>>()),
        1 => ("GUILD_DELETE", json!({"id": id.to_string()})),
        2 => ("GUILD_DELETE", json!({"id": id.to_string(), "unavailable": true})),
        3..=7 => ("GUILD_CREATE", guild(id)),
        8..=9 => (
            "GUILD_UPDATE",
            json!({"id": id.to_string(), "name": format!("name{}", random.u8(..)), "owner_id": "1"}),
        ),
        10..=16 => {
            let new = id * 1000 + random.u64(100..130);
            (
                if random.bool() { "CHANNEL_CREATE" } else { "CHANNEL_UPDATE" },
                of(channel(new, &format!("c{}", random.u8(..)))),
            )
        }
        17..=20 => ("CHANNEL_DELETE", of(channel(some_channel, "gone"))),
        21..=27 if is_known => {
            ("THREAD_UPDATE", of(thread(id * 1000 + random.u64(200..240), some_channel, random.u8(..3) == 0)))
        }
        28..=29 => ("THREAD_DELETE", of(json!({"id": some_thread.to_string(), "type": 11}))),
        30..=35 => ("GUILD_ROLE_CREATE", of(json!({"role": role(id * 1000 + random.u64(300..320), "new")}))),
        36..=38 => {
            ("GUILD_ROLE_UPDATE", of(json!({"role": role(some_role, &format!("r{}", random.u8(..)))})))
        }
        39..=41 => ("GUILD_ROLE_DELETE", of(json!({"role_id": some_role.to_string()}))),
        42..=52 => ("GUILD_MEMBER_ADD", of(nicked(member(user_id, &roles)))),
        53..=57 => ("GUILD_MEMBER_UPDATE", of(nicked(member(some_member, &roles)))),
        58..=64 => ("GUILD_MEMBER_REMOVE", of(json!({"user": user(some_member)}))),
        65..=66 => {
            let members: Vec<Value> =
                (0..random.u64(..60)).map(|_| nicked(member(random.u64(1..40), &roles))).collect();
            ("GUILD_MEMBERS_CHUNK", of(json!({"members": members, "chunk_index": 0, "chunk_count": 1})))
        }
        67..=73 => {
            let status = ["online", "dnd", "idle", "offline"][random.usize(..4)];
            (
                "PRESENCE_UPDATE",
                of(
                    json!({"user": {"id": user_id.to_string()}, "status": status, "activities": [], "client_status": {}}),
                ),
            )
        }
        74..=79 => {
            let channel = random.bool().then(|| some_channel.to_string());
            (
                "VOICE_STATE_UPDATE",
                of(
                    json!({"channel_id": channel, "user_id": user_id.to_string(), "session_id": "v", "deaf": false, "mute": false, "self_deaf": false, "self_mute": false, "self_video": false, "suppress": false, "request_to_speak_timestamp": null}),
                ),
            )
        }
        80..=82 => {
            let emojis: Vec<Value> = (0..random.u64(..9))
                .map(|n| json!({"id": (id * 1000 + 400 + n).to_string(), "name": "e"}))
                .collect();
            ("GUILD_EMOJIS_UPDATE", of(json!({"emojis": emojis})))
        }
        83..=92 => {
            *next_message += 1;
            (
                "MESSAGE_CREATE",
                message(*next_message, random.bool().then_some(id), some_channel, user_id, "first"),
            )
        }
        93..=96 => (
            "MESSAGE_UPDATE",
            message(*next_message - random.u64(..400), Some(id), some_channel, user_id, "edited"),
        ),
        _ => (
            "MESSAGE_DELETE",
            json!({"id": (*next_message - random.u64(..400)).to_string(), "channel_id": "1"}),
        ),
    }
}
