//! What a user has put into the options of a command.
//!
//! <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-application-command-interaction-data-option-structure>

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{Attachment, Channel, CommandOptionType, Id, Role, User};

/// An option that a user has filled, or a subcommand.
///
/// <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-application-command-interaction-data-option-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(from = "Wire")]
#[non_exhaustive]
pub struct CommandDataOption {
    /// The name of the option or of the subcommand.
    pub name: String,
    /// The kind of option.
    #[serde(rename = "type")]
    pub kind: CommandOptionType,
    /// What the user put in; nothing for subcommands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<CommandOptionValue>,
    /// The options of a subcommand, or the subcommand of a group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<CommandDataOption>,
    /// Whether the user is filling this option in; only in autocompletion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focused: Option<bool>,
}

impl CommandDataOption {
    /// Whether the user is filling this option in.
    pub fn is_focused(&self) -> bool {
        self.focused == Some(true)
    }

    /// Whether it is a subcommand or a group of them.
    pub const fn is_subcommand(&self) -> bool {
        matches!(self.kind, CommandOptionType::SubCommand | CommandOptionType::SubCommandGroup)
    }
}

/// The value of an option of a command, by the kind of option.
///
/// While a user is filling a number in, what there is so far is a [`String`](Self::String).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum CommandOptionValue {
    /// A text.
    String(String),
    /// A whole number between -2^53 and 2^53.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// A user.
    User(Id<User>),
    /// A channel.
    Channel(Id<Channel>),
    /// A role.
    Role(Id<Role>),
    /// A user or a role.
    Mentionable(Id<Mentionable>),
    /// A number between -2^53 and 2^53.
    Number(f64),
    /// A file.
    Attachment(Id<Attachment>),
}

/// Whatever can be mentioned: the id is that of a user or of a role.
#[derive(Debug)]
pub enum Mentionable {}

impl CommandOptionValue {
    /// The text.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The whole number.
    pub const fn as_i64(&self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// The number, whole or not.
    pub const fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Integer(number) => Some(*number as f64),
            _ => None,
        }
    }

    /// The answer to yes or no.
    pub const fn as_bool(&self) -> Option<bool> {
        if let Self::Boolean(answer) = self { Some(*answer) } else { None }
    }

    /// The user; also where a user or a role could be chosen, so see whether it is among the resolved users.
    pub const fn as_user(&self) -> Option<Id<User>> {
        match self {
            Self::User(id) => Some(*id),
            Self::Mentionable(id) => Some(id.cast()),
            _ => None,
        }
    }

    /// The role; also where a user or a role could be chosen, so see whether it is among the resolved roles.
    pub const fn as_role(&self) -> Option<Id<Role>> {
        match self {
            Self::Role(id) => Some(*id),
            Self::Mentionable(id) => Some(id.cast()),
            _ => None,
        }
    }

    /// The channel.
    pub const fn as_channel(&self) -> Option<Id<Channel>> {
        if let Self::Channel(id) = self { Some(*id) } else { None }
    }

    /// The file.
    pub const fn as_attachment(&self) -> Option<Id<Attachment>> {
        if let Self::Attachment(id) = self { Some(*id) } else { None }
    }

    /// Makes of a bare value what it means for an option of that kind; what does not fit stays as it is.
    fn meant(self, kind: CommandOptionType) -> Self {
        use CommandOptionType as Kind;

        match (kind, self) {
            (Kind::Number, Self::Integer(number)) => Self::Number(number as f64),
            (_, Self::String(text)) => {
                let id = text.parse::<u64>().ok();
                match (kind, id) {
                    (Kind::User, Some(id)) => Self::User(Id::new(id)),
                    (Kind::Channel, Some(id)) => Self::Channel(Id::new(id)),
                    (Kind::Role, Some(id)) => Self::Role(Id::new(id)),
                    (Kind::Mentionable, Some(id)) => Self::Mentionable(Id::new(id)),
                    (Kind::Attachment, Some(id)) => Self::Attachment(Id::new(id)),
                    _ => Self::String(text),
                }
            }
            (_, value) => value,
        }
    }
}

impl Serialize for CommandOptionValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::String(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Boolean(answer) => serializer.serialize_bool(*answer),
            Self::User(id) => id.serialize(serializer),
            Self::Channel(id) => id.serialize(serializer),
            Self::Role(id) => id.serialize(serializer),
            Self::Mentionable(id) => id.serialize(serializer),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Attachment(id) => id.serialize(serializer),
        }
    }
}

/// A bare value: what it means is known only with the kind of option.
struct Bare(CommandOptionValue);

impl<'de> Deserialize<'de> for Bare {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BareVisitor).map(Self)
    }
}

struct BareVisitor;

impl Visitor<'_> for BareVisitor {
    type Value = CommandOptionValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, a number or a boolean")
    }

    fn visit_bool<E: Error>(self, answer: bool) -> Result<CommandOptionValue, E> {
        Ok(CommandOptionValue::Boolean(answer))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<CommandOptionValue, E> {
        Ok(CommandOptionValue::Integer(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<CommandOptionValue, E> {
        Ok(i64::try_from(number)
            .map_or(CommandOptionValue::Number(number as f64), CommandOptionValue::Integer))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<CommandOptionValue, E> {
        Ok(CommandOptionValue::Number(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<CommandOptionValue, E> {
        Ok(CommandOptionValue::String(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<CommandOptionValue, E> {
        Ok(CommandOptionValue::String(text))
    }
}

/// An option as it travels.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Wire {
    name: String,
    #[serde(rename = "type")]
    kind: CommandOptionType,
    value: Option<Bare>,
    options: Vec<CommandDataOption>,
    focused: Option<bool>,
}

impl From<Wire> for CommandDataOption {
    fn from(wire: Wire) -> Self {
        Self {
            name: wire.name,
            kind: wire.kind,
            value: wire.value.map(|value| value.0.meant(wire.kind)),
            options: wire.options,
            focused: wire.focused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_travel_back_as_they_came() {
        let json = r#"[{"name":"add","type":1,"options":[{"name":"who","type":6,"value":"7"},{"name":"what","type":3,"value":"7"},{"name":"n","type":4,"value":-3},{"name":"x","type":10,"value":2.5},{"name":"sure","type":5,"value":true},{"name":"whom","type":9,"value":"8"}]},{"name":"count","type":4,"value":"1a","focused":true}]"#;
        let options: Vec<CommandDataOption> = serde_json::from_str(json).unwrap();
        let values: Vec<_> = options[0].options.iter().filter_map(|option| option.value.clone()).collect();
        assert_eq!(
            values,
            [
                CommandOptionValue::User(Id::new(7)),
                CommandOptionValue::String("7".to_owned()),
                CommandOptionValue::Integer(-3),
                CommandOptionValue::Number(2.5),
                CommandOptionValue::Boolean(true),
                CommandOptionValue::Mentionable(Id::new(8)),
            ]
        );
        assert_eq!(options[1].value.as_ref().and_then(CommandOptionValue::as_str), Some("1a"));
        assert!(options[0].is_subcommand() && options[1].is_focused());
        assert_eq!(serde_json::to_string(&options).unwrap(), json);
    }

    #[test]
    fn a_number_may_be_whole() {
        let option: CommandDataOption = serde_json::from_str(r#"{"value":2,"type":10,"name":"x"}"#).unwrap();
        assert_eq!(option.value, Some(CommandOptionValue::Number(2.0)));
    }
}
