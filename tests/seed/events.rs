//! Listeners, streams, waits and what happens when they fall behind: rows Z21, Z22, Z24, Z46, Z52 to Z53, Z64 to Z67, Z72.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, unbounded};
use ito::bot::{Lag, Limits, UncleanClose, WaitError, WhenFull};
use ito::event::EventType;
use ito::model::{Message, decode};
use ito::sandbox::{Channel, Person, Sandbox};
use ito::{Bot, Event, EventKind, Intents, event};
use serde_json::json;

use crate::support::{Watchdog, eventually};

const SOON: Duration = Duration::from_secs(20);

pub(crate) struct Scene {
    _watchdog: Watchdog,
    pub(crate) discord: Sandbox,
    pub(crate) hall: Channel,
    pub(crate) ada: Person,
    pub(crate) bot: Bot,
}

fn scene() -> Scene {
    scene_with(Limits::default())
}

pub(crate) fn scene_with(limits: Limits) -> Scene {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let ada = discord.user("ada");
    let bot = Bot::builder(discord.token())
        .endpoints(discord.endpoints())
        .intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT)
        .limits(limits)
        .build()
        .unwrap();
    Scene { _watchdog: Watchdog::new(Duration::from_secs(90)), discord, hall, ada, bot }
}

/// One worker, and room for `queue` calls.
fn narrow(queue: usize, lag: Lag) -> Limits {
    let mut limits = Limits::default();
    (limits.pool.core, limits.pool.ceiling, limits.pool.queue, limits.lag) = (1, 1, queue, lag);
    limits
}

fn words(heard: &Receiver<String>, count: usize) -> Vec<String> {
    (0..count).map(|_| heard.recv_timeout(SOON).unwrap()).collect()
}

#[test]
fn z21_z22_payloads_and_events_are_decoded_without_a_bot() -> ito::Result {
    let json = r#"{"id":"1","channel_id":"2","content":"hello","author":{"id":"3","username":"ada"}}"#;
    assert_eq!(decode::<Message>(json)?.value.content, "hello");
    match event::decode("MESSAGE_CREATE", json)?.event {
        Event::Message(message) => assert_eq!(message.author.name, "ada"),
        other => panic!("{other:?}"),
    }
    Ok(())
}

#[test]
fn z24_workers_can_be_looked_at() -> ito::Result {
    let s = scene();
    let (go, may_go) = unbounded::<()>();
    s.bot.on(EventKind::Message, move |_| may_go.recv().unwrap_or_default());
    assert!(s.bot.health().running.is_empty() && s.bot.health().workers == 0);
    s.bot.start()?;
    s.ada.says(&s.hall, "hello");
    eventually("a listener runs", SOON, || s.bot.health().running.len() == 1);
    let health = s.bot.health();
    assert!(health.workers >= 1 && health.weight > 0 && health.is_well(), "{health}");
    assert!(health.running[0].to_string().contains("events.rs:"), "{:?}", health.running);
    go.send(())?;
    s.bot.close()
}

#[test]
fn z46_the_listeners_of_a_kind_are_those_that_would_run() {
    let s = scene();
    assert!(s.bot.listeners(EventKind::Message).is_empty());
    s.bot.on(EventKind::Any, |_| ());
    let message = s.bot.listen(EventKind::Message).call(|_| ());
    s.bot.on(EventKind::GuildCreate, |_| ());
    assert_eq!(s.bot.listeners(EventKind::Message).len(), 2);
    assert_eq!(s.bot.listeners(EventKind::GuildCreate).len(), 2);
    assert!(s.bot.listeners(EventKind::Message)[1].cancel() && !message.cancel());
    assert_eq!(s.bot.listeners(EventKind::Message).len(), 1);
}

#[test]
fn z52_z53_one_function_listens_to_several_kinds_and_types_are_inferred() -> ito::Result {
    let s = scene();
    let (tx, heard) = unbounded();
    let edited = tx.clone();
    s.bot.on(EventKind::Message, move |e| tx.send(e.content.clone()).unwrap());
    s.bot.on(EventKind::MessageUpdate, move |e| edited.send(e.content.clone()).unwrap());
    s.bot.start()?;
    let id = s.ada.says(&s.hall, "one");
    assert_eq!(words(&heard, 1), ["one"]);
    s.ada.edits(&s.hall, id, "two");
    assert_eq!(words(&heard, 1), ["two"]);
    s.bot.close()
}

