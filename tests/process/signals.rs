//! What signals do to a program: rows Z87, Z91, L19.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ExitStatus};
use std::time::{Duration, Instant};

use ito::sandbox::Sandbox;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

use crate::support::{Watchdog, eventually};
use crate::{SOON, ended, example_on};

/// Sends a signal.
pub(crate) fn signal(child: &Child, signal: Signal) {
    kill(Pid::from_raw(child.id().try_into().unwrap()), signal).unwrap();
}

/// The example `signals`, told what to do with them, once it is ready.
fn signals(discord: &Sandbox, choice: &str) -> Child {
    let mut child =
        example_on(discord, "signals").args((!choice.is_empty()).then_some(choice)).spawn().unwrap();
    wait_for_line(&mut child, "ready");
    child
}

/// Reads what the program prints until this line, and leaves the rest.
fn wait_for_line(child: &mut Child, wanted: &str) {
    let (mut line, mut byte) = (Vec::new(), [0]);
    let out = child.stdout.as_mut().unwrap();
    while line != wanted.as_bytes() {
        out.read_exact(&mut byte).unwrap_or_else(|error| panic!("no line {wanted:?}: {error}"));
        if byte == *b"\n" && line != wanted.as_bytes() {
            line.clear();
        } else {
            line.push(byte[0]);
        }
    }
}

/// How it ended, soon, and what it said of that.
fn end(mut child: Child) -> (ExitStatus, String) {
    let status = ended(&mut child, Duration::from_secs(10));
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    (status, err)
}

/// The sandbox has heard a goodbye, and no connection is left.
fn assert_left(discord: &Sandbox) {
    eventually("a goodbye", SOON, || {
        let seen = discord.seen();
        seen.connections == 0 && seen.closes.iter().any(|close| close.code == Some(1000))
    });
}

#[test]
fn l19_z91_a_signal_is_a_clean_close_and_exit_code_0() {
    for of in [Signal::SIGINT, Signal::SIGTERM] {
        let _watchdog = Watchdog::new(SOON * 2);
        let discord = Sandbox::start().unwrap();
        let child = signals(&discord, "");
        signal(&child, of);
        let (status, err) = end(child);
        assert_eq!(status.code(), Some(0), "{of}: {err}");
        assert!(err.contains("a signal came") && err.contains("closed in"), "{err}");
        assert_left(&discord);
    }
}

#[test]
fn z91_a_signal_that_is_propagated_is_an_error_after_a_clean_close() {
    for of in [Signal::SIGINT, Signal::SIGTERM] {
        let _watchdog = Watchdog::new(SOON * 2);
        let discord = Sandbox::start().unwrap();
        let child = signals(&discord, "propagate");
        signal(&child, of);
        let (status, err) = end(child);
        assert_eq!(status.code(), Some(1), "{of}: {err}");
        assert!(err.contains("closed in") && err.ends_with("Error: a signal closed the bot\n"), "{err}");
        assert_left(&discord);
    }
}

#[test]
fn z87_signals_that_are_off_do_what_the_system_does() {
    for of in [Signal::SIGINT, Signal::SIGTERM] {
        let _watchdog = Watchdog::new(SOON * 2);
        let discord = Sandbox::start().unwrap();
        let child = signals(&discord, "off");
        signal(&child, of);
        let (status, err) = end(child);
        assert_eq!(status.signal(), Some(of as i32), "{err}");
        assert!(!err.contains("closed in"), "{err}");
    }
}

#[test]
fn z87_a_second_signal_ends_a_program_at_once() {
    for of in [Signal::SIGINT, Signal::SIGTERM] {
        let _watchdog = Watchdog::new(SOON * 2);
        let discord = Sandbox::start().unwrap();
        let mut child = signals(&discord, "slow");
        signal(&child, of);
        wait_for_line(&mut child, "putting things away");
        // That would take half a minute.
        signal(&child, of);
        let (status, err) = end(child);
        assert_eq!(status.code(), Some(130), "{err}");
        assert!(!err.contains("closed in"), "{err}");
    }
}

/// A program is stopped (SIGSTOP) for so long while a message comes, and goes on.
fn stopped_for(away: Duration, sessions: usize, messages: usize) {
    let _watchdog = Watchdog::new(SOON * 2);
    // Discord waits for a heartbeat for one and a half intervals and a second, here 2.8 s.
    let discord = Sandbox::builder().heartbeat_interval(Duration::from_millis(1200)).start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let ada = discord.user("ada");
    let mut child = example_on(&discord, "observer").spawn().unwrap();
    eventually("a heartbeat", SOON, || !discord.seen().heartbeats.is_empty());
    signal(&child, Signal::SIGSTOP);
    let begun = Instant::now();
    ada.says(&hall, "while it is away");
    eventually("its time is over", SOON, || begun.elapsed() >= away);
    signal(&child, Signal::SIGCONT);
    eventually("it is there", SOON, || discord.seen().logins.len() == sessions);
    let beats = discord.seen().heartbeats.len();
    eventually("heartbeats go on", SOON, || discord.seen().heartbeats.len() >= beats + 2);
    ada.says(&hall, "when it is back");
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for _ in 0..messages {
        assert!(lines.any(|line| line.unwrap().contains("MESSAGE_CREATE")));
    }
    assert_eq!((discord.seen().opened as usize, discord.seen().identifies.len()), (sessions, sessions));
    signal(&child, Signal::SIGTERM);
    assert_eq!(ended(&mut child, Duration::from_secs(5)).code(), Some(0));
}

#[test]
fn a_program_that_was_stopped_for_longer_than_a_heartbeat_has_its_connection_and_misses_nothing() {
    stopped_for(Duration::from_millis(1500), 1, 2);
}

#[test]
fn a_program_that_was_stopped_until_discord_gave_it_up_is_there_again() {
    stopped_for(Duration::from_secs(4), 2, 1);
}

#[test]
fn a_signal_ends_an_observer_well() {
    for end in [Signal::SIGINT, Signal::SIGTERM] {
        let _watchdog = Watchdog::new(SOON * 2);
        let discord = Sandbox::start().unwrap();
        let mut child = example_on(&discord, "observer").spawn().unwrap();
        eventually("a login", SOON, || !discord.seen().logins.is_empty());
        signal(&child, end);
        assert_eq!(ended(&mut child, Duration::from_secs(2)).code(), Some(0));
        let last = BufReader::new(child.stdout.take().unwrap()).lines().last().unwrap().unwrap();
        assert_eq!(serde_json::from_str::<Value>(&last).unwrap()["error"], Value::Null, "{last}");
        eventually("a goodbye", SOON, || discord.seen().closes.iter().any(|close| close.code == Some(1000)));
    }
}

#[test]
fn a_signal_ends_an_observer_whose_output_nobody_reads() {
    let _watchdog = Watchdog::new(SOON * 2);
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let ada = discord.user("ada");
    let mut child = example_on(&discord, "observer").arg("--data").spawn().unwrap();
    eventually("a login", SOON, || !discord.seen().logins.is_empty());
    let text = "x".repeat(1900);
    for _ in 0..200 {
        ada.says(&hall, &text);
    }
    signal(&child, Signal::SIGTERM);
    let status = ended(&mut child, Duration::from_secs(3));
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
}
