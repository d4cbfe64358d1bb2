//! What a request carries: nothing, JSON, a form with files, or a form of texts.

use std::sync::Arc;

use http::HeaderValue;
use serde::Serialize;

use super::fields::Fields;
use super::multipart::Form;
use super::route::encode;
use super::wiped::Wiped;

/// The body of a request.
#[derive(Debug, Default)]
pub(super) enum Body {
    #[default]
    None,
    Json(Vec<u8>),
    Form(Form),
    /// Names and texts, as OAuth2 takes them.
    Texts(Arc<Wiped>),
}

impl Body {
    /// Anything as JSON.
    pub(super) fn json(value: &impl Serialize) -> Self {
        Self::Json(serde_json::to_vec(value).expect("a request holds nothing that JSON cannot"))
    }

    /// An object of one field.
    pub(super) fn field(name: &'static str, value: &impl Serialize) -> Self {
        let mut fields = Fields::default();
        fields.set(name, value);
        Self::Json(fields.json().into_bytes())
    }

    /// Names with their texts.
    pub(super) fn texts(fields: &[(&str, &str)]) -> Self {
        let most = fields.iter().map(|(name, text)| name.len() + 3 * text.len() + 2).sum();
        Self::Texts(Arc::new(Wiped::new(most, |form| {
            for (name, text) in fields {
                if !form.is_empty() {
                    form.push('&');
                }
                form.push_str(name);
                form.push('=');
                encode(text, form);
            }
        })))
    }

    /// Whether a file in it was read and cannot be read again.
    pub(super) fn is_spent(&self) -> bool {
        matches!(self, Self::Form(form) if form.is_spent())
    }

    /// The `Content-Type` that goes with it.
    pub(super) fn content_type(&self) -> Option<HeaderValue> {
        match self {
            Self::None => None,
            Self::Json(_) => Some(HeaderValue::from_static("application/json")),
            Self::Form(form) => {
                Some(HeaderValue::from_str(form.content_type()).expect("a content type is ASCII"))
            }
            Self::Texts(_) => Some(HeaderValue::from_static("application/x-www-form-urlencoded")),
        }
    }
}
