//! The states of a bot, and which call is allowed in which.
//!
//! ```text
//! Stopped ─ start ─▶ Starting ─ all shards ready ─▶ Started ─ close, or an error ─▶ Stopping ─ all joined ─▶ Stopped
//!                        └────── close, or an error ──────────────────────────────────▲
//! ```
//! | call  | Stopped    | Starting       | Started        | Stopping         |
//! |-------|------------|----------------|----------------|------------------|
//! | start | begins     | AlreadyRunning | AlreadyRunning | AlreadyRunning   |
//! | join  | NotRunning | waits          | waits          | waits            |
//! | close | NotRunning | closes, waits  | closes, waits  | waits            |
//!
//! How a run ended by itself (an error, or a listener that closed the bot) is told once, by the next `join` or `close`.
//!
//! Locks: one mutex over the state; held for a look at it.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Bot, Report};
use crate::dispatch::Dispatcher;
use crate::error::Result;
use crate::gateway::Shards;
use crate::model::User;
use crate::sync::thread::Thread;
use crate::sync::{CloseFlag, Condvar, Mutex, later};

/// Where a bot stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Stopped,
    Starting,
    Started,
    Stopping,
}

/// A call that makes no sense in the state that the bot is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StateError {
    /// The bot runs already.
    AlreadyRunning,
    /// The bot does not run.
    NotRunning,
    /// The bot was closed before it was ready.
    ClosedWhileStarting,
    /// The call waits for the end of a listener, and was made in one.
    InsideListener,
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AlreadyRunning => "the bot runs already; close it before it is started again",
            Self::NotRunning => "the bot does not run; start it first",
            Self::ClosedWhileStarting => "the bot was closed while it was starting",
            Self::InsideListener => "this call waits until all listeners are done, and it was made in one; make it on another thread",
        })
    }
}

impl std::error::Error for StateError {}

/// The state of a bot, to be waited on.
#[derive(Debug)]
pub(crate) struct Lifecycle {
    now: Mutex<Now>,
    changed: Condvar,
}

#[derive(Debug)]
struct Now {
    state: State,
    /// Counts the runs, so that who waits for the end of one does not take the next for it.
    run: u64,
    /// The last run of which all shards were ready.
    started: u64,
    close: CloseFlag,
    /// How long a close of this run may take, unless who closes says otherwise.
    close_timeout: Duration,
    close_by: Option<Instant>,
    me: Option<Arc<User>>,
    shards: Option<Arc<Shards>>,
    dispatcher: Option<Dispatcher<Bot>>,
    supervisor: Option<Thread<()>>,
    /// How the last run ended, until somebody was told.
    outcome: Option<Result>,
    report: Report,
}

impl Lifecycle {
    /// Of a bot that does not run.
    pub(super) fn new() -> Self {
        let now = Now {
            state: State::Stopped,
            run: 0,
            started: 0,
            close: CloseFlag::new(),
            close_timeout: Duration::ZERO,
            close_by: None,
            me: None,
            shards: None,
            dispatcher: None,
            supervisor: None,
            outcome: None,
            report: Report::default(),
        };
        Self { now: Mutex::new(now), changed: Condvar::new() }
    }

    pub(super) fn state(&self) -> State {
        self.now.lock().state
    }

    /// The shards of the run.
    pub(super) fn shards(&self) -> Option<Arc<Shards>> {
        self.now.lock().shards.clone()
    }

    /// Begins a run.
    pub(super) fn begin(&self, close_timeout: Duration) -> Result {
        let mut now = self.now.lock();
        if now.state != State::Stopped {
            return Err(StateError::AlreadyRunning.into());
        }
        now.state = State::Starting;
        now.run += 1;
        now.close = CloseFlag::new();
        now.close_timeout = close_timeout;
        now.close_by = None;
        now.outcome = None;
        now.report = Report::default();
        let old = now.supervisor.take();
        drop(now);
        drop(old);
        Ok(())
    }

