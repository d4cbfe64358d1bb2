//! Which events a cache that was kept has seen: those that come again, because no listener was called for them, change
//! nothing in it a second time.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::event::EventType;

/// Up to which sequence number the cache has seen the events of each shard, in the session that goes on.
#[derive(Debug, Default)]
pub(in crate::bot) struct Seen(BTreeMap<u32, AtomicU64>);

impl Seen {
    /// Shards and the numbers that the cache has seen.
    pub(super) fn new(shards: impl Iterator<Item = (u32, u64)>) -> Self {
        Self(shards.map(|(shard, seq)| (shard, AtomicU64::new(seq))).collect())
    }

    /// Nothing of these shards.
    pub(in crate::bot) fn nothing(shards: &[u32]) -> Self {
        Self::new(shards.iter().map(|shard| (*shard, 0)))
    }

    /// Whether the cache has yet to see an event; READY begins anew.
    pub(in crate::bot) fn is_new(&self, shard: u32, event: EventType, seq: Option<u64>) -> bool {
        let Some(seen) = self.0.get(&shard) else { return true };
        if event == EventType::Ready {
            seen.store(0, Ordering::Relaxed);
        }
        seq.is_none_or(|seq| seq > seen.load(Ordering::Relaxed))
    }

    /// The cache has seen an event that will come again.
    pub(in crate::bot) fn note(&self, shard: u32, seq: Option<u64>) {
        if let (Some(seen), Some(seq)) = (self.0.get(&shard), seq) {
            seen.fetch_max(seq, Ordering::Relaxed);
        }
    }

    pub(super) fn of(&self, shard: u32) -> u64 {
        self.0.get(&shard).map_or(0, |seen| seen.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_is_new_again_only_in_another_session() {
        let seen = Seen::new([(3, 9)].into_iter());
        let is_new = |event, seq| seen.is_new(3, event, Some(seq));
        assert!(!is_new(EventType::Message, 9) && is_new(EventType::Message, 10));
        assert!(seen.is_new(4, EventType::Message, Some(1)) && seen.is_new(3, EventType::Message, None));
        assert!(is_new(EventType::Ready, 1) && is_new(EventType::Message, 2));
        seen.note(3, Some(2));
        assert!(!is_new(EventType::Message, 2));
        assert_eq!((seen.of(3), seen.of(4)), (2, 0));
    }
}
