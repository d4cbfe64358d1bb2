//! The choices of a bot, checked in one place: [`Builder::build`].

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use http::Uri;

use super::asking::{AskError, VoiceBook};
use super::banner::BannerOptions;
use super::color::Color;
use super::keep::{CacheFile, LimitFile};
use super::lifecycle::Lifecycle;
use super::{Bot, Inner, Logs, RunOptions, Sharding, Signals, Workers, rights, update};
use crate::cache::{Cache, CacheSettings, CacheStore};
use crate::config::{self, Endpoints, Proxy, Token, Trust};
use crate::dispatch::{Limits, Registry};
use crate::error::{Error, Result};
use crate::event::GuildCreate;
use crate::gateway::{self, Compression, Presence};
use crate::model::{Capabilities, Intents};
use crate::rest::{self, LimitStore, Rest};
use crate::sync::Mutex;

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
    releases: Option<String>,
}

/// What every run is told.
#[derive(Debug)]
pub(super) struct Setup {
    /// The token, or what is wrong with it.
    pub(super) token: Result<Token, config::Error>,
    pub(super) endpoints: Endpoints,
    pub(super) intents: Intents,
    pub(super) compression: Compression,
    pub(super) capabilities: Capabilities,
    pub(super) auto_chunk: Option<AutoChunk>,
    pub(super) limits: Limits,
    pub(super) workers: Option<Workers>,
    pub(super) cache: CacheSettings,
    pub(super) gateway_timeouts: gateway::Timeouts,
    pub(super) logs: Logs,
    pub(super) banner: BannerOptions,
    pub(super) color: Color,
    pub(super) sessions: Option<PathBuf>,
    pub(super) limit_store: Option<Arc<dyn LimitStore>>,
    pub(super) keep_cache: bool,
    pub(super) cache_store: Option<Arc<dyn CacheStore>>,
    /// Where the newest release of ito is told.
    pub(super) releases: Option<Uri>,
    /// Whether calls are refused for which the bot lacks a permission.
    pub(super) check_permissions: bool,
    /// Unless a run is told something else.
    pub(super) run: RunOptions,
}

/// Of which large guilds all members are asked for.
pub(super) struct AutoChunk(pub(super) Box<dyn Fn(&GuildCreate) -> bool + Send + Sync>);

impl fmt::Debug for AutoChunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AutoChunk")
    }
}

impl Setup {
    fn check_auto_chunk(&self) -> Result {
        let intent = Intents::GUILD_MEMBERS;
        if self.auto_chunk.is_some() && !self.intents.contains(intent) {
            return Err(AskError::MissingIntent { what: "auto_chunk", intent }.into());
        }
        Ok(())
    }

    /// Where what is known of limits is kept: beside the sessions, unless told otherwise.
    pub(super) fn limit_store(&self) -> Option<Arc<dyn LimitStore>> {
        let beside = || Some(Arc::new(LimitFile::beside(self.sessions.as_ref()?)) as _);
        self.limit_store.clone().or_else(beside)
    }

    /// Where what the cache holds is kept, if it is: with the sessions alone, and beside them, unless told otherwise.
    pub(super) fn cache_store(&self) -> Option<Arc<dyn CacheStore>> {
        let sessions = self.sessions.as_ref().filter(|_| self.keep_cache)?;
        self.cache_store.clone().or_else(|| Some(Arc::new(CacheFile::beside(sessions))))
    }

