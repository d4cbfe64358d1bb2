//! Where what Discord sent did not fit its type: the places, how often each was met, and what stood there.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

/// The places where what Discord sent did not fit its type, each once.
///
/// What stood there was left out and the rest was given, so that nothing is lost but the place; a new version of ito knows
/// it better. The first 1,000 places are remembered.
///
/// ```
/// let bot = ito::Bot::new("a.token");
/// // In a bot that runs: whatever changed on Discord's side since this version of ito was made.
/// let drift = bot.drift();
/// assert!(drift.is_empty());
/// println!("{drift}");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drift {
    /// By their text, which is name and pointer.
    places: BTreeMap<String, DriftPlace>,
    beyond: u64,
}

/// A place where something did not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DriftPlace {
    /// Discord's name of the event, as `MESSAGE_CREATE`, or the type of the answer, as `Message`.
    pub of: String,
    /// The JSON pointer in it, with `*` for indexes and ids, as `/mentions/*/flags`; empty for the whole.
    pub pointer: String,
    /// What stood there when it was met first: `null`, `a boolean`, `a number`, `a string`, `a list` or `an object`.
    pub found: &'static str,
    /// How often it was met.
    pub count: u64,
}

impl Drift {
    /// The places, sorted by name and pointer.
    pub fn places(&self) -> impl Iterator<Item = &DriftPlace> {
        self.places.values()
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether everything has fitted.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How often something did not fit at places that came after the first 1,000, and are not remembered.
    pub fn beyond(&self) -> u64 {
        self.beyond
    }

    /// Counts the places of one JSON text; gives those that are new.
    pub(crate) fn note(&mut self, of: &str, pointers: &[String], json: &str) -> Vec<DriftPlace> {
        // Read again only for a place that is new: once in the life of a bot.
        let mut value = None;
        let mut new = Vec::new();
        for exact in pointers {
            let pointer = starred(exact);
            let key = format!("{of}{pointer}");
            if let Some(place) = self.places.get_mut(&key) {
                place.count += 1;
            } else if self.places.len() == MOST_PLACES {
                self.beyond += 1;
            } else {
                let value = value.get_or_insert_with(|| serde_json::from_str(json).unwrap_or(Value::Null));
                let found = value.pointer(exact).map_or("something", kind);
                let place = DriftPlace { of: of.to_owned(), pointer, found, count: 1 };
                new.push(place.clone());
                self.places.insert(key, place);
            }
        }
        new
    }

    /// Both together.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.places.extend(other.places);
        self.beyond += other.beyond;
        self
    }
}

/// One line a place; a sentence when there is none.
impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("everything has fitted its type");
        }
        for (at, place) in self.places().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{place} ({})", place.count)?;
        }
        if self.beyond > 0 {
            write!(f, "\nat other places ({})", self.beyond)?;
        }
        Ok(())
    }
}

impl fmt::Display for DriftPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{} held {}", self.of, self.pointer, self.found)
    }
}

/// A pointer with `*` for each index and each id.
fn starred(pointer: &str) -> String {
    let is_number = |step: &str| !step.is_empty() && step.bytes().all(|b| b.is_ascii_digit());
    let steps = pointer.split('/').map(|step| if is_number(step) { "*" } else { step });
    steps.collect::<Vec<_>>().join("/")
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Places that are remembered.
const MOST_PLACES: usize = 1000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_new_once_and_counted_whatever_its_index() {
        let mut drift = Drift::default();
        let pointers = |pointers: &[&str]| pointers.iter().map(|&p| p.to_owned()).collect::<Vec<_>>();
        let json = r#"{"a":[{"b":1},{"b":[]}],"c":null}"#;
        let new = drift.note("THING", &pointers(&["/a/0/b", "/a/1/b", "/c"]), json);
        assert_eq!(
            new.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["THING/a/*/b held a number", "THING/c held null"]
        );
        assert!(drift.note("THING", &pointers(&["/a/1/b"]), json).is_empty());
        assert_eq!(drift.to_string(), "THING/a/*/b held a number (3)\nTHING/c held null (1)");
        assert_eq!(drift.note("Thing", &pointers(&[""]), "7")[0].to_string(), "Thing held a number");
    }

    #[test]
    fn a_thousand_places_are_remembered_and_the_others_counted() {
        let mut drift = Drift::default();
        let pointers = (0..1200).map(|n| format!("/field{n}")).collect::<Vec<_>>();
        assert_eq!(drift.note("THING", &pointers, "{}").len(), 1000);
        assert!(drift.note("THING", &pointers, "{}").is_empty());
        assert_eq!((drift.len(), drift.beyond()), (1000, 400));
        assert!(drift.to_string().ends_with("\nat other places (400)"));
    }
}
