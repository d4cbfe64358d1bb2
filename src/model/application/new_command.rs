//! Commands to send: what an application registers.
//!
//! <https://docs.discord.com/developers/interactions/application-commands#create-global-application-command>

use serde::Serialize;

use crate::model::{
    ApplicationCommand, ApplicationCommandType, ApplicationIntegrationType, CommandOption,
    EntryPointCommandHandlerType, Id, InteractionContextType, Locale, Localizations, Permissions,
};

/// A command to register; what Discord makes of it is an [`ApplicationCommand`].
///
/// <https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-structure>
///
/// ```
/// use ito::model::{Command, CommandOption, InteractionContextType, Locale, Permissions};
///
/// let ban = Command::new("ban", "Bans a member")
///     .name_localization(Locale::German, "bannen")
///     .option(CommandOption::user("who", "Whom to ban").required())
///     .option(CommandOption::integer("days", "Days of messages to delete").min_value(0).max_value(7))
///     .option(CommandOption::string("why", "The reason").choice("Spam", "spam").choice("Rude", "rude"))
///     .default_member_permissions(Permissions::BAN_MEMBERS)
///     .contexts([InteractionContextType::Guild]);
/// assert_eq!(ban.options.len(), 3);
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Command {
    /// The id of a command that exists, when all are set at once; a command with the same name is the same command, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id<ApplicationCommand>>,
    /// The kind of command.
    #[serde(rename = "type")]
    pub kind: ApplicationCommandType,
    /// The name, of 1 to 32 characters; of a command that is written, without capitals and blanks.
    pub name: String,
    /// The name in other languages.
    #[serde(skip_serializing_if = "Localizations::is_empty")]
    pub name_localizations: Localizations,
    /// What it does, in 1 to 100 characters; empty unless it is written.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What it does, in other languages.
    #[serde(skip_serializing_if = "Localizations::is_empty")]
    pub description_localizations: Localizations,
    /// Up to 25 options of a command that is written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<CommandOption>,
    /// What a member needs to be permitted; everybody may use it unless set, and nobody but administrators when empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_member_permissions: Option<Permissions>,
    /// Whether it is restricted by age.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub nsfw: bool,
    /// Where the application must be installed for it; as the application says unless set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub integration_types: Vec<ApplicationIntegrationType>,
    /// Where it can be used, of a global command; everywhere unless set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contexts: Vec<InteractionContextType>,
    /// Who answers an entry point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<EntryPointCommandHandlerType>,
}

impl Command {
    /// A command that is written, `/name`: its name, and what it does.
    pub fn new(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self { name: name.into(), description: description.into(), ..Self::default() }
    }

    /// A command in the menu of a user.
    pub fn user(name: impl Into<String>) -> Self {
        Self { kind: ApplicationCommandType::User, ..Self::new(name, "") }
    }

    /// A command in the menu of a message.
    pub fn message(name: impl Into<String>) -> Self {
        Self { kind: ApplicationCommandType::Message, ..Self::new(name, "") }
    }

    /// The command that begins the application's activity, and who answers it.
    pub fn entry_point(
        name: impl Into<String>,
        description: impl Into<String>,
        handler: EntryPointCommandHandlerType,
    ) -> Self {
        let kind = ApplicationCommandType::PrimaryEntryPoint;
        Self { kind, handler: Some(handler), ..Self::new(name, description) }
    }

    /// Its name in another language.
    pub fn name_localization(mut self, locale: Locale, name: impl Into<String>) -> Self {
        self.name_localizations.insert(locale, name.into());
        self
    }

    /// What it does, in another language.
    pub fn description_localization(mut self, locale: Locale, description: impl Into<String>) -> Self {
        self.description_localizations.insert(locale, description.into());
        self
    }

    /// Adds an option, a subcommand or a group, at most 25.
    pub fn option(mut self, option: CommandOption) -> Self {
        self.options.push(option);
        self
    }

    /// What a member needs to be permitted; with none at all only administrators may use it.
    pub fn default_member_permissions(mut self, permissions: Permissions) -> Self {
        self.default_member_permissions = Some(permissions);
        self
    }

