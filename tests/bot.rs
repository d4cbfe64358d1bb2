//! A bot on the sandbox, as a user would run it: listeners, loops, failures, waits, and how it ends.

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crossbeam_channel::{bounded, unbounded};
use ito::bot::{StateError, WaitError};
use ito::sandbox::{Channel, Person, Sandbox};
use ito::sync::thread;
use ito::{Bot, Event, EventKind, Intents};
use support::{Watchdog, eventually};

const SOON: Duration = Duration::from_secs(10);

/// A small Discord, a channel, somebody in it, and a bot that is not started.
struct Scene {
    _watchdog: Watchdog,
    discord: Sandbox,
    hall: Channel,
    ada: Person,
    bot: Bot,
}

fn scene() -> Scene {
    let watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let ada = discord.user("ada");
    let bot = Bot::builder(discord.token())
        .endpoints(discord.endpoints())
        .intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT)
        .build()
        .unwrap();
    Scene { _watchdog: watchdog, discord, hall, ada, bot }
}

fn state_error(error: &ito::Error) -> Option<StateError> {
    error.downcast_ref().copied()
}

#[test]
fn it_answers_a_ping() -> ito::Result {
    let s = scene();
    s.bot.on(EventKind::Message, |e| {
        if e.content == "!ping" {
            e.reply("Pong!")?;
        }
        Ok(())
    });
    s.bot.start()?;
    s.ada.says(&s.hall, "ping");
    s.ada.says(&s.hall, "!ping");
    let answer = s.hall.next_message(SOON)?;
    assert_eq!(answer.content, "Pong!");
    s.bot.close()
}

#[test]
fn events_are_a_loop_that_ends_with_the_bot() -> ito::Result {
    let s = scene();
    let events = s.bot.events();
    s.bot.start()?;
    let texts: Vec<String> = (0..500).map(|n| format!("text {n}")).collect();
    for text in &texts {
        s.ada.says(&s.hall, text);
    }
    let mut heard = Vec::new();
    for event in events {
        if let Event::Message(e) = event {
            heard.push(e.content.clone());
            if heard.len() == texts.len() {
                s.bot.close()?;
            }
        }
    }
    assert_eq!(heard, texts);
    Ok(())
}

#[test]
fn a_failure_of_a_listener_is_published_and_costs_nothing_else() -> ito::Result {
    let s = scene();
    let (tx, failures) = unbounded();
    s.bot.on(EventKind::ListenerFailed, move |e| {
        tx.send((e.listener.file(), e.event.clone(), e.error.clone(), e.panicked))?;
        Ok(())
    });
    let (tx, heard) = unbounded();
    s.bot.on(EventKind::Message, move |e| {
        tx.send(e.content.clone())?;
        match e.content.as_str() {
            "error" => Err("an error as asked".into()),
            "panic" => panic!("a panic as asked"),
            _ => Ok(()),
        }
    });
    s.bot.start()?;
    for text in ["error", "panic", "fine"] {
        s.ada.says(&s.hall, text);
    }
    let mut failed: Vec<_> = (0..2).map(|_| failures.recv_timeout(SOON).unwrap()).collect();
    failed.sort_by_key(|failure| failure.3);
    for (failure, (text, panicked)) in
        failed.iter().zip([("an error as asked", false), ("a panic as asked", true)])
    {
        assert_eq!(failure.0, file!());
        match &failure.1 {
            Event::Message(message) => assert_eq!(&*message.content, text.split(' ').nth(1).unwrap()),
            other => panic!("{other:?}"),
        }
        assert_eq!((&*failure.2, failure.3), (text, panicked));
    }
    let mut all: Vec<String> = (0..3).map(|_| heard.recv_timeout(SOON).unwrap()).collect();
    all.sort();
    assert_eq!(all, ["error", "fine", "panic"]);
    s.bot.close()
}

