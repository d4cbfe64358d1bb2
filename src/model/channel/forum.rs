//! Tags and the default reaction of forums.
//!
//! <https://docs.discord.com/developers/resources/channel#forum-tag-object>

use serde::{Deserialize, Serialize};

use crate::model::{Emoji, Id, limits};

/// A tag that threads of a forum can have.
///
/// <https://docs.discord.com/developers/resources/channel#forum-tag-object-forum-tag-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ForumTag {
    /// The tag's id; `None` for one that is to be made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id<ForumTag>>,
    /// The tag's name, of up to 20 characters.
    pub name: String,
    /// Whether only those who may manage threads can give or take it.
    pub moderated: bool,
    /// A custom emoji.
    pub emoji_id: Option<Id<Emoji>>,
    /// A unicode emoji.
    pub emoji_name: Option<String>,
}

/// The emoji of the reaction button of a forum: either field is set.
///
/// <https://docs.discord.com/developers/resources/channel#default-reaction-object-default-reaction-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct DefaultReaction {
    /// A custom emoji.
    pub emoji_id: Option<Id<Emoji>>,
    /// A unicode emoji.
    pub emoji_name: Option<String>,
}

limits! {
    ForumTag { name: ..=20, emoji_name: ..=100 }
    DefaultReaction { emoji_name: ..=100 }
}
