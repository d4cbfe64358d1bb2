//! Numbers, ages, policies and the ceiling: what goes, and what stays.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ito::cache::{Cache, CacheSettings, Kind, MemberPolicy, SettingsError};
use ito::event::{Event, GuildMembersChunk};
use ito::model::{Id, Member, Permissions, User};
use serde_json::{Value, json};

use super::{ME, cache, event, feed, guild, member, message, ready};

/// Members `from..to` of guild 5.
fn chunk(from: u64, to: u64) -> (&'static str, Value) {
    let members: Vec<Value> = (from..to).map(|id| member(id, &[5010])).collect();
    ("GUILD_MEMBERS_CHUNK", json!({"guild_id": "5", "members": members, "chunk_index": 0, "chunk_count": 1}))
}

fn filled(settings: CacheSettings) -> Cache {
    cache(settings, &[ready(&[5]), ("GUILD_CREATE", guild(5))])
}

fn load() -> u64 {
    if std::env::var_os("ITO_LOAD").is_some() { 100 } else { 1 }
}

#[test]
fn of_many_members_the_most_are_held_and_those_that_are_asked_for_stay() {
    let most = 1000 * load();
    let cache = filled(CacheSettings::default().most(Kind::Members, most as usize));
    let asked_for = 100_000_000..100_000_000 + most / 10;
    for first in (100_000_000..100_000_000 + most * 10).step_by(500) {
        feed(&cache, &[chunk(first, first + 500)]);
        let report = cache.report();
        assert!(report.of_kind(Kind::Members).count <= most as usize);
        assert_eq!(report.of_kind(Kind::Members).count, report.of_kind(Kind::Users).count);
        for id in asked_for.clone() {
            cache.member(Id::new(5), Id::new(id));
        }
    }
    let stay = asked_for.clone().filter(|id| cache.member(Id::new(5), Id::new(*id)).is_some()).count() as u64;
    assert_eq!(stay, most / 10, "those that are asked for again and again");
    assert!(cache.member(Id::new(5), Id::new(ME)).is_some(), "the bot's own");
    assert!(cache.report().of_kind(Kind::Members).count > most as usize * 9 / 10, "no more goes than has to");
}

#[test]
fn messages_and_direct_channels_are_bounded_and_the_oldest_go() {
    let cache = filled(CacheSettings::default().most(Kind::Messages, 10).most(Kind::DmChannels, 3));
    for id in 1..=40 {
        feed(&cache, &[("MESSAGE_CREATE", message(id, None, 900 + id % 5, 50 + id % 5, "hi"))]);
    }
    let ids: Vec<u64> = cache.messages().iter().map(|message| message.id.get()).collect();
    assert_eq!(ids, (31..=40).collect::<Vec<_>>());
    let users: Vec<u64> = cache.dm_channel_ids().iter().map(|(user, _)| user.get()).collect();
    assert_eq!(users, [53, 54, 50]);
}

#[test]
fn what_was_not_used_for_an_hour_is_gone_and_a_sweep_is_short() {
    let hour = Duration::from_secs(3600);
    let settings = CacheSettings::default().age(Kind::Members, hour).age(Kind::Messages, hour);
    let cache = filled(settings);
    let begin = Instant::now();
    let members = 3000;
    cache.update(&event("GUILD_MEMBERS_CHUNK", &chunk(1_000_000, 1_000_000 + members).1), begin);
    cache.update(&event("MESSAGE_CREATE", &message(1, Some(5), 5020, 5001, "hi")), begin);
    let tick = |after: Duration| {
        cache.update(
            &event("GUILD_ROLE_UPDATE", &json!({"guild_id": "5", "role": super::role(5, "@everyone")})),
            begin + after,
        )
    };
    tick(hour / 2);
    for id in 1_000_000..1_000_010 {
        assert!(cache.member(Id::new(5), Id::new(id)).is_some(), "it was used half an hour ago");
    }
    for second in 1..=10 {
        tick(hour + Duration::from_secs(second));
    }
    let left: Vec<u64> =
        cache.guild(Id::new(5)).unwrap().members().map(|member| member.user_id().get()).collect();
    assert_eq!(left, [ME].into_iter().chain(1_000_000..1_000_010).collect::<Vec<_>>());
    assert_eq!(cache.messages().len(), 0);
    assert_eq!(cache.report().of_kind(Kind::Users).count, left.len());
}

#[test]
fn a_policy_keeps_whom_it_wants_and_the_bot() {
    let policy = MemberPolicy::voice()
        .or(MemberPolicy::owner())
        .or(MemberPolicy::when(|m| m.member.user_id().get() == 7));
    let cache = filled(CacheSettings::default().members(policy));
    let held = || {
        cache.guild(Id::new(5)).unwrap().members().map(|member| member.user_id().get()).collect::<Vec<_>>()
    };
    assert_eq!(held(), [ME, 5001]);
    feed(&cache, &[chunk(6, 9)]);
    assert_eq!(held(), [7, ME, 5001]);
    let voice = |channel: Option<&str>| {
        (
            "VOICE_STATE_UPDATE",
            json!({"guild_id": "5", "channel_id": channel, "user_id": "8", "member": member(8, &[]), "session_id": "v", "deaf": false, "mute": false, "self_deaf": false, "self_mute": false, "self_video": false, "suppress": false, "request_to_speak_timestamp": null}),
        )
    };
    feed(&cache, &[voice(Some("5021"))]);
    assert_eq!(held(), [7, 8, ME, 5001]);
    feed(&cache, &[voice(None)]);
    assert_eq!(held(), [7, ME, 5001]);
    assert_eq!(cache.users().len(), 3);
}

