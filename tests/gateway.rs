//! Shards against the sandbox over real sockets: what is lost comes back, once and in order, whatever the other end does.

mod support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, unbounded};
use ito::event::Envelope;
use ito::gateway::{
    Compression, Config, Error, Handed, IdentifyGate, Line, News, Plan, SessionBudget, ShardState, Shards,
    Sink,
};
use ito::sandbox::{Builder, ConnectionFault, Resumable, ResumeHost, Sandbox, Seen};
use ito::sync::CloseFlag;
use ito::{Rest, Token};
use serde_json::json;
use support::{Watchdog, eventually};

const SOON: Duration = Duration::from_secs(20);
const MESSAGE: &str = "MESSAGE_CREATE";

/// Shards of their own on a sandbox, without a bot around them.
struct Rig {
    shards: Shards,
    /// What was handed on: sequence number and name.
    heard: Receiver<(u64, String)>,
    discord: Sandbox,
    _watchdog: Watchdog,
}

/// Waits until all shards have been ready.
fn wait_ready(shards: &Shards) {
    while shards.next_news(&CloseFlag::new()).unwrap().expect("the shards run") != News::AllReady {}
}

/// Waits until a shard cannot go on.
fn failure(shards: &Shards) -> Arc<Error> {
    loop {
        match shards.next_news(&CloseFlag::new()) {
            Ok(news) => assert!(news.is_some(), "all have ended well"),
            Err(error) => return error,
        }
    }
}

fn rig(builder: Builder, change: impl FnOnce(&mut Config)) -> Rig {
    rig_with_sink(builder, 1, change, |_| Handed::On)
}

fn rig_with_sink(
    builder: Builder,
    total: u32,
    change: impl FnOnce(&mut Config),
    then: impl Fn(u64) -> Handed + Send + Sync + 'static,
) -> Rig {
    let watchdog = Watchdog::new(Duration::from_secs(100));
    let discord = builder.start().unwrap();
    let url = gateway_url(&discord);
    let mut config = Config::new(Token::new(discord.token()).unwrap(), url, 513);
    config.hello_timeout = Duration::from_secs(1);
    config.ready_timeout = Duration::from_secs(2);
    change(&mut config);
    let (tx, heard) = unbounded();
    let sink: Sink = Arc::new(move |_: &Line, envelope: &mut Envelope<'_>| {
        if envelope.check().is_err() {
            return Handed::Malformed;
        }
        let seq = envelope.seq.unwrap_or(0);
        let handed = then(seq);
        if handed == Handed::On {
            let _ = tx.send((seq, envelope.name.as_deref().unwrap_or("").to_owned()));
        }
        handed
    });
    let budget = SessionBudget {
        total: 1000,
        remaining: 1000,
        reset_after: Duration::from_secs(86_400),
        max_concurrency: 16,
    };
    let gate = IdentifyGate::new(budget, Duration::from_millis(5050), Instant::now());
    let plan = Plan::new((0..total).collect(), total).unwrap();
    let shards = Shards::new(&plan, config, &CloseFlag::new()).unwrap();
    shards.start(&gate, &sink, &[]).unwrap();
    Rig { shards, heard, discord, _watchdog: watchdog }
}

/// What a client is told.
fn gateway_url(discord: &Sandbox) -> String {
    let token = Token::new(discord.token()).unwrap();
    let rest = Rest::new(discord.endpoints(), Some(token), ito::rest::Config::default()).unwrap();
    rest.fetch_gateway_bot().send().unwrap().url
}

impl Rig {
    fn ready(self) -> Self {
        wait_ready(&self.shards);
        self
    }

    fn seen(&self) -> Seen {
        self.discord.seen()
    }

    /// Sends messages; gives the sequence number of the last.
    fn send(&self, count: u64) -> u64 {
        let shard = self.discord.shard(0);
        for n in 0..count {
            shard.dispatch(MESSAGE, &json!({ "content": format!("message {n}") }));
        }
        shard.seq()
    }

    /// Waits until everything up to `last` was handed on; checks that nothing came twice or is missing.
    fn all_up_to(&self, last: u64) {
        let mut next = 1;
        while next <= last {
            let (seq, name) = self.heard.recv_timeout(SOON).unwrap_or_else(|_| {
                panic!("event {next} of {last} did not come; {:?}", self.shards.statuses())
            });
            assert_eq!(seq, next, "{name}");
            next += 1;
        }
    }

