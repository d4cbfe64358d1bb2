//! Lists and maps that Discord writes as `null` when there are none: `#[serde(deserialize_with = "nullable")]`.

use serde::{Deserialize, Deserializer};

pub(crate) fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
