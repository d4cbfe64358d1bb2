//! The audit log: who did what, and why.
//!
//! <https://docs.discord.com/developers/resources/audit-log>

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::{
    Application, ApplicationCommand, AutoModerationRule, AutoModerationTriggerType, Channel, Guild, Id,
    Message, OverwriteTarget, OverwriteType, PartialIntegration, ScheduledEvent, User, Webhook, open_enum,
    text,
};

/// Whatever an entry of the audit log is about: [`AuditLogEntry::action_type`] says what.
#[derive(Debug)]
pub enum AuditLogTarget {}

/// A part of the audit log, and all that its entries name.
///
/// <https://docs.discord.com/developers/resources/audit-log#audit-log-object-audit-log-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AuditLog {
    /// The commands.
    pub application_commands: Vec<ApplicationCommand>,
    /// The entries, the newest first.
    pub audit_log_entries: Vec<AuditLogEntry>,
    /// The rules of auto moderation.
    pub auto_moderation_rules: Vec<AutoModerationRule>,
    /// The scheduled events.
    pub guild_scheduled_events: Vec<ScheduledEvent>,
    /// The integrations.
    pub integrations: Vec<PartialIntegration>,
    /// The threads.
    pub threads: Vec<Channel>,
    /// The users.
    pub users: Vec<User>,
    /// The webhooks.
    pub webhooks: Vec<Webhook>,
}

/// Something that was done in a guild.
///
/// <https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object-audit-log-entry-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AuditLogEntry {
    /// The guild, where the entry came with an event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// What it was done to.
    pub target_id: Option<Id<AuditLogTarget>>,
    /// What changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<AuditLogChange>,
    /// Who did it.
    pub user_id: Option<Id<User>>,
    /// The entry's id.
    pub id: Id<AuditLogEntry>,
    /// What was done.
    pub action_type: AuditLogEvent,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<AuditLogOptions>,
    /// Why, of 1 to 512 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A field that changed. Its values are as wide as Discord's: each is what the field of that name holds.
///
/// <https://docs.discord.com/developers/resources/audit-log#audit-log-change-object-audit-log-change-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AuditLogChange {
    /// What it is now; null when it was taken away.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub new_value: Value,
    /// What it was; null when there was nothing.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub old_value: Value,
    /// The name of the field; for roles of a member `$add` and `$remove`, for a command the id of what its permission
    /// is for.
    pub key: Option<String>,
}

/// More about what was done; which fields there are depends on that.
///
/// <https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object-optional-audit-entry-info>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AuditLogOptions {
    /// Whose command had its permissions changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_id: Option<Id<Application>>,
    /// The rule of auto moderation that applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_moderation_rule_name: Option<String>,
    /// What that rule looked for.
    #[serde(with = "text", skip_serializing_if = "Option::is_none")]
    pub auto_moderation_rule_trigger_type: Option<AutoModerationTriggerType>,
    /// Where it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<Id<Channel>>,
    /// To how many.
    #[serde(with = "text", skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// After how many days of silence members were pruned.
    #[serde(with = "text", skip_serializing_if = "Option::is_none")]
    pub delete_member_days: Option<u64>,
    /// Whom the overwrite is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id<OverwriteTarget>>,
    /// How many members were pruned.
    #[serde(with = "text", skip_serializing_if = "Option::is_none")]
    pub members_removed: Option<u64>,
    /// The message that it was done to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id<Message>>,
    /// The name of the role that the overwrite is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    /// Whether the overwrite is for a role or for a member.
    #[serde(rename = "type", with = "text", skip_serializing_if = "Option::is_none")]
    pub kind: Option<OverwriteType>,
    /// The kind of integration that added or removed the member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration_type: Option<String>,
    /// The new status of the voice channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

