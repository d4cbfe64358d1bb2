//! What a user has put into the components of a modal.
//!
//! <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure>

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{ComponentType, Id};

/// A component of a modal as a user has filled it in. Which fields it has depends on its kind.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SubmittedComponent {
    /// The kind of component.
    #[serde(rename = "type")]
    pub kind: ComponentType,
    /// The number of the component in its modal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// What the bot named the component by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_id: Option<String>,
    /// What a text input, a radio group or a checkbox holds; nothing where no option of a radio group is chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<SubmittedValue>,
    /// What is chosen in a select or a checkbox group, or the ids of the files of a file upload.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// What is in an action row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<SubmittedComponent>,
    /// What a label is around.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<Box<SubmittedComponent>>,
}

impl SubmittedComponent {
    /// The text of a text input, or the chosen option of a radio group.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Some(SubmittedValue::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether a checkbox is ticked.
    pub const fn is_checked(&self) -> bool {
        matches!(self.value, Some(SubmittedValue::Checked(true)))
    }

    /// The values as ids: of users, roles, channels or attachments, by the kind of component.
    pub fn ids<T>(&self) -> impl Iterator<Item = Id<T>> {
        self.values.iter().filter_map(|value| value.parse().ok())
    }

    /// The component of that name: this one, or one within it.
    pub fn find(&self, custom_id: &str) -> Option<&Self> {
        if self.custom_id.as_deref() == Some(custom_id) {
            return Some(self);
        }
        self.component
            .as_deref()
            .into_iter()
            .chain(&self.components)
            .find_map(|component| component.find(custom_id))
    }
}

/// What a component of a modal holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubmittedValue {
    /// The text of a text input, or the chosen option of a radio group.
    Text(String),
    /// Whether a checkbox is ticked.
    Checked(bool),
}

impl Serialize for SubmittedValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Checked(checked) => serializer.serialize_bool(*checked),
        }
    }
}

impl<'de> Deserialize<'de> for SubmittedValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl Visitor<'_> for ValueVisitor {
    type Value = SubmittedValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a boolean")
    }

    fn visit_bool<E: Error>(self, checked: bool) -> Result<SubmittedValue, E> {
        Ok(SubmittedValue::Checked(checked))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<SubmittedValue, E> {
        Ok(SubmittedValue::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<SubmittedValue, E> {
        Ok(SubmittedValue::Text(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::User;

    #[test]
    fn submitted_components_travel_back_as_they_came() {
        let json = r#"[{"type":18,"id":1,"component":{"type":4,"id":2,"custom_id":"why","value":"Because"}},{"type":18,"id":3,"component":{"type":5,"id":4,"custom_id":"who","values":["7","8"]}},{"type":1,"id":5,"components":[{"type":23,"id":6,"custom_id":"sure","value":true}]},{"type":10,"id":7}]"#;
        let components: Vec<SubmittedComponent> = serde_json::from_str(json).unwrap();
        assert_eq!(components[0].find("why").and_then(SubmittedComponent::text), Some("Because"));
        let users: Vec<Id<User>> = components[1].find("who").unwrap().ids().collect();
        assert_eq!(users, [Id::new(7), Id::new(8)]);
        assert!(components[2].find("sure").unwrap().is_checked());
        assert!(components[3].find("sure").is_none());
        assert_eq!(serde_json::to_string(&components).unwrap(), json);
    }
}
