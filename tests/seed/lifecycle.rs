//! Starting, waiting and closing: rows Z17, Z29, Z40 to Z51, Z62, Z63, Z89 to Z106.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::unbounded;
use ito::bot::StateError;
use ito::event::CustomEvent;
use ito::gateway::{self, Presence, ShardState};
use ito::sandbox::{Fault, Sandbox};
use ito::sync::{CloseFlag, Mutex, thread};
use ito::{Bot, Builder, EventKind, Id, RunOptions, Sharding};

use crate::support::{Watchdog, eventually};

const SOON: Duration = Duration::from_secs(20);

fn watchdog() -> Watchdog {
    Watchdog::new(Duration::from_secs(90))
}

fn builder(discord: &Sandbox) -> Builder {
    Bot::builder(discord.token()).endpoints(discord.endpoints())
}

fn state_error(error: &ito::Error) -> Option<StateError> {
    error.downcast_ref().copied()
}

/// What happens, in order, by name.
#[derive(Clone, Default)]
struct Diary(Arc<Mutex<Vec<String>>>);

impl Diary {
    fn add(&self, what: impl Into<String>) {
        self.0.lock().push(what.into());
    }

    fn read(&self) -> Vec<String> {
        self.0.lock().clone()
    }

    /// Writes down each event of a bot's life.
    fn follow(&self, bot: &Bot) {
        macro_rules! follow {
            ($($kind:ident)+) => { $(
                let diary = self.clone();
                bot.on(EventKind::$kind, move |_| diary.add(stringify!($kind)));
            )+ };
        }
        follow!(Starting Started Stopping Stopped ShardConnected ShardDisconnected);
    }
}

#[test]
fn z17_one_bot_runs_twice_with_other_options() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().max_concurrency(2).start()?;
    let bot = builder(&discord).build()?;
    bot.start()?;
    assert_eq!(bot.shards().len(), 1);
    bot.close()?;
    bot.start_with(bot.run_options().sharding(Sharding::Total(2)))?;
    assert_eq!(bot.shards().len(), 2);
    assert_eq!(discord.seen().identifies.last().unwrap().shard[1], 2);
    bot.close()?;
    assert_eq!(bot.run_options(), RunOptions::default(), "the builder's options stay as they are");
    Ok(())
}

#[test]
fn z29_a_bot_is_alive_from_the_start_to_the_end_of_a_close() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let bot = builder(&discord).build()?;
    assert!(!bot.is_alive());
    let (tx, rx) = unbounded();
    let was_alive = tx.clone();
    bot.on(EventKind::Starting, move |e| was_alive.send(e.bot().is_alive()).unwrap());
    bot.on(EventKind::Stopped, move |e| tx.send(e.bot().is_alive()).unwrap());
    bot.start()?;
    assert!(bot.is_alive());
    bot.close()?;
    assert!(!bot.is_alive());
    assert_eq!(rx.try_iter().collect::<Vec<_>>(), [true, true]);
    Ok(())
}

#[test]
fn z31_rest_is_usable_before_a_start() -> ito::Result {
    let discord = Sandbox::start()?;
    let bot = builder(&discord).build()?;
    assert_eq!(bot.rest().fetch_current_user().send()?.id.get(), discord.bot_id());
    Ok(())
}