#[test]
fn z64_a_stream_ends_when_nothing_comes_and_drops_what_is_too_much() -> ito::Result {
    let s = scene();
    let newest = s.bot.stream(EventKind::Message).capacity(100).when_full(WhenFull::DropNewest);
    let mut oldest = s.bot.stream(EventKind::Message).capacity(100).when_full(WhenFull::DropOldest);
    let heard = Arc::new(AtomicUsize::new(0));
    let count = heard.clone();
    s.bot.on(EventKind::Message, move |_| {
        count.fetch_add(1, Ordering::Relaxed);
    });
    s.bot.start()?;
    let channel = s.hall.id().to_string();
    s.discord.shard(0).burst("MESSAGE_CREATE", 1000, |n| {
        json!({"id": (n + 1).to_string(), "channel_id": channel, "content": n.to_string(), "author": {"id": "7"}})
            .to_string()
    })?;
    eventually("all were heard", SOON, || heard.load(Ordering::Relaxed) == 1000);
    assert_eq!((newest.dropped(), oldest.dropped()), (900, 900));
    let kept: Vec<String> = newest.timeout(Duration::from_millis(50)).map(|e| e.content.clone()).collect();
    assert_eq!((kept.len(), &*kept[0], &*kept[99]), (100, "0", "99"));
    assert_eq!(oldest.next_timeout(SOON).unwrap().content, "900");
    s.bot.close()
}

#[test]
fn z65_a_stream_is_an_iterator_and_dropping_it_ends_it() -> ito::Result {
    let s = scene();
    let stream = s.bot.stream(EventKind::Message);
    s.bot.start()?;
    for word in ["a", "!b", "c", "!d"] {
        s.ada.says(&s.hall, word);
    }
    let commands: Vec<String> =
        stream.filter(|e| e.content.starts_with('!')).map(|e| e.content.clone()).take(2).collect();
    assert_eq!(commands, ["!b", "!d"]);
    // The stream is gone with its iterator: nobody holds up the shard.
    let (tx, heard) = unbounded();
    s.bot.on(EventKind::Message, move |e| tx.send(e.content.clone()).unwrap());
    s.ada.says(&s.hall, "after");
    assert_eq!(words(&heard, 1), ["after"]);
    s.bot.close()
}

#[test]
fn z66_z67_a_function_given_twice_runs_twice_and_a_handle_takes_one_back() -> ito::Result {
    let s = scene();
    let (tx, heard) = unbounded();
    let listen = || {
        let tx = tx.clone();
        s.bot.listen(EventKind::Message).call(move |e| tx.send(e.content.clone()).unwrap())
    };
    let (first, second) = (listen(), listen());
    drop(second);
    s.bot.start()?;
    s.ada.says(&s.hall, "one");
    assert_eq!(words(&heard, 2), ["one", "one"]);
    assert!(first.cancel());
    s.ada.says(&s.hall, "two");
    assert_eq!(words(&heard, 1), ["two"]);
    assert!(!first.cancel(), "it was taken back before");
    s.bot.close()?;
    assert!(heard.try_recv().is_err());
    Ok(())
}

#[test]
fn z72_a_wait_gives_the_match_or_the_reason_and_a_panic_is_the_waiter_s() -> ito::Result {
    let s = scene();
    s.bot.start()?;
    let waiting = s.bot.wait_for(EventKind::Message).filter(|e| e.content == "two").timeout(SOON);
    s.ada.says(&s.hall, "one");
    s.ada.says(&s.hall, "two");
    assert_eq!(waiting.wait()?.content, "two");
    let error = s.bot.wait_for(EventKind::Message).timeout(Duration::from_millis(10)).wait().unwrap_err();
    assert!(matches!(error.downcast_ref(), Some(WaitError::Timeout { .. })), "{error}");
    let panics = s.bot.wait_for(EventKind::Message).filter(|_| panic!("the predicate")).forever();
    s.ada.says(&s.hall, "three");
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| panics.wait().map(drop)));
    assert!(panicked.is_err());
    let (bot, forever) = (s.bot.clone(), s.bot.wait_for(EventKind::TypingStart).forever());
    let closer = ito::sync::thread::spawn("closer", ito::sync::thread::SMALL_STACK, move || bot.close())?;
    let error = forever.wait().unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&WaitError::Closed), "{error}");
    closer.join().unwrap()
}

#[test]
fn e12_what_matters_least_is_shed_first_and_counted() -> ito::Result {
    let s = scene_with(narrow(100, Lag::Shed));
    let (tx, heard) = unbounded();
    let (go, may_go) = unbounded::<()>();
    let (begun, has_begun) = unbounded();
    let typed = tx.clone();
    s.bot.on(EventKind::TypingStart, move |_| typed.send("typing").unwrap());
    // Nothing else is listened to, so that what waits is known: a start that is told late would count, too.
    s.bot.on(EventKind::Message, move |e| {
        if e.content == "hold" {
            begun.send(())?;
            may_go.recv()?;
        } else {
            tx.send("message")?;
        }
        Ok(())
    });
    s.bot.start()?;
    s.ada.says(&s.hall, "hold");
    has_begun.recv_timeout(SOON)?;
    // Half of the room is used; then typing is dropped and messages are not.
    for _ in 0..60 {
        s.ada.says(&s.hall, "word");
    }
    eventually("they wait", SOON, || s.bot.health().queued >= 60);
    for _ in 0..10 {
        s.ada.types(&s.hall);
    }
    s.ada.says(&s.hall, "word");
    eventually("one more waits", SOON, || s.bot.health().queued >= 61);
    assert_eq!(s.bot.health().dropped, [(EventType::TypingStart, 10)].into());
    assert!(!s.bot.health().is_well() && s.bot.health().to_string().ends_with("10 events dropped"));
    go.send(())?;
    for _ in 0..61 {
        assert_eq!(heard.recv_timeout(SOON)?, "message");
    }
    s.bot.close()?;
    assert!(heard.try_recv().is_err());
    Ok(())
}

