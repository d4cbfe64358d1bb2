//! What an access token is good for, and whose it is.
//!
//! <https://docs.discord.com/developers/topics/oauth2>

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{Application, Locale, Timestamp, User};

/// What the token of a request may be used for.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Authorization {
    /// The application.
    pub application: Application,
    /// What the user allowed.
    pub scopes: Vec<String>,
    /// When the token ends.
    pub expires: Timestamp,
    /// Who allowed it; only with the scope `identify`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
}

/// The keys by which Discord signs tokens of OpenID Connect.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PublicKeys {
    /// The keys.
    pub keys: Vec<PublicKey>,
}

/// A key by which Discord signs, as a JSON Web Key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PublicKey {
    /// The family of keys, as `RSA`.
    pub kty: String,
    /// What it is for, as `sig`.
    #[serde(rename = "use")]
    pub usage: String,
    /// The key's id.
    pub kid: String,
    /// The modulus, in base64url.
    pub n: String,
    /// The exponent, in base64url.
    pub e: String,
    /// The algorithm, as `RS256`.
    pub alg: String,
}

/// Who a user is, in the words of OpenID Connect.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct OpenIdUser {
    /// The user's id.
    pub sub: String,
    /// The address; only with the scope `email`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the address was confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_username: Option<String>,
    /// The name that is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// The address of the avatar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// The language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
}

/// A token of an account that a game made for a player who has none.
#[derive(Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ProvisionalToken {
    /// How it is sent, as `Bearer`.
    pub token_type: String,
    /// The token.
    pub access_token: String,
    /// For how many seconds it holds.
    pub expires_in: u64,
    /// What it allows, between spaces.
    pub scope: String,
    /// The token of OpenID Connect.
    pub id_token: String,
    /// What brings the next token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// What it allows, one by one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// When it ends, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at_s: Option<i64>,
}

impl fmt::Debug for ProvisionalToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProvisionalToken")
            .field("token_type", &self.token_type)
            .field("expires_in", &self.expires_in)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provisional_token_is_not_printed() {
        let text = r#"{"token_type":"Bearer","access_token":"shh","expires_in":60,"scope":"identify","id_token":"hush"}"#;
        let token: ProvisionalToken = serde_json::from_str(text).unwrap();
        let shown = format!("{token:?}");
        assert!(!shown.contains("shh") && !shown.contains("hush"), "{shown}");
        assert_eq!(serde_json::to_string(&token).unwrap(), text);
    }
}