open_enum! {
    /// What was done, of an entry of the audit log.
    ///
    /// <https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object-audit-log-events>
    pub enum AuditLogEvent: u32 {
        /// The guild was edited.
        GuildUpdate = 1,
        /// A channel was created.
        ChannelCreate = 10,
        /// A channel was edited.
        ChannelUpdate = 11,
        /// A channel was deleted.
        ChannelDelete = 12,
        /// A channel got an overwrite.
        ChannelOverwriteCreate = 13,
        /// An overwrite was edited.
        ChannelOverwriteUpdate = 14,
        /// An overwrite was deleted.
        ChannelOverwriteDelete = 15,
        /// A member was kicked.
        MemberKick = 20,
        /// Members were pruned.
        MemberPrune = 21,
        /// A member was banned.
        MemberBanAdd = 22,
        /// A ban was lifted.
        MemberBanRemove = 23,
        /// A member was edited.
        MemberUpdate = 24,
        /// A member got or lost roles.
        MemberRoleUpdate = 25,
        /// A member was moved to another voice channel.
        MemberMove = 26,
        /// A member was disconnected from voice.
        MemberDisconnect = 27,
        /// A bot was added.
        BotAdd = 28,
        /// A role was created.
        RoleCreate = 30,
        /// A role was edited.
        RoleUpdate = 31,
        /// A role was deleted.
        RoleDelete = 32,
        /// An invite was created.
        InviteCreate = 40,
        /// An invite was edited.
        InviteUpdate = 41,
        /// An invite was deleted.
        InviteDelete = 42,
        /// A webhook was created.
        WebhookCreate = 50,
        /// A webhook was edited.
        WebhookUpdate = 51,
        /// A webhook was deleted.
        WebhookDelete = 52,
        /// An emoji was created.
        EmojiCreate = 60,
        /// An emoji was edited.
        EmojiUpdate = 61,
        /// An emoji was deleted.
        EmojiDelete = 62,
        /// A message was deleted.
        MessageDelete = 72,
        /// Messages were deleted.
        MessageBulkDelete = 73,
        /// A message was pinned.
        MessagePin = 74,
        /// A message was unpinned.
        MessageUnpin = 75,
        /// An integration was added.
        IntegrationCreate = 80,
        /// An integration was edited.
        IntegrationUpdate = 81,
        /// An integration was removed.
        IntegrationDelete = 82,
        /// A stage went live.
        StageInstanceCreate = 83,
        /// A live stage was edited.
        StageInstanceUpdate = 84,
        /// A live stage ended.
        StageInstanceDelete = 85,
        /// A sticker was created.
        StickerCreate = 90,
        /// A sticker was edited.
        StickerUpdate = 91,
        /// A sticker was deleted.
        StickerDelete = 92,
        /// A scheduled event was created.
        GuildScheduledEventCreate = 100,
        /// A scheduled event was edited.
        GuildScheduledEventUpdate = 101,
        /// A scheduled event was called off.
        GuildScheduledEventDelete = 102,
        /// A thread was begun.
        ThreadCreate = 110,
        /// A thread was edited.
        ThreadUpdate = 111,
        /// A thread was deleted.
        ThreadDelete = 112,
        /// A command's permissions were edited.
        ApplicationCommandPermissionUpdate = 121,
        /// A sound was created.
        SoundboardSoundCreate = 130,
        /// A sound was edited.
        SoundboardSoundUpdate = 131,
        /// A sound was deleted.
        SoundboardSoundDelete = 132,
        /// A rule of auto moderation was created.
        AutoModerationRuleCreate = 140,
        /// A rule of auto moderation was edited.
        AutoModerationRuleUpdate = 141,
        /// A rule of auto moderation was deleted.
        AutoModerationRuleDelete = 142,
        /// Auto moderation blocked a message.
        AutoModerationBlockMessage = 143,
        /// Auto moderation reported a message.
        AutoModerationFlagToChannel = 144,
        /// Auto moderation put a member in a timeout.
        AutoModerationUserCommunicationDisabled = 145,
        /// Auto moderation quarantined a member.
        AutoModerationQuarantineUser = 146,
        /// Monetisation was asked for.
        CreatorMonetizationRequestCreated = 150,
        /// The terms of monetisation were accepted.
        CreatorMonetizationTermsAccepted = 151,
        /// A question of the onboarding was created.
        OnboardingPromptCreate = 163,
        /// A question of the onboarding was edited.
        OnboardingPromptUpdate = 164,
        /// A question of the onboarding was deleted.
        OnboardingPromptDelete = 165,
        /// The onboarding was created.
        OnboardingCreate = 166,
        /// The onboarding was edited.
        OnboardingUpdate = 167,
        /// Something was featured in the guide.
        GuildHomeFeatureItem = 171,
        /// Something was removed from the guide.
        GuildHomeRemoveItem = 172,
        /// A message with harmful links was blocked.
        HarmfulLinksBlockedMessage = 180,
        /// The guide was created.
        HomeSettingsCreate = 190,
        /// The guide was edited.
        HomeSettingsUpdate = 191,
        /// A voice channel got a status.
        VoiceChannelStatusCreate = 192,
        /// A voice channel's status was removed.
        VoiceChannelStatusDelete = 193,
        /// One of a recurring event was moved or called off.
        GuildScheduledEventExceptionCreate = 200,
        /// An exception of a recurring event was edited.
        GuildScheduledEventExceptionUpdate = 201,
        /// An exception of a recurring event was deleted.
        GuildScheduledEventExceptionDelete = 202,
        /// The profile of the guild was edited.
        GuildProfileUpdate = 211,
    }
    default GuildUpdate
}
