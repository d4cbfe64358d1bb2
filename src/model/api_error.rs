//! What Discord answers when it refuses a request.
//!
//! <https://docs.discord.com/developers/reference#error-messages>

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a request was refused.
///
/// <https://docs.discord.com/developers/reference#error-messages>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ApiError {
    /// Discord's number for what is wrong; 0 for what has none.
    pub code: u32,
    /// What is wrong, in words.
    pub message: String,
    /// What is wrong with which field of the request.
    #[serde(skip_serializing_if = "FormErrors::is_empty")]
    pub errors: FormErrors,
    /// What is wrong with which line of the file of users that an invite is for; Discord then tells nothing else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub target_users_file: Vec<String>,
}

/// What is wrong with a place of a request, and with the places within it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct FormErrors {
    /// What is wrong with the place itself.
    pub errors: Vec<FormError>,
    /// What is wrong within, by the name of a field or the index of an element.
    pub fields: BTreeMap<String, FormErrors>,
}

impl FormErrors {
    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty() && self.fields.is_empty()
    }
}

/// One thing that is wrong with a place of a request.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FormError {
    /// Discord's word for it.
    pub code: FormErrorCode,
    /// What is wrong, in words.
    pub message: String,
}

/// Discord's word for what is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormErrorCode {
    /// A word, as `BASE_TYPE_REQUIRED`: what is sent.
    Word(String),
    /// A number: what Discord's description says.
    Number(i64),
}

impl Default for FormErrorCode {
    fn default() -> Self {
        Self::Word(String::new())
    }
}

/// The answer to a request that came too soon.
///
/// <https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit-rate-limit-response-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RateLimitResponse {
    /// What is wrong, in words.
    pub message: String,
    /// In how many seconds the request may be sent again.
    pub retry_after: f64,
    /// Whether all requests of the bot have to wait.
    pub global: bool,
    /// Discord's number for the limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u32>,
}

/// The answer to a search of a guild that Discord has not read yet.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SearchNotReady {
    /// What is wrong, in words.
    pub message: String,
    /// Discord's number for it: 110000.
    pub code: u32,
    /// How much has been read.
    pub documents_indexed: u64,
    /// In how many seconds it is worth asking again.
    pub retry_after: f64,
}

impl Serialize for FormErrors {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if !self.errors.is_empty() {
            map.serialize_entry(OWN, &self.errors)?;
        }
        for (name, errors) in &self.fields {
            map.serialize_entry(name, errors)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for FormErrors {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FormErrorsVisitor)
    }
}

struct FormErrorsVisitor;

impl<'de> Visitor<'de> for FormErrorsVisitor {
    type Value = FormErrors;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the errors of a form")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FormErrors, A::Error> {
        let mut read = FormErrors::default();
        while let Some(key) = map.next_key::<String>()? {
            if key == OWN {
                read.errors = map.next_value()?;
            } else {
                read.fields.insert(key, map.next_value()?);
            }
        }
        Ok(read)
    }
}

impl Serialize for FormErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Word(word) => serializer.serialize_str(word),
            Self::Number(number) => serializer.serialize_i64(*number),
        }
    }
}

impl<'de> Deserialize<'de> for FormErrorCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CodeVisitor)
    }
}

struct CodeVisitor;

impl Visitor<'_> for CodeVisitor {
    type Value = FormErrorCode;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a whole number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<FormErrorCode, E> {
        Ok(FormErrorCode::Number(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<FormErrorCode, E> {
        i64::try_from(number).map(FormErrorCode::Number).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<FormErrorCode, E> {
        Ok(FormErrorCode::Word(word.to_owned()))
    }
}

/// The key of what is wrong with the place itself.
const OWN: &str = "_errors";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_a_tree() {
        let text = r#"{"code":50035,"message":"Invalid Form Body","errors":{"_errors":[{"code":"TOO_LARGE","message":"a"}],"embeds":{"0":{"title":{"_errors":[{"code":7,"message":"b"}]}}}}}"#;
        let error: ApiError = serde_json::from_str(text).unwrap();
        let title = &error.errors.fields["embeds"].fields["0"].fields["title"];
        assert_eq!(title.errors[0].code, FormErrorCode::Number(7));
        assert_eq!(serde_json::to_string(&error).unwrap(), text);
    }
}
