//! A snapshot: what it restores is what was held.

use std::time::Instant;

use ito::cache::{Cache, CacheSettings, CachedGuild, Kind};
use ito::model::{Id, Message};
use serde_json::json;

use super::{cache, channel, feed, guild, member, message, ready};

/// Restores a snapshot into another cache and compares all of it.
pub(crate) fn comes_back(cache: &Cache) {
    let again = restored(cache, cache.settings().clone());
    let ids = |cache: &Cache| cache.guilds().iter().map(CachedGuild::id).collect::<Vec<_>>();
    assert_eq!(ids(&again), ids(cache));
    for (was, is) in cache.guilds().iter().zip(again.guilds()) {
        // What happened in a guild that never came brings it an empty name.
        assert!(was.info().is_none() || was.info() == is.info(), "{was:?}");
        assert_eq!(
            (was.is_unavailable(), was.owner_id(), was.member_count()),
            (is.is_unavailable(), is.owner_id(), is.member_count())
        );
        assert!(was.channels().eq(is.channels()) && was.threads().eq(is.threads()), "{was:?}");
        assert!(was.roles().eq(is.roles()) && was.members().eq(is.members()), "{was:?}");
        assert!(was.presences().eq(is.presences()) && was.voice_states().eq(is.voice_states()), "{was:?}");
        assert!(was.emojis().eq(is.emojis()) && was.stickers().eq(is.stickers()), "{was:?}");
        assert!(was.sounds().eq(is.sounds()) && was.invites().eq(is.invites()), "{was:?}");
        assert!(was.stages().eq(is.stages()) && was.scheduled_events().eq(is.scheduled_events()), "{was:?}");
    }
    for user in cache.users() {
        assert_eq!(again.user(user.id()), Some(user));
    }
    let messages =
        |cache: &Cache| cache.messages().iter().map(|message| Message::clone(message)).collect::<Vec<_>>();
    assert_eq!(messages(&again), messages(cache));
    assert_eq!((again.me(), again.dm_channel_ids()), (cache.me(), cache.dm_channel_ids()));
    let (was, is) = (cache.report(), again.report());
    for kind in Kind::ALL {
        assert_eq!((kind, is.of_kind(kind).count), (kind, was.of_kind(kind).count));
    }
}

fn restored(cache: &Cache, settings: CacheSettings) -> Cache {
    let again = Cache::new(settings).unwrap();
    for line in cache.snapshot() {
        assert!(!line.contains('\n'));
        again.restore(&line, Instant::now()).unwrap();
    }
    again
}

/// Two guilds with all there is, one of them in an outage, and one that never came.
fn rich() -> Cache {
    let mut first = guild(5);
    first["channels"][0]["topic"] = json!("one\ntwo");
    let mut edited = message(32, Some(5), 5020, 5001, "new words");
    edited["edited_timestamp"] = json!("2024-03-01T12:00:00.000000+00:00");
    let mut of_one_who_left = message(33, Some(5), 5020, 4321, "bye");
    of_one_who_left["member"] = json!({"roles": [], "joined_at": "2024-03-01T12:00:00.000000+00:00", "deaf": false, "mute": false, "flags": 0});
    let mut gone = member(4321, &[]);
    gone["guild_id"] = json!("5");
    let cache = cache(
        CacheSettings::default(),
        &[
            ready(&[5, 6, 7]),
            ("GUILD_CREATE", first),
            ("GUILD_CREATE", guild(6)),
            (
                "INVITE_CREATE",
                json!({"guild_id": "5", "channel_id": "5020", "code": "abc", "created_at": "2024-03-01T12:00:00.000000+00:00", "max_age": 60, "max_uses": 0, "temporary": false, "type": 0, "uses": 0}),
            ),
            ("MESSAGE_CREATE", message(31, None, 900, 50, "hi")),
            ("MESSAGE_CREATE", message(32, Some(5), 5020, 5001, "words")),
            ("MESSAGE_UPDATE", edited),
            ("GUILD_MEMBER_ADD", gone.clone()),
            ("MESSAGE_CREATE", of_one_who_left),
            ("GUILD_MEMBER_REMOVE", json!({"guild_id": "5", "user": gone["user"]})),
            ("GUILD_DELETE", json!({"id": "6", "unavailable": true})),
        ],
    );
    let members: Vec<_> = (10_000..11_100).map(|id| member(id, &[5010])).collect();
    feed(
        &cache,
        &[(
            "GUILD_MEMBERS_CHUNK",
            json!({"guild_id": "5", "members": members, "chunk_index": 0, "chunk_count": 1}),
        )],
    );
    cache
}

#[test]
fn c11_all_kinds_come_back_as_they_were() {
    let cache = rich();
    comes_back(&cache);
    let report = cache.report();
    let empty: Vec<_> = Kind::ALL.into_iter().filter(|kind| report.of_kind(*kind).count == 0).collect();
    assert_eq!(empty, [], "something of each kind was compared");
    assert!(cache.member(Id::new(5), Id::new(4321)).is_none());
}

#[test]
fn c11_what_is_left_out_now_does_not_come_back_and_a_policy_still_judges() {
    let cache = rich();
    for kind in Kind::ALL {
        let again = restored(&cache, CacheSettings::default().without(kind));
        assert_eq!((kind, again.report().of_kind(kind).bytes), (kind, 0));
        comes_back(&again);
    }
    let none = restored(&cache, CacheSettings::default().members(ito::cache::MemberPolicy::only_me()));
    assert_eq!(none.report().of_kind(Kind::Members).count, 2);
}

#[test]
fn c11_what_goes_on_after_a_restore_is_as_if_nothing_had_been() {
    let cache = rich();
    let again = restored(&cache, CacheSettings::default());
    let mut made = channel(5099, "new");
    made["guild_id"] = json!("5");
    for it in [&cache, &again] {
        feed(
            it,
            &[
                ("CHANNEL_CREATE", made.clone()),
                ("GUILD_ROLE_DELETE", json!({"guild_id": "5", "role_id": "5010"})),
                ("MESSAGE_DELETE", json!({"id": "32", "channel_id": "5020"})),
                ready(&[5, 7]),
            ],
        );
    }
    assert_eq!(cache.snapshot().collect::<Vec<_>>(), again.snapshot().collect::<Vec<_>>());
    assert!(again.guild(Id::new(6)).is_none() && again.guild_of(Id::new(5099)).is_some());
}

#[test]
fn c11_a_line_that_is_none_is_an_error() {
    let cache = Cache::new(CacheSettings::default()).unwrap();
    for line in ["", "READY", "READY {", "DM_CHANNELS [[1]]", "GUILD_CREATE [", "no words"] {
        assert!(cache.restore(line, Instant::now()).is_err(), "{line}");
    }
    assert!(cache.restore("OF_A_LATER_VERSION {}", Instant::now()).is_ok(), "what is not known is left");
}
