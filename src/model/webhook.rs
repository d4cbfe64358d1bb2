//! Webhooks: addresses at which messages are posted without a bot.
//!
//! <https://docs.discord.com/developers/resources/webhook>

use serde::{Deserialize, Serialize};

use super::{Application, Channel, Guild, Id, ImageHash, Secret, User, open_enum};

/// A webhook.
///
/// <https://docs.discord.com/developers/resources/webhook#webhook-object-webhook-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Webhook {
    /// The webhook's id.
    pub id: Id<Webhook>,
    /// The kind.
    #[serde(rename = "type")]
    pub kind: WebhookType,
    /// The guild, if it is in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The channel, if it is in one.
    pub channel_id: Option<Id<Channel>>,
    /// Who created it; not when it was fetched with its token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
    /// The name.
    pub name: Option<String>,
    /// The avatar.
    pub avatar: Option<ImageHash>,
    /// The secret with which anybody may post; only of incoming webhooks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
    /// The application that made it.
    pub application_id: Option<Id<Application>>,
    /// The guild of the channel that is followed; nothing when whoever follows has lost it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_guild: Option<WebhookSourceGuild>,
    /// The channel that is followed; nothing when whoever follows has lost it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_channel: Option<WebhookSourceChannel>,
    /// The address, token and all; only of a webhook made by OAuth2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Secret>,
}

open_enum! {
    /// The kinds of webhooks.
    ///
    /// <https://docs.discord.com/developers/resources/webhook#webhook-object-webhook-types>
    pub enum WebhookType: u32 {
        /// Posts what is sent to it.
        Incoming = 1,
        /// Brings the messages of an announcement channel.
        ChannelFollower = 2,
        /// Answers interactions.
        Application = 3,
    }
    default Incoming
}

/// The guild of a channel that is followed.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct WebhookSourceGuild {
    /// The guild's id.
    pub id: Id<Guild>,
    /// The icon.
    pub icon: Option<ImageHash>,
    /// The name.
    pub name: String,
}

/// A channel that is followed.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct WebhookSourceChannel {
    /// The channel's id.
    pub id: Id<Channel>,
    /// The name.
    pub name: String,
}