#[test]
fn a_listener_of_failures_that_fails_causes_no_other() -> ito::Result {
    let s = scene();
    let failures = Arc::new(AtomicUsize::new(0));
    let count = failures.clone();
    s.bot.on(EventKind::ListenerFailed, move |_| {
        let n = count.fetch_add(1, Ordering::SeqCst);
        assert!(n > 100, "this one fails, too");
    });
    s.bot.on(EventKind::Message, |_| Err("a failure".into()));
    s.bot.start()?;
    for _ in 0..20 {
        s.ada.says(&s.hall, "x");
    }
    eventually("20 failures", SOON, || failures.load(Ordering::SeqCst) >= 20);
    s.bot.close()?;
    assert_eq!(failures.load(Ordering::SeqCst), 20);
    Ok(())
}

#[test]
fn a_listener_may_close_the_bot_and_add_listeners() -> ito::Result {
    let s = scene();
    let (tx, inner) = bounded(8);
    s.bot.on(EventKind::Message, move |e| {
        if e.content == "close" {
            return e.bot().close();
        }
        let tx = tx.clone();
        e.bot().on(EventKind::Message, move |e| drop(tx.try_send(e.content.clone())));
        Ok(())
    });
    s.bot.start()?;
    s.ada.says(&s.hall, "add");
    eventually("the new listener to hear", SOON, || {
        s.ada.says(&s.hall, "hello");
        inner.try_recv().is_ok()
    });
    s.ada.says(&s.hall, "close");
    s.bot.join()?;
    eventually("all threads to end", SOON, || s.bot.shards().is_empty());
    Ok(())
}

#[test]
fn a_listener_that_never_returns_is_named_and_left_behind() -> ito::Result {
    let s = scene();
    let (started, running) = bounded(1);
    let (_never, stuck) = bounded::<()>(0);
    s.bot.on(EventKind::Message, move |_| {
        let _ = started.try_send(());
        let _ = stuck.recv();
    });
    s.bot.start()?;
    s.ada.says(&s.hall, "x");
    running.recv_timeout(SOON).unwrap();
    let begun = Instant::now();
    let report = s.bot.close_within(Duration::from_millis(700))?;
    assert!(begun.elapsed() < SOON);
    assert_eq!(report.abandoned.len(), 1);
    assert_eq!(report.abandoned[0].place.file(), file!());
    assert!(report.to_string().contains("tests/bot.rs:"), "{report}");
    Ok(())
}

#[test]
fn closing_gives_running_listeners_time_to_finish() -> ito::Result {
    let s = scene();
    let (started, running) = bounded(1);
    let (finish, finishing) = bounded::<()>(0);
    let done = Arc::new(AtomicUsize::new(0));
    let count = done.clone();
    s.bot.on(EventKind::Message, move |_| {
        let _ = started.send(());
        let _ = finishing.recv();
        count.fetch_add(1, Ordering::SeqCst);
    });
    s.bot.start()?;
    s.ada.says(&s.hall, "x");
    running.recv_timeout(SOON).unwrap();
    let bot = s.bot.clone();
    let closer = thread::spawn("closer", thread::SMALL_STACK, move || bot.close_within(SOON)).unwrap();
    eventually("the goodbye", SOON, || s.discord.seen().connections == 0);
    drop(finish);
    let report = closer.join().unwrap()?;
    assert!(report.is_clean(), "{report}");
    assert_eq!((report.finished, done.load(Ordering::SeqCst)), (1, 1));
    Ok(())
}

#[test]
fn each_call_has_its_answer_in_each_state() -> ito::Result {
    let s = scene();
    assert_eq!(state_error(&s.bot.close().unwrap_err()), Some(StateError::NotRunning));
    assert_eq!(state_error(&s.bot.join().unwrap_err()), Some(StateError::NotRunning));
    assert_eq!(
        state_error(&s.bot.wait_for(EventKind::Message).wait().unwrap_err()),
        Some(StateError::NotRunning)
    );
    s.bot.start()?;
    assert_eq!(state_error(&s.bot.start().unwrap_err()), Some(StateError::AlreadyRunning));
    assert_eq!(state_error(&s.bot.run().unwrap_err()), Some(StateError::AlreadyRunning));
    assert_eq!(s.bot.shards().len(), 1);
    let closers: Vec<_> = (0..2)
        .map(|n| {
            let bot = s.bot.clone();
            thread::spawn(format!("closer-{n}"), thread::SMALL_STACK, move || bot.close()).unwrap()
        })
        .collect();
    // Both wait for the same end; who comes after it is told so.
    let ends: Vec<_> = closers.into_iter().map(|closer| closer.join().unwrap()).collect();
    assert!(ends.iter().any(Result::is_ok));
    for error in ends.iter().filter_map(|end| end.as_ref().err()) {
        assert_eq!(state_error(error), Some(StateError::NotRunning));
    }
    assert_eq!(state_error(&s.bot.close().unwrap_err()), Some(StateError::NotRunning));
    assert!(s.bot.shards().is_empty());
    Ok(())
}

