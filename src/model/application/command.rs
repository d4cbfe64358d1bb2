//! Commands of applications.
//!
//! <https://docs.discord.com/developers/interactions/application-commands>

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{
    Application, ApplicationIntegrationType, ChannelType, Guild, Id, InteractionContextType, Locale,
    Permissions, open_enum,
};

/// A text in several languages.
pub type Localizations = BTreeMap<Locale, String>;

/// A command of an application.
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
    pub options: Vec<ApplicationCommandOption>,
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
    pub enum EntryPointCommandHandlerType: u32 {
        /// The application, by an interaction.
        AppHandler = 1,
        /// Discord, by beginning the activity.
        DiscordLaunchActivity = 2,
    }
    default AppHandler
}

/// An option of a command, a subcommand, or a group of subcommands.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ApplicationCommandOption {
    /// The kind of option.
    #[serde(rename = "type")]
    pub kind: ApplicationCommandOptionType,
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
    pub choices: Vec<ApplicationCommandOptionChoice>,
    /// Up to 25 options of a subcommand, or subcommands of a group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<ApplicationCommandOption>,
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

open_enum! {
    /// The kinds of options.
    pub enum ApplicationCommandOptionType: u32 {
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

/// A value to choose from.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ApplicationCommandOptionChoice {
    /// What users see, in 1 to 100 characters.
    pub name: String,
    /// What users see, in other languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_localizations: Option<Localizations>,
    /// What users see, in the language of the user who asked, where it was not asked for all languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_localized: Option<String>,
    /// What the bot gets.
    pub value: ChoiceValue,
}

impl ApplicationCommandOptionChoice {
    /// A choice: what users see, and what the bot gets.
    pub fn new(name: impl Into<String>, value: impl Into<ChoiceValue>) -> Self {
        Self { name: name.into(), value: value.into(), ..Self::default() }
    }
}

/// What the bot gets of a choice.
#[derive(Debug, Clone, PartialEq)]
pub enum ChoiceValue {
    /// A text of up to 100 characters.
    String(String),
    /// A number, whole or not.
    Number(CommandNumber),
}

/// A number, whole or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CommandNumber {
    /// A whole number.
    Integer(i64),
    /// Any number.
    Number(f64),
}

impl Default for ChoiceValue {
    fn default() -> Self {
        Self::String(String::new())
    }
}

impl Default for CommandNumber {
    fn default() -> Self {
        Self::Integer(0)
    }
}

impl From<&str> for ChoiceValue {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for ChoiceValue {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl<N: Into<CommandNumber>> From<N> for ChoiceValue {
    fn from(number: N) -> Self {
        Self::Number(number.into())
    }
}

impl From<i64> for CommandNumber {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<i32> for CommandNumber {
    fn from(number: i32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<f64> for CommandNumber {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl Serialize for ChoiceValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::String(text) => serializer.serialize_str(text),
            Self::Number(number) => number.serialize(serializer),
        }
    }
}

impl Serialize for CommandNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Number(number) => serializer.serialize_f64(*number),
        }
    }
}

impl<'de> Deserialize<'de> for ChoiceValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ChoiceVisitor)
    }
}

impl<'de> Deserialize<'de> for CommandNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }
}

struct ChoiceVisitor;

impl Visitor<'_> for ChoiceVisitor {
    type Value = ChoiceValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<ChoiceValue, E> {
        NumberVisitor.visit_i64(number).map(ChoiceValue::Number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<ChoiceValue, E> {
        NumberVisitor.visit_u64(number).map(ChoiceValue::Number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<ChoiceValue, E> {
        NumberVisitor.visit_f64(number).map(ChoiceValue::Number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<ChoiceValue, E> {
        Ok(ChoiceValue::String(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<ChoiceValue, E> {
        Ok(ChoiceValue::String(text))
    }
}

struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = CommandNumber;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<CommandNumber, E> {
        Ok(CommandNumber::Integer(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<CommandNumber, E> {
        Ok(i64::try_from(number).map_or(CommandNumber::Number(number as f64), CommandNumber::Integer))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<CommandNumber, E> {
        Ok(CommandNumber::Number(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_travels_back_as_it_came() {
        let json = r#"{"id":"1","type":1,"application_id":"2","guild_id":"3","name":"tea","name_localizations":{"de":"tee"},"description":"Brews","options":[{"type":2,"name":"make","description":"Makes","options":[{"type":1,"name":"green","description":"Green","options":[{"type":4,"name":"cups","description":"How many","required":true,"choices":[{"name":"Two","value":2},{"name":"Some","value":2.5},{"name":"All","value":"all"}],"min_value":1,"max_value":9.5},{"type":7,"name":"where","description":"Where","channel_types":[0]}]}]}],"default_member_permissions":"8","nsfw":false,"integration_types":[0,1],"contexts":[0,2],"version":"4"}"#;
        let command: ApplicationCommand = serde_json::from_str(json).unwrap();
        let option = &command.options[0].options[0].options[0];
        assert_eq!(option.kind, ApplicationCommandOptionType::Integer);
        assert_eq!((option.min_value, option.max_value), (Some(1.into()), Some(9.5.into())));
        let values: Vec<_> = option.choices.iter().map(|choice| choice.value.clone()).collect();
        assert_eq!(values, [2.into(), 2.5.into(), "all".into()]);
        assert_eq!(serde_json::to_string(&command).unwrap(), json);
        assert_eq!(
            serde_json::to_string(&ApplicationCommandOptionChoice::new("Two", 2)).unwrap(),
            r#"{"name":"Two","value":2}"#
        );
    }
}
