//! The elastic pool: named workers that run jobs, more of them while jobs wait, up to a ceiling.
//!
//! A few workers carry a bot whose jobs are short. When jobs have waited for a while and the workers hardly get on (each
//! takes more than 5 ms a job: it waits for something), the pool grows; idle extra workers end after half a minute.
//!
//! Threads: `ito-work-n`, and `ito-pool`, which sleeps until a job finds no idle worker.
//! Locks: one mutex over the list of workers, one over what each does now; never held while a job runs.

use std::cell::Cell;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, SendError, Sender, TrySendError, bounded, select, unbounded};

use super::bell::Bell;
use super::thread::{self, Thread};
use super::{CloseFlag, Condvar, Hook, Mutex};

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
}

impl Default for PoolSize {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self { core: processors.clamp(2, 8), ceiling: 1024, queue: 4096, stack: 2 * 1024 * 1024 }
    }
}

/// A running pool; dropping it leaves what runs to itself.
pub struct Pool<J: Job> {
    shared: Arc<Shared<J>>,
    watch: Mutex<Option<Thread<()>>>,
    /// Held with its flag: who waits would take the end of either for a close.
    _patience: (Hook, CloseFlag),
}

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
    /// Starts a pool without workers; they come with the first jobs. Once `close` is set nobody waits to add a job.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(size: PoolSize, close: &CloseFlag) -> std::io::Result<Self> {
        let (intake, queue) = bounded(size.queue.max(1));
        let (urgent, urgent_queue) = unbounded();
        let (closer, closed) = bounded(0);
        let (patience, impatient) = bounded::<()>(0);
        let hook = close.on_set(move || drop(patience));
        let shared = Arc::new(Shared {
            id: POOLS.fetch_add(1, Ordering::Relaxed),
            size,
            intake,
            queue,
            urgent,
            urgent_queue,
            closed,
            impatient,
            closer: Mutex::new(Some(closer)),
            stop: CloseFlag::new(),
            stopped: AtomicBool::new(false),
            abandoned: AtomicBool::new(false),
            bell: Bell::default(),
            waiting: AtomicUsize::new(0),
            taken: AtomicU64::new(0),
            workers: Mutex::new(Workers::default()),
            hungry: Mutex::new(false),
            wake: Condvar::new(),
        });
        let watched = shared.clone();
        let watch = thread::spawn("ito-pool", thread::SMALL_STACK, move || watched.watch())?;
        Ok(Self { shared, watch: Mutex::new(Some(watch)), _patience: (hook, close.clone()) })
    }

    /// Adds jobs; waits while the queue is full. Gives those back that it does not take, since it is closed, also while
    /// waiting.
    pub fn push_all(&self, jobs: impl IntoIterator<Item = J>) -> Vec<J> {
        let refused = jobs.into_iter().filter_map(|job| self.shared.push(job).err()).collect();
        self.shared.call_workers();
        refused
    }

    /// Adds a job, or, when the queue is full or closed, runs it here: for workers, of which nobody may wait for a worker.
    pub fn push_or_run(&self, job: J) {
        match self.shared.try_push(job) {
            Ok(()) => self.shared.call_workers(),
            Err(job) => job.run(),
        }
    }

    /// Adds a job that is run before those that wait, however many these are; for the few that must not wait.
    pub fn push_urgent(&self, job: J) {
        self.shared.push_urgent(job);
    }

    /// Whether the queue is full.
    pub fn is_full(&self) -> bool {
        self.shared.queue.is_full()
    }

    /// Takes the job out that has waited longest.
    pub fn take_oldest(&self) -> Option<J> {
        self.shared.queue.try_recv().ok()
    }

    /// Which part of the queue is used, in quarters.
    pub fn quarters(&self) -> usize {
        self.shared.queue.len() * 4 / self.shared.size.queue.max(1)
    }

    /// Jobs that wait.
    pub fn queued(&self) -> usize {
        self.shared.waiting_jobs()
    }

    /// Workers that there are.
    pub fn workers(&self) -> usize {
        self.shared.workers.lock().slots.len()
    }

    /// Whether the calling thread is one of this pool's workers.
    pub fn is_worker(&self) -> bool {
        WORKS_FOR.get() == Some(self.shared.id)
    }

    /// A job of the calling thread begins to wait for another job, until what this gives is dropped; a thread that is no
    /// worker may always. `None` when that would leave no worker for the others.
    pub fn begin_wait(&self) -> Option<Waiting<'_>> {
        if !self.is_worker() {
            return Some(Waiting { count: None });
        }
        let count = &self.shared.waiting;
        let waiting = Waiting { count: Some(count) };
        let others = count.fetch_add(1, Ordering::AcqRel);
        (others + 1 < self.shared.size.ceiling).then_some(waiting)
    }

    /// The jobs that run now.
    pub fn running(&self) -> Vec<Straggler> {
        self.shared.running()
    }

    /// Takes no more jobs and wakes whoever waits to add one; what waits is still run.
    pub fn stop_intake(&self) {
        self.shared.stop_intake();
    }

    /// After [`Pool::stop_intake`]: waits until all jobs are done, at the latest until `deadline`; true when they are.
    pub fn join_until(&self, deadline: Instant) -> bool {
        drop(self.watch.lock().take());
        let mut threads = std::mem::take(&mut self.shared.workers.lock().threads);
        while let Some(thread) = threads.pop() {
            match thread.join_until(deadline) {
                Ok(Ok(())) => {}
                Ok(Err(panic)) => log::error!("{panic}"),
                Err(thread) => {
                    threads.push(thread);
                    self.shared.workers.lock().threads.append(&mut threads);
                    return false;
                }
            }
        }
        true
    }

    /// Ends the pool now: leaves the jobs that run to themselves. Gives those, and the ones that were never begun.
    pub fn abandon(&self) -> (Vec<Straggler>, Vec<J>) {
        self.shared.abandoned.store(true, Ordering::Release);
        self.shared.stop_intake();
        drop(self.watch.lock().take());
        let unbegun = self.shared.urgent_queue.try_iter().chain(self.shared.queue.try_iter()).collect();
        let stragglers = self.shared.running();
        let threads = std::mem::take(&mut self.shared.workers.lock().threads);
        let deadline = Instant::now() + MOMENT;
        for thread in threads {
            // Who has nothing to do ends at once; who runs user code may never.
            if let Err(thread) = thread.join_until(deadline) {
                thread.abandon();
            }
        }
        (stragglers, unbegun)
    }
}

