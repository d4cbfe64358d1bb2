//! What the bot remembers: rows Z06 and Z20.

use std::time::Duration;

use ito::cache::{CacheSettings, Kind, MemberPolicy};
use ito::sandbox::Sandbox;
use ito::{Bot, EventKind};
use serde_json::json;

use crate::support::Watchdog;

#[test]
fn z06_all_kinds_are_held_unless_they_are_left_out_and_of_messages_300() -> ito::Result {
    let settings = CacheSettings::default();
    assert!(Kind::ALL.iter().all(|kind| settings.holds(*kind)));
    assert_eq!((settings.most_of(Kind::Messages), settings.most_of(Kind::DmChannels)), (Some(300), Some(50)));
    assert_eq!((settings.most_of(Kind::Members), settings.age_of(Kind::Members)), (None, None));
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start()?;
    discord.guild("tests").channel("general");
    let chosen =
        CacheSettings::none().with(Kind::Guilds).with(Kind::Members).members(MemberPolicy::only_me());
    let bot = Bot::builder(discord.token()).endpoints(discord.endpoints()).cache(chosen).build()?;
    let guilds = bot.stream(EventKind::GuildCreate);
    bot.start()?;
    for e in guilds.take(1) {
        let guild = bot.cache().guild(e.id).expect("a listener hears of a guild that is held");
        assert_eq!(guild.name(), Some("tests"));
        let members: Vec<u64> = guild.members().map(|member| member.user_id().get()).collect();
        assert_eq!(members, [discord.bot_id()]);
        assert_eq!((guild.channels().count(), guild.roles().count()), (0, 0));
    }
    assert_eq!(bot.cache().report().of_kind(Kind::Channels).bytes, 0);
    bot.close()
}

#[test]
fn z20_the_cache_is_empty_before_a_start_filled_after_it_and_empty_after_a_close() -> ito::Result {
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start()?;
    let world = discord.guild("tests");
    let general = world.channel("general");
    let bot = Bot::builder(discord.token()).endpoints(discord.endpoints()).build()?;
    assert_eq!(
        (bot.cache().guilds().len(), bot.cache().me().is_none(), bot.cache().report().bytes),
        (0, true, 0)
    );
    let guilds = bot.stream(EventKind::GuildCreate);
    bot.start()?;
    for e in guilds.take(1) {
        assert!(e.cache().guild(e.id).is_some_and(|guild| !guild.is_unavailable()));
    }
    assert_eq!(bot.cache().me().unwrap().id.get(), discord.bot_id());
    let channel = bot.cache().channel(ito::Id::new(general.id())).unwrap();
    assert_eq!(channel.name.as_deref(), Some("general"));
    bot.close()?;
    assert_eq!(
        (bot.cache().guilds().len(), bot.cache().me().is_none(), bot.cache().report().bytes),
        (0, true, 0)
    );
    // And again.
    let guilds = bot.stream(EventKind::GuildCreate);
    bot.start()?;
    assert_eq!(guilds.take(1).filter(|e| bot.cache().guild(e.id).is_some()).count(), 1);
    bot.close()
}

#[test]
fn an_update_tells_what_was_before_and_what_it_changed() -> ito::Result {
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start()?;
    let world = discord.guild("tests");
    let bot = Bot::builder(discord.token()).endpoints(discord.endpoints()).build()?;
    let (guilds, updates, deletes) = (
        bot.stream(EventKind::GuildCreate),
        bot.stream(EventKind::GuildRoleUpdate),
        bot.stream(EventKind::GuildRoleDelete),
    );
    bot.start()?;
    assert_eq!(guilds.take(1).count(), 1);
    let role = |name: &str, color: u32| json!({"guild_id": world.id().to_string(), "role": {"id": "77", "name": name, "color": color, "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null}, "hoist": false, "position": 1, "permissions": "0", "managed": false, "mentionable": false, "flags": 0}});
    world.dispatch("GUILD_ROLE_CREATE", &role("staff", 0));
    world.dispatch("GUILD_ROLE_UPDATE", &role("crew", 5));
    world.dispatch("GUILD_ROLE_UPDATE", &role("crew", 5));
    world.dispatch("GUILD_ROLE_DELETE", &json!({"guild_id": world.id().to_string(), "role_id": "77"}));
    let updates: Vec<_> = updates.take(2).collect();
    assert_eq!(updates[0].old().unwrap().name, "staff");
    assert_eq!(updates[0].changed(), ["color", "name"]);
    assert_eq!((updates[1].old().unwrap().name.as_str(), updates[1].changed().len()), ("crew", 0));
    for e in deletes.take(1) {
        assert_eq!(e.old().unwrap().name, "crew");
        assert!(e.cache().role(ito::Id::new(77)).is_none());
    }
    bot.close()
}

#[test]
fn without_a_cache_nothing_is_old_and_all_else_works() -> ito::Result {
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start()?;
    let world = discord.guild("tests");
    let bot =
        Bot::builder(discord.token()).endpoints(discord.endpoints()).cache(CacheSettings::none()).build()?;
    let (guilds, updates) = (bot.stream(EventKind::GuildCreate), bot.stream(EventKind::GuildRoleUpdate));
    bot.start()?;
    assert_eq!(guilds.take(1).count(), 1);
    world.dispatch(
        "GUILD_ROLE_UPDATE",
        &json!({"guild_id": world.id().to_string(), "role": {"id": "77", "name": "crew"}}),
    );
    for e in updates.take(1) {
        assert!(e.old().is_none() && e.changed().is_empty() && e.role.name == "crew");
    }
    assert_eq!(bot.cache().report().bytes, 0);
    bot.close()
}