    fn wait_for(&self, what: &str, happened: impl FnMut(&Seen) -> bool) {
        self.discord.wait_for(what, SOON, happened).unwrap();
    }

    fn is_well(&self) {
        assert!(self.discord.offences().is_empty(), "{:?}", self.discord.offences());
    }
}

#[test]
fn what_was_missed_comes_once_and_in_order() {
    for compression in [Compression::None, Compression::Zlib, Compression::Zstd] {
        let rig = rig(Sandbox::builder(), |config| config.compression = compression).ready();
        rig.send(20);
        rig.discord.shard(0).cut();
        rig.send(200);
        rig.wait_for("a resume", |seen| seen.logins.iter().any(|login| login.resumed));
        rig.all_up_to(rig.send(5));
        assert_eq!(rig.seen().identifies.len(), 1);
        assert!(rig.seen().resumes.iter().all(|resume| resume.at_resume_host));
        rig.is_well();
    }
}

#[test]
fn a_replay_that_starts_too_early_gives_nothing_twice() {
    let rig = rig(Sandbox::builder(), |_| ()).ready();
    rig.send(40);
    rig.discord.fail_connection(ConnectionFault::EarlyReplay(25));
    rig.discord.shard(0).cut();
    rig.send(10);
    rig.wait_for("a resume", |seen| seen.logins.iter().any(|login| login.resumed));
    assert_eq!(rig.seen().identifies.len(), 1, "{:?} {:?}", rig.seen().logins, rig.seen().closes);
    rig.all_up_to(rig.send(5));
}

#[test]
fn a_zombie_connection_is_cut_and_resumed() {
    let interval = Duration::from_millis(400);
    let rig = rig(Sandbox::builder().heartbeat_interval(interval), |_| ()).ready();
    rig.wait_for("heartbeats", |seen| seen.heartbeats.len() >= 2);
    rig.discord.shard(0).freeze();
    let last = rig.send(10);
    let begun = Instant::now();
    rig.wait_for("a resume", |seen| seen.logins.iter().any(|login| login.resumed));
    // One interval until the next beat, one without an answer, and 5 s to come back.
    assert!(begun.elapsed() < interval * 2 + Duration::from_secs(5), "{:?}", begun.elapsed());
    rig.all_up_to(last);
    let kept = rig.seen().closes.iter().all(|close| !matches!(close.code, Some(1000 | 1001)));
    assert!(kept && rig.seen().identifies.len() == 1);
}

#[test]
fn a_new_connection_owes_no_acknowledgement_of_the_last() {
    // Long enough for a machine that is busy with something else.
    let rig = rig(Sandbox::builder().heartbeat_interval(Duration::from_millis(900)), |_| ()).ready();
    rig.discord.shard(0).stop_acknowledging();
    let beats = rig.seen().heartbeats.len();
    rig.wait_for("a heartbeat that nobody acknowledges", |seen| seen.heartbeats.len() > beats);
    rig.discord.shard(0).cut();
    rig.wait_for("a resume", |seen| seen.logins.iter().any(|login| login.resumed));
    let beats = rig.seen().heartbeats.len();
    rig.wait_for("heartbeats", |seen| seen.heartbeats.len() >= beats + 3);
    assert_eq!(rig.seen().opened, 2, "the second connection lives");
    rig.all_up_to(rig.send(1));
}

#[test]
fn a_missing_acknowledgement_alone_is_no_zombie_while_events_come() {
    // Long enough for a machine that is busy with something else.
    let rig = rig(Sandbox::builder().heartbeat_interval(Duration::from_millis(900)), |_| ()).ready();
    rig.discord.shard(0).stop_acknowledging();
    let beats = rig.seen().heartbeats.len();
    let pause = CloseFlag::new();
    while rig.seen().heartbeats.len() <= beats + 3 {
        rig.send(1);
        pause.wait_timeout(Duration::from_millis(50));
    }
    assert_eq!(rig.seen().opened, 1, "anything received counts as life");
}

