//! What happened to the bots of other libraries, and does not happen to those of this one. What needs no sockets is shown
//! beside the code that decides it: `gateway/ladder`, `gateway/heartbeat`, `gateway/identify`, `bot/keep/ledger.rs`.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::unbounded;
use ito::bot::Limits;
use ito::gateway::{self, ShardState};
use ito::sandbox::{Builder, Channel, ConnectionFault, Fault, Person, Sandbox};
use ito::sync::{CloseFlag, Mutex, MutexGuard, thread};
use ito::{Bot, EventKind, Intents, Sharding};
use support::{Watchdog, eventually, keep_log, log_text, threads};

const SOON: Duration = Duration::from_secs(40);

/// Tests that look at the threads of this process run one after the other.
static ALONE: Mutex<()> = Mutex::new(());

struct Scene {
    _alone: MutexGuard<'static, ()>,
    _watchdog: Watchdog,
    discord: Sandbox,
    hall: Channel,
    ada: Person,
}

fn scene(builder: Builder) -> Scene {
    let alone = ALONE.lock();
    let discord = builder.start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let ada = discord.user("ada");
    Scene { _alone: alone, _watchdog: Watchdog::new(Duration::from_secs(100)), discord, hall, ada }
}

fn bot(discord: &Sandbox) -> ito::Builder {
    Bot::builder(discord.token())
        .endpoints(discord.endpoints())
        .intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT)
}

#[test]
fn all_workers_sleep_and_heartbeats_and_an_interaction_go_on() -> ito::Result {
    let interval = Duration::from_millis(300);
    let s = scene(Sandbox::builder().heartbeat_interval(interval));
    let mut limits = Limits::default();
    limits.pool.core = 2;
    let bot = bot(&s.discord).limits(limits).build()?;
    let wake = CloseFlag::new();
    let (asleep, sleeping) = (Arc::new(AtomicUsize::new(0)), wake.clone());
    let count = asleep.clone();
    bot.listen(EventKind::Message).when(|e| !e.author.bot).call(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        sleeping.wait();
    });
    let (tx, answered) = unbounded();
    bot.on(EventKind::InteractionCreate, move |e| {
        e.reply("here")?;
        tx.send(Instant::now())?;
        Ok(())
    });
    bot.start()?;
    for _ in 0..40 {
        s.ada.says(&s.hall, "sleep");
    }
    eventually("all are asleep", SOON, || asleep.load(Ordering::SeqCst) == 40);
    let begun = Instant::now();
    s.ada.uses(&s.hall, "ping");
    answered.recv_timeout(SOON)?;
    let beats = || s.discord.seen().heartbeats.iter().filter(|beat| beat.at >= begun).count();
    eventually("heartbeats go on", SOON, || beats() >= 6);
    assert_eq!(s.discord.seen().resumes.len(), 0, "nobody reconnected");
    eventually("the rest sleep on", SOON, || bot.health().running.len() == 40);
    wake.set();
    bot.close()
}

#[test]
fn a_thousand_listeners_wait_inside_and_one_closes_the_bot() -> ito::Result {
    let s = scene(Sandbox::builder());
    let bot = bot(&s.discord).build()?;
    let (waiting, ended) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (begun, done) = (waiting.clone(), ended.clone());
    bot.on(EventKind::Message, move |e| {
        match &*e.content {
            "wait" => {
                let never = e.bot().wait_for(EventKind::TypingStart).forever();
                begun.fetch_add(1, Ordering::SeqCst);
                let _ = never.wait();
                done.fetch_add(1, Ordering::SeqCst);
            }
            _ => e.bot().close()?,
        }
        Ok(())
    });
    bot.start()?;
    for _ in 0..1000 {
        s.ada.says(&s.hall, "wait");
    }
    eventually("a thousand wait", SOON, || waiting.load(Ordering::SeqCst) == 1000);
    s.ada.says(&s.hall, "close");
    bot.join()?;
    eventually("all came back", SOON, || ended.load(Ordering::SeqCst) == 1000);
    eventually("no thread is left", SOON, || !threads().iter().any(|name| name.starts_with("ito-work")));
    Ok(())
}

#[test]
fn an_answer_that_comes_before_the_question_was_sent_is_an_answer() -> ito::Result {
    let s = scene(Sandbox::builder());
    let bot = bot(&s.discord).build()?;
    let (tx, answers) = unbounded();
    bot.listen(EventKind::Message).when(|e| e.content == "!ask").call(move |e| {
        tx.send(e.ask("well?").timeout(SOON).wait()?.content.clone())?;
        Ok(())
    });
    bot.start()?;
    s.discord.fail("POST /channels/{channel.id}/messages", 1, Fault::Slow(Duration::from_millis(300)));
    s.ada.says(&s.hall, "!ask");
    s.discord.wait_for("the question", SOON, |seen| seen.requests.iter().any(|one| one.method == "POST"))?;
    s.ada.says(&s.hall, "quick");
    assert_eq!(answers.recv_timeout(SOON)?, "quick");
    bot.close()
}

