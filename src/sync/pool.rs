//! The elastic pool: named workers that run jobs, more of them while jobs wait, up to a ceiling.
//!
//! A few workers carry a bot whose jobs are short. When jobs have waited for a while and the workers hardly get on (each
//! takes more than 5 ms a job: it waits for something), the pool grows; idle extra workers end after half a minute.
//!
//! Threads: `ito-work-n`, and `ito-pool`, which sleeps until a job finds no idle worker.
//! Locks: one mutex over the list of workers; never held while a job runs.

use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{
    Receiver, RecvTimeoutError, Sender, TryRecvError, TrySendError, bounded, never, select,
};

use super::thread::{self, Thread};
use super::{CloseFlag, Condvar, Mutex};

/// Something to run on a worker. It catches its own panics.
pub trait Job: Send + 'static {
    /// Runs it.
    fn run(self);
    /// Where the code that it runs was given to ito, for messages.
    fn place(&self) -> &'static Location<'static>;
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

/// A running pool.
pub struct Pool<J: Job> {
    shared: Arc<Shared<J>>,
    watch: Option<Thread<()>>,
}

/// A job that still ran when the pool had to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Straggler {
    /// Where its code was given to ito.
    pub place: &'static Location<'static>,
    /// How long it has run.
    pub age: Duration,
}

/// The pool is closed; the job was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolClosed;

impl<J: Job> Pool<J> {
    /// Starts a pool without workers; they come with the first jobs.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(size: PoolSize) -> std::io::Result<Self> {
        let (jobs, queue) = bounded(size.queue.max(1));
        let (closer, closed) = bounded(0);
        let shared = Arc::new(Shared {
            size,
            jobs: Mutex::new(Some(jobs.clone())),
            intake: jobs,
            queue,
            closed,
            closer: Mutex::new(Some(closer)),
            stop: CloseFlag::new(),
            abandoned: AtomicBool::new(false),
            idle: AtomicUsize::new(0),
            taken: AtomicU64::new(0),
            workers: Mutex::new(Workers::default()),
            hungry: Mutex::new(false),
            wake: Condvar::new(),
        });
        let watched = shared.clone();
        let watch = thread::spawn("ito-pool", thread::SMALL_STACK, move || watched.watch())?;
        Ok(Self { shared, watch: Some(watch) })
    }

    /// Adds a job; waits while the queue is full.
    ///
    /// # Errors
    /// When the pool is closed, also while waiting.
    pub fn push(&self, job: J) -> Result<(), PoolClosed> {
        self.shared.push(job)
    }

    /// Jobs that wait.
    pub fn queued(&self) -> usize {
        self.shared.queue.len()
    }

    /// Whether the calling thread is one of the pool's workers.
    pub fn is_worker(&self) -> bool {
        let me = std::thread::current().id();
        self.shared.workers.lock().slots.iter().any(|slot| slot.id.lock().is_some_and(|id| id == me))
    }

    /// Takes no more jobs and wakes whoever waits to add one.
    pub fn stop_intake(&self) {
        drop(self.shared.closer.lock().take());
        drop(self.shared.jobs.lock().take());
        self.shared.stop.set();
        *self.shared.hungry.lock() = true;
        self.shared.wake.notify_all();
    }

    /// Runs the jobs that wait and ends, at the latest at `deadline`; gives back who still runs then.
    pub fn close(mut self, deadline: Instant) -> Vec<Straggler> {
        self.stop_intake();
        drop(self.watch.take());
        let threads = std::mem::take(&mut self.shared.workers.lock().threads);
        let mut left = Vec::new();
        for thread in threads {
            match thread.join_until(deadline) {
                Ok(Ok(())) => {}
                Ok(Err(panic)) => log::error!("{panic}"),
                Err(thread) => left.push(thread),
            }
        }
        self.shared.abandoned.store(true, Ordering::Release);
        let stragglers = if left.is_empty() { Vec::new() } else { self.shared.running() };
        left.into_iter().for_each(Thread::abandon);
        stragglers
    }
}

impl<J: Job> std::fmt::Debug for Pool<J> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let workers = self.shared.workers.lock().alive;
        f.debug_struct("Pool").field("workers", &workers).field("queued", &self.queued()).finish()
    }
}

struct Shared<J> {
    size: PoolSize,
    /// Workers end when this and every other sender is gone and the queue is empty.
    jobs: Mutex<Option<Sender<J>>>,
    intake: Sender<J>,
    queue: Receiver<J>,
    /// Disconnects when the intake stops.
    closed: Receiver<()>,
    closer: Mutex<Option<Sender<()>>>,
    stop: CloseFlag,
    /// The deadline has passed: what waits will not be run.
    abandoned: AtomicBool,
    idle: AtomicUsize,
    taken: AtomicU64,
    workers: Mutex<Workers>,
    hungry: Mutex<bool>,
    wake: Condvar,
}

