//! Events about auto moderation.

use serde::{Deserialize, Serialize};

use super::payload::{place, things};
use crate::model::{
    AutoModerationAction, AutoModerationRule, AutoModerationTriggerType, Channel, Guild, Id, Message, User,
};

things! {
    /// A rule that was made.
    AutoModerationRuleCreate(AutoModerationRule) in |e| Some(e.guild_id);
    /// A rule as it is now.
    AutoModerationRuleUpdate(AutoModerationRule) in |e| Some(e.guild_id);
    /// A rule that is gone.
    AutoModerationRuleDelete(AutoModerationRule) in |e| Some(e.guild_id);
}

/// A rule did something.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AutoModerationActionExecution {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// What was done.
    pub action: AutoModerationAction,
    /// The rule.
    pub rule_id: Id<AutoModerationRule>,
    /// What triggers the rule.
    pub rule_trigger_type: AutoModerationTriggerType,
    /// Who wrote what triggered it.
    pub user_id: Id<User>,
    /// Where it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<Id<Channel>>,
    /// The message, unless it was blocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id<Message>>,
    /// The message that tells moderators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert_system_message_id: Option<Id<Message>>,
    /// The text; empty without the intent MESSAGE_CONTENT.
    pub content: String,
    /// The word or phrase of the rule.
    pub matched_keyword: Option<String>,
    /// What of the text it matched; empty without the intent MESSAGE_CONTENT.
    pub matched_content: Option<String>,
}

place!(AutoModerationActionExecution in |e| Some(e.guild_id));