#[test]
fn a_policy_of_the_recently_active_lets_go_of_who_falls_silent() {
    let minute = Duration::from_secs(60);
    let cache = filled(CacheSettings::default().members(MemberPolicy::recently_active(minute)));
    let begin = Instant::now();
    let mut says = message(1, Some(5), 5020, 5002, "hi");
    says["member"] = member(5002, &[]);
    cache.update(&event("MESSAGE_CREATE", &says), begin + minute);
    cache.update(&event("MESSAGE_CREATE", &message(2, Some(5), 5020, 4, "hi")), begin + minute + minute / 2);
    cache.update(
        &event("MESSAGE_CREATE", &message(3, Some(5), 5020, 4, "hi")),
        begin + minute + minute / 2 + minute / 60,
    );
    let held: Vec<u64> =
        cache.guild(Id::new(5)).unwrap().members().map(|member| member.user_id().get()).collect();
    assert_eq!(held, [ME, 5002]);
}

#[test]
fn a_policy_that_panics_or_reads_the_cache_keeps_the_member_and_harms_nothing() {
    let cache = filled(CacheSettings::default().members(MemberPolicy::when(|m| {
        assert!(m.member.user_id().get() != 7, "of no use");
        false
    })));
    feed(&cache, &[chunk(6, 9)]);
    assert!(cache.member(Id::new(5), Id::new(7)).is_some() && cache.member(Id::new(5), Id::new(6)).is_none());
}

#[test]
fn under_a_ceiling_members_go_and_what_the_bot_may_do_is_still_known() {
    let ceiling = 400 * 1024;
    let cache = filled(CacheSettings::default().memory_ceiling(ceiling));
    for id in 1..=200 {
        feed(&cache, &[("MESSAGE_CREATE", message(id, Some(5), 5020, 5001, &"x".repeat(1000)))]);
    }
    for first in (1_000_000..1_020_000).step_by(1000) {
        feed(&cache, &[chunk(first, first + 1000)]);
        let report = cache.report();
        assert!(report.bytes <= ceiling, "{report}");
    }
    let report = cache.report();
    assert!(report.of_kind(Kind::Members).count > 500, "no more goes than has to: {report}");
    assert_eq!(report.of_kind(Kind::Messages).count, 0, "messages go first");
    assert_eq!((report.of_kind(Kind::Roles).count, report.of_kind(Kind::Channels).count), (2, 2));
    assert_eq!(cache.permissions_in(Id::new(5020), Id::new(ME)), Some(Permissions::VIEW_CHANNEL));
}

#[test]
fn what_cannot_be_bounded_is_said_so() {
    let one = CacheSettings::default().most(Kind::Roles, 5);
    assert_eq!(one.check(), Err(SettingsError::NotCounted(Kind::Roles)));
    let other = CacheSettings::default().age(Kind::DmChannels, Duration::from_secs(5));
    assert_eq!(other.check(), Err(SettingsError::NotAged(Kind::DmChannels)));
    let error = ito::Bot::builder("a.token").cache(one).build().unwrap_err().to_string();
    assert!(error.contains("Roles") && error.contains("leave the kind out"), "{error}");
}

#[test]
fn c03_over_a_virtual_day_nobody_stays_longer_than_an_hour_and_a_sweep_has_a_bound() {
    let (hour, minute) = (Duration::from_secs(3600), Duration::from_secs(60));
    let cache = filled(CacheSettings::default().age(Kind::Members, hour));
    let begin = Instant::now();
    let come = |from: u64, count: u64, after: Duration| {
        let mut chunk = GuildMembersChunk::default();
        chunk.guild_id = Id::new(5);
        chunk.members = (from..from + count)
            .map(|id| {
                let (mut member, mut user) = (Member::default(), User::default());
                (user.id, user.name) = (Id::new(id), "ada".to_owned());
                member.user = Some(user);
                member
            })
            .collect();
        cache.update(&Event::GuildMembersChunk(Arc::new(chunk)), begin + after);
    };
    let held = || cache.report().of_kind(Kind::Members).count as u64;
    for at in 0..24 * 60 {
        come(1_000_000 + at * 10, 10, minute * at as u32);
        // Ten a minute and the bot's own; some wait for the hand to come round.
        assert!(held() <= 10 * 62 + 4, "{} after {at} minutes", held());
    }
    let (many, day) = (40_000 * load(), hour * 24);
    come(10_000_000, many, day);
    come(2_000_000, 1, day + hour * 2);
    let gone = many.saturating_sub(held());
    assert!((1..=20_000).contains(&gone), "one sweep let go of {gone}");
    let rest = (1..=5 * load()).map(|second| day + hour * 2 + Duration::from_secs(second));
    rest.for_each(|after| come(2_000_001, 1, after));
    assert!(held() <= 3, "{} are left", held());
}
