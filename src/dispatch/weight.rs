//! The weight of what waits to be handled, in bytes of payload: a ceiling over all queues together.
//!
//! Locks: one mutex, taken only by who has to wait and by who wakes it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::sync::{CloseFlag, Condvar, Mutex};

/// A scale that takes on weight up to a ceiling; clones share it.
#[derive(Debug, Clone)]
pub struct Scale(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    ceiling: usize,
    weight: AtomicUsize,
    waiting: AtomicUsize,
    gate: Mutex<()>,
    lighter: Condvar,
}

/// Something on the scale; dropping it takes it off.
#[derive(Debug)]
pub struct Weight {
    scale: Scale,
    bytes: usize,
}

impl Scale {
    /// An empty scale that takes on `ceiling` bytes.
    pub fn new(ceiling: usize) -> Self {
        Self(Arc::new(Inner {
            ceiling,
            weight: AtomicUsize::new(0),
            waiting: AtomicUsize::new(0),
            gate: Mutex::new(()),
            lighter: Condvar::new(),
        }))
    }

    /// Puts `bytes` on the scale, waiting while it is at its ceiling; `None` when `close` is set first.
    ///
    /// What is heavier than the ceiling is taken when the scale is below it: nothing is too heavy to be handled.
    pub fn put(&self, bytes: usize, close: &CloseFlag) -> Option<Weight> {
        if self.0.weight.load(Ordering::SeqCst) >= self.0.ceiling && !self.wait(close) {
            return None;
        }
        self.0.weight.fetch_add(bytes, Ordering::SeqCst);
        Some(Weight { scale: self.clone(), bytes })
    }

    /// Whether nothing more is taken now.
    pub fn is_full(&self) -> bool {
        self.weight() >= self.0.ceiling
    }

    /// Which part of its ceiling lies on the scale, in quarters.
    pub fn quarters(&self) -> usize {
        self.weight().saturating_mul(4) / self.0.ceiling.max(1)
    }

    /// What lies on the scale, in bytes.
    pub fn weight(&self) -> usize {
        self.0.weight.load(Ordering::Relaxed)
    }

    /// Waits until there is room; false when `close` is set first.
    fn wait(&self, close: &CloseFlag) -> bool {
        let inner = Arc::downgrade(&self.0);
        let _hook = close.on_set(move || {
            if let Some(inner) = inner.upgrade() {
                let _gate = inner.gate.lock();
                inner.lighter.notify_all();
            }
        });
        let mut gate = self.0.gate.lock();
        self.0.waiting.fetch_add(1, Ordering::SeqCst);
        while self.0.weight.load(Ordering::SeqCst) >= self.0.ceiling && !close.is_set() {
            gate = self.0.lighter.wait(gate);
        }
        self.0.waiting.fetch_sub(1, Ordering::SeqCst);
        !close.is_set()
    }
}

impl Weight {
    /// How heavy it is, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }
}

impl Drop for Weight {
    fn drop(&mut self) {
        let inner = &self.scale.0;
        inner.weight.fetch_sub(self.bytes, Ordering::SeqCst);
        if inner.waiting.load(Ordering::SeqCst) > 0 {
            let _gate = inner.gate.lock();
            inner.lighter.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::sync::thread;

    #[test]
    fn nothing_is_too_heavy_for_a_scale_with_room() {
        let scale = Scale::new(10);
        let heavy = scale.put(1000, &CloseFlag::new()).unwrap();
        assert_eq!(scale.weight(), 1000);
        drop(heavy);
        assert_eq!(scale.weight(), 0);
    }

    #[test]
    fn who_waits_gets_room_as_soon_as_there_is_some() {
        let scale = Scale::new(10);
        let close = CloseFlag::new();
        let first = scale.put(10, &close).unwrap();
        let (second, flag) = (scale.clone(), close.clone());
        let waiter =
            thread::spawn("waiter", thread::SMALL_STACK, move || second.put(5, &flag).is_some()).unwrap();
        while scale.0.waiting.load(Ordering::SeqCst) == 0 {
            std::thread::yield_now();
        }
        assert!(!waiter.is_finished());
        drop(first);
        assert!(waiter.join().unwrap());
    }

    #[test]
    fn closing_ends_the_wait() {
        let scale = Scale::new(1);
        let close = CloseFlag::new();
        let _held = scale.put(1, &close).unwrap();
        let setter = close.clone();
        let closer = thread::spawn("closer", thread::SMALL_STACK, move || {
            setter.wait_timeout(Duration::from_millis(20));
            setter.set();
        })
        .unwrap();
        assert!(scale.put(1, &close).is_none());
        closer.join().unwrap();
        assert!(scale.put(1, &close).is_none());
    }
}
