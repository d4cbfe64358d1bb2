//! Requests to join a guild, and the form that comes with them.
//!
//! <https://docs.discord.com/developers/resources/guild-join-request>

use std::fmt;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::model::{Guild, Id, Timestamp, User, nullable, open_enum};

/// A user who wants to join.
///
/// <https://docs.discord.com/developers/resources/guild-join-request#guild-join-request-object-guild-join-request-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct JoinRequest {
    /// The request's id.
    pub id: Id<JoinRequest>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was decided.
    pub reviewed_at: Option<Timestamp>,
    /// What has become of it.
    pub application_status: Option<JoinRequestStatus>,
    /// Why it was refused.
    pub rejection_reason: Option<String>,
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The user's id.
    pub user_id: Id<User>,
    /// The user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
    /// The form and the user's answers.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub form_responses: Vec<FormField>,
    /// Who decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actioned_by_user: Option<Box<User>>,
}

/// A list of requests to join.
///
/// <https://docs.discord.com/developers/resources/guild-join-request#list-guild-join-requests-response-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct JoinRequests {
    /// How many there are in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// The requests.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guild_join_requests: Vec<JoinRequest>,
}

open_enum! {
    /// What has become of a request to join.
    pub enum JoinRequestStatus: str {
        /// It is being written.
        Started = "STARTED",
        /// It is to be decided.
        Submitted = "SUBMITTED",
        /// It was refused.
        Rejected = "REJECTED",
        /// It was granted.
        Approved = "APPROVED",
    }
    default Started
}

/// A field of the form that comes with a request to join; which fields of its own it has depends on its kind.
///
/// <https://docs.discord.com/developers/resources/guild-join-request#form-field-response-object>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FormField {
    /// The kind.
    pub field_type: FormFieldType,
    /// The question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it must be answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// What stands where there is no answer yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// The terms to agree to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The answers to choose from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// The answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<FormResponse>,
}

open_enum! {
    /// The kinds of fields of the form of a guild.
    pub enum FormFieldType: str {
        /// Terms to agree to.
        Terms = "TERMS",
        /// A line to write.
        TextInput = "TEXT_INPUT",
        /// A paragraph to write.
        Paragraph = "PARAGRAPH",
        /// An answer to choose.
        MultipleChoice = "MULTIPLE_CHOICE",
    }
    default Terms
}

/// An answer to a field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormResponse {
    /// Whether the user agrees to the terms.
    Agreed(bool),
    /// Which of the answers was chosen, from 0.
    Choice(u64),
    /// What was written.
    Text(String),
}

impl Serialize for FormResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Agreed(agreed) => serializer.serialize_bool(*agreed),
            Self::Choice(choice) => serializer.serialize_u64(*choice),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for FormResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FormResponseVisitor)
    }
}

struct FormResponseVisitor;

impl Visitor<'_> for FormResponseVisitor {
    type Value = FormResponse;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a boolean, a whole number or a string")
    }

    fn visit_bool<E: de::Error>(self, agreed: bool) -> Result<FormResponse, E> {
        Ok(FormResponse::Agreed(agreed))
    }

    fn visit_u64<E: de::Error>(self, choice: u64) -> Result<FormResponse, E> {
        Ok(FormResponse::Choice(choice))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<FormResponse, E> {
        Ok(FormResponse::Text(text.to_owned()))
    }
}
