//! How a sandbox is set up before it starts.

use std::time::Duration;

use super::description::Description;
use super::server::Shared;
use super::{Error, Sandbox, intents};

/// Settings of a sandbox; made by [`Sandbox::builder`].
#[derive(Debug, Clone)]
#[must_use]
pub struct Builder {
    settings: Settings,
}

#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) port: u16,
    pub(super) shards: u32,
    pub(super) max_concurrency: u32,
    pub(super) heartbeat_interval: Duration,
    pub(super) total_starts: u32,
    pub(super) remaining_starts: u32,
    pub(super) reset_after: Duration,
    pub(super) privileged: u64,
    pub(super) message_limit: (u32, Duration),
    pub(super) invalid_requests: usize,
    /// The bytes of Discord's description.
    description: Option<Vec<u8>>,
    pub(super) members_every: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            port: 0,
            shards: 1,
            max_concurrency: 1,
            heartbeat_interval: Duration::from_millis(41_250),
            total_starts: 1000,
            remaining_starts: 1000,
            reset_after: Duration::from_secs(86_400),
            privileged: intents::PRIVILEGED,
            message_limit: (5, Duration::from_secs(5)),
            invalid_requests: 10_000,
            description: None,
            members_every: Duration::from_secs(30),
        }
    }
}

impl Builder {
    pub(super) fn new() -> Self {
        Self { settings: Settings::default() }
    }

    /// The port on 127.0.0.1; 0, the default, is any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.settings.port = port;
        self
    }

    /// How many shards `GET /gateway/bot` recommends; 1 by default.
    pub fn shards(mut self, shards: u32) -> Self {
        self.settings.shards = shards;
        self
    }

    /// How many shards may identify within 5 s; 1 by default.
    pub fn max_concurrency(mut self, shards: u32) -> Self {
        self.settings.max_concurrency = shards;
        self
    }

    /// How often clients have to send a heartbeat; 41.25 s by default, as Discord has it.
    ///
    /// A client that sends none for one and a half intervals and a second is hung up on with 4009.
    pub fn heartbeat_interval(mut self, interval: Duration) -> Self {
        self.settings.heartbeat_interval = interval;
        self
    }

    /// The session starts of a day, how many of them are left, and when they are all back; 1000, 1000 and 24 h by default.
    pub fn session_starts(mut self, total: u32, remaining: u32, reset_after: Duration) -> Self {
        self.settings.total_starts = total;
        self.settings.remaining_starts = remaining;
        self.settings.reset_after = reset_after;
        self
    }

    /// The privileged intents that are enabled for the bot, as bits; all of them by default.
    pub fn privileged_intents(mut self, bits: u64) -> Self {
        self.settings.privileged = bits & intents::PRIVILEGED;
        self
    }

    /// How many messages the bot may create in a channel within a time; 5 in 5 s by default, as Discord has it.
    pub fn message_limit(mut self, messages: u32, within: Duration) -> Self {
        self.settings.message_limit = (messages.max(1), within);
        self
    }

    /// How many requests that are answered 401, 403 or 429 it takes in ten minutes until the bot is banned; 10,000 by
    /// default, as Discord has it. Limits that the bot shares with others do not count.
    ///
    /// While it is banned every request is answered by the page that stands before Discord: 429, HTML, no `Retry-After`.
    pub fn invalid_requests(mut self, most: usize) -> Self {
        self.settings.invalid_requests = most.max(1);
        self
    }

    /// How often the bot may ask for all members of a guild; once in 30 s by default, as Discord has it. Sooner it is
    /// answered by RATE_LIMITED.
    pub fn members_every(mut self, every: Duration) -> Self {
        self.settings.members_every = every;
        self
    }

    /// Checks every request against Discord's own description of its API, the bytes of
    /// [its `openapi.json`](https://github.com/discord/discord-api-spec); none by default.
    ///
    /// What does not fit is answered as Discord answers it (400, code 50035, what is wrong where), and is in
    /// [`Sandbox::offences`] with its place. Stricter than Discord: a field that is not described is a fault, too.
    ///
    /// ```
    /// use ito::sandbox::Sandbox;
    ///
    /// let description = r#"{"paths": {"/users/@me": {"get": {"parameters": []}}}}"#;
    /// let discord = Sandbox::builder().description(description).start()?;
    /// assert!(discord.offences().is_empty());
    /// # Ok::<(), ito::sandbox::Error>(())
    /// ```
    pub fn description(mut self, openapi: impl Into<Vec<u8>>) -> Self {
        self.settings.description = Some(openapi.into());
        self
    }

    /// Starts the sandbox.
    ///
    /// # Errors
    /// When the port is taken, the system has no sockets or threads left, or the description is none.
    pub fn start(mut self) -> Result<Sandbox, Error> {
        let description = self.settings.description.take().map(|bytes| Description::read(&bytes)).transpose();
        let description = description.map_err(Error::Description)?;
        Shared::start(self.settings, description).map(Sandbox::new).map_err(Error::Io)
    }
}
