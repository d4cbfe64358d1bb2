//! A cache that outlives its process, wherever it is kept.

use std::io::{self, Cursor, Read};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, unbounded};
use ito::bot::{CacheFile, Redis};
use ito::cache::{CacheSettings, CacheStore};
use ito::sandbox::{Channel, ConnectionFault, Guild, Person, Sandbox};
use ito::{Bot, Builder, EventKind, Id, Intents};
use serde_json::json;

use super::sessions::Place;
use crate::support::redis::RedisServer;
use crate::support::{Watchdog, eventually};

const SOON: Duration = Duration::from_secs(20);

/// A guild with somebody in voice, and another one.
struct Scene {
    discord: Sandbox,
    world: Guild,
    other: Guild,
    hall: Channel,
    ada: Person,
    place: Place,
    _watchdog: Watchdog,
}

impl Scene {
    fn new(name: &str) -> Self {
        let discord = Sandbox::start().unwrap();
        let (world, other) = (discord.guild("world"), discord.guild("other"));
        let (hall, stage, ada) = (world.channel("hall"), world.voice_channel("stage"), discord.user("ada"));
        world.fill(20);
        ada.joins(&world);
        ada.connects(&stage);
        let place = Place::new(name);
        Self { discord, world, other, hall, ada, place, _watchdog: Watchdog::new(Duration::from_secs(90)) }
    }

    fn builder(&self) -> Builder {
        Bot::builder(self.discord.token())
            .endpoints(self.discord.endpoints())
            .intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT | Intents::GUILD_MEMBERS)
            .keep_sessions(&self.place.0)
    }

    /// A run in which both guilds came and a message was heard; gives what was held.
    fn run(&self, builder: Builder) -> ito::Result<Vec<String>> {
        let bot = builder.build()?;
        let (guilds, messages) = (bot.stream(EventKind::GuildCreate), bot.stream(EventKind::Message));
        bot.start()?;
        assert_eq!(guilds.take(2).count(), 2);
        self.ada.says(&self.hall, "before");
        assert_eq!(messages.take(1).count(), 1);
        let held: Vec<String> = bot.cache().snapshot().collect();
        let report = bot.close_within(SOON)?;
        assert_eq!((report.sessions, report.errors.len()), (1, 0), "{report}");
        assert_eq!(bot.cache().guilds().len(), 0, "a close empties it all the same");
        Ok(held)
    }
}

/// Tells what a bot holds before its first event.
fn at_the_start(bot: &Bot) -> Receiver<Vec<String>> {
    let (tx, held) = unbounded();
    bot.on(EventKind::Starting, move |e| tx.send(e.cache().snapshot().collect()).unwrap());
    held
}

/// Whether nothing is held but who the bot is.
fn is_empty(held: &[String]) -> bool {
    held.len() == 2 && held[0].starts_with("READY ") && held[1] == "DM_CHANNELS []"
}

/// The next process has what this one had, and what happened in between.
fn a_restart_loses_nothing(name: &str, keep: &dyn Fn(Builder) -> Builder) -> ito::Result {
    let scene = Scene::new(name);
    let before = scene.run(keep(scene.builder()))?;
    assert!(before.iter().any(|line| line.contains("\"before\"")), "{before:?}");
    let added = scene.world.channel("added");
    assert!(scene.ada.disconnects(&scene.world));

    let bot = keep(scene.builder()).build()?;
    let (held, messages) = (at_the_start(&bot), bot.stream(EventKind::Message));
    let (tx, made_up) = unbounded();
    bot.on(EventKind::GuildCreate, move |e| tx.send(e.id).unwrap());
    bot.start()?;
    assert_eq!(held.recv_timeout(SOON)?, before);
    scene.ada.says(&scene.hall, "after");
    for e in messages.take(1) {
        assert_eq!(e.content, "after");
        let guild = e.cache().guild(Id::new(scene.world.id())).unwrap();
        assert!(!guild.is_unavailable());
        assert!(guild.channel(Id::new(added.id())).is_some(), "it was made in between");
        assert!(guild.voice_state(Id::new(scene.ada.id())).is_none(), "she left in between");
        assert!(guild.member(Id::new(scene.ada.id())).is_some());
        assert!(guild.permissions_in(Id::new(scene.hall.id()), e.bot().me().unwrap().id).is_some());
    }
    bot.close()?;
    assert!(made_up.try_recv().is_err(), "no listener heard of what was only read");
    let seen = scene.discord.seen();
    assert_eq!((seen.identifies.len(), seen.resumes.len()), (1, 1));
    Ok(())
}

