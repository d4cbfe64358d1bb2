//! Requests with options: a name and a value for each that is set, and the macro that writes the setters.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use super::body::Body;
use super::multipart::{File, Form};
use super::route::Route;
use crate::model::Patch;

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
pub(super) struct Fields(Vec<(&'static str, String)>);

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

    fn put(&mut self, name: &'static str, json: Option<String>) {
        self.0.retain(|(known, _)| *known != name);
        self.0.extend(json.map(|json| (name, json)));
    }

    /// The value of a field, as JSON.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, json)| json.as_str())
    }

    /// All of them as a JSON object.
    pub(super) fn object(&self) -> Vec<u8> {
        let mut json = String::from("{");
        for (name, value) in &self.0 {
            if json.len() > 1 {
                json.push(',');
            }
            json.push('"');
            json.push_str(name);
            json.push_str("\":");
            json.push_str(value);
        }
        json.push('}');
        json.into_bytes()
    }

    /// Appends them to the query of a route; a list is its name again and again.
    pub(super) fn append_to(&self, route: &mut Route) {
        for (name, json) in &self.0 {
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
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

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
/// name on the wire if that is another, its type, and what makes of it what is sent if that is another:
///
/// ```text
/// options! {
///     /// A greeting to send; see [`Rest::create_greeting`].
///     pub struct CreateGreeting -> Greeting, with reason, with files;
///
///     /// The text.
///     body text: String;
///     /// How long it lasts.
///     patch lasts as "duration": Duration => seconds;
/// }
/// ```
macro_rules! options {
    (
        $(#[$doc:meta])*
        pub struct $name:ident -> $answer:ty $(, with $extra:ident)*;
        $($(#[$field_doc:meta])* $place:ident $field:ident $(as $wire:literal)?: $type:ty $(=> $convert:path)?;)*
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
                $(#[$field_doc])* $place $field [$($wire)?] $type [$($convert)?]
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
    ($(#[$doc:meta])* patch $field:ident [$($wire:literal)?] $type:ty [$($convert:path)?]) => {
        $(#[$doc])*
        pub fn $field(mut self, value: impl Into<$crate::model::Patch<$type>>) -> Self {
            let value = value.into()$(.map($convert))?;
            self.options.body.patch($crate::rest::options::wire!($field $($wire)?), &value);
            self
        }
    };
    ($(#[$doc:meta])* $place:ident $field:ident [$($wire:literal)?] $type:ty [$($convert:path)?]) => {
        $(#[$doc])*
        pub fn $field(mut self, value: impl Into<$type>) -> Self {
            let value: $type = value.into();
            $(let value = $convert(value);)?
            self.options.$place.set($crate::rest::options::wire!($field $($wire)?), &value);
            self
        }
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

pub(super) use {extra, options, setter, wire};
