//! Bans and prunes.
//!
//! <https://docs.discord.com/developers/resources/guild#ban-object>

use serde::{Deserialize, Serialize};

use crate::model::{Id, User};

/// A user who may not join.
///
/// <https://docs.discord.com/developers/resources/guild#ban-object-ban-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Ban {
    /// Why.
    pub reason: Option<String>,
    /// The user.
    pub user: User,
}

/// What came of banning many at once.
///
/// <https://docs.discord.com/developers/resources/guild#bulk-guild-ban-bulk-ban-response>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct BulkBan {
    /// Who is banned now.
    pub banned_users: Vec<Id<User>>,
    /// Who could not be banned, or was before.
    pub failed_users: Vec<Id<User>>,
}

/// What came of removing members who have not been seen.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Prune {
    /// How many there are; nothing when they were not to be counted.
    pub pruned: Option<u64>,
}
