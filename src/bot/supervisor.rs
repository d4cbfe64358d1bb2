//! The story of one run, on a thread of its own: ask Discord where to go, start the shards, watch them, end everything.
//!
//! Threads: `ito-bot`, one per run; it owns the shards and the pool of that run and joins all their threads.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::asking::shard_of;
use super::keep::{Keep, KeptCache, KeptLimits, Mark, Seen, Whose};
use super::start::{self, Info, StartError};
use super::{Bot, Inner, Report, RunOptions, pipeline, update};
use crate::dispatch::{Dispatcher, Leftover, Pending};
use crate::error::{Error, Result};
use crate::event::{
    Event, EventType, ShardConnected, ShardDisconnected, Started, Starting, Stopped, Stopping,
};
use crate::gateway::{self, IdentifyGate, KeptSession, News, Plan, SessionBudget, Shards};
use crate::model::{Id, User};
use crate::sync::CloseFlag;
use crate::sync::thread::{self, Thread, panic_message};

/// Starts the thread of the run that was begun.
pub(super) fn spawn(inner: &Arc<Inner>, options: RunOptions) -> Result {
    let mine = inner.clone();
    let thread =
        thread::spawn("ito-bot", STACK, move || supervise(&mine, options)).map_err(StartError::Thread)?;
    inner.lifecycle.supervised_by(thread);
    Ok(())
}

/// The thread: one run, from its beginning to its end, whatever happens.
fn supervise(inner: &Arc<Inner>, options: RunOptions) {
    let close = inner.lifecycle.close_flag();
    let mut run = Run {
        inner,
        options,
        close,
        leave: CloseFlag::new(),
        dispatcher: None,
        shards: None,
        keep: None,
        limits: None,
        cache: None,
        seen: Arc::default(),
        kept: Vec::new(),
        total: 0,
        update: None,
    };
    let ended = catch_unwind(AssertUnwindSafe(|| run.start_and_watch()));
    let result = ended.unwrap_or_else(|panic| {
        Err(format!("thread ito-bot panicked: {}; this is a defect of ito", panic_message(&*panic)).into())
    });
    let by = inner.lifecycle.stopping();
    if let Err(error) = &result {
        log::error!(target: "ito", "closing: {error}");
    }
    let report = run.end(by);
    drop(run);
    if report.is_clean() {
        log::info!(target: "ito", "{report}");
    } else {
        log::warn!(target: "ito", "{report}");
    }
    inner.lifecycle.ended(result, report);
}

/// Says once that a debug build is slow.
fn warn_of_debug_build(shards: usize, options: &RunOptions) {
    static ONCE: std::sync::Once = std::sync::Once::new();
    if cfg!(debug_assertions) && shards > 1 && !options.suppress_debug_warning {
        ONCE.call_once(|| {
            log::warn!(
                target: "ito",
                "this debug build runs {shards} shards; each event takes many times as long as in a release build (cargo build --release)"
            );
        });
    }
}

/// One run, as far as it has come.
struct Run<'a> {
    inner: &'a Arc<Inner>,
    options: RunOptions,
    /// Set when the close is asked for.
    close: CloseFlag,
    /// Set when shards are to leave: after the listeners of [`Stopping`].
    leave: CloseFlag,
    dispatcher: Option<Dispatcher<Bot>>,
    shards: Option<Arc<Shards>>,
    keep: Option<Keep>,
    limits: Option<KeptLimits>,
    cache: Option<KeptCache>,
    /// What the cache, as it was kept, has seen.
    seen: Arc<Seen>,
    /// Sessions to be resumed, until shards have them.
    kept: Vec<KeptSession>,
    /// How many shards the application has in all.
    total: u32,
    /// Asks for the newest release.
    update: Option<Thread<()>>,
}

