//! What the path of an event costs: `cargo bench --bench dispatch` sends a burst of messages over a socket to a bot with no
//! listener, one and ten, and to a bare loop that reads the same frames. Processor time of the whole process, the sender
//! with it; the sender alone is what both have in common.

mod measure;

use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ito::cache::CacheSettings;
use ito::gateway::Compression;
use ito::sandbox::Sandbox;
use ito::sync::thread;
use ito::{Bot, EventKind, Intents};
use measure::{head, processor_time, row};
use serde_json::{Value, json};
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

const BURST: u64 = 100_000;

fn main() -> ito::Result {
    let bare =
        (0..3).map(|_| loop_alone()).try_fold(f64::MAX, |best, one| one.map(|one: f64| best.min(one)))?;
    head("an event of a burst", "a bare loop");
    row("nobody wants it", bot(0)?, bare);
    for listeners in [1, 10] {
        row(&format!("listeners: {listeners}"), bot(listeners)?, bare);
    }
    Ok(())
}

/// Nanoseconds of an event with so many listeners.
fn bot(listeners: u64) -> ito::Result<f64> {
    let mut best = f64::MAX;
    for _ in 0..3 {
        let discord = Sandbox::start()?;
        let bot = Bot::builder(discord.token())
            .endpoints(discord.endpoints())
            .intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT)
            .compression(Compression::None)
            .cache(CacheSettings::none())
            .build()?;
        let heard = Arc::new(AtomicU64::new(0));
        for _ in 0..listeners {
            let heard = heard.clone();
            bot.on(EventKind::Message, move |e| {
                heard.fetch_add(1 + u64::from(e.content.is_empty()), Ordering::Relaxed);
            });
        }
        let (end, ended) = crossbeam_channel::bounded(1);
        bot.on(EventKind::TypingStart, move |_| {
            let _ = end.try_send(());
        });
        bot.start()?;
        let shard = discord.shard(0);
        let before = processor_time();
        let sender = thread::spawn("sender", 1 << 20, move || {
            shard.burst("MESSAGE_CREATE", BURST, message)?;
            shard.burst("TYPING_START", 1, |_| json!({"channel_id": "1", "user_id": "3"}).to_string())
        })?;
        ended.recv_timeout(Duration::from_secs(120))?;
        while heard.load(Ordering::Relaxed) < BURST * listeners {
            std::thread::yield_now();
        }
        best = best.min(processor_time().saturating_sub(before).as_secs_f64() * 1e9 / BURST as f64);
        sender.join()??;
        bot.close()?;
    }
    Ok(best)
}

/// Nanoseconds of an event in a loop that only reads frames.
fn loop_alone() -> ito::Result<f64> {
    let discord = Sandbox::start()?;
    let mut socket = login(&discord)?;
    let shard = discord.shard(0);
    let before = processor_time();
    let sender = thread::spawn("sender", 1 << 20, move || shard.burst("MESSAGE_CREATE", BURST, message))?;
    for _ in 0..BURST {
        std::hint::black_box(socket.read()?);
    }
    let nanos = processor_time().saturating_sub(before).as_secs_f64() * 1e9 / BURST as f64;
    sender.join()??;
    Ok(nanos)
}

fn login(discord: &Sandbox) -> ito::Result<WebSocket<MaybeTlsStream<TcpStream>>> {
    let rest = ito::rest::Rest::new(discord.endpoints(), None, ito::rest::Config::default())?;
    let url = rest.fetch_gateway().send()?.url;
    let (mut socket, _) = tungstenite::connect(format!("{url}/?v=10&encoding=json"))?;
    socket.read()?;
    let identify = json!({"op": 2, "d": {"token": discord.token(), "intents": 33_281, "shard": [0, 1], "properties": {"os": "linux", "browser": "bench", "device": "bench"}}});
    socket.send(Message::text(identify.to_string()))?;
    let ready: Value = serde_json::from_str(socket.read()?.to_text()?)?;
    assert_eq!(ready["t"], "READY", "{ready}");
    Ok(socket)
}

fn message(n: u64) -> String {
    format!(
        r#"{{"id":"{}","channel_id":"1","guild_id":"2","type":0,"content":"tea at five, and this is message {n}","tts":false,"author":{{"id":"3","username":"ada","discriminator":"0","global_name":"Ada","avatar":"0123456789abcdef0123456789abcdef","public_flags":0}},"member":{{"roles":["4","5"],"joined_at":"2024-02-29T12:00:00.000000+00:00","deaf":false,"mute":false,"flags":0}},"mentions":[],"timestamp":"2024-02-29T12:00:00.000000+00:00","edited_timestamp":null,"mention_roles":[],"mention_everyone":false,"attachments":[],"embeds":[],"components":[],"pinned":false,"flags":0}}"#,
        n + 1
    )
}
