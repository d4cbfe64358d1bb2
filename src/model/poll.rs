//! Polls.
//!
//! <https://docs.discord.com/developers/resources/poll>

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::{Check, Checker, Emoji, Timestamp, User, duration, open_enum};

/// A poll of a message.
///
/// <https://docs.discord.com/developers/resources/poll#poll-object-poll-object-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Poll {
    /// The question.
    pub question: PollMedia,
    /// The answers to choose from.
    pub answers: Vec<PollAnswer>,
    /// When it ends; nothing for one that never does.
    pub expiry: Option<Timestamp>,
    /// Whether several answers may be chosen.
    pub allow_multiselect: bool,
    /// How it is shown.
    pub layout_type: PollLayoutType,
    /// The votes; nothing where Discord does not know them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub results: Option<PollResults>,
}

impl Poll {
    /// How many chose an answer; exact only once the poll is over.
    pub fn votes(&self, answer_id: u32) -> u64 {
        let counts = self.results.iter().flat_map(|results| &results.answer_counts);
        counts.filter(|count| count.id == answer_id).map(|count| count.count).sum()
    }
}

open_enum! {
    /// How a poll is shown.
    ///
    /// <https://docs.discord.com/developers/resources/poll#layout-type>
    pub enum PollLayoutType: u32 {
        /// As polls are.
        Default = 1,
    }
    default Default
}

/// A question or an answer of a poll.
///
/// <https://docs.discord.com/developers/resources/poll#poll-media-object-poll-media-object-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PollMedia {
    /// The text: a question has up to 300 characters, an answer up to 55.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The emoji of an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<Emoji>,
}

impl PollMedia {
    /// A text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), emoji: None }
    }

    /// The emoji of an answer.
    #[must_use]
    pub fn emoji(mut self, emoji: impl Into<Emoji>) -> Self {
        self.emoji = Some(emoji.into());
        self
    }
}

impl<T: Into<String>> From<T> for PollMedia {
    fn from(text: T) -> Self {
        Self::new(text)
    }
}

/// An answer to choose.
///
/// <https://docs.discord.com/developers/resources/poll#poll-answer-object-poll-answer-object-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PollAnswer {
    /// The answer's id in this poll, from 1 on; `None` in a poll that is to be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_id: Option<u32>,
    /// The answer.
    pub poll_media: PollMedia,
}

/// The votes of a poll.
///
/// <https://docs.discord.com/developers/resources/poll#poll-results-object-poll-results-object-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PollResults {
    /// Whether they are counted exactly.
    pub is_finalized: bool,
    /// The votes for each answer; an answer without votes may be missing.
    pub answer_counts: Vec<PollAnswerCount>,
}

/// The votes for an answer.
///
/// <https://docs.discord.com/developers/resources/poll#poll-results-object-poll-answer-count-object-structure>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PollAnswerCount {
    /// The answer.
    pub id: u32,
    /// How many chose it.
    pub count: u64,
    /// Whether the current user did.
    pub me_voted: bool,
}

/// Who chose an answer.
///
/// <https://docs.discord.com/developers/resources/poll#get-answer-voters-response-body>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PollVoters {
    /// Who chose it.
    pub users: Vec<User>,
}

/// A poll to be sent.
///
/// <https://docs.discord.com/developers/resources/poll#poll-create-request-object-poll-create-request-object-structure>
///
/// ```
/// use ito::model::{NewPoll, PollMedia};
///
/// let poll = NewPoll::new("Tea or coffee?").answer(PollMedia::new("Tea").emoji('🍵')).answer("Coffee");
/// # assert_eq!(poll.answers.len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
#[non_exhaustive]
pub struct NewPoll {
    /// The question.
    pub question: PollMedia,
    /// Up to 10 answers.
    pub answers: Vec<PollAnswer>,
    /// How long it runs: whole hours, up to 32 days; Discord chooses a day.
    #[serde(with = "duration::hours", skip_serializing_if = "Option::is_none")]
    pub duration: Option<Duration>,
    /// Whether several answers may be chosen.
    pub allow_multiselect: bool,
    /// How it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout_type: Option<PollLayoutType>,
}

impl NewPoll {
    /// A poll without answers.
    pub fn new(question: impl Into<String>) -> Self {
        Self { question: PollMedia::new(question), ..Self::default() }
    }

    /// One more answer: a text, or a [`PollMedia`] with an emoji.
    pub fn answer(mut self, answer: impl Into<PollMedia>) -> Self {
        self.answers.push(PollAnswer { answer_id: None, poll_media: answer.into() });
        self
    }

    /// How long it runs: whole hours, up to 32 days.
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = Some(duration);
        self
    }

    /// Whether several answers may be chosen.
    pub fn allow_multiselect(mut self, allow: bool) -> Self {
        self.allow_multiselect = allow;
        self
    }
}

impl Check for NewPoll {
    fn look(&self, at: &mut Checker) {
        at.field("question.text", &self.question.text, 1..=300);
        at.required("question.text", self.question.text.is_some());
        at.forbidden("question.emoji", self.question.emoji.is_some(), "only answers have one");
        at.field("answers", &self.answers, 1..=10);
        // Whole hours, 32 days at most.
        at.field("duration", &self.duration, 3600..=32 * 86_400);
    }
}

impl Check for PollAnswer {
    fn look(&self, at: &mut Checker) {
        at.field("poll_media.text", &self.poll_media.text, 1..=55);
        at.required("poll_media.text", self.poll_media.text.is_some());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poll_is_read_and_written_as_discord_does() {
        let text = r#"{"question":{"text":"Tea?"},"answers":[{"answer_id":1,"poll_media":{"text":"Yes","emoji":{"id":null,"name":"🍵"}}}],"expiry":null,"allow_multiselect":false,"layout_type":1,"results":{"is_finalized":true,"answer_counts":[{"id":1,"count":12,"me_voted":true}]}}"#;
        let poll: Poll = serde_json::from_str(text).unwrap();
        assert_eq!((poll.votes(1), poll.votes(2)), (12, 0));
        assert_eq!(serde_json::to_string(&poll).unwrap(), text);
    }

    #[test]
    fn a_new_poll_lasts_hours_and_has_no_ids() {
        let poll =
            NewPoll::new("Tea?").answer("Yes").duration(Duration::from_secs(7200)).allow_multiselect(true);
        let text = r#"{"question":{"text":"Tea?"},"answers":[{"poll_media":{"text":"Yes"}}],"duration":2,"allow_multiselect":true}"#;
        assert_eq!(serde_json::to_string(&poll).unwrap(), text);
    }

    #[test]
    fn an_answer_keeps_the_id_that_came_also_zero() {
        for text in [r#"{"answer_id":0,"poll_media":{}}"#, r#"{"poll_media":{}}"#] {
            let answer: PollAnswer = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&answer).unwrap(), text);
        }
    }
}
