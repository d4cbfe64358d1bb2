//! Where the bytes of the cache are.

use std::fmt;

use super::settings::Kind;
use super::store::Store;
use super::table::Tally;
use crate::model::{Guild, Id};

/// What the cache holds: see [`Cache::report`](super::Cache::report). Written out, it is a table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CacheReport {
    /// How much there is of each kind; all kinds, in their order.
    pub kinds: Vec<(Kind, Tally)>,
    /// The largest guilds and their bytes, without users and messages; the largest first, ten at the most.
    pub largest: Vec<(Id<Guild>, usize)>,
    /// The bytes of all kinds.
    pub bytes: usize,
    /// The most bytes that there may be.
    pub ceiling: Option<usize>,
}

impl CacheReport {
    pub(super) fn of(store: &Store) -> Self {
        let kinds: Vec<_> = Kind::ALL.iter().map(|kind| (*kind, store.tallies.of(*kind))).collect();
        let mut largest: Vec<_> =
            store.cells().iter().map(|(id, cell)| (*id, cell.state().bytes())).collect();
        largest.sort_by_key(|(id, bytes)| (std::cmp::Reverse(*bytes), *id));
        largest.truncate(10);
        let bytes = kinds.iter().map(|(_, tally)| tally.bytes).sum();
        Self { kinds, largest, bytes, ceiling: store.settings.ceiling }
    }

    /// How much there is of a kind.
    pub fn of_kind(&self, kind: Kind) -> Tally {
        self.kinds[kind as usize].1
    }
}

impl fmt::Display for CacheReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the cache holds {} KiB", self.bytes / 1024)?;
        if let Some(ceiling) = self.ceiling {
            write!(f, " of {} at the most", ceiling / 1024)?;
        }
        for (kind, tally) in self.kinds.iter().filter(|(_, tally)| tally.count > 0) {
            write!(f, "\n{:>16} {:>9} {:>9} KiB", format!("{kind:?}"), tally.count, tally.bytes / 1024)?;
        }
        for (guild, bytes) in &self.largest {
            write!(f, "\n  guild {guild} {} KiB", bytes / 1024)?;
        }
        Ok(())
    }
}
