//! What a bot knows of its listeners: rows Z23, Z82, Z86, and what is decoded for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, unbounded};
use ito::bot::{Limits, Listener};
use ito::event::{EventType, EventTypes};
use ito::sync::CloseFlag;
use ito::{Bot, EventKind};
use serde_json::json;

use crate::events::{Scene, scene_with};
use crate::support::{eventually, keep_log, log_text};

const SOON: Duration = Duration::from_secs(20);

/// A listener is slow after 30 ms here.
fn scene() -> Scene {
    let mut limits = Limits::default();
    limits.slow_after = Duration::from_millis(30);
    scene_with(limits)
}

/// Lines of the log with all of these words.
fn lines(words: &[&str]) -> Vec<String> {
    let log = log_text();
    log.lines().filter(|line| words.iter().all(|word| line.contains(word))).map(str::to_owned).collect()
}

#[test]
fn z23_a_listener_is_the_same_whichever_way_it_was_added() -> ito::Result {
    let s = scene();
    let (tx, heard) = unbounded();
    let hears = |name: &'static str| {
        let tx = tx.clone();
        move |text: &str| drop(tx.send(format!("{name} {text}")))
    };
    let (first, second) = (hears("on"), hears("listen"));
    s.bot.on(EventKind::Message, move |e| first(&e.content));
    let handle = s.bot.listen(EventKind::Message).call(move |e| second(&e.content));
    let all = s.bot.listeners(EventKind::Message);
    assert_eq!(all.len(), 2);
    assert!(all[0].place().line() < all[1].place().line() && all[1].place() == handle.place());
    s.bot.start()?;
    s.ada.says(&s.hall, "one");
    let mut both: Vec<String> = (0..2).map(|_| heard.recv_timeout(SOON).unwrap()).collect();
    both.sort();
    assert_eq!(both, ["listen one", "on one"]);
    // What was added by `on` is taken back as what was added by `listen` is.
    assert!(all[0].cancel());
    s.ada.says(&s.hall, "two");
    assert_eq!(heard.recv_timeout(SOON)?, "listen two");
    assert!(handle.cancel() && !all[1].cancel() && s.bot.listeners(EventKind::Message).is_empty());
    s.bot.close()?;
    assert!(heard.try_recv().is_err());
    Ok(())
}

#[test]
fn z82_who_runs_and_who_was_slow_is_told_without_an_option() -> ito::Result {
    keep_log();
    let s = scene();
    let (go, wake) = (CloseFlag::new(), CloseFlag::new());
    let (begun, wait) = (go.clone(), wake.clone());
    let line = line!() + 1;
    s.bot.on(EventKind::Message, move |_| {
        begun.set();
        wait.wait();
    });
    s.bot.start()?;
    s.ada.says(&s.hall, "work");
    assert!(go.wait_timeout(SOON));
    let place = format!("{}:{line}", file!());
    eventually("it has run for a while", SOON, || {
        s.bot.health().running.iter().any(|one| one.age > Duration::from_millis(40))
    });
    let running = s.bot.health().running;
    assert_eq!((running.len(), running[0].event), (1, "MESSAGE_CREATE"));
    assert!(running[0].to_string().starts_with(&place), "{}", running[0]);
    wake.set();
    let told = || lines(&["WARN ito::listener the listener at", &place, "for MESSAGE_CREATE of guild"]);
    eventually("a line tells of it", SOON, || told().len() == 1);
    assert!(told()[0].contains("in the queue") && told()[0].contains("waiting for limits"), "{:?}", told());
    s.bot.close()
}

#[test]
fn z86_where_a_listener_or_a_stream_was_made_is_known() -> ito::Result {
    keep_log();
    let s = scene();
    let at = |line: u32| format!("{}:{line}:", file!());
    let (tx, failed) = unbounded();
    s.bot.on(EventKind::ListenerFailed, move |e| tx.send(e.listener.to_string()).unwrap());
    let line = line!() + 1;
    s.bot.on(EventKind::Message, |_| Err("as asked".into()));
    let known: Vec<String> =
        s.bot.listeners(EventKind::Message).iter().map(|one| one.place().to_string()).collect();
    assert!(known.len() == 1 && known[0].starts_with(&at(line)), "{known:?}");
    let own = EventTypes::of(EventType::Starting).with(EventType::Started);
    let made = line!() + 1;
    let stream = s.bot.stream(EventKind::any_of(own)).capacity(1);
    assert!(stream.place().to_string().starts_with(&at(made)), "{}", stream.place());
    s.bot.start()?;
    s.ada.says(&s.hall, "fail");
    assert!(failed.recv_timeout(SOON)?.starts_with(&at(line)));
    let told = |what: &str, line: u32| lines(&[what, &at(line)]).len();
    eventually("the failure is logged", SOON, || told("failed on MESSAGE_CREATE: as asked", line) == 1);
    eventually("a full stream is named", SOON, || told("is full and misses the event started", made) == 1);
    s.bot.close()
}

/// How often the malformed event that is sent here was looked at.
fn looked_at(bot: &Bot) -> u64 {
    let drift = bot.drift();
    drift.places().filter(|place| place.to_string().contains("TYPING_START")).map(|place| place.count).sum()
}

#[test]
fn what_is_decoded_changes_at_once_when_a_listener_is_added_or_taken_back() -> ito::Result {
    let s = scene();
    let (tx, passed) = unbounded();
    s.bot.on(EventKind::Message, move |e| tx.send(e.content.clone()).unwrap());
    let typed = Arc::new(AtomicUsize::new(0));
    s.bot.start()?;
    // A time that is none: whoever decodes it says so. The message behind it on the same shard says that it has passed.
    let sends = |passed: &Receiver<String>| {
        let malformed = json!({ "channel_id": "1", "user_id": "2", "timestamp": "just now" });
        s.discord.shard(0).dispatch("TYPING_START", &malformed);
        s.ada.says(&s.hall, "passed");
        passed.recv_timeout(SOON).unwrap();
        looked_at(&s.bot)
    };
    let listens = || -> Listener {
        let typed = typed.clone();
        s.bot.listen(EventKind::TypingStart).call(move |_| {
            typed.fetch_add(1, Ordering::SeqCst);
        })
    };
    assert_eq!(sends(&passed), 0, "nobody wants it");
    let listener = listens();
    assert_eq!(sends(&passed), 1, "somebody does");
    assert!(listener.cancel());
    assert_eq!(sends(&passed), 1, "nobody wants it any more");
    let stream = s.bot.stream(EventKind::TypingStart);
    assert_eq!(sends(&passed), 2, "a stream wants it");
    drop(stream);
    assert_eq!(sends(&passed), 2, "nobody reads it any more");
    let waiting = s.bot.wait_for(EventKind::TypingStart).timeout(SOON);
    assert_eq!(sends(&passed), 3, "somebody waits for it");
    assert_eq!(waiting.wait()?.user_id.get(), 2);
    assert_eq!(sends(&passed), 3, "the wait is over");
    assert_eq!(listens().place().file(), file!());
    assert_eq!(sends(&passed), 4, "dropping a handle keeps its listener");
    eventually("it was heard", SOON, || typed.load(Ordering::SeqCst) == 2);
    s.bot.close()
}
