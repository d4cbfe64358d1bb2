//! Announcement channels that another channel follows.
//!
//! <https://docs.discord.com/developers/resources/channel#followed-channel-object>

use serde::{Deserialize, Serialize};

use crate::model::{Channel, Id, Webhook};

/// What came of following an announcement channel.
///
/// <https://docs.discord.com/developers/resources/channel#followed-channel-object-followed-channel-structure>
#[derive(Debug, Clone, Copy, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FollowedChannel {
    /// The channel that is followed.
    pub channel_id: Id<Channel>,
    /// The webhook that brings its messages.
    pub webhook_id: Id<Webhook>,
}
