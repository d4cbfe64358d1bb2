//! What a modal asks for: fields for text and files, groups and boxes. Selects are asked for as well.
//!
//! <https://docs.discord.com/developers/components/reference#text-input>

use serde::{Deserialize, Serialize};

use super::Tag;
use super::select::look_at_counts;
use super::setters::setters;
use crate::model::{Check, Checker, Component, limits, open_enum};

/// What a [`Label`](crate::model::Label) holds: a select, a field, a group or a box.
pub trait Field: Into<Component> {}

/// A field for text.
///
/// <https://docs.discord.com/developers/components/reference#text-input-text-input-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
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
    /// The text above it; a [`Label`](crate::model::Label) has taken its place.
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

impl TextInput {
    /// A field of one line.
    pub fn short(custom_id: impl Into<String>) -> Self {
        Self { custom_id: custom_id.into(), ..Self::default() }
    }

    /// A field of several lines.
    pub fn paragraph(custom_id: impl Into<String>) -> Self {
        Self { style: TextInputStyle::Paragraph, ..Self::short(custom_id) }
    }

    /// The shortest text allowed: 0 to 4000 characters.
    pub fn min_length(mut self, least: u32) -> Self {
        self.min_length = Some(least);
        self
    }

    /// The longest text allowed: 1 to 4000 characters.
    pub fn max_length(mut self, most: u32) -> Self {
        self.max_length = Some(most);
        self
    }

    /// The text in the field from the beginning.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }
}

limits! {
    TextInput {
        custom_id: 1..=100,
        label: 1..=45,
        min_length: ..=4000,
        max_length: 1..=4000,
        value: ..=4000,
        placeholder: ..=100,
    }
}

open_enum! {
    /// How large a field for text is.
    ///
    /// <https://docs.discord.com/developers/components/reference#text-input-text-input-styles>
    pub enum TextInputStyle: u32 {
        /// One line.
        Short = 1,
        /// Several lines.
        Paragraph = 2,
    }
    default Short
}

/// A field for files.
///
/// <https://docs.discord.com/developers/components/reference#file-upload-file-upload-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
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

impl FileUpload {
    /// A field for one file.
    pub fn new(custom_id: impl Into<String>) -> Self {
        Self { custom_id: custom_id.into(), ..Self::default() }
    }
}

impl Check for FileUpload {
    fn look(&self, at: &mut Checker) {
        at.field("custom_id", &self.custom_id, 1..=100);
        look_at_counts(at, self.min_values, self.max_values, 10);
    }
}

/// A choice of one option.
///
/// <https://docs.discord.com/developers/components/reference#radio-group-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
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

impl RadioGroup {
    /// A choice of one of these options.
    pub fn new(custom_id: impl Into<String>, options: impl IntoIterator<Item = GroupOption>) -> Self {
        Self { custom_id: custom_id.into(), options: options.into_iter().collect(), ..Self::default() }
    }
}

limits! {
    RadioGroup { custom_id: 1..=100, options: 2..=10 }
}

/// A choice of several options.
///
/// <https://docs.discord.com/developers/components/reference#checkbox-group-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
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

impl CheckboxGroup {
    /// A choice of several of these options.
    pub fn new(custom_id: impl Into<String>, options: impl IntoIterator<Item = GroupOption>) -> Self {
        Self { custom_id: custom_id.into(), options: options.into_iter().collect(), ..Self::default() }
    }
}

impl Check for CheckboxGroup {
    fn look(&self, at: &mut Checker) {
        at.field("custom_id", &self.custom_id, 1..=100);
        at.field("options", &self.options, 1..=10);
        look_at_counts(at, self.min_values, self.max_values, 10);
    }
}

/// One option of a radio group or of a checkbox group.
///
/// <https://docs.discord.com/developers/components/reference#radio-group-option-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
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

impl GroupOption {
    /// An option: what users see, and what the bot gets.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), ..Self::default() }
    }
}

limits! {
    GroupOption { value: 1..=100, label: 1..=100, description: ..=100 }
}

/// A choice of yes or no.
///
/// <https://docs.discord.com/developers/components/reference#checkbox-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
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

impl Checkbox {
    /// A box, not ticked.
    pub fn new(custom_id: impl Into<String>) -> Self {
        Self { custom_id: custom_id.into(), ..Self::default() }
    }
}

limits! {
    Checkbox { custom_id: 1..=100 }
}

impl Field for TextInput {}
impl Field for FileUpload {}
impl Field for RadioGroup {}
impl Field for CheckboxGroup {}
impl Field for Checkbox {}

setters! {
    TextInput { placeholder required id }
    FileUpload { min_values max_values required file_types id }
    RadioGroup { required id }
    CheckboxGroup { min_values max_values required id }
    GroupOption { description selected }
    Checkbox { selected id }
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
