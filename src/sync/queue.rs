//! What waits to be run for one user of a pool, in order; each user of a pool has a queue of its own.
//!
//! Locks: one mutex for who waits until all jobs are done, one over what ends waits for room; never held while a job runs.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use crossbeam_channel::{Receiver, SendError, Sender, TrySendError, bounded, select, unbounded};

use super::pool::{Job, Shared, Straggler, Waiting};
use super::{CloseFlag, Condvar, Hook, Mutex};

/// The way into a pool; dropping it leaves what runs to itself.
pub struct Queue<J: Job> {
    pool: Arc<Shared<J>>,
    line: Arc<Line<J>>,
    _hurry: Hook,
}

impl<J: Job> Queue<J> {
    /// The way into a pool that has this line; once `close` is set nobody waits to add a job.
    pub(super) fn new(pool: Arc<Shared<J>>, line: Arc<Line<J>>, close: &CloseFlag) -> Self {
        let waited_for = Arc::downgrade(&line);
        let hurry = close.on_set(move || {
            if let Some(line) = waited_for.upgrade() {
                line.end_waits();
            }
        });
        Self { pool, line, _hurry: hurry }
    }

    /// Adds jobs; waits while the queue is full. Gives those back that it does not take, since it is closed, also while
    /// waiting.
    pub fn push_all(&self, jobs: impl IntoIterator<Item = J>) -> Vec<J> {
        let refused = jobs.into_iter().filter_map(|job| self.push(job).err()).collect();
        self.call_workers();
        refused
    }

    /// Adds a job, or, when the queue is full or closed, runs it here: for workers, of which nobody may wait for a worker.
    pub fn push_or_run(&self, job: J) {
        match self.line.try_push(job) {
            Ok(()) => self.call_workers(),
            Err(job) => job.run(),
        }
    }

    /// Adds a job that is run before those that wait, however many these are; for the few that must not wait. A queue that is
    /// closed does not take it, unless a job of its own adds it.
    ///
    /// # Errors
    /// The job, when it is not taken.
    pub fn push_urgent(&self, job: J) -> Result<(), J> {
        self.line.try_push_urgent(job, self.is_worker())?;
        self.call_workers();
        Ok(())
    }

    /// Whether the queue is full.
    pub fn is_full(&self) -> bool {
        self.line.jobs.is_full()
    }

    /// Takes the job out that has waited longest.
    pub fn take_oldest(&self) -> Option<J> {
        let job = self.line.jobs.try_recv().ok();
        if job.is_some() {
            self.line.over();
        }
        job
    }

    /// Which part of the queue is used, in quarters.
    pub fn quarters(&self) -> usize {
        self.line.jobs.len() * 4 / self.line.jobs.capacity().unwrap_or(1).max(1)
    }

    /// Jobs that wait.
    pub fn queued(&self) -> usize {
        self.line.waiting()
    }

    /// Workers of the pool.
    pub fn workers(&self) -> usize {
        self.pool.workers()
    }

    /// The jobs of this queue that run now.
    pub fn running(&self) -> Vec<Straggler> {
        self.pool.running(Some(self.line.id))
    }

    /// Whether the calling thread runs a job of this queue.
    pub fn is_worker(&self) -> bool {
        self.pool.works_for(Some(self.line.id))
    }

    /// A job of the calling thread begins to wait for another job, until what this gives is dropped; a thread that is no
    /// worker may always. `None` when that would leave no worker for the others.
    pub fn begin_wait(&self) -> Option<Waiting<'_>> {
        self.pool.begin_wait()
    }

    /// Takes no more jobs and wakes whoever waits to add one; what waits is still run.
    pub fn stop_intake(&self) {
        self.line.is_stopped.store(true, Ordering::SeqCst);
        self.line.end_waits();
    }

    /// After [`Queue::stop_intake`]: waits until all jobs are done, at the latest until `deadline`; true when they are.
    pub fn join_until(&self, deadline: Instant) -> bool {
        let mut ending = self.line.ending.lock();
        while !self.line.is_done() && Instant::now() < deadline {
            ending = self.line.done.wait_until(ending, Some(deadline));
        }
        self.line.is_done()
    }

    /// After [`Queue::join_until`]: the pool has nothing to do for it any more.
    pub fn leave(&self) {
        self.pool.remove(self.line.id);
    }

    /// Ends the queue now: leaves the jobs that run to themselves. Gives those, and the ones that were never begun.
    pub fn abandon(&self) -> (Vec<Straggler>, Vec<J>) {
        self.line.is_abandoned.store(true, Ordering::SeqCst);
        self.stop_intake();
        let unbegun = std::iter::from_fn(|| self.line.take_out()).collect();
        self.leave();
        (self.running(), unbegun)
    }

    /// Adds a job without a word to the workers, unless it has to wait for them.
    fn push(&self, job: J) -> Result<(), J> {
        let Err(job) = self.line.try_push(job) else { return Ok(()) };
        if self.line.is_stopped() {
            return Err(job);
        }
        self.call_workers();
        self.line.push(job)
    }

    fn call_workers(&self) {
        let waiting = self.line.waiting();
        if waiting > 0 {
            self.pool.call_workers(waiting);
        }
    }
}