#[test]
fn a_bot_can_run_twice() -> ito::Result {
    let s = scene();
    let (tx, heard) = unbounded();
    s.bot.on(EventKind::Message, move |e| tx.send(e.content.clone()).map_err(Into::into));
    for run in ["first", "second"] {
        s.bot.start()?;
        s.ada.says(&s.hall, run);
        assert_eq!(heard.recv_timeout(SOON).unwrap(), run);
        assert!(s.bot.rest().fetch_current_user().send().is_ok());
        s.bot.close()?;
    }
    assert_eq!(s.discord.seen().identifies.len(), 2);
    Ok(())
}

#[test]
fn rest_can_be_asked_before_a_start() -> ito::Result {
    let s = scene();
    assert!(s.bot.rest().fetch_current_user().send()?.bot);
    Ok(())
}

#[test]
fn a_listener_that_is_cancelled_hears_nothing_more() -> ito::Result {
    let s = scene();
    let (tx, heard) = unbounded();
    let listener = s.bot.listen(EventKind::Message).call(move |e| drop(tx.send(e.content.clone())));
    let all = s.bot.stream(EventKind::Message);
    s.bot.start()?;
    s.ada.says(&s.hall, "one");
    assert_eq!(heard.recv_timeout(SOON).unwrap(), "one");
    assert!(listener.cancel());
    assert!(!listener.cancel());
    s.ada.says(&s.hall, "two");
    assert_eq!(all.map(|e| e.content.clone()).take(2).collect::<Vec<_>>(), ["one", "two"]);
    s.bot.close()?;
    assert!(heard.try_recv().is_err());
    Ok(())
}

#[test]
fn a_listener_that_is_called_once_is_called_once() -> ito::Result {
    let s = scene();
    let (tx, heard) = unbounded();
    s.bot.once(EventKind::Message, move |e| drop(tx.send(e.content.clone())));
    let mut all = s.bot.stream(EventKind::Message);
    s.bot.start()?;
    for n in 0..50 {
        s.ada.says(&s.hall, &n.to_string());
    }
    for _ in 0..50 {
        all.next_timeout(SOON).unwrap();
    }
    s.bot.close()?;
    assert_eq!(heard.try_iter().count(), 1);
    Ok(())
}

#[test]
fn hundreds_of_listeners_wait_inside_and_one_event_frees_them_all() -> ito::Result {
    let s = scene();
    let woken = Arc::new(AtomicUsize::new(0));
    let waiting = Arc::new(AtomicUsize::new(0));
    let (count, begun) = (woken.clone(), waiting.clone());
    s.bot.listen(EventKind::Message).when(|e| e.content == "wait").call(move |e| {
        let go = e
            .bot()
            .wait_for(EventKind::Message)
            .filter(|e| e.content == "go")
            .timeout(Duration::from_secs(50));
        begun.fetch_add(1, Ordering::SeqCst);
        go.wait()?;
        count.fetch_add(1, Ordering::SeqCst);
        Ok(())
    });
    s.bot.start()?;
    for _ in 0..300 {
        s.ada.says(&s.hall, "wait");
    }
    eventually("300 listeners to wait", Duration::from_secs(30), || waiting.load(Ordering::SeqCst) == 300);
    s.ada.says(&s.hall, "go");
    eventually("all to be woken", Duration::from_secs(30), || woken.load(Ordering::SeqCst) == 300);
    s.bot.close()
}

