//! What was used, and what was given.
//!
//! <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-data>

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{
    Attachment, Channel, Command, CommandOptionType, CommandType, ComponentType, Guild, Id, Member, Message,
    OptionValue, Role, SubmittedComponent, User,
};

/// What was used, by the kind of interaction.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(from = "Wire", into = "Wire")]
#[non_exhaustive]
pub enum InteractionData {
    /// A command.
    Command(Box<CommandData>),
    /// A command whose option is being completed.
    Autocomplete(Box<CommandData>),
    /// A component of a message.
    Component(Box<ComponentData>),
    /// A modal.
    Modal(Box<ModalData>),
    /// None of these, or nothing.
    Unknown,
}

impl InteractionData {
    /// The command, used or being completed.
    pub fn command(&self) -> Option<&CommandData> {
        match self {
            Self::Command(command) | Self::Autocomplete(command) => Some(command),
            _ => None,
        }
    }

    /// The component.
    pub fn component(&self) -> Option<&ComponentData> {
        match self {
            Self::Component(component) => Some(component),
            _ => None,
        }
    }

    /// The modal.
    pub fn modal(&self) -> Option<&ModalData> {
        match self {
            Self::Modal(modal) => Some(modal),
            _ => None,
        }
    }

    pub(super) fn into_autocomplete(self) -> Self {
        match self {
            Self::Command(command) => Self::Autocomplete(command),
            other => other,
        }
    }
}

impl Default for InteractionData {
    fn default() -> Self {
        Self::Unknown
    }
}

/// A command and what was given.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CommandData {
    /// The command.
    pub id: Id<Command>,
    /// The name.
    pub name: String,
    /// The kind of command.
    #[serde(rename = "type")]
    pub kind: CommandType,
    /// The users, roles… whose ids were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved: Option<ResolvedData>,
    /// What was given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<CommandDataOption>,
    /// The guild of the command, unless it is for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The user or message in whose menu it was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_id: Option<Id<CommandTarget>>,
}

/// What a [`CommandData::target_id`] names: a user or a message.
#[derive(Debug)]
pub enum CommandTarget {}

impl CommandData {
    /// The options that hold values, inside of the subcommand when there is one.
    pub fn values(&self) -> &[CommandDataOption] {
        let mut options = &*self.options;
        while let [only] = options
            && matches!(only.kind, CommandOptionType::SubCommand | CommandOptionType::SubCommandGroup)
        {
            options = &only.options;
        }
        options
    }

    /// The value of an option.
    pub fn value(&self, name: &str) -> Option<&OptionValue> {
        self.values().iter().find(|option| option.name == name).and_then(|option| option.value.as_ref())
    }

    /// The option into which somebody types.
    pub fn focused(&self) -> Option<&CommandDataOption> {
        self.values().iter().find(|option| option.focused == Some(true))
    }
}

/// What was given for an option, or the subcommand that was used.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CommandDataOption {
    /// The name.
    pub name: String,
    /// The kind of value.
    #[serde(rename = "type")]
    pub kind: CommandOptionType,
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<OptionValue>,
    /// The options of a subcommand, or the subcommand of a group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<CommandDataOption>,
    /// Whether somebody types into it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focused: Option<bool>,
}

/// A component of a message, and what was chosen.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ComponentData {
    /// The component's id, as the bot has chosen it.
    pub custom_id: String,
    /// The kind of component.
    pub component_type: ComponentType,
    /// The component's number in its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// What was chosen: texts, or ids of users, roles and channels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The users, roles, channels that were chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved: Option<ResolvedData>,
}

/// A modal and what was written in it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ModalData {
    /// The modal's id, as the bot has chosen it.
    pub custom_id: String,
    /// What was written.
    pub components: Vec<SubmittedComponent>,
    /// The users, roles, channels, files that were chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved: Option<ResolvedData>,
}

impl ModalData {
    /// What was given in the component with that id.
    pub fn component(&self, custom_id: &str) -> Option<&SubmittedComponent> {
        let mut open: Vec<&SubmittedComponent> = self.components.iter().collect();
        while let Some(component) = open.pop() {
            if component.custom_id.as_deref() == Some(custom_id) {
                return Some(component);
            }
            open.extend(component.components.iter().chain(component.component.as_deref()));
        }
        None
    }

    /// The text in the component with that id.
    pub fn text(&self, custom_id: &str) -> Option<&str> {
        self.component(custom_id)?.value.as_ref()?.as_str()
    }
}

/// The things whose ids were given.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ResolvedData {
    /// Users.
    pub users: BTreeMap<Id<User>, User>,
    /// The same users as members, without `user`, `deaf` and `mute`.
    pub members: BTreeMap<Id<User>, Member>,
    /// Roles.
    pub roles: BTreeMap<Id<Role>, Role>,
    /// Channels, in part.
    pub channels: BTreeMap<Id<Channel>, Channel>,
    /// Messages, in part.
    pub messages: BTreeMap<Id<Message>, Message>,
    /// Files.
    pub attachments: BTreeMap<Id<Attachment>, Attachment>,
}

/// All fields of every kind of data; which are there tells the kind.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
struct Wire {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Id<Command>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<CommandType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolved: Option<ResolvedData>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<CommandDataOption>,
    #[serde(skip_serializing_if = "Option::is_none")]
    guild_id: Option<Id<Guild>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_id: Option<Id<CommandTarget>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    component_type: Option<ComponentType>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<Vec<SubmittedComponent>>,
}

impl From<Wire> for InteractionData {
    fn from(wire: Wire) -> Self {
        if let Some(component_type) = wire.component_type {
            let id = wire.id.and_then(|id| u32::try_from(id.get()).ok());
            let (values, resolved) = (wire.values, wire.resolved);
            let custom_id = wire.custom_id.unwrap_or_default();
            Self::Component(Box::new(ComponentData { custom_id, component_type, id, values, resolved }))
        } else if let Some(components) = wire.components {
            let custom_id = wire.custom_id.unwrap_or_default();
            Self::Modal(Box::new(ModalData { custom_id, components, resolved: wire.resolved }))
        } else if wire.name.is_some() || wire.kind.is_some() || wire.id.is_some() {
            Self::Command(Box::new(CommandData {
                id: wire.id.unwrap_or_default(),
                name: wire.name.unwrap_or_default(),
                kind: wire.kind.unwrap_or_default(),
                resolved: wire.resolved,
                options: wire.options,
                guild_id: wire.guild_id,
                target_id: wire.target_id,
            }))
        } else if let Some(custom_id) = wire.custom_id {
            Self::Modal(Box::new(ModalData { custom_id, components: Vec::new(), resolved: wire.resolved }))
        } else {
            Self::Unknown
        }
    }
}

impl From<InteractionData> for Wire {
    fn from(data: InteractionData) -> Self {
        match data {
            InteractionData::Command(command) | InteractionData::Autocomplete(command) => Self {
                id: Some(command.id),
                name: Some(command.name),
                kind: Some(command.kind),
                resolved: command.resolved,
                options: command.options,
                guild_id: command.guild_id,
                target_id: command.target_id,
                ..Self::default()
            },
            InteractionData::Component(component) => Self {
                custom_id: Some(component.custom_id),
                component_type: Some(component.component_type),
                values: component.values,
                resolved: component.resolved,
                ..Self::default()
            },
            InteractionData::Modal(modal) => Self {
                custom_id: Some(modal.custom_id),
                components: Some(modal.components),
                resolved: modal.resolved,
                ..Self::default()
            },
            InteractionData::Unknown => Self::default(),
        }
    }
}
