//! Requests with options: a name and a value for each that is set, and the macro that writes the setters.

use std::fmt;
use std::ops::{RangeBounds, RangeToInclusive};
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use super::body::Body;
use super::multipart::{File, Form};
use super::route::Route;
use crate::model::{Check, Checker, FieldError, Patch, Timestamp};

/// What a request is given beside its path.
#[derive(Default)]
pub(super) struct Options {
    pub(super) query: Fields,
    pub(super) body: Fields,
    files: Vec<File>,
}

impl Options {
    /// Adds a file.
    #[allow(dead_code, reason = "for requests that take several files")]
    pub(super) fn file(&mut self, name: String, bytes: Arc<[u8]>) {
        self.files.push(File { name, bytes });
    }

    /// What is beyond a limit of Discord's.
    pub(super) fn beyond(&self) -> Vec<FieldError> {
        self.query.0.iter().chain(&self.body.0).flat_map(|field| field.beyond.clone()).collect()
    }

    /// Puts the query into the route, and gives the body.
    pub(super) fn apply(&self, route: &mut Route) -> Body {
        self.query.append_to(route);
        if matches!(route.key.method, http::Method::GET | http::Method::DELETE) {
            return Body::None;
        }
        if self.files.is_empty() {
            return Body::Json(self.body.object());
        }
        Body::Form(Form::new(self.body.object(), &self.files, fastrand::u128(..)))
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("query", &self.query)
            .field("body", &self.body)
            .field("files", &self.files.iter().map(|file| &file.name).collect::<Vec<_>>())
            .finish()
    }
}

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
        let json = serde_json::to_string(value).expect("a request holds nothing that JSON cannot");
        self.put(name, Some(json));
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

    /// Keeps what of a field is beyond a limit.
    pub(super) fn note(&mut self, name: &'static str, beyond: Vec<FieldError>) {
        if let Some(field) = self.0.iter_mut().find(|field| field.name == name) {
            field.beyond = beyond;
        }
    }

    fn put(&mut self, name: &'static str, json: Option<String>) {
        self.0.retain(|field| field.name != name);
        self.0.extend(json.map(|json| Field { name, json, beyond: Vec::new() }));
    }

    /// The value of a field, as JSON.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|field| field.name == name).map(|field| field.json.as_str())
    }

    /// All of them as a JSON object.
    pub(super) fn object(&self) -> Vec<u8> {
        let mut json = String::from("{");
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
        json.into_bytes()
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

/// Writes a request with options: its type, a setter for each option, and `send`.
///
/// A line is where the option goes (`query`, `body`, or `patch` for a part of the body that can be emptied), its name, its
/// name on the wire if that is another, its type, what makes of it what is sent if that is another, and its limit: how
/// long, how many or how large Discord takes it, or `..` when there are limits only inside of it:
///
/// ```text
/// options! {
///     /// A greeting to send; see [`Rest::create_greeting`].
///     pub struct CreateGreeting -> Greeting, with reason, with files;
///
///     /// The text, of 1 to 100 characters.
///     body text: String, 1..=100;
///     /// How long it lasts: up to 6 hours.
///     patch lasts as "duration": Duration => seconds, ..=6 * 3600;
/// }
/// ```
macro_rules! options {
    (
        $(#[$doc:meta])*
        pub struct $name:ident -> $answer:ty $(, with $extra:ident)*;
        $($(#[$field_doc:meta])* $place:ident $field:ident $(as $wire:literal)?: $type:ty $(=> $convert:path)? $(, $limit:expr)?;)*
    ) => {
        $(#[$doc])*
        #[must_use = "a request does nothing until it is sent"]
        #[derive(Debug)]
        pub struct $name {
            request: $crate::rest::Request<$answer>,
            options: $crate::rest::options::Options,
        }

        impl $name {
            pub(in crate::rest) fn new(request: $crate::rest::Request<$answer>) -> Self {
                Self { request, options: Default::default() }
            }

            $($crate::rest::options::setter! {
                $(#[$field_doc])* $place $field [$($wire)?] $type [$($convert)?] [$($limit)?]
            })*

            $($crate::rest::options::extra!($extra);)*

            /// The longest that the call may take as a whole.
            pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
                self.request = self.request.timeout(timeout);
                self
            }

            /// Sends the request, waits for its answer, and decodes it.
            ///
            /// # Errors
            /// What Discord refused, what broke, or what took too long.
            pub fn send(self) -> Result<$answer, $crate::rest::Error> {
                self.request.options(&self.options).send()
            }
        }
    };
}

/// A setter of [`options!`] or of a list.
macro_rules! setter {
    ($(#[$doc:meta])* patch $field:ident [$($wire:literal)?] $type:ty [$($convert:path)?] [$($limit:expr)?]) => {
        $(#[$doc])*
        pub fn $field(mut self, value: impl Into<$crate::model::Patch<$type>>) -> Self {
            let name = $crate::rest::options::wire!($field $($wire)?);
            let value: $crate::model::Patch<$type> = value.into();
            let beyond = $crate::rest::options::limited!(name value $($limit)?);
            $(let value = value.map($convert);)?
            self.options.body.patch(name, &value);
            self.options.body.note(name, beyond);
            self
        }
    };
    ($(#[$doc:meta])* $place:ident $field:ident [$($wire:literal)?] $type:ty [$($convert:path)?] [$($limit:expr)?]) => {
        $(#[$doc])*
        pub fn $field(mut self, value: impl Into<$type>) -> Self {
            let name = $crate::rest::options::wire!($field $($wire)?);
            let value: $type = value.into();
            let beyond = $crate::rest::options::limited!(name value $($limit)?);
            $(let value = $convert(value);)?
            self.options.$place.set(name, &value);
            self.options.$place.note(name, beyond);
            self
        }
    };
}

macro_rules! limited {
    ($name:ident $value:ident) => {
        Vec::new()
    };
    ($name:ident $value:ident $limit:expr) => {
        $crate::rest::options::beyond($name, &$value, $limit)
    };
}

macro_rules! wire {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}

macro_rules! extra {
    (reason) => {
        /// Why, for the guild's audit log; at most 512 characters.
        pub fn reason(mut self, reason: impl Into<String>) -> Self {
            self.request = self.request.reason(reason);
            self
        }
    };
    (files) => {
        /// Adds a file.
        pub fn file(mut self, name: impl Into<String>, bytes: impl Into<std::sync::Arc<[u8]>>) -> Self {
            self.options.file(name.into(), bytes.into());
            self
        }
    };
}

pub(super) use {extra, limited, options, setter, wire};