    /// The thread of the run that was begun.
    pub(super) fn supervised_by(&self, thread: Thread<()>) {
        let mut now = self.now.lock();
        // It may have ended already, and even so it is to be joined.
        now.supervisor = Some(thread);
    }

    /// The close flag of the run.
    pub(super) fn close_flag(&self) -> CloseFlag {
        self.now.lock().close.clone()
    }

    /// The run has listeners to be called.
    pub(super) fn dispatches(&self, dispatcher: &Dispatcher<Bot>) {
        self.now.lock().dispatcher = Some(dispatcher.clone());
    }

    /// Who calls the listeners of the run.
    pub(super) fn dispatcher(&self) -> Result<Dispatcher<Bot>> {
        self.now.lock().dispatcher.clone().ok_or(StateError::NotRunning.into())
    }

    /// The run has shards.
    pub(super) fn has_shards(&self, shards: &Arc<Shards>) {
        self.now.lock().shards = Some(shards.clone());
    }

    /// All shards are ready.
    pub(super) fn started(&self) {
        let mut now = self.now.lock();
        now.state = State::Started;
        now.started = now.run;
        drop(now);
        self.changed.notify_all();
    }

    /// Who the bot is.
    pub(super) fn is(&self, me: User) {
        self.now.lock().me = Some(Arc::new(me));
    }

    /// The bot's user, while it runs and is known.
    pub(super) fn me(&self) -> Option<Arc<User>> {
        self.now.lock().me.clone()
    }

    /// The run is being ended; gives the moment by which that must be over.
    pub(super) fn stopping(&self) -> Instant {
        let mut now = self.now.lock();
        now.state = State::Stopping;
        let close = now.close.clone();
        let by = now.close_by(None);
        drop(now);
        close.set();
        by
    }

    /// The run is over.
    pub(super) fn ended(&self, result: Result, report: Report) {
        let mut now = self.now.lock();
        now.state = State::Stopped;
        now.close.set();
        now.outcome = Some(result);
        now.report = report;
        now.me = None;
        let parts = (now.shards.take(), now.dispatcher.take());
        drop(now);
        self.changed.notify_all();
        drop(parts);
    }

    /// Asks for the close of the run, within `timeout` or else the run's own; true when the caller is a listener of it.
    pub(super) fn ask_to_close(&self, timeout: Option<Duration>) -> Result<bool> {
        let mut now = self.now.lock();
        if now.state == State::Stopped {
            return now.tell().map(|()| false);
        }
        now.close_by(timeout);
        let is_inside = now.dispatcher.as_ref().is_some_and(Dispatcher::is_worker);
        let close = now.close.clone();
        drop(now);
        close.set();
        Ok(is_inside)
    }

    /// Waits until the run that was begun has started.
    pub(super) fn wait_started(&self) -> Result {
        let mut now = self.now.lock();
        let run = now.run;
        while now.run == run && now.state == State::Starting {
            now = self.changed.wait(now);
        }
        // It may have been closed since.
        if now.started >= run {
            return Ok(());
        }
        match self.wait_end(now, run).outcome.take() {
            Some(Err(error)) => Err(error),
            _ => Err(StateError::ClosedWhileStarting.into()),
        }
    }

    /// Waits until the close of the run is asked for or it ends, at the latest until `deadline`; true when it is.
    pub(super) fn wait_closing(&self, deadline: Option<Instant>) -> Result<bool> {
        let now = self.now.lock();
        if now.state == State::Stopped {
            return Err(StateError::NotRunning.into());
        }
        let close = now.close.clone();
        drop(now);
        if let Some(deadline) = deadline {
            return Ok(close.wait_until(deadline));
        }
        close.wait();
        Ok(true)
    }

    /// Waits until the run is over; its error, if it ended with one.
    pub(super) fn wait_stopped(&self) -> Result {
        let mut now = self.now.lock();
        if now.state == State::Stopped {
            return now.tell();
        }
        if now.dispatcher.as_ref().is_some_and(Dispatcher::is_worker) {
            return Err(StateError::InsideListener.into());
        }
        let run = now.run;
        now = self.wait_end(now, run);
        if now.run == run { now.outcome.take().unwrap_or(Ok(())) } else { Ok(()) }
    }

