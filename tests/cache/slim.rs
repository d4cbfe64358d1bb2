//! Fewer fields of a model, as a user chooses.

use ito::cache::{Cache, CacheSettings, Kind, MemberPolicy};
use ito::model::{Channel, Guild, Id, Member, Message, User};
use serde_json::{Value, json};

use super::{cache, channel, event, feed, guild, member, message, ready};

/// Members with a name, an avatar and a nickname, and in voice one of them.
fn filled(settings: CacheSettings) -> Cache {
    let members: Vec<Value> = (10_000..11_000)
        .map(|id| {
            let mut member = member(id, &[5010]);
            member["nick"] = json!(format!("the one with the number {id}"));
            member["avatar"] = json!("0123456789abcdef0123456789abcdef");
            member["user"]["global_name"] = json!(format!("Number {id} of many"));
            member["user"]["avatar"] = json!("0123456789abcdef0123456789abcdef");
            member
        })
        .collect();
    let chunk = json!({"guild_id": "5", "members": members, "chunk_index": 0, "chunk_count": 1});
    cache(settings, &[ready(&[5]), ("GUILD_CREATE", guild(5)), ("GUILD_MEMBERS_CHUNK", chunk)])
}

#[test]
fn c05_a_member_takes_fewer_bytes_with_fewer_fields() {
    let slim = CacheSettings::default()
        .slim(|member: &mut Member| {
            (member.nick, member.avatar, member.joined_at) = (None, None, None);
        })
        .slim(|user: &mut User| (user.global_name, user.avatar) = (None, None));
    let bytes = |cache: &Cache| {
        let report = cache.report();
        let (members, users) = (report.of_kind(Kind::Members), report.of_kind(Kind::Users));
        (members.bytes as f64 / members.count as f64, users.bytes as f64 / users.count as f64)
    };
    let (all, fewer) = (filled(CacheSettings::default()), filled(slim));
    let (of_all, of_fewer) = (bytes(&all), bytes(&fewer));
    println!("bytes per member: {:.0} with all fields, {:.0} with fewer", of_all.0, of_fewer.0);
    println!("bytes per user: {:.0} with all fields, {:.0} with fewer", of_all.1, of_fewer.1);
    assert!(of_fewer.0 < of_all.0 * 0.7 && of_fewer.1 < of_all.1 * 0.9, "{of_all:?} {of_fewer:?}");
    let held = fewer.member(Id::new(5), Id::new(10_001)).unwrap();
    assert_eq!((held.nick(), held.avatar(), held.joined_at(), held.roles().len()), (None, None, None, 1));
    let user = fewer.user(Id::new(10_001)).unwrap();
    assert_eq!((user.name(), user.global_name()), ("user10001", None));
    // An event says more than is held, and nothing new.
    let mut says = message(1, Some(5), 5020, 10_001, "hi");
    says["member"] = member(10_001, &[5010]);
    says["member"]["nick"] = json!("another");
    feed(&fewer, &[("MESSAGE_CREATE", says)]);
    assert!(std::sync::Arc::ptr_eq(&held, &fewer.member(Id::new(5), Id::new(10_001)).unwrap()));
}

#[test]
fn c05_guilds_channels_and_messages_are_held_without_what_is_left_out_and_events_stay_whole() {
    let settings = CacheSettings::default()
        .slim(|guild: &mut Guild| guild.description = None)
        .slim(|channel: &mut Channel| channel.topic = None)
        .slim(|message: &mut Message| message.content.clear());
    let mut world = guild(5);
    (world["description"], world["channels"][0]["topic"]) = (json!("of ours"), json!("tea"));
    world["threads"][0]["topic"] = json!("more tea");
    let cache = cache(settings, &[ready(&[5]), ("GUILD_CREATE", world.clone())]);
    let is_slim = || {
        let guild = cache.guild(Id::new(5)).unwrap();
        assert_eq!((guild.name(), &guild.info().unwrap().description), (Some("guild5"), &None));
        assert!(guild.channels().chain(guild.threads()).all(|channel| channel.topic.is_none()));
        assert!(cache.messages().iter().all(|message| message.content.is_empty()));
    };
    is_slim();
    let mut made = channel(5022, "new");
    (made["guild_id"], made["topic"]) = (json!("5"), json!("coffee"));
    let said = event("MESSAGE_CREATE", &message(1, Some(5), 5020, 5001, "hi"));
    cache.update(&said, std::time::Instant::now());
    assert!(matches!(&said, ito::Event::Message(said) if said.content == "hi"));
    let mut update = world;
    update["channels"] = json!([]);
    feed(
        &cache,
        &[
            ("CHANNEL_CREATE", made),
            ("GUILD_UPDATE", update),
            ("MESSAGE_UPDATE", message(1, Some(5), 5020, 5001, "ho")),
        ],
    );
    assert_eq!((cache.messages().len(), cache.guild(Id::new(5)).unwrap().channels().count()), (1, 3));
    is_slim();
}

#[test]
fn c05_a_change_that_panics_keeps_all_and_harms_nothing_and_a_policy_sees_what_is_left() {
    let settings = CacheSettings::default()
        .slim(|member: &mut Member| {
            member.nick = None;
            assert!(member.roles.is_empty(), "of no use");
        })
        .members(MemberPolicy::when(|facts| facts.member.nick().is_some()));
    let cache = cache(settings, &[ready(&[5]), ("GUILD_CREATE", guild(5))]);
    let mut staff = member(6, &[5010]);
    (staff["nick"], staff["guild_id"]) = (json!("bee"), json!("5"));
    feed(&cache, &[("GUILD_MEMBER_ADD", staff)]);
    assert!(cache.member(Id::new(5), Id::new(6)).unwrap().nick().is_some(), "nothing was left out");
    let mut alone = member(7, &[]);
    (alone["nick"], alone["guild_id"]) = (json!("ada"), json!("5"));
    feed(&cache, &[("GUILD_MEMBER_ADD", alone)]);
    assert!(cache.member(Id::new(5), Id::new(7)).is_none(), "without a nickname it is not wanted");
}
