//! SIGINT and SIGTERM (on Windows Ctrl-C): the first closes the bots that run, a second ends the process at once.
//!
//! Threads: the `ctrlc` crate keeps one for the process, from the first run on.
//! Locks: one mutex over the list of running bots, held for a look at it.

use std::sync::{Arc, OnceLock, Weak};

use super::{Bot, Inner};
use crate::sync::Mutex;

/// A bot closes on a signal until this is dropped; made by [`Bot::close_on_signals`].
#[must_use = "signals close the bot until this is dropped"]
pub struct Signals(Weak<Inner>);

/// From now on a signal closes `bot`.
pub(super) fn close_on_signals(bot: &Bot) -> Signals {
    static INSTALLED: OnceLock<()> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        if let Err(error) = ctrlc::try_set_handler(on_signal) {
            log::warn!(target: "ito", "signals are left to the program: {error}; call close() from its own handler");
        }
    });
    let bot = Arc::downgrade(&bot.0);
    RUNNING.lock().push(Running { bot: bot.clone(), was_asked: false });
    Signals(bot)
}

impl Signals {
    /// Whether one has come.
    pub(super) fn have_come(&self) -> bool {
        RUNNING.lock().iter().any(|one| one.was_asked && one.bot.ptr_eq(&self.0))
    }
}

impl std::fmt::Debug for Signals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signals")
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        let mut running = RUNNING.lock();
        if let Some(at) = running.iter().position(|one| one.bot.ptr_eq(&self.0)) {
            running.swap_remove(at);
        }
    }
}

/// A bot that closes on a signal.
struct Running {
    bot: Weak<Inner>,
    was_asked: bool,
}

static RUNNING: Mutex<Vec<Running>> = Mutex::new(Vec::new());

/// What a shell says of a program that an interrupt ended.
const INTERRUPTED: i32 = 130;

fn on_signal() {
    let mut to_close = Vec::new();
    for one in RUNNING.lock().iter_mut().filter(|one| !one.was_asked) {
        one.was_asked = true;
        to_close.extend(one.bot.upgrade());
    }
    if to_close.is_empty() {
        std::process::exit(INTERRUPTED);
    }
    log::info!(target: "ito", "a signal came: closing; a second one ends the process at once");
    for bot in to_close {
        // A bot that is not running any more is on its way out of `run`.
        let _ = bot.lifecycle.ask_to_close(None);
    }
}
