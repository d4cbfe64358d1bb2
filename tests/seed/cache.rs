//! What the bot remembers: rows Z06 and Z20.

use std::time::Duration;

use ito::cache::{CacheSettings, Kind, MemberPolicy};
use ito::model::Permissions;
use ito::sandbox::Sandbox;
use ito::{Bot, EventKind, Id, Intents};
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

#[test]
fn what_the_bot_may_not_do_is_refused_by_its_cache_as_discord_would() -> ito::Result {
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start()?;
    let world = discord.guild("tests");
    let hall = Id::new(world.channel("hall").id());
    let few = Permissions::VIEW_CHANNEL
        | Permissions::SEND_MESSAGES
        | Permissions::CREATE_PUBLIC_THREADS
        | Permissions::SEND_MESSAGES_IN_THREADS;
    world.permit(few.bits());
    let build =
        |check| Bot::builder(discord.token()).endpoints(discord.endpoints()).check_permissions(check).build();
    let refused = |bot: &Bot| bot.rest().create_webhook(hall, "tea").send().unwrap_err();

    let (bot, plain) = (build(true)?, build(false)?);
    let (guilds, roles) = (bot.stream(EventKind::GuildCreate), bot.stream(EventKind::GuildRoleUpdate));
    let asked = || discord.seen().requests.iter().filter(|r| r.path.ends_with("/webhooks")).count();
    assert!(refused(&bot).attempts() > 0, "as long as nothing is known, Discord is asked");
    bot.start()?;
    assert_eq!((guilds.take(1).count(), asked()), (1, 1));
    let error = refused(&bot);
    assert_eq!((error.missing_permissions(), asked()), (Some(Permissions::MANAGE_WEBHOOKS), 1), "{error}");
    assert_eq!((refused(&plain).code(), asked()), (error.code(), 2), "Discord says so, too");
    let said = bot.rest().create_message(hall).content("tea?").send()?;
    let thread = bot.rest().create_thread_from_message(hall, said.id, "tea").send()?;
    bot.rest().create_message(thread.id).content("here").send()?;

    let guild = bot.cache().guild(Id::new(world.id())).unwrap();
    let role = guild.roles().find(|role| role.tags.is_some()).unwrap();
    let mut role = serde_json::to_value(&*role)?;
    let more = few | Permissions::MANAGE_WEBHOOKS;
    world.permit(more.bits());
    role["permissions"] = json!(more);
    world.dispatch("GUILD_ROLE_UPDATE", &json!({"guild_id": world.id().to_string(), "role": role}));
    assert_eq!(roles.take(1).count(), 1);
    bot.rest().create_webhook(hall, "tea").send()?;
    bot.close()
}

#[test]
fn permissions_are_not_checked_by_a_cache_that_cannot_know_them() {
    let build = |builder: ito::Builder| builder.check_permissions(true).build().unwrap_err().to_string();
    let bot = || Bot::builder("a.token");
    let text = build(bot().cache(CacheSettings::default().without(Kind::Roles)));
    assert!(text.contains("check_permissions needs Roles in the cache"), "{text}");
    let text = build(bot().intents(Intents::GUILD_MESSAGES));
    assert!(text.contains("check_permissions needs the intent GUILDS"), "{text}");
}
