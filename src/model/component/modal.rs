//! Modals: forms that ask questions.
//!
//! <https://docs.discord.com/developers/components/reference#label>

use serde::{Deserialize, Serialize};

use super::Tag;
use super::setters::setters;
use super::tree::{Layout, look_at_layout};
use crate::model::{Check, Checker, Component, Field, TextDisplay};

/// A form that answers an interaction; see [`Component`] for how to lay one out.
///
/// <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
#[non_exhaustive]
pub struct Modal {
    /// What the answer names the modal by, in 1 to 100 characters.
    pub custom_id: String,
    /// What stands above it, in up to 45 characters.
    pub title: String,
    /// Labels and texts, 1 to 5 of them.
    pub components: Vec<Component>,
}

impl Modal {
    /// A modal without components.
    pub fn new(custom_id: impl Into<String>, title: impl Into<String>) -> Self {
        Self { custom_id: custom_id.into(), title: title.into(), components: Vec::new() }
    }

    /// One more question: a text, and the component that it asks for.
    pub fn ask(self, label: impl Into<String>, component: impl Field) -> Self {
        self.component(Label::new(label, component))
    }

    /// One more text between the questions.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.component(TextDisplay::new(text))
    }

    /// One more component, such as a [`Label`] with a description.
    pub fn component(mut self, component: impl Into<Component>) -> Self {
        self.components.push(component.into());
        self
    }
}

impl Check for Modal {
    fn look(&self, at: &mut Checker) {
        at.field("custom_id", &self.custom_id, 1..=100);
        at.field("title", &self.title, 1..=45);
        look_at_layout(at, &self.components, Layout::Modal);
    }
}

/// A text and a description around a component of a modal.
///
/// <https://docs.discord.com/developers/components/reference#label-label-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
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

impl Label {
    /// A text, and the component that it asks for.
    pub fn new(label: impl Into<String>, component: impl Field) -> Self {
        Self { label: label.into(), component: Some(Box::new(component.into())), ..Self::default() }
    }
}

impl Check for Label {
    fn look(&self, at: &mut Checker) {
        at.field("label", &self.label, 1..=45);
        at.field("description", &self.description, ..=100);
        at.field("component", &self.component, ..);
        at.required("component", self.component.is_some());
    }
}

setters! {
    Label { description id }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FileUpload, GroupOption, Id, RadioGroup, UserSelect, check};

    #[test]
    fn a_modal_is_built_from_its_questions() {
        let modal = Modal::new("tea", "Tea").text("Choose.").component(
            Label::new(
                "Which?",
                RadioGroup::new(
                    "kind",
                    [GroupOption::new("Green", "g").selected(true), GroupOption::new("Black", "b")],
                ),
            )
            .description("Both are hot"),
        );
        let modal = modal.ask("Who?", UserSelect::new("who").default_user(Id::new(7)).max_values(3));
        let modal = modal.ask("Proof", FileUpload::new("proof").file_types(["image/*"]).required(false));
        let text = r#"{"custom_id":"tea","title":"Tea","components":[{"type":10,"content":"Choose."},{"type":18,"label":"Which?","description":"Both are hot","component":{"type":21,"custom_id":"kind","options":[{"value":"g","label":"Green","default":true},{"value":"b","label":"Black"}]}},{"type":18,"label":"Who?","component":{"type":5,"custom_id":"who","default_values":[{"id":"7","type":"user"}],"max_values":3}},{"type":18,"label":"Proof","component":{"type":19,"custom_id":"proof","required":false,"file_types":["image/*"]}}]}"#;
        assert_eq!(serde_json::to_string(&modal).unwrap(), text);
        assert_eq!(check(&modal), Ok(()));
    }
}
