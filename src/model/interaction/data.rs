//! What an interaction is about.
//!
//! <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-data>

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::model::{
    ApplicationCommand, ApplicationCommandType, CommandDataOption, CommandOptionValue, ComponentType, Guild,
    Id, InteractionType, Message, ResolvedData, SubmittedComponent, User,
};

/// What an interaction is about, by its type.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum InteractionData {
    /// A command is used.
    ApplicationCommand(Box<CommandData>),
    /// A component of a message is used.
    MessageComponent(Box<ComponentData>),
    /// A command is being filled in.
    Autocomplete(Box<CommandData>),
    /// A modal is sent.
    ModalSubmit(Box<ModalData>),
    /// Of an interaction of another type; as Discord sent it.
    Unknown(Box<Value>),
}

/// A command that is used or being filled in.
///
/// <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-application-command-data-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CommandData {
    /// The command's id.
    pub id: Id<ApplicationCommand>,
    /// The name of the command.
    pub name: String,
    /// The kind of command.
    #[serde(rename = "type")]
    pub kind: ApplicationCommandType,
    /// What the ids stand for.
    #[serde(skip_serializing_if = "ResolvedData::is_empty")]
    pub resolved: ResolvedData,
    /// What the user filled in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<CommandDataOption>,
    /// The guild whose command it is; nothing for global commands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The user or the message in whose menu the command was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_id: Option<Id<CommandTarget>>,
}

/// Where a command of a menu was used: the id is that of a user or of a message.
#[derive(Debug)]
pub enum CommandTarget {}

impl CommandData {
    /// The names of the group and the subcommand that were used, outermost first; nothing for a plain command.
    pub fn subcommand(&self) -> Vec<&str> {
        let mut path = Vec::new();
        let mut options = &self.options;
        while let Some(option) = options.iter().find(|option| option.is_subcommand()) {
            path.push(&*option.name);
            options = &option.options;
        }
        path
    }

    /// What the user filled in, within the subcommand if there is one.
    pub fn filled(&self) -> &[CommandDataOption] {
        let mut options = &self.options;
        while let Some(option) = options.iter().find(|option| option.is_subcommand()) {
            options = &option.options;
        }
        options
    }

    /// The value of an option, within the subcommand if there is one.
    pub fn value(&self, name: &str) -> Option<&CommandOptionValue> {
        self.filled().iter().find(|option| option.name == name)?.value.as_ref()
    }

    /// The option that the user is filling in.
    pub fn focused(&self) -> Option<&CommandDataOption> {
        self.filled().iter().find(|option| option.is_focused())
    }

    /// The user in whose menu the command was used.
    pub fn target_user(&self) -> Option<Id<User>> {
        (self.kind == ApplicationCommandType::User).then(|| self.target_id.map(Id::cast)).flatten()
    }

    /// The message in whose menu the command was used.
    pub fn target_message(&self) -> Option<Id<Message>> {
        (self.kind == ApplicationCommandType::Message).then(|| self.target_id.map(Id::cast)).flatten()
    }
}

/// A component of a message that is used.
///
/// <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-message-component-data-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ComponentData {
    /// The number of the component in its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// What the bot named the component by.
    pub custom_id: String,
    /// The kind of component.
    pub component_type: ComponentType,
    /// What is chosen in a select.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// What the chosen ids stand for.
    #[serde(skip_serializing_if = "ResolvedData::is_empty")]
    pub resolved: ResolvedData,
}

impl ComponentData {
    /// The values as ids: of users, roles or channels, by the kind of component.
    pub fn ids<T>(&self) -> impl Iterator<Item = Id<T>> {
        self.values.iter().filter_map(|value| value.parse().ok())
    }
}

/// A modal that is sent.
///
/// <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ModalData {
    /// What the bot named the modal by.
    pub custom_id: String,
    /// The components as the user has filled them in.
    pub components: Vec<SubmittedComponent>,
    /// What the chosen ids stand for.
    #[serde(skip_serializing_if = "ResolvedData::is_empty")]
    pub resolved: ResolvedData,
}

impl ModalData {
    /// The component of that name, wherever in the modal it is.
    pub fn find(&self, custom_id: &str) -> Option<&SubmittedComponent> {
        self.components.iter().find_map(|component| component.find(custom_id))
    }

    /// The text in a text input, or the chosen option of a radio group.
    pub fn text(&self, custom_id: &str) -> Option<&str> {
        self.find(custom_id)?.text()
    }
}

impl Serialize for InteractionData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::ApplicationCommand(data) | Self::Autocomplete(data) => data.serialize(serializer),
            Self::MessageComponent(data) => data.serialize(serializer),
            Self::ModalSubmit(data) => data.serialize(serializer),
            Self::Unknown(data) => data.serialize(serializer),
        }
    }
}

/// The data of an interaction while its type is not known: the fields of all kinds.
#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct AnyData {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Id<()>>,
    name: String,
    #[serde(rename = "type")]
    kind: ApplicationCommandType,
    resolved: ResolvedData,
    options: Vec<CommandDataOption>,
    guild_id: Option<Id<Guild>>,
    target_id: Option<Id<CommandTarget>>,
    custom_id: String,
    component_type: ComponentType,
    values: Vec<String>,
    components: Vec<SubmittedComponent>,
}

impl AnyData {
    /// What it is in an interaction of that type.
    pub(super) fn of(self, kind: InteractionType) -> Option<InteractionData> {
        match kind {
            InteractionType::ApplicationCommand => {
                Some(InteractionData::ApplicationCommand(Box::new(self.command())))
            }
            InteractionType::ApplicationCommandAutocomplete => {
                Some(InteractionData::Autocomplete(Box::new(self.command())))
            }
            InteractionType::MessageComponent => {
                Some(InteractionData::MessageComponent(Box::new(ComponentData {
                    id: self.id.and_then(|id| id.get().try_into().ok()),
                    custom_id: self.custom_id,
                    component_type: self.component_type,
                    values: self.values,
                    resolved: self.resolved,
                })))
            }
            InteractionType::ModalSubmit => Some(InteractionData::ModalSubmit(Box::new(ModalData {
                custom_id: self.custom_id,
                components: self.components,
                resolved: self.resolved,
            }))),
            InteractionType::Ping => None,
            InteractionType::SocialLayerSkuPurchaseEligibility | InteractionType::Unknown(_) => {
                let text = serde_json::to_string(&self).unwrap_or_default();
                Some(InteractionData::Unknown(serde_json::from_str(&text).unwrap_or_default()))
            }
        }
    }

    fn command(self) -> CommandData {
        CommandData {
            id: self.id.unwrap_or_default().cast(),
            name: self.name,
            kind: self.kind,
            resolved: self.resolved,
            options: self.options,
            guild_id: self.guild_id,
            target_id: self.target_id,
        }
    }
}