#[test]
fn z40_a_close_goes_in_order() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let hall = discord.guild("test").channel("hall");
    let bot = builder(&discord).close_timeout(SOON).build()?;
    let diary = Diary::default();
    let (begun, has_begun) = unbounded();
    let (go, may_go) = unbounded::<()>();
    let note = diary.clone();
    bot.on(EventKind::Message, move |e| {
        begun.send(())?;
        may_go.recv()?;
        e.bot().rest().fetch_current_user().send()?;
        note.add("listener drained, REST open");
        Ok(())
    });
    let note = diary.clone();
    bot.on(EventKind::Stopping, move |e| {
        let ready = e.bot().shards().values().all(|shard| shard.state == ShardState::Ready);
        note.add(format!("Stopping, shards ready: {ready}"));
    });
    let note = diary.clone();
    bot.on(EventKind::ShardDisconnected, move |e| {
        note.add(format!("shard {} left: {}", e.shard, e.reason));
        go.send(())?;
        Ok(())
    });
    let note = diary.clone();
    bot.on(EventKind::Stopped, move |e| {
        note.add(format!("Stopped, REST closed: {}", e.bot().rest().is_closed()));
    });
    bot.start()?;
    discord.user("ada").says(&hall, "hello");
    has_begun.recv_timeout(SOON)?;
    let report = bot.close_within(SOON)?;
    assert_eq!(
        diary.read(),
        [
            "Stopping, shards ready: true",
            "shard 0 left: the bot closes",
            "listener drained, REST open",
            "Stopped, REST closed: true",
        ]
    );
    assert!(report.is_clean(), "{report}");
    Ok(())
}

#[test]
fn z41_a_second_close_waits_for_the_first() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let bot = builder(&discord).close_timeout(SOON).build()?;
    let diary = Diary::default();
    diary.follow(&bot);
    let (go, may_go) = unbounded::<()>();
    bot.on(EventKind::Stopping, move |_| may_go.recv().unwrap());
    bot.start()?;
    let closers: Vec<_> = (0..2)
        .map(|_| {
            let (bot, diary) = (bot.clone(), diary.clone());
            thread::spawn("closer", thread::SMALL_STACK, move || {
                // One who asks when it is over is told so, and not before it is.
                let closed = bot.close().map_err(|error| state_error(&error));
                assert!(matches!(closed, Ok(()) | Err(Some(StateError::NotRunning))), "{closed:?}");
                diary.add("closed");
            })
        })
        .collect::<std::io::Result<_>>()?;
    eventually("Stopping", SOON, || diary.read().contains(&"Stopping".to_owned()));
    go.send(())?;
    drop(closers);
    let told = diary.read();
    let count = |what: &str| told.iter().filter(|one| *one == what).count();
    assert_eq!((count("Stopping"), count("Stopped"), count("closed")), (1, 1, 2), "{told:?}");
    let at = |what: &str| told.iter().position(|one| one == what);
    assert!(at("Stopped") < at("closed"), "{told:?}");
    Ok(())
}

#[test]
fn z42_a_bot_that_does_not_run_cannot_be_closed() -> ito::Result {
    let discord = Sandbox::start()?;
    let bot = builder(&discord).build()?;
    assert_eq!(state_error(&bot.close().unwrap_err()), Some(StateError::NotRunning));
    bot.start()?;
    bot.close()?;
    assert_eq!(state_error(&bot.close().unwrap_err()), Some(StateError::NotRunning));
    Ok(())
}

#[test]
fn z43_what_fails_in_a_close_stops_nothing_else_and_is_reported() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let nowhere = std::env::temp_dir().join(format!("ito-no-folder-{}", std::process::id())).join("sessions");
    let bot = builder(&discord).keep_sessions(nowhere).build()?;
    let (tx, rx) = unbounded();
    bot.on(EventKind::Stopped, move |e| tx.send(e.bot().rest().is_closed()).unwrap());
    bot.start()?;
    let report = bot.close_within(SOON)?;
    assert!(!report.is_clean() && report.sessions == 0, "{report}");
    assert!(report.to_string().contains("the sessions could not be kept"), "{report}");
    assert_eq!(rx.try_iter().collect::<Vec<_>>(), [true]);
    assert_eq!(discord.seen().connections, 0);
    Ok(())
}

struct Ring(u8);

impl CustomEvent for Ring {}

