//! The elastic pool: named workers that run jobs, more of them while jobs wait, up to a ceiling.
//!
//! A few workers carry a bot whose jobs are short. When jobs have waited for a while and the workers hardly get on (each
//! takes more than 5 ms a job: it waits for something), the pool grows; idle extra workers end after half a minute. Who
//! uses a pool has a queue of its own; workers take from the queues in turn.
//!
//! Threads: `ito-work-n`, and `ito-pool`, which sleeps until a job finds no idle worker.
//! Locks: one mutex over the list of workers, under which that over what each does now may be taken; one RwLock around the
//! list of queues, which may be taken under the bell's. None is held while a job runs or something is logged.

use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::bell::Bell;
use super::queue::{Line, Queue};
use super::thread::{self, Thread, panic_message};
use super::{CloseFlag, Condvar, Mutex};

/// Something to run on a worker. It catches its own panics.
pub trait Job: Send + 'static {
    /// Runs it.
    fn run(self);
    /// Where the code that it runs was given to ito, and what for: for messages.
    fn label(&self) -> Label;
}

/// What a job is, for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// Where its code was given to ito.
    pub place: &'static Location<'static>,
    /// The kind of event that it was started for.
    pub event: &'static str,
}

/// How many workers there may be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolSize {
    /// Workers that stay; as many as there are processors by default, 2 to 8.
    pub core: usize,
    /// Workers at the most; 1024 by default.
    pub ceiling: usize,
    /// Jobs that may wait before whoever adds one has to; 4096 by default.
    pub queue: usize,
    /// Stack of a worker, in bytes; 2 MiB by default, of which only what is used is resident.
    pub stack: usize,
    /// What the names of workers begin with: `ito-work` by default, and a number follows. Systems show 15 characters.
    pub name: String,
}

impl Default for PoolSize {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            core: processors.clamp(2, 8),
            ceiling: 1024,
            queue: 4096,
            stack: 2 * 1024 * 1024,
            name: "ito-work".to_owned(),
        }
    }
}

/// A running pool; dropping it leaves what runs to itself.
pub struct Pool<J: Job> {
    shared: Arc<Shared<J>>,
    watch: Mutex<Option<Thread<()>>>,
}

/// Why a pool could not be ended: so many queues of it are in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InUse(pub usize);

/// A job that still ran when the pool had to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Straggler {
    /// Where its code was given to ito.
    pub place: &'static Location<'static>,
    /// The kind of event that it was started for.
    pub event: &'static str,
    /// How long it has run.
    pub age: Duration,
}

impl fmt::Display for Straggler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} for {}, {:.1?}", self.place, self.event, self.age)
    }
}

/// A job that waits for another job.
#[derive(Debug)]
pub struct Waiting<'a> {
    count: Option<&'a AtomicUsize>,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Some(count) = self.count {
            count.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

