//! An event of one's own: one listener sees that everyone is mentioned, others hear of it.
//!
//! ```text
//! cargo run --example custom_event
//! ```

mod support;

use ito::event::CustomEvent;
use ito::model::{Channel, Id};
use ito::{EventKind, Intents};
use support::Stage;

/// Somebody mentioned everyone.
struct EveryoneMentioned {
    by: String,
    channel: Id<Channel>,
}

impl CustomEvent for EveryoneMentioned {}

fn main() -> ito::Result {
    let stage = Stage::set()?;
    let bot = stage.builder()?.intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT).build()?;
    bot.on(EventKind::Message, |e| {
        if e.mention_everyone {
            e.bot().dispatch(EveryoneMentioned { by: e.author.name.clone(), channel: e.channel_id });
        }
    });
    bot.on(EventKind::<EveryoneMentioned>::custom(), |e| println!("{} woke everyone up", e.by));
    bot.on(EventKind::<EveryoneMentioned>::custom(), |e| {
        e.rest().create_message(e.channel).content(format!("Was that needed, {}?", e.by)).send()?;
        Ok(())
    });
    stage.play(&bot, |scene| {
        scene.say("hello");
        println!("ada: @everyone look at this");
        scene.shout("@everyone look at this");
        scene.show_answer();
    });
    bot.run()
}