    fn check_cache_store(&self) -> Result {
        if self.cache_store.is_some() && (self.sessions.is_none() || !self.keep_cache) {
            return Err("cache_store is set, and without keep_sessions, or with keep_cache(false), nothing would be put in it; set both or none".into());
        }
        Ok(())
    }

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
                compression: Compression::default(),
                capabilities: Capabilities::empty(),
                auto_chunk: None,
                limits: Limits::default(),
                workers: None,
                cache: CacheSettings::default(),
                gateway_timeouts: gateway::Timeouts::default(),
                logs: Logs::default(),
                banner: BannerOptions::default(),
                color: Color::default(),
                sessions: None,
                limit_store: None,
                keep_cache: true,
                cache_store: None,
                releases: None,
                check_permissions: false,
                run: RunOptions::default(),
            },
            rest: rest::Config::default(),
            releases: None,
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

    /// Another token, in place of the one that the builder was made with.
    pub fn token(mut self, token: impl AsRef<str>) -> Self {
        self.token = Token::new(token.as_ref());
        self
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
        self.setup.run = self.setup.run.sharding(sharding);
        self
    }

    /// How the gateway packs what it sends; zstd by default.
    pub fn compression(mut self, compression: Compression) -> Self {
        self.setup.compression = compression;
        self
    }

    /// How the bot appears; online by default.
    pub fn presence(mut self, presence: Presence) -> Self {
        self.setup.run = self.setup.run.presence(presence);
        self
    }

    /// Members above which a guild comes without those who are offline; 50 to 250, 250 by default.
    pub fn large_threshold(mut self, members: u16) -> Self {
        self.setup.run = self.setup.run.large_threshold(members);
        self
    }

    /// What the bot can bear of the gateway's newer ways; nothing by default.
    pub fn capabilities(mut self, capabilities: Capabilities) -> Self {
        self.setup.capabilities = capabilities;
        self
    }

    /// Asks for all members of each large guild that comes and of which `wanted` is true, which is called on the threads
    /// of shards; of none by default. They come as [`EventKind::GuildMembersChunk`](crate::EventKind::GuildMembersChunk),
    /// with presences when the intent for them is there. Needs [`Intents::GUILD_MEMBERS`].
    ///
    /// ```
    /// use ito::{Bot, Intents};
    ///
    /// let bot = Bot::builder("a.token")
    ///     .intents(Intents::unprivileged() | Intents::GUILD_MEMBERS)
    ///     .auto_chunk(|guild| guild.member_count < Some(10_000))
    ///     .build()?;
    /// # Ok::<(), ito::Error>(())
    /// ```
    pub fn auto_chunk(mut self, wanted: impl Fn(&GuildCreate) -> bool + Send + Sync + 'static) -> Self {
        self.setup.auto_chunk = Some(AutoChunk(Box::new(wanted)));
        self
    }

    /// How much may wait to be handled before shards stand still, and how many workers handle it.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.setup.limits = limits;
        self
    }

    /// Runs listeners on workers that other bots may share; by default each run has its own. Of [`Limits::pool`] only the
    /// queue counts then.
    pub fn workers(mut self, workers: &Workers) -> Self {
        self.setup.workers = Some(workers.clone());
        self
    }

    /// What is remembered of what events tell; everything by default, of messages the last 300.
    ///
    /// A session that another process began brings no guilds when it is resumed: with [`Builder::keep_sessions`] the cache
    /// is kept, too, see [`Builder::keep_cache`].
    pub fn cache(mut self, settings: CacheSettings) -> Self {
        self.setup.cache = settings;
        self
    }

    /// How long a close may take in all; 1.5 s by default, so that a bot ends well within the two seconds that people
    /// and process managers wait after a signal.
    pub fn close_timeout(mut self, timeout: Duration) -> Self {
        self.setup.run = self.setup.run.close_timeout(timeout);
        self
    }

    /// How long a Discord that is ill (5xx) at the start is asked again where its gateway is; 90 s by default, which
    /// most of Discord's short outages do not outlast.
    pub fn start_patience(mut self, patience: Duration) -> Self {
        self.setup.run = self.setup.run.start_patience(patience);
        self
    }

    /// How long guilds may take to come before the log names those that have not: see [`RunOptions::guild_patience`].
    pub fn guild_patience(mut self, patience: Duration) -> Self {
        self.setup.run = self.setup.run.guild_patience(patience);
        self
    }

    /// Time between two session starts of one key: see [`RunOptions::window_delay`].
    pub fn window_delay(mut self, delay: Duration) -> Self {
        self.setup.run = self.setup.run.window_delay(delay);
        self
    }

    /// Whether to start even where fewer session starts are left than shards need them: see
    /// [`RunOptions::ignore_session_start_limit`].
    pub fn ignore_session_start_limit(mut self, ignore: bool) -> Self {
        self.setup.run = self.setup.run.ignore_session_start_limit(ignore);
        self
    }

    /// Keeps the sessions in the file at `path` when the bot closes, so that the next start, also of another process,
    /// resumes them: no session start is spent, and what happened meanwhile comes as if the bot had been there.
    ///
    /// The file is its owner's alone, holds no token, and is used once; one that is older than 15 min, torn, of another
    /// bot or of another number of shards costs a line in the log. A second file beside it, `path` with `.identifies`
    /// behind it, counts session starts, so that a bot that crashes again and again is refused a start
    /// ([`StartError::TooManyStarts`](super::StartError::TooManyStarts)) long before Discord resets its token.
    /// A third, `.limits`, holds what is known of rate limits, unless [`Builder::keep_limits`] says where; a fourth, `.cache`,
    /// what the cache holds ([`Builder::keep_cache`]).
    pub fn keep_sessions(mut self, path: impl Into<PathBuf>) -> Self {
        self.setup.sessions = Some(path.into());
        self
    }

    /// Whether [`Builder::keep_sessions`] keeps what the cache holds, too, so that the next start has it before its first
    /// event; true by default. Where sessions were resumed and the cache was not kept, it is empty and fills as events come.
    ///
    /// It is written when the bot closes, within [`Builder::close_timeout`], some 350 bytes for each member. What takes longer
    /// than the close may is not kept, which the report of the close tells. It is used with the very sessions that it was
    /// kept with; what is torn or of others is told in the log, and left. What was held of a shard whose session Discord
    /// refuses goes as after any new session.
    pub fn keep_cache(mut self, keep: bool) -> Self {
        self.setup.keep_cache = keep;
        self
    }

    /// Where what the cache holds is kept: a [`Redis`](super::Redis), or a store of your own; by default a file,
    /// [`CacheFile`], whose path is that of [`Builder::keep_sessions`] with `.cache` behind it.
    pub fn cache_store(mut self, store: impl CacheStore) -> Self {
        self.setup.cache_store = Some(Arc::new(store));
        self
    }

    /// Keeps what is known of rate limits in a store when the bot closes, so that the next start in the middle of a window
    /// earns no 429: a [`LimitFile`], or one of your own. Nothing is kept unless set, or with
    /// [`Builder::keep_sessions`] in a file.
    pub fn keep_limits(mut self, store: impl LimitStore) -> Self {
        self.setup.limit_store = Some(Arc::new(store));
        self
    }

    /// The longest that a request waits for a limit; 300 s by default, [`Duration::MAX`] for no ceiling. What would take
    /// longer is an error at once.
    pub fn max_rate_limit(mut self, max: Duration) -> Self {
        self.rest.max_rate_limit = max;
        self
    }

    /// Whether a call is refused before it is sent where the cache knows that the bot lacks a permission for it, with an
    /// error that names it ([`missing_permissions`](rest::Error::missing_permissions)); not by default. What the cache does
    /// not know is sent. See [`Rest::check_permissions`] for the calls.
    ///
    /// Needs [`Intents::GUILDS`], and a cache with guilds, channels, threads, roles, members and the bot's own user, of
    /// members no other than the bot's own.
    pub fn check_permissions(mut self, check: bool) -> Self {
        self.setup.check_permissions = check;
        self
    }

    /// How often a request is sent again after a 5xx or a broken connection: 0 to 5, 3 by default.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.rest.max_retries = retries;
        self
    }

    /// All settings of the REST client, in place of those that were set so far, but for a proxy and certificates where
    /// these settings have none.
    pub fn rest(mut self, config: rest::Config) -> Self {
        let before = std::mem::replace(&mut self.rest, config).network;
        let now = &mut self.rest.network;
        now.proxy = now.proxy.take().or(before.proxy);
        if now.trust == Trust::default() {
            now.trust = before.trust;
        }
        self
    }

    /// The proxy of REST and the gateway; none by default, whatever the environment says: for that, give
    /// [`Proxy::from_env`].
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.rest.network.proxy = Some(proxy);
        self
    }

    /// Whose certificates REST and the gateway trust; those of Mozilla's certificate authorities by default.
    pub fn trust(mut self, trust: Trust) -> Self {
        self.rest.network.trust = trust;
        self
    }

    /// How long each step of opening a connection to the gateway may take; 5 s each by default. Those of REST are in
    /// [`rest::Config::timeouts`].
    pub fn gateway_timeouts(mut self, timeouts: gateway::Timeouts) -> Self {
        self.setup.gateway_timeouts = timeouts;
        self
    }

    /// What [`Bot::run`] logs, and whether it sets up a logger; the level `info` by default, on standard error.
    pub fn logs(mut self, logs: impl Into<Logs>) -> Self {
        self.setup.logs = logs.into();
        self
    }

    /// What [`Bot::run`] prints on standard error before it starts; ito's name, version and licence by default.
    pub fn banner(mut self, banner: impl Into<BannerOptions>) -> Self {
        self.setup.banner = banner.into();
        self
    }

    /// Whether the banner and the log may have colours, which they then have on a terminal; they may by default. The
    /// environment has its say, too: `NO_COLOR`, `CLICOLOR_FORCE`, `FORCE_COLOR`, `CLICOLOR=0`.
    pub fn allow_color(mut self, allow: bool) -> Self {
        self.setup.color.allow = allow;
        self
    }

    /// Whether the banner and the log have colours whatever else is said; not by default.
    pub fn force_color(mut self, force: bool) -> Self {
        self.setup.color.force = force;
        self
    }

    /// Asks this address at each start for the newest release of ito, and logs a line when that is newer; nobody is asked
    /// by default, nor where the environment variable `CI` is set. A start and a close wait for no answer, and what goes
    /// wrong is logged at level debug.
    ///
    /// The answer is JSON with a `tag_name`, as code hosts give it of a project's latest release, for example at
    /// `https://api.github.com/repos/{owner}/{name}/releases/latest`. It is asked through [`Builder::proxy`], without a token.
    pub fn check_for_updates(mut self, address: impl Into<String>) -> Self {
        self.releases = Some(address.into());
        self
    }

    /// Whether SIGINT and SIGTERM close the bot in [`Bot::run`]; when that is on the main thread, by default.
    pub fn signals(mut self, signals: Signals) -> Self {
        self.setup.run = self.setup.run.signals(signals);
        self
    }

    /// Whether [`Bot::run`] gives the error [`Interrupted`](super::Interrupted) after a signal closed the bot; not by default.
    pub fn propagate_interrupts(mut self, propagate: bool) -> Self {
        self.setup.run = self.setup.run.propagate_interrupts(propagate);
        self
    }

    /// Whether not to warn of a debug build that runs more than one shard; it is told once by default.
    pub fn suppress_debug_warning(mut self, suppress: bool) -> Self {
        self.setup.run = self.setup.run.suppress_debug_warning(suppress);
        self
    }

    /// Whether shared [`Workers`] are closed when the bot is, unless another bot runs on them; not by default.
    pub fn close_workers(mut self, close: bool) -> Self {
        self.setup.run = self.setup.run.close_workers(close);
        self
    }

    /// The bot.
    ///
    /// # Errors
    /// When the token or another setting cannot be used.
    pub fn build(mut self) -> Result<Bot> {
        self.setup.logs = self.setup.logs.loaded()?;
        self.setup.banner = self.setup.banner.loaded()?;
        self.setup.releases = self.releases.as_deref().map(update::checked).transpose()?;
        self.setup.run.check()?;
        self.setup.check_auto_chunk()?;
        if self.setup.check_permissions {
            rights::check(&self.setup)?;
        }
        self.setup.cache.check()?;
        self.setup.check_cache_store()?;
        if self.rest.max_retries > MOST_RETRIES {
            let given = self.rest.max_retries;
            return Err(format!(
                "max_retries is {given}; more than {MOST_RETRIES} only hold up what waits behind"
            )
            .into());
        }
        let bot = self.finish()?;
        bot.0.setup.check()?;
        Ok(bot)
    }

    /// The bot; what is wrong with the token is told when it is used.
    pub(super) fn finish(mut self) -> Result<Bot, rest::Error> {
        let rest = Rest::new(self.setup.endpoints.clone(), self.token.clone().ok(), self.rest)?;
        self.setup.token = self.token;
        let cache = Cache::unchecked(std::mem::take(&mut self.setup.cache));
        if self.setup.check_permissions {
            let known = cache.clone();
            rest.check_permissions(move |place| rights::may(&known, place));
        }
        Ok(Bot(Arc::new(Inner {
            setup: self.setup,
            rest,
            registry: Arc::new(Registry::new()),
            lifecycle: Lifecycle::new(),
            deaf: Mutex::default(),
            drift: Mutex::default(),
            voice: VoiceBook::default(),
            cache,
            has_warned_of_activity: AtomicBool::new(false),
        })))
    }
}

/// Retries of a request at the most: with growing pauses they take half a minute.
const MOST_RETRIES: u32 = 5;
