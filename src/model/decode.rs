//! Reads any model from JSON: strict first, then the tolerant way.

use serde::de::DeserializeOwned;

use super::tolerant;

/// A value, and the places of its JSON that did not fit their type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The value.
    pub value: T,
    /// JSON pointers to what was left out: these places are at their defaults, or missing from their list.
    pub drift: Vec<String>,
}

/// Reads a model, or a list or map of them, as Discord writes it.
///
/// What does not fit its type is left out, and named in [`Decoded::drift`]; an empty pointer stands for the whole value,
/// which is the default then.
///
/// ```
/// use ito::model::{User, decode};
///
/// let user = decode::<User>(r#"{"id":"80351110224678912","username":"nelly","flags":"many"}"#)?;
/// assert_eq!(user.value.name, "nelly");
/// assert_eq!(user.drift, ["/flags"]);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
/// When the text is no JSON.
pub fn decode<T: DeserializeOwned + Default>(json: &str) -> Result<Decoded<T>, serde_json::Error> {
    let mut drift = Vec::new();
    let value = tolerant::read(json, &mut drift)?;
    Ok(Decoded { value, drift })
}
