//! Sessions that outlive a run, and the ledger of session starts.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crossbeam_channel::unbounded;
use ito::bot::{LimitFile, StartError};
use ito::rest::LimitStore;
use ito::sandbox::{Channel, ConnectionFault, Person, Sandbox};
use ito::{Bot, Builder, EventKind, Id, Intents};

use crate::support::{Watchdog, eventually};

const SOON: Duration = Duration::from_secs(20);

/// A path that is removed with all that was written beside it.
pub(crate) struct Place(pub(crate) PathBuf);

impl Place {
    pub(crate) fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("ito-seed-{name}-{}", std::process::id())))
    }
}

impl Place {
    /// Where session starts are counted.
    fn identifies(&self) -> PathBuf {
        self.beside(".identifies")
    }

    pub(crate) fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = self.0.clone().into_os_string();
        name.push(suffix);
        name.into()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        for suffix in ["", ".identifies", ".limits", ".cache"] {
            let _ = std::fs::remove_file(self.beside(suffix));
        }
    }
}

fn scene(builder: ito::sandbox::Builder) -> (Watchdog, Sandbox, Channel, Person) {
    let discord = builder.start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let ada = discord.user("ada");
    (Watchdog::new(Duration::from_secs(90)), discord, hall, ada)
}

fn bot(discord: &Sandbox, place: &Place) -> ito::Result<Bot> {
    Bot::builder(discord.token())
        .endpoints(discord.endpoints())
        .intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT)
        .keep_sessions(&place.0)
        .build()
}

#[test]
fn n03_the_next_start_resumes_without_an_identify_and_misses_nothing() -> ito::Result {
    let (_watchdog, discord, hall, ada) = scene(Sandbox::builder().shards(4).max_concurrency(4));
    let place = Place::new("resume");
    let (tx, heard) = unbounded();
    let listen = |bot: &Bot| {
        let tx = tx.clone();
        bot.on(EventKind::Message, move |e| tx.send(e.content.clone()).unwrap());
    };
    let first = bot(&discord, &place)?;
    listen(&first);
    first.start()?;
    ada.says(&hall, "before");
    assert_eq!(heard.recv_timeout(SOON)?, "before");
    let report = first.close_within(SOON)?;
    assert_eq!(report.sessions, 4, "{report}");
    ada.says(&hall, "meanwhile");
    ada.says(&hall, "meanwhile, too");

    // Another bot, as another process would be.
    let second = bot(&discord, &place)?;
    listen(&second);
    let (tx, connected) = unbounded();
    second.on(EventKind::ShardConnected, move |e| tx.send((e.resumed, e.replayed)).unwrap());
    second.start()?;
    ada.says(&hall, "after");
    let mut words: Vec<String> = (0..3).map(|_| heard.recv_timeout(SOON).unwrap()).collect();
    words.sort();
    assert_eq!(words, ["after", "meanwhile", "meanwhile, too"]);
    let connected: Vec<(bool, u64)> = (0..4).map(|_| connected.recv_timeout(SOON).unwrap()).collect();
    assert!(connected.iter().all(|(resumed, _)| *resumed), "{connected:?}");
    assert_eq!(connected.iter().map(|(_, replayed)| replayed).sum::<u64>(), 2);
    second.close()?;
    assert_eq!((discord.seen().identifies.len(), discord.seen().resumes.len()), (4, 4));
    assert!(heard.try_recv().is_err(), "nothing came twice");
    Ok(())
}

#[test]
fn n03_what_no_listener_was_called_for_comes_again_and_nothing_else_does() -> ito::Result {
    let (_watchdog, discord, hall, ada) = scene(Sandbox::builder());
    let place = Place::new("missed");
    let (tx, heard) = unbounded();
    let mut limits = ito::bot::Limits::default();
    (limits.pool.core, limits.pool.ceiling) = (1, 1);
    let first = Bot::builder(discord.token())
        .endpoints(discord.endpoints())
        .intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT)
        .limits(limits)
        .keep_sessions(&place.0)
        .build()?;
    let tell = tx.clone();
    let (go, may_go) = unbounded::<()>();
    first.on(EventKind::Message, move |e| {
        tell.send(e.content.clone())?;
        if e.content == "2" {
            may_go.recv()?;
        }
        Ok(())
    });
    first.start()?;
    for number in 1..=5 {
        ada.says(&hall, &number.to_string());
    }
    assert_eq!((heard.recv_timeout(SOON)?, heard.recv_timeout(SOON)?), ("1".to_owned(), "2".to_owned()));
    let queued = |bot: &Bot| bot.shards()[&0].seq;
    eventually("they wait", SOON, || queued(&first).is_some());
    let report = first.close_within(Duration::from_millis(500))?;
    go.send(())?;
    assert_eq!((report.abandoned.len(), report.sessions), (1, 1), "{report}");

    let second = bot(&discord, &place)?;
    second.on(EventKind::Message, move |e| tx.send(e.content.clone()).unwrap());
    second.start()?;
    let mut again: Vec<String> = (0..3).map(|_| heard.recv_timeout(SOON).unwrap()).collect();
    again.sort();
    assert_eq!(again, ["3", "4", "5"]);
    second.close()?;
    assert!(heard.try_recv().is_err(), "nothing came twice");
    assert_eq!(discord.seen().identifies.len(), 1);
    Ok(())
}