#[test]
fn an_acknowledgement_behind_a_backlog_that_we_have_not_read_is_no_zombie() {
    let (gate, held) = crossbeam_channel::bounded::<()>(0);
    let builder = Sandbox::builder().heartbeat_interval(Duration::from_millis(300));
    let rig = rig_with_sink(
        builder,
        1,
        |_| (),
        move |seq| {
            if seq == 10 {
                let _ = held.recv();
            }
            Handed::On
        },
    );
    wait_ready(&rig.shards);
    let last = rig.send(if std::env::var_os("ITO_LOAD").is_some() { 200_000 } else { 500 });
    let beats = rig.seen().heartbeats.len();
    // The sink hangs; heartbeats go on, and the connection stays.
    rig.wait_for("heartbeats", |seen| seen.heartbeats.len() >= beats + 8);
    assert_eq!(rig.seen().opened, 1);
    drop(gate);
    rig.all_up_to(last);
    let beats: Vec<Instant> = rig.seen().heartbeats.iter().map(|beat| beat.at).collect();
    let gaps = beats.windows(2).map(|pair| pair[1] - pair[0]);
    assert!(gaps.max().unwrap() < Duration::from_millis(1300));
}

#[test]
fn a_heartbeat_that_is_asked_for_is_sent_at_once() {
    let rig = rig(Sandbox::builder(), |_| ()).ready();
    let last = rig.send(3);
    rig.all_up_to(last);
    for n in 1..=3 {
        rig.discord.shard(0).asks_heartbeat();
        rig.wait_for("a heartbeat", |seen| seen.heartbeats.len() >= n);
        assert_eq!(rig.seen().heartbeats[n - 1].seq, Some(last));
    }
    eventually("the latency", SOON, || rig.shards.statuses()[&0].latency.is_some());
    assert_eq!(rig.seen().opened, 1);
}

#[test]
fn first_heartbeats_are_spread_over_an_interval() {
    let interval = Duration::from_secs(2);
    let rig = rig_with_sink(
        Sandbox::builder().shards(12).max_concurrency(16).heartbeat_interval(interval),
        12,
        |_| (),
        |_| Handed::On,
    );
    wait_ready(&rig.shards);
    rig.wait_for("a heartbeat of each", |seen| {
        seen.logins.iter().all(|login| seen.heartbeats.iter().any(|beat| beat.connection == login.connection))
    });
    let seen = rig.seen();
    let mut first: Vec<Duration> = seen
        .logins
        .iter()
        .map(|login| {
            let beat = seen.heartbeats.iter().find(|beat| beat.connection == login.connection).unwrap();
            beat.at.saturating_duration_since(login.at)
        })
        .collect();
    first.sort();
    assert!(first[11].checked_sub(first[0]).unwrap() > interval / 5, "{first:?}");
    assert!(first[11] < interval + Duration::from_secs(1), "{first:?}");
}

#[test]
fn op_7_is_followed_by_a_resume_that_misses_nothing() {
    let rig = rig(Sandbox::builder(), |_| ()).ready();
    for round in 1..=3 {
        rig.send(5);
        rig.discord.shard(0).reconnect();
        // Behind op 7, in the same segment perhaps.
        rig.send(5);
        rig.wait_for("a resume", |seen| seen.logins.iter().filter(|login| login.resumed).count() >= round);
    }
    rig.all_up_to(rig.send(1));
    assert_eq!(rig.seen().identifies.len(), 1);
}

#[test]
fn op_9_says_whether_the_session_lives() {
    let rig = rig(Sandbox::builder(), |_| ()).ready();
    rig.discord.shard(0).invalidate(Resumable::Yes);
    rig.wait_for("a resume", |seen| seen.logins.iter().any(|login| login.resumed));
    rig.all_up_to(rig.send(5));
    rig.discord.shard(0).invalidate(Resumable::No);
    rig.wait_for("an identify", |seen| seen.logins.iter().filter(|login| !login.resumed).count() == 2);
    eventually("the new session", SOON, || {
        rig.heard.try_iter().any(|(seq, name)| seq == 1 && name == "READY")
    });
    assert_eq!(rig.seen().resumes.len(), 1);
    rig.is_well();
}

#[test]
fn anything_may_come_in_place_of_hello_or_ready() {
    for fault in [
        ConnectionFault::ReconnectBeforeHello,
        ConnectionFault::InvalidSessionBeforeHello(false),
        ConnectionFault::InvalidSessionBeforeHello(true),
        ConnectionFault::Reconnect,
        ConnectionFault::InvalidSession(true),
        ConnectionFault::InvalidSession(false),
        ConnectionFault::NoHello,
        ConnectionFault::NoReady,
        ConnectionFault::Refuse(503),
        ConnectionFault::Refuse(200),
        ConnectionFault::CloseAfterHello(1011),
        ConnectionFault::CloseLogin(4000),
    ] {
        let builder = Sandbox::builder();
        let watchdog = Watchdog::new(SOON * 2);
        let rig = {
            let fault = fault.clone();
            let rig = rig_after(builder, move |discord| discord.fail_connection(fault));
            rig.ready()
        };
        rig.all_up_to(rig.send(3));
        rig.is_well();
        drop(watchdog);
        assert!(rig.seen().opened >= 2, "{fault:?}");
    }
}

