//! A bot's life: every state that it is in, every event that tells of it, and what a close drained.
//!
//! ```text
//! cargo run --example lifecycle
//! ```

mod support;

use std::time::Duration;

use ito::{Bot, EventKind};
use support::Stage;

fn main() -> ito::Result {
    let stage = Stage::set()?;
    let bot = stage.builder()?.build()?;
    bot.on(EventKind::Starting, |e| {
        // Shards wait until this is done.
        println!("Starting: I am {}", e.bot().me().map_or("unknown".to_owned(), |me| me.name.clone()));
    });
    bot.on(EventKind::ShardConnected, |e| {
        println!(
            "ShardConnected: shard {}, {}",
            e.shard,
            if e.resumed { "resumed" } else { "with a new session" }
        );
    });
    bot.on(EventKind::Started, |e| println!("Started: {}", e.bot().health()));
    bot.on(EventKind::ShardDisconnected, |e| println!("ShardDisconnected: shard {}, {}", e.shard, e.reason));
    bot.on(EventKind::Stopping, |_| println!("Stopping: shards are still connected"));
    bot.on(EventKind::Stopped, |_| println!("Stopped: nothing is"));

    calls(&bot, "before the start");
    stage.play(&bot, |scene| scene.say("hello"));
    let _signals = bot.close_on_signals();
    bot.start()?;
    calls(&bot, "while it runs");
    // On the sandbox the scene closes the bot; on Discord Ctrl-C does.
    bot.join_until_close()?;
    match bot.close_within(Duration::from_secs(5)) {
        Ok(report) => println!("{report}"),
        // Whoever asked for the close was faster.
        Err(error) => println!("{error}"),
    }
    calls(&bot, "after the close");
    Ok(())
}

/// What a bot answers in the state that it is in.
fn calls(bot: &Bot, when: &str) {
    println!("-- {when}: alive {}, {} shards", bot.is_alive(), bot.shards().len());
    if bot.is_alive() {
        println!("   start(): {}", bot.start().map_or_else(|error| error.to_string(), |()| "ok".to_owned()));
    } else {
        println!("   close(): {}", bot.close().map_or_else(|error| error.to_string(), |()| "ok".to_owned()));
    }
}