/// A session that Discord refuses brings everything anew, and what is gone is gone.
fn a_refused_resume_leaves_nothing_stale(name: &str, keep: &dyn Fn(Builder) -> Builder) -> ito::Result {
    let scene = Scene::new(name);
    scene.run(keep(scene.builder()))?;
    scene.other.removes_bot();
    assert!(scene.ada.disconnects(&scene.world));
    scene.discord.fail_connection(ConnectionFault::InvalidSession(false));
    let bot = keep(scene.builder()).build()?;
    let (held, guilds) = (at_the_start(&bot), bot.stream(EventKind::GuildCreate));
    bot.start()?;
    assert!(held.recv_timeout(SOON)?.len() > 3);
    for e in guilds.take(1) {
        let ids: Vec<u64> = e.cache().guilds().iter().map(|guild| guild.id().get()).collect();
        assert_eq!(ids, [scene.world.id()]);
        let guild = e.cache().guild(e.id).unwrap();
        assert_eq!((guild.is_unavailable(), guild.voice_states().count()), (false, 0));
    }
    bot.close()?;
    assert_eq!(scene.discord.seen().identifies.len(), 2);
    Ok(())
}

#[test]
fn c11_a_restart_loses_nothing_of_what_the_cache_held() -> ito::Result {
    a_restart_loses_nothing("warm-restart", &|builder| builder)
}

#[test]
fn c11_a_refused_resume_leaves_nothing_stale() -> ito::Result {
    a_refused_resume_leaves_nothing_stale("warm-refused", &|builder| builder)
}

#[test]
fn c11_a_shard_that_is_refused_brings_its_own_guilds_anew_and_the_other_keeps_its() -> ito::Result {
    let _watchdog = Watchdog::new(Duration::from_secs(90));
    let discord = Sandbox::builder().shards(2).max_concurrency(2).start()?;
    let mut guilds = Vec::new();
    while !(0..2).all(|shard| guilds.iter().any(|guild| shard_of(guild) == shard)) {
        guilds.push(discord.guild(&format!("guild {}", guilds.len())));
    }
    let place = Place::new("warm-shards");
    let begin = || -> ito::Result<(Bot, Receiver<u64>)> {
        let builder = Bot::builder(discord.token()).endpoints(discord.endpoints());
        let bot = builder.keep_sessions(&place.0).build()?;
        let (tx, came) = unbounded();
        bot.on(EventKind::GuildCreate, move |e| tx.send(e.id.get()).unwrap());
        bot.start()?;
        Ok((bot, came))
    };
    let (first, came) = begin()?;
    for _ in &guilds {
        came.recv_timeout(SOON)?;
    }
    assert_eq!(first.close_within(SOON)?.sessions, 2);
    discord.fail_connection(ConnectionFault::InvalidSession(false));
    let (second, came) = begin()?;
    let refused = shard_of_id(came.recv_timeout(SOON)?);
    let of_it = guilds.iter().filter(|guild| shard_of(guild) == refused).count();
    for _ in 1..of_it {
        assert_eq!(shard_of_id(came.recv_timeout(SOON)?), refused);
    }
    assert_eq!(second.cache().available_guilds().len(), guilds.len(), "the other shard's were never gone");
    eventually("both went on", SOON, || discord.seen().resumes.len() == 2);
    second.close()?;
    assert!(came.try_recv().is_err(), "and came from nowhere");
    assert_eq!((discord.seen().identifies.len(), discord.seen().resumes.len()), (3, 2));
    Ok(())
}

fn shard_of(guild: &Guild) -> u64 {
    shard_of_id(guild.id())
}

/// Of two.
fn shard_of_id(guild: u64) -> u64 {
    (guild >> 22) % 2
}

