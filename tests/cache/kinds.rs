//! Kind by kind: what is held, what a kind costs that is left out, and what each read gives.

use ito::cache::{Cache, CacheSettings, CachedMessage, Kind, Member};
use ito::event::EventType;
use ito::model::{Channel, Id, Permissions, Role};
use serde_json::json;

use super::{ME, cache, channel, event, feed, guild, member, message, ready, role, thread, user};

/// A cache with something of every kind.
fn full(settings: CacheSettings) -> Cache {
    cache(
        settings,
        &[
            ready(&[5, 6]),
            ("GUILD_CREATE", guild(5)),
            ("MESSAGE_CREATE", message(71, Some(5), 5020, 5001, "hello")),
            ("MESSAGE_CREATE", message(72, None, 800, 8, "psst")),
            (
                "INVITE_CREATE",
                json!({"channel_id": "5020", "code": "abc", "guild_id": "5", "created_at": "2024-03-01T12:00:00.000000+00:00", "max_age": 0, "max_uses": 0, "temporary": false, "uses": 0}),
            ),
        ],
    )
}

#[test]
fn everything_is_held_and_found_by_its_id() {
    let cache = full(CacheSettings::default());
    for kind in Kind::ALL {
        assert!(cache.report().of_kind(kind).count > 0, "{kind:?}");
        assert!(cache.report().of_kind(kind).bytes > 0, "{kind:?}");
    }
    assert_eq!(cache.me().unwrap().id.get(), ME);
    assert_eq!(cache.channel(Id::new(5020)).unwrap().name.as_deref(), Some("general"));
    assert_eq!(cache.channel(Id::new(5030)).unwrap().guild_id, Some(Id::new(5)));
    assert_eq!(cache.role(Id::new(5010)).unwrap().name, "staff");
    assert_eq!(cache.emoji(Id::new(5040)).unwrap().name.as_deref(), Some("blob"));
    assert_eq!(cache.sticker(Id::new(5050)).unwrap().name, "wave");
    assert_eq!(cache.user(Id::new(5001)).unwrap().name(), "user5001");
    assert_eq!(cache.message(Id::new(71)).unwrap().content, "hello");
    assert_eq!(cache.dm_channel_id(Id::new(8)), Some(Id::new(800)));
    assert_eq!(cache.invite("abc").unwrap().channel_id, Id::new(5020));
    let guild = cache.guild(Id::new(5)).unwrap();
    assert_eq!((guild.name(), guild.owner_id()), (Some("guild5"), Id::new(5001)));
    assert_eq!(guild.voice_states_of(Id::new(5021)).count(), 1);
    assert_eq!(guild.threads_of(Id::new(5020)).count(), 1);
    assert_eq!(guild.invites_of(Id::new(5020)).count(), 1);
    assert_eq!((guild.stages().count(), guild.scheduled_events().count(), guild.sounds().count()), (1, 1, 1));
    let presence = guild.presence(Id::new(5001)).unwrap();
    assert_eq!(
        (presence.activities()[0].name.as_str(), presence.to_model().client_status),
        ("Chess", presence.client_status())
    );
    let names = |guilds: Vec<ito::cache::CachedGuild>| {
        guilds.iter().map(|guild| guild.id().get()).collect::<Vec<_>>()
    };
    assert_eq!((names(cache.available_guilds()), names(cache.unavailable_guilds())), (vec![5], vec![6]));
}

#[test]
fn a_kind_that_is_left_out_takes_no_byte_and_the_others_stay() {
    for kind in Kind::ALL {
        let cache = full(CacheSettings::default().without(kind));
        let report = cache.report();
        assert_eq!((report.of_kind(kind).count, report.of_kind(kind).bytes), (0, 0), "{kind:?}");
        for other in Kind::ALL.into_iter().filter(|other| *other != kind) {
            // Users come with members and with nothing else.
            let is_there = report.of_kind(other).count > 0;
            assert_eq!(is_there, (kind, other) != (Kind::Members, Kind::Users), "{other:?} without {kind:?}");
        }
    }
}

