//! What decoding costs: `cargo bench --bench decode` gives nanoseconds per event, and how many times longer that is than
//! only finding the end of the JSON. The best of several rounds counts: noise only ever adds.

use std::hint::black_box;
use std::time::{Duration, Instant};

use ito::event;
use serde_json::value::RawValue;
use serde_json::{Value, json};

fn main() {
    let fixtures: Value = serde_json::from_str(include_str!("../fixtures/events.json")).expect("JSON");
    let message = json!({
        "id": "81", "channel_id": "41", "guild_id": "21", "type": 0, "content": "tea at five?", "tts": false,
        "author": fixtures["USER_UPDATE"], "member": fixtures["TYPING_START"]["member"], "mentions": [],
        "timestamp": "2024-02-29T12:00:00.000000+00:00", "edited_timestamp": null, "mention_roles": [],
        "mention_everyone": false, "attachments": [], "embeds": [], "components": [], "pinned": false, "flags": 0,
    });
    println!("{:<34} {:>9} {:>11} {:>11} {:>6}", "event", "bytes", "ns", "skim ns", "times");
    row("MESSAGE_CREATE, a plain one", "MESSAGE_CREATE", &message);
    row("MESSAGE_CREATE, with everything", "MESSAGE_CREATE", &fixtures["MESSAGE_CREATE"]);
    row("PRESENCE_UPDATE", "PRESENCE_UPDATE", &fixtures["PRESENCE_UPDATE"]);
    row("GUILD_CREATE, 1000 members", "GUILD_CREATE", &large(&fixtures["GUILD_CREATE"]));
}

/// A guild of a thousand members, a hundred channels and a hundred roles.
fn large(guild: &Value) -> Value {
    let mut guild = guild.clone();
    for (list, count) in [("members", 1000), ("presences", 1000), ("channels", 100), ("roles", 100)] {
        let of = guild[list].as_array().expect("a list");
        guild[list] = of.iter().cycle().take(count).cloned().collect();
    }
    guild
}

fn row(title: &str, name: &str, data: &Value) {
    let text = data.to_string();
    let decoded = event::decode(name, &text).expect("JSON");
    assert!(decoded.drift.is_empty(), "{title} takes the tolerant way: {:?}", decoded.drift);
    let typed = best(|| drop(black_box(event::decode(name, black_box(&text)))));
    let skim = best(|| drop(black_box(serde_json::from_str::<&RawValue>(black_box(&text)))));
    println!("{title:<34} {:>9} {typed:>11.0} {skim:>11.0} {:>6.1}", text.len(), typed / skim);
}

/// Nanoseconds of one call, in the best round.
fn best(mut call: impl FnMut()) -> f64 {
    let mut calls = 1;
    let mut best = f64::MAX;
    let end = Instant::now() + Duration::from_secs(1);
    while Instant::now() < end {
        let begin = Instant::now();
        (0..calls).for_each(|_| call());
        let took = begin.elapsed();
        if took < Duration::from_millis(5) {
            calls *= 2;
        } else {
            best = best.min(took.as_secs_f64() * 1e9 / f64::from(calls));
        }
    }
    best
}
