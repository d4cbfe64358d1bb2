//! Order by key: one key in order, keys side by side.
//!
//! Events of an ordered listener come into one queue, in the order of their shards. A sorter, one at a time and on a
//! worker, asks the listener for each event's key, and moves it to the key's lane; each lane that is not empty has one
//! worker. So a listener that waits holds up its own lane and no other.
//!
//! Locks: one mutex over queue and lanes, held to move an event; never while a key is asked for or a listener runs.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::Delivery;
use crate::sync::Mutex;

/// The queue and the lanes of one ordered listener; renewed with each run.
#[derive(Debug, Default)]
pub struct Order(Mutex<Arc<Lanes>>);

impl Order {
    /// The lanes of this run.
    pub(super) fn lanes(&self) -> Arc<Lanes> {
        self.0.lock().clone()
    }

    /// A new run: what an old one left behind is none of its business.
    pub(super) fn renew(&self) {
        *self.0.lock() = Arc::default();
    }
}

/// The queue and the lanes of one ordered listener in one run.
#[derive(Debug, Default)]
pub(super) struct Lanes(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    unsorted: VecDeque<Arc<Delivery>>,
    is_sorting: bool,
    /// A lane is there as long as a worker is on it.
    lanes: HashMap<u64, VecDeque<Arc<Delivery>>>,
}

impl Lanes {
    /// Takes an event; true when a sorter is to be started.
    pub(super) fn add(&self, delivery: Arc<Delivery>) -> bool {
        let mut state = self.0.lock();
        state.unsorted.push_back(delivery);
        !std::mem::replace(&mut state.is_sorting, true)
    }

    /// The next event to be sorted; after `None` the sorter is done.
    pub(super) fn next_unsorted(&self) -> Option<Arc<Delivery>> {
        let mut state = self.0.lock();
        let next = state.unsorted.pop_front();
        state.is_sorting = next.is_some();
        next
    }

    /// Puts an event into its lane; true when a worker is to be put on the lane.
    pub(super) fn sort(&self, key: u64, delivery: Arc<Delivery>) -> bool {
        let mut state = self.0.lock();
        let is_new = !state.lanes.contains_key(&key);
        state.lanes.entry(key).or_default().push_back(delivery);
        is_new
    }

    /// The next event of a lane; after `None` the lane is gone.
    pub(super) fn next_of(&self, key: u64) -> Option<Arc<Delivery>> {
        let mut state = self.0.lock();
        let next = state.lanes.get_mut(&key).and_then(VecDeque::pop_front);
        if next.is_none() {
            state.lanes.remove(&key);
        }
        next
    }

    /// Takes out everything that no listener was called for.
    pub(super) fn take_all(&self) -> Vec<Arc<Delivery>> {
        let mut state = self.0.lock();
        let mut all: Vec<Arc<Delivery>> = state.unsorted.drain(..).collect();
        all.extend(state.lanes.values_mut().flat_map(|lane| lane.drain(..)));
        all
    }
}