#[test]
fn a_wait_says_why_it_gave_nothing() -> ito::Result {
    let s = scene();
    s.bot.start()?;
    let error = s.bot.wait_for(EventKind::Message).timeout(Duration::from_millis(20)).wait().unwrap_err();
    assert!(matches!(error.downcast_ref(), Some(WaitError::Timeout { .. })), "{error}");
    let bot = s.bot.clone();
    let (asked, is_waiting) = bounded(1);
    let waiter = thread::spawn("waiter", 1 << 20, move || {
        let wait = bot.wait_for(EventKind::Message).forever().filter(move |_| {
            let _ = asked.try_send(());
            false
        });
        wait.wait().map(drop)
    })
    .unwrap();
    eventually("somebody to wait", SOON, || {
        s.ada.says(&s.hall, "not this one");
        is_waiting.try_recv().is_ok()
    });
    s.bot.close()?;
    let error = waiter.join().unwrap().unwrap_err();
    assert!(matches!(error.downcast_ref(), Some(WaitError::Closed)), "{error}");
    Ok(())
}

#[test]
fn a_question_is_answered_by_who_was_asked() -> ito::Result {
    let s = scene();
    let bob = s.discord.user("bob");
    s.bot.listen(EventKind::Message).when(|e| e.content == "!name").call(|e| {
        let name = e.ask("What is your name?").timeout(SOON).wait()?;
        e.reply(format!("Hello, {}.", name.content))?;
        Ok(())
    });
    s.bot.start()?;
    s.ada.says(&s.hall, "!name");
    assert_eq!(s.hall.next_message(SOON)?.content, "What is your name?");
    bob.says(&s.hall, "not me");
    s.ada.says(&s.hall, "Ada");
    assert_eq!(s.hall.next_message(SOON)?.content, "Hello, Ada.");
    s.bot.close()
}

#[test]
fn one_key_is_heard_in_order_while_another_waits() -> ito::Result {
    let s = scene();
    let halls: Vec<Channel> = (0..8).map(|n| s.discord.guild("test").channel(&format!("hall-{n}"))).collect();
    let heard: Arc<Mutex<Vec<(u64, u32)>>> = Arc::default();
    let (gate, held) = bounded::<()>(0);
    let (log, blocked) = (heard.clone(), halls[0].id());
    s.bot.listen(EventKind::Message).ordered_by(|e| e.channel_id).call(move |e| {
        if e.channel_id.get() == blocked {
            let _ = held.recv();
        }
        log.lock().unwrap().push((e.channel_id.get(), e.content.parse()?));
        Ok(())
    });
    s.bot.start()?;
    for n in 0..200_u32 {
        s.ada.says(&halls[n as usize % 8], &n.to_string());
    }
    eventually("7 lanes to be done", SOON, || heard.lock().unwrap().len() == 175);
    drop(gate);
    eventually("the held lane to be done", SOON, || heard.lock().unwrap().len() == 200);
    for hall in &halls {
        let heard = heard.lock().unwrap();
        let lane: Vec<u32> = heard.iter().filter(|(id, _)| *id == hall.id()).map(|(_, n)| *n).collect();
        assert!(lane.len() == 25 && lane.is_sorted(), "{lane:?}");
    }
    s.bot.close()
}

#[test]
fn a_stream_that_nobody_reads_holds_up_no_close() -> ito::Result {
    let s = scene();
    let unread = s.bot.stream(EventKind::Any).capacity(8);
    let heard = Arc::new(AtomicUsize::new(0));
    let count = heard.clone();
    s.bot.on(EventKind::Message, move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    s.bot.start()?;
    for _ in 0..20 {
        s.ada.says(&s.hall, "hello");
    }
    // Beside what a start tells there is room for three: they are heard, though the stream holds up its shard after them.
    eventually("what came before is heard", SOON, || heard.load(Ordering::SeqCst) >= 3);
    let begun = Instant::now();
    let report = s.bot.close_within(Duration::from_secs(4))?;
    assert!(begun.elapsed() < Duration::from_secs(6), "{report}");
    assert_eq!(unread.count(), 8, "what it holds can still be read");
    Ok(())
}
