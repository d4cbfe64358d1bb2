//! Two bots in one process, each with its own token: they share nothing but signals, and Ctrl-C ends both.
//!
//! ```text
//! cargo run --example two_bots
//! DISCORD_TOKEN=… DISCORD_TOKEN_2=… cargo run --example two_bots
//! ```

#![expect(clippy::disallowed_methods, reason = "a program has threads of its own")]

mod support;

use ito::{Bot, EventKind, Intents};
use support::Stage;

fn main() -> ito::Result {
    let stages = [Stage::set()?, Stage::set()?];
    let mut running = Vec::new();
    for (stage, variable) in stages.iter().zip(["DISCORD_TOKEN", "DISCORD_TOKEN_2"]) {
        let intents = Intents::unprivileged() | Intents::MESSAGE_CONTENT;
        let bot = echo(stage.builder_of(variable)?.intents(intents).build()?);
        stage.play(&bot, move |scene| {
            scene.say("!hello");
            scene.show_answer();
        });
        running.push(std::thread::spawn(move || bot.run()));
    }
    for bot in running {
        bot.join().map_err(|_| "a bot panicked")??;
    }
    Ok(())
}

/// A bot that says hello with its name.
fn echo(bot: Bot) -> Bot {
    bot.on(EventKind::Message, |e| {
        if e.content == "!hello" {
            let name = e.bot().me().map_or_else(String::new, |me| me.name.clone());
            e.reply(format!("Hello, I am {name}."))?;
        }
        Ok(())
    });
    bot
}
