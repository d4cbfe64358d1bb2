//! Lobbies of games that use Discord's social SDK.
//!
//! <https://docs.discord.com/developers/resources/lobby>

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Application, Channel, Id, Message, MessageFlags, MessageType, Timestamp, User, flags};

/// A lobby of a game.
///
/// <https://docs.discord.com/developers/resources/lobby#lobby-object-lobby-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Lobby {
    /// The lobby's id.
    pub id: Id<Lobby>,
    /// The application that made it.
    pub application_id: Id<Application>,
    /// What the game keeps there.
    pub metadata: Option<BTreeMap<String, String>>,
    /// Who is in it.
    pub members: Vec<LobbyMember>,
    /// The channel of a guild that is linked to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linked_channel: Option<Box<Channel>>,
    /// More about it, as Discord counts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<u64>,
    /// Where events of the lobby are sent instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub override_event_webhooks_url: Option<String>,
}

/// A user in a lobby.
///
/// <https://docs.discord.com/developers/resources/lobby#lobby-member-object-lobby-member-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct LobbyMember {
    /// The user's id.
    pub id: Id<User>,
    /// What the game keeps of it.
    pub metadata: Option<BTreeMap<String, String>>,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<LobbyMemberFlags>,
    /// A further name, such as that of a character.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_name: Option<String>,
}

flags! {
    /// Flags of a member of a lobby.
    ///
    /// <https://docs.discord.com/developers/resources/lobby#lobby-member-object-lobby-member-flags>
    pub struct LobbyMemberFlags {
        /// May link a channel to the lobby.
        const CAN_LINK_LOBBY = 1 << 0;
    }
}

/// A message in a lobby.
///
/// <https://docs.discord.com/developers/events/webhook-events#lobby-message-object-lobby-message-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct LobbyMessage {
    /// The message's id.
    pub id: Id<Message>,
    /// The kind.
    #[serde(rename = "type")]
    pub kind: MessageType,
    /// The text.
    pub content: String,
    /// The lobby.
    pub lobby_id: Id<Lobby>,
    /// The lobby's id once more.
    pub channel_id: Id<Channel>,
    /// Who sent it.
    pub author: User,
    /// More about who sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lobby_member: Option<LobbyMessageMember>,
    /// What the game sent along.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<BTreeMap<String, String>>,
    /// What moderation of the game has noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moderation_metadata: Option<BTreeMap<String, String>>,
    /// More about it.
    pub flags: MessageFlags,
    /// The application that sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_id: Option<Id<Application>>,
    /// When it was sent; only told when it changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<Timestamp>,
    /// When it was edited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited_timestamp: Option<Timestamp>,
}

/// More about who sent a message in a lobby.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct LobbyMessageMember {
    /// The further name that it had then.
    pub additional_name: String,
}

/// An invite to the guild of the channel that is linked to a lobby.
///
/// <https://docs.discord.com/developers/resources/lobby#lobby-invite-object>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct LobbyInvite {
    /// The code.
    pub code: String,
}