#[test]
fn a_session_that_cannot_be_resumed_costs_an_identify_and_no_start() -> ito::Result {
    let (_watchdog, discord, ..) = scene(Sandbox::builder());
    let place = Place::new("refused");
    let first = bot(&discord, &place)?;
    first.start()?;
    first.close()?;
    discord.fail_connection(ConnectionFault::InvalidSession(false));
    let second = bot(&discord, &place)?;
    second.start()?;
    second.close()?;
    assert_eq!((discord.seen().identifies.len(), discord.seen().resumes.len()), (2, 1));
    // What was kept is torn.
    std::fs::write(&place.0, "ito sessions 1 0123456789abcdef\n{\"saved")?;
    let third = bot(&discord, &place)?;
    third.start()?;
    third.close()?;
    assert_eq!(discord.seen().identifies.len(), 3);
    Ok(())
}

#[test]
fn a_crash_loop_is_refused_with_the_time_at_which_it_may_go_on() -> ito::Result {
    let (_watchdog, discord, ..) = scene(Sandbox::builder().session_starts(8, 8, Duration::from_secs(3600)));
    let place = Place::new("loop");
    for _ in 0..2 {
        let bot = bot(&discord, &place)?;
        bot.start()?;
        bot.close()?;
        // As after a crash, no session is left.
        std::fs::remove_file(&place.0)?;
    }
    assert!(std::fs::read_to_string(place.identifies())?.starts_with("ito identifies 1 "));
    // Two more would be half of the day's; the crashes go on until the quarter of an hour's share is spent.
    let mut refused = None;
    for _ in 0..4 {
        let bot = bot(&discord, &place)?;
        match bot.start() {
            Ok(()) => bot.close()?,
            Err(error) => refused = Some(error),
        }
        let _ = std::fs::remove_file(&place.0);
    }
    let error = refused.expect("a start was refused");
    match error.downcast_ref::<StartError>() {
        Some(StartError::TooManyStarts { sessions, wait, .. }) => {
            assert_eq!(*sessions, 4);
            assert!(*wait <= Duration::from_secs(3600));
        }
        other => panic!("{other:?}: {error}"),
    }
    assert!(error.to_string().contains("start it again in"), "{error}");
    Ok(())
}

/// What is known of limits, where no disk is.
#[derive(Debug, Clone, Default)]
struct Memory(Arc<Mutex<Option<String>>>);

impl LimitStore for Memory {
    fn load(&self) -> io::Result<Option<String>> {
        Ok(self.0.lock().unwrap().clone())
    }

    fn save(&self, known: &str) -> io::Result<()> {
        *self.0.lock().unwrap() = Some(known.to_owned());
        Ok(())
    }
}

#[test]
fn a_restart_in_mid_window_earns_no_429_wherever_limits_are_kept() -> ito::Result {
    let (place, memory) = (Place::new("limits"), Memory::default());
    let keep: [fn(Builder, &Place, &Memory) -> Builder; 3] = [
        |builder, place, _| builder.keep_sessions(&place.0),
        |builder, place, _| builder.keep_limits(LimitFile::new(place.beside(".own"))),
        |builder, _, memory| builder.keep_limits(memory.clone()),
    ];
    for keep in keep {
        let window = Duration::from_millis(1500);
        let (_watchdog, discord, hall, _) = scene(Sandbox::builder().message_limit(2, window));
        let begun = Instant::now();
        for _ in 0..2 {
            let builder = Bot::builder(discord.token()).endpoints(discord.endpoints());
            let bot = keep(builder, &place, &memory).build()?;
            bot.start()?;
            for _ in 0..2 {
                bot.rest().create_message(Id::new(hall.id())).content("tea").send()?;
            }
            let report = bot.close_within(SOON)?;
            assert!(report.errors.is_empty(), "{report}");
        }
        assert!(begun.elapsed() >= window, "the window was used up by the first");
        assert_eq!(discord.offences().len(), 0, "{:?}", discord.offences());
    }
    let kept = memory.load()?.unwrap();
    assert!(kept.contains("/channels/{channel.id}/messages") && !kept.contains("token"), "{kept}");
    std::fs::remove_file(place.beside(".own"))?;
    Ok(())
}
