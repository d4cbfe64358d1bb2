//! Commands of applications, as they are registered.
//!
//! <https://docs.discord.com/developers/interactions/application-commands>

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{
    Application, ApplicationIntegrationType, Channel, ChannelType, Guild, Id, InteractionContextType, Locale,
    OptionValue, Permissions, open_enum,
};

/// A command of an application.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Command {
    /// The command's id.
    pub id: Id<Command>,
    /// The kind of command.
    #[serde(rename = "type")]
    pub kind: CommandType,
    /// The application.
    pub application_id: Id<Application>,
    /// The guild, unless it is for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The name, of 1 to 32 characters.
    pub name: String,
    /// The name in other languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_localizations: Option<BTreeMap<Locale, String>>,
    /// The name in the asked language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_localized: Option<String>,
    /// The description, of up to 100 characters; empty but for slash commands.
    pub description: String,
    /// The description in other languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_localizations: Option<BTreeMap<Locale, String>>,
    /// The description in the asked language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_localized: Option<String>,
    /// What it asks for; up to 25.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<CommandOption>,
    /// What members need unless a guild chooses.
    pub default_member_permissions: Option<Permissions>,
    /// Whether it works in private; `contexts` says more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dm_permission: Option<bool>,
    /// Whether it is on; replaced by `default_member_permissions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_permission: Option<bool>,
    /// Whether it is restricted by age.
    pub nsfw: bool,
    /// Where the application must be installed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub integration_types: Vec<ApplicationIntegrationType>,
    /// Where it can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contexts: Option<Vec<InteractionContextType>>,
    /// Changes whenever the command does.
    pub version: Id<Command>,
    /// Who answers to an entry point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<EntryPointCommandHandlerType>,
}

/// What a command asks for.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CommandOption {
    /// The kind of value.
    #[serde(rename = "type")]
    pub kind: CommandOptionType,
    /// The name, of 1 to 32 characters.
    pub name: String,
    /// The name in other languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_localizations: Option<BTreeMap<Locale, String>>,
    /// The name in the asked language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_localized: Option<String>,
    /// The description, of 1 to 100 characters.
    pub description: String,
    /// The description in other languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_localizations: Option<BTreeMap<Locale, String>>,
    /// The description in the asked language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_localized: Option<String>,
    /// Whether it must be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// The values to choose from; up to 25.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<CommandChoice>,
    /// The options of a subcommand, or the subcommands of a group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<CommandOption>,
    /// The kinds of channels to choose from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channel_types: Vec<ChannelType>,
    /// The least number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_value: Option<OptionValue>,
    /// The greatest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_value: Option<OptionValue>,
    /// The least length of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u32>,
    /// The greatest length of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// Whether the bot makes suggestions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub autocomplete: Option<bool>,
    /// The extensions of files to choose from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub file_types: Vec<String>,
}

/// A value to choose.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CommandChoice {
    /// The name, of 1 to 100 characters.
    pub name: String,
    /// The name in other languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_localizations: Option<BTreeMap<Locale, String>>,
    /// The name in the asked language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_localized: Option<String>,
    /// The value.
    pub value: OptionValue,
}

/// Who may use the commands of an application in a guild.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CommandPermissions {
    /// The command; the application's id when it is for all of them.
    pub id: Id<Command>,
    /// The application.
    pub application_id: Id<Application>,
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The permissions; up to 100.
    pub permissions: Vec<CommandPermission>,
}

/// Who may use a command.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CommandPermission {
    /// The role, the user or the channel; the guild's id is @everyone, one less is all channels.
    pub id: Id<CommandPermissionTarget>,
    /// What the id names.
    #[serde(rename = "type")]
    pub kind: CommandPermissionType,
    /// Whether it may be used.
    pub permission: bool,
}

/// What a [`CommandPermission`] is for: a role, a user or a channel.
#[derive(Debug)]
pub enum CommandPermissionTarget {}

impl CommandPermission {
    /// The channel, if it is for one.
    pub fn channel(&self) -> Option<Id<Channel>> {
        (self.kind == CommandPermissionType::Channel).then(|| self.id.cast())
    }
}

open_enum! {
    /// What a command's permission is for.
    pub enum CommandPermissionType: u8 {
        /// A role.
        Role = 1,
        /// A user.
        User = 2,
        /// A channel.
        Channel = 3,
    }
    default Role
}

open_enum! {
    /// The kinds of commands.
    pub enum CommandType: u8 {
        /// A slash command.
        ChatInput = 1,
        /// In the menu of a user.
        User = 2,
        /// In the menu of a message.
        Message = 3,
        /// Starts the application's activity.
        PrimaryEntryPoint = 4,
    }
    default ChatInput
}

open_enum! {
    /// The kinds of values that a command asks for.
    pub enum CommandOptionType: u8 {
        /// A subcommand.
        SubCommand = 1,
        /// A group of subcommands.
        SubCommandGroup = 2,
        /// A text.
        String = 3,
        /// A whole number between -2⁵³ and 2⁵³.
        Integer = 4,
        /// Yes or no.
        Boolean = 5,
        /// A user.
        User = 6,
        /// A channel; categories, too.
        Channel = 7,
        /// A role.
        Role = 8,
        /// A user or a role.
        Mentionable = 9,
        /// A number between -2⁵³ and 2⁵³.
        Number = 10,
        /// A file.
        Attachment = 11,
    }
    default String
}

open_enum! {
    /// Who answers to an entry point.
    pub enum EntryPointCommandHandlerType: u8 {
        /// The application.
        AppHandler = 1,
        /// Discord starts the activity and says so.
        DiscordLaunchActivity = 2,
    }
    default AppHandler
}