impl Run<'_> {
    /// Starts everything and watches it until it is closed or cannot go on.
    fn start_and_watch(&mut self) -> Result {
        let token = self.inner.setup.check()?.clone();
        if let Some(address) = &self.inner.setup.releases {
            self.update = update::check(address, self.inner.rest.config(), &self.close);
        }
        self.inner.rest.reopen();
        let Some(Info { me, url, plan, budget }) = start::ask(self.inner, &self.options, &self.close)? else {
            return Ok(());
        };
        self.total = plan.total;
        self.take_kept(me.as_ref(), &plan);
        self.check_budget(&plan, &budget)?;
        warn_of_debug_build(plan.ids.len(), &self.options);
        let dispatcher = self.start_dispatcher()?;
        if let Some(me) = me {
            self.inner.lifecycle.is(me);
        }
        wait_for_listeners(&dispatcher.publish_news(Event::Starting(Arc::new(Starting {}))), &self.close);
        if self.close.is_set() {
            return Ok(());
        }
        let mut config = gateway::Config::new(token, url, self.inner.setup.intents.bits());
        config.compression = self.inner.setup.compression;
        config.presence.clone_from(&self.options.presence);
        config.capabilities = self.inner.setup.capabilities;
        config.large_threshold = self.options.large_threshold;
        config.settle = self.options.guild_patience;
        config.network.clone_from(&self.inner.rest.config().network);
        config.user_agent.clone_from(&self.inner.rest.config().user_agent);
        config.timeouts.clone_from(&self.inner.setup.gateway_timeouts);
        config.keep_sessions = self.keep.is_some();
        let gate = IdentifyGate::shared(
            &config.token,
            &config.url,
            budget,
            self.options.window_delay + MARGIN,
            Instant::now(),
        );
        let sink = pipeline::sink(dispatcher.clone(), self.inner, &self.seen);
        let kept = std::mem::take(&mut self.kept);
        let shards = Arc::new(Shards::new(&plan, config, &self.leave)?);
        self.inner.lifecycle.has_shards(&shards);
        self.shards = Some(shards.clone());
        shards.start(&gate, &sink, &kept)?;
        while let Some(news) = shards.next_news(&self.close).map_err(|error| Error::shared(error))? {
            self.tell(&dispatcher, news);
        }
        Ok(())
    }

    /// The sessions of the last run or process and what it knew of limits and all else, if they are to be kept.
    fn take_kept(&mut self, me: Option<&User>, plan: &Plan) {
        let (setup, whose) =
            (&self.inner.setup, Whose::new(me.map(|me| me.id), self.inner.rest.endpoints().api()));
        self.limits = setup.limit_store().map(|store| KeptLimits::new(store, whose.clone()));
        let known = self.limits.as_ref().and_then(KeptLimits::load);
        if let Some(Err(error)) = known.map(|known| self.inner.rest.restore_limits(&known)) {
            log::warn!(target: "ito", "{error}");
        }
        let Some(path) = &setup.sessions else { return };
        let keep = Keep::open(path, whose.clone());
        self.kept = keep.take_sessions(plan);
        self.keep = Some(keep);
        let store = setup.cache_store().filter(|_| self.inner.cache.is_on());
        self.cache = store.map(|store| KeptCache::new(store, whose, plan.total));
        let warm = self.cache.as_ref().filter(|_| !self.kept.is_empty());
        let seen = warm.and_then(|cache| cache.load(&self.inner.cache, &self.kept, &self.close));
        if let Some(me) = me.filter(|_| !self.kept.is_empty()) {
            // A session that goes on has no READY, which says it.
            self.inner.cache.is_of(me);
        }
        if self.close.is_set() {
            // What may not have been read to its end is not to be replaced.
            self.cache = None;
        }
        self.seen = Arc::new(seen.unwrap_or_else(|| Seen::nothing(&plan.ids)));
    }

    /// Whether as many sessions may be started as there are shards without one.
    fn check_budget(&self, plan: &Plan, budget: &SessionBudget) -> Result {
        let needed = u32::try_from(plan.ids.len() - self.kept.len()).unwrap_or(u32::MAX);
        log::info!(
            target: "ito",
            "starting {} of {} shards, {needed} of them with a new session; {} of {} session starts are left for today",
            plan.ids.len(), plan.total, budget.remaining, budget.total
        );
        if needed == 0 {
            return Ok(());
        }
        let counted = self.keep.as_ref().map_or(Ok(()), |keep| keep.check_starts(needed, budget));
        let checked = Plan::check_budget(needed, budget)
            .map_err(Error::from)
            .and_then(|()| counted.map_err(|too_many| StartError::from(too_many).into()));
        match checked {
            Err(error) if self.options.ignore_session_start_limit => {
                log::warn!(target: "ito", "{error}; starting all the same, as told");
                Ok(())
            }
            checked => checked,
        }
    }

    fn start_dispatcher(&mut self) -> Result<Dispatcher<Bot>> {
        let dispatcher = self.new_dispatcher().map_err(StartError::Thread)?;
        self.dispatcher = Some(dispatcher.clone());
        Ok(dispatcher)
    }

    fn new_dispatcher(&self) -> io::Result<Dispatcher<Bot>> {
        let (bot, registry) = (Bot(self.inner.clone()), self.inner.registry.clone());
        let (limits, workers) = (self.inner.setup.limits.clone(), self.inner.setup.workers.as_ref());
        let dispatcher =
            Dispatcher::start(bot, registry, limits, workers.map(|workers| &workers.0), self.leave.clone())?;
        self.inner.lifecycle.dispatches(&dispatcher);
        Ok(dispatcher)
    }

    /// Publishes or logs what is new of the shards.
    fn tell(&mut self, dispatcher: &Dispatcher<Bot>, news: News) {
        let event = match news {
            News::Identified(_) => return self.keep.iter_mut().for_each(Keep::identified),
            News::Settled { shard } => return self.tell_of_absent_guilds(shard),
            News::AllReady => {
                self.inner.lifecycle.started();
                Event::Started(Arc::new(Started {}))
            }
            News::Connected { shard, resumed, replayed } => {
                Event::ShardConnected(Arc::new(ShardConnected { shard, resumed, replayed }))
            }
            News::Disconnected { shard, reason, retry_after, resumable } => {
                Event::ShardDisconnected(Arc::new(ShardDisconnected {
                    shard,
                    reason,
                    retry_after,
                    resumable,
                }))
            }
        };
        dispatcher.publish_news(event);
    }

    /// Names the guilds of a new session that have not come.
    fn tell_of_absent_guilds(&self, shard: u32) {
        let mut guilds = self.inner.unavailable_guilds();
        guilds.retain(|guild| shard_of(*guild, self.total) == shard);
        if guilds.is_empty() {
            return;
        }
        let named: Vec<String> = guilds.iter().take(NAMED_GUILDS).map(Id::to_string).collect();
        let more = if guilds.len() > named.len() { ", …" } else { "" };
        log::warn!(
            target: "ito",
            "shard {shard}: {} of its guilds have not come after {:.1?}, as in an outage of Discord's: {}{more}; the bot hears nothing of them until they do (Bot::health has them)",
            guilds.len(), self.options.guild_patience, named.join(", ")
        );
    }

    /// Ends everything that was begun, in order, by the moment that was given.
    fn end(&mut self, by: Instant) -> Report {
        let begun = Instant::now();
        let mut report = Report::default();
        let dispatcher = self.dispatcher.clone();
        let mut busy = 0;
        if let Some(dispatcher) = &dispatcher {
            busy = dispatcher.running().len() + dispatcher.queued();
            // Shards need their time to say goodbye, and listeners theirs to come to an end.
            let share = by.saturating_duration_since(begun) / 2;
            dispatcher.publish_news(Event::Stopping(Arc::new(Stopping {}))).wait_until(Some(begun + share));
        }
        self.leave.set();
        if let Some(shards) = self.shards.clone() {
            self.kept = shards.close();
            while let (Ok(Some(news)), Some(dispatcher)) = (shards.next_news(&self.leave), &dispatcher) {
                // Shards that were ready in the meantime start nothing any more.
                if !matches!(news, News::AllReady | News::Settled { .. }) {
                    self.tell(dispatcher, news);
                }
            }
        }
        let mut left = Leftover::default();
        if let Some(dispatcher) = &dispatcher {
            left = self.end_listeners(dispatcher, busy, by, &mut report);
        } else {
            self.inner.registry.end_streams();
        }
        self.save_sessions(&left, by, &mut report);
        self.close_rest(&mut report);
        if let Some(Err(error)) =
            self.limits.as_ref().map(|limits| limits.save(self.inner.rest.keep_limits()))
        {
            report.errors.push(format!("what is known of limits could not be kept: {error}"));
        }
        self.inner.cache.clear();
        if dispatcher.is_some() {
            self.tell_stopped(by);
        }
        if let (true, Some(workers)) = (self.options.close_workers, &self.inner.setup.workers) {
            // While another bot runs on them they are its own.
            let _ = workers.0.end(by.max(Instant::now() + LAST_MOMENT));
        }
        report.took = begun.elapsed();
        report
    }

    /// Lets the listeners come to an end.
    fn end_listeners(
        &self,
        dispatcher: &Dispatcher<Bot>,
        busy: usize,
        by: Instant,
        report: &mut Report,
    ) -> Leftover {
        dispatcher.stop_intake();
        // What waits for Discord is ended a little earlier, so that its listeners can still say what became of them.
        let last_moment = by.checked_sub(LAST_MOMENT).unwrap_or(by);
        if !dispatcher.join_until(last_moment) {
            self.close_rest(report);
            dispatcher.join_until(by);
        }
        let mut left = dispatcher.abandon();
        report.abandoned = std::mem::take(&mut left.running);
        report.dropped = left.calls;
        report.finished = busy.saturating_sub(report.abandoned.len() + report.dropped);
        left
    }

    /// Ends what waits for Discord.
    fn close_rest(&self, report: &mut Report) {
        if !self.inner.rest.is_closed() {
            report.requests = self.inner.rest.in_flight();
            self.inner.rest.close();
        }
    }

    fn save_sessions(&mut self, left: &Leftover, by: Instant, report: &mut Report) {
        let Some(keep) = &self.keep else { return };
        let marks: Vec<Mark> = self.kept.iter().map(|session| Mark::of(session, &self.seen)).collect();
        // Of a session that is over nothing comes again.
        let lines = self.shards.as_ref().map(|shards| shards.lines());
        let session_of = |shard| lines.and_then(|lines| lines.get(shard)).map(|line| line.session());
        let of_now = left.events.iter().filter(|(shard, session, _)| session_of(shard) == Some(*session));
        let missed = of_now.map(|(shard, _, seq)| (*shard, *seq)).collect();
        match keep.save_sessions(std::mem::take(&mut self.kept), self.total, &missed) {
            Ok(sessions) => report.sessions = sessions,
            Err(error) => report.errors.push(format!("the sessions could not be kept: {error}")),
        }
        let Some(cache) = self.cache.as_ref().filter(|_| report.sessions > 0) else { return };
        if let Err(error) = cache.save(&self.inner.cache, marks, by.max(Instant::now() + LAST_MOMENT)) {
            report.errors.push(format!("what the cache holds could not be kept: {error}"));
        }
    }

    /// Publishes the last event of the run; its listeners have workers of their own, since those of the run are gone.
    fn tell_stopped(&self, by: Instant) {
        if !self.inner.registry.wants(EventType::Stopped) {
            return;
        }
        let Ok(dispatcher) = self.new_dispatcher() else { return };
        dispatcher.publish_news(Event::Stopped(Arc::new(Stopped {})));
        dispatcher.stop_intake();
        dispatcher.join_until(by.max(Instant::now() + LAST_MOMENT));
        for straggler in dispatcher.abandon().running {
            log::warn!(target: "ito", "a listener of the end did not come to one: {straggler}");
        }
    }
}

/// Waits until the listeners of an event are done, and says who they are when that takes long.
fn wait_for_listeners(listeners: &Pending, close: &CloseFlag) {
    let waiting = listeners.clone();
    let _hook = close.on_set(move || waiting.give_up());
    if !listeners.wait_until(Some(Instant::now() + PATIENCE)) {
        log::warn!(target: "ito", "listeners of the start have not ended for {PATIENCE:?}; shards wait for them");
        listeners.wait_until(None);
    }
}

/// Stack of the supervisor; 512 KiB: it decodes two small answers.
const STACK: usize = 512 * 1024;
/// What is added to the time between two identifies of one key, for the clocks and the way.
const MARGIN: Duration = Duration::from_millis(50);
/// The part of a close that is kept for listeners whose requests were ended.
const LAST_MOMENT: Duration = Duration::from_millis(300);
/// Guilds that one line of the log names at most.
const NAMED_GUILDS: usize = 10;
/// How long listeners of the start may take before that is said.
const PATIENCE: Duration = Duration::from_secs(10);
