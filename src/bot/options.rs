//! What one run is told.

use std::time::Duration;

use super::Signals;
use crate::error::Result;
use crate::gateway::Presence;

/// Which shards a process runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Sharding {
    /// All of as many as Discord recommends.
    #[default]
    Auto,
    /// All of so many.
    Total(u32),
    /// Some of so many: the rest run elsewhere.
    Subset {
        /// The numbers of the shards of this process, counted from 0.
        ids: Vec<u32>,
        /// How many shards the application has in all.
        total: u32,
    },
}

/// What one run is told. The builder's are those of every run; [`Bot::run_with`](crate::Bot::run_with) and
/// [`Bot::start_with`](crate::Bot::start_with) take others for one.
///
/// ```no_run
/// use ito::{Bot, Sharding};
///
/// # fn main() -> ito::Result {
/// let bot = Bot::from_env()?;
/// bot.run_with(bot.run_options().sharding(Sharding::Total(2)))
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct RunOptions {
    pub(super) sharding: Sharding,
    pub(super) presence: Option<Presence>,
    pub(super) large_threshold: u16,
    pub(super) ignore_session_start_limit: bool,
    pub(super) window_delay: Duration,
    pub(super) close_timeout: Duration,
    pub(super) start_patience: Duration,
    pub(super) guild_patience: Duration,
    pub(super) signals: Signals,
    pub(super) propagate_interrupts: bool,
    pub(super) suppress_debug_warning: bool,
    pub(super) close_workers: bool,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            sharding: Sharding::default(),
            presence: None,
            large_threshold: 250,
            ignore_session_start_limit: false,
            window_delay: SHORTEST_WINDOW,
            close_timeout: Duration::from_millis(1500),
            start_patience: Duration::from_secs(90),
            guild_patience: Duration::from_secs(30),
            signals: Signals::default(),
            propagate_interrupts: false,
            suppress_debug_warning: false,
            close_workers: false,
        }
    }
}

impl RunOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Which shards to run; as many as Discord recommends by default.
    pub fn sharding(mut self, sharding: Sharding) -> Self {
        self.sharding = sharding;
        self
    }

    /// How the bot appears; online by default.
    pub fn presence(mut self, presence: Presence) -> Self {
        self.presence = Some(presence);
        self
    }

    /// Members above which a guild comes without those who are offline; 50 to 250, 250 by default.
    pub fn large_threshold(mut self, members: u16) -> Self {
        self.large_threshold = members;
        self
    }

    /// Whether to start even where fewer session starts are left than shards need them, which resets the token of a bot
    /// that goes on so; not by default.
    pub fn ignore_session_start_limit(mut self, ignore: bool) -> Self {
        self.ignore_session_start_limit = ignore;
        self
    }

    /// Time between two session starts of one key (`shard_id % max_concurrency`); 5 s by default, which is Discord's least.
    ///
    /// <https://docs.discord.com/developers/events/gateway#sharding-max-concurrency>
    pub fn window_delay(mut self, delay: Duration) -> Self {
        self.window_delay = delay;
        self
    }

    /// How long a close may take in all; 1.5 s by default, so that a bot ends well within the two seconds that people
    /// and process managers wait after a signal.
    pub fn close_timeout(mut self, timeout: Duration) -> Self {
        self.close_timeout = timeout;
        self
    }

    /// How long a Discord that is ill (5xx) at the start is asked again; 90 s by default, which most of Discord's short
    /// outages do not outlast.
    pub fn start_patience(mut self, patience: Duration) -> Self {
        self.start_patience = patience;
        self
    }

    /// How long guilds may take to come after a shard has a new session, until one line of the log names those that have
    /// not; 30 s by default. No start waits for them: during an outage of Discord's some never come, and
    /// [`Health::unavailable`](super::Health::unavailable) has them at any time.
    pub fn guild_patience(mut self, patience: Duration) -> Self {
        self.guild_patience = patience;
        self
    }

    /// Whether SIGINT and SIGTERM close the bot in [`run`](crate::Bot::run); when that is on the main thread, by default.
    pub fn signals(mut self, signals: Signals) -> Self {
        self.signals = signals;
        self
    }

    /// Whether [`run`](crate::Bot::run) gives the error [`Interrupted`](super::Interrupted) after a signal closed the bot;
    /// not by default.
    pub fn propagate_interrupts(mut self, propagate: bool) -> Self {
        self.propagate_interrupts = propagate;
        self
    }

    /// Whether not to warn of a debug build that runs more than one shard, which needs many times the time for each event;
    /// it is told once by default.
    pub fn suppress_debug_warning(mut self, suppress: bool) -> Self {
        self.suppress_debug_warning = suppress;
        self
    }

    /// Whether shared [`Workers`](super::Workers) are closed when the bot is, unless another bot runs on them; not by default.
    pub fn close_workers(mut self, close: bool) -> Self {
        self.close_workers = close;
        self
    }

    /// Whether a run can be tried with them.
    pub(super) fn check(&self) -> Result {
        if !(50..=250).contains(&self.large_threshold) {
            return Err(
                format!("large_threshold is {}; Discord takes 50 to 250", self.large_threshold).into()
            );
        }
        if self.window_delay < SHORTEST_WINDOW {
            return Err(format!("window_delay is {:?}; Discord takes 5 s at least", self.window_delay).into());
        }
        Ok(())
    }
}

/// What Discord asks for between two session starts of one key.
const SHORTEST_WINDOW: Duration = Duration::from_secs(5);
