//! The widget that shows a guild on a website.
//!
//! <https://docs.discord.com/developers/resources/guild#guild-widget-object>

use serde::{Deserialize, Serialize};

use crate::model::{Channel, Discriminator, Guild, Id, open_enum};

/// Whether a guild has a widget.
///
/// <https://docs.discord.com/developers/resources/guild#guild-widget-settings-object-guild-widget-settings-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct WidgetSettings {
    /// Whether it is shown.
    pub enabled: bool,
    /// The channel to which it invites.
    pub channel_id: Option<Id<Channel>>,
}

/// What the widget shows.
///
/// <https://docs.discord.com/developers/resources/guild#guild-widget-object-guild-widget-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Widget {
    /// The guild.
    pub id: Id<Guild>,
    /// The name of the guild.
    pub name: String,
    /// An invite to the channel of the widget.
    pub instant_invite: Option<String>,
    /// The voice channels that everybody may see.
    pub channels: Vec<WidgetChannel>,
    /// Up to 100 members who are online.
    pub members: Vec<WidgetMember>,
    /// How many members are online.
    pub presence_count: u64,
}

/// A voice channel in a widget.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct WidgetChannel {
    /// The channel.
    pub id: Id<Channel>,
    /// The name.
    pub name: String,
    /// The place among the channels.
    pub position: u32,
}

/// A member in a widget, without a name of its own.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct WidgetMember {
    /// A number within the widget, in place of an id.
    pub id: String,
    /// What it is called.
    pub username: String,
    /// Always `0000`.
    pub discriminator: Discriminator,
    /// Always `None`: see `avatar_url`.
    pub avatar: Option<String>,
    /// Whether it is online, idle or not to be disturbed.
    pub status: String,
    /// The address of its avatar, made for the widget.
    pub avatar_url: String,
    /// What it is doing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<WidgetActivity>,
    /// Whether the guild deafens it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deaf: Option<bool>,
    /// Whether the guild mutes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mute: Option<bool>,
    /// Whether it does not listen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_deaf: Option<bool>,
    /// Whether its microphone is off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_mute: Option<bool>,
    /// Whether it may not speak.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppress: Option<bool>,
    /// The voice channel in which it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<Id<Channel>>,
}

/// What a member in a widget is doing.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct WidgetActivity {
    /// The name of the activity.
    pub name: String,
}

open_enum! {
    /// The pictures of a widget.
    ///
    /// <https://docs.discord.com/developers/resources/guild#get-guild-widget-image-widget-style-options>
    pub enum WidgetStyle: str {
        /// A small one with the number of members online.
        Shield = "shield",
        /// A large one with icon, name and number of members online.
        Banner1 = "banner1",
        /// A smaller one with icon, name and number.
        Banner2 = "banner2",
        /// A large one with a picture, icon, name, number and a button.
        Banner3 = "banner3",
        /// A large one with Discord's logo, icon, name, number and a button.
        Banner4 = "banner4",
    }
    default Shield
}
