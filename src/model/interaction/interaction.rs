//! An interaction.
//!
//! <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object>

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{
    Application, Channel, Entitlement, Guild, Id, InteractionData, Locale, Member, Message, Permissions,
    User, open_enum,
};

/// Somebody used a command, a component or a modal, or types into an option that the bot completes.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default, remote = "Self")]
#[non_exhaustive]
pub struct Interaction {
    /// The interaction's id.
    pub id: Id<Interaction>,
    /// The application.
    pub application_id: Id<Application>,
    /// The kind of interaction.
    #[serde(rename = "type")]
    pub kind: InteractionType,
    /// What was used, and what was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<InteractionData>,
    /// The guild, in part: id, language, features.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild: Option<Box<Guild>>,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The channel, in part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Box<Channel>>,
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<Id<Channel>>,
    /// Who did it, in a guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
    /// Who did it, outside of guilds; [`Interaction::author`] knows both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<User>,
    /// What answers need; good for 15 minutes.
    pub token: String,
    /// Always 1.
    pub version: u8,
    /// The message of the component.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Box<Message>>,
    /// What the application may do in the channel.
    pub app_permissions: Permissions,
    /// The language of who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// The language of the guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_locale: Option<Locale>,
    /// What was bought, for who did it and for the guild.
    pub entitlements: Vec<Entitlement>,
    /// Whose installations of the application took part.
    pub authorizing_integration_owners: IntegrationOwners,
    /// Where it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<InteractionContextType>,
    /// How large a file of an answer may be, in bytes.
    pub attachment_size_limit: u64,
}

impl Interaction {
    /// Who did it, in a guild or outside.
    pub fn author(&self) -> Option<&User> {
        self.member.as_ref().and_then(|member| member.user.as_ref()).or(self.user.as_ref())
    }
}

impl<'de> Deserialize<'de> for Interaction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut interaction = Self::deserialize(deserializer)?;
        // The data of a command and of its completion look alike; the kind may come after them.
        if interaction.kind == InteractionType::ApplicationCommandAutocomplete {
            interaction.data = interaction.data.map(InteractionData::into_autocomplete);
        }
        Ok(interaction)
    }
}

impl Serialize for Interaction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

/// Whose installations of an application took part.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct IntegrationOwners {
    /// The guild in which it is installed; 0 in a private channel with the bot.
    #[serde(rename = "0", skip_serializing_if = "Option::is_none")]
    pub guild: Option<Id<Guild>>,
    /// The user who has installed it.
    #[serde(rename = "1", skip_serializing_if = "Option::is_none")]
    pub user: Option<Id<User>>,
}

open_enum! {
    /// The kinds of interactions.
    pub enum InteractionType: u8 {
        /// Discord tries whether the application answers; over HTTP only.
        Ping = 1,
        /// A command was used.
        ApplicationCommand = 2,
        /// A component of a message was used.
        MessageComponent = 3,
        /// Somebody types into an option that the bot completes.
        ApplicationCommandAutocomplete = 4,
        /// A modal was sent.
        ModalSubmit = 5,
        /// Discord asks whether something may be bought.
        SocialLayerSkuPurchaseEligibility = 6,
    }
}

open_enum! {
    /// Where interactions happen.
    pub enum InteractionContextType: u8 {
        /// In a guild.
        Guild = 0,
        /// In private with the bot.
        BotDm = 1,
        /// In private, without the bot.
        PrivateChannel = 2,
    }
    default Guild
}
