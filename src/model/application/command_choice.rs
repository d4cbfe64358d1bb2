//! Values to choose from, and the numbers that commands know.
//!
//! <https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure>

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{Locale, Localizations};

/// A value to choose from: of an option, or suggested while an option is filled in.
///
/// <https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CommandChoice {
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

impl CommandChoice {
    /// A choice: what users see, and what the bot gets.
    pub fn new(name: impl Into<String>, value: impl Into<ChoiceValue>) -> Self {
        Self { name: name.into(), value: value.into(), ..Self::default() }
    }

    /// What users see, in another language.
    pub fn name_localization(mut self, locale: Locale, name: impl Into<String>) -> Self {
        self.name_localizations.get_or_insert_default().insert(locale, name.into());
        self
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
    fn a_choice_is_sent_as_discord_takes_it() {
        let choice = CommandChoice::new("Two", 2).name_localization(Locale::German, "Zwei");
        assert_eq!(
            serde_json::to_string(&choice).unwrap(),
            r#"{"name":"Two","name_localizations":{"de":"Zwei"},"value":2}"#
        );
    }
}
