//! What was given in the components of a modal.
//!
//! <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure>

use serde::{Deserialize, Serialize};

use crate::model::{ComponentType, OptionValue, ResolvedData};

/// A component of a modal that was sent, and what was given in it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SubmittedComponent {
    /// The kind of component.
    #[serde(rename = "type")]
    pub kind: ComponentType,
    /// The component's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// The component's id, as the bot has chosen it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_id: Option<String>,
    /// The text of a field or of a radio button, the yes or no of a checkbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<OptionValue>,
    /// What was chosen: texts, or ids of users, roles, channels, files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
    /// The users, roles, channels that were chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Box<ResolvedData>>,
    /// What is in a label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<Box<SubmittedComponent>>,
    /// What is in a row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<SubmittedComponent>,
}