#[test]
fn z44_z117_a_dispatch_tells_when_its_listeners_are_done() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let bot = builder(&discord).build()?;
    let (tx, rx) = unbounded();
    let (go, may_go) = unbounded::<()>();
    bot.on(EventKind::<Ring>::custom(), move |e| {
        if e.0 == 2 {
            may_go.recv()?;
        }
        tx.send(e.0)?;
        Ok(())
    });
    // Before a run: on this thread.
    assert!(bot.dispatch(Ring(1)).is_done());
    assert_eq!(rx.try_recv(), Ok(1));
    bot.start()?;
    let dispatched = bot.dispatch(Ring(2));
    assert!(dispatched.wait(Duration::from_millis(20)).is_err() && !dispatched.is_done());
    go.send(())?;
    dispatched.wait(SOON)?;
    assert_eq!(rx.try_recv(), Ok(2));
    drop(bot.dispatch(Ring(3)));
    assert_eq!(rx.recv_timeout(SOON), Ok(3), "dropping it lets its listeners run");
    bot.close()?;
    bot.dispatch(Ring(4)).wait(Duration::ZERO)?;
    assert_eq!(rx.try_recv(), Ok(4));
    Ok(())
}

struct EveryoneMentioned {
    by: String,
}

impl CustomEvent for EveryoneMentioned {}

#[test]
fn z45_events_of_ones_own_are_heard_waited_for_and_read() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let bot = builder(&discord).build()?;
    let mut stream = bot.stream(EventKind::<EveryoneMentioned>::custom());
    bot.start()?;
    let waiting =
        bot.wait_for(EventKind::<EveryoneMentioned>::custom()).filter(|e| e.by == "ada").timeout(SOON);
    bot.on(EventKind::<EveryoneMentioned>::custom(), |e| {
        if e.by == "nobody" {
            return Err("there is nobody".into());
        }
        Ok(())
    });
    let (tx, rx) = unbounded();
    bot.on(EventKind::ListenerFailed, move |e| tx.send(e.event.name().to_owned()).unwrap());
    for by in ["nobody", "ada"] {
        bot.dispatch(EveryoneMentioned { by: by.into() });
    }
    assert_eq!(waiting.wait()?.by, "ada");
    assert_eq!(stream.next_timeout(SOON).unwrap().by, "nobody");
    assert_eq!(rx.recv_timeout(SOON)?, "EveryoneMentioned");
    bot.close()
}

#[test]
fn z47_the_bot_knows_itself_from_starting_on() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let bot = builder(&discord).build()?;
    assert!(bot.me().is_none());
    let (tx, rx) = unbounded();
    for kind in [0, 1] {
        let tx = tx.clone();
        let tell = move |bot: &Bot| tx.send(bot.me().map(|me| me.id.get())).unwrap();
        if kind == 0 {
            bot.on(EventKind::Starting, move |e| tell(e.bot()));
        } else {
            bot.on(EventKind::Started, move |e| tell(e.bot()));
        }
    }
    bot.start()?;
    for _ in 0..2 {
        assert_eq!(rx.recv_timeout(SOON)?, Some(discord.bot_id()));
    }
    bot.close()?;
    assert!(bot.me().is_none());
    Ok(())
}

#[test]
fn z48_z49_join_comes_back_when_a_close_is_asked_for_or_when_it_is_over() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let bot = builder(&discord).close_timeout(SOON).build()?;
    let (go, may_go) = unbounded::<()>();
    bot.on(EventKind::Stopping, move |_| may_go.recv().unwrap());
    bot.start()?;
    let closing = bot.clone();
    let closer = thread::spawn("closer", thread::SMALL_STACK, move || closing.close().unwrap())?;
    bot.join_until_close()?;
    assert!(bot.is_alive(), "the listener of Stopping still runs");
    go.send(())?;
    bot.join()?;
    assert!(!bot.is_alive());
    drop(closer);
    Ok(())
}

#[test]
fn z50_the_error_of_a_shard_comes_out_of_join() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().shards(3).max_concurrency(3).start()?;
    let bot = builder(&discord).build()?;
    bot.start()?;
    discord.shard(2).close(4004);
    let error = bot.join().unwrap_err();
    match error.downcast_ref::<gateway::Error>() {
        Some(gateway::Error::Refused { shard: 2, code, .. }) => assert_eq!(code.0, 4004),
        other => panic!("{other:?}"),
    }
    Ok(())
}

