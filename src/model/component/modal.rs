//! Components of modals: labels, fields, groups and boxes.
//!
//! <https://docs.discord.com/developers/components/reference#label>

use serde::{Deserialize, Serialize};

use super::Tag;
use crate::model::{Component, open_enum};

/// A text and a description around a component of a modal.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Label {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<18>,
    /// The number of the component in its modal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// The text, of up to 45 characters.
    pub label: String,
    /// More, in up to 100 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The component.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<Box<Component>>,
}

/// A field for text.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TextInput {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<4>,
    /// The number of the component in its modal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// What interactions name the field by, in 1 to 100 characters.
    pub custom_id: String,
    /// How large the field is.
    pub style: TextInputStyle,
    /// The text above it; a [`Label`] has taken its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The shortest text allowed: 0 to 4000 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u32>,
    /// The longest text allowed: 1 to 4000 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// Whether it must be filled; it must unless this says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// The text in the field from the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What stands there while the field is empty, in up to 100 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
}

open_enum! {
    /// How large a field for text is.
    pub enum TextInputStyle: u32 {
        /// One line.
        Short = 1,
        /// Several lines.
        Paragraph = 2,
    }
    default Short
}

/// A field for files.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FileUpload {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<19>,
    /// The number of the component in its modal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// What interactions name the field by, in 1 to 100 characters.
    pub custom_id: String,
    /// How many files there must be: 0 to 10, else 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_values: Option<u32>,
    /// How many files there can be: 1 to 10, else 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_values: Option<u32>,
    /// Whether a file is needed; it is unless this says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// The types of files allowed; all when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub file_types: Vec<String>,
}

/// A choice of one option.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RadioGroup {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<21>,
    /// The number of the component in its modal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// What interactions name the group by, in 1 to 100 characters.
    pub custom_id: String,
    /// The options: 2 to 10.
    pub options: Vec<GroupOption>,
    /// Whether one must be chosen; it must unless this says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
}

/// A choice of several options.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CheckboxGroup {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<22>,
    /// The number of the component in its modal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// What interactions name the group by, in 1 to 100 characters.
    pub custom_id: String,
    /// The options: 1 to 10.
    pub options: Vec<GroupOption>,
    /// How many must be chosen: 0 to 10, else 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_values: Option<u32>,
    /// How many can be chosen: 1 to 10, else all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_values: Option<u32>,
    /// Whether a choice is needed; it is unless this says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
}

/// One option of a radio group or of a checkbox group.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GroupOption {
    /// What the bot gets, in up to 100 characters.
    pub value: String,
    /// What users see, in up to 100 characters.
    pub label: String,
    /// More for users, in up to 100 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it is chosen from the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<bool>,
}

/// A choice of yes or no.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Checkbox {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<23>,
    /// The number of the component in its modal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// What interactions name the box by, in 1 to 100 characters.
    pub custom_id: String,
    /// Whether it is ticked from the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_modals_travel_back_as_they_came() {
        let json = r#"[{"type":18,"id":1,"label":"Why?","description":"In short","component":{"type":4,"id":2,"custom_id":"why","style":2,"min_length":1,"max_length":4000,"required":true,"value":"","placeholder":"Because"}},{"type":18,"label":"Files","component":{"type":19,"custom_id":"files","max_values":3,"file_types":["image/*"]}},{"type":18,"label":"One","component":{"type":21,"custom_id":"one","options":[{"value":"a","label":"A","default":true}],"required":false}},{"type":18,"label":"Some","component":{"type":22,"custom_id":"some","options":[{"value":"a","label":"A","description":"The first"}],"min_values":0}},{"type":18,"label":"Sure?","component":{"type":23,"custom_id":"sure","default":false}}]"#;
        let components: Vec<Component> = serde_json::from_str(json).unwrap();
        let Component::Label(label) = &components[0] else { panic!("{components:?}") };
        let Some(Component::TextInput(input)) = label.component.as_deref() else { panic!("{label:?}") };
        assert_eq!((input.style, input.max_length), (TextInputStyle::Paragraph, Some(4000)));
        assert_eq!(serde_json::to_string(&components).unwrap(), json);
    }
}
