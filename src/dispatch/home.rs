//! The way back: what a shard's thread made for an event is freed by that thread.
//!
//! Allocators keep what is free by thread, so that whoever frees what another allocated pays for both: with a processor each
//! for shard and worker, that was a third of an event's processor time. Large events do not go back, nor more than a few: a
//! shard that hears nothing frees nothing until the next answer to a heartbeat.

use std::fmt;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded};

use super::Delivery;

/// A shard's end, where its events come back.
pub(super) struct Home {
    came: Receiver<Arc<Delivery>>,
    way: Way,
}

/// The other end, which each of its events has.
#[derive(Clone)]
pub(super) struct Way(Sender<Arc<Delivery>>);

impl Home {
    /// The way to it.
    pub(super) fn way(&self) -> Way {
        self.way.clone()
    }

    /// Frees what came back.
    pub(super) fn tidy(&self) {
        self.came.try_iter().take(MOST).for_each(drop);
    }
}

impl Way {
    /// Sends an event back that nobody needs any more; it is freed here when it is not taken.
    pub(super) fn send(self, delivery: Arc<Delivery>) {
        drop(self.0.try_send(delivery));
    }
}

impl Default for Home {
    fn default() -> Self {
        let (way, came) = bounded(MOST);
        Self { came, way: Way(way) }
    }
}

impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Way")
    }
}

/// Events that wait to be freed, at the most.
const MOST: usize = 64;
/// The weight of an event that goes back, in bytes at the most.
pub(super) const SMALL: usize = 8 * 1024;

#[cfg(test)]
mod tests {
    use super::super::Scale;
    use super::*;
    use crate::event::{Event, UnknownEvent};
    use crate::sync::CloseFlag;

    fn payload() -> Arc<UnknownEvent> {
        Arc::new(UnknownEvent::new("TEA", "{}"))
    }

    fn delivery(payload: &Arc<UnknownEvent>, scale: &Scale, home: &Home) -> Arc<Delivery> {
        let weight = scale.put(1, &CloseFlag::new()).unwrap();
        let way_home = Some(home.way());
        let event = Event::Unknown(payload.clone());
        Arc::new(Delivery { way_home, ..Delivery::new(event, 0, None, weight) })
    }

    #[test]
    fn the_last_who_needs_an_event_sends_it_back_and_makes_room_at_once() {
        let (scale, home, payload) = (Scale::new(100), Home::default(), payload());
        let first = delivery(&payload, &scale, &home);
        let second = first.clone();
        Delivery::done(first);
        assert_eq!((home.came.len(), scale.weight()), (0, 1));
        Delivery::done(second);
        assert_eq!((home.came.len(), scale.weight(), Arc::strong_count(&payload)), (1, 0, 2));
        home.tidy();
        assert_eq!((home.came.len(), Arc::strong_count(&payload)), (0, 1));
    }

    #[test]
    fn what_is_not_taken_is_freed_where_it_is() {
        let (scale, home, payload) = (Scale::new(1000), Home::default(), payload());
        for _ in 0..=MOST {
            Delivery::done(delivery(&payload, &scale, &home));
        }
        assert_eq!((home.came.len(), scale.weight(), Arc::strong_count(&payload)), (MOST, 0, MOST + 1));
        let late = delivery(&payload, &scale, &home);
        drop(home);
        Delivery::done(late);
        assert_eq!(Arc::strong_count(&payload), 1);
    }
}
