//! Names with their values, as a query or the body of a request has them.

use std::fmt;
use std::ops::{RangeBounds, RangeToInclusive};
use std::time::Duration;

use serde::Serialize;

use super::route::Route;
use crate::model::{Check, Checker, FieldError, Patch, Timestamp, is_short_field};

/// Names with their values, each as JSON; what is set twice has the later value.
#[derive(Clone, Default)]
pub(super) struct Fields(Vec<Field>);

#[derive(Clone)]
struct Field {
    name: &'static str,
    json: String,
    /// What of it is beyond a limit of Discord's.
    beyond: Vec<FieldError>,
}

impl Fields {
    /// Sets a field.
    pub(super) fn set(&mut self, name: &'static str, value: &impl Serialize) {
        self.put(name, Some(to_json(value)));
    }

    /// Sets a field, empties it, or keeps what there is.
    pub(super) fn patch<T: Serialize>(&mut self, name: &'static str, value: &Patch<T>) {
        if value.is_keep() { self.put(name, None) } else { self.set(name, value) }
    }

    /// Sets a field that has a limit.
    pub(super) fn set_within(
        &mut self,
        name: &'static str,
        value: &(impl Serialize + Check),
        limit: impl RangeBounds<u64>,
    ) {
        self.set(name, value);
        self.note(name, beyond(name, value, limit));
    }

    /// What of all fields is beyond a limit.
    pub(super) fn beyond(&self) -> impl Iterator<Item = FieldError> {
        self.0.iter().flat_map(|field| field.beyond.clone())
    }

    /// Keeps what of a field is beyond a limit.
    pub(super) fn note(&mut self, name: &'static str, beyond: Vec<FieldError>) {
        if let Some(field) = self.0.iter_mut().find(|field| field.name == name) {
            field.beyond = beyond;
        }
    }

    /// Adds a value to a list.
    pub(super) fn push(&mut self, name: &'static str, value: &impl Serialize) {
        let json = to_json(value);
        match self.0.iter_mut().find(|field| field.name == name) {
            Some(Field { json: list, .. }) => {
                list.pop();
                list.push_str(if list.len() > 1 { "," } else { "" });
                list.push_str(&json);
                list.push(']');
            }
            None => self.put(name, Some(format!("[{json}]"))),
        }
    }

    /// Adds fields that have other names.
    pub(super) fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn put(&mut self, name: &'static str, json: Option<String>) {
        self.0.retain(|field| field.name != name);
        self.0.extend(json.map(|json| Field { name, json, beyond: Vec::new() }));
    }

    /// Whether they are a message in which nothing can be beyond a limit, as most are: a character has a byte at least.
    pub(super) fn is_short_text(&self) -> bool {
        self.0.iter().all(|field| is_short_field(field.name, &field.json))
    }

    /// The value of a field, as JSON.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|field| field.name == name).map(|field| field.json.as_str())
    }

    /// All of them as a JSON object.
    pub(super) fn json(&self) -> String {
        let length = self.0.iter().map(|field| field.name.len() + field.json.len() + 4).sum::<usize>();
        let mut json = String::with_capacity(length + 2);
        json.push('{');
        for field in &self.0 {
            if json.len() > 1 {
                json.push(',');
            }
            json.push('"');
            json.push_str(field.name);
            json.push_str("\":");
            json.push_str(&field.json);
        }
        json.push('}');
        json
    }

    /// Appends them to the query of a route; a list is its name again and again.
    pub(super) fn append_to(&self, route: &mut Route) {
        for Field { name, json, .. } in &self.0 {
            if let Ok(texts) = serde_json::from_str::<Vec<String>>(json) {
                for text in &texts {
                    route.query(name, text);
                }
            } else if let Ok(text) = serde_json::from_str::<String>(json) {
                route.query(name, &text);
            } else {
                route.query(name, json);
            }
        }
    }
}

impl fmt::Debug for Fields {
    /// The names alone: a value may be somebody's token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|field| field.name)).finish()
    }
}

fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("a request holds nothing that JSON cannot")
}

/// What of a field is beyond its limit.
pub(super) fn beyond(
    name: &'static str,
    value: &impl Check,
    limit: impl RangeBounds<u64>,
) -> Vec<FieldError> {
    let mut at = Checker::default();
    at.field(name, value, limit);
    at.into_errors()
}

/// What of a field is beyond its limit, and what of its entries is beyond theirs.
pub(super) fn beyond_each(
    name: &'static str,
    value: &impl Check,
    limit: impl RangeBounds<u64>,
    each: impl RangeBounds<u64> + Clone,
) -> Vec<FieldError> {
    let mut at = Checker::default();
    at.field(name, value, limit);
    at.within(name, |at| value.look_at_each(at, each));
    at.into_errors()
}

/// The limit of times that lie at most so far ahead.
pub(super) fn ahead(span: Duration) -> RangeToInclusive<u64> {
    ..=u64::try_from((Timestamp::now().as_secs()).saturating_add_unsigned(span.as_secs())).unwrap_or(u64::MAX)
}

pub(super) const DAY: Duration = Duration::from_secs(86_400);

/// Whole seconds.
pub(super) fn seconds(span: Duration) -> u64 {
    span.as_secs()
}

/// Whole minutes.
pub(super) fn minutes(span: Duration) -> u64 {
    span.as_secs() / 60
}

/// Values with commas between them, as a query takes lists.
pub(super) fn commas<T: fmt::Display>(values: Vec<T>) -> String {
    let texts: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
    texts.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AllowedMentions;

    #[test]
    fn a_short_text_that_notifies_nobody_needs_no_second_look() {
        let message = |content: &str, allowed: &AllowedMentions| {
            let mut fields = Fields::default();
            fields.set("allowed_mentions", allowed);
            fields.set("nonce", &u64::MAX.to_string());
            fields.set("enforce_nonce", &true);
            fields.set("content", &content);
            fields
        };
        assert!(message("tea at five?", &AllowedMentions::none()).is_short_text());
        assert!(!message(&"x".repeat(2001), &AllowedMentions::none()).is_short_text());
        assert!(!message("tea", &AllowedMentions::all()).is_short_text());
        let mut with_more = message("tea", &AllowedMentions::none());
        with_more.set("embeds", &["x"]);
        assert!(!with_more.is_short_text());
    }
}
