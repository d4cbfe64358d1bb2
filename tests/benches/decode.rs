//! What decoding costs: `cargo bench --bench decode` gives nanoseconds per event, and how many times longer that is than
//! only finding the end of the JSON.

mod measure;

use std::hint::black_box;

use ito::event::{self, Envelope};
use measure::{best, head, row};
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
    head("event", "to its end");
    typed("MESSAGE_CREATE, a plain one", "MESSAGE_CREATE", &message);
    typed("MESSAGE_CREATE, with everything", "MESSAGE_CREATE", &fixtures["MESSAGE_CREATE"]);
    typed("PRESENCE_UPDATE", "PRESENCE_UPDATE", &fixtures["PRESENCE_UPDATE"]);
    typed("GUILD_CREATE, 1000 members", "GUILD_CREATE", &large(&fixtures["GUILD_CREATE"]));
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

fn typed(title: &str, name: &str, data: &Value) {
    let text = data.to_string();
    let decoded = event::decode(name, &text).expect("JSON");
    assert!(decoded.drift.is_empty(), "{title} takes the tolerant way: {:?}", decoded.drift);
    let nanos = best(|| drop(black_box(event::decode(name, black_box(&text)))));
    row(&format!("{title} ({} bytes)", text.len()), nanos, to_its_end(&text));
    let frame = format!(r#"{{"t":"{name}","s":1,"op":0,"d":{text}}}"#);
    let unwanted = best(|| drop(black_box(Envelope::read(black_box(&frame)))));
    row("  when nobody wants it", unwanted, to_its_end(&frame));
}

/// Nanoseconds of only finding the end of the JSON.
fn to_its_end(text: &str) -> f64 {
    best(|| drop(black_box(serde_json::from_str::<&RawValue>(black_box(text)))))
}
