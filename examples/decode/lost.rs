//! What came in and does not go out again.

use std::collections::{BTreeMap, BTreeSet};

use ito::model::Timestamp;
use serde_json::Value;

use crate::plain::plain;
use crate::reader::{Again, Reader};

/// Finds what is lost, and remembers which fields the types know.
#[derive(Default)]
pub(crate) struct Losses {
    /// By the type, the place and the kind of thing there: whether ito knows the field.
    known: BTreeMap<String, bool>,
}

impl Losses {
    /// JSON pointers to what is in the text and not in what was written again.
    pub(crate) fn of(&mut self, reader: Reader, text: &str, again: &Again) -> Vec<String> {
        let before = value(text);
        let Compare { mut lost, doubtful, .. } = Compare::of(&before, again);
        lost.extend(doubtful.into_iter().filter(|pointer| !self.is_known(reader, &before, pointer)));
        lost.sort();
        lost
    }

    /// Whether the type has a field there: nothing, `false` and an empty list may be left out of what is written, but only
    /// a known field may be so. Something else in its place is either written or does not fit.
    fn is_known(&mut self, reader: Reader, before: &Value, pointer: &str) -> bool {
        let (parent, _) = pointer.rsplit_once('/').unwrap_or_default();
        let kind = before.pointer(parent).and_then(|parent| parent.get("type"));
        let key = format!("{} {} {}", reader.name, pattern(pointer), kind.unwrap_or(&Value::Null));
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let mut probe = before.clone();
        if let Some(place) = probe.pointer_mut(pointer) {
            *place = Value::from("a probe");
        }
        let known = reader.read(&probe.to_string()).is_ok_and(|again| {
            again.drift.iter().any(|place| place == pointer)
                || !Compare::of(&probe, &again).lost.iter().any(|lost| lost == pointer)
        });
        self.known.insert(key, known);
        known
    }
}

fn value(text: &str) -> Value {
    serde_json::from_str(&plain(text)).unwrap_or_default()
}

/// The pointer with a star for each index and each id.
fn pattern(pointer: &str) -> String {
    let mut steps = pointer.split('/').collect::<Vec<_>>();
    for step in &mut steps {
        if step.bytes().all(|byte| byte.is_ascii_digit()) {
            *step = "*";
        }
    }
    steps.join("/")
}

struct Compare<'a> {
    drift: BTreeSet<&'a str>,
    lost: Vec<String>,
    /// Where nothing became nothing.
    doubtful: Vec<String>,
}

impl<'a> Compare<'a> {
    /// Compares what came with what was written again.
    fn of(before: &Value, again: &'a Again) -> Self {
        let drift = again.drift.iter().map(String::as_str).collect();
        let mut compare = Self { drift, lost: Vec::new(), doubtful: Vec::new() };
        compare.values(before, Some(&value(&again.text)), &mut String::new());
        compare
    }

    fn values(&mut self, before: &Value, after: Option<&Value>, at: &mut String) {
        let length = at.len();
        match (before, after) {
            (Value::Object(before), Some(Value::Object(after))) => {
                for (key, value) in before {
                    at.push('/');
                    at.push_str(&step(key));
                    self.values(value, after.get(key), at);
                    at.truncate(length);
                }
            }
            (Value::Array(before), Some(Value::Array(after))) => {
                let mut after = after.iter();
                for (index, value) in before.iter().enumerate() {
                    at.push('/');
                    at.push_str(&index.to_string());
                    // An element that did not fit was cut out, and the next one is in its place.
                    match after.as_slice().first() {
                        Some(_) if !self.drift.contains(&**at) => self.values(value, after.next(), at),
                        _ => self.lost.push(at.clone()),
                    }
                    at.truncate(length);
                }
            }
            // A list or a map of which nothing fitted may be left out as an empty one.
            (Value::Array(before), None) if !before.is_empty() => {
                self.members(at, (0..before.len()).map(|index| index.to_string()));
            }
            (Value::Object(before), None) if !before.is_empty() => {
                self.members(at, before.keys().map(|key| step(key)));
            }
            (before, None) if is_nothing(before) => self.doubtful.push(at.clone()),
            (before, Some(after)) if (is_nothing(before) && is_nothing(after)) || is_same(before, after) => {}
            _ => self.lost.push(at.clone()),
        }
    }

    /// What is lost with a list or a map that was left out: its members where each of them did not fit, else all of it.
    fn members(&mut self, at: &str, steps: impl Iterator<Item = String>) {
        let members = steps.map(|step| format!("{at}/{step}")).collect::<Vec<_>>();
        if members.iter().all(|member| self.drift.contains(&**member)) {
            self.lost.extend(members);
        } else {
            self.lost.push(at.to_owned());
        }
    }
}

/// A key as a step of a JSON pointer.
fn step(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Nothing, or what holds nothing.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

/// The same, perhaps in another form: a time, a number with or without a fraction, an id or flags as a number or a string.
fn is_same(before: &Value, after: &Value) -> bool {
    let time = |value: &Value| value.as_str()?.parse::<Timestamp>().ok();
    let digits = |number: &Value, text: &Value| number.is_u64() && text.as_str() == Some(&number.to_string());
    before == after
        || (before.is_f64() || after.is_f64()) && before.is_number() && before.as_f64() == after.as_f64()
        || time(before).is_some_and(|time_before| Some(time_before) == time(after))
        || digits(before, after)
        || digits(after, before)
}