#[test]
fn z51_a_join_can_be_given_up() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let bot = builder(&discord).build()?;
    assert!(bot.join_timeout(Duration::ZERO).is_err());
    bot.start()?;
    assert!(!bot.join_timeout(Duration::from_millis(5))?);
    assert!(bot.is_alive());
    bot.close()
}

#[test]
fn z62_run_blocks_until_the_close() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let bot = builder(&discord).build()?;
    bot.on(EventKind::Started, |e| e.bot().close());
    bot.run()?;
    assert!(!bot.is_alive());
    assert_eq!(discord.seen().connections, 0);
    Ok(())
}

#[test]
fn z63_start_returns_when_all_shards_are_ready() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().shards(4).max_concurrency(4).start()?;
    let bot = builder(&discord).build()?;
    bot.start()?;
    assert!(bot.shards().values().all(|shard| shard.state == ShardState::Ready));
    assert_eq!(bot.shards().len(), 4);
    bot.close()
}

#[test]
fn z89_a_start_over_the_session_limit_is_an_error_unless_told_otherwise() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder()
        .shards(4)
        .max_concurrency(4)
        .session_starts(1000, 1, Duration::from_secs(3600))
        .start()?;
    let bot = builder(&discord).build()?;
    let error = bot.start().unwrap_err();
    assert!(matches!(
        error.downcast_ref::<gateway::Error>(),
        Some(gateway::Error::SessionLimit { needed: 4, remaining: 1, .. })
    ));
    assert_eq!(discord.seen().identifies.len(), 0);
    // The gate still spends no more than there are: the first shard comes, the others wait for the reset.
    let started = bot.clone();
    let options = bot.run_options().ignore_session_start_limit(true);
    let starting = thread::spawn("starter", thread::SMALL_STACK, move || started.start_with(options))?;
    eventually("one shard", SOON, || discord.seen().identifies.len() == 1);
    eventually("it is ready", SOON, || bot.shards().values().any(|s| s.state == ShardState::Ready));
    bot.close()?;
    assert_eq!(state_error(&starting.join().unwrap().unwrap_err()), Some(StateError::ClosedWhileStarting));
    Ok(())
}

#[test]
fn z90_a_large_threshold_is_from_50_to_250() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    for wrong in [49, 251] {
        assert!(
            builder(&discord).large_threshold(wrong).build().unwrap_err().to_string().contains("50 to 250")
        );
        let bot = builder(&discord).build()?;
        assert!(bot.start_with(RunOptions::new().large_threshold(wrong)).is_err());
        assert!(!bot.is_alive());
    }
    let bot = builder(&discord).large_threshold(50).build()?;
    bot.start()?;
    assert_eq!(discord.seen().identifies[0].data["large_threshold"], 50);
    bot.close()
}

#[test]
fn z114_windows_are_as_far_apart_as_told_and_5_s_at_least() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().shards(2).start()?;
    let error = builder(&discord).window_delay(Duration::from_millis(4999)).build().unwrap_err();
    assert!(error.to_string().contains("5 s at least"), "{error}");
    builder(&discord).build()?.start_with(RunOptions::new().window_delay(Duration::ZERO)).unwrap_err();
    let bot = builder(&discord).window_delay(Duration::from_secs(6)).build()?;
    bot.start()?;
    bot.close()?;
    let identifies = discord.seen().identifies;
    assert!(identifies[1].at - identifies[0].at >= Duration::from_secs(6), "{identifies:?}");
    Ok(())
}

