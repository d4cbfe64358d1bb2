//! How a program ends: what SIGINT (Ctrl-C) and SIGTERM do, and what a program may choose.
//!
//! ```text
//! cargo run --example signals                # the bot closes, and the program ends well
//! cargo run --example signals -- propagate   # the bot closes, and `run` gives an error: exit code 1
//! cargo run --example signals -- off         # signals are left to the program, which here leaves them to the system
//! cargo run --example signals -- slow        # there is much to be put away; a second signal does not wait for it
//! ```

mod support;

use std::time::Duration;

use ito::bot::Signals;
use ito::sync::CloseFlag;
use ito::{Builder, EventKind};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use support::Stage;

fn main() -> ito::Result {
    let choice = support::arguments().next().unwrap_or_default();
    let stage = Stage::set()?;
    let bot = chosen(stage.builder()?, &choice)?.build()?;
    // Without a token, nobody else sends a signal.
    let is_alone = stage.is_sandbox();
    bot.on(EventKind::Started, move |_| {
        println!("ready");
        if is_alone {
            interrupt()?;
        }
        Ok(())
    });
    bot.on(EventKind::Stopping, move |_| {
        println!("putting things away");
        if choice == "slow" {
            if is_alone {
                interrupt()?;
            }
            CloseFlag::new().wait_timeout(Duration::from_secs(30));
        }
        Ok(())
    });
    bot.run()
}

fn interrupt() -> ito::Result {
    Ok(kill(Pid::this(), Signal::SIGTERM)?)
}

fn chosen(builder: Builder, choice: &str) -> ito::Result<Builder> {
    Ok(match choice {
        "" => builder,
        "propagate" => builder.propagate_interrupts(true),
        "off" => builder.signals(Signals::Off),
        "slow" => builder.close_timeout(Duration::from_secs(60)),
        other => return Err(format!("{other:?} is none of propagate, off and slow").into()),
    })
}
