//! The examples as whole programs: signals, logs, proxies, output that is closed, what is in the environment.

mod logs;
mod network;
mod signals;
#[path = "../support/mod.rs"]
mod support;

use std::io::Read;
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
    let _watchdog = Watchdog::new(SOON * 2);
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let mut child = example_on(&discord, "observer").spawn().unwrap();
    drop(child.stdout.take());
    eventually("a login", SOON, || !discord.seen().logins.is_empty());
    discord.user("ada").says(&hall, "hello");
    assert_eq!(ended(&mut child, SOON).code(), Some(1));
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert!(err.contains("standard output"), "{err}");
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
