//! The welcome screen of a community.
//!
//! <https://docs.discord.com/developers/resources/guild#welcome-screen-object>

use serde::{Deserialize, Serialize};

use crate::model::{Channel, Emoji, Id, limits};

/// What a new member of a community sees first.
///
/// <https://docs.discord.com/developers/resources/guild#welcome-screen-object-welcome-screen-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct WelcomeScreen {
    /// What the guild says of itself.
    pub description: Option<String>,
    /// Up to five channels to begin with.
    pub welcome_channels: Vec<WelcomeScreenChannel>,
}

/// A channel on the welcome screen.
///
/// <https://docs.discord.com/developers/resources/guild#welcome-screen-object-welcome-screen-channel-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct WelcomeScreenChannel {
    /// The channel.
    pub channel_id: Id<Channel>,
    /// What it is for.
    pub description: String,
    /// A custom emoji beside it.
    pub emoji_id: Option<Id<Emoji>>,
    /// The emoji's name, or a unicode emoji.
    pub emoji_name: Option<String>,
}

limits! {
    WelcomeScreenChannel { description: 1..=50 }
}