#[test]
fn c11_what_comes_again_for_its_listeners_counts_once() -> ito::Result {
    let scene = Scene::new("warm-again");
    let mut limits = ito::bot::Limits::default();
    (limits.pool.core, limits.pool.ceiling) = (1, 1);
    let bot = scene.builder().limits(limits).build()?;
    let guilds = bot.stream(EventKind::GuildCreate);
    let (tx, heard) = unbounded();
    let (go, may_go) = unbounded::<()>();
    let tell = tx.clone();
    bot.on(EventKind::GuildMemberAdd, move |e| {
        tell.send(e.user.as_ref().map(|user| user.id.get()))?;
        may_go.recv()?;
        Ok(())
    });
    let added = bot.stream(EventKind::GuildMemberAdd);
    bot.start()?;
    assert_eq!(guilds.take(2).count(), 2);
    let world = Id::new(scene.world.id());
    for number in 0..3 {
        let user = json!({"id": (700 + number).to_string(), "username": "bee", "discriminator": "0", "global_name": null, "avatar": null});
        let member = json!({"guild_id": world.to_string(), "user": user, "nick": null, "avatar": null, "roles": [], "joined_at": "2024-03-01T12:00:00.000000+00:00", "deaf": false, "mute": false, "flags": 0});
        scene.world.dispatch("GUILD_MEMBER_ADD", &member);
    }
    assert_eq!(added.take(3).count(), 3);
    assert_eq!(heard.recv_timeout(SOON)?, Some(700));
    let count = bot.cache().guild(world).unwrap().member_count();
    let report = bot.close_within(Duration::from_millis(500))?;
    go.send(())?;
    assert_eq!((report.abandoned.len(), report.sessions, report.errors.len()), (1, 1, 0), "{report}");

    let bot = scene.builder().build()?;
    bot.on(EventKind::GuildMemberAdd, move |e| tx.send(e.user.as_ref().map(|user| user.id.get())).unwrap());
    bot.start()?;
    let mut again = [heard.recv_timeout(SOON)?, heard.recv_timeout(SOON)?];
    again.sort_unstable();
    assert_eq!(again, [Some(701), Some(702)]);
    let guild = bot.cache().guild(world).unwrap();
    assert_eq!(guild.member_count(), count, "they had been counted");
    assert!((700..703).all(|id| guild.member(Id::new(id)).is_some()));
    bot.close()
}

#[test]
fn c11_what_is_torn_old_or_of_others_is_an_empty_cache_and_no_more() -> ito::Result {
    let scene = Scene::new("warm-torn");
    scene.run(scene.builder())?;
    let kept = scene.place.beside(".cache");
    let (sessions, cache) = (std::fs::read(&scene.place.0)?, std::fs::read_to_string(&kept)?);
    assert!(!cache.contains(scene.discord.token()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&kept)?.permissions().mode() & 0o777, 0o600);
    }
    let head = cache.lines().next().unwrap();
    let damages = [
        Some(String::new()),
        Some(cache[..cache.len() / 2].to_owned()),
        Some(cache[..cache.len() - 1].to_owned()),
        Some(cache.replacen("\"hall\"", "\"ball\"", 1)),
        Some(cache.replacen("ito cache 1", "ito cache 9", 1)),
        Some(cache.replacen(head, &head.replace("\"seq\":", "\"seq\":1"), 1)),
        Some(cache.replacen("GUILD_CREATE {", "GUILD_CREATE [", 1)),
        None,
    ];
    for damage in damages {
        std::fs::write(&scene.place.0, &sessions)?;
        match &damage {
            Some(text) => std::fs::write(&kept, text)?,
            None => std::fs::remove_file(&kept)?,
        }
        let bot = scene.builder().build()?;
        let (held, messages) = (at_the_start(&bot), bot.stream(EventKind::Message));
        bot.start()?;
        assert!(is_empty(&held.recv_timeout(SOON)?), "{damage:?}");
        assert_eq!(
            bot.cache().me().map(|me| me.id.get()),
            Some(scene.discord.bot_id()),
            "that is known all the same"
        );
        scene.ada.says(&scene.hall, "still");
        assert_eq!(messages.take(1).count(), 1);
        bot.close()?;
    }
    // And whole, it is used: so it was the damage.
    std::fs::write(&scene.place.0, &sessions)?;
    std::fs::write(&kept, &cache)?;
    let bot = scene.builder().build()?;
    let held = at_the_start(&bot);
    bot.start()?;
    assert!(held.recv_timeout(SOON)?.len() > 3);
    bot.close()?;
    assert_eq!(scene.discord.seen().identifies.len(), 1);
    Ok(())
}

#[test]
fn c11_what_is_not_wanted_is_not_kept_and_a_store_without_sessions_is_refused() -> ito::Result {
    for settle in [|it: Builder| it.keep_cache(false), |it: Builder| it.cache(CacheSettings::none())] {
        let scene = Scene::new("warm-off");
        scene.run(settle(scene.builder()))?;
        assert!(!scene.place.beside(".cache").exists());
    }
    let error = Bot::builder("a.token").cache_store(Memory::default()).build().unwrap_err();
    assert!(error.to_string().contains("keep_sessions"), "{error}");
    Ok(())
}

