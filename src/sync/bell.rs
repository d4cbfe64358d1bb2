//! A bell for workers that sleep until there is something to do.
//!
//! Whoever brings work rings, which wakes one of them; who wakes and finds more than he takes rings for the next. So a burst
//! wakes as many as find work, and not one for each piece of it.
//!
//! Locks: one mutex, held to fall asleep and to wake, and while who falls asleep looks once more for something to do.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering, fence};
use std::time::{Duration, Instant};

use super::{Condvar, Mutex, later};

/// See the module.
#[derive(Default)]
pub(super) struct Bell {
    asleep: AtomicUsize,
    /// It was rung, and nobody has woken from it yet.
    has_rung: AtomicBool,
    /// Nobody is to sleep any more.
    is_over: AtomicBool,
    bed: Mutex<()>,
    ringing: Condvar,
}

impl Bell {
    /// Wakes one who sleeps, if nobody is waking already. What is to be found must be there before.
    pub(super) fn ring(&self) {
        // Either who falls asleep is counted here, or he finds what is there now.
        fence(Ordering::SeqCst);
        if self.asleep.load(Ordering::SeqCst) > 0 && !self.has_rung.swap(true, Ordering::SeqCst) {
            // Who looked before it rang holds the lock until he listens.
            drop(self.bed.lock());
            self.ringing.notify_one();
        }
    }

    /// Wakes all, and lets nobody sleep again.
    pub(super) fn end(&self) {
        self.is_over.store(true, Ordering::SeqCst);
        drop(self.bed.lock());
        self.ringing.notify_all();
    }

    /// How many sleep.
    pub(super) fn asleep(&self) -> usize {
        self.asleep.load(Ordering::SeqCst)
    }

    /// Sleeps until it rings, at most so long, unless there is something to do; false when the time was up.
    pub(super) fn sleep(&self, at_most: Option<Duration>, is_idle: impl FnOnce() -> bool) -> bool {
        let until = at_most.map(|at_most| later(Instant::now(), at_most));
        let mut bed = self.bed.lock();
        self.asleep.fetch_add(1, Ordering::SeqCst);
        fence(Ordering::SeqCst);
        let mut is_awake = !is_idle();
        let mut is_late = false;
        loop {
            // It may have rung for one who found something to do before he slept: then it has to be heard by the next.
            is_awake |= self.has_rung.swap(false, Ordering::SeqCst) || self.is_over.load(Ordering::SeqCst);
            if is_awake || is_late {
                break;
            }
            bed = self.ringing.wait_until(bed, until);
            is_late = until.is_some_and(|until| Instant::now() >= until);
        }
        self.asleep.fetch_sub(1, Ordering::SeqCst);
        is_awake
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::sync::thread;

    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn who_sleeps_is_woken_and_without_a_ring_the_time_is_up() {
        let bell = Arc::new(Bell::default());
        assert!(!bell.sleep(Some(Duration::from_millis(1)), || true));
        let sleeper = bell.clone();
        let asleep =
            thread::spawn("sleeper", thread::SMALL_STACK, move || sleeper.sleep(Some(LONG), || true))
                .unwrap();
        while bell.asleep() == 0 {
            std::thread::yield_now();
        }
        bell.ring();
        assert!(asleep.join().unwrap());
    }

    #[test]
    fn a_ring_that_woke_nobody_does_not_silence_the_bell() {
        let bell = Arc::new(Bell::default());
        let ringer = bell.clone();
        let mut ringing = None;
        // It rings for who is about to sleep, and finds something to do before he does.
        assert!(bell.sleep(Some(LONG), || {
            ringing = Some(thread::spawn("ringer", thread::SMALL_STACK, move || ringer.ring()).unwrap());
            while !bell.has_rung.load(Ordering::SeqCst) {
                std::thread::yield_now();
            }
            false
        }));
        ringing.unwrap().join().unwrap();
        let work = Arc::new(AtomicBool::new(false));
        let (sleeper, found) = (bell.clone(), work.clone());
        let asleep = thread::spawn("sleeper", thread::SMALL_STACK, move || {
            while !found.load(Ordering::SeqCst) {
                sleeper.sleep(None, || !found.load(Ordering::SeqCst));
            }
        })
        .unwrap();
        while bell.asleep() == 0 {
            std::thread::yield_now();
        }
        // Until he listens.
        drop(bell.bed.lock());
        work.store(true, Ordering::SeqCst);
        bell.ring();
        if let Err(asleep) = asleep.join_until(Instant::now() + LONG) {
            asleep.abandon();
            panic!("it was not heard");
        }
    }
}