    /// Waits until the run is over; its report.
    pub(super) fn wait_report(&self) -> Report {
        let now = self.now.lock();
        let run = now.run;
        let mut now = self.wait_end(now, run);
        if now.run == run && matches!(now.outcome, Some(Ok(()))) {
            now.outcome = None;
        }
        now.report.clone()
    }

    /// What the last close drained and abandoned.
    pub(super) fn last_report(&self) -> Report {
        self.now.lock().report.clone()
    }

    /// Waits until `run` is over and its thread has ended.
    fn wait_end<'a>(
        &'a self,
        mut now: crate::sync::MutexGuard<'a, Now>,
        run: u64,
    ) -> crate::sync::MutexGuard<'a, Now> {
        while now.run == run && now.state != State::Stopped {
            now = self.changed.wait(now);
        }
        let thread = if now.run == run { now.supervisor.take() } else { None };
        drop(now);
        drop(thread);
        self.now.lock()
    }
}

impl Now {
    /// The moment by which the close must be over: the first word on it counts.
    fn close_by(&mut self, timeout: Option<Duration>) -> Instant {
        let timeout = timeout.unwrap_or(self.close_timeout);
        *self.close_by.get_or_insert_with(|| later(Instant::now(), timeout))
    }

    /// How the last run ended, told once; else that there is none.
    fn tell(&mut self) -> Result {
        self.outcome.take().unwrap_or(Err(StateError::NotRunning.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state_error(result: Result) -> Option<StateError> {
        result.err().and_then(|error| error.downcast_ref().copied())
    }

    #[test]
    fn what_is_not_running_cannot_be_closed_or_joined() {
        let life = Lifecycle::new();
        assert_eq!(state_error(life.wait_stopped()), Some(StateError::NotRunning));
        assert_eq!(state_error(life.ask_to_close(None).map(drop)), Some(StateError::NotRunning));
    }

    #[test]
    fn what_runs_cannot_be_started() {
        let life = Lifecycle::new();
        life.begin(Duration::ZERO).unwrap();
        assert_eq!(state_error(life.begin(Duration::ZERO)), Some(StateError::AlreadyRunning));
        life.started();
        assert_eq!(state_error(life.begin(Duration::ZERO)), Some(StateError::AlreadyRunning));
        life.stopping();
        assert_eq!(state_error(life.begin(Duration::ZERO)), Some(StateError::AlreadyRunning));
        life.ended(Ok(()), Report::default());
        life.begin(Duration::ZERO).unwrap();
        assert!(!life.close_flag().is_set());
    }

    #[test]
    fn a_run_that_was_closed_as_soon_as_it_had_started_has_started() {
        let life = Lifecycle::new();
        life.begin(Duration::ZERO).unwrap();
        life.started();
        life.stopping();
        life.ended(Ok(()), Report::default());
        life.wait_started().unwrap();
        life.begin(Duration::ZERO).unwrap();
        life.stopping();
        life.ended(Ok(()), Report::default());
        assert_eq!(state_error(life.wait_started()), Some(StateError::ClosedWhileStarting));
    }

    #[test]
    fn the_error_of_a_run_is_told_once() {
        let life = Lifecycle::new();
        life.begin(Duration::ZERO).unwrap();
        life.ended(Err("gone".into()), Report::default());
        assert_eq!(life.wait_stopped().unwrap_err().to_string(), "gone");
        assert_eq!(state_error(life.wait_stopped()), Some(StateError::NotRunning));
    }

    #[test]
    fn the_first_word_on_when_to_be_closed_counts() {
        let life = Lifecycle::new();
        life.begin(Duration::ZERO).unwrap();
        let before = Instant::now();
        life.ask_to_close(Some(Duration::from_secs(100))).unwrap();
        life.ask_to_close(Some(Duration::from_secs(1))).unwrap();
        assert!(life.close_flag().is_set());
        assert!(life.stopping() >= before + Duration::from_secs(100));
    }
}