impl<J: Job> Pool<J> {
    /// Starts a pool without workers; they come with the first jobs.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(size: PoolSize) -> std::io::Result<Self> {
        let shared = Arc::new(Shared {
            id: IDS.fetch_add(1, Ordering::Relaxed),
            size,
            lines: RwLock::default(),
            version: AtomicU64::new(0),
            bell: Bell::default(),
            stop: CloseFlag::new(),
            is_over: AtomicBool::new(false),
            waiting: AtomicUsize::new(0),
            taken: AtomicU64::new(0),
            workers: Mutex::new(Workers::default()),
            is_hungry: AtomicBool::new(false),
            watching: Mutex::new(()),
            wake: Condvar::new(),
        });
        let watched = shared.clone();
        let watch = thread::spawn("ito-pool", thread::SMALL_STACK, move || watched.watch())?;
        Ok(Self { shared, watch: Mutex::new(Some(watch)) })
    }

    /// A queue for `capacity` jobs; once `close` is set nobody waits to add one. `None` when the pool has ended.
    pub fn queue(&self, capacity: usize, close: &CloseFlag) -> Option<Queue<J>> {
        let line = Arc::new(Line::new(IDS.fetch_add(1, Ordering::Relaxed), capacity));
        let is_open = self.shared.change_lines(|lines| {
            let is_open = !self.shared.is_over.load(Ordering::SeqCst);
            lines.extend(is_open.then(|| line.clone()));
            is_open
        });
        is_open.then(|| Queue::new(self.shared.clone(), line, close))
    }

    /// Workers that there are.
    pub fn workers(&self) -> usize {
        self.shared.workers()
    }

    /// The jobs that run now, of all queues.
    pub fn running(&self) -> Vec<Straggler> {
        self.shared.running(None)
    }

    /// Ends the pool, and waits for its threads at the latest until `deadline`; true when they are gone. A job that was
    /// [abandoned](Queue::abandon) may still run after it.
    ///
    /// # Errors
    /// When a queue is in use; nothing is ended then.
    pub fn end(&self, deadline: Instant) -> Result<bool, InUse> {
        let in_use = self.shared.change_lines(|lines| {
            if lines.is_empty() {
                self.shared.is_over.store(true, Ordering::SeqCst);
            }
            lines.len()
        });
        if in_use > 0 {
            return Err(InUse(in_use));
        }
        self.shared.wake_all();
        drop(self.watch.lock().take());
        let mut threads = std::mem::take(&mut self.shared.workers.lock().threads);
        while let Some(thread) = threads.pop() {
            match thread.join_until(deadline) {
                Ok(Ok(())) => {}
                Ok(Err(panic)) => log::error!("{panic}"),
                Err(thread) => {
                    threads.push(thread);
                    self.shared.workers.lock().threads.append(&mut threads);
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

impl<J: Job> Drop for Pool<J> {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::SeqCst);
        self.shared.wake_all();
        drop(self.watch.lock().take());
        let threads = std::mem::take(&mut self.shared.workers.lock().threads);
        let deadline = Instant::now() + MOMENT;
        for thread in threads {
            // Who has nothing to do ends at once; who runs user code may never.
            if let Err(thread) = thread.join_until(deadline) {
                thread.abandon();
            }
        }
    }
}

impl<J: Job> fmt::Debug for Pool<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").field("workers", &self.workers()).finish_non_exhaustive()
    }
}

/// What the threads of a pool and its queues share.
pub(super) struct Shared<J> {
    id: usize,
    size: PoolSize,
    lines: RwLock<Arc<Vec<Arc<Line<J>>>>>,
    /// Counts the changes of `lines`.
    version: AtomicU64,
    /// Wakes who has nothing to do.
    bell: Bell,
    stop: CloseFlag,
    /// What `stop` says, for the path of every event.
    is_over: AtomicBool,
    /// Jobs that wait for other jobs.
    waiting: AtomicUsize,
    taken: AtomicU64,
    workers: Mutex<Workers>,
    /// Jobs wait, and too few workers are there for them.
    is_hungry: AtomicBool,
    watching: Mutex<()>,
    wake: Condvar,
}

#[derive(Default)]
struct Workers {
    named: usize,
    threads: Vec<Thread<()>>,
    slots: Vec<Arc<Slot>>,
}

/// What a worker does now: for which queue, what, and since when.
#[derive(Default)]
struct Slot {
    job: Mutex<Option<(usize, Label, Instant)>>,
}

/// The queues as a worker knows them, and whose turn it is.
struct Rota<J> {
    version: u64,
    lines: Arc<Vec<Arc<Line<J>>>>,
    next: usize,
}

impl<J> Rota<J> {
    /// A job of the queue whose turn it is, or of the next that has one.
    fn take(&mut self) -> Option<(Arc<Line<J>>, J)> {
        for step in 0..self.lines.len() {
            let line = &self.lines[(self.next + step) % self.lines.len()];
            if let Some(job) = line.take() {
                self.next = self.next.wrapping_add(step + 1);
                return Some((line.clone(), job));
            }
        }
        None
    }

    fn has_jobs(&self) -> bool {
        self.lines.iter().any(|line| line.waiting() > 0)
    }
}

impl<J: Job> Shared<J> {
    /// So many jobs wait in a queue: wakes a worker, and has more of them if too few sleep.
    pub(super) fn call_workers(self: &Arc<Self>, waiting: usize) {
        self.bell.ring();
        let lacking = waiting.saturating_sub(self.bell.asleep());
        if lacking > 0 {
            self.want_workers(lacking);
        }
    }

    pub(super) fn workers(&self) -> usize {
        self.workers.lock().slots.len()
    }

    /// Whether the calling thread is a worker of this pool, on a job of that queue if one is given.
    pub(super) fn works_for(&self, line: Option<usize>) -> bool {
        WORKS_FOR.get().is_some_and(|(pool, mine)| pool == self.id && line.is_none_or(|line| line == mine))
    }

