//! Options of commands: what a user fills in, subcommands, and groups of them.
//!
//! <https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-structure>

use serde::{Deserialize, Serialize};

use crate::model::{
    ChannelType, ChoiceValue, CommandChoice, CommandNumber, Locale, Localizations, open_enum,
};

/// An option of a command, a subcommand, or a group of subcommands.
///
/// <https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CommandOption {
    /// The kind of option.
    #[serde(rename = "type")]
    pub kind: CommandOptionType,
    /// The name, of 1 to 32 characters.
    pub name: String,
    /// The name in other languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_localizations: Option<Localizations>,
    /// The name in the language of the user who asked, where it was not asked for all languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_localized: Option<String>,
    /// What it is for, in 1 to 100 characters.
    pub description: String,
    /// What it is for, in other languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_localizations: Option<Localizations>,
    /// What it is for, in the language of the user who asked, where it was not asked for all languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_localized: Option<String>,
    /// Whether it must be filled; it need not unless this says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// Up to 25 values to choose from: texts, whole numbers or numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<CommandChoice>,
    /// Up to 25 options of a subcommand, or subcommands of a group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<CommandOption>,
    /// The kinds of channels to choose from; all when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channel_types: Vec<ChannelType>,
    /// The smallest number allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_value: Option<CommandNumber>,
    /// The largest number allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_value: Option<CommandNumber>,
    /// The shortest text allowed: 0 to 6000 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u32>,
    /// The longest text allowed: 1 to 6000 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// Whether the bot suggests values while the user is filling it in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub autocomplete: Option<bool>,
    /// The types of files allowed; all when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub file_types: Vec<String>,
}

impl CommandOption {
    /// An option of any kind: its name, and what it is for.
    pub fn new(kind: CommandOptionType, name: impl Into<String>, description: impl Into<String>) -> Self {
        Self { kind, name: name.into(), description: description.into(), ..Self::default() }
    }

    /// A subcommand, which has options of its own.
    pub fn subcommand(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(CommandOptionType::SubCommand, name, description)
    }

    /// A group of subcommands, which are its options.
    pub fn group(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(CommandOptionType::SubCommandGroup, name, description)
    }

    /// A text.
    pub fn string(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(CommandOptionType::String, name, description)
    }

    /// A whole number between -2^53 and 2^53.
    pub fn integer(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(CommandOptionType::Integer, name, description)
    }

    /// Yes or no.
    pub fn boolean(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(CommandOptionType::Boolean, name, description)
    }

    /// A user.
    pub fn user(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(CommandOptionType::User, name, description)
    }

    /// A channel; of any kind unless [`CommandOption::channel_types`] says otherwise.
    pub fn channel(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(CommandOptionType::Channel, name, description)
    }

    /// A role.
    pub fn role(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(CommandOptionType::Role, name, description)
    }

    /// A user or a role.
    pub fn mentionable(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(CommandOptionType::Mentionable, name, description)
    }

    /// A number between -2^53 and 2^53.
    pub fn number(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(CommandOptionType::Number, name, description)
    }

    /// A file.
    pub fn attachment(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(CommandOptionType::Attachment, name, description)
    }

    /// Its name in another language.
    pub fn name_localization(mut self, locale: Locale, name: impl Into<String>) -> Self {
        self.name_localizations.get_or_insert_default().insert(locale, name.into());
        self
    }

    /// What it is for, in another language.
    pub fn description_localization(mut self, locale: Locale, description: impl Into<String>) -> Self {
        self.description_localizations.get_or_insert_default().insert(locale, description.into());
        self
    }

    /// Makes it one that must be filled; these come before the others.
    pub fn required(mut self) -> Self {
        self.required = Some(true);
        self
    }

    /// Adds a value to choose from, at most 25: what users see, and what the bot gets.
    pub fn choice(self, name: impl Into<String>, value: impl Into<ChoiceValue>) -> Self {
        self.choices([CommandChoice::new(name, value)])
    }

    /// Adds values to choose from, at most 25.
    pub fn choices(mut self, choices: impl IntoIterator<Item = CommandChoice>) -> Self {
        self.choices.extend(choices);
        self
    }

    /// Adds an option to a subcommand, or a subcommand to a group, at most 25.
    pub fn option(mut self, option: CommandOption) -> Self {
        self.options.push(option);
        self
    }

    /// The kinds of channels to choose from.
    pub fn channel_types(mut self, kinds: impl Into<Vec<ChannelType>>) -> Self {
        self.channel_types = kinds.into();
        self
    }

    /// The smallest number allowed.
    pub fn min_value(mut self, least: impl Into<CommandNumber>) -> Self {
        self.min_value = Some(least.into());
        self
    }

    /// The largest number allowed.
    pub fn max_value(mut self, most: impl Into<CommandNumber>) -> Self {
        self.max_value = Some(most.into());
        self
    }

    /// The shortest text allowed, 0 to 6000 characters.
    pub fn min_length(mut self, characters: u32) -> Self {
        self.min_length = Some(characters);
        self
    }

    /// The longest text allowed, 1 to 6000 characters.
    pub fn max_length(mut self, characters: u32) -> Self {
        self.max_length = Some(characters);
        self
    }

    /// Lets the bot suggest values while the user is filling it in; it has no choices then.
    pub fn autocomplete(mut self) -> Self {
        self.autocomplete = Some(true);
        self
    }

    /// The types of files allowed.
    pub fn file_types(mut self, types: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.file_types = types.into_iter().map(Into::into).collect();
        self
    }
}

open_enum! {
    /// The kinds of options of a command.
    ///
    /// <https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type>
    pub enum CommandOptionType: u32 {
        /// A subcommand.
        SubCommand = 1,
        /// A group of subcommands.
        SubCommandGroup = 2,
        /// A text.
        String = 3,
        /// A whole number between -2^53 and 2^53.
        Integer = 4,
        /// Yes or no.
        Boolean = 5,
        /// A user.
        User = 6,
        /// A channel of any kind, categories included.
        Channel = 7,
        /// A role.
        Role = 8,
        /// A user or a role.
        Mentionable = 9,
        /// A number between -2^53 and 2^53.
        Number = 10,
        /// A file.
        Attachment = 11,
    }
}
