//! The story of one run, on a thread of its own: ask Discord where to go, start the shards, watch them, end everything.
//!
//! Threads: `ito-bot`, one per run; it owns the shards and the pool of that run and joins all their threads.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::builder::Sharding;
use super::{Bot, Inner, Report, pipeline};
use crate::dispatch::Dispatcher;
use crate::error::{Error, Result};
use crate::gateway::{self, IdentifyGate, Plan, SessionBudget, Shards};
use crate::model::GatewayBot;
use crate::rest;
use crate::sync::thread::{self, panic_message};
use crate::sync::{Backoff, CloseFlag};

/// Starts the thread of the run that was begun.
pub(super) fn spawn(inner: &Arc<Inner>) -> Result {
    let mine = inner.clone();
    let thread = thread::spawn("ito-bot", STACK, move || supervise(&mine)).map_err(StartError::Thread)?;
    inner.lifecycle.supervised_by(thread);
    Ok(())
}

/// The thread: one run, from its beginning to its end, whatever happens.
fn supervise(inner: &Arc<Inner>) {
    let mut parts = Parts::default();
    let close = inner.lifecycle.close_flag();
    let ended = catch_unwind(AssertUnwindSafe(|| run(inner, &close, &mut parts)));
    let result = ended.unwrap_or_else(|panic| {
        Err(format!("thread ito-bot panicked: {}; this is a defect of ito", panic_message(&*panic)).into())
    });
    let by = inner.lifecycle.stopping(inner.setup.close_timeout);
    if let Err(error) = &result {
        log::error!(target: "ito", "closing: {error}");
    }
    let report = end(inner, &parts, by);
    drop(parts);
    if report.is_clean() {
        log::info!(target: "ito", "{report}");
    } else {
        log::warn!(target: "ito", "{report}");
    }
    inner.lifecycle.ended(result, report);
}

/// What a run consists of, as far as it has come.
#[derive(Default)]
struct Parts {
    dispatcher: Option<Dispatcher<Bot>>,
    shards: Option<Arc<Shards>>,
}

/// Starts everything and watches it until it is closed or cannot go on.
fn run(inner: &Arc<Inner>, close: &CloseFlag, parts: &mut Parts) -> Result {
    let setup = &inner.setup;
    let token = setup.check()?.clone();
    inner.rest.reopen();
    let Some(info) = ask_where_to_go(inner, close)? else { return Ok(()) };
    let plan = plan(&setup.sharding, info.shards)?;
    let budget = budget(&info);
    plan.check_budget(&budget)?;
    log::info!(
        target: "ito",
        "starting {} of {} shards; {} of {} session starts are left for today",
        plan.ids.len(), plan.total, budget.remaining, budget.total
    );
    let limits = setup.limits.clone();
    let dispatcher = Dispatcher::start(Bot(inner.clone()), inner.registry.clone(), limits, close.clone())
        .map_err(StartError::Thread)?;
    inner.lifecycle.dispatches(&dispatcher);
    parts.dispatcher = Some(dispatcher.clone());
    let mut config = gateway::Config::new(token, info.url, setup.intents.bits());
    config.compression = setup.compression;
    config.presence.clone_from(&setup.presence);
    config.large_threshold = setup.large_threshold;
    let gate = IdentifyGate::shared(&config.token, &config.url, budget, IDENTIFY_GAP, Instant::now());
    let sink = pipeline::sink(dispatcher, setup.intents);
    let shards = Arc::new(Shards::start(&plan, config, &gate, &sink, close)?);
    inner.lifecycle.has_shards(&shards);
    parts.shards = Some(shards.clone());
    shards.wait_ready().map_err(|error| Error::shared(error))?;
    if close.is_set() {
        return Ok(());
    }
    inner.lifecycle.started();
    shards.wait_ended().map_err(|error| Error::shared(error))
}

/// Ends everything that was begun, in order, by the moment that was given.
fn end(inner: &Inner, parts: &Parts, by: Instant) -> Report {
    let begun = Instant::now();
    if let Some(shards) = &parts.shards {
        shards.close();
    }
    let mut report = Report::default();
    if let Some(dispatcher) = &parts.dispatcher {
        let busy = dispatcher.running().len() + dispatcher.queued();
        dispatcher.stop_intake();
        // What waits for Discord is ended a little earlier, so that its listeners can still say what became of them.
        let last_moment = by.checked_sub(LAST_MOMENT).unwrap_or(by);
        if !dispatcher.join_until(last_moment) {
            inner.rest.close();
            dispatcher.join_until(by);
        }
        (report.abandoned, report.dropped) = dispatcher.abandon();
        report.finished = busy.saturating_sub(report.abandoned.len() + report.dropped);
    } else {
        inner.registry.end_streams();
    }
    inner.rest.close();
    report.took = begun.elapsed();
    report
}

/// `GET /gateway/bot`, until Discord is well enough to answer; `None` when the bot is closed first.
fn ask_where_to_go(inner: &Inner, close: &CloseFlag) -> Result<Option<GatewayBot>> {
    let rest = inner.rest.clone();
    let _hook = close.on_set(move || rest.close());
    let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(15));
    let give_up = Instant::now() + inner.setup.start_patience;
    loop {
        let error = match inner.rest.fetch_gateway_bot().send() {
            Ok(info) => return checked(info).map(Some),
            Err(_) if close.is_set() => return Ok(None),
            Err(error) => error,
        };
        let is_ill = error.status().is_some_and(|status| status >= 500);
        let delay = backoff.next(fastrand::f64());
        if !is_ill || Instant::now() + delay > give_up {
            return Err(StartError::Unreachable(Box::new(error)).into());
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
    let (ids, total) = match sharding {
        Sharding::Auto => ((0..recommended.max(1)).collect(), recommended.max(1)),
        Sharding::Total(total) => ((0..*total).collect(), *total),
        Sharding::Subset { ids, total } => (ids.clone(), *total),
    };
    Ok(Plan::new(ids, total)?)
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
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bot cannot be started: ")?;
        match self {
            Self::Unreachable(_) => f.write_str("Discord did not say where its gateway is"),
            Self::Incomplete(field) => {
                write!(
                    f,
                    "the answer of GET /gateway/bot has no usable {field}; is DISCORD_API_URL Discord's?"
                )
            }
            Self::Thread(_) => f.write_str("there is no thread to be had"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreachable(error) => Some(error),
            Self::Incomplete(_) => None,
            Self::Thread(error) => Some(error),
        }
    }
}

/// Stack of the supervisor; 512 KiB: it decodes one small answer.
const STACK: usize = 512 * 1024;
/// Time between two identifies of one key: Discord's 5 s, and a little for the clocks and the way.
const IDENTIFY_GAP: Duration = Duration::from_millis(5050);
/// The part of a close that is kept for listeners whose requests were ended.
const LAST_MOMENT: Duration = Duration::from_millis(300);
