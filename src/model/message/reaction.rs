//! Reactions to messages.
//!
//! <https://docs.discord.com/developers/resources/message#reaction-object>

use serde::{Deserialize, Serialize};

use crate::model::{Emoji, open_enum};

/// All reactions to a message with one emoji.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Reaction {
    /// How many there are, super reactions included.
    pub count: u32,
    /// How many there are of each kind.
    pub count_details: ReactionCountDetails,
    /// Whether the current user reacted so.
    pub me: bool,
    /// Whether the current user gave a super reaction.
    pub me_burst: bool,
    /// The emoji: its id and name.
    pub emoji: Emoji,
    /// The colours of the super reaction, as `#rrggbb`.
    pub burst_colors: Vec<String>,
}

/// How many reactions there are of each kind.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ReactionCountDetails {
    /// Super reactions.
    pub burst: u32,
    /// Others.
    pub normal: u32,
}

open_enum! {
    /// The kinds of reactions.
    pub enum ReactionType: u8 {
        /// A reaction.
        Normal = 0,
        /// A super reaction.
        Burst = 1,
    }
    default Normal
}
