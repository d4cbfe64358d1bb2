//! Components that lay out others: sections, containers, separators, and texts.
//!
//! <https://docs.discord.com/developers/components/reference#container>

use serde::{Deserialize, Serialize};

use super::Tag;
use super::setters::setters;
use crate::model::{Button, Check, Checker, Color, Component, limits, open_enum};

/// One to three texts with something beside them.
///
/// <https://docs.discord.com/developers/components/reference#section-section-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
#[non_exhaustive]
pub struct Section {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<9>,
    /// The number of the component in its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// The texts.
    pub components: Vec<Component>,
    /// What is beside them: a button or a thumbnail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessory: Option<Box<Component>>,
}

impl Section {
    /// A text with something beside it.
    pub fn new(text: impl Into<String>, accessory: impl Accessory) -> Self {
        Self { accessory: Some(Box::new(accessory.into())), ..Self::default() }.text(text)
    }

    /// One more text, up to three.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.components.push(TextDisplay::new(text).into());
        self
    }
}

impl Check for Section {
    fn look(&self, at: &mut Checker) {
        at.field("components", &self.components, 1..=3);
        at.field("accessory", &self.accessory, ..);
        at.required("accessory", self.accessory.is_some());
    }
}

/// What stands beside a [`Section`]: a button or a thumbnail.
pub trait Accessory: Into<Component> {}

impl Accessory for Button {}

/// A text, with markdown and mentions.
///
/// <https://docs.discord.com/developers/components/reference#text-display-text-display-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
#[non_exhaustive]
pub struct TextDisplay {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<10>,
    /// The number of the component in its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// The text.
    pub content: String,
}

impl TextDisplay {
    /// A text of up to 4000 characters.
    pub fn new(content: impl Into<String>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }
}

/// Space or a line between components.
///
/// <https://docs.discord.com/developers/components/reference#separator-separator-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
#[non_exhaustive]
pub struct Separator {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<14>,
    /// The number of the component in its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// Whether there is a line; there is unless this says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub divider: Option<bool>,
    /// How much space there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spacing: Option<SeparatorSpacing>,
}

impl Separator {
    /// A line, with a little space.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there is a line; there is by default.
    pub fn divider(mut self, divider: bool) -> Self {
        self.divider = Some(divider);
        self
    }

    /// How much space there is; a little by default.
    pub fn spacing(mut self, spacing: SeparatorSpacing) -> Self {
        self.spacing = Some(spacing);
        self
    }
}

impl Check for Separator {}

open_enum! {
    /// How much space a separator takes.
    pub enum SeparatorSpacing: u32 {
        /// A little.
        Small = 1,
        /// More.
        Large = 2,
    }
    default Small
}

/// A box around components.
///
/// <https://docs.discord.com/developers/components/reference#container-container-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
#[non_exhaustive]
pub struct Container {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<17>,
    /// The number of the component in its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// What is in the box.
    pub components: Vec<Component>,
    /// The colour of the edge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent_color: Option<Color>,
    /// Whether the box is blurred until somebody looks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoiler: Option<bool>,
}

impl Container {
    /// An empty box.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more component: a row, a section, a text, a gallery, a file or a separator.
    pub fn component(mut self, component: impl Into<Component>) -> Self {
        self.components.push(component.into());
        self
    }

    /// One more text.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.component(TextDisplay::new(text))
    }

    /// The colour of the edge; none by default.
    pub fn accent_color(mut self, color: impl Into<Color>) -> Self {
        self.accent_color = Some(color.into());
        self
    }
}

limits! {
    TextDisplay { content: 1..=4000 }
    Container { components: 1..=40, accent_color: ..=0xff_ffff }
}

setters! {
    Section { id }
    TextDisplay { id }
    Separator { id }
    Container { spoiler id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_travels_back_as_it_came() {
        let json = r#"{"type":17,"id":1,"components":[{"type":9,"id":2,"components":[{"type":10,"id":3,"content":"**Tea**"}],"accessory":{"type":11,"id":4,"media":{"url":"https://example.com/tea.png"}}},{"type":14,"id":5,"divider":true,"spacing":2}],"accent_color":703487,"spoiler":false}"#;
        let container: Container = serde_json::from_str(json).unwrap();
        let Component::Section(section) = &container.components[0] else { panic!("{container:?}") };
        assert!(matches!(section.accessory.as_deref(), Some(Component::Thumbnail(_))));
        assert_eq!(serde_json::to_string(&container).unwrap(), json);
    }
}
