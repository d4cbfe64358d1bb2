//! The check for a newer release, against servers of this machine: row Z83.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::time::{Duration, Instant};

use crossbeam_channel::unbounded;
use ito::Bot;
use ito::sandbox::Sandbox;
use ito::sync::thread;

use crate::support::{Watchdog, eventually, keep_log, log_text};

const SOON: Duration = Duration::from_secs(20);

/// Runs a test again in a process where `CI` is as it needs it; false when that is so already.
fn ran_elsewhere(test: &str, ci: &str) -> bool {
    if std::env::var("CI").unwrap_or_default() == ci {
        return false;
    }
    let name = format!("system::updates::{test}");
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = command.args(["--exact", &name]).env("CI", ci).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    true
}

fn bot(discord: &Sandbox, releases: &TcpListener) -> ito::Result<Bot> {
    let address = format!("http://{}/releases/latest", releases.local_addr()?);
    Bot::builder(discord.token()).endpoints(discord.endpoints()).check_for_updates(address).build()
}

/// Answers one question and gives its head, once whoever asked has left.
fn answer(releases: TcpListener, answer: String) -> thread::Thread<String> {
    let serve = move || {
        let mut stream = releases.accept().unwrap().0;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        stream.write_all(answer.as_bytes()).unwrap();
        let _ = io::copy(&mut stream, &mut io::sink());
        String::from_utf8(head).unwrap()
    };
    thread::spawn("releases", thread::SMALL_STACK, serve).unwrap()
}

fn release(tag: &str) -> String {
    let body = format!(r#"{{"name":"the newest","tag_name":"{tag}"}}"#);
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

fn lines(words: &[&str]) -> Vec<String> {
    let log = log_text();
    log.lines().filter(|line| words.iter().all(|word| line.contains(word))).map(str::to_owned).collect()
}

#[test]
fn z83_a_newer_release_is_one_line_in_the_log() -> ito::Result {
    if ran_elsewhere("z83_a_newer_release_is_one_line_in_the_log", "") {
        return Ok(());
    }
    keep_log();
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start()?;
    let releases = TcpListener::bind("127.0.0.1:0")?;
    let bot = bot(&discord, &releases)?;
    let server = answer(releases, release("v99.0.0-rc.1"));
    bot.start()?;
    eventually("the log tells of it", SOON, || !lines(&["ito 99.0.0-rc.1 is out"]).is_empty());
    bot.close()?;
    let told = lines(&["ito 99.0.0-rc.1"]);
    assert!(told.len() == 1 && told[0].starts_with("INFO ito "), "{told:?}");
    assert!(told[0].contains(env!("CARGO_PKG_VERSION")), "{told:?}");
    let head = server.join().unwrap().to_lowercase();
    assert!(head.starts_with("get /releases/latest http/1.1\r\n") && head.contains("user-agent:"), "{head}");
    assert!(!head.contains("authorization") && !head.contains(discord.token()), "{head}");
    Ok(())
}

#[test]
fn z83_what_is_no_newer_release_is_none_and_failures_are_silent() -> ito::Result {
    if ran_elsewhere("z83_what_is_no_newer_release_is_none_and_failures_are_silent", "") {
        return Ok(());
    }
    keep_log();
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    for text in [
        release(env!("CARGO_PKG_VERSION")),
        release("v0.0.1"),
        release("0.0.0-98"),
        release("nightly 98.0.0"),
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(),
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n98".to_owned(),
        "98\r\n\r\n".to_owned(),
    ] {
        let (discord, releases) = (Sandbox::start()?, TcpListener::bind("127.0.0.1:0")?);
        let bot = bot(&discord, &releases)?;
        let server = answer(releases, text.clone());
        bot.start()?;
        assert!(server.join().is_ok(), "the question was asked: {text}");
        bot.close()?;
    }
    let (discord, nobody) = (Sandbox::start()?, TcpListener::bind("127.0.0.1:0")?);
    let bot = bot(&discord, &nobody)?;
    drop(nobody);
    bot.start()?;
    bot.close()?;
    assert!(lines(&["ito 98"]).is_empty() && lines(&["ito 0.0."]).is_empty());
    let told = lines(&["check for updates"]);
    assert!(told.len() >= 3 && told.iter().all(|line| line.starts_with("DEBUG ito ")), "{told:#?}");
    Ok(())
}

#[test]
fn z83_a_host_that_never_answers_delays_neither_start_nor_close() -> ito::Result {
    if ran_elsewhere("z83_a_host_that_never_answers_delays_neither_start_nor_close", "") {
        return Ok(());
    }
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start()?;
    let releases = TcpListener::bind("127.0.0.1:0")?;
    let bot = bot(&discord, &releases)?;
    let begun = Instant::now();
    let (tx, asked) = unbounded();
    let listen = move || {
        let mut stream = releases.accept().unwrap().0;
        tx.send(()).unwrap();
        let _ = io::copy(&mut stream, &mut io::sink());
    };
    let server = thread::spawn("releases", thread::SMALL_STACK, listen)?;
    bot.start()?;
    asked.recv_timeout(SOON)?;
    bot.close()?;
    assert!(begun.elapsed() < Duration::from_secs(9), "it waited: {:?}", begun.elapsed());
    server.join().unwrap();
    Ok(())
}

#[test]
fn z83_nobody_is_asked_where_programs_are_built() -> ito::Result {
    if ran_elsewhere("z83_nobody_is_asked_where_programs_are_built", "true") {
        return Ok(());
    }
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start()?;
    let releases = TcpListener::bind("127.0.0.1:0")?;
    let bot = bot(&discord, &releases)?;
    bot.start()?;
    bot.close()?;
    releases.set_nonblocking(true)?;
    assert_eq!(releases.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
    Ok(())
}
