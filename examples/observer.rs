//! Shows what the gateway says: one JSON object a line on standard output.
//!
//! ```text
//! cargo run --example observer -- [--shards N] [--intents N] [--compression none|zlib|zstd] [--data]
//! ```
//! `{"event":"MESSAGE_CREATE","shard":0,"seq":7}` for each dispatch, with `--data` also `"data"`, the payload whole. The
//! last line is `{"event":"exit","error":null}`, or says why ito gave up. While nobody reads, it waits: nothing is lost.

#![expect(clippy::disallowed_methods, reason = "a program has threads of its own")]

mod support;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use ito::event::RawEvent;
use ito::gateway::Compression;
use ito::{Context, EventKind, Intents, Sharding, Stream};
use support::Stage;

fn main() -> ExitCode {
    let options = match Options::parse(support::arguments()) {
        Ok(options) => options,
        Err(error) => {
            eprintln!(
                "{error}\nusage: observer [--shards N] [--intents N] [--compression none|zlib|zstd] [--data]"
            );
            return ExitCode::from(2);
        }
    };
    let result = observe(&options);
    let error = result.as_ref().err().map(ToString::to_string);
    let line = serde_json::json!({ "event": "exit", "error": error });
    if let Some(error) = error {
        eprintln!("observer: {error}");
    }
    let printed = writeln!(io::stdout(), "{line}");
    if result.is_ok() && printed.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs the bot; its events are printed by a thread of their own, so that output nobody reads does not keep us from ending.
fn observe(options: &Options) -> ito::Result {
    let stage = Stage::set()?;
    let bot = stage
        .builder()?
        .intents(options.intents)
        .sharding(options.sharding.clone())
        .compression(options.compression)
        .build()?;
    let events = bot.stream(EventKind::Raw);
    let (done, printer) = mpsc::channel();
    let (closer, with_data) = (bot.clone(), options.with_data);
    std::thread::Builder::new().name("printer".into()).spawn(move || {
        let printed = print(events, with_data);
        if printed.is_err() {
            // The bot may have closed already.
            let _ = closer.close();
        }
        let _ = done.send(printed);
    })?;
    stage.play(&bot, |scene| {
        for text in ["hello", "how are you?", "goodbye"] {
            scene.say(text);
        }
    });
    let result = bot.run();
    match printer.recv_timeout(Duration::from_secs(1)) {
        Ok(printed) => printed.map_err(|error| format!("standard output cannot be written to: {error}"))?,
        // Nobody reads what was printed last, and nobody would read the last line.
        Err(_) => std::process::exit(i32::from(result.is_err())),
    }
    result
}

/// Prints events until the bot closes; what was printed is never older than a tenth of a second.
fn print(mut events: Stream<RawEvent>, with_data: bool) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(64 * 1024, io::stdout());
    let mut flushed = Instant::now();
    loop {
        let event = if let Some(event) = events.try_next() {
            event
        } else {
            out.flush()?;
            flushed = Instant::now();
            match events.next() {
                Some(event) => event,
                None => return Ok(()),
            }
        };
        print_one(&mut out, &event, with_data)?;
        if flushed.elapsed() > Duration::from_millis(50) {
            out.flush()?;
            flushed = Instant::now();
        }
    }
}

fn print_one(out: &mut impl Write, event: &Context<RawEvent>, with_data: bool) -> io::Result<()> {
    let name = serde_json::to_string(&*event.name)?;
    let seq = event.seq.map_or("null".to_owned(), |seq| seq.to_string());
    write!(out, "{{\"event\":{name},\"shard\":{},\"seq\":{seq}", event.shard)?;
    if with_data {
        // A line end inside of JSON is white space: in a string it would be written as an escape.
        write!(out, ",\"data\":{}", event.data.replace(['\n', '\r'], " "))?;
    }
    out.write_all(b"}\n")
}

struct Options {
    sharding: Sharding,
    intents: Intents,
    compression: Compression,
    with_data: bool,
}

impl Options {
    fn parse(mut args: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            sharding: Sharding::Auto,
            intents: Intents::unprivileged(),
            compression: Compression::default(),
            with_data: false,
        };
        while let Some(arg) = args.next() {
            let (name, inline) = match arg.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (arg, None),
            };
            if name == "--data" {
                options.with_data = true;
                continue;
            }
            if !["--shards", "--intents", "--compression"].contains(&name.as_str()) {
                return Err(format!("there is no option {name}"));
            }
            let value = inline.or_else(|| args.next()).ok_or(format!("{name} wants a value"))?;
            let wrong = || format!("{name} cannot be {value:?}");
            match name.as_str() {
                "--shards" => options.sharding = Sharding::Total(value.parse().map_err(|_| wrong())?),
                "--intents" => {
                    options.intents = Intents::from_bits_retain(value.parse().map_err(|_| wrong())?);
                }
                _ => {
                    options.compression = match value.as_str() {
                        "none" => Compression::None,
                        "zlib" => Compression::Zlib,
                        "zstd" => Compression::Zstd,
                        _ => return Err(wrong()),
                    }
                }
            }
        }
        Ok(options)
    }
}
