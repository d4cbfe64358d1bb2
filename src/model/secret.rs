//! Texts that nobody else may see.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// What lets whoever has it act: a token, or an address that holds one. It is read as the `str` that it is; `Debug` does not
/// show it, and there is no `Display`.
///
/// ```
/// use ito::model::Webhook;
///
/// let hook: Webhook = serde_json::from_str(r#"{"id":"1","type":1,"token":"s3cret"}"#)?;
/// assert_eq!(hook.token.as_deref(), Some("s3cret"));
/// assert!(!format!("{hook:?}").contains("s3cret"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Secret(Box<str>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

impl Deref for Secret {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Secret {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<Secret> for String {
    fn from(secret: Secret) -> Self {
        secret.0.into()
    }
}

impl PartialEq<str> for Secret {
    fn eq(&self, text: &str) -> bool {
        &*self.0 == text
    }
}

impl PartialEq<&str> for Secret {
    fn eq(&self, text: &&str) -> bool {
        &*self.0 == *text
    }
}
