//! SIGINT and SIGTERM (on Windows Ctrl-C): the first closes the bots that run, a second ends the process at once.
//!
//! What stood there before: the `ctrlc` crate takes signals for good, once and only where the program has no handler of its
//! own. While no bot runs, a signal ends the process as it would without a handler.
//!
//! Threads: the `ctrlc` crate keeps one for the process, from the first run on.
//! Locks: one mutex over the list of running bots, held for a look at it.

use std::sync::{Arc, OnceLock, Weak};

use super::{Bot, Inner};
use crate::sync::Mutex;

/// Whether [`Bot::run`] closes the bot on SIGINT and SIGTERM (and SIGHUP; on Windows on Ctrl-C).
///
/// ito takes signals through the crate `ctrlc`, without unsafe code of its own, and so with its bounds. It takes them once
/// and for the rest of the process: what stood there before a run is not put back after it, and a signal that comes while no
/// bot runs ends the process with exit code 130. It does not say which signal came. A program that has a handler of its own
/// before the first run keeps it, which a line of the log says. A program that wants more (its own handlers afterwards,
/// another answer to SIGHUP, the signal's name) chooses [`Signals::Off`] and calls [`Bot::close`] from its own handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Signals {
    /// On the main thread, where a program waits for its end; elsewhere the program sees to them.
    #[default]
    Auto,
    /// On any thread.
    On,
    /// Signals are left alone.
    Off,
}

impl Signals {
    /// Whether they count for a run on this thread.
    pub(super) fn are_on(self) -> bool {
        match self {
            Self::Auto => std::thread::current().name() == Some("main"),
            Self::On => true,
            Self::Off => false,
        }
    }
}

/// A signal closed the bot, and [`RunOptions::propagate_interrupts`](crate::RunOptions::propagate_interrupts) wants to hear
/// of it. Which one it was is not known: see [`Signals`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Interrupted;

impl std::fmt::Display for Interrupted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a signal closed the bot")
    }
}

impl std::error::Error for Interrupted {}

/// A bot closes on a signal until this is dropped; made by [`Bot::close_on_signals`].
#[must_use = "signals close the bot until this is dropped"]
pub struct SignalGuard(Weak<Inner>);

/// From now on a signal closes `bot`.
pub(super) fn close_on_signals(bot: &Bot) -> SignalGuard {
    static INSTALLED: OnceLock<()> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        if let Err(error) = ctrlc::try_set_handler(on_signal) {
            log::warn!(target: "ito", "signals are left to the program: {error}; call close() from its own handler");
        }
    });
    let bot = Arc::downgrade(&bot.0);
    RUNNING.lock().push(Running { bot: bot.clone(), was_asked: false });
    SignalGuard(bot)
}

impl SignalGuard {
    /// Whether one has come.
    pub(super) fn have_come(&self) -> bool {
        RUNNING.lock().iter().any(|one| one.was_asked && one.bot.ptr_eq(&self.0))
    }
}

impl std::fmt::Debug for SignalGuard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignalGuard")
    }
}

impl Drop for SignalGuard {
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
