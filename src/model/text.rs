//! Numbers that travel as strings, as in the audit log: `#[serde(with = "text")]` on an `Option`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserializer, Visitor};
use serde::{Serialize, Serializer};

use super::{AutoModerationTriggerType, OverwriteType};

#[expect(clippy::ref_option, reason = "serde's shape")]
pub(crate) fn serialize<S: Serializer, T: Number>(
    value: &Option<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.as_ref().map(|value| value.number().to_string()).serialize(serializer)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: Number>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_option(TextVisitor(PhantomData))
}

/// What is a number on the wire.
pub(crate) trait Number: Sized {
    fn from_number(number: u64) -> Option<Self>;

    fn number(&self) -> u64;
}

impl Number for u64 {
    fn from_number(number: u64) -> Option<Self> {
        Some(number)
    }

    fn number(&self) -> u64 {
        *self
    }
}

macro_rules! number_of_enum {
    ($($name:ty),+) => { $(
        impl Number for $name {
            fn from_number(number: u64) -> Option<Self> {
                number.try_into().ok().map(|number: u32| Self::from(number))
            }

            fn number(&self) -> u64 {
                self.value().into()
            }
        }
    )+ };
}

number_of_enum!(AutoModerationTriggerType, OverwriteType);

struct TextVisitor<T>(PhantomData<T>);

impl<'de, T: Number> Visitor<'de> for TextVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number in a string")
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        let value = T::from_number(number);
        value.map(Some).ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(number), &self))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        let value = text.parse().ok().and_then(T::from_number);
        value.map(Some).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}
