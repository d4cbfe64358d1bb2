//! Safety measures of a guild: invites and private messages that are paused for a while.
//!
//! <https://docs.discord.com/developers/resources/guild#incidents-data-object>

use serde::{Deserialize, Serialize};

use crate::model::Timestamp;

/// Which safety measures a guild has taken.
///
/// <https://docs.discord.com/developers/resources/guild#incidents-data-object-incidents-data-structure>
#[derive(Debug, Clone, Copy, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct IncidentsData {
    /// When invites work again.
    pub invites_disabled_until: Option<Timestamp>,
    /// When members may write to each other again.
    pub dms_disabled_until: Option<Timestamp>,
    /// When unwanted private messages were noticed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dm_spam_detected_at: Option<Timestamp>,
    /// When a raid was noticed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raid_detected_at: Option<Timestamp>,
}