#[test]
fn a_cache_of_nothing_wants_no_event_and_holds_no_byte() {
    let cache = full(CacheSettings::none());
    assert_eq!(cache.report().bytes, 0);
    assert!(EventType::ALL.iter().all(|event| !cache.wants(*event)));
    let some = Cache::new(CacheSettings::none().with(Kind::Roles)).unwrap();
    assert!(some.wants(EventType::GuildRoleUpdate) && some.wants(EventType::GuildCreate));
    assert!(!some.wants(EventType::Message) && !some.wants(EventType::PresenceUpdate));
}

#[test]
fn an_update_gives_what_was_before_and_a_delete_what_is_gone() {
    let cache = full(CacheSettings::default());
    let former = |name, data: serde_json::Value| cache.update(&event(name, &data), std::time::Instant::now());
    let old = former("GUILD_ROLE_UPDATE", json!({"guild_id": "5", "role": role(5010, "crew")})).unwrap();
    assert_eq!(old.downcast::<Role>().unwrap().name, "staff");
    let old = former("MESSAGE_UPDATE", message(71, Some(5), 5020, 5001, "hello!")).unwrap();
    assert_eq!(old.downcast::<CachedMessage>().unwrap().content, "hello");
    assert_eq!(cache.message(Id::new(71)).unwrap().content, "hello!");
    let mut changed = channel(5020, "lobby");
    changed["guild_id"] = json!("5");
    assert_eq!(
        former("CHANNEL_UPDATE", changed).unwrap().downcast::<Channel>().unwrap().name.as_deref(),
        Some("general")
    );
    let gone = former("GUILD_MEMBER_REMOVE", json!({"guild_id": "5", "user": user(5001)})).unwrap();
    assert_eq!(gone.downcast::<Member>().unwrap().roles(), [Id::new(5010)]);
    assert!(former("GUILD_MEMBER_REMOVE", json!({"guild_id": "5", "user": user(5001)})).is_none());
    assert!(former("MESSAGE_DELETE", json!({"id": "5", "channel_id": "1"})).is_none());
}

#[test]
fn a_user_of_two_guilds_stays_until_it_has_left_the_last() {
    let mut other = guild(6);
    other["members"].as_array_mut().unwrap().push(member(5001, &[]));
    let cache = cache(
        CacheSettings::default(),
        &[ready(&[5, 6]), ("GUILD_CREATE", guild(5)), ("GUILD_CREATE", other)],
    );
    feed(&cache, &[("GUILD_MEMBER_REMOVE", json!({"guild_id": "5", "user": user(5001)}))]);
    assert!(cache.user(Id::new(5001)).is_some() && cache.user(Id::new(5002)).is_some());
    feed(&cache, &[("GUILD_DELETE", json!({"id": "6"}))]);
    assert!(cache.user(Id::new(5001)).is_none() && cache.user(Id::new(6002)).is_none());
    assert!(cache.user(Id::new(5002)).is_some());
}

#[test]
fn a_new_session_forgets_the_guilds_that_did_not_come_again_of_its_own_shard() {
    // Ids of which the second and the third are of shard 1 of 2.
    let [even, odd, gone] = [2 << 22, 3 << 22, 5 << 22];
    let cache = cache(
        CacheSettings::default(),
        &[
            ready(&[even, odd, gone]),
            ("GUILD_CREATE", guild(even)),
            ("GUILD_CREATE", guild(odd)),
            ("GUILD_CREATE", guild(gone)),
        ],
    );
    let (name, mut again) = ready(&[odd]);
    again["shard"] = json!([1, 2]);
    feed(&cache, &[(name, again)]);
    assert!(!cache.guild(Id::new(even)).unwrap().is_unavailable());
    assert!(cache.guild(Id::new(odd)).unwrap().is_unavailable());
    assert!(cache.guild(Id::new(gone)).is_none() && cache.channel(Id::new(gone * 1000 + 20)).is_none());
    assert_eq!(cache.guild(Id::new(odd)).unwrap().channels().count(), 2);
}

