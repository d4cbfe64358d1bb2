//! In which guild a thing is, by its id alone.
//!
//! An entry that is too old costs nothing: who follows it looks into the guild.
//!
//! Locks: one for each part of each table, held for a look or a change of one id.

use std::collections::HashMap;

use super::settings::Kind;
use super::table::{Tally, shrink, table_bytes};
use super::tallies::Tallies;
use crate::model::{Guild, Id};
use crate::sync::Mutex;

/// The guilds of channels, threads, roles, emojis and stickers.
#[derive(Debug, Default)]
pub(super) struct Places {
    tables: [[Part; PARTS]; KINDS.len()],
}

type Part = Mutex<HashMap<u64, Id<Guild>>>;

impl Places {
    /// The guild of a thing.
    pub(super) fn get(&self, kind: Kind, id: u64) -> Option<Id<Guild>> {
        self.part(kind, id)?.lock().get(&id).copied()
    }

    /// A thing is in this guild.
    pub(super) fn add(&self, kind: Kind, id: u64, guild: Id<Guild>, tallies: &Tallies) {
        self.change(kind, id, tallies, |part| {
            part.insert(id, guild);
        });
    }

    /// A thing is no longer there.
    pub(super) fn remove(&self, kind: Kind, id: u64, tallies: &Tallies) {
        self.change(kind, id, tallies, |part| {
            part.remove(&id);
            shrink(part);
        });
    }

    fn part(&self, kind: Kind, id: u64) -> Option<&Part> {
        let table = KINDS.iter().position(|known| *known == kind)?;
        // The lowest bits of an id are a count that is nearly always 0.
        Some(&self.tables[table][(id >> 22) as usize % PARTS])
    }

    fn change(
        &self,
        kind: Kind,
        id: u64,
        tallies: &Tallies,
        change: impl FnOnce(&mut HashMap<u64, Id<Guild>>),
    ) {
        let Some(part) = self.part(kind, id) else { return };
        let mut part = part.lock();
        let before = table_bytes(&part);
        change(&mut part);
        let after = table_bytes(&part);
        drop(part);
        if before != after {
            let bytes = |bytes| Tally { count: 0, bytes };
            tallies.change(kind, bytes(before), bytes(after));
        }
    }
}

const KINDS: [Kind; 5] = [Kind::Channels, Kind::Threads, Kind::Roles, Kind::Emojis, Kind::Stickers];
const PARTS: usize = 4;
