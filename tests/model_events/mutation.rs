//! Changes to one place of a value, and what a value has lost.

use std::collections::BTreeSet;

use ito::event::Event;
use serde_json::{Value, json};

/// A change to one place.
#[derive(Debug, Clone, Copy)]
enum Mutation {
    Null,
    Gone,
    OtherType,
    UnknownValue,
    ExtraField,
    EmptyList,
    Huge,
    Negative,
    Fraction,
    Nested,
}

impl Mutation {
    const ALL: [Self; 10] = [
        Self::Null,
        Self::Gone,
        Self::OtherType,
        Self::UnknownValue,
        Self::ExtraField,
        Self::EmptyList,
        Self::Huge,
        Self::Negative,
        Self::Fraction,
        Self::Nested,
    ];

    fn apply(self, value: &Value, pointer: &str) -> Value {
        let mut value = value.clone();
        let place = value.pointer_mut(pointer).expect("the pointer is one of the value");
        match self {
            Self::Null => *place = Value::Null,
            Self::Gone => remove(&mut value, pointer),
            Self::OtherType => *place = if place.is_string() { json!(true) } else { json!("other") },
            Self::UnknownValue if place.is_string() => *place = json!("not_yet_known"),
            Self::UnknownValue => *place = json!(247),
            Self::ExtraField => match place {
                Value::Object(map) => drop(map.insert("not_yet_known".to_owned(), json!({"a": [1]}))),
                Value::Array(list) => list.push(json!({"not_yet_known": 1})),
                scalar => *scalar = json!({"value": scalar}),
            },
            Self::EmptyList => *place = json!([]),
            Self::Huge => *place = json!(1e300),
            Self::Negative => *place = json!(-1),
            Self::Fraction => *place = json!(1.5),
            Self::Nested => *place = json!([[{"a": [{}]}]]),
        }
        value
    }
}

fn remove(value: &mut Value, pointer: &str) {
    let (parent, last) = pointer.rsplit_once('/').expect("not the root");
    match value.pointer_mut(parent).expect("the parent is there") {
        Value::Object(map) => drop(map.remove(&last.replace("~1", "/").replace("~0", "~"))),
        Value::Array(list) => drop(list.remove(last.parse().expect("an index"))),
        _ => {}
    }
}

/// How many changes to samples cost no more than their place.
#[derive(Default)]
pub(crate) struct Tally {
    count: u32,
    whole: u32,
    worst: BTreeSet<String>,
}

impl Tally {
    /// Tries each change at the places of a sample; `again` reads a value and writes it.
    pub(crate) fn add(&mut self, name: &str, sample: &Value, again: impl Fn(&Value) -> Value) {
        // A list tells no more than its first element; of a large sample a part is tried, spread over all of it.
        let is_later = |step: &str| step.parse::<u32>().is_ok_and(|n| n > 0 && n < 100);
        let mut pointers = pointers(sample);
        pointers.retain(|pointer| !pointer.split('/').any(is_later));
        let stride = pointers.len().div_ceil(MOST_PLACES).max(1);
        let before = again(sample);
        for pointer in pointers.iter().step_by(stride) {
            for mutation in Mutation::ALL {
                let after = again(&mutation.apply(sample, pointer));
                self.count += 1;
                if only_at(pointer, &before, &after) {
                    self.whole += 1;
                } else {
                    self.worst.insert(format!("{name} {pointer} {mutation:?}"));
                }
            }
        }
    }

    /// At least 995 of 1000 have to.
    #[track_caller]
    pub(crate) fn check(&self) {
        let Self { count, whole, worst } = self;
        let list = worst.iter().take(60).cloned().collect::<Vec<_>>().join("\n");
        assert!(
            whole * 1000 >= count * 995,
            "{whole} of {count} kept the rest; among those that did not:\n{list}"
        );
    }
}

/// Places of one sample that are changed.
const MOST_PLACES: usize = 50;

/// Pointers to every place of a value but the root.
fn pointers(value: &Value) -> Vec<String> {
    fn walk(value: &Value, at: &str, all: &mut Vec<String>) {
        if !at.is_empty() {
            all.push(at.to_owned());
        }
        match value {
            Value::Object(map) => {
                for (key, inner) in map {
                    walk(inner, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), all);
                }
            }
            Value::Array(list) => {
                for (index, inner) in list.iter().enumerate() {
                    walk(inner, &format!("{at}/{index}"), all);
                }
            }
            _ => {}
        }
    }
    let mut all = Vec::new();
    walk(value, "", &mut all);
    all
}

/// What was in `before` and is not in `after`. Nothing, `null`, an empty list and an empty object are alike.
pub(crate) fn lost(before: &Value, after: &Value) -> Vec<String> {
    fn walk(before: &Value, after: Option<&Value>, at: &str, lost: &mut Vec<String>) {
        match (before, after) {
            (Value::Object(before), Some(Value::Object(after))) => {
                for (key, inner) in before {
                    let step = key.replace('~', "~0").replace('/', "~1");
                    walk(inner, after.get(key), &format!("{at}/{step}"), lost);
                }
            }
            (Value::Array(before), Some(Value::Array(after))) => {
                for (index, inner) in before.iter().enumerate() {
                    walk(inner, after.get(index), &format!("{at}/{index}"), lost);
                }
            }
            (before, _) if is_nothing(before) => {}
            (before, after) if is_same(before, after) => {}
            _ => lost.push(at.to_owned()),
        }
    }
    let mut all = Vec::new();
    walk(before, Some(after), "", &mut all);
    all
}

/// Whether the values are alike everywhere but at and below the place, and on the way to it.
fn only_at(pointer: &str, before: &Value, after: &Value) -> bool {
    // What follows a removed element of a list moves up: the whole list counts as the place.
    let steps = pointer.split('/').collect::<Vec<_>>();
    let list = steps.iter().position(|step| step.parse::<u32>().is_ok_and(|n| n < 100));
    let place = list.map_or_else(|| pointer.to_owned(), |index| steps[..index].join("/"));
    lost(before, after).iter().all(|lost| lost.starts_with(&place) || place.starts_with(&**lost))
}

fn is_same(before: &Value, after: Option<&Value>) -> bool {
    match after {
        None | Some(Value::Null) => is_nothing(before),
        Some(after) => before == after || is_same_number(before, after) || is_same_time(before, after),
    }
}

/// Nothing, or what holds nothing.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.values().all(is_nothing),
        _ => false,
    }
}

/// An id may come as a number.
fn is_same_number(before: &Value, after: &Value) -> bool {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text(before) == text(after) || before.as_f64().is_some_and(|before| Some(before) == after.as_f64())
}

/// A time may come in another form.
fn is_same_time(before: &Value, after: &Value) -> bool {
    let time = |value: &Value| value.as_str().and_then(|text| text.parse::<ito::model::Timestamp>().ok());
    time(before).is_some_and(|before| Some(before) == time(after))
}

/// The payload of an event, written again.
pub(crate) fn again(event: &Event) -> Value {
    serde_json::to_value(event).expect("a payload can be written")
}
