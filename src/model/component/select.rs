//! Selects: choices among options, users, roles or channels.
//!
//! <https://docs.discord.com/developers/components/reference#string-select>

use serde::{Deserialize, Serialize};

use super::Tag;
use crate::model::{ChannelType, Emoji, Id, open_enum};

/// A choice among up to 25 given options.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct StringSelect {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<3>,
    /// The number of the component in its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// What interactions name the select by, in 1 to 100 characters.
    pub custom_id: String,
    /// The options.
    pub options: Vec<SelectOption>,
    /// What stands there while nothing is chosen, in up to 150 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// How many must be chosen: 0 to 25, else 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_values: Option<u32>,
    /// How many can be chosen: 1 to 25, else 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_values: Option<u32>,
    /// Whether a modal needs it answered; it does unless this says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// Whether it cannot be used; only in messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled: Option<bool>,
}

/// One option of a string select.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SelectOption {
    /// What users see, in up to 100 characters.
    pub label: String,
    /// What the bot gets, in up to 100 characters.
    pub value: String,
    /// More for users, in up to 100 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The emoji: its name, id and whether it moves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<Emoji>,
    /// Whether it is chosen from the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<bool>,
}

macro_rules! entity_selects {
    ($( $(#[$meta:meta])* $name:ident = $kind:literal, )+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
            #[serde(default)]
            #[non_exhaustive]
            pub struct $name {
                #[serde(rename = "type")]
                pub(crate) kind: Tag<$kind>,
                /// The number of the component in its message.
                #[serde(skip_serializing_if = "Option::is_none")]
                pub id: Option<u32>,
                /// What interactions name the select by, in 1 to 100 characters.
                pub custom_id: String,
                /// What stands there while nothing is chosen, in up to 150 characters.
                #[serde(skip_serializing_if = "Option::is_none")]
                pub placeholder: Option<String>,
                /// Who or what is chosen from the beginning.
                #[serde(skip_serializing_if = "Vec::is_empty")]
                pub default_values: Vec<SelectDefaultValue>,
                /// How many must be chosen: 0 to 25, else 1.
                #[serde(skip_serializing_if = "Option::is_none")]
                pub min_values: Option<u32>,
                /// How many can be chosen: 1 to 25, else 1.
                #[serde(skip_serializing_if = "Option::is_none")]
                pub max_values: Option<u32>,
                /// Whether a modal needs it answered; it does unless this says otherwise.
                #[serde(skip_serializing_if = "Option::is_none")]
                pub required: Option<bool>,
                /// Whether it cannot be used; only in messages.
                #[serde(skip_serializing_if = "Option::is_none")]
                pub disabled: Option<bool>,
            }
        )+
    };
}

entity_selects! {
    /// A choice of users.
    UserSelect = 5,
    /// A choice of roles.
    RoleSelect = 6,
    /// A choice of users and roles.
    MentionableSelect = 7,
}

/// A choice of channels.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ChannelSelect {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<8>,
    /// The number of the component in its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// What interactions name the select by, in 1 to 100 characters.
    pub custom_id: String,
    /// The kinds of channels to choose from; all when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channel_types: Vec<ChannelType>,
    /// What stands there while nothing is chosen, in up to 150 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// What is chosen from the beginning.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub default_values: Vec<SelectDefaultValue>,
    /// How many must be chosen: 0 to 25, else 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_values: Option<u32>,
    /// How many can be chosen: 1 to 25, else 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_values: Option<u32>,
    /// Whether a modal needs it answered; it does unless this says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// Whether it cannot be used; only in messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled: Option<bool>,
}

/// Whatever a [`SelectDefaultValue`] is: its id is that of a user, a role or a channel.
#[derive(Debug)]
pub enum SelectTarget {}

/// Who or what is chosen from the beginning.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SelectDefaultValue {
    /// The id: of a user, a role or a channel.
    pub id: Id<SelectTarget>,
    /// Of which of them.
    #[serde(rename = "type")]
    pub kind: SelectDefaultValueType,
}

open_enum! {
    /// What the id of a default value belongs to.
    pub enum SelectDefaultValueType: str {
        /// A user.
        User = "user",
        /// A role.
        Role = "role",
        /// A channel.
        Channel = "channel",
    }
    default User
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_select_travels_back_as_it_came() {
        let json = r#"{"type":3,"id":2,"custom_id":"tea","options":[{"label":"Green","value":"g","description":"Mild","emoji":{"id":"9","name":"leaf","animated":true},"default":true},{"label":"Black","value":"b"}],"placeholder":"Which?","min_values":0,"max_values":2}"#;
        let select: StringSelect = serde_json::from_str(json).unwrap();
        assert_eq!((select.options[0].default, select.max_values), (Some(true), Some(2)));
        assert_eq!(serde_json::to_string(&select).unwrap(), json);
    }

    #[test]
    fn entity_selects_travel_back_as_they_came() {
        let json = r#"{"type":7,"id":2,"custom_id":"who","default_values":[{"id":"5","type":"role"},{"id":"6","type":"new"}]}"#;
        let select: MentionableSelect = serde_json::from_str(json).unwrap();
        assert_eq!(select.default_values[0].kind, SelectDefaultValueType::Role);
        assert_eq!(serde_json::to_string(&select).unwrap(), json);
        let json = r#"{"type":8,"id":2,"custom_id":"where","channel_types":[0,99],"disabled":false}"#;
        let select: ChannelSelect = serde_json::from_str(json).unwrap();
        assert_eq!(select.channel_types, [ChannelType::GuildText, ChannelType::Unknown(99)]);
        assert_eq!(serde_json::to_string(&select).unwrap(), json);
    }
}