impl<J: Job> Drop for Queue<J> {
    fn drop(&mut self) {
        self.abandon();
    }
}

impl<J: Job> fmt::Debug for Queue<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("queued", &self.queued()).finish_non_exhaustive()
    }
}

/// The jobs themselves, as a worker sees them.
pub(super) struct Line<J> {
    pub(super) id: usize,
    intake: Sender<J>,
    jobs: Receiver<J>,
    urgent: Sender<J>,
    urgent_jobs: Receiver<J>,
    /// Disconnects when nobody is to wait for room any more.
    impatient: Receiver<()>,
    patience: Mutex<Option<Sender<()>>>,
    is_stopped: AtomicBool,
    /// What waits will not be run.
    is_abandoned: AtomicBool,
    /// Jobs that are being added, wait or run: one number, so that none is overlooked between two looks.
    unfinished: AtomicUsize,
    ending: Mutex<()>,
    done: Condvar,
}

impl<J> Line<J> {
    pub(super) fn new(id: usize, capacity: usize) -> Self {
        let (intake, jobs) = bounded(capacity.max(1));
        let (urgent, urgent_jobs) = unbounded();
        let (patience, impatient) = bounded(0);
        Self {
            id,
            intake,
            jobs,
            urgent,
            urgent_jobs,
            impatient,
            patience: Mutex::new(Some(patience)),
            is_stopped: AtomicBool::new(false),
            is_abandoned: AtomicBool::new(false),
            unfinished: AtomicUsize::new(0),
            ending: Mutex::new(()),
            done: Condvar::new(),
        }
    }

    /// The next job to be run; whoever takes one says when it is [over](Line::over).
    pub(super) fn take(&self) -> Option<J> {
        if self.waiting() == 0 || self.is_abandoned.load(Ordering::SeqCst) {
            return None;
        }
        self.urgent_jobs.try_recv().or_else(|_| self.jobs.try_recv()).ok()
    }

    /// A job was run, or will not be.
    pub(super) fn over(&self) {
        if self.unfinished.fetch_sub(1, Ordering::SeqCst) == 1 && self.is_stopped() {
            drop(self.ending.lock());
            self.done.notify_all();
        }
    }

    pub(super) fn waiting(&self) -> usize {
        self.urgent_jobs.len() + self.jobs.len()
    }

    fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::SeqCst)
    }

    fn is_done(&self) -> bool {
        self.unfinished.load(Ordering::SeqCst) == 0
    }

    fn end_waits(&self) {
        drop(self.patience.lock().take());
    }

    fn try_push(&self, job: J) -> Result<(), J> {
        self.add(job, || self.is_stopped(), |job| self.intake.try_send(job).map_err(TrySendError::into_inner))
    }

    /// As [`Line::try_push`], waiting for room.
    fn push(&self, job: J) -> Result<(), J> {
        self.add(
            job,
            || self.is_stopped(),
            |job| {
                select! {
                    send(self.intake, job) -> sent => sent.map_err(SendError::into_inner),
                    recv(self.impatient) -> _ => Err(job),
                }
            },
        )
    }

    fn try_push_urgent(&self, job: J, is_of_a_job: bool) -> Result<(), J> {
        self.add(
            job,
            || self.is_stopped() && !is_of_a_job,
            |job| self.urgent.send(job).map_err(SendError::into_inner),
        )
    }

    /// Adds a job. It counts before the question whether it may be added: who waits for the end asks in the other order.
    fn add(
        &self,
        job: J,
        is_closed: impl FnOnce() -> bool,
        send: impl FnOnce(J) -> Result<(), J>,
    ) -> Result<(), J> {
        self.unfinished.fetch_add(1, Ordering::SeqCst);
        let sent = if is_closed() { Err(job) } else { send(job) };
        if sent.is_err() {
            self.over();
        } else if self.is_abandoned.load(Ordering::SeqCst) {
            // It came behind the last look at what waits; nobody else would take it out.
            return self.take_out().map_or(Ok(()), Err);
        }
        sent
    }

    /// Takes a job out that will not be run.
    fn take_out(&self) -> Option<J> {
        let job = self.urgent_jobs.try_recv().or_else(|_| self.jobs.try_recv()).ok()?;
        self.over();
        Some(job)
    }
}