impl<J: Job> Drop for Pool<J> {
    fn drop(&mut self) {
        self.abandon();
    }
}

impl<J: Job> fmt::Debug for Pool<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool")
            .field("workers", &self.workers())
            .field("queued", &self.queued())
            .finish_non_exhaustive()
    }
}

struct Shared<J> {
    id: usize,
    size: PoolSize,
    intake: Sender<J>,
    queue: Receiver<J>,
    urgent: Sender<J>,
    urgent_queue: Receiver<J>,
    /// Disconnects when the intake stops.
    closed: Receiver<()>,
    /// Disconnects when nobody is to wait for room any more.
    impatient: Receiver<()>,
    closer: Mutex<Option<Sender<()>>>,
    stop: CloseFlag,
    /// What `stop` says, for the path of every event.
    stopped: AtomicBool,
    /// What waits will not be run.
    abandoned: AtomicBool,
    /// Wakes who has nothing to do.
    bell: Bell,
    /// Jobs that wait for other jobs.
    waiting: AtomicUsize,
    taken: AtomicU64,
    workers: Mutex<Workers>,
    hungry: Mutex<bool>,
    wake: Condvar,
}

#[derive(Default)]
struct Workers {
    named: usize,
    threads: Vec<Thread<()>>,
    slots: Vec<Arc<Slot>>,
}

/// What a worker does now.
#[derive(Default)]
struct Slot {
    job: Mutex<Option<(Label, Instant)>>,
}

impl<J: Job> Shared<J> {
    /// Adds a job without a word to the workers, unless it has to wait for them.
    fn push(self: &Arc<Self>, job: J) -> Result<(), J> {
        let Err(job) = self.try_push(job) else { return Ok(()) };
        if self.stopped.load(Ordering::Acquire) {
            return Err(job);
        }
        self.call_workers();
        select! {
            send(self.intake, job) -> sent => sent.map_err(SendError::into_inner),
            recv(self.closed) -> _ => Err(job),
            recv(self.impatient) -> _ => Err(job),
        }
    }

    fn try_push(&self, job: J) -> Result<(), J> {
        if self.stopped.load(Ordering::Acquire) {
            return Err(job);
        }
        self.intake.try_send(job).map_err(TrySendError::into_inner)
    }

    fn push_urgent(self: &Arc<Self>, job: J) {
        if !self.stopped.load(Ordering::Acquire) && self.urgent.send(job).is_ok() {
            self.call_workers();
        }
    }

    fn waiting_jobs(&self) -> usize {
        self.urgent_queue.len() + self.queue.len()
    }

    /// There are jobs: wakes a worker, and has more of them if too few sleep.
    fn call_workers(self: &Arc<Self>) {
        let waiting = self.waiting_jobs();
        if waiting > 0 {
            self.bell.ring();
        }
        if waiting > self.bell.asleep() {
            self.want_workers();
        }
    }