/// What the cache held, where no disk is.
#[derive(Debug, Clone, Default)]
struct Memory(Arc<Mutex<Option<Vec<u8>>>>);

impl CacheStore for Memory {
    fn load(&self) -> io::Result<Option<Box<dyn Read>>> {
        Ok(self.0.lock().unwrap().clone().map(|bytes| Box::new(Cursor::new(bytes)) as _))
    }

    fn save(&self, snapshot: &mut dyn Read) -> io::Result<()> {
        let mut bytes = Vec::new();
        snapshot.read_to_end(&mut bytes)?;
        *self.0.lock().unwrap() = Some(bytes);
        Ok(())
    }
}

#[test]
fn c06_the_same_in_a_file_of_its_own_and_in_memory() -> ito::Result {
    let place = Place::new("warm-own");
    let file = |builder: Builder| builder.cache_store(CacheFile::new(&place.0));
    a_restart_loses_nothing("warm-file", &file)?;
    a_refused_resume_leaves_nothing_stale("warm-file", &file)?;
    let memory = Memory::default();
    let memory = |builder: Builder| builder.cache_store(memory.clone());
    a_restart_loses_nothing("warm-memory", &memory)?;
    a_refused_resume_leaves_nothing_stale("warm-memory", &memory)
}

#[test]
fn c07_the_same_over_redis() -> ito::Result {
    let server = RedisServer::start();
    // A real one, where there is one.
    let url = std::env::var("ITO_REDIS").unwrap_or_else(|_| server.url());
    let redis = Redis::new(&url, "ito-test")?;
    let keep = |builder: Builder| builder.cache_store(redis.clone()).keep_limits(redis.clone());
    a_restart_loses_nothing("warm-redis", &keep)?;
    a_refused_resume_leaves_nothing_stale("warm-redis", &keep)?;
    Ok(())
}

#[test]
fn c07_many_parts_come_back_as_one_and_only_the_last_are_left() -> ito::Result {
    let server = RedisServer::start();
    let redis = Redis::new(&std::env::var("ITO_REDIS").unwrap_or_else(|_| server.url()), "ito-parts")?;
    for size in [2_500_000, 0, 1_048_576, 3] {
        let bytes: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
        redis.save(&mut &bytes[..])?;
        let mut back = Vec::new();
        CacheStore::load(&redis)?.unwrap().read_to_end(&mut back)?;
        assert!(back == bytes, "{size} bytes");
    }
    let keys: Vec<_> = server.keys.lock().unwrap().keys().map(|(database, _)| database.clone()).collect();
    assert!(keys.is_empty() || keys == ["3", "3"], "{keys:?}");
    Ok(())
}

#[test]
fn c07_a_server_that_refuses_loses_a_part_or_is_silent_costs_the_cache_and_no_start() -> ito::Result {
    let server = RedisServer::start();
    let silent = TcpListener::bind("127.0.0.1:0")?;
    let silent = Redis::new(&format!("redis://{}", silent.local_addr()?), "ito-test")?;
    let refused = Redis::new(&server.wrong_url(), "ito-test")?;
    let redis = Redis::new(&server.url(), "ito-test")?;
    for (name, store, says) in [("silent", silent, "Redis at"), ("refused", refused, "WRONGPASS")] {
        let scene = Scene::new(&format!("warm-{name}"));
        let bot = scene.builder().cache_store(store.clone()).build()?;
        bot.start()?;
        let begun = Instant::now();
        let report = bot.close_within(SOON)?;
        assert!(report.errors.len() == 1 && report.errors[0].contains(says), "{report}");
        assert!(begun.elapsed() < SOON / 2, "{:?}", begun.elapsed());
        let again = scene.builder().cache_store(store).build()?;
        again.start()?;
        again.close()?;
    }
    let scene = Scene::new("warm-part");
    scene.run(scene.builder().cache_store(redis.clone()))?;
    server.keys.lock().unwrap().retain(|(_, key), _| !key.ends_with(":0"));
    let bot = scene.builder().cache_store(redis).build()?;
    let held = at_the_start(&bot);
    bot.start()?;
    assert!(is_empty(&held.recv_timeout(SOON)?));
    bot.close()
}
