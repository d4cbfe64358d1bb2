//! Action rows and buttons.
//!
//! <https://docs.discord.com/developers/components/reference#button>

use serde::{Deserialize, Serialize};

use super::Tag;
use super::setters::setters;
use crate::model::{Check, Checker, Component, Emoji, Id, Select, Sku, limits, open_enum};

/// A row of up to five buttons, or of one select.
///
/// <https://docs.discord.com/developers/components/reference#action-row-action-row-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
#[non_exhaustive]
pub struct ActionRow {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<1>,
    /// The number of the component in its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// What is in the row.
    pub components: Vec<Component>,
}

impl ActionRow {
    /// A row of one to five buttons.
    pub fn buttons(buttons: impl IntoIterator<Item = Button>) -> Self {
        Self { components: buttons.into_iter().map(Component::Button).collect(), ..Self::default() }
    }

    /// A row of one select.
    pub fn select(select: impl Select) -> Self {
        Self { components: vec![select.into()], ..Self::default() }
    }
}

limits! {
    ActionRow { components: 1..=5 }
}

/// A button.
///
/// <https://docs.discord.com/developers/components/reference#button-button-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
#[non_exhaustive]
pub struct Button {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<2>,
    /// The number of the component in its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// How it looks, and what it does.
    pub style: ButtonStyle,
    /// The text, of up to 80 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The emoji: its name, id and whether it moves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<Emoji>,
    /// What interactions name the button by, in 1 to 100 characters; neither links nor premium buttons have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_id: Option<String>,
    /// What a premium button sells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku_id: Option<Id<Sku>>,
    /// Where a link leads, in up to 512 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether it cannot be pressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled: Option<bool>,
}

impl Button {
    /// The action that matters most.
    pub fn primary(custom_id: impl Into<String>) -> Self {
        Self::of(ButtonStyle::Primary, custom_id)
    }

    /// One action among others.
    pub fn secondary(custom_id: impl Into<String>) -> Self {
        Self::of(ButtonStyle::Secondary, custom_id)
    }

    /// Confirms or completes.
    pub fn success(custom_id: impl Into<String>) -> Self {
        Self::of(ButtonStyle::Success, custom_id)
    }

    /// Does what cannot be undone.
    pub fn danger(custom_id: impl Into<String>) -> Self {
        Self::of(ButtonStyle::Danger, custom_id)
    }

    /// Leads to an address; no interaction comes of it.
    pub fn link(url: impl Into<String>) -> Self {
        Self { style: ButtonStyle::Link, url: Some(url.into()), ..Self::default() }
    }

    /// Sells something, whose name and price it shows; no interaction comes of it.
    pub fn premium(sku: Id<Sku>) -> Self {
        Self { style: ButtonStyle::Premium, sku_id: Some(sku), ..Self::default() }
    }

    /// The text, of up to 80 characters; Discord advises 34.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    fn of(style: ButtonStyle, custom_id: impl Into<String>) -> Self {
        Self { style, custom_id: Some(custom_id.into()), ..Self::default() }
    }
}

impl Check for Button {
    fn look(&self, at: &mut Checker) {
        at.field("label", &self.label, ..=80);
        at.field("custom_id", &self.custom_id, 1..=100);
        at.field("url", &self.url, ..=512);
        let (link, premium) = (self.style == ButtonStyle::Link, self.style == ButtonStyle::Premium);
        match self.style {
            ButtonStyle::Unknown(_) => return,
            ButtonStyle::Link => at.required("url", self.url.is_some()),
            ButtonStyle::Premium => at.required("sku_id", self.sku_id.is_some()),
            _ => at.required("custom_id", self.custom_id.is_some()),
        }
        at.forbidden(
            "custom_id",
            self.custom_id.is_some() && (link || premium),
            "links and premium buttons have none",
        );
        at.forbidden("url", self.url.is_some() && !link, "only links have one");
        at.forbidden("sku_id", self.sku_id.is_some() && !premium, "only premium buttons have one");
        at.forbidden("label", self.label.is_some() && premium, "premium buttons have none");
        at.forbidden("emoji", self.emoji.is_some() && premium, "premium buttons have none");
    }
}

setters! {
    ActionRow { id }
    Button { emoji disabled id }
}

open_enum! {
    /// How a button looks, and what it does.
    ///
    /// <https://docs.discord.com/developers/components/reference#button-button-styles>
    pub enum ButtonStyle: u32 {
        /// The action that matters most.
        Primary = 1,
        /// One action among others.
        Secondary = 2,
        /// Confirms or completes.
        Success = 3,
        /// Does what cannot be undone.
        Danger = 4,
        /// Leads to an address; no interaction comes of it.
        Link = 5,
        /// Sells something; no interaction comes of it.
        Premium = 6,
    }
    default Primary
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_buttons_travels_back_as_it_came() {
        let json = r#"{"type":1,"id":1,"components":[{"type":2,"id":2,"style":4,"label":"Delete","emoji":{"id":null,"name":"🔥"},"custom_id":"delete:7"},{"type":2,"id":3,"style":5,"url":"https://example.com","disabled":true}]}"#;
        let row: ActionRow = serde_json::from_str(json).unwrap();
        let Component::Button(button) = &row.components[0] else { panic!("{row:?}") };
        assert_eq!((button.style, button.custom_id.as_deref()), (ButtonStyle::Danger, Some("delete:7")));
        assert_eq!(serde_json::to_string(&row).unwrap(), json);
    }
}
