//! The mark that a sender puts on a message.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The mark that a sender put on a message: a number or a text of up to 25 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nonce {
    /// A number.
    Number(i64),
    /// A text.
    Text(Box<str>),
}

impl Default for Nonce {
    fn default() -> Self {
        Self::Number(0)
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

impl From<&str> for Nonce {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl Serialize for Nonce {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => number.serialize(serializer),
            Self::Text(text) => text.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Nonce {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Nonce;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or a text")
            }

            fn visit_i64<E>(self, number: i64) -> Result<Nonce, E> {
                Ok(Nonce::Number(number))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Nonce, E> {
                Ok(i64::try_from(number)
                    .map_or_else(|_| Nonce::Text(number.to_string().into()), Nonce::Number))
            }

            fn visit_str<E>(self, text: &str) -> Result<Nonce, E> {
                Ok(text.into())
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
