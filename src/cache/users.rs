//! Users, each once, for as long as a guild holds it as a member.
//!
//! Locks: one for each of 16 parts of the table, held for a look or a change of one user.

use std::collections::HashMap;
use std::sync::Arc;

use super::User;
use super::settings::Kind;
use super::slim::Slims;
use super::table::{Tally, shrink, table_bytes, weight};
use super::tallies::Tallies;
use crate::model::{self, Id};
use crate::sync::Mutex;

/// The users of all members.
#[derive(Debug)]
pub(super) struct Users {
    slims: Slims,
    parts: [Mutex<HashMap<Id<model::User>, Held>>; PARTS],
}

#[derive(Debug)]
struct Held {
    user: Arc<User>,
    /// In how many guilds.
    guilds: u32,
}

impl Users {
    pub(super) fn new(slims: Slims) -> Self {
        Self { slims, parts: Default::default() }
    }

    /// The user, if a guild holds it.
    pub(super) fn get(&self, id: Id<model::User>) -> Option<Arc<User>> {
        self.part(id).lock().get(&id).map(|held| held.user.clone())
    }

    /// All users, in no order.
    pub(super) fn all(&self) -> Vec<Arc<User>> {
        self.parts
            .iter()
            .flat_map(|part| part.lock().values().map(|held| held.user.clone()).collect::<Vec<_>>())
            .collect()
    }

    /// One more guild holds the user.
    pub(super) fn hold(&self, user: &model::User, tallies: &Tallies) {
        self.change(user.id, tallies, |part| {
            let new = User::new(&self.slims.slimmed(user));
            if let Some(held) = part.get_mut(&user.id) {
                held.guilds += 1;
                held.set(new);
                return;
            }
            let new = new.unwrap_or_else(|| User::nameless(user.id));
            part.insert(user.id, Held { user: Arc::new(new), guilds: 1 });
        });
    }

    /// One guild fewer holds the user.
    pub(super) fn release(&self, id: Id<model::User>, tallies: &Tallies) {
        self.change(id, tallies, |part| {
            let Some(held) = part.get_mut(&id) else { return };
            held.guilds -= 1;
            if held.guilds == 0 {
                part.remove(&id);
                shrink(part);
            }
        });
    }

    /// The user is now so, if it is held.
    pub(super) fn update(&self, user: &model::User, tallies: &Tallies) {
        if user.name.is_empty() {
            return;
        }
        self.change(user.id, tallies, |part| {
            if let Some(held) = part.get_mut(&user.id) {
                held.set(User::new(&self.slims.slimmed(user)));
            }
        });
    }

    /// Forgets all.
    pub(super) fn clear(&self, tallies: &Tallies) {
        for part in &self.parts {
            let mut part = part.lock();
            let before = Tally {
                count: part.len(),
                bytes: table_bytes(&part) + part.values().map(|held| weight(&*held.user)).sum::<usize>(),
            };
            *part = HashMap::new();
            tallies.change(Kind::Users, before, Tally::default());
        }
    }

    fn part(&self, id: Id<model::User>) -> &Mutex<HashMap<Id<model::User>, Held>> {
        // The lowest bits of an id are a count that is nearly always 0.
        let spread = (id.get() >> 22).wrapping_mul(GOLDEN) >> 32;
        &self.parts[BOUNDS.partition_point(|bound| *bound <= spread)]
    }

    fn change(
        &self,
        id: Id<model::User>,
        tallies: &Tallies,
        change: impl FnOnce(&mut HashMap<Id<model::User>, Held>),
    ) {
        let mut part = self.part(id).lock();
        let before = tally(&part, id);
        change(&mut part);
        let after = tally(&part, id);
        drop(part);
        tallies.change(Kind::Users, before, after);
    }
}

impl Held {
    fn set(&mut self, new: Option<User>) {
        if let Some(new) = new.filter(|new| *new != *self.user) {
            self.user = Arc::new(new);
        }
    }
}

/// How many there are in a part, and the bytes of the part and of one user.
fn tally(part: &HashMap<Id<model::User>, Held>, id: Id<model::User>) -> Tally {
    let one = part.get(&id).map_or(0, |held| weight(&*held.user));
    Tally { count: part.len(), bytes: table_bytes(part) + one }
}

/// So many, that shards seldom meet.
const PARTS: usize = 16;
/// Where each part but the first begins, of 2³². Each is larger than the one before by the 16th root of 2: a table doubles
/// when it is full, and so they do one after another, and never all of them at once.
const BOUNDS: [u64; PARTS - 1] = [
    190_154_448,
    388_727_752,
    596_092_647,
    812_638_371,
    1_038_771_393,
    1_274_916_179,
    1_521_515_989,
    1_779_033_704,
    2_047_952_703,
    2_328_777_763,
    2_622_036_010,
    2_928_277_910,
    3_248_078_296,
    3_582_037_456,
    3_930_782_250,
];
/// Spreads numbers that follow each other.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
