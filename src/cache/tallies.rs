//! How much the cache holds of each kind, counted as it goes.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::settings::Kind;
use super::table::Tally;

/// A count and a number of bytes for each kind.
#[derive(Debug, Default)]
pub(super) struct Tallies([(AtomicUsize, AtomicUsize); Kind::ALL.len()]);

impl Tallies {
    /// Something of this kind was so and is now so.
    pub(super) fn change(&self, kind: Kind, before: Tally, after: Tally) {
        let (count, bytes) = &self.0[kind as usize];
        // Sums wrap, and so does their difference.
        count.fetch_add(after.count.wrapping_sub(before.count), Ordering::Relaxed);
        bytes.fetch_add(after.bytes.wrapping_sub(before.bytes), Ordering::Relaxed);
    }

    /// How much there is of a kind.
    pub(super) fn of(&self, kind: Kind) -> Tally {
        let (count, bytes) = &self.0[kind as usize];
        Tally { count: count.load(Ordering::Relaxed), bytes: bytes.load(Ordering::Relaxed) }
    }

    /// The bytes of all kinds.
    pub(super) fn bytes(&self) -> usize {
        Kind::ALL.iter().map(|kind| self.of(*kind).bytes).fold(0, usize::wrapping_add)
    }
}
