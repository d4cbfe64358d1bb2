//! Answers `!ping` with `Pong!`.
//!
//! ```text
//! cargo run --example ping_pong                     # on a small Discord of its own
//! DISCORD_TOKEN=… cargo run --example ping_pong     # on Discord
//! ```

mod support;

use ito::{EventKind, Intents};
use support::Stage;

fn main() -> ito::Result {
    let stage = Stage::set()?;
    let bot = stage.builder()?.intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT).build()?;
    bot.on(EventKind::Message, |e| {
        if e.content == "!ping" {
            e.reply("Pong!")?;
        }
        Ok(())
    });
    // Without a token, somebody has to say something.
    stage.play(&bot, |scene| {
        scene.call("Hello!");
        scene.call("!ping");
        scene.show_answer();
    });
    bot.run()
}
