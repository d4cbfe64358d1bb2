//! Asking Discord: a request is a call that returns its answer.
//!
//! The handle comes first, then what is asked, then the choices, then [`send`](Request::send). The table of [`operations`]
//! names each call; a bot's listeners have the handle as `e.rest()`.
//!
//! ```no_run
//! # use ito::model::{Channel, Guild, Id};
//! # fn f(rest: &ito::Rest, channel: Id<Channel>, guild: Id<Guild>) -> Result<(), ito::rest::Error> {
//! let message = rest.create_message(channel).content("tea at five?").send()?;
//! rest.create_reaction(channel, message.id, "🍵").send()?;
//! // Lists fetch their pages as the loop goes on.
//! for member in rest.list_guild_members(guild).limit(2000) {
//!     println!("{:?}", member?.nick);
//! }
//! match rest.fetch_guild(guild).send() {
//!     Ok(guild) => println!("{}", guild.name),
//!     Err(error) if error.is_not_found() => println!("it is gone"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A call waits for limits and tries again where that is safe, within its timeout; each [`Error`] says what was asked, how
//! often, and what Discord said. Inside, it goes so:
//!
//! ```text
//! rest.create_message(channel).content("hi").send()
//!   routes/  what can be asked      request.rs  one request, typed
//!   send.rs  permit → HTTP → judge → retry
//!   limit/   when it may go         http.rs     bytes out and in
//!   auth.rs  who asks               redirect.rs where an answer sends a call
//!   oauth2/  access tokens of users answer.rs   the answer, typed
//!   file.rs, multipart.rs  uploads, read while they are sent
//!   elsewhere.rs  files by their address
//!   wiped.rs tokens on their way
//!   many/    what takes many calls  rights.rs   what the bot must be allowed
//!   options.rs, page.rs  queries, bodies and lists, with a macro each
//! ```
//!
//! What happens to a call that meets a limit, and how to ask: [`limits`].
//!
//! No token of a call is in any log. A logger of one's own should keep the crates `ureq_proto` and `tungstenite` at level
//! debug, as ito's does: at trace they write each byte of answers and frames, and some hold tokens of users and webhooks.
//!
//! Threads: none but that of a [`Typing`]; a call runs on the thread that makes it.
//! Locks: the limiter's mutex (`limit/gate`), one around the close flag of the run, one around the idle connections
//! (`http/idle`), one each in `auth`, `attempt` and `rights`, and one around the places of drift.

mod answer;
mod attempt;
mod auth;
mod body;
mod code;
mod config;
mod elsewhere;
mod error;
mod fields;
mod file;
mod http;
mod limit;
pub mod limits;
mod many;
mod multipart;
mod oauth2;
pub mod operations;
mod options;
mod page;
mod redirect;
mod request;
mod rights;
mod route;
mod routes;
mod send;
mod store;
mod typing;
mod wiped;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ::http::HeaderValue;

use self::attempt::Observers;
pub use self::attempt::{Attempt, Step};
use self::auth::Identity;
pub use self::code::ErrorCode;
pub use self::config::{Config, Timeouts};
pub(crate) use self::elsewhere::fetch_elsewhere;
pub use self::error::{Error, ErrorKind};
pub use self::file::File;
use self::http::Http;
use self::limit::Gate;
pub use self::limit::{BucketReport, Limits, Scope};
pub use self::many::{BanUsers, Banned, CreateReactions, PurgeMessages, Purged};
pub use self::oauth2::{AuthorizationUrl, ExchangeCode, OAuth2, Prompt};
pub use self::request::Request;
pub use self::rights::Place;
use self::rights::Rights;
pub use self::routes::*;
pub use self::store::LimitStore;
pub use self::typing::Typing;
use crate::config::{Endpoints, Token};
use crate::model::Drift;
use crate::sync::{CloseFlag, Hook, Mutex};

/// The way to ask Discord: a cheap clone for any thread.
///
/// ```no_run
/// use ito::{Endpoints, Token, rest};
///
/// let token = Token::new("a bot's token")?;
/// let rest = rest::Rest::new(Endpoints::default(), Some(token), rest::Config::default())?;
/// println!("{}", rest.fetch_gateway_bot().send()?.url);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Rest(Arc<Inner>);

struct Inner {
    endpoints: Endpoints,
    identity: Identity,
    user_agent: HeaderValue,
    config: Config,
    gate: Arc<Gate>,
    observers: Observers,
    rights: Rights,
    /// Calls that have begun and not ended.
    in_flight: AtomicUsize,
    run: Mutex<Arc<Run>>,
    drift: Mutex<Drift>,
}

/// What lives from one `reopen` to the next `close`.
struct Run {
    close: CloseFlag,
    http: Http,
    _hook: Hook,
}

impl Rest {
    /// A handle for a bot that works at once; without a token, for the calls that need none.
    ///
    /// # Errors
    /// When the user agent is no header value, or the certificates to be trusted are no PEM.
    pub fn new(endpoints: Endpoints, token: Option<Token>, config: Config) -> Result<Self, Error> {
        let identity = token.map_or_else(Identity::nobody, |token| Identity::bot(&token));
        Self::with(identity, endpoints, config)
    }