#[test]
fn a_resume_that_is_acknowledged_but_never_answered_is_given_up() {
    let builder = Sandbox::builder().heartbeat_interval(Duration::from_millis(300));
    let rig = rig(builder, |_| ()).ready();
    rig.discord.fail_connection(ConnectionFault::NoReady);
    rig.discord.shard(0).cut();
    rig.wait_for("another resume", |seen| seen.resumes.len() >= 2);
    rig.all_up_to(rig.send(1));
    assert_eq!(rig.seen().identifies.len(), 1);
}

/// What the other end does wrong.
type Spoil = Box<dyn Fn(&Rig)>;

/// As `rig`, after something was arranged.
fn rig_after(builder: Builder, arrange: impl FnOnce(&Sandbox)) -> Rig {
    let discord = builder.start().unwrap();
    arrange(&discord);
    rig_on(discord)
}

/// Shards on a sandbox that is there.
fn rig_on(discord: Sandbox) -> Rig {
    let (tx, heard) = unbounded();
    let sink: Sink = Arc::new(move |_: &Line, envelope: &mut Envelope<'_>| {
        let _ = tx.send((envelope.seq.unwrap_or(0), envelope.name.as_deref().unwrap_or("").to_owned()));
        Handed::On
    });
    let mut config = Config::new(Token::new(discord.token()).unwrap(), gateway_url(&discord), 513);
    config.hello_timeout = Duration::from_secs(1);
    config.ready_timeout = Duration::from_secs(1);
    config.timeouts.upgrade = Duration::from_secs(1);
    let day = Duration::from_secs(86_400);
    let budget = SessionBudget { total: 1000, remaining: 1000, reset_after: day, max_concurrency: 1 };
    let gate = IdentifyGate::new(budget, Duration::from_millis(5050), Instant::now());
    let plan = Plan::new(vec![0], 1).unwrap();
    let shards = Shards::new(&plan, config, &CloseFlag::new()).unwrap();
    shards.start(&gate, &sink, &[]).unwrap();
    Rig { shards, heard, discord, _watchdog: Watchdog::new(Duration::from_secs(100)) }
}

#[test]
fn a_dead_resume_host_is_left_for_the_main_address() {
    for how in [ResumeHost::Refused, ResumeHost::Status(503), ResumeHost::Silent] {
        let rig = rig_on(Sandbox::start().unwrap()).ready();
        rig.send(5);
        rig.discord.resume_host(how).unwrap();
        rig.discord.shard(0).cut();
        rig.send(5);
        rig.wait_for("a resume at the main address", |seen| {
            seen.logins.iter().any(|login| login.resumed)
                && seen.resumes.iter().any(|resume| !resume.at_resume_host)
        });
        rig.all_up_to(rig.send(1));
        assert_eq!(rig.seen().identifies.len(), 1, "{how:?}");
    }
}

#[test]
fn a_resume_that_is_refused_again_and_again_ends_in_one_identify() {
    let rig = rig_on(Sandbox::start().unwrap()).ready();
    for _ in 0..12 {
        rig.discord.fail_connection(ConnectionFault::CloseLogin(4000));
    }
    rig.discord.shard(0).cut();
    rig.wait_for("an identify", |seen| seen.identifies.len() == 2);
    assert!(rig.seen().resumes.len() >= 2);
    rig.discord.clear_faults();
    rig.wait_for("a login", |seen| seen.logins.len() >= 2);
    assert!(rig.seen().identifies.len() <= 3);
    rig.is_well();
}

