//! JSON against a JSON schema, as far as Discord's description uses the language (pure).
//!
//! A property that no part of a schema names is a fault here, although Discord passes most of them over: it is what a
//! misspelt field looks like.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::fault::{Fault, Kind};

/// Names of properties.
pub(super) type Names<'a> = BTreeSet<&'a str>;

/// A document that holds schemas, and the way to check against one of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schemas<'a> {
    pub(super) document: &'a Value,
}

impl<'a> Schemas<'a> {
    /// What does not fit, each with its JSON pointer below `at`.
    pub(super) fn faults(self, schema: &'a Value, value: &Value, at: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        self.check(schema, value, at, &Names::new(), &mut faults);
        faults.sort_by(|a, b| (&a.at, &a.what).cmp(&(&b.at, &b.what)));
        faults.dedup();
        faults
    }

    /// The schema itself, references followed.
    pub(super) fn resolve(self, schema: &'a Value) -> &'a Value {
        let target =
            schema["$ref"].as_str().and_then(|name| self.document.pointer(name.trim_start_matches('#')));
        target.map_or(schema, |target| self.resolve(target))
    }

    /// `beside` are the properties that other schemas of the same value name.
    fn check(self, schema: &'a Value, value: &Value, at: &str, beside: &Names<'_>, faults: &mut Vec<Fault>) {
        let schema = self.resolve(schema);
        if is_bit_set(at, value) {
            return;
        }
        // A text that may be translated may also be the text alone.
        if value.is_string() && schema["required"] == serde_json::json!(["default"]) {
            return self.check(&schema["properties"]["default"], value, at, beside, faults);
        }
        if !is_of_type(schema, value) {
            let wanted = types(schema).collect::<Vec<_>>().join(" or ");
            faults.push(Fault::new(at, Kind::Type, format!("should be {wanted} and is {}", name_of(value))));
            return;
        }
        choices(schema, value, at, faults);
        match value {
            Value::String(text) => check_text(schema, text, at, faults),
            Value::Number(_) => check_number(schema, value, at, faults),
            Value::Array(items) => self.check_array(schema, items, at, faults),
            Value::Object(fields) => self.check_object(schema, fields, at, beside, faults),
            Value::Null | Value::Bool(_) => {}
        }
        self.check_parts(schema, value, at, beside, faults);
        for alternatives in ["oneOf", "anyOf"].iter().filter_map(|name| schema[name].as_array()) {
            self.check_alternatives(alternatives, value, at, beside, faults);
        }
    }

    fn check_array(self, schema: &'a Value, items: &[Value], at: &str, faults: &mut Vec<Fault>) {
        let count = items.len() as u64;
        if let Some(most) = schema["maxItems"].as_u64().filter(|most| count > *most) {
            faults.push(Fault::new(at, Kind::Length, format!("{count} items, at most {most} are allowed")));
        }
        if let Some(least) = schema["minItems"].as_u64().filter(|least| count < *least) {
            faults.push(Fault::new(at, Kind::Length, format!("{count} items, at least {least} are needed")));
        }
        let twice = |(i, item): (usize, &Value)| items[..i].contains(item);
        if schema["uniqueItems"] == true && items.iter().enumerate().any(twice) {
            faults.push(Fault::new(at, Kind::Value, "holds an item twice"));
        }
        if !schema["items"].is_null() {
            for (i, item) in items.iter().enumerate() {
                self.check(&schema["items"], item, &format!("{at}/{i}"), &Names::new(), faults);
            }
        }
    }

    fn check_object(
        self,
        schema: &'a Value,
        fields: &Map<String, Value>,
        at: &str,
        beside: &Names<'_>,
        faults: &mut Vec<Fault>,
    ) {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                faults.push(Fault::new(&below(at, name), Kind::Missing, "is required"));
            }
        }
        let most = schema["maxProperties"].as_u64().filter(|most| fields.len() as u64 > *most);
        if let Some(most) = most {
            let what = format!("{} fields, at most {most} are allowed", fields.len());
            faults.push(Fault::new(at, Kind::Length, what));
        }
        let known = &schema["properties"];
        let others = &schema["additionalProperties"];
        let mut elsewhere = beside.clone();
        for part in ["allOf", "oneOf", "anyOf"].iter().filter_map(|name| schema[name].as_array()).flatten() {
            self.names(part, &mut elsewhere);
        }
        for (name, value) in fields {
            let at = below(at, name);
            if let Some(property) = known.get(name) {
                self.check(property, value, &at, &Names::new(), faults);
            } else if others.is_object() {
                self.check(others, value, &at, &Names::new(), faults);
            } else if (known.is_object() || *others == false)
                && *others != true
                && !elsewhere.contains(name.as_str())
            {
                faults.push(Fault::new(&at, Kind::Unknown, "is not known"));
            }
        }
    }

    fn check_parts(
        self,
        schema: &'a Value,
        value: &Value,
        at: &str,
        beside: &Names<'_>,
        faults: &mut Vec<Fault>,
    ) {
        let Some(parts) = schema["allOf"].as_array() else { return };
        for (i, part) in parts.iter().enumerate() {
            let mut beside = beside.clone();
            beside
                .extend(schema["properties"].as_object().into_iter().flat_map(Map::keys).map(String::as_str));
            for (_, other) in parts.iter().enumerate().filter(|(n, _)| *n != i) {
                self.names(other, &mut beside);
            }
            self.check(part, value, at, &beside, faults);
        }
    }

    /// The alternative that fits best speaks for all.
    fn check_alternatives(
        self,
        alternatives: &'a [Value],
        value: &Value,
        at: &str,
        beside: &Names<'_>,
        faults: &mut Vec<Fault>,
    ) {
        if alternatives.iter().all(|alternative| !alternative["const"].is_null()) {
            if !alternatives.iter().any(|alternative| alternative["const"] == *value) {
                let all: Vec<String> = alternatives.iter().map(|a| a["const"].to_string()).collect();
                faults.push(Fault::new(
                    at,
                    Kind::Choice,
                    format!("{value} is none of {{{}}}", all.join(", ")),
                ));
            }
            return;
        }
        let tried = alternatives.iter().map(|alternative| {
            let mut faults = Vec::new();
            self.check(alternative, value, at, beside, &mut faults);
            faults
        });
        let best = tried.min_by_key(|faults| faults.iter().map(|fault| fault.weight(at)).sum::<u32>());
        faults.extend(best.into_iter().flatten());
    }

    /// The properties that a schema names, whichever of its alternatives is meant.
    pub(super) fn properties(self, schema: &'a Value) -> Names<'a> {
        let mut names = Names::new();
        self.names(schema, &mut names);
        names
    }

    /// Adds the properties that a schema names, whichever of its alternatives is meant.
    fn names(self, schema: &'a Value, names: &mut Names<'a>) {
        let schema = self.resolve(schema);
        names.extend(schema["properties"].as_object().into_iter().flat_map(Map::keys).map(String::as_str));
        for part in ["allOf", "oneOf", "anyOf"].iter().filter_map(|name| schema[name].as_array()).flatten() {
            self.names(part, names);
        }
    }
}