    fn stop_intake(&self) {
        self.stopped.store(true, Ordering::Release);
        drop(self.closer.lock().take());
        self.stop.set();
        self.bell.end();
        *self.hungry.lock() = true;
        self.wake.notify_all();
    }

    /// A job found no idle worker: start one of the core, or let the watch look into it.
    fn want_workers(self: &Arc<Self>) {
        let mut workers = self.workers.lock();
        if workers.slots.len() < self.size.core {
            self.grow(&mut workers);
            return;
        }
        drop(workers);
        let mut hungry = self.hungry.lock();
        if !*hungry {
            *hungry = true;
            self.wake.notify_one();
        }
    }

    fn grow(self: &Arc<Self>, workers: &mut Workers) -> bool {
        workers.named += 1;
        let slot = Arc::new(Slot::default());
        let (shared, mine) = (self.clone(), slot.clone());
        match thread::spawn(format!("ito-work-{}", workers.named), self.size.stack, move || {
            shared.work(&mine);
        }) {
            Ok(thread) => {
                workers.threads.retain(|thread| !thread.is_finished());
                workers.threads.push(thread);
                workers.slots.push(slot);
                true
            }
            Err(error) => {
                log::error!(
                    "no further worker can be started: {error}; listeners wait for those that there are"
                );
                false
            }
        }
    }

    /// A worker: takes jobs until there will be no more.
    fn work(&self, slot: &Arc<Slot>) {
        WORKS_FOR.set(Some(self.id));
        while let Some(job) = self.take() {
            self.taken.fetch_add(1, Ordering::Relaxed);
            *slot.job.lock() = Some((job.label(), Instant::now()));
            job.run();
            *slot.job.lock() = None;
        }
        self.workers.lock().slots.retain(|other| !Arc::ptr_eq(other, slot));
    }

    /// The next job; `None` when the worker is to end.
    fn take(&self) -> Option<J> {
        loop {
            if self.abandoned.load(Ordering::Acquire) {
                return None;
            }
            if let Ok(job) = self.urgent_queue.try_recv().or_else(|_| self.queue.try_recv()) {
                // This one may take long.
                if self.waiting_jobs() > 0 {
                    self.bell.ring();
                }
                return Some(job);
            }
            if self.stopped.load(Ordering::Acquire) {
                return None;
            }
            let is_extra = self.workers.lock().slots.len() > self.size.core;
            let was_woken = self.bell.sleep(is_extra.then_some(LINGER), || self.waiting_jobs() == 0);
            // A job may have come for him just now.
            if !was_woken && self.waiting_jobs() == 0 {
                return None;
            }
        }
    }

    /// The watch: grows the pool while jobs wait and the workers hardly get on.
    fn watch(self: &Arc<Self>) {
        let mut warned = false;
        loop {
            {
                let mut hungry = self.hungry.lock();
                while !*hungry {
                    hungry = self.wake.wait(hungry);
                }
                *hungry = false;
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
        if waiting == 0 || taken >= alive * 2 {
            return true;
        }
        let room = self.size.ceiling.saturating_sub(alive);
        let more = waiting.min(room).min((alive / 2).max(1));
        more > 0 && (0..more).all(|_| self.grow(&mut workers))
    }

    fn warn(&self) {
        let mut places: Vec<(String, usize)> = Vec::new();
        for straggler in self.running() {
            let place = format!("{} for {}", straggler.place, straggler.event);
            match places.iter_mut().find(|(known, _)| *known == place) {
                Some((_, count)) => *count += 1,
                None => places.push((place, 1)),
            }
        }
        places.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let who: Vec<String> =
            places.iter().take(5).map(|(place, count)| format!("{place} ({count} times)")).collect();
        log::warn!(
            "all {} workers are busy and {} events wait for one; listeners that block: {}",
            self.workers.lock().slots.len(),
            self.waiting_jobs(),
            who.join(", ")
        );
    }

    fn running(&self) -> Vec<Straggler> {
        let workers = self.workers.lock();
        let jobs = workers.slots.iter().filter_map(|slot| *slot.job.lock());
        jobs.map(|(label, since)| Straggler { place: label.place, event: label.event, age: since.elapsed() })
            .collect()
    }
}

thread_local! {
    /// The pool that this thread works for.
    static WORKS_FOR: Cell<Option<usize>> = const { Cell::new(None) };
}

static POOLS: AtomicUsize = AtomicUsize::new(0);

/// How long jobs may wait before the pool thinks of growing.
const TICK: Duration = Duration::from_millis(10);
/// How long an extra worker stays idle before it ends.
const LINGER: Duration = Duration::from_secs(30);
/// How long workers that have nothing to do may take to end.
const MOMENT: Duration = Duration::from_millis(50);

#[cfg(test)]
#[path = "pool/tests.rs"]
mod tests;
