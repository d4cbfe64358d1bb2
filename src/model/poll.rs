//! Polls.
//!
//! <https://docs.discord.com/developers/resources/poll>

use serde::{Deserialize, Serialize};

use super::{Emoji, Timestamp, open_enum};

/// A poll.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Poll {
    /// The question; only text.
    pub question: PollMedia,
    /// The answers; up to ten.
    pub answers: Vec<PollAnswer>,
    /// When it ends.
    pub expiry: Option<Timestamp>,
    /// Whether several answers may be chosen.
    pub allow_multiselect: bool,
    /// How it looks.
    pub layout_type: PollLayoutType,
    /// The votes as far as they are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub results: Option<PollResults>,
}

/// A text and an emoji.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PollMedia {
    /// The text: up to 300 characters for a question, 55 for an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The emoji: its id or its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<Emoji>,
}

/// An answer of a poll.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PollAnswer {
    /// The answer's number, from 1.
    pub answer_id: u32,
    /// The answer.
    pub poll_media: PollMedia,
}

/// The votes.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PollResults {
    /// Whether they were counted for good.
    pub is_finalized: bool,
    /// The votes for each answer; without those that have none.
    pub answer_counts: Vec<PollAnswerCount>,
}

/// The votes for an answer.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PollAnswerCount {
    /// The answer's number.
    pub id: u32,
    /// How many there are.
    pub count: u32,
    /// Whether the current user voted for it.
    pub me_voted: bool,
}

open_enum! {
    /// How a poll looks.
    pub enum PollLayoutType: u8 {
        /// As polls look.
        Default = 1,
    }
    default Default
}
