//! An interaction: what a user does with a command, a component or a modal.
//!
//! <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object>

use std::borrow::Cow;
use std::fmt;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::data::AnyData;
use crate::model::open_enum::TextVisitor;
use crate::model::{
    Application, Channel, CommandData, ComponentData, Entitlement, Guild, GuildFeature, Id, InteractionData,
    Locale, Member, Message, ModalData, Permissions, Secret, User, open_enum,
};

/// What a user does with a command, a component or a modal.
///
/// <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-structure>
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Interaction {
    /// The interaction's id.
    pub id: Id<Interaction>,
    /// The application it is for.
    pub application_id: Id<Application>,
    /// The type of interaction.
    #[serde(rename = "type")]
    pub kind: InteractionType,
    /// What it is about; a ping has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<InteractionData>,
    /// The guild, in part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild: Option<InteractionGuild>,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The channel, in part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Box<Channel>>,
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<Id<Channel>>,
    /// Who does it, in a guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
    /// Who does it, outside of guilds; see [`invoker`](Self::invoker) for both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
    /// What answers to it are sent with, for 15 minutes.
    pub token: Secret,
    /// Always 1.
    pub version: u32,
    /// The message whose component is used, or led to the modal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Box<Message>>,
    /// What the application may do where it happens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_permissions: Option<Permissions>,
    /// The language of the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// The language of the guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_locale: Option<Locale>,
    /// What the user, and the guild, have got of what the application sells.
    pub entitlements: Vec<Entitlement>,
    /// For whom the application is installed, where that is why it may be used.
    pub authorizing_integration_owners: IntegrationOwners,
    /// Where it happens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<InteractionContextType>,
    /// How many bytes an attached file may have.
    pub attachment_size_limit: u64,
}

impl Interaction {
    /// Who does it, in a guild or outside.
    pub fn invoker(&self) -> Option<&User> {
        self.member.as_deref().and_then(|member| member.user.as_ref()).or(self.user.as_deref())
    }

    /// The command that is used.
    pub fn command(&self) -> Option<&CommandData> {
        if let Some(InteractionData::ApplicationCommand(data)) = &self.data { Some(data) } else { None }
    }

    /// The command that is being filled in.
    pub fn autocomplete(&self) -> Option<&CommandData> {
        if let Some(InteractionData::Autocomplete(data)) = &self.data { Some(data) } else { None }
    }

    /// The component of a message that is used.
    pub fn component(&self) -> Option<&ComponentData> {
        if let Some(InteractionData::MessageComponent(data)) = &self.data { Some(data) } else { None }
    }

    /// The modal that is sent.
    pub fn modal(&self) -> Option<&ModalData> {
        if let Some(InteractionData::ModalSubmit(data)) = &self.data { Some(data) } else { None }
    }
}

open_enum! {
    /// The types of interactions.
    ///
    /// <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-type>
    pub enum InteractionType: u32 {
        /// Discord sees whether an endpoint answers; never over the gateway.
        Ping = 1,
        /// A command is used.
        ApplicationCommand = 2,
        /// A component of a message is used.
        MessageComponent = 3,
        /// A command is being filled in.
        ApplicationCommandAutocomplete = 4,
        /// A modal is sent.
        ModalSubmit = 5,
        /// The social layer asks whether something may be bought.
        SocialLayerSkuPurchaseEligibility = 6,
    }
}

open_enum! {
    /// Where an interaction happens, or a command can be used.
    ///
    /// <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-context-types>
    pub enum InteractionContextType: u32 {
        /// In a guild.
        Guild = 0,
        /// In private with the bot.
        BotDm = 1,
        /// In private, without the bot.
        PrivateChannel = 2,
    }
    default Guild
}

/// What an interaction tells of its guild.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InteractionGuild {
    /// The guild's id.
    pub id: Id<Guild>,
    /// The language of the guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// What the guild has been given.
    pub features: Vec<GuildFeature>,
}

/// For whom an application is installed, where that is why an interaction is possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct IntegrationOwners {
    /// For a guild; 0 in private with the bot.
    #[serde(rename = "0", skip_serializing_if = "Option::is_none")]
    pub guild: Option<Id<Guild>>,
    /// For a user.
    #[serde(rename = "1", skip_serializing_if = "Option::is_none")]
    pub user: Option<Id<User>>,
}

impl<'de> Deserialize<'de> for Interaction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InteractionVisitor)
    }
}

/// The name of a field.
struct Key<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor).map(Self)
    }
}

struct InteractionVisitor;