#[test]
fn e12_the_newest_wins_but_over_no_interaction() -> ito::Result {
    let s = scene_with(narrow(10, Lag::NewestWins));
    let (tx, heard) = unbounded();
    let (go, may_go) = unbounded::<()>();
    let (begun, has_begun) = unbounded();
    let used = tx.clone();
    s.bot.on(EventKind::Message, move |e| {
        if e.content == "hold" {
            begun.send(())?;
            may_go.recv()?;
        } else {
            tx.send(e.content.clone())?;
        }
        Ok(())
    });
    s.bot.on(EventKind::InteractionCreate, move |_| used.send("interaction".to_owned()).unwrap());
    s.bot.start()?;
    s.ada.says(&s.hall, "hold");
    has_begun.recv_timeout(SOON)?;
    s.ada.uses(&s.hall, "ping");
    for number in 0..30 {
        s.ada.says(&s.hall, &number.to_string());
    }
    eventually("the last one is in", SOON, || s.bot.health().dropped.values().sum::<u64>() == 20);
    go.send(())?;
    let mut all = words(&heard, 11);
    all.sort_by_key(|word| word.parse::<u32>().unwrap_or(0));
    assert_eq!(all[0], "interaction");
    assert_eq!(all[1..], (20..30).map(|number| number.to_string()).collect::<Vec<_>>());
    s.bot.close()
}

#[test]
fn an_own_listener_that_hangs_makes_the_run_an_unclean_one() {
    let s = scene();
    let (_keep, never) = unbounded::<()>();
    s.bot.on(EventKind::Message, move |e| {
        e.bot().close()?;
        let _ = never.recv();
        Ok(())
    });
    let (ada, hall) = (s.ada, s.hall);
    s.bot.on(EventKind::Started, move |_| {
        ada.says(&hall, "hello");
    });
    let error = s.bot.run().unwrap_err();
    let UncleanClose(report) = error.downcast_ref().expect("the close was late");
    assert_eq!(report.abandoned.len(), 1, "{report}");
    assert!(error.to_string().contains("events.rs:"), "{error}");
}

#[test]
fn e12_what_nobody_listens_for_is_not_counted_as_dropped() -> ito::Result {
    let s = scene_with(narrow(10, Lag::Shed));
    let (go, may_go) = unbounded::<()>();
    let (begun, has_begun) = unbounded();
    s.bot.on(EventKind::Message, move |e| {
        if e.content == "hold" {
            begun.send(())?;
            may_go.recv()?;
        }
        Ok(())
    });
    s.bot.start()?;
    s.ada.says(&s.hall, "hold");
    has_begun.recv_timeout(SOON)?;
    for _ in 0..8 {
        s.ada.says(&s.hall, "word");
    }
    eventually("they wait", SOON, || s.bot.health().queued >= 8);
    // The cache is told of it, and it is of a type that is shed.
    s.discord
        .shard(0)
        .dispatch("VOICE_STATE_UPDATE", &json!({"guild_id": "1", "user_id": "2", "session_id": "3"}));
    s.ada.says(&s.hall, "word");
    eventually("one more waits", SOON, || s.bot.health().queued >= 9);
    assert!(s.bot.health().dropped.is_empty(), "{:?}", s.bot.health().dropped);
    go.send(())?;
    s.bot.close()
}

#[test]
fn z72_a_wait_that_begins_while_the_bot_closes_ends_at_once() -> ito::Result {
    let s = scene();
    let (go, may_go) = unbounded::<()>();
    let (tx, ended) = unbounded();
    s.bot.on(EventKind::Message, move |e| {
        may_go.recv()?;
        let waited = e.bot().wait_for(EventKind::TypingStart).forever().wait();
        tx.send(waited.map(drop).map_err(|error| error.downcast_ref::<WaitError>().cloned()))?;
        Ok(())
    });
    let mut events = s.bot.events();
    s.bot.start()?;
    s.ada.says(&s.hall, "wait");
    eventually("the listener runs", SOON, || s.bot.health().running.len() == 1);
    let bot = s.bot.clone();
    let closing = ito::sync::thread::spawn("closing", 1 << 20, move || bot.close_within(SOON))?;
    // Their end is the end of all streams.
    while events.next().is_some() {}
    go.send(())?;
    assert_eq!(ended.recv_timeout(SOON / 2)?, Err(Some(WaitError::Closed)));
    let report = closing.join().map_err(|panic| panic.to_string())??;
    assert!(report.is_clean(), "{report}");
    Ok(())
}