#[test]
fn a_close_with_4003_is_mended_and_the_4014_after_it_is_told() -> ito::Result {
    let s = scene(Sandbox::builder());
    let bot = bot(&s.discord).build()?;
    bot.start()?;
    s.discord.fail_connection(ConnectionFault::CloseLogin(4014));
    s.discord.shard(0).close(4003);
    let error = bot.join().unwrap_err();
    match error.downcast_ref::<gateway::Error>() {
        Some(gateway::Error::Refused { shard: 0, code, .. }) => assert_eq!(code.0, 4014),
        other => panic!("{other:?}"),
    }
    assert!(error.to_string().contains("intent"), "{error}");
    Ok(())
}

#[test]
fn threads_are_two_a_shard_and_a_few() -> ito::Result {
    let counts: &[u32] =
        if std::env::var_os("ITO_LOAD").is_some() { &[1, 16, 128, 1024] } else { &[1, 16, 128] };
    for &shards in counts {
        let starts = shards.max(1000);
        let day = Duration::from_secs(86_400);
        let builder = Sandbox::builder().shards(shards).max_concurrency(shards);
        let s = scene(builder.session_starts(starts, starts, day));
        let bot = bot(&s.discord).sharding(Sharding::Total(shards)).build()?;
        bot.start()?;
        let count = |what: &str| threads().iter().filter(|name| name.starts_with(what)).count();
        let shards = shards as usize;
        // A thread names itself when it gets to run, and has its parent's name until then.
        eventually("two threads a shard, each with its name", SOON, || {
            (count("ito-shard"), count("ito-beat")) == (shards, shards)
        });
        assert_eq!((count("ito-bot"), count("ito-pool")), (1, 1));
        assert!(bot.shards().values().all(|shard| shard.state == ShardState::Ready));
        bot.close()?;
        eventually("no thread is left", SOON, || !threads().iter().any(|name| !name.starts_with("ito-sbx")));
    }
    Ok(())
}

#[test]
fn everybody_is_told_at_once_that_the_session_is_invalid_and_comes_back_one_by_one() -> ito::Result {
    let s = scene(Sandbox::builder().shards(64).max_concurrency(64));
    let bot = bot(&s.discord).build()?;
    bot.start()?;
    for shard in 0..64 {
        s.discord.shard(shard).invalidate(ito::sandbox::Resumable::No);
    }
    let identifies = || s.discord.seen().identifies.len();
    eventually("all have new sessions", SOON, || identifies() == 128);
    eventually("all are ready", SOON, || bot.shards().values().all(|one| one.state == ShardState::Ready));
    assert_eq!(s.discord.offences().len(), 0, "{:?}", s.discord.offences());
    bot.close()
}

#[test]
fn a_guild_that_never_becomes_available_holds_up_no_start_and_is_named() -> ito::Result {
    keep_log();
    let s = scene(Sandbox::builder());
    let gone = s.discord.guild("gone");
    gone.goes_down();
    let patience = Duration::from_secs(1);
    let bot = bot(&s.discord).guild_patience(patience).build()?;
    let (tx, heard) = unbounded();
    bot.on(EventKind::GuildCreate, move |e| tx.send(e.id.get()).unwrap());
    bot.start()?;
    assert_ne!(heard.recv_timeout(SOON)?, gone.id(), "the other guild is there");
    let told = || {
        let log = log_text();
        let lines = log.lines().filter(|line| line.contains("have not come after"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    eventually("it is named", SOON, || !told().is_empty());
    let missing = [ito::model::Id::new(gone.id())];
    assert!(
        told()[0].contains(&format!(
            "shard 0: 1 of its guilds have not come after 1.0s, as in an outage of Discord's: {};",
            missing[0]
        )),
        "{:?}",
        told()
    );
    assert_eq!(bot.health().unavailable, missing);
    assert_eq!(bot.wait_for_guilds(Duration::from_millis(10))?, missing);
    assert!(bot.health().to_string().ends_with(", guilds unavailable: 1"), "{}", bot.health());
    let (patient, begun) = (bot.clone(), Instant::now());
    let waiting = thread::spawn("waiting", thread::SMALL_STACK, move || patient.wait_for_guilds(SOON))?;
    gone.comes_back();
    assert_eq!(heard.recv_timeout(SOON)?, gone.id());
    assert!(waiting.join().unwrap()?.is_empty() && begun.elapsed() < SOON);
    assert!(bot.health().unavailable.is_empty());
    gone.goes_down();
    eventually("an outage later is seen, too", SOON, || bot.health().unavailable == missing);
    assert_eq!(told().len(), 1);
    let patient = bot.clone();
    let waiting = thread::spawn("waiting", thread::SMALL_STACK, move || patient.wait_for_guilds(SOON))?;
    bot.close()?;
    assert!(waiting.join().unwrap().is_err(), "the bot has closed");
    assert!(bot.health().unavailable.is_empty());
    Ok(())
}

#[test]
fn z85_after_a_run_no_thread_and_no_socket_is_left() -> ito::Result {
    let s = scene(Sandbox::builder().shards(4).max_concurrency(4));
    let own = || threads().into_iter().filter(|name| !name.starts_with("ito-sbx")).count();
    let bot = bot(&s.discord).build()?;
    bot.on(EventKind::Started, |e| e.bot().close());
    assert_eq!(own(), 0);
    bot.run()?;
    assert_eq!((own(), s.discord.seen().connections), (0, 0), "{:?}", threads());
    Ok(())
}