impl<'de> Visitor<'de> for InteractionVisitor {
    type Value = Interaction;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an interaction")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Interaction, A::Error> {
        let mut read = Interaction::default();
        // Which kind of data it is stands in `type`, which may come later.
        let mut early: Option<AnyData> = None;
        let mut kind = None;
        while let Some(Key(key)) = map.next_key()? {
            match &*key {
                "id" => read.id = map.next_value()?,
                "application_id" => read.application_id = map.next_value()?,
                "type" => kind = Some(map.next_value()?),
                "data" => match kind {
                    Some(
                        InteractionType::SocialLayerSkuPurchaseEligibility | InteractionType::Unknown(_),
                    ) => {
                        read.data = map.next_value::<Option<_>>()?.map(InteractionData::Unknown);
                    }
                    _ => early = map.next_value()?,
                },
                "guild" => read.guild = map.next_value()?,
                "guild_id" => read.guild_id = map.next_value()?,
                "channel" => read.channel = map.next_value()?,
                "channel_id" => read.channel_id = map.next_value()?,
                "member" => read.member = map.next_value()?,
                "user" => read.user = map.next_value()?,
                "token" => read.token = map.next_value()?,
                "version" => read.version = map.next_value()?,
                "message" => read.message = map.next_value()?,
                "app_permissions" => read.app_permissions = map.next_value()?,
                "locale" => read.locale = map.next_value()?,
                "guild_locale" => read.guild_locale = map.next_value()?,
                "entitlements" => read.entitlements = map.next_value()?,
                "authorizing_integration_owners" => read.authorizing_integration_owners = map.next_value()?,
                "context" => read.context = map.next_value()?,
                "attachment_size_limit" => read.attachment_size_limit = map.next_value()?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        read.kind = kind.unwrap_or_default();
        if let Some(data) = early {
            read.data = data.of(read.kind);
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ApplicationCommandType, CommandOptionValue, ComponentType, tolerant};

    /// Reads, writes and reads again, so that nothing gets lost.
    fn there_and_back(json: &str) -> Interaction {
        let interaction: Interaction = serde_json::from_str(json).unwrap();
        let text = serde_json::to_string(&interaction).unwrap();
        assert_eq!(serde_json::from_str::<Interaction>(&text).unwrap(), interaction);
        // In the order of the alphabet, so that `data` comes before `type`.
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::from_value::<Interaction>(value).unwrap(), interaction);
        interaction
    }

    #[test]
    fn a_command() {
        let interaction = there_and_back(
            r#"{"version":1,"type":2,"token":"t","member":{"user":{"id":"7","username":"ada"},"roles":["9"],"permissions":"8"},"locale":"de","id":"1","guild_locale":"en-US","guild_id":"3","guild":{"id":"3","locale":"en-US","features":["COMMUNITY"]},"entitlements":[],"data":{"type":1,"resolved":{"users":{"8":{"id":"8","username":"bob"}}},"options":[{"type":1,"options":[{"value":"8","type":6,"name":"who"}],"name":"give"}],"name":"tea","id":"5"},"context":0,"channel_id":"4","channel":{"id":"4","type":0},"authorizing_integration_owners":{"0":"3","1":"7"},"attachment_size_limit":10485760,"application_id":"2","app_permissions":"2048","new":[1]}"#,
        );
        assert_eq!(interaction.invoker().unwrap().name, "ada");
        let command = interaction.command().unwrap();
        assert_eq!((command.kind, command.subcommand()), (ApplicationCommandType::ChatInput, vec!["give"]));
        assert_eq!(command.value("who").and_then(CommandOptionValue::as_user), Some(Id::new(8)));
        assert_eq!(command.resolved.users[&Id::new(8)].name, "bob");
        assert_eq!(interaction.authorizing_integration_owners.user, Some(Id::new(7)));
        assert_eq!(interaction.attachment_size_limit, 10_485_760);
    }

    #[test]
    fn a_command_in_a_menu() {
        let interaction = there_and_back(
            r#"{"id":"1","type":2,"data":{"id":"5","name":"Quote","type":3,"target_id":"6"},"user":{"id":"7","username":"ada"},"token":"t","version":1}"#,
        );
        let command = interaction.command().unwrap();
        assert_eq!((command.target_user(), command.target_message()), (None, Some(Id::new(6))));
        assert_eq!(interaction.invoker().unwrap().id, Id::new(7));
    }

    #[test]
    fn a_component() {
        let interaction = there_and_back(
            r#"{"id":"1","type":3,"data":{"id":2,"custom_id":"who","component_type":5,"values":["7"]},"token":"t","version":1,"message":{"id":"6","content":"Who?"}}"#,
        );
        let component = interaction.component().unwrap();
        assert_eq!((component.id, component.component_type), (Some(2), ComponentType::UserSelect));
        assert_eq!(interaction.message.as_ref().unwrap().content, "Who?");
        assert_eq!(component.ids::<User>().collect::<Vec<_>>(), [Id::new(7)]);
    }

    #[test]
    fn an_autocompletion_and_a_modal() {
        let interaction = there_and_back(
            r#"{"id":"1","type":4,"data":{"id":"5","name":"tea","type":1,"options":[{"name":"cups","type":4,"value":"1","focused":true}]}}"#,
        );
        assert_eq!(interaction.autocomplete().unwrap().focused().unwrap().name, "cups");
        let interaction = there_and_back(
            r#"{"id":"1","type":5,"data":{"custom_id":"m","components":[{"type":18,"id":1,"component":{"type":4,"id":2,"custom_id":"why","value":"so"}}]}}"#,
        );
        assert_eq!(interaction.modal().unwrap().text("why"), Some("so"));
    }

    #[test]
    fn an_unknown_type_keeps_its_data() {
        let json = r#"{"id":"1","application_id":"2","type":77,"data":{"new":[1]}}"#;
        let interaction: Interaction = serde_json::from_str(json).unwrap();
        assert_eq!(interaction.kind, InteractionType::Unknown(77));
        assert_eq!(
            interaction.data,
            Some(InteractionData::Unknown(Box::new(serde_json::json!({"new": [1]}))))
        );
    }

    #[test]
    fn an_error_has_its_place() {
        let json = r#"{"data":{"options":[{"name":7}]},"type":2}"#;
        let mut drift = Vec::new();
        let read: Interaction = tolerant::read(json, &mut drift).unwrap();
        assert_eq!(read.command().map(|command| command.options.len()), Some(1));
        assert_eq!(drift, ["/data/options/0/name"]);
    }
}
