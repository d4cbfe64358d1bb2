//! An answer as a typed value: strict first, then the tolerant way, whose places are counted and told of once.

use serde::de::DeserializeOwned;

use super::{Error, ErrorKind, Rest};
use crate::model::Drift;
use crate::model::objects;
use crate::model::tolerant::{self, Unreadable};

/// The body of an answer, and who counts what does not fit in it.
#[derive(Clone, Copy)]
pub(super) struct Answer<'a> {
    pub(super) body: &'a [u8],
    pub(super) rest: &'a Rest,
}

impl Answer<'_> {
    /// The answer as a `T`; an error says at which place it does not fit.
    pub(super) fn read<T: DeserializeOwned>(self) -> Result<T, Error> {
        let mut value = None;
        self.read_by(std::any::type_name::<T>(), &mut |text| {
            value = Some(objects::from_str(text)?);
            Ok(())
        })?;
        Ok(value.expect("what was read is there"))
    }

    fn read_by(
        self,
        name: &str,
        attempt: &mut dyn FnMut(&str) -> Result<(), serde_json::Error>,
    ) -> Result<(), Error> {
        let mut drift = Vec::new();
        let text = self.text()?;
        tolerant::attempts(text, &mut drift, attempt).map_err(unreadable)?;
        if !drift.is_empty() {
            self.rest.tell_of_drift(&short(name), &drift, text);
        }
        Ok(())
    }

    fn text(&self) -> Result<&str, Error> {
        std::str::from_utf8(self.body).map_err(|error| wrong(&format!("JSON: {error}")))
    }
}

fn unreadable(Unreadable { error, place }: Unreadable) -> Error {
    wrong(&match place {
        None => format!("JSON: {error}"),
        Some(place) if place.is_empty() => format!("what was expected: {error}"),
        Some(place) => format!("what was expected: at {place}: {error}"),
    })
}

/// The error of an answer that is something else.
fn wrong(than: &str) -> Error {
    Error::new(ErrorKind::Answer, format!("the answer is not {than}"))
}

impl Rest {
    /// The places where an answer did not fit its type, since the handle was made.
    pub fn drift(&self) -> Drift {
        self.0.drift.lock().clone()
    }

    /// Counts places that did not fit, with one line in the log for each that is new.
    fn tell_of_drift(&self, of: &str, pointers: &[String], json: &str) {
        let new = self.0.drift.lock().note(of, pointers, json);
        for place in new {
            log::warn!(
                target: "ito::rest",
                "{place}, which does not fit: it was left out, and the rest of the answer is given"
            );
        }
    }
}

/// The name of a type without its modules: `Vec<Member>`. What may be absent has the name of what it is.
fn short(name: &str) -> String {
    let name = name.strip_prefix("core::option::Option<").and_then(|of| of.strip_suffix('>')).unwrap_or(name);
    let mut short = String::new();
    for part in name.split_inclusive(['<', '>', ',', ' ', '(', ')', '[', ']', ';']) {
        short.push_str(part.rsplit("::").next().unwrap_or(part));
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_named_without_its_modules() {
        let names = [
            (std::any::type_name::<Option<Vec<crate::model::User>>>(), "Vec<User>"),
            (std::any::type_name::<std::collections::BTreeMap<String, u64>>(), "BTreeMap<String, u64>"),
            (std::any::type_name::<crate::model::Message>(), "Message"),
        ];
        for (long, expected) in names {
            assert_eq!(short(long), expected);
        }
    }
}
