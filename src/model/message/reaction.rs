//! Reactions to messages.
//!
//! <https://docs.discord.com/developers/resources/message#reaction-object>

use serde::{Deserialize, Serialize};

use crate::model::{Emoji, open_enum};

/// How often a message was reacted to with one emoji.
///
/// <https://docs.discord.com/developers/resources/message#reaction-object-reaction-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Reaction {
    /// How often, super reactions included.
    pub count: u32,
    /// How often in each way.
    pub count_details: ReactionCountDetails,
    /// Whether the current user did.
    pub me: bool,
    /// Whether the current user did with a super reaction.
    pub me_burst: bool,
    /// The emoji: id, name, animated.
    pub emoji: Emoji,
    /// The colours of the super reaction, as `#rrggbb`.
    pub burst_colors: Vec<String>,
}

/// How often a message was reacted to in each way.
///
/// <https://docs.discord.com/developers/resources/message#reaction-count-details-object-reaction-count-details-structure>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ReactionCountDetails {
    /// With super reactions.
    pub burst: u32,
    /// With others.
    pub normal: u32,
}

open_enum! {
    /// The ways to react.
    ///
    /// <https://docs.discord.com/developers/resources/message#get-reactions-reaction-types>
    pub enum ReactionType: u32 {
        /// A reaction.
        Normal = 0,
        /// A super reaction.
        Burst = 1,
    }
    default Normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reaction_is_read_and_written_as_discord_does() {
        let text = r##"{"count":3,"count_details":{"burst":1,"normal":2},"me":true,"me_burst":false,"emoji":{"id":null,"name":"🔥"},"burst_colors":["#ff8800"]}"##;
        let reaction: Reaction = serde_json::from_str(text).unwrap();
        assert_eq!(reaction.emoji, "🔥".into());
        assert_eq!(serde_json::to_string(&reaction).unwrap(), text);
    }
}
