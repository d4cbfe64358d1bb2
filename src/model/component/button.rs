//! Action rows and buttons.
//!
//! <https://docs.discord.com/developers/components/reference#button>

use serde::{Deserialize, Serialize};

use super::Tag;
use crate::model::{Component, Emoji, Id, Sku, open_enum};

/// A row of up to five buttons, or of one select.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
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

/// A button.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
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

open_enum! {
    /// How a button looks, and what it does.
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
