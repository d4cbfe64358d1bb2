//! How a bot appears: from the beginning, and as it changes; what a change does not name stays as it is.
//!
//! ```text
//! cargo run --example presence
//! ```

mod support;

use ito::gateway::{Activity, Presence, PresencePatch};
use ito::model::{ActivityType, PresenceStatus, Timestamp};
use ito::{EventKind, Intents};
use support::Stage;

fn main() -> ito::Result {
    let stage = Stage::set()?;
    let bot = stage
        .builder()?
        .intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT)
        .presence(Presence::new().activity(Activity::custom("waiting for !play")))
        .build()?;
    bot.on(EventKind::Message, |e| {
        let patch = match e.content.split_once(' ').unwrap_or((&e.content, "")) {
            ("!play", game) => PresencePatch::new().activity(Activity::new(ActivityType::Playing, game)),
            ("!busy", _) => PresencePatch::new().status(PresenceStatus::Dnd),
            ("!away", _) => {
                PresencePatch::new().status(PresenceStatus::Idle).idle_since(Timestamp::now()).afk(true)
            }
            // A whole presence changes everything.
            ("!reset", _) => Presence::new().into(),
            _ => return Ok(()),
        };
        // It does not wait: each shard sends the newest when its turn comes, or when it is back.
        e.bot().update_presence(patch)?;
        e.reply("Look at me now.")?;
        Ok(())
    });
    stage.play(&bot, |scene| {
        for text in ["!play chess", "!busy", "!away", "!reset"] {
            scene.call(text);
            scene.show_answer();
        }
    });
    bot.run()?;
    for presence in stage.presences() {
        println!("{presence}");
    }
    Ok(())
}