#[test]
fn z92_z93_shards_are_those_that_were_asked_for_or_recommended() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().shards(3).max_concurrency(16).start()?;
    for (sharding, expected) in [
        (Sharding::Auto, vec![[0, 3], [1, 3], [2, 3]]),
        (Sharding::Total(2), vec![[0, 2], [1, 2]]),
        (Sharding::Subset { ids: vec![3, 1, 3], total: 16 }, vec![[1, 16], [3, 16]]),
    ] {
        let before = discord.seen().identifies.len();
        let bot = builder(&discord).build()?;
        bot.start_with(RunOptions::new().sharding(sharding))?;
        bot.close()?;
        let mut shards: Vec<_> = discord.seen().identifies[before..].iter().map(|one| one.shard).collect();
        shards.sort_unstable();
        assert_eq!(shards, expected);
    }
    Ok(())
}

#[test]
fn z95_a_bot_that_runs_cannot_be_started() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let bot = builder(&discord).build()?;
    bot.start()?;
    assert_eq!(state_error(&bot.start().unwrap_err()), Some(StateError::AlreadyRunning));
    assert_eq!(state_error(&bot.run().unwrap_err()), Some(StateError::AlreadyRunning));
    assert!(bot.is_alive() && discord.seen().identifies.len() == 1);
    bot.close()
}

#[test]
fn z100_a_start_goes_in_order() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let discord = Arc::new(discord);
    let bot = builder(&discord).build()?;
    let diary = Diary::default();
    let (note, seen) = (diary.clone(), discord.clone());
    bot.on(EventKind::Starting, move |e| {
        let asked: Vec<String> = seen.seen().requests.iter().map(|request| request.path.clone()).collect();
        note.add(format!("asked {}", asked.join(", ")));
        note.add(format!("{} connections, me known: {}", seen.seen().opened, e.bot().me().is_some()));
    });
    let pause = CloseFlag::new();
    let note = diary.clone();
    bot.on(EventKind::Starting, move |_| {
        pause.wait_timeout(Duration::from_millis(50));
        note.add("a slow listener of Starting is done");
    });
    diary.follow(&bot);
    bot.start()?;
    eventually("Started", SOON, || diary.read().len() == 6);
    let mut told = diary.read();
    told.retain(|one| one != "Starting");
    // Listeners start in order and run side by side.
    told[3..].sort();
    assert_eq!(
        told,
        [
            "asked /users/@me, /gateway/bot",
            "0 connections, me known: true",
            "a slow listener of Starting is done",
            "ShardConnected",
            "Started",
        ]
    );
    bot.close()
}

#[test]
fn z101_z106_a_close_between_two_windows_is_over_at_once() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().max_concurrency(16).start()?;
    let sharding = Sharding::Subset { ids: vec![0, 16, 17], total: 32 };
    let bot = builder(&discord).sharding(sharding).build()?;
    let starting = bot.clone();
    let starter = thread::spawn("starter", thread::SMALL_STACK, move || starting.start())?;
    // 0 and 17 are of two keys; 16 is of the key of 0 and waits for 5 s.
    eventually("the first window", SOON, || discord.seen().identifies.len() == 2);
    let mut first: Vec<u32> = discord.seen().identifies.iter().map(|one| one.shard[0]).collect();
    first.sort_unstable();
    assert_eq!(first, [0, 17]);
    let begun = Instant::now();
    bot.close()?;
    let took = begun.elapsed();
    assert_eq!(state_error(&starter.join().unwrap().unwrap_err()), Some(StateError::ClosedWhileStarting));
    assert!(took < Duration::from_secs(2), "{took:?}: it did not wait for the window");
    assert_eq!((discord.seen().identifies.len(), discord.seen().connections), (2, 0));
    Ok(())
}

#[test]
fn z102_z103_a_shard_that_cannot_go_on_ends_the_start() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().shards(3).privileged_intents(0).start()?;
    let bot = builder(&discord).intents(ito::Intents::GUILD_MEMBERS).build()?;
    let error = bot.start().unwrap_err();
    match error.downcast_ref::<gateway::Error>() {
        Some(gateway::Error::Refused { shard: 0, code, .. }) => assert_eq!(code.0, 4014),
        other => panic!("{other:?}"),
    }
    assert_eq!(discord.seen().identifies.len(), 1, "no further session was opened");
    assert!(!bot.is_alive());
    Ok(())
}

