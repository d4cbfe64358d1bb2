//! The whole, assembled: a [`Bot`] and what its listeners are given.
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use ito::{Bot, EventKind, Intents};
//!
//! # fn main() -> ito::Result {
//! let bot = Bot::builder("a.token").intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT).build()?;
//! bot.on(EventKind::Message, |e| {
//!     if e.content == "!tea" {
//!         // Waiting is fine: a listener has a thread of its own.
//!         let answer = e.ask("Green or black?").timeout(Duration::from_secs(30)).wait()?;
//!         e.reply(format!("One {} tea.", answer.content))?;
//!     }
//!     Ok(())
//! });
//! bot.start()?;
//! println!("{}", bot.health());
//! bot.join()
//! # }
//! ```
//!
//! To listen: [`Bot::on`], [`Bot::listen`] with choices, [`Bot::events`] as a loop, [`Bot::wait_for`] for one event. To run:
//! [`Bot::run`], or [`Bot::start`] and [`Bot::join`]; [`Bot::close`] ends it. To act: [`Context`] and [`Bot::rest`].
//!
//! `supervisor` is the story of one run, from the first request to the last joined thread; `pipeline` is the way of one
//! event; `lifecycle` says which call is allowed when.

mod asking;
pub mod banner;
mod builder;
mod color;
mod context;
mod dispatch;
mod former;
mod health;
mod keep;
mod lifecycle;
mod listen;
mod logging;
mod notice;
mod options;
mod pipeline;
mod report;
mod rights;
mod signals;
mod start;
mod stream;
mod supervisor;
mod update;
mod wait;
mod workers;

use std::collections::BTreeSet;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use self::asking::VoiceBook;
pub use self::asking::{
    AllMembers, AskError, ChannelInfoRequest, Chunks, Join, MembersByName, MembersByUser, MembersRequest,
    Shard, SoundsRequest, Voice, VoiceConnection, VoiceUpdate, WhichMembers,
};
pub use self::builder::Builder;
use self::builder::Setup;
pub use self::context::Context;
pub use self::dispatch::Dispatched;
pub use self::health::Health;
pub use self::keep::{CacheFile, LimitFile, Redis};
pub use self::lifecycle::StateError;
use self::lifecycle::{Lifecycle, State};
pub use self::listen::{Listen, Listener, Outcome};
pub use self::logging::{Logs, LogsError};
pub use self::options::{RunOptions, Sharding};
pub use self::report::{Report, UncleanClose};
pub use self::signals::{Interrupted, SignalGuard, Signals};
pub use self::start::StartError;
pub use self::stream::{Events, Stream};
pub use self::wait::{Ask, WaitError, WaitFor};
pub use self::workers::{Workers, WorkersInUse};
use crate::cache::Cache;
use crate::config::{Proxy, Token};
use crate::dispatch::{Bound, Registry};
pub use crate::dispatch::{Lag, Limits, WhenFull};
use crate::error::Result;
use crate::event::{EventKind, Payload};
use crate::model::{Drift, Id, Intents, User};
use crate::rest::Rest;
use crate::sync::Mutex;
pub use crate::sync::{PoolSize, Straggler};

/// A bot: a cheap clone that any thread may use.
///
/// A started bot runs until it is closed, whether or not anybody still holds one of its clones.
///
/// ```no_run
/// use ito::{Bot, EventKind};
///
/// fn main() -> ito::Result {
///     let bot = Bot::new(std::env::var("DISCORD_TOKEN")?);
///     bot.on(EventKind::Message, |e| {
///         if e.content == "!ping" {
///             e.reply("Pong!")?;
///         }
///         Ok(())
///     });
///     bot.run()
/// }
/// ```
#[derive(Clone)]
pub struct Bot(Arc<Inner>);

pub(crate) struct Inner {
    setup: Setup,
    rest: Rest,
    registry: Arc<Registry<Bot>>,
    lifecycle: Lifecycle,
    /// Where events are asked for that cannot come, as far as the log has told.
    deaf: Mutex<BTreeSet<&'static Location<'static>>>,
    /// Where payloads of events did not fit their type.
    drift: Mutex<Drift>,
    voice: VoiceBook,
    cache: Cache,
    has_warned_of_activity: AtomicBool,
}

