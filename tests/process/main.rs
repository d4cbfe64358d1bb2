//! The examples as whole programs: signals, logs, proxies, output that is closed, what is in the environment.

mod logs;
mod network;
mod signals;
#[path = "../support/mod.rs"]
mod support;

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use ito::sandbox::Sandbox;
use ito::sync::CloseFlag;
use serde_json::Value;
use support::{Watchdog, eventually};

const SOON: Duration = Duration::from_secs(20);

/// An example that was built beside this test.
fn example(name: &str) -> Command {
    let mut path = std::env::current_exe().unwrap();
    path.pop();
    path.pop();
    let mut command = Command::new(path.join("examples").join(name));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for name in ["DISCORD_TOKEN", "DISCORD_API_URL", "RUST_LOG"] {
        command.env_remove(name);
    }
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command
}

fn example_on(discord: &Sandbox, name: &str) -> Command {
    let mut command = example(name);
    command.env("DISCORD_TOKEN", discord.token()).env("DISCORD_API_URL", discord.api_url());
    command
}

/// Waits for the end; the process may take `limit`.
fn ended(child: &mut Child, limit: Duration) -> ExitStatus {
    let (begun, pause) = (Instant::now(), CloseFlag::new());
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if begun.elapsed() > limit {
            let _ = child.kill();
            panic!("it still runs after {limit:?}");
        }
        pause.wait_timeout(Duration::from_millis(5));
    }
}

/// Everything that it printed, and its status.
fn output(mut command: Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

#[test]
fn ping_pong_shows_a_conversation_and_ends_well() {
    let _watchdog = Watchdog::new(SOON);
    let (code, out, err) = output(example("ping_pong"));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("!ping") && out.contains("Pong!"), "{out}");
}

#[test]
fn events_and_observer_end_well_without_a_token() {
    let _watchdog = Watchdog::new(SOON);
    let (code, out, err) = output(example("events"));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("ada has said 3 things"), "{out}");
    let (code, out, err) = output(example("observer"));
    assert_eq!(code, 0, "{err}");
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().any(|line| line["event"] == "MESSAGE_CREATE" && line["shard"] == 0), "{out}");
    assert_eq!(lines.last().unwrap(), &serde_json::json!({ "event": "exit", "error": null }));
}

#[test]
fn output_that_is_closed_is_an_error_that_says_so() {
    for (name, words) in [("observer", "standard output"), ("events", "Broken pipe")] {
        let _watchdog = Watchdog::new(SOON * 2);
        let discord = Sandbox::start().unwrap();
        let hall = discord.guild("test").channel("hall");
        let mut child = example_on(&discord, name).spawn().unwrap();
        drop(child.stdout.take());
        eventually("a login", SOON, || !discord.seen().logins.is_empty());
        discord.user("ada").says(&hall, "hello");
        assert_eq!(ended(&mut child, SOON).code(), Some(1), "{name}");
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert!(err.contains(words) && !err.contains("panicked"), "{name}: {err}");
        assert_eq!(discord.seen().closes[0].code, Some(1000), "{name}");
    }
}

#[test]
fn a_conversation_that_nobody_sees_ends_too() {
    // What prints after its bot has ended panics, as programs of the standard library do; nothing hangs.
    for (name, code) in [("ping_pong", 0), ("presence", 101)] {
        let mut child = example(name).spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(ended(&mut child, SOON).code(), Some(code), "{name}");
    }
}

#[test]
fn a_code_that_ends_the_bot_ends_each_program_with_its_remedy() {
    for name in ["ping_pong", "observer", "events"] {
        let _watchdog = Watchdog::new(SOON * 2);
        let discord = Sandbox::start().unwrap();
        let mut child = example_on(&discord, name).spawn().unwrap();
        discord.shard(0).wait_ready(SOON).unwrap();
        discord.shard(0).close(4014);
        assert_eq!(ended(&mut child, SOON).code(), Some(1), "{name}");
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert!(err.contains("intent"), "{name}: {err}");
    }
}

#[test]
fn arguments_that_make_no_sense_are_refused_in_words() {
    let no_text = OsStr::from_bytes(b"\xff");
    for (name, arguments) in [
        ("observer", &[no_text][..]),
        ("observer", &[OsStr::new("--shards"), no_text]),
        ("sandbox", &[no_text]),
        ("sandbox", &[OsStr::new("--port"), no_text]),
        ("sandbox", &[OsStr::new("--port"), OsStr::new("0"), OsStr::new("--more")]),
    ] {
        let mut command = example(name);
        command.args(arguments);
        let (code, out, err) = output(command);
        assert!(matches!(code, 1 | 2) && out.is_empty(), "{name} {arguments:?}: {code} {out}");
        assert!(!err.contains("panicked") && !err.is_empty(), "{name} {arguments:?}: {err}");
    }
}

#[test]
fn each_line_is_said_in_the_sandbox_also_one_that_is_no_text() {
    let _watchdog = Watchdog::new(SOON);
    let mut child = example("sandbox").stdin(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    let mut observer = example("observer");
    observer.args(["--data", "--intents", "33281"]);
    for (name, key) in [("DISCORD_TOKEN", "token"), ("DISCORD_API_URL", "api_url")] {
        observer.env(name, first[key].as_str().unwrap());
    }
    let mut observer = observer.spawn().unwrap();
    let mut said = BufReader::new(observer.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut hears = |event: &str| {
        let lines = said.by_ref().map(|line| serde_json::from_str::<Value>(&line).unwrap());
        lines.filter(|line| line["event"] == event).map(|line| line["data"]["content"].clone()).next()
    };
    hears("GUILD_CREATE");
    child.stdin.take().unwrap().write_all(b"one\r\n\n\xff two\nthree").unwrap();
    for text in ["one", "\u{fffd} two", "three"] {
        assert_eq!(hears("MESSAGE_CREATE").unwrap(), text);
    }
    for mut child in [observer, child] {
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

#[test]
fn without_a_token_an_address_is_an_error_that_says_token() {
    let _watchdog = Watchdog::new(SOON * 2);
    let discord = Sandbox::start().unwrap();
    for name in ["ping_pong", "observer"] {
        let mut absent = example(name);
        absent.env("DISCORD_API_URL", discord.api_url());
        let mut empty = example(name);
        empty.env("DISCORD_TOKEN", "").env("DISCORD_API_URL", discord.api_url());
        let mut only_empty = example(name);
        only_empty.env("DISCORD_TOKEN", " ");
        for command in [absent, empty, only_empty] {
            let (code, out, err) = output(command);
            assert_eq!(code, 1, "{name}: {out}{err}");
            assert!(err.contains("token") || out.contains("token"), "{name}: {out}{err}");
        }
    }
    assert_eq!(discord.seen().opened, 0);
}
