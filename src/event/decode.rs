//! From a name and JSON to an event: strict first, then the tolerant way.

use std::sync::Arc;

use serde::de::{DeserializeOwned, IgnoredAny};

use super::kind::by_name;
use super::{Event, UnknownEvent};
use crate::model::tolerant;

/// An event, and the places of its payload that did not fit their type.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Decoded {
    /// The event.
    pub event: Event,
    /// JSON pointers to what was left out: these fields are at their defaults.
    pub drift: Vec<String>,
}

/// Decodes the payload of an event. A name that is not known gives [`Event::Unknown`].
///
/// What does not fit its type is left out, and named in [`Decoded::drift`].
///
/// # Errors
/// When `data` is no JSON.
pub fn decode(name: &str, data: &str) -> Result<Decoded, serde_json::Error> {
    let mut drift = Vec::new();
    // What carries nothing travels as `null`, too.
    let fields = if data == "null" { "{}" } else { data };
    let event = if let Some(event) = by_name(name, fields, &mut drift) {
        event?
    } else {
        serde_json::from_str::<IgnoredAny>(data)?;
        Event::Unknown(Arc::new(UnknownEvent::new(name, data)))
    };
    Ok(Decoded { event, drift })
}

/// Decodes one payload.
pub(super) fn payload<T>(data: &str, drift: &mut Vec<String>) -> Result<Arc<T>, serde_json::Error>
where
    T: DeserializeOwned + Default,
{
    tolerant::read_into(data, drift, Arc::new)
}
