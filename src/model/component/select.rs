//! Selects: choices among options, users, roles or channels.
//!
//! <https://docs.discord.com/developers/components/reference#string-select>

use serde::{Deserialize, Serialize};

use super::Tag;
use super::setters::setters;
use crate::model::{Channel, ChannelType, Check, Checker, Emoji, Field, Id, Role, User, limits, open_enum};

/// Any select: what a row holds alone.
pub trait Select: Field {}

/// A choice among up to 25 given options.
///
/// <https://docs.discord.com/developers/components/reference#string-select-string-select-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
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

impl StringSelect {
    /// A choice among these options.
    pub fn new(custom_id: impl Into<String>, options: impl IntoIterator<Item = SelectOption>) -> Self {
        Self { custom_id: custom_id.into(), options: options.into_iter().collect(), ..Self::default() }
    }
}

/// One option of a string select.
///
/// <https://docs.discord.com/developers/components/reference#string-select-select-option-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
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

impl SelectOption {
    /// An option: what users see, and what the bot gets.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), ..Self::default() }
    }
}

macro_rules! entity_selects {
    ($( $(#[$meta:meta])* $name:ident = $kind:literal, )+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
            #[serde(default)]
            #[must_use]
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
///
/// <https://docs.discord.com/developers/components/reference#channel-select-channel-select-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
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

impl ChannelSelect {
    /// The kinds of channels to choose from; all by default.
    pub fn channel_types(mut self, kinds: impl IntoIterator<Item = ChannelType>) -> Self {
        self.channel_types = kinds.into_iter().collect();
        self
    }
}

macro_rules! default_values {
    ($( $name:ident { $( $(#[$doc:meta])* $setter:ident($entity:ty) = $kind:ident; )+ } )+) => {
        $(
            impl $name {
                /// A choice of any of them.
                pub fn new(custom_id: impl Into<String>) -> Self {
                    Self { custom_id: custom_id.into(), ..Self::default() }
                }

                $(
                    $(#[$doc])*
                    pub fn $setter(mut self, id: Id<$entity>) -> Self {
                        let kind = SelectDefaultValueType::$kind;
                        self.default_values.push(SelectDefaultValue { id: id.cast(), kind });
                        self
                    }
                )+
            }
        )+
    };
}

default_values! {
    UserSelect {
        /// One more user who is chosen from the beginning.
        default_user(User) = User;
    }
    RoleSelect {
        /// One more role that is chosen from the beginning.
        default_role(Role) = Role;
    }
    MentionableSelect {
        /// One more user who is chosen from the beginning.
        default_user(User) = User;
        /// One more role that is chosen from the beginning.
        default_role(Role) = Role;
    }
    ChannelSelect {
        /// One more channel that is chosen from the beginning.
        default_channel(Channel) = Channel;
    }
}

macro_rules! selects {
    ($($name:ident { $choices:ident: $limit:expr, $is_chosen:expr })+) => {
        $(
            impl Select for $name {}
            impl Field for $name {}

            impl Check for $name {
                fn look(&self, at: &mut Checker) {
                    at.field("custom_id", &self.custom_id, 1..=100);
                    at.field("placeholder", &self.placeholder, ..=150);
                    at.field(stringify!($choices), &self.$choices, $limit);
                    look_at_counts(at, self.min_values, self.max_values, 25);
                    let chosen = self.$choices.iter().filter($is_chosen).count();
                    let most = self.max_values.unwrap_or(1) as usize;
                    let why = "more of them than max_values are chosen from the beginning";
                    at.forbidden(stringify!($choices), chosen > most, why);
                }
            }

            setters! {
                $name { placeholder min_values max_values required disabled id }
            }
        )+
    };
}

selects! {
    StringSelect { options: 1..=25, |option| option.default == Some(true) }
    UserSelect { default_values: ..=25, |_| true }
    RoleSelect { default_values: ..=25, |_| true }
    MentionableSelect { default_values: ..=25, |_| true }
    ChannelSelect { default_values: ..=25, |_| true }
}

limits! {
    SelectOption { label: 1..=100, value: 1..=100, description: ..=100 }
}

setters! {
    SelectOption { description emoji selected }
}

/// How many of a choice are taken at least and at most.
pub(super) fn look_at_counts(at: &mut Checker, least: Option<u32>, most: Option<u32>, limit: u64) {
    at.field("min_values", &least, ..=limit);
    at.field("max_values", &most, 1..=limit);
    if let (Some(least), Some(most)) = (least, most)
        && least > most
    {
        at.wrong("min_values", "BASE_TYPE_BAD_VALUE", format!("{least}, more than the {most} of max_values"));
    }
}

/// Whatever a [`SelectDefaultValue`] is: its id is that of a user, a role or a channel.
#[derive(Debug)]
pub enum SelectTarget {}

/// Who or what is chosen from the beginning.
///
/// <https://docs.discord.com/developers/components/reference#user-select-select-default-value-structure>
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

impl Check for SelectDefaultValue {}

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
    use crate::model::check;

    #[test]
    fn a_string_select_travels_back_as_it_came() {
        let json = r#"{"type":3,"id":2,"custom_id":"tea","options":[{"label":"Green","value":"g","description":"Mild","emoji":{"id":"9","name":"leaf","animated":true},"default":true},{"label":"Black","value":"b"}],"placeholder":"Which?","min_values":0,"max_values":2}"#;
        let select: StringSelect = serde_json::from_str(json).unwrap();
        assert_eq!((select.options[0].default, select.max_values), (Some(true), Some(2)));
        assert_eq!(serde_json::to_string(&select).unwrap(), json);
    }

    #[test]
    fn no_more_are_chosen_from_the_beginning_than_can_be() {
        let of =
            |chosen: usize| (0..3).map(move |i| SelectOption::new("a", i.to_string()).selected(i < chosen));
        assert_eq!(check(&StringSelect::new("a", of(1))), Ok(()));
        assert_eq!(check(&StringSelect::new("a", of(2)).max_values(2)), Ok(()));
        assert_eq!(check(&StringSelect::new("a", of(2))).unwrap_err().fields()[0].path, "options");
        let two = RoleSelect::new("a").default_role(Id::new(1)).default_role(Id::new(2));
        assert_eq!(check(&two).unwrap_err().fields()[0].path, "default_values");
        assert_eq!(check(&two.max_values(2)), Ok(()));
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
