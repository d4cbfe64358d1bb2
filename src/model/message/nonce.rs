//! The mark by which a sender knows its own message again.
//!
//! <https://docs.discord.com/developers/resources/message#message-object>

use std::fmt;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

/// A number, or a string of up to 25 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Nonce {
    /// A number.
    Number(i64),
    /// A string.
    Text(Box<str>),
}

impl From<i64> for Nonce {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Nonce {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Nonce {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl Serialize for Nonce {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for Nonce {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NonceVisitor)
    }
}

struct NonceVisitor;

impl Visitor<'_> for NonceVisitor {
    type Value = Nonce;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or a string")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Nonce, E> {
        Ok(number.into())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Nonce, E> {
        // What does not fit can still be compared as text.
        Ok(i64::try_from(number).map_or_else(|_| number.to_string().into(), Nonce::Number))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Nonce, E> {
        Ok(text.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_and_written() {
        for (text, nonce) in [("-17", Nonce::from(-17)), ("\"n-17\"", "n-17".into())] {
            assert_eq!(serde_json::from_str::<Nonce>(text).unwrap(), nonce);
            assert_eq!(serde_json::to_string(&nonce).unwrap(), text);
        }
    }
}
