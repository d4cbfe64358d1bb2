//! What is attached to a guild: bots, and accounts elsewhere.
//!
//! <https://docs.discord.com/developers/resources/guild#integration-object>

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::{
    Application, Guild, Id, ImageHash, OAuth2Scope, Role, Sku, Timestamp, User, duration, open_enum,
};

/// A bot of a guild, or an account elsewhere. Bots have neither the fields from `syncing` to `expire_grace_period`
/// nor those from `synced_at` to `revoked`.
///
/// <https://docs.discord.com/developers/resources/guild#integration-object-integration-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Integration {
    /// The guild, where the integration came with an event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The integration's id.
    pub id: Id<Integration>,
    /// The name.
    pub name: Option<String>,
    /// The kind.
    #[serde(rename = "type")]
    pub kind: IntegrationType,
    /// Whether it is in force.
    pub enabled: bool,
    /// Whether subscribers are being read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub syncing: Option<bool>,
    /// The role of subscribers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_id: Option<Id<Role>>,
    /// Whether emoticons are read; of Twitch only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_emoticons: Option<bool>,
    /// What happens to those who no longer subscribe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expire_behavior: Option<IntegrationExpireBehavior>,
    /// How long that takes.
    #[serde(with = "duration::days", skip_serializing_if = "Option::is_none")]
    pub expire_grace_period: Option<Duration>,
    /// Who added it; nothing for some old ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
    /// The account.
    pub account: IntegrationAccount,
    /// When subscribers were last read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub synced_at: Option<Timestamp>,
    /// How many subscribers there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscriber_count: Option<u64>,
    /// Whether access was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked: Option<bool>,
    /// The bot's application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<IntegrationApplication>,
    /// What the application was allowed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<OAuth2Scope>,
}

/// What the audit log says of an integration.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PartialIntegration {
    /// The integration's id.
    pub id: Id<Integration>,
    /// The kind.
    #[serde(rename = "type")]
    pub kind: IntegrationType,
    /// The name.
    pub name: Option<String>,
    /// The account.
    pub account: IntegrationAccount,
    /// The bot's application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_id: Option<Id<Application>>,
}

open_enum! {
    /// The kinds of integrations.
    pub enum IntegrationType: str {
        /// A bot or another application.
        Discord = "discord",
        /// An account of Twitch.
        Twitch = "twitch",
        /// An account of YouTube.
        Youtube = "youtube",
        /// Role subscriptions of the guild.
        GuildSubscription = "guild_subscription",
    }
    default Discord
}

open_enum! {
    /// What happens to those who no longer subscribe.
    ///
    /// <https://docs.discord.com/developers/resources/guild#integration-object-integration-expire-behaviors>
    pub enum IntegrationExpireBehavior: u32 {
        /// They lose the role.
        RemoveRole = 0,
        /// They are kicked.
        Kick = 1,
    }
    default RemoveRole
}

/// An account elsewhere.
///
/// <https://docs.discord.com/developers/resources/guild#integration-account-object-integration-account-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct IntegrationAccount {
    /// The account's id.
    pub id: String,
    /// The account's name.
    pub name: Option<String>,
}

/// The application of a bot.
///
/// <https://docs.discord.com/developers/resources/guild#integration-application-object-integration-application-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct IntegrationApplication {
    /// The application's id.
    pub id: Id<Application>,
    /// The name.
    pub name: String,
    /// The icon.
    pub icon: Option<ImageHash>,
    /// The description.
    pub description: String,
    /// The kind of application: 4 is role subscriptions.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<u32>,
    /// The cover.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover_image: Option<ImageHash>,
    /// What it sells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_sku_id: Option<Id<Sku>>,
    /// The bot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bot: Option<Box<User>>,
}
