//! Sets of roles, shared by members who have the same: in most guilds a few sets are those of nearly all.
//!
//! Locks: one for each of 16 parts, held for a look at one set.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::model::{Id, Role};
use crate::sync::Mutex;

/// The sets that came last; a set that another has pushed out goes on in its members, and is only shared no further.
#[derive(Debug, Default)]
pub(super) struct RoleSets {
    parts: [Mutex<Vec<RoleSet>>; PARTS],
}

type RoleSet = Arc<[Id<Role>]>;

impl RoleSets {
    /// These roles, shared; and whether they are held here for the first time.
    pub(super) fn share(&self, roles: &[Id<Role>]) -> (RoleSet, bool) {
        if roles.is_empty() {
            return (Arc::default(), false);
        }
        let mut hasher = DefaultHasher::new();
        roles.hash(&mut hasher);
        let hash = hasher.finish() as usize;
        let mut part = self.parts[hash % PARTS].lock();
        if part.is_empty() {
            part.resize(SLOTS, Arc::default());
        }
        let slot = &mut part[hash / PARTS % SLOTS];
        let is_first = **slot != *roles;
        if is_first {
            *slot = roles.into();
        }
        (slot.clone(), is_first)
    }

    /// Forgets all.
    pub(super) fn clear(&self) {
        for part in &self.parts {
            *part.lock() = Vec::new();
        }
    }
}

const PARTS: usize = 16;
const SLOTS: usize = 128;