    pub(super) fn begin_wait(&self) -> Option<Waiting<'_>> {
        if !self.works_for(None) {
            return Some(Waiting { count: None });
        }
        let waiting = Waiting { count: Some(&self.waiting) };
        let others = self.waiting.fetch_add(1, Ordering::AcqRel);
        (others + 1 < self.size.ceiling).then_some(waiting)
    }

    /// The jobs that run now, of that queue if one is given.
    pub(super) fn running(&self, line: Option<usize>) -> Vec<Straggler> {
        let workers = self.workers.lock();
        let jobs = workers.slots.iter().filter_map(|slot| *slot.job.lock());
        jobs.filter(|(mine, ..)| line.is_none_or(|line| line == *mine))
            .map(|(_, label, since)| Straggler {
                place: label.place,
                event: label.event,
                age: since.elapsed(),
            })
            .collect()
    }

    /// Takes a queue out.
    pub(super) fn remove(&self, id: usize) {
        self.change_lines(|lines| lines.retain(|line| line.id != id));
    }

    fn change_lines<T>(&self, change: impl FnOnce(&mut Vec<Arc<Line<J>>>) -> T) -> T {
        let mut lines = self.lines.write().unwrap_or_else(PoisonError::into_inner);
        let mut new = Vec::clone(&lines);
        let result = change(&mut new);
        *lines = Arc::new(new);
        self.version.fetch_add(1, Ordering::SeqCst);
        result
    }

    fn lines(&self) -> Arc<Vec<Arc<Line<J>>>> {
        self.lines.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn waiting_jobs(&self) -> usize {
        self.lines().iter().map(|line| line.waiting()).sum()
    }

    fn wake_all(&self) {
        self.stop.set();
        self.bell.end();
        self.call_watch();
    }

    /// Workers that stay.
    fn core(&self) -> usize {
        self.size.core.clamp(1, self.size.ceiling.max(1))
    }

    /// So many jobs found no idle worker: starts what lacks of the core, and lets the watch look into the rest.
    fn want_workers(self: &Arc<Self>, lacking: usize) {
        let mut workers = self.workers.lock();
        let missing = self.core().saturating_sub(workers.slots.len()).min(lacking);
        let grown = self.grow(&mut workers, missing);
        drop(workers);
        if tell_of(&grown) < lacking {
            self.call_watch();
        }
    }

    /// Has the watch see to it that jobs get on.
    fn call_watch(&self) {
        if !self.is_hungry.load(Ordering::Relaxed) && !self.is_hungry.swap(true, Ordering::SeqCst) {
            // Who looked before holds the lock until he listens.
            drop(self.watching.lock());
            self.wake.notify_one();
        }
    }

    /// Starts so many workers; gives how many could be started, and why not more.
    fn grow(self: &Arc<Self>, workers: &mut Workers, count: usize) -> (usize, Option<std::io::Error>) {
        for started in 0..count {
            workers.named += 1;
            let slot = Arc::new(Slot::default());
            let (shared, mine) = (self.clone(), slot.clone());
            match thread::spawn(format!("{}-{}", self.size.name, workers.named), self.size.stack, move || {
                shared.work(&mine);
            }) {
                Ok(thread) => {
                    workers.threads.retain(|thread| !thread.is_finished());
                    workers.threads.push(thread);
                    workers.slots.push(slot);
                }
                Err(error) => return (started, Some(error)),
            }
        }
        (count, None)
    }

    /// A worker: takes jobs until there will be no more.
    fn work(&self, slot: &Arc<Slot>) {
        let mut rota = Rota { version: u64::MAX, lines: Arc::default(), next: 0 };
        while let Some((line, job)) = self.take(&mut rota, slot) {
            self.taken.fetch_add(1, Ordering::Relaxed);
            WORKS_FOR.set(Some((self.id, line.id)));
            let label = job.label();
            *slot.job.lock() = Some((line.id, label, Instant::now()));
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| job.run())) {
                log::error!(
                    "a panic behind {}, for {}: {}",
                    label.place,
                    label.event,
                    panic_message(&*panic)
                );
            }
            *slot.job.lock() = None;
            line.over();
        }
        self.workers.lock().slots.retain(|other| !Arc::ptr_eq(other, slot));
    }

    /// The next job; `None` when the worker is to end.
    fn take(&self, rota: &mut Rota<J>, slot: &Arc<Slot>) -> Option<(Arc<Line<J>>, J)> {
        loop {
            let version = self.version.load(Ordering::SeqCst);
            if version != rota.version {
                (rota.version, rota.lines) = (version, self.lines());
            }
            if let Some(taken) = rota.take() {
                // This one may take long.
                if rota.has_jobs() {
                    self.bell.ring();
                    if self.bell.asleep() == 0 {
                        self.call_watch();
                    }
                }
                return Some(taken);
            }
            if self.is_over.load(Ordering::SeqCst) {
                return None;
            }
            let is_extra = self.workers() > self.core();
            let was_woken = self.bell.sleep(is_extra.then_some(LINGER), || self.waiting_jobs() == 0);
            if !was_woken && self.leaves(slot) {
                return None;
            }
        }
    }

    /// Whether this worker, who has had nothing to do for long, may go: not if he is of the core by now, nor if a job came
    /// for him just now.
    fn leaves(&self, slot: &Arc<Slot>) -> bool {
        let mut workers = self.workers.lock();
        let may_leave = workers.slots.len() > self.core();
        if may_leave {
            workers.slots.retain(|other| !Arc::ptr_eq(other, slot));
        }
        drop(workers);
        // Who adds a job now misses this worker, and has another started.
        let leaves = may_leave && self.waiting_jobs() == 0;
        if may_leave && !leaves {
            self.workers.lock().slots.push(slot.clone());
        }
        leaves
    }

    /// The watch: grows the pool while jobs wait and the workers hardly get on.
    fn watch(self: &Arc<Self>) {
        let mut warned = false;
        loop {
            {
                let mut watching = self.watching.lock();
                while !self.is_hungry.swap(false, Ordering::SeqCst) {
                    watching = self.wake.wait(watching);
                }
            }
            while self.waiting_jobs() > 0 {
                let before = self.taken.load(Ordering::Relaxed);
                if self.stop.wait_timeout(TICK) {
                    break;
                }
                let taken = self.taken.load(Ordering::Relaxed) - before;
                if self.feed(usize::try_from(taken).unwrap_or(usize::MAX)) {
                    continue;
                }
                if !std::mem::replace(&mut warned, true) {
                    self.warn();
                }
                if self.stop.wait_timeout(TICK * 10) {
                    break;
                }
            }
            if self.stop.is_set() {
                return;
            }
        }
    }

    /// Starts more workers if the ones there are took too few jobs in a tick; false at the ceiling.
    fn feed(self: &Arc<Self>, taken: usize) -> bool {
        let waiting = self.waiting_jobs();
        let mut workers = self.workers.lock();
        let alive = workers.slots.len();
        if waiting == 0 || (alive > 0 && taken >= alive * 2) {
            return true;
        }
        let room = self.size.ceiling.max(1).saturating_sub(alive);
        let more = waiting.min(room).min((alive / 2).max(1));
        let grown = self.grow(&mut workers, more);
        drop(workers);
        let started = tell_of(&grown);
        started > 0 && started == more
    }

    fn warn(&self) {
        let mut places: Vec<(String, usize)> = Vec::new();
        for straggler in self.running(None) {
            let place = format!("{} for {}", straggler.place, straggler.event);
            match places.iter_mut().find(|(known, _)| *known == place) {
                Some((_, count)) => *count += 1,
                None => places.push((place, 1)),
            }
        }
        places.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let who: Vec<String> =
            places.iter().take(5).map(|(place, count)| format!("{place} ({count} times)")).collect();
        let (workers, waiting) = (self.workers(), self.waiting_jobs());
        log::warn!(
            "all {workers} workers are busy and {waiting} events wait for one; listeners that block: {}",
            who.join(", ")
        );
    }
}

/// Tells the log, with no lock held, of workers that could not be started; gives how many were.
fn tell_of((started, error): &(usize, Option<std::io::Error>)) -> usize {
    if let Some(error) = error {
        log::error!("no further worker can be started: {error}; listeners wait for those that there are");
    }
    *started
}

thread_local! {
    /// The pool that this thread works for, and the queue whose job it runs.
    static WORKS_FOR: Cell<Option<(usize, usize)>> = const { Cell::new(None) };
}

static IDS: AtomicUsize = AtomicUsize::new(0);

/// How long jobs may wait before the pool thinks of growing.
const TICK: Duration = Duration::from_millis(10);
/// How long an extra worker stays idle before it ends.
const LINGER: Duration = Duration::from_secs(30);
/// How long workers that have nothing to do may take to end.
const MOMENT: Duration = Duration::from_millis(50);

#[cfg(test)]
#[path = "pool/tests.rs"]
mod tests;
