//! What a program says of itself on standard error: rows Z10, Z11, Z12, Z118.

use std::io::Read;
use std::time::Duration;

use ito::sandbox::Sandbox;
use nix::sys::signal::Signal;

use crate::signals::signal;
use crate::support::{Watchdog, eventually};
use crate::{SOON, ended, example, example_on, output};

/// What the example `logs` logs with these arguments and this `RUST_LOG`, on a sandbox of its own.
fn logged(arguments: &[&str], rust_log: Option<&str>) -> Vec<String> {
    let _watchdog = Watchdog::new(SOON);
    let mut command = example("logs");
    command.args(arguments).envs(rust_log.map(|filter| ("RUST_LOG", filter)));
    let (code, out, err) = output(command);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("bot: Pong!") && out.contains("a closer look: true"), "{out}{err}");
    err.lines().map(str::to_owned).collect()
}

fn has(lines: &[String], words: &str) -> bool {
    lines.iter().any(|line| line.contains(words))
}

#[test]
fn z10_the_default_tells_what_happens_and_nothing_of_how() {
    let _watchdog = Watchdog::new(SOON);
    let (code, _, err) = output(example("ping_pong"));
    assert_eq!(code, 0, "{err}");
    assert!(!err.contains("DEBUG") && !err.contains("TRACE"), "{err}");
    let lines: Vec<&str> = err.lines().collect();
    assert!(lines[0].starts_with("ito 糸"), "{err}");
    assert!(
        lines.len() <= 6,
        "a banner of two lines, and a line each for the start, the shard, the end: {err}"
    );
}

#[test]
fn z11_z118_each_part_has_its_level_from_a_filter_and_from_a_file() {
    let path = std::env::temp_dir().join(format!("ito-process-logs-{}", std::process::id()));
    std::fs::write(&path, "# closer\nwarn\nito::gateway=trace\nito::rest=debug\n").unwrap();
    for arguments in [&["warn,ito::gateway=trace,ito::rest=debug"][..], &["--file", path.to_str().unwrap()]] {
        let lines = logged(arguments, None);
        assert!(has(&lines, "TRACE ito::gateway:") && has(&lines, "DEBUG ito::rest: GET"), "{lines:#?}");
        assert!(has(&lines, "ERROR ito::listener:"), "{lines:#?}");
        for absent in ["INFO  ito: ", "INFO  logs: ", "ureq"] {
            assert!(!has(&lines, absent), "{absent}: {lines:#?}");
        }
    }
    std::fs::remove_file(path).unwrap();
}

#[test]
fn z11_a_filter_that_is_added_changes_its_part_from_then_on() {
    let lines = logged(&[], None);
    assert!(has(&lines, "TRACE ito::rest: POST") && !has(&lines, "DEBUG ito::rest: GET"), "{lines:#?}");
    assert!(has(&lines, "INFO  ito: ") && has(&lines, "INFO  logs: "), "the rest keeps its own: {lines:#?}");
    assert!(!has(&lines, "DEBUG ito::gateway") && !has(&lines, "DEBUG ureq"), "{lines:#?}");
}

#[test]
fn z10_the_environment_has_the_last_word_unless_it_is_empty() {
    let quiet = logged(&["trace"], Some("error"));
    assert!(!has(&quiet, "INFO  ") && !has(&quiet, "ito::gateway") && has(&quiet, "ERROR "), "{quiet:#?}");
    for empty in ["", " "] {
        let lines = logged(&["warn,ito::gateway=info"], Some(empty));
        assert!(has(&lines, "INFO  ito::gateway:") && !has(&lines, "INFO  ito: "), "{lines:#?}");
    }
}

#[test]
fn z12_trace_shows_sizes_and_buckets_and_no_bytes() {
    let lines = logged(&["trace"], None);
    for words in [
        "TRACE ito::gateway: shard 0: a payload of ",
        "TRACE ito::rest: POST /channels/{channel.id}/messages is in bucket ",
    ] {
        assert!(has(&lines, words), "{words}: {lines:#?}");
    }
    for dumper in ["TRACE ureq_proto", "TRACE tungstenite"] {
        assert!(!has(&lines, dumper), "it writes the bytes of answers and frames: {lines:#?}");
    }
}

#[test]
fn z12_no_part_of_the_token_is_in_any_output() {
    let _watchdog = Watchdog::new(SOON * 2);
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let ada = discord.user("ada");
    let mut command = example_on(&discord, "logs");
    let mut child = command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full").spawn().unwrap();
    eventually("a login", SOON, || !discord.seen().logins.is_empty());
    let wait_for_answer = || {
        eventually("an answer", SOON, || {
            ada.says(&hall, "!ping");
            hall.next_message(Duration::from_secs(1)).is_ok()
        });
    };
    wait_for_answer();
    ada.says(&hall, "!panic");
    wait_for_answer();
    discord.shard(0).cut();
    eventually("a resume", SOON, || !discord.seen().resumes.is_empty());
    signal(&child, Signal::SIGTERM);
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
    ended(&mut child, SOON);
    assert!(text.contains("TRACE") && text.contains("was asked to"), "the log is there");
    let token = discord.token();
    for secret in token.split('.').chain([token]).filter(|part| part.len() > 3) {
        let hex = secret.bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        assert!(!text.contains(secret) && !text.contains(&hex), "a part of the token is in the output");
    }
}
