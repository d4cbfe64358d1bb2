//! What runs where: each listener prints the thread that it is on, and the threads that there are.
//!
//! ```text
//! cargo run --example threads
//! ```

mod support;

use std::collections::BTreeMap;

use ito::bot::Limits;
use ito::{EventKind, Intents};
use support::Stage;

fn main() -> ito::Result {
    let stage = Stage::set()?;
    let mut limits = Limits::default();
    // Listeners run on two workers; more come while these wait.
    limits.pool.core = 2;
    let intents = Intents::unprivileged() | Intents::MESSAGE_CONTENT;
    let bot = stage.builder()?.intents(intents).limits(limits).build()?;
    println!("main is on {}", here());
    bot.on(EventKind::Message, |e| println!("a listener hears {:?} on {}", e.content, here()));
    // A loop runs where it is written.
    let mut heard = bot.stream(EventKind::Message);
    stage.play(&bot, move |scene| {
        show_threads();
        for text in ["one", "two", "three"] {
            scene.say(text);
            let message = heard.next();
            println!("a loop reads {:?} on {}", message.map(|e| e.content.clone()), here());
        }
    });
    bot.run()?;
    println!("after the run:");
    show_threads();
    Ok(())
}

fn here() -> String {
    std::thread::current().name().unwrap_or("a thread without a name").to_owned()
}

/// The threads of this process that are ito's, by what they are for; only Linux tells.
fn show_threads() {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let names = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("comm")).ok());
    let mut counts = BTreeMap::new();
    for name in names.filter(|name| name.starts_with("ito-")) {
        let what = name.trim().trim_end_matches(|c: char| c.is_ascii_digit() || c == '-').to_owned();
        *counts.entry(what).or_insert(0) += 1;
    }
    for (what, count) in counts {
        let job = match &*what {
            "ito-bot" => "starts the shards, watches them, ends everything",
            "ito-shard" => "reads a shard's socket",
            "ito-beat" => "sends a connection's heartbeats",
            "ito-work" => "runs listeners",
            "ito-pool" => "starts more workers when they all wait",
            _ => "of the sandbox, or of a test",
        };
        println!("  {count} × {what:10} {job}");
    }
}
