//! Reading and writing structs whose kind stands in their own `type`.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{IgnoredAny, MapAccess};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// The `type` of a struct that is of one kind: takes no room, reads anything, writes its number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Tag<const KIND: u8>;

impl<const KIND: u8> fmt::Debug for Tag<KIND> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        KIND.fmt(f)
    }
}

impl<const KIND: u8> Serialize for Tag<KIND> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(KIND)
    }
}

impl<'de, const KIND: u8> Deserialize<'de> for Tag<KIND> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

/// A map whose `type` says what the rest of it is.
pub(super) enum Tagged<A> {
    /// The `type` came first, as Discord writes it: its value, and the rest, of which nothing is read.
    First(Value, A),
    /// It did not: the whole as text, in which it does.
    Late(String),
    /// There is none.
    Untagged(Map<String, Value>),
}

/// Reads a map up to its `type`.
pub(super) fn read_tagged<'de, A: MapAccess<'de>>(mut map: A) -> Result<Tagged<A>, A::Error> {
    let mut before = Map::new();
    while let Some(key) = map.next_key::<String>()? {
        let value: Value = map.next_value()?;
        if key == "type" && before.is_empty() {
            return Ok(Tagged::First(value, map));
        }
        before.insert(key, value);
    }
    let Some(tag) = before.remove("type") else { return Ok(Tagged::Untagged(before)) };
    let rest = Value::Object(before).to_string();
    let comma = if rest == "{}" { "" } else { "," };
    Ok(Tagged::Late(format!("{{\"type\":{tag}{comma}{}", &rest[1..])))
}

/// The rest of a map as it came, with its `type` put back.
pub(super) fn untold<'de, A: MapAccess<'de>>(tag: Value, map: A) -> Result<Box<Value>, A::Error> {
    let mut all: Map<String, Value> = Deserialize::deserialize(MapAccessDeserializer::new(map))?;
    all.insert("type".to_owned(), tag);
    Ok(Box::new(Value::Object(all)))
}
