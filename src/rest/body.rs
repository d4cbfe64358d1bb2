//! What a request carries: nothing, JSON, or a form with files.

use serde::Serialize;

use super::multipart::Form;
use super::options::Fields;

/// The body of a request.
#[derive(Debug, Default)]
pub(super) enum Body {
    #[default]
    None,
    Json(Vec<u8>),
    Form(Form),
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
        Self::Json(fields.object())
    }

    /// The `Content-Type` that goes with it.
    pub(super) fn content_type(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Json(_) => Some("application/json"),
            Self::Form(form) => Some(form.content_type()),
        }
    }
}
