//! The sandbox alone, for bots in any language: `cargo run --example sandbox -- --port 8080`.
//!
//! The first line on standard output says where it is and with which token; each line on standard input is said by a
//! person in the first channel; each message of a bot is printed as a line of JSON. It serves until Ctrl-C and then says on standard error
//! what Discord would have punished.

mod support;

use std::io::{self, BufRead, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use ito::sandbox::{Error, Sandbox, Seen};
use ito::sync::thread;
use serde_json::json;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let port = port(support::arguments())?;
    let discord = Arc::new(Sandbox::builder().port(port).start()?);
    let stopped = discord.clone();
    ctrlc::set_handler(move || stopped.stop())?;
    let hall = discord.guild("test").channel("hall");
    print(&json!({"api_url": discord.api_url(), "token": discord.token()}))?;

    let ada = discord.user("ada");
    let reader = thread::spawn("stdin", thread::SMALL_STACK, move || {
        for line in io::stdin().lock().split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            if !line.trim().is_empty() {
                ada.says(&hall, line.trim_end_matches('\r'));
            }
        }
    })?;
    loop {
        match discord.next_message(A_DAY) {
            Ok(message) => print(&json!({
                "content": message.content,
                "id": message.id.to_string(),
                "channel_id": message.channel.to_string(),
            }))?,
            Err(Error::Timeout { .. }) => {}
            Err(_) => break,
        }
    }
    // It waits in a read of standard input that nothing can end.
    reader.abandon();
    report(&discord.seen());
    Ok(())
}

/// What Discord would have had to say about the bots, on standard error.
fn report(seen: &Seen) {
    let offences: Vec<&str> = seen.offences.iter().map(|o| o.what.as_str()).collect();
    let closes: Vec<Option<u16>> = seen.closes.iter().map(|c| c.code).collect();
    eprintln!("{}", json!({"offences": offences, "unknown_routes": seen.unknown_routes, "closes": closes}));
}

/// One JSON object on a line of its own, at once.
fn print(value: &serde_json::Value) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{value}")?;
    out.flush()
}

fn port(mut arguments: impl Iterator<Item = String>) -> Result<u16, String> {
    let Some(name) = arguments.next() else { return Ok(0) };
    let unknown = |name| Err(format!("unknown argument {name:?}; the only one is --port N"));
    if name != "--port" {
        return unknown(name);
    }
    let text = arguments.next().ok_or("--port needs a number, for example --port 8080")?;
    if let Some(more) = arguments.next() {
        return unknown(more);
    }
    text.parse().map_err(|_| format!("{text:?} is no port; a port is a number from 0 to 65535"))
}

const A_DAY: Duration = Duration::from_secs(86_400);
