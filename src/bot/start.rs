//! What a start asks of Discord, and whether the answers allow one.

use std::fmt;
use std::time::{Duration, Instant};

use super::keep::TooMany;
use super::{Inner, RunOptions, Sharding};
use crate::error::Result;
use crate::gateway::{Plan, SessionBudget};
use crate::model::{GatewayBot, User};
use crate::rest::{self, Request};
use crate::sync::{Backoff, CloseFlag, later};

/// What Discord says before a start.
pub(super) struct Info {
    /// The bot's user, if Discord would tell.
    pub(super) me: Option<User>,
    /// Where to connect.
    pub(super) url: String,
    pub(super) plan: Plan,
    pub(super) budget: SessionBudget,
}

/// Asks Discord who the bot is and where to go; `None` when the bot is closed first.
pub(super) fn ask(inner: &Inner, options: &RunOptions, close: &CloseFlag) -> Result<Option<Info>> {
    let rest = inner.rest.clone();
    let _hook = close.on_set(move || rest.close());
    let until = later(Instant::now(), options.start_patience);
    let me = match patiently(close, until, || inner.rest.fetch_current_user()) {
        Ok(Some(me)) => Some(me),
        Ok(None) => return Ok(None),
        // Without its own name a bot can do; with a token that is refused it cannot.
        Err(error) if error.status().is_some_and(|status| status != 401 && status < 500) => {
            log::warn!(target: "ito", "Discord does not say who the bot is: {error}");
            None
        }
        Err(error) => return Err(StartError::Unreachable(Box::new(error)).into()),
    };
    let info = match patiently(close, until, || inner.rest.fetch_gateway_bot()) {
        Ok(Some(info)) => checked(info)?,
        Ok(None) => return Ok(None),
        Err(error) => return Err(StartError::Unreachable(Box::new(error)).into()),
    };
    let plan = plan(&options.sharding, info.shards)?;
    let budget = budget(&info);
    Ok(Some(Info { me, url: info.url, plan, budget }))
}

/// Asks until Discord is well enough to answer, or the patience is over; `None` when the bot is closed first.
fn patiently<T>(
    close: &CloseFlag,
    give_up: Instant,
    request: impl Fn() -> Request<T>,
) -> Result<Option<T>, rest::Error> {
    let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(15));
    loop {
        let error = match request().send() {
            Ok(answer) => return Ok(Some(answer)),
            Err(_) if close.is_set() => return Ok(None),
            Err(error) => error,
        };
        let is_ill = error.status().is_some_and(|status| status >= 500);
        let delay = backoff.next(fastrand::f64());
        if !is_ill || Instant::now() + delay > give_up {
            return Err(error);
        }
        log::warn!(target: "ito", "{error}; asking again in {delay:.1?}");
        if close.wait_timeout(delay) {
            return Ok(None);
        }
    }
}

/// Whether the answer says what a start needs: a field that is missing is at its default.
fn checked(info: GatewayBot) -> Result<GatewayBot> {
    let missing = if info.url.is_empty() {
        "url"
    } else if info.session_start_limit.total == 0 {
        "session_start_limit"
    } else if info.shards == 0 {
        "shards"
    } else {
        return Ok(info);
    };
    Err(StartError::Incomplete(missing).into())
}

/// The shards that this process runs.
fn plan(sharding: &Sharding, recommended: u32) -> Result<Plan> {
    Ok(match sharding {
        Sharding::Auto => Plan::whole(recommended),
        Sharding::Total(total) => Plan::whole(*total),
        Sharding::Subset { ids, total } => Plan::new(ids.clone(), *total),
    }?)
}

fn budget(info: &GatewayBot) -> SessionBudget {
    let limit = &info.session_start_limit;
    SessionBudget {
        total: limit.total,
        remaining: limit.remaining,
        reset_after: limit.reset_after,
        max_concurrency: limit.max_concurrency,
    }
}

/// Why a bot could not be started.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// Discord did not say where its gateway is.
    Unreachable(Box<rest::Error>),
    /// What Discord said of its gateway lacks this field.
    Incomplete(&'static str),
    /// The operating system has no thread to give.
    Thread(std::io::Error),
    /// The bot was started too often, as one that crashes again and again is: see [`Builder::keep_sessions`](super::Builder::keep_sessions).
    TooManyStarts {
        /// Sessions that were started.
        sessions: u32,
        /// In this time.
        within: Duration,
        /// When a start may be tried again.
        wait: Duration,
    },
}

impl From<TooMany> for StartError {
    fn from(TooMany { sessions, within, wait }: TooMany) -> Self {
        Self::TooManyStarts { sessions, within, wait }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bot cannot be started: ")?;
        match self {
            Self::Unreachable(_) => {
                f.write_str("Discord did not say who the bot is and where its gateway is")
            }
            Self::Incomplete(field) => {
                write!(
                    f,
                    "the answer of GET /gateway/bot has no usable {field}; is DISCORD_API_URL Discord's?"
                )
            }
            Self::Thread(_) => f.write_str("there is no thread to be had"),
            Self::TooManyStarts { sessions, within, wait } => write!(
                f,
                "{sessions} sessions were started in the last {} h, as by a bot that crashes again and again; Discord would reset its token. Find out why, and start it again in {} min",
                within.as_secs() / 3600,
                wait.as_secs().div_ceil(60)
            ),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreachable(error) => Some(error),
            Self::Incomplete(_) | Self::TooManyStarts { .. } => None,
            Self::Thread(error) => Some(error),
        }
    }
}
