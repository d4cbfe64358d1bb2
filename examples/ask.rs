//! A conversation: `!order` asks, waits for the answers, and gives up when none comes.
//!
//! ```text
//! cargo run --example ask
//! ```

mod support;

use std::time::Duration;

use ito::bot::WaitError;
use ito::event::MessageCreate;
use ito::{Context, EventKind, Intents};
use support::Stage;

fn main() -> ito::Result {
    let stage = Stage::set()?;
    let patience = Duration::from_secs(if stage.is_sandbox() { 1 } else { 30 });
    let bot = stage.builder()?.intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT).build()?;
    bot.listen(EventKind::Message).when(|e| e.content == "!order").call(move |e| match order(e, patience) {
        // Nobody answered: say so, and be done.
        Err(error) if matches!(error.downcast_ref(), Some(WaitError::Timeout { .. })) => {
            e.reply("Never mind, then.")?;
            Ok(())
        }
        result => result,
    });
    stage.play(&bot, |scene| {
        for text in ["!order", "tea", "two"] {
            scene.call(text);
            scene.show_answer();
        }
        scene.call("!order");
        scene.show_answer();
        println!("(ada says nothing)");
        scene.show_answer();
    });
    bot.run()
}

/// Two questions. Only this call waits; the bot goes on hearing everybody else.
fn order(e: &Context<MessageCreate>, patience: Duration) -> ito::Result {
    let drink = e.ask("What would you like?").timeout(patience).wait()?;
    let count = drink
        .ask(format!("How many cups of {}?", drink.content))
        .filter(|e| number(&e.content).is_some())
        .timeout(patience)
        .wait()?;
    count.reply(format!(
        "{} cups of {} are on their way.",
        number(&count.content).unwrap_or(0),
        drink.content
    ))?;
    Ok(())
}

fn number(text: &str) -> Option<u32> {
    match text {
        "one" => Some(1),
        "two" => Some(2),
        digits => digits.parse().ok(),
    }
}
