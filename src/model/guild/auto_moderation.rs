//! Auto moderation: rules by which Discord itself blocks, reports and silences.
//!
//! <https://docs.discord.com/developers/resources/auto-moderation>

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::{Channel, Check, Checker, Guild, Id, Role, User, duration, limits, open_enum};

/// A rule of auto moderation.
///
/// <https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-auto-moderation-rule-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AutoModerationRule {
    /// The rule's id.
    pub id: Id<AutoModerationRule>,
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The name.
    pub name: String,
    /// Who created it.
    pub creator_id: Id<User>,
    /// On what occasion the rule is applied.
    pub event_type: AutoModerationEventType,
    /// What it looks for.
    pub trigger_type: AutoModerationTriggerType,
    /// What exactly it looks for.
    pub trigger_metadata: AutoModerationTriggerMetadata,
    /// What it does.
    pub actions: Vec<AutoModerationAction>,
    /// Whether it is in force.
    pub enabled: bool,
    /// Up to 20 roles that it leaves alone.
    pub exempt_roles: Vec<Id<Role>>,
    /// Up to 50 channels that it leaves alone.
    pub exempt_channels: Vec<Id<Channel>>,
}

open_enum! {
    /// What a rule looks for.
    ///
    /// <https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-trigger-types>
    pub enum AutoModerationTriggerType: u32 {
        /// Words of the guild's own.
        Keyword = 1,
        /// What looks like spam.
        Spam = 3,
        /// Words of Discord's lists.
        KeywordPreset = 4,
        /// Too many mentions.
        MentionSpam = 5,
        /// Words of the guild's own in the profiles of members.
        MemberProfile = 6,
    }
    default Keyword
}

/// What exactly a rule looks for; which fields there are depends on its kind.
///
/// <https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-trigger-metadata>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AutoModerationTriggerMetadata {
    /// Up to 1000 words, with `*` at either end where a word may go on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keyword_filter: Vec<String>,
    /// Up to 10 regular expressions, as Rust writes them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub regex_patterns: Vec<String>,
    /// Discord's lists.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub presets: Vec<AutoModerationKeywordPresetType>,
    /// Words that are let through all the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allow_list: Vec<String>,
    /// How many mentions of different roles and users a message may hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mention_total_limit: Option<u32>,
    /// Whether raids by mention are detected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mention_raid_protection_enabled: Option<bool>,
}

open_enum! {
    /// Discord's lists of words.
    ///
    /// <https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-keyword-preset-types>
    pub enum AutoModerationKeywordPresetType: u32 {
        /// Swearing.
        Profanity = 1,
        /// What is sexually explicit.
        SexualContent = 2,
        /// Insults, and what may be hate.
        Slurs = 3,
    }
    default Profanity
}

open_enum! {
    /// On what occasion a rule is applied.
    ///
    /// <https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-event-types>
    pub enum AutoModerationEventType: u32 {
        /// A member sends or edits a message.
        MessageSend = 1,
        /// A member edits its profile.
        MemberUpdate = 2,
    }
    default MessageSend
}

/// What a rule does.
///
/// <https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-action-object-auto-moderation-action-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AutoModerationAction {
    /// What it does.
    #[serde(rename = "type")]
    pub kind: AutoModerationActionType,
    /// How it does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<AutoModerationActionMetadata>,
}

open_enum! {
    /// The kinds of actions of a rule.
    ///
    /// <https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-action-object-action-types>
    pub enum AutoModerationActionType: u32 {
        /// It blocks the message.
        BlockMessage = 1,
        /// It reports to a channel.
        SendAlertMessage = 2,
        /// It puts the member in a timeout; only where it looks for words or mentions.
        Timeout = 3,
        /// It keeps the member from writing, speaking and the like.
        BlockMemberInteraction = 4,
    }
    default BlockMessage
}

/// How a rule does an action; which field there is depends on the kind of action.
///
/// <https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-action-object-action-metadata>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AutoModerationActionMetadata {
    /// Where it reports to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<Id<Channel>>,
    /// How long the timeout is; at most four weeks.
    #[serde(with = "duration::seconds", skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<Duration>,
    /// What the member is told, of up to 150 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_message: Option<String>,
}

impl Check for AutoModerationTriggerMetadata {
    fn look(&self, at: &mut Checker) {
        at.field("keyword_filter", &self.keyword_filter, ..=1000);
        at.each("keyword_filter", &self.keyword_filter, 1..=60);
        at.field("regex_patterns", &self.regex_patterns, ..=10);
        at.each("regex_patterns", &self.regex_patterns, 1..=260);
        at.field("allow_list", &self.allow_list, ..=1000);
        at.each("allow_list", &self.allow_list, 1..=60);
        at.field("mention_total_limit", &self.mention_total_limit, ..=50);
    }
}

limits! {
    AutoModerationAction { metadata: .. }
    AutoModerationActionMetadata { duration_seconds: ..=28 * 86_400, custom_message: ..=150 }
}
