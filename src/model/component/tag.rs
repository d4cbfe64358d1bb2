//! Reading and writing structs whose kind stands in their own `type`.

use std::collections::VecDeque;
use std::fmt;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::model::objects::Objects;

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

/// Reads a map up to its `type`; gives the type and the map as if it had not been touched.
///
/// Discord sends the `type` first, so nothing is copied, and an error has its place. What stands before the `type`
/// is kept as a [`Value`].
pub(super) fn read_tagged<'de, A: MapAccess<'de>>(mut map: A) -> Result<(Option<u32>, Replay<A>), A::Error> {
    let mut before = VecDeque::new();
    let mut kind = None;
    while let Some(key) = map.next_key::<String>()? {
        let value: Value = map.next_value()?;
        if key == "type" {
            kind = value.as_u64().and_then(|kind| u32::try_from(kind).ok());
            before.push_front((key, value));
            break;
        }
        before.push_back((key, value));
    }
    Ok((kind, Replay { before, value: None, rest: map }))
}

/// A map whose first entries have been read before.
pub(super) struct Replay<A> {
    before: VecDeque<(String, Value)>,
    value: Option<(String, Value)>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Replay<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let Some((key, value)) = self.before.pop_front() else { return self.rest.next_key_seed(seed) };
        let read = seed.deserialize(Value::String(key.clone())).map_err(A::Error::custom)?;
        self.value = Some((key, value));
        Ok(Some(read))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        let Some((key, value)) = self.value.take() else { return self.rest.next_value_seed(seed) };
        let mut track = serde_path_to_error::Track::new();
        seed.deserialize(Objects::new(serde_path_to_error::Deserializer::new(value, &mut track)))
            .map_err(|error| A::Error::custom(format_args!("{key} ({}): {error}", track.path())))
    }
}
