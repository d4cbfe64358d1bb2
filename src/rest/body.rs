//! What a request carries: nothing, JSON, or a form with files.

use super::multipart::Form;

/// The body of a request.
#[derive(Debug, Default)]
pub(super) enum Body {
    #[default]
    None,
    Json(Vec<u8>),
    Form(Form),
}

impl Body {
    /// The `Content-Type` that goes with it.
    pub(super) fn content_type(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Json(_) => Some("application/json"),
            Self::Form(form) => Some(form.content_type()),
        }
    }
}