    /// A handle for a user who gave the application an access token, with limits of its own. It makes the calls that the
    /// token's scopes allow; calls that only a bot may make are refused before they are sent. [`OAuth2`] brings tokens.
    ///
    /// # Errors
    /// When the user agent is no header value.
    pub fn bearer(endpoints: Endpoints, access_token: Token, config: Config) -> Result<Self, Error> {
        Self::with(Identity::user(&access_token), endpoints, config)
    }

    fn with(identity: Identity, endpoints: Endpoints, config: Config) -> Result<Self, Error> {
        let user_agent = user_agent(&config)?;
        crate::net::check_trust(&config.network.trust).map_err(Error::net)?;
        let gate = Arc::new(Gate::new(config.global_rate));
        let run = Mutex::new(Arc::new(Run::new(&config, &gate)));
        let (in_flight, drift) = (AtomicUsize::new(0), Mutex::default());
        let (observers, rights) = (Observers::default(), Rights::default());
        let inner =
            Inner { endpoints, identity, user_agent, config, gate, observers, rights, in_flight, run, drift };
        Ok(Self(Arc::new(inner)))
    }

    /// The addresses of Discord that it asks.
    pub fn endpoints(&self) -> &Endpoints {
        &self.0.endpoints
    }

    /// The settings by which it asks.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Ends every call that waits or is on its way, and refuses new ones, until [`Rest::reopen`]. Doing it twice is fine.
    pub fn close(&self) {
        let close = self.0.run.lock().close.clone();
        close.set();
    }

    /// Takes calls again after [`Rest::close`]; what is known about limits is kept.
    pub fn reopen(&self) {
        let mut run = self.0.run.lock();
        if run.close.is_set() {
            *run = Arc::new(Run::new(&self.0.config, &self.0.gate));
            self.0.identity.forget_refusals();
        }
    }

    /// How many calls wait for a limit or an answer now.
    pub fn in_flight(&self) -> usize {
        self.0.in_flight.load(Ordering::Relaxed)
    }

    /// Where all limits stand now: a picture for logs and pages of state.
    ///
    /// ```
    /// # let rest = ito::rest::Rest::new(ito::Endpoints::default(), None, ito::rest::Config::default())?;
    /// let limits = rest.limits();
    /// println!("{} calls wait, {} of {} were sent in the last second", limits.waiting, limits.global_used, limits.global_rate);
    /// # Ok::<(), ito::rest::Error>(())
    /// ```
    pub fn limits(&self) -> Limits {
        self.0.gate.report()
    }

    /// What is known of limits, as text to keep for [`Rest::restore_limits`]: a restart in the middle of a window then
    /// earns no 429 either. It holds no token, and nothing of webhooks and interactions.
    pub fn keep_limits(&self) -> String {
        self.0.gate.save()
    }

    /// Takes up what [`Rest::keep_limits`] of another process gave. What is left of windows counts from now, whatever the
    /// clock says, so a call waits longer at most by the time between.
    ///
    /// # Errors
    /// When the text is something else.
    pub fn restore_limits(&self, kept: &str) -> Result<(), Error> {
        self.0.gate.load(kept).map_err(|error| {
            Error::new(ErrorKind::Request, format!("what was kept of limits cannot be read: {error}"))
        })
    }

    /// Calls `observer` with each attempt of each call, before it leaves and when it is over, on the thread of the call.
    ///
    /// ```
    /// # let rest = ito::rest::Rest::new(ito::Endpoints::default(), None, ito::rest::Config::default())?;
    /// rest.observe(|attempt| println!("{} {:?} after {:?}", attempt.route, attempt.step, attempt.waited));
    /// # Ok::<(), ito::rest::Error>(())
    /// ```
    pub fn observe(&self, observer: impl Fn(&Attempt) + Send + Sync + 'static) {
        self.0.observers.add(observer);
    }

    /// How long answers take, from a request's permit to its answer's end: the last ones count most. `None` before the first.
    pub fn latency(&self) -> Option<Duration> {
        self.0.observers.latency()
    }

    /// Whether calls are refused.
    pub fn is_closed(&self) -> bool {
        self.0.run.lock().close.is_set()
    }
}

fn user_agent(config: &Config) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(&config.user_agent).map_err(|_| {
        Error::new(ErrorKind::Request, "the user agent holds a character that no header may have")
    })
}

impl Run {
    fn new(config: &Config, gate: &Arc<Gate>) -> Self {
        let close = CloseFlag::new();
        let http = Http::new(config, &close);
        let gate = gate.clone();
        let hook = close.on_set(move || gate.wake_all());
        Self { close, http, _hook: hook }
    }
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rest").field("api", &self.0.endpoints.api()).finish_non_exhaustive()
    }
}

const _: () = {
    const fn is_shared<T: Send + Sync + Clone>() {}
    is_shared::<Rest>();
};
