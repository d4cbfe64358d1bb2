//! Events as a loop, with ordinary locals: counts who says how much.
//!
//! ```text
//! cargo run --example events
//! ```

mod support;

use std::collections::BTreeMap;
use std::io::{self, Write};

use ito::Event;
use support::Stage;

fn main() -> ito::Result {
    let stage = Stage::set()?;
    let bot = stage.builder()?.build()?;
    // Made before the start, so that the first events are in it.
    let events = bot.events();
    stage.play(&bot, |scene| {
        for text in ["one", "two", "three"] {
            scene.say(text);
        }
    });
    // `run` does this by itself; who starts by hand asks for it.
    let _signals = bot.close_on_signals();
    bot.start()?;
    if let Err(error) = count(events) {
        bot.close()?;
        return Err(error.into());
    }
    // Why it ended, if that was not asked for.
    bot.join()
}

fn count(events: impl Iterator<Item = Event>) -> io::Result<()> {
    let mut out = io::stdout();
    let mut said = BTreeMap::new();
    for event in events {
        match event {
            Event::Ready(ready) => writeln!(out, "logged in as {}", ready.user.name)?,
            Event::GuildCreate(guild) => writeln!(out, "in the guild {}", guild.name)?,
            Event::Message(message) => {
                let count = said.entry(message.author.name.clone()).or_insert(0);
                *count += 1;
                writeln!(out, "{} has said {count} things", message.author.name)?;
            }
            other => writeln!(out, "{}", other.name())?,
        }
    }
    writeln!(out, "{said:?}")
}
