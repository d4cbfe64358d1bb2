//! What a program says of itself: how much of which part, and where that is chosen.
//!
//! ```text
//! cargo run --example logs                                          # the default: info
//! cargo run --example logs -- warn,ito::gateway=debug,ito::rest=trace  # a level for all, others for parts
//! cargo run --example logs -- --file filters.txt                    # the same from a file
//! RUST_LOG=trace cargo run --example logs                           # whoever runs it has the last word
//! ```

mod support;

use ito::bot::Logs;
use ito::{EventKind, Intents};
use support::Stage;

fn main() -> ito::Result {
    let arguments: Vec<String> = support::arguments().collect();
    let logs = match &*arguments {
        [] => Logs::default(),
        [filter] => filter.as_str().into(),
        [option, path] if option == "--file" => Logs::File(path.into()),
        _ => return Err("usage: logs [FILTER | --file PATH]".into()),
    };
    let stage = Stage::set()?;
    let intents = Intents::unprivileged() | Intents::MESSAGE_CONTENT;
    let bot = stage.builder()?.intents(intents).logs(logs).build()?;
    bot.on(EventKind::Message, |e| {
        log::info!("{} said something", e.author.name);
        match &*e.content {
            // What is wrong in a listener is logged with its place, too.
            "!panic" => panic!("{:?} was asked to", e.bot()),
            "!more" => println!("a closer look: {}", Logs::add_filter("ito::rest=trace")?),
            "!ping" => drop(e.reply("Pong!")?),
            _ => {}
        }
        Ok(())
    });
    stage.play(&bot, |scene| {
        for text in ["!panic", "!more", "!ping"] {
            scene.say(text);
        }
        scene.show_answer();
    });
    bot.run()
}
