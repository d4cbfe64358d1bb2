//! Commands of applications.
//!
//! <https://docs.discord.com/developers/interactions/application-commands>

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{
    Application, ApplicationIntegrationType, CommandOption, Guild, Id, InteractionContextType, Locale,
    Permissions, open_enum,
};

/// A text in several languages.
pub type Localizations = BTreeMap<Locale, String>;

/// A command of an application, as Discord tells of it; [`Command`](crate::model::Command) is one to send.
///
/// <https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ApplicationCommand {
    /// The command's id.
    pub id: Id<ApplicationCommand>,
    /// The kind of command.
    #[serde(rename = "type")]
    pub kind: ApplicationCommandType,
    /// The application.
    pub application_id: Id<Application>,
    /// The guild, where the command is one of a guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The name, of 1 to 32 characters.
    pub name: String,
    /// The name in other languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_localizations: Option<Localizations>,
    /// The name in the language of the user who asked, where it was not asked for all languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_localized: Option<String>,
    /// What it does, in 1 to 100 characters; empty unless it is written.
    pub description: String,
    /// What it does, in other languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_localizations: Option<Localizations>,
    /// What it does, in the language of the user who asked, where it was not asked for all languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_localized: Option<String>,
    /// Up to 25 options of a command that is written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<CommandOption>,
    /// What a member needs to be permitted, unless the guild has settled it otherwise; nothing at all when `None`.
    pub default_member_permissions: Option<Permissions>,
    /// Whether it works in private with the bot; `contexts` has taken its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dm_permission: Option<bool>,
    /// Whether it is enabled when the application comes to a guild; no longer of use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_permission: Option<bool>,
    /// Whether it is restricted by age.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nsfw: Option<bool>,
    /// Where the application must be installed for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub integration_types: Vec<ApplicationIntegrationType>,
    /// Where it can be used; only of global commands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contexts: Option<Vec<InteractionContextType>>,
    /// The version, which goes up with each considerable change.
    pub version: Id<ApplicationCommandVersion>,
    /// Who answers an entry point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<EntryPointCommandHandlerType>,
}

/// What the id of a version belongs to.
#[derive(Debug)]
pub enum ApplicationCommandVersion {}

open_enum! {
    /// The kinds of commands.
    ///
    /// <https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-types>
    pub enum ApplicationCommandType: u32 {
        /// Is written: `/name`.
        ChatInput = 1,
        /// In the menu of a user.
        User = 2,
        /// In the menu of a message.
        Message = 3,
        /// Begins an activity.
        PrimaryEntryPoint = 4,
    }
    default ChatInput
}

open_enum! {
    /// Who answers an entry point.
    ///
    /// <https://docs.discord.com/developers/interactions/application-commands#application-command-object-entry-point-command-handler-types>
    pub enum EntryPointCommandHandlerType: u32 {
        /// The application, by an interaction.
        AppHandler = 1,
        /// Discord, by beginning the activity.
        DiscordLaunchActivity = 2,
    }
    default AppHandler
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CommandOptionType;

    #[test]
    fn a_command_travels_back_as_it_came() {
        let json = r#"{"id":"1","type":1,"application_id":"2","guild_id":"3","name":"tea","name_localizations":{"de":"tee"},"description":"Brews","options":[{"type":2,"name":"make","description":"Makes","options":[{"type":1,"name":"green","description":"Green","options":[{"type":4,"name":"cups","description":"How many","required":true,"choices":[{"name":"Two","value":2},{"name":"Some","value":2.5},{"name":"All","value":"all"}],"min_value":1,"max_value":9.5},{"type":7,"name":"where","description":"Where","channel_types":[0]}]}]}],"default_member_permissions":"8","nsfw":false,"integration_types":[0,1],"contexts":[0,2],"version":"4"}"#;
        let command: ApplicationCommand = serde_json::from_str(json).unwrap();
        let option = &command.options[0].options[0].options[0];
        assert_eq!(option.kind, CommandOptionType::Integer);
        assert_eq!((option.min_value, option.max_value), (Some(1.into()), Some(9.5.into())));
        let values: Vec<_> = option.choices.iter().map(|choice| choice.value.clone()).collect();
        assert_eq!(values, [2.into(), 2.5.into(), "all".into()]);
        assert_eq!(serde_json::to_string(&command).unwrap(), json);
    }
}