#[test]
fn an_archived_thread_a_deleted_channel_and_a_deleted_role_leave_nothing_behind() {
    let cache = full(CacheSettings::default());
    let mut archived = thread(5030, 5020, true);
    archived["guild_id"] = json!("5");
    feed(&cache, &[("THREAD_UPDATE", archived)]);
    assert!(cache.channel(Id::new(5030)).is_none());
    let mut back = thread(5030, 5020, false);
    back["guild_id"] = json!("5");
    let mut parent = channel(5020, "general");
    parent["guild_id"] = json!("5");
    feed(&cache, &[("THREAD_UPDATE", back), ("CHANNEL_DELETE", parent)]);
    assert!(
        cache.channel(Id::new(5030)).is_none()
            && cache.invite("abc").is_none()
            && cache.message(Id::new(71)).is_none()
    );
    feed(&cache, &[("GUILD_ROLE_DELETE", json!({"guild_id": "5", "role_id": "5010"}))]);
    assert!(cache.member(Id::new(5), Id::new(5001)).unwrap().roles().is_empty());
}

#[test]
fn what_was_read_stays_as_it_was() {
    let cache = full(CacheSettings::default());
    let before = cache.guild(Id::new(5)).unwrap();
    feed(&cache, &[("GUILD_DELETE", json!({"id": "5"}))]);
    assert!(cache.guild(Id::new(5)).is_none());
    assert_eq!((before.members().count(), before.channels().count(), before.name()), (3, 2, Some("guild5")));
}

#[test]
fn permissions_come_from_roles_overwrites_and_the_owner() {
    let mut guild = guild(5);
    guild["channels"][0]["permission_overwrites"] = json!([{"id": "5002", "type": 1, "allow": "2048", "deny": "0"}, {"id": "5", "type": 0, "allow": "0", "deny": "1024"}, {"id": "5010", "type": 0, "allow": "1024", "deny": "0"}]);
    guild["members"].as_array_mut().unwrap().push(member(5003, &[5010]));
    let cache = cache(CacheSettings::default(), &[ready(&[5]), ("GUILD_CREATE", guild)]);
    let may = |channel, user| cache.permissions_in(Id::new(channel), Id::new(user));
    assert_eq!(may(5020, 5001), Some(Permissions::all()), "the owner");
    assert_eq!(may(5020, 5002), Some(Permissions::empty()), "nobody who cannot see may write");
    assert_eq!(may(5020, 5003), Some(Permissions::VIEW_CHANNEL));
    assert_eq!(may(5030, 5003), Some(Permissions::VIEW_CHANNEL), "a thread is as its parent");
    assert_eq!(may(5021, 5002), Some(Permissions::VIEW_CHANNEL));
    assert_eq!((may(5020, 4), may(4, 5001)), (None, None));
}

#[test]
fn members_and_users_come_back_as_they_were() {
    let rich = json!({"user": {"id": "7", "username": "ada", "discriminator": "0042", "global_name": "Ada", "avatar": "a_0123456789abcdef0123456789abcdef", "bot": true, "banner": "bb", "accent_color": 5, "public_flags": 64, "avatar_decoration_data": {"asset": "a_77", "sku_id": "12"}, "primary_guild": {"identity_guild_id": "14", "identity_enabled": true, "tag": "ADA", "badge": "bb"}}, "nick": "Countess", "avatar": "0123456789abcdef0123456789abcdef", "banner": null, "roles": ["5010", "5"], "joined_at": "2024-03-01T12:00:00.123456+00:00", "premium_since": "2024-03-02T12:00:00.000000+00:00", "deaf": true, "mute": false, "flags": 3, "pending": true, "communication_disabled_until": "2031-03-02T12:00:00.000000+00:00"});
    let cache = full(CacheSettings::default());
    let mut added = rich.clone();
    added["guild_id"] = json!("5");
    feed(&cache, &[("GUILD_MEMBER_ADD", added)]);
    let mut expected: ito::model::Member = serde_json::from_value(rich).unwrap();
    assert_eq!(cache.user(Id::new(7)).unwrap().to_model(), expected.user.take().unwrap());
    assert_eq!(cache.member(Id::new(5), Id::new(7)).unwrap().to_model(), expected);
}
