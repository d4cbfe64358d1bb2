//! The choices of a bot, checked in one place: [`Builder::build`].

use std::sync::Arc;
use std::time::Duration;

use super::lifecycle::Lifecycle;
use super::{Bot, Inner};
use crate::config::{self, Endpoints, Token};
use crate::dispatch::{Limits, Registry};
use crate::error::{Error, Result};
use crate::gateway::{Compression, Presence};
use crate::model::Intents;
use crate::rest::{self, Rest};

/// The choices of a bot; made by [`Bot::builder`].
///
/// ```
/// use ito::{Bot, Intents, Sharding};
///
/// let bot = Bot::builder("a.token")
///     .intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT)
///     .sharding(Sharding::Total(4))
///     .build()?;
/// # Ok::<(), ito::Error>(())
/// ```
#[derive(Debug)]
#[must_use]
pub struct Builder {
    token: Result<Token, config::Error>,
    setup: Setup,
    rest: rest::Config,
}

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

/// What a run is told.
#[derive(Debug)]
pub(super) struct Setup {
    /// The token, or what is wrong with it.
    pub(super) token: Result<Token, config::Error>,
    pub(super) endpoints: Endpoints,
    pub(super) intents: Intents,
    pub(super) sharding: Sharding,
    pub(super) compression: Compression,
    pub(super) presence: Option<Presence>,
    pub(super) large_threshold: u16,
    pub(super) limits: Limits,
    pub(super) close_timeout: Duration,
    pub(super) start_patience: Duration,
}

impl Setup {
    /// Whether a run can be tried at all.
    pub(super) fn check(&self) -> Result<&Token> {
        self.token.as_ref().map_err(|error| Error::from(error.clone()))
    }
}

impl Builder {
    pub(super) fn new(token: &str) -> Self {
        Self {
            token: Token::new(token),
            setup: Setup {
                token: Err(config::Error::NoToken),
                endpoints: Endpoints::default(),
                intents: Intents::unprivileged(),
                sharding: Sharding::default(),
                compression: Compression::default(),
                presence: None,
                large_threshold: 250,
                limits: Limits::default(),
                close_timeout: Duration::from_millis(1500),
                start_patience: Duration::from_secs(90),
            },
            rest: rest::Config::default(),
        }
    }

    /// Token and API from the environment: see [`Bot::from_env`].
    ///
    /// # Errors
    /// When there is no token, or one of the two cannot be used.
    pub fn from_env() -> Result<Self> {
        let read = |name: &'static str| match std::env::var(name) {
            Ok(value) => Ok(Some(value)),
            Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => Err(config::Error::NotUnicode(name)),
        };
        let token = read("DISCORD_TOKEN")?.ok_or(config::Error::NoToken)?;
        let mut builder = Self::new(&token);
        if let Some(api) = read("DISCORD_API_URL")? {
            builder.setup.endpoints = Endpoints::new(&api)?;
        }
        Ok(builder)
    }

    /// Where Discord is; Discord itself by default.
    pub fn endpoints(mut self, endpoints: Endpoints) -> Self {
        self.setup.endpoints = endpoints;
        self
    }

    /// What the bot hears of; [`Intents::unprivileged`] by default. Without [`Intents::MESSAGE_CONTENT`], which is to be
    /// enabled on the Bot page of the application, messages in guilds have no content unless they mention the bot.
    ///
    /// <https://docs.discord.com/developers/events/gateway#gateway-intents>
    pub fn intents(mut self, intents: Intents) -> Self {
        self.setup.intents = intents;
        self
    }

    /// Which shards to run; as many as Discord recommends by default.
    pub fn sharding(mut self, sharding: Sharding) -> Self {
        self.setup.sharding = sharding;
        self
    }

    /// How the gateway packs what it sends; zstd by default.
    pub fn compression(mut self, compression: Compression) -> Self {
        self.setup.compression = compression;
        self
    }

    /// How the bot appears; online by default.
    pub fn presence(mut self, presence: Presence) -> Self {
        self.setup.presence = Some(presence);
        self
    }

    /// Members above which a guild comes without those who are offline; 50 to 250, 250 by default.
    pub fn large_threshold(mut self, members: u16) -> Self {
        self.setup.large_threshold = members;
        self
    }

    /// How much may wait to be handled before shards stand still, and how many workers handle it.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.setup.limits = limits;
        self
    }

    /// How long a close may take in all; 1.5 s by default, so that a bot ends well within the two seconds that people
    /// and process managers wait after a signal.
    pub fn close_timeout(mut self, timeout: Duration) -> Self {
        self.setup.close_timeout = timeout;
        self
    }

    /// How long a Discord that is ill (5xx) at the start is asked again where its gateway is; 90 s by default, which
    /// most of Discord's short outages do not outlast.
    pub fn start_patience(mut self, patience: Duration) -> Self {
        self.setup.start_patience = patience;
        self
    }

    /// Settings of the REST client.
    pub fn rest(mut self, config: rest::Config) -> Self {
        self.rest = config;
        self
    }

    /// The bot.
    ///
    /// # Errors
    /// When the token or another setting cannot be used.
    pub fn build(self) -> Result<Bot> {
        self.check()?;
        let bot = self.finish()?;
        bot.0.setup.check()?;
        Ok(bot)
    }

    fn check(&self) -> Result {
        if !(50..=250).contains(&self.setup.large_threshold) {
            let given = self.setup.large_threshold;
            return Err(format!("large_threshold is {given}; Discord takes 50 to 250").into());
        }
        Ok(())
    }

    /// The bot; what is wrong with the token is told when it is used.
    pub(super) fn finish(mut self) -> Result<Bot, rest::Error> {
        let rest = Rest::new(self.setup.endpoints.clone(), self.token.clone().ok(), self.rest)?;
        self.setup.token = self.token;
        Ok(Bot(Arc::new(Inner {
            setup: self.setup,
            rest,
            registry: Arc::new(Registry::new()),
            lifecycle: Lifecycle::new(),
        })))
    }
}