fn types(schema: &Value) -> impl Iterator<Item = &str> {
    let one = schema["type"].as_str();
    one.into_iter().chain(schema["type"].as_array().into_iter().flatten().filter_map(Value::as_str))
}

fn is_of_type(schema: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "string" if schema["format"] == "snowflake" => value.is_string() || value.is_u64(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => true,
    };
    schema["type"].is_null() || types(schema).any(is)
}

/// Permissions are described as integers and travel, as Discord's documents say, as strings.
fn is_bit_set(at: &str, value: &Value) -> bool {
    let name = at.rsplit('/').next().unwrap_or_default();
    matches!(name, "permissions" | "allow" | "deny" | "default_member_permissions")
        && value.as_str().is_some_and(|text| text.parse::<u128>().is_ok())
}

fn choices(schema: &Value, value: &Value, at: &str, faults: &mut Vec<Fault>) {
    let choices = schema["enum"].as_array().filter(|all| !all.is_empty());
    let constant = Some(&schema["const"]).filter(|constant| !constant.is_null());
    if choices.is_some_and(|all| !all.contains(value)) || constant.is_some_and(|constant| constant != value) {
        let all = if constant.is_some() { &schema["const"] } else { &schema["enum"] };
        faults.push(Fault::new(at, Kind::Choice, format!("{value} is none of {all}")));
    }
}

fn check_text(schema: &Value, text: &str, at: &str, faults: &mut Vec<Fault>) {
    let length = text.chars().count() as u64;
    if let Some(most) = schema["maxLength"].as_u64().filter(|most| length > *most) {
        faults.push(Fault::new(at, Kind::Length, format!("{length} characters, at most {most} are allowed")));
    }
    if let Some(least) = schema["minLength"].as_u64().filter(|least| length < *least) {
        faults.push(Fault::new(
            at,
            Kind::Length,
            format!("{length} characters, at least {least} are needed"),
        ));
    }
    let fits = match schema["format"].as_str() {
        Some("snowflake") => {
            text.parse::<u64>().is_ok()
                && text.bytes().all(|b| b.is_ascii_digit())
                && (text == "0" || !text.starts_with('0'))
        }
        Some("date-time") => text.parse::<crate::model::Timestamp>().is_ok(),
        _ => true,
    };
    if !fits {
        let format = schema["format"].as_str().unwrap_or_default();
        faults.push(Fault::new(at, Kind::Format, format!("{text:?} is no {format}")));
    }
}

fn check_number(schema: &Value, value: &Value, at: &str, faults: &mut Vec<Fault>) {
    let Some(number) = value.as_f64() else { return };
    if let Some(most) = schema["maximum"].as_f64().filter(|most| number > *most) {
        faults.push(Fault::new(at, Kind::Value, format!("{value} is more than {most}")));
    }
    if let Some(least) = schema["minimum"].as_f64().filter(|least| number < *least) {
        faults.push(Fault::new(at, Kind::Value, format!("{value} is less than {least}")));
    }
}

/// A JSON pointer one name deeper.
pub(super) fn below(at: &str, name: &str) -> String {
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