#[test]
fn z104_calls_that_make_no_sense_on_a_stopped_bot_say_so() -> ito::Result {
    let discord = Sandbox::start()?;
    let bot = builder(&discord).build()?;
    let (guild, channel) = (Id::new(1), Id::new(2));
    for (call, answer) in [
        ("close", bot.close()),
        ("close_within", bot.close_within(SOON).map(drop)),
        ("join", bot.join()),
        ("join_until_close", bot.join_until_close()),
        ("join_timeout", bot.join_timeout(SOON).map(drop)),
        ("wait_for", bot.wait_for(EventKind::Message).timeout(SOON).wait().map(drop)),
        ("wait_for_guilds", bot.wait_for_guilds(SOON).map(drop)),
        ("update_presence", bot.update_presence(Presence::new())),
        ("update_voice_state", bot.update_voice_state(guild, Some(channel)).send()),
        ("voice join", bot.voice().join(guild, channel).wait().map(drop)),
        ("voice disconnect", bot.voice().disconnect(guild)),
        ("request_members", bot.request_members(guild).all().map(drop)),
        ("request_members chunks", bot.request_members(guild).chunks().map(drop)),
        ("request_members send", bot.request_members(guild).send()),
        ("request_channel_info", bot.request_channel_info(guild).all().map(drop)),
        ("request_soundboard_sounds", bot.request_soundboard_sounds([guild]).all().map(drop)),
    ] {
        let error = answer.expect_err(call);
        assert_eq!(state_error(&error), Some(StateError::NotRunning), "{call}: {error}");
    }
    assert!(bot.shards().is_empty() && bot.me().is_none());
    Ok(())
}

#[test]
fn z40_a_report_counts_the_requests_that_a_close_ended() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let bot = builder(&discord).build()?;
    let (tx, rx) = unbounded();
    bot.on(EventKind::Started, move |e| {
        tx.send(())?;
        e.rest().fetch_gateway().send()?;
        Ok(())
    });
    discord.fail("GET /gateway", 1, Fault::Silence);
    bot.start()?;
    rx.recv_timeout(SOON)?;
    eventually("it asks", SOON, || bot.health().requests == 1);
    let report = bot.close_within(Duration::from_secs(1))?;
    assert_eq!((report.requests, report.abandoned.len()), (1, 0), "{report}");
    Ok(())
}

#[test]
fn z100_shards_that_are_ready_while_the_bot_closes_do_not_start_it() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().shards(2).start()?;
    let bot = builder(&discord).close_timeout(SOON).build()?;
    let diary = Diary::default();
    diary.follow(&bot);
    bot.on(EventKind::Stopping, |e| {
        eventually("the second shard", SOON / 2, || {
            e.bot().shards().values().all(|shard| shard.state == ShardState::Ready)
        });
    });
    let starting = bot.clone();
    let starter = thread::spawn("starter", thread::SMALL_STACK, move || starting.start())?;
    eventually("the first shard", SOON, || {
        bot.shards().values().filter(|shard| shard.state == ShardState::Ready).count() == 1
    });
    bot.close()?;
    assert_eq!(state_error(&starter.join().unwrap().unwrap_err()), Some(StateError::ClosedWhileStarting));
    assert!(!diary.read().contains(&"Started".to_owned()), "{:?}", diary.read());
    Ok(())
}

#[test]
fn z40_the_cache_is_empty_when_the_bot_has_stopped() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    discord.guild("test");
    let bot = builder(&discord).build()?;
    let (tx, rx) = unbounded();
    bot.on(EventKind::Stopped, move |e| tx.send(e.bot().cache().guilds().len()).unwrap());
    let mut guilds = bot.stream(EventKind::GuildCreate);
    bot.start()?;
    guilds.next();
    assert_eq!(bot.cache().guilds().len(), 1);
    bot.close()?;
    assert_eq!(rx.try_iter().collect::<Vec<_>>(), [0]);
    Ok(())
}