    /// Restricts it by age.
    pub fn nsfw(mut self) -> Self {
        self.nsfw = true;
        self
    }

    /// Where the application must be installed for it.
    pub fn integration_types(mut self, types: impl Into<Vec<ApplicationIntegrationType>>) -> Self {
        self.integration_types = types.into();
        self
    }

    /// Where it can be used; only of global commands.
    pub fn contexts(mut self, contexts: impl Into<Vec<InteractionContextType>>) -> Self {
        self.contexts = contexts.into();
        self
    }
}

impl From<ApplicationCommand> for Command {
    /// A command that exists, to be sent again: perhaps changed, or among all of them.
    fn from(command: ApplicationCommand) -> Self {
        Self {
            id: Some(command.id),
            kind: command.kind,
            name: command.name,
            name_localizations: command.name_localizations.unwrap_or_default(),
            description: command.description,
            description_localizations: command.description_localizations.unwrap_or_default(),
            options: command.options,
            default_member_permissions: command.default_member_permissions,
            nsfw: command.nsfw.unwrap_or(false),
            integration_types: command.integration_types,
            contexts: command.contexts.unwrap_or_default(),
            handler: command.handler,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ChannelType;

    fn check(command: &Command, expected: &str) {
        assert_eq!(serde_json::to_string(command).unwrap(), expected);
    }

    #[test]
    fn each_kind_of_command_is_sent_as_discord_takes_it() {
        check(&Command::new("tea", "Brews"), r#"{"type":1,"name":"tea","description":"Brews"}"#);
        check(&Command::user("Greet"), r#"{"type":2,"name":"Greet"}"#);
        check(
            &Command::message("Keep").nsfw().default_member_permissions(Permissions::empty()),
            r#"{"type":3,"name":"Keep","default_member_permissions":"0","nsfw":true}"#,
        );
        check(
            &Command::entry_point("play", "Plays", EntryPointCommandHandlerType::DiscordLaunchActivity)
                .integration_types([ApplicationIntegrationType::UserInstall])
                .contexts([InteractionContextType::BotDm]),
            r#"{"type":4,"name":"play","description":"Plays","integration_types":[1],"contexts":[1],"handler":2}"#,
        );
    }

    #[test]
    fn options_nest_and_are_limited() {
        let cups = CommandOption::integer("cups", "How many").required().min_value(1).max_value(9);
        let place = CommandOption::channel("where", "Where").channel_types([ChannelType::GuildText]);
        let note = CommandOption::string("note", "A note").min_length(1).max_length(80).autocomplete();
        let green = CommandOption::subcommand("green", "Green").option(cups).option(place).option(note);
        let command = Command::new("tea", "Brews").option(
            CommandOption::group("make", "Makes").name_localization(Locale::German, "brauen").option(green),
        );
        check(
            &command,
            r#"{"type":1,"name":"tea","description":"Brews","options":[{"type":2,"name":"make","name_localizations":{"de":"brauen"},"description":"Makes","options":[{"type":1,"name":"green","description":"Green","options":[{"type":4,"name":"cups","description":"How many","required":true,"min_value":1,"max_value":9},{"type":7,"name":"where","description":"Where","channel_types":[0]},{"type":3,"name":"note","description":"A note","min_length":1,"max_length":80,"autocomplete":true}]}]}]}"#,
        );
    }

    #[test]
    fn a_command_that_exists_can_be_sent_again() {
        let json = r#"{"id":"7","type":1,"application_id":"2","name":"tea","name_localizations":{"de":"tee"},"description":"Brews","default_member_permissions":"8","nsfw":true,"contexts":[0],"version":"4"}"#;
        let command: ApplicationCommand = serde_json::from_str(json).unwrap();
        check(
            &command.into(),
            r#"{"id":"7","type":1,"name":"tea","name_localizations":{"de":"tee"},"description":"Brews","default_member_permissions":"8","nsfw":true,"contexts":[0]}"#,
        );
    }
}
