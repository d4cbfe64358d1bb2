//! Events about invites.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::payload::place;
use crate::model::{Application, Channel, Guild, Id, InviteTargetType, Role, Timestamp, User, duration};

/// An invite that was made.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InviteCreate {
    /// The channel to which it leads.
    pub channel_id: Id<Channel>,
    /// The code.
    pub code: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inviter: Option<User>,
    /// How long it is good; zero for ever.
    #[serde(with = "duration::seconds")]
    pub max_age: Duration,
    /// How often it can be used; 0 without limit.
    pub max_uses: u32,
    /// What it leads to in a voice channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_type: Option<InviteTargetType>,
    /// Whose stream it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_user: Option<User>,
    /// Which activity it opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_application: Option<Box<Application>>,
    /// Whether those who come are removed when they go offline without a role.
    pub temporary: bool,
    /// How often it was used, which is not at all.
    pub uses: u32,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// The roles that it gives.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub role_ids: Vec<Id<Role>>,
}

/// An invite that is gone.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InviteDelete {
    /// The channel to which it led.
    pub channel_id: Id<Channel>,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The code.
    pub code: String,
}

place!(InviteCreate in |e| e.guild_id);
place!(InviteDelete in |e| e.guild_id);
