//! Accounts elsewhere that a user has connected.
//!
//! <https://docs.discord.com/developers/resources/user#connection-object>

use serde::{Deserialize, Serialize};

use crate::model::{Guild, Id, ImageHash, IntegrationAccount, IntegrationType, open_enum};

/// An account elsewhere.
///
/// <https://docs.discord.com/developers/resources/user#connection-object-connection-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Connection {
    /// The account's id there.
    pub id: String,
    /// The name there.
    pub name: Option<String>,
    /// The service, as `github`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether access was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked: Option<bool>,
    /// What of guilds is attached to the account.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub integrations: Vec<ConnectionIntegration>,
    /// Whether it was shown that the account is the user's.
    pub verified: bool,
    /// Whether friends there become friends here.
    pub friend_sync: bool,
    /// Whether presences show what is done there.
    pub show_activity: bool,
    /// Whether the service can ask Discord for a token, too.
    pub two_way_link: bool,
    /// Who sees it.
    pub visibility: ConnectionVisibility,
}

open_enum! {
    /// Who sees a connection.
    ///
    /// <https://docs.discord.com/developers/resources/user#connection-object-visibility-types>
    pub enum ConnectionVisibility: u32 {
        /// Nobody but the user.
        Nobody = 0,
        /// Everyone.
        Everyone = 1,
    }
    default Nobody
}

/// What is attached to a guild by a connected account.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ConnectionIntegration {
    /// The integration's id, which need not be a snowflake.
    pub id: String,
    /// The kind.
    #[serde(rename = "type")]
    pub kind: IntegrationType,
    /// The account.
    pub account: IntegrationAccount,
    /// The guild.
    pub guild: ConnectionGuild,
}

/// What is told of a guild to which an account is attached.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ConnectionGuild {
    /// The guild's id.
    pub id: Id<Guild>,
    /// The name.
    pub name: String,
    /// The icon.
    pub icon: Option<ImageHash>,
}