#[derive(Default)]
struct Workers {
    alive: usize,
    named: usize,
    threads: Vec<Thread<()>>,
    slots: Vec<Arc<Slot>>,
}

/// What a worker does now.
#[derive(Default)]
struct Slot {
    id: Mutex<Option<std::thread::ThreadId>>,
    job: Mutex<Option<(&'static Location<'static>, Instant)>>,
}

impl<J: Job> Shared<J> {
    fn push(self: &Arc<Self>, job: J) -> Result<(), PoolClosed> {
        if self.stop.is_set() {
            return Err(PoolClosed);
        }
        match self.intake.try_send(job) {
            Ok(()) => {}
            Err(TrySendError::Disconnected(_)) => return Err(PoolClosed),
            Err(TrySendError::Full(job)) => {
                self.want_workers();
                select! {
                    send(self.intake, job) -> sent => sent.map_err(|_| PoolClosed)?,
                    recv(self.closed) -> _ => return Err(PoolClosed),
                }
            }
        }
        if self.queue.len() > self.idle.load(Ordering::Acquire) {
            self.want_workers();
        }
        Ok(())
    }

    /// A job found no idle worker: start one of the core, or let the watch look into it.
    fn want_workers(self: &Arc<Self>) {
        let mut workers = self.workers.lock();
        if workers.alive < self.size.core {
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
            shared.work(&mine)
        }) {
            Ok(thread) => {
                workers.alive += 1;
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
        *slot.id.lock() = Some(std::thread::current().id());
        while let Some(job) = self.take() {
            self.taken.fetch_add(1, Ordering::Relaxed);
            *slot.job.lock() = Some((job.place(), Instant::now()));
            job.run();
            *slot.job.lock() = None;
        }
        let mut workers = self.workers.lock();
        workers.alive -= 1;
        workers.slots.retain(|other| !Arc::ptr_eq(other, slot));
    }

    /// The next job; `None` when the worker is to end.
    fn take(&self) -> Option<J> {
        loop {
            if self.abandoned.load(Ordering::Acquire) {
                return None;
            }
            match self.queue.try_recv() {
                Ok(job) => return Some(job),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) if self.stop.is_set() => return None,
                Err(TryRecvError::Empty) => {}
            }
            self.idle.fetch_add(1, Ordering::AcqRel);
            let is_extra = self.workers.lock().alive > self.size.core;
            let timeout = if is_extra { crossbeam_channel::after(LINGER) } else { never() };
            let got = select! {
                recv(self.queue) -> job => job.map_err(|_| RecvTimeoutError::Disconnected),
                recv(self.closed) -> _ => Err(RecvTimeoutError::Disconnected),
                recv(timeout) -> _ => Err(RecvTimeoutError::Timeout),
            };
            self.idle.fetch_sub(1, Ordering::AcqRel);
            match got {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Timeout) => return None,
                // Closed: what still waits is run first.
                Err(RecvTimeoutError::Disconnected) => {}
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
            while !self.queue.is_empty() {
                let taken = self.taken.load(Ordering::Relaxed);
                if self.stop.wait_timeout(TICK) {
                    break;
                }
                let taken = self.taken.load(Ordering::Relaxed) - taken;
                let waiting = self.queue.len();
                let mut workers = self.workers.lock();
                if waiting == 0 || usize::try_from(taken).unwrap_or(usize::MAX) >= workers.alive * 2 {
                    continue;
                }
                let room = self.size.ceiling.saturating_sub(workers.alive);
                let more = waiting.min(room).min((workers.alive / 2).max(1));
                if (0..more).all(|_| self.grow(&mut workers)) && room > 0 {
                    continue;
                }
                drop(workers);
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

    fn warn(&self) {
        let mut places: Vec<(String, usize)> = Vec::new();
        for straggler in self.running() {
            let place = straggler.place.to_string();
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
            self.size.ceiling,
            self.queue.len(),
            who.join(", ")
        );
    }

    fn running(&self) -> Vec<Straggler> {
        let workers = self.workers.lock();
        let jobs = workers.slots.iter().filter_map(|slot| *slot.job.lock());
        jobs.map(|(place, since)| Straggler { place, age: since.elapsed() }).collect()
    }
}

/// How long jobs may wait before the pool thinks of growing.
const TICK: Duration = Duration::from_millis(10);
/// How long an extra worker stays idle before it ends.
const LINGER: Duration = Duration::from_secs(30);

#[cfg(test)]
#[path = "pool/tests.rs"]
mod tests;