#[test]
fn each_close_code_is_answered_as_documented() {
    for (code, resumes) in
        [(1000, true), (1011, true), (4000, true), (4008, true), (4900, true), (4007, false), (4009, false)]
    {
        let rig = rig_on(Sandbox::start().unwrap()).ready();
        rig.send(3);
        rig.discord.shard(0).close(code);
        rig.wait_for("a login", |seen| seen.logins.len() == 2);
        assert_eq!(rig.seen().logins[1].resumed, resumes, "{code}");
        rig.is_well();
    }
    for code in [4004, 4010, 4011, 4012, 4013, 4014] {
        let rig = rig_on(Sandbox::start().unwrap()).ready();
        rig.discord.shard(0).close(code);
        let error = failure(&rig.shards);
        assert!(matches!(&*error, Error::Refused { shard: 0, .. }), "{error}");
        assert_eq!(rig.seen().opened, 1, "{code}: it does not come back");
    }
}

#[test]
fn what_no_peer_should_send_costs_at_most_the_connection() {
    let deep = format!("{{\"t\":\"X\",\"s\":999,\"op\":0,\"d\":{}{}}}", "[".repeat(500), "]".repeat(500));
    let spoils: [(&str, Spoil); 8] = [
        ("a corrupt stream", Box::new(|rig| rig.discord.shard(0).corrupt())),
        ("bad UTF-8", Box::new(|rig| rig.discord.shard(0).bytes(b"\x81\x02\xff\xfe"))),
        ("a reserved opcode", Box::new(|rig| rig.discord.shard(0).bytes(b"\x83\x00"))),
        ("a reserved bit", Box::new(|rig| rig.discord.shard(0).bytes(b"\xc1\x00"))),
        ("a masked frame", Box::new(|rig| rig.discord.shard(0).bytes(b"\x81\x80\0\0\0\0"))),
        ("no JSON", Box::new(|rig| rig.discord.shard(0).payload("this is no JSON"))),
        ("wrong types", Box::new(|rig| rig.discord.shard(0).payload(r#"{"op":"0","s":{},"t":7,"d":null}"#))),
        ("a frame of 100 MB", Box::new(|rig| rig.discord.shard(0).bytes(b"\x82\x7f\0\0\0\0\x05\xf5\xe1\0"))),
    ];
    for (what, spoil) in spoils {
        let rig = rig(Sandbox::builder(), |config| config.compression = Compression::None).ready();
        rig.send(5);
        spoil(&rig);
        rig.send(5);
        rig.wait_for(what, |seen| seen.logins.iter().any(|login| login.resumed));
        rig.all_up_to(rig.send(1));
        assert_eq!(rig.seen().identifies.len(), 1, "{what}");
    }
    let rig = rig(Sandbox::builder(), |config| config.compression = Compression::None).ready();
    rig.discord.shard(0).payload(&deep);
    eventually("what is deep", SOON, || rig.heard.try_iter().any(|(seq, _)| seq == 999));
    assert_eq!(rig.seen().opened, 1);
}

#[test]
fn a_large_payload_delays_no_heartbeat() {
    // Not packed and not too often: the other end, which is of this process, would need longer than a heartbeat may wait.
    let builder = Sandbox::builder().heartbeat_interval(Duration::from_secs(3));
    let rig = rig(builder, |config| config.compression = Compression::None).ready();
    let text = "x".repeat(20 * 1024 * 1024);
    let beats = rig.seen().heartbeats.len();
    rig.discord.shard(0).dispatch(MESSAGE, &json!({ "content": text }));
    let last = rig.send(1);
    rig.all_up_to(last);
    rig.wait_for("heartbeats", |seen| seen.heartbeats.len() >= beats + 2);
    assert_eq!(rig.seen().opened, 1);
}

#[test]
fn closing_says_goodbye_and_leaves_no_session() {
    let rig = rig(Sandbox::builder(), |_| ()).ready();
    rig.shards.close();
    rig.wait_for("a goodbye", |seen| seen.closes.iter().any(|close| close.code == Some(1000)));
    assert!(rig.shards.statuses().values().all(|status| status.state == ShardState::Ended));
    rig.shards.close();
}

#[test]
fn sixty_four_shards_are_ready_in_the_least_time() {
    let begun = Instant::now();
    let rig = rig_with_sink(Sandbox::builder().shards(64).max_concurrency(16), 64, |_| (), |_| Handed::On);
    wait_ready(&rig.shards);
    let took = begun.elapsed();
    let seen = rig.seen();
    assert_eq!(seen.identifies.len(), 64);
    // Four windows of sixteen, 5 s apart.
    assert!(took < Duration::from_secs(22), "{took:?}");
    rig.is_well();
    rig.shards.close();
    assert!(rig.shards.statuses().values().all(|status| status.state == ShardState::Ended));
}