impl Bot {
    /// A bot with the defaults: all intents that are not privileged, as many shards as Discord recommends.
    ///
    /// A token that cannot be one is the error of [`run`](Bot::run) and [`start`](Bot::start); [`Bot::builder`] tells of it at once.
    pub fn new(token: impl AsRef<str>) -> Self {
        #[expect(
            clippy::missing_panics_doc,
            reason = "ito's own user agent is a header value, and so is a checked token"
        )]
        Self::builder(token).finish().expect("the default settings of REST can be used")
    }

    /// A bot with choices.
    pub fn builder(token: impl AsRef<str>) -> Builder {
        Builder::new(token.as_ref())
    }

    /// A bot whose token is in the environment variable `DISCORD_TOKEN`, and whose API is at `DISCORD_API_URL` if that is set.
    ///
    /// # Errors
    /// When there is no token, or one of the two cannot be used.
    pub fn from_env() -> Result<Self> {
        Builder::from_env()?.build()
    }

    /// Calls `f` for each event of `kind`. `f` returns `()` or a `Result`; an error or a panic is logged with the place of
    /// this call, published as [`EventKind::ListenerFailed`], and costs nothing else.
    ///
    /// Listeners of an event start in the order in which they were added and run side by side, on threads of their own:
    /// waiting inside is fine. The long form is [`Bot::listen`].
    ///
    /// ```
    /// use ito::{Bot, EventKind};
    ///
    /// let bot = Bot::new("a.token");
    /// bot.on(EventKind::Message, |e| println!("{}: {}", e.author.name, e.content));
    /// bot.on(EventKind::GuildCreate, |e| {
    ///     let first: u64 = e.name.split(' ').next().unwrap_or("").parse()?;
    ///     println!("guild number {first}");
    ///     Ok(())
    /// });
    /// ```
    #[track_caller]
    pub fn on<E: Payload, R: Outcome>(
        &self,
        kind: EventKind<E>,
        f: impl Fn(&Context<E>) -> R + Send + Sync + 'static,
    ) {
        self.listen(kind).call(f);
    }

    /// As [`Bot::on`], for the first event only.
    #[track_caller]
    pub fn once<E: Payload, R: Outcome>(
        &self,
        kind: EventKind<E>,
        f: impl Fn(&Context<E>) -> R + Send + Sync + 'static,
    ) {
        self.listen(kind).once().call(f);
    }

    /// The long form of [`Bot::on`]: a listener with choices, which is added by [`Listen::call`].
    #[track_caller]
    pub fn listen<E: Payload>(&self, kind: EventKind<E>) -> Listen<E> {
        Listen::new(self, kind)
    }

    /// Every event, in the order of its shard, as a blocking iterator that ends when the bot closes.
    ///
    /// Make it before [`Bot::start`] to see the first events, too. Events wait for it: a loop that is slow holds up the
    /// shards (their heartbeats go on), and nothing is dropped.
    ///
    /// ```
    /// # use ito::sandbox::Sandbox;
    /// use ito::{Bot, Event};
    ///
    /// # fn main() -> ito::Result {
    /// # let discord = Sandbox::start()?;
    /// # let (token, endpoints) = (discord.token(), discord.endpoints());
    /// let bot = Bot::builder(token).endpoints(endpoints).build()?;
    /// let events = bot.events();
    /// bot.start()?;
    /// for event in events {
    ///     if let Event::Ready(ready) = event {
    ///         println!("logged in as {}", ready.user.name);
    ///         bot.close()?;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn events(&self) -> Events {
        Events::new(self.stream(EventKind::Any))
    }

    /// The events of one kind, as a blocking iterator that ends when the bot closes: see [`Bot::events`].
    #[track_caller]
    pub fn stream<E: Payload>(&self, kind: EventKind<E>) -> Stream<E> {
        self.warn_if_deaf(kind, Location::caller());
        Stream::new(self.clone(), self.0.registry.subscribe(kind, Bound::default(), Location::caller()))
    }

    /// The listeners that an event of `kind` may reach, in the order in which they were added.
    pub fn listeners<E: Payload>(&self, kind: EventKind<E>) -> Vec<Listener> {
        let registry = &self.0.registry;
        registry.listeners(kind.types()).iter().map(|listener| Listener::of(registry, listener)).collect()
    }

    /// A wait for one event of `kind`, inside a listener or outside; events count from now on.
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use ito::{Bot, EventKind};
    ///
    /// # fn wait(bot: Bot) -> ito::Result {
    /// let hello = bot.wait_for(EventKind::Message).filter(|e| e.content == "hello").timeout(Duration::from_secs(5)).wait()?;
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn wait_for<E: Payload>(&self, kind: EventKind<E>) -> WaitFor<E> {
        WaitFor::new(self, kind)
    }

    /// Runs until the bot is closed, by [`Bot::close`] or by SIGINT or SIGTERM; a second signal ends the process at once.
    ///
    /// It is [`start`](Bot::start) and [`join`](Bot::join), with signals ([`RunOptions::signals`]), and with a banner
    /// ([`Builder::banner`]) and logs ([`Builder::logs`]) on standard error (by `RUST_LOG`,
    /// `info` by default) unless the program has a logger of its own.
    ///
    /// # Errors
    /// As those two, and an [`UncleanClose`] when listeners had to be abandoned. A signal is no error, unless
    /// [`RunOptions::propagate_interrupts`] makes it one.
    pub fn run(&self) -> Result {
        self.run_with(self.run_options())
    }

    /// As [`Bot::run`], with other options than the builder's.
    ///
    /// # Errors
    /// As [`Bot::run`].
    pub fn run_with(&self, options: RunOptions) -> Result {
        let setup = &self.0.setup;
        setup.logs.init(setup.color);
        // A terminal that is gone is no reason not to run.
        let banner = setup.banner.clone().colored(setup.color.is_on());
        let _ = banner::print(&mut std::io::stderr(), &banner);
        let signals = options.signals.are_on().then(|| self.close_on_signals());
        let have_come = || signals.as_ref().is_some_and(SignalGuard::have_come);
        let propagate = options.propagate_interrupts;
        self.begin(options)?;
        if have_come() {
            self.0.lifecycle.ask_to_close(None)?;
        }
        let ended = self.run_to_its_end();
        if propagate && have_come() { ended.and(Err(Interrupted.into())) } else { ended }
    }

    fn run_to_its_end(&self) -> Result {
        match self.0.lifecycle.wait_started() {
            Err(error) if error.downcast_ref() == Some(&StateError::ClosedWhileStarting) => Ok(()),
            Err(error) => Err(error),
            Ok(()) => self.join().and_then(|()| match self.0.lifecycle.last_report() {
                report if report.is_clean() => Ok(()),
                report => Err(UncleanClose(report).into()),
            }),
        }
    }

    /// Starts and returns when all shards are ready.
    ///
    /// # Errors
    /// When the token or another setting cannot be used, the bot runs already, is closed meanwhile, or cannot start:
    /// then everything that was begun has been ended.
    pub fn start(&self) -> Result {
        self.start_with(self.run_options())
    }

    /// As [`Bot::start`], with other options than the builder's.
    ///
    /// # Errors
    /// As [`Bot::start`].
    pub fn start_with(&self, options: RunOptions) -> Result {
        self.begin(options)?;
        self.0.lifecycle.wait_started()
    }

    /// What a run is told unless it is told something else: what the builder was.
    pub fn run_options(&self) -> RunOptions {
        self.0.setup.run.clone()
    }

    /// Waits until the bot is closed.
    ///
    /// # Errors
    /// The error that ended it, or that it does not run.
    pub fn join(&self) -> Result {
        self.0.lifecycle.wait_stopped()
    }

    /// Waits until the close of the bot is asked for or it ends by itself, while it may still be closing.
    ///
    /// # Errors
    /// When the bot does not run.
    pub fn join_until_close(&self) -> Result {
        self.0.lifecycle.wait_closing(None).map(drop)
    }

    /// As [`Bot::join_until_close`], at most for `timeout`; true when the bot closes.
    ///
    /// # Errors
    /// When the bot does not run.
    pub fn join_timeout(&self, timeout: Duration) -> Result<bool> {
        self.0.lifecycle.wait_closing(Instant::now().checked_add(timeout))
    }

    /// Closes: shards say goodbye, listeners that run get until the close timeout (1.5 s by default, see
    /// [`Builder::close_timeout`]), and all threads are joined.
    ///
    /// Called again, or from another thread, it waits for the same end. In a listener it asks for the close and returns
    /// at once, since the end waits for the listener.
    ///
    /// # Errors
    /// When the bot does not run.
    pub fn close(&self) -> Result {
        self.close_by(None).map(drop)
    }

    /// Closes as [`Bot::close`] does, within `timeout` in all, and says what was drained and what was abandoned. In a
    /// listener the report is empty.
    ///
    /// # Errors
    /// When the bot does not run.
    pub fn close_within(&self, timeout: Duration) -> Result<Report> {
        self.close_by(Some(timeout))
    }

    fn close_by(&self, timeout: Option<Duration>) -> Result<Report> {
        let is_inside = self.0.lifecycle.ask_to_close(timeout)?;
        if is_inside {
            return Ok(Report::default());
        }
        Ok(self.0.lifecycle.wait_report())
    }

    /// From now on SIGINT and SIGTERM close the bot, until what this gives is dropped; [`run`](Bot::run) does it by itself.
    ///
    /// A second signal ends the process at once.
    pub fn close_on_signals(&self) -> SignalGuard {
        signals::close_on_signals(self)
    }

    /// The proxy of REST and the gateway, if there is one; its password is not printed.
    pub fn proxy(&self) -> Option<&Proxy> {
        self.0.rest.config().network.proxy.as_ref()
    }

    /// The id of the bot as its token has it, without asking Discord; nothing when the token has none.
    pub fn token_id(&self) -> Option<Id<User>> {
        self.0.setup.token.as_ref().ok().and_then(Token::id)
    }

    /// The way to ask Discord; it can be used before a start.
    pub fn rest(&self) -> &Rest {
        &self.0.rest
    }

    /// The workers that it shares with other bots, if [`Builder::workers`] gave it some.
    pub fn workers(&self) -> Option<&Workers> {
        self.0.setup.workers.as_ref()
    }

    /// What is known without asking; empty before a start and after a close. What it holds is chosen by
    /// [`Builder::cache`].
    pub fn cache(&self) -> &Cache {
        &self.0.cache
    }

    /// The bot's own user; known from [`EventKind::Starting`] on until the bot has closed.
    pub fn me(&self) -> Option<Arc<User>> {
        self.0.lifecycle.me()
    }

    /// Whether the bot runs: from the beginning of a start to the end of a close.
    pub fn is_alive(&self) -> bool {
        self.0.lifecycle.state() != State::Stopped
    }

    /// What the bot hears of.
    pub fn intents(&self) -> Intents {
        self.0.setup.intents
    }

    /// The places where an event or an answer did not fit its type, since the bot was made: what Discord has changed since
    /// this version of ito. Each was told of in one line of the log, and cost nothing but itself.
    ///
    /// Events whose kind has no listener are not looked at.
    pub fn drift(&self) -> Drift {
        let of_events = self.0.drift.lock().clone();
        of_events.and(self.0.rest.drift())
    }

    /// Says once for each place where events are asked for that no intent of the bot brings.
    fn warn_if_deaf<E: Payload>(&self, kind: EventKind<E>, place: &'static Location<'static>) {
        let needed = kind.intents();
        if needed.is_empty() || needed.intersects(self.intents()) || !self.0.deaf.lock().insert(place) {
            return;
        }
        let names: Vec<&str> = needed.iter_names().map(|(name, _)| name).collect();
        log::warn!(
            target: "ito::listener",
            "{kind:?} at {place} will hear nothing: it needs the intent {}, see Builder::intents", names.join(" or ")
        );
    }

    /// Begins a run.
    fn begin(&self, options: RunOptions) -> Result {
        self.0.setup.check()?;
        options.check()?;
        self.0.lifecycle.begin(options.close_timeout)?;
        if let Err(error) = supervisor::spawn(&self.0, options) {
            self.0.lifecycle.ended(Err(error), Report::default());
        }
        Ok(())
    }
}

impl fmt::Debug for Bot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bot").field("state", &self.0.lifecycle.state()).finish_non_exhaustive()
    }
}

impl From<&Arc<Inner>> for Bot {
    fn from(inner: &Arc<Inner>) -> Self {
        Self(inner.clone())
    }
}
