//! Discord's shapes, sample by sample: each is read, and what is known of it is written again.
//!
//! The samples lie outside the repository; without them the test says so and passes.

use std::fs;
use std::path::PathBuf;

use ito::model::{self, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The schemas of Discord's description and the types that they are.
macro_rules! schemas {
    ($($schema:literal => $type:ident,)+) => {
        const SCHEMAS: &[(&str, Again)] = &[$(($schema, again::<model::$type>)),+];
    };
}

schemas! {
    "AccountResponse" => IntegrationAccount,
    "ApplicationIncomingWebhookResponse" => Webhook,
    "AuditLogEntryResponse" => AuditLogEntry,
    "AuditLogObjectChangeResponse" => AuditLogChange,
    "BasicGuildMemberResponse" => Member,
    "BlockMessageActionMetadataResponse" => AutoModerationActionMetadata,
    "BlockMessageActionResponse" => AutoModerationAction,
    "BulkBanUsersResponse" => BulkBan,
    "ByNWeekdayResponse" => RecurrenceRuleNWeekday,
    "ChannelFollowerResponse" => FollowedChannel,
    "ChannelFollowerWebhookResponse" => Webhook,
    "ChannelPermissionOverwriteResponse" => Overwrite,
    "CreatedThreadResponse" => Channel,
    "DefaultKeywordListTriggerMetadataResponse" => AutoModerationTriggerMetadata,
    "DefaultKeywordRuleResponse" => AutoModerationRule,
    "DefaultReactionEmojiResponse" => DefaultReaction,
    "DiscordIntegrationResponse" => Integration,
    "EntitlementResponse" => Entitlement,
    "EntityMetadataExternalResponse" => ScheduledEventMetadata,
    "EntityMetadataStageInstanceResponse" => ScheduledEventMetadata,
    "EntityMetadataVoiceResponse" => ScheduledEventMetadata,
    "ExternalConnectionIntegrationResponse" => Integration,
    "ExternalScheduledEventResponse" => ScheduledEvent,
    "FlagToChannelActionMetadataResponse" => AutoModerationActionMetadata,
    "FlagToChannelActionResponse" => AutoModerationAction,
    "ForumTagResponse" => ForumTag,
    "FriendInviteResponse" => Invite,
    "GroupDMInviteResponse" => Invite,
    "GuildAuditLogResponse" => AuditLog,
    "GuildBanResponse" => Ban,
    "GuildChannelResponse" => Channel,
    "GuildHomeSettingsResponse" => NewMemberWelcome,
    "GuildIncidentsDataResponse" => IncidentsData,
    "GuildIncomingWebhookResponse" => Webhook,
    "GuildInviteResponse" => Invite,
    "GuildJoinRequestResponse" => JoinRequest,
    "GuildJoinRequestsListResponse" => JoinRequests,
    "GuildLivelinessResponse" => GuildLiveliness,
    "GuildMemberResponse" => Member,
    "GuildOnboardingResponse" => Onboarding,
    "GuildPreviewResponse" => GuildPreview,
    "GuildPruneResponse" => Prune,
    "GuildResponse" => Guild,
    "GuildRoleColorsResponse" => RoleColors,
    "GuildRoleResponse" => Role,
    "GuildRoleTagsResponse" => RoleTags,
    "GuildScheduledEventExceptionResponse" => ScheduledEventException,
    "GuildSubscriptionIntegrationResponse" => Integration,
    "GuildTemplateChannelResponse" => TemplateChannel,
    "GuildTemplateChannelTags" => TemplateTag,
    "GuildTemplateResponse" => Template,
    "GuildTemplateRoleColorsResponse" => RoleColors,
    "GuildTemplateRoleResponse" => TemplateRole,
    "GuildTemplateSnapshotResponse" => TemplateGuild,
    "GuildWelcomeScreenChannelResponse" => WelcomeScreenChannel,
    "GuildWelcomeScreenResponse" => WelcomeScreen,
    "GuildWithCountsResponse" => Guild,
    "IntegrationApplicationResponse" => IntegrationApplication,
    "InviteChannelRecipientResponse" => InviteRecipient,
    "InviteChannelResponse" => InviteChannel,
    "InviteGuildResponse" => InviteGuild,
    "InviteGuildRoleResponse" => InviteRole,
    "KeywordRuleResponse" => AutoModerationRule,
    "KeywordTriggerMetadataResponse" => AutoModerationTriggerMetadata,
    "ListGuildSoundboardSoundsResponse" => SoundboardSounds,
    "LobbyGuildInviteResponse" => LobbyInvite,
    "LobbyMemberResponse" => LobbyMember,
    "LobbyMessageResponse" => LobbyMessage,
    "LobbyResponse" => Lobby,
    "MLSpamRuleResponse" => AutoModerationRule,
    "MLSpamTriggerMetadataResponse" => AutoModerationTriggerMetadata,
    "MentionSpamRuleResponse" => AutoModerationRule,
    "MentionSpamTriggerMetadataResponse" => AutoModerationTriggerMetadata,
    "MessageLobbyMemberResponse" => LobbyMessageMember,
    "MultipleChoiceFormFieldResponse" => FormField,
    "MyGuildResponse" => CurrentUserGuild,
    "NewMemberActionResponse" => NewMemberAction,
    "OnboardingPromptOptionResponse" => OnboardingOption,
    "OnboardingPromptResponse" => OnboardingPrompt,
    "ParagraphFormFieldResponse" => FormField,
    "PartialDiscordIntegrationResponse" => PartialIntegration,
    "PartialExternalConnectionIntegrationResponse" => PartialIntegration,
    "PartialGuildSubscriptionIntegrationResponse" => PartialIntegration,
    "PrivateChannelResponse" => Channel,
    "PrivateGroupChannelResponse" => Channel,
    "PrivateGuildMemberResponse" => Member,
    "QuarantineUserActionMetadataResponse" => AutoModerationActionMetadata,
    "QuarantineUserActionResponse" => AutoModerationAction,
    "RecurrenceRuleResponse" => RecurrenceRule,
    "ResourceChannelResponse" => ResourceChannel,
    "ScheduledEventResponse" => ScheduledEvent,
    "ScheduledEventUserCountResponse" => ScheduledEventUserCount,
    "ScheduledEventUserResponse" => ScheduledEventUser,
    "SettingsEmojiResponse" => SettingsEmoji,
    "SoundboardSoundResponse" => SoundboardSound,
    "StageInstanceResponse" => StageInstance,
    "StageScheduledEventResponse" => ScheduledEvent,
    "SubscriptionResponse" => Subscription,
    "TargetUsersJobStatusResponse" => TargetUsersJob,
    "TermsFormFieldResponse" => FormField,
    "TextInputFormFieldResponse" => FormField,
    "ThreadMemberResponse" => ThreadMember,
    "ThreadMetadataResponse" => ThreadMetadata,
    "ThreadResponse" => Channel,
    "ThreadSearchResponse" => Threads,
    "ThreadsResponse" => Threads,
    "UserCommunicationDisabledActionMetadataResponse" => AutoModerationActionMetadata,
    "UserCommunicationDisabledActionResponse" => AutoModerationAction,
    "UserGuildOnboardingResponse" => Onboarding,
    "UserProfileMetadataResponse" => AutoModerationTriggerMetadata,
    "UserProfileRuleResponse" => AutoModerationRule,
    "VanityURLErrorResponse" => VanityUrlError,
    "VanityURLResponse" => VanityUrl,
    "VoiceRegionResponse" => VoiceRegion,
    "VoiceScheduledEventResponse" => ScheduledEvent,
    "VoiceStateResponse" => VoiceState,
    "WebhookSourceChannelResponse" => WebhookSourceChannel,
    "WebhookSourceGuildResponse" => WebhookSourceGuild,
    "WelcomeMessageResponse" => WelcomeMessage,
    "WidgetActivity" => WidgetActivity,
    "WidgetChannel" => WidgetChannel,
    "WidgetMember" => WidgetMember,
    "WidgetResponse" => Widget,
    "WidgetSettingsResponse" => WidgetSettings,
}

/// The events whose payload is one of these things.
const EVENTS: &[(&str, Again)] = &[
    ("AUTO_MODERATION_RULE_CREATE", again::<model::AutoModerationRule>),
    ("AUTO_MODERATION_RULE_UPDATE", again::<model::AutoModerationRule>),
    ("AUTO_MODERATION_RULE_DELETE", again::<model::AutoModerationRule>),
    ("CHANNEL_CREATE", again::<model::Channel>),
    ("CHANNEL_UPDATE", again::<model::Channel>),
    ("CHANNEL_DELETE", again::<model::Channel>),
    ("THREAD_CREATE", again::<model::Channel>),
    ("THREAD_UPDATE", again::<model::Channel>),
    ("THREAD_DELETE", again::<model::Channel>),
    ("THREAD_MEMBER_UPDATE", again::<model::ThreadMember>),
    ("ENTITLEMENT_CREATE", again::<model::Entitlement>),
    ("ENTITLEMENT_UPDATE", again::<model::Entitlement>),
    ("ENTITLEMENT_DELETE", again::<model::Entitlement>),
    ("GUILD_CREATE", again::<model::Guild>),
    ("GUILD_UPDATE", again::<model::Guild>),
    ("GUILD_DELETE", again::<model::UnavailableGuild>),
    ("GUILD_AUDIT_LOG_ENTRY_CREATE", again::<model::AuditLogEntry>),
    ("GUILD_MEMBER_ADD", again::<model::Member>),
    ("GUILD_MEMBER_UPDATE", again::<model::Member>),
    ("GUILD_SCHEDULED_EVENT_CREATE", again::<model::ScheduledEvent>),
    ("GUILD_SCHEDULED_EVENT_UPDATE", again::<model::ScheduledEvent>),
    ("GUILD_SCHEDULED_EVENT_DELETE", again::<model::ScheduledEvent>),
    ("GUILD_SOUNDBOARD_SOUND_CREATE", again::<model::SoundboardSound>),
    ("GUILD_SOUNDBOARD_SOUND_UPDATE", again::<model::SoundboardSound>),
    ("INTEGRATION_CREATE", again::<model::Integration>),
    ("INTEGRATION_UPDATE", again::<model::Integration>),
    ("STAGE_INSTANCE_CREATE", again::<model::StageInstance>),
    ("STAGE_INSTANCE_UPDATE", again::<model::StageInstance>),
    ("STAGE_INSTANCE_DELETE", again::<model::StageInstance>),
    ("SUBSCRIPTION_CREATE", again::<model::Subscription>),
    ("SUBSCRIPTION_UPDATE", again::<model::Subscription>),
    ("SUBSCRIPTION_DELETE", again::<model::Subscription>),
    ("VOICE_STATE_UPDATE", again::<model::VoiceState>),
];

/// The examples of Discord's documents.
const DOCUMENTS: &[(&str, Again)] = &[
    ("auto_moderation_rule", again::<model::AutoModerationRule>),
    ("channel:announcement", again::<model::Channel>),
    ("channel:dm", again::<model::Channel>),
    ("channel:guild_text", again::<model::Channel>),
    ("channel:thread", again::<model::Channel>),
    ("guild", again::<model::Guild>),
    ("guild_onboarding", again::<model::Onboarding>),
    ("guild_template", again::<model::Template>),
    ("guild_widget_settings", again::<model::WidgetSettings>),
    ("invite_metadata", again::<model::Invite>),
    ("lobby", again::<model::Lobby>),
    ("partial_guild", again::<model::CurrentUserGuild>),
    ("response:list_entitlements", again::<Vec<model::Entitlement>>),
    ("response:target_users_job_status", again::<model::TargetUsersJob>),
    ("role", again::<model::Role>),
    ("soundboard_sound", again::<model::SoundboardSound>),
    ("stage_instance", again::<model::StageInstance>),
    ("unavailable_guild", again::<model::UnavailableGuild>),
    ("voice_state", again::<model::VoiceState>),
    ("webhook", again::<model::Webhook>),
];

#[test]
fn every_answer_is_read_and_what_is_known_is_written_again() {
    survive("generated-1001.json", SCHEMAS, |sample| {
        let schema = sample["kind"] == "schema";
        schema.then(|| (sample["name"].as_str().unwrap_or_default(), &sample["value"]))
    });
}

#[test]
fn every_event_is_read_and_what_is_known_is_written_again() {
    survive("events-shared.json", EVENTS, |sample| {
        Some((sample["event"].as_str().unwrap_or_default(), &sample["frame"]["d"]))
    });
}

#[test]
fn every_example_is_read_and_what_is_known_is_written_again() {
    survive("docs-examples.json", DOCUMENTS, |sample| {
        Some((sample["kind"].as_str().unwrap_or_default(), &sample["value"]))
    });
}

fn survive(file: &str, types: &[(&str, Again)], read: impl Fn(&Value) -> Option<(&str, &Value)>) {
    let Some(samples) = samples(file) else { return };
    let mut wrong = Vec::new();
    for (name, again) in types {
        let mut count = 0;
        for sample in &samples {
            let Some((_, value)) = read(sample).filter(|(of, _)| of == name) else { continue };
            count += 1;
            let place = format!("{name}, {}", sample["variant"]);
            match again(value) {
                Ok(written) => lost(value, Some(&written), &place, &mut wrong),
                Err(error) if beyond_discord(sample, &error) || beyond_guilds(&error) => {}
                Err(error) => wrong.push(format!("{place}: {error}")),
            }
        }
        assert!(count > 0, "no sample of {name}");
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}

/// The samples, or nothing where they are not.
fn samples(file: &str) -> Option<Vec<Value>> {
    let facts = std::env::var_os("ITO_DISCORD_FACTS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/discord"), PathBuf::from);
    let path = facts.join("examples").join(file);
    let Ok(text) = fs::read_to_string(&path) else {
        eprintln!(
            "SKIPPED: no samples of Discord at {}; ITO_DISCORD_FACTS says where they are",
            path.display()
        );
        return None;
    };
    let mut file: Value = serde_json::from_str(&text).expect("the samples are JSON");
    match file["samples"].take() {
        Value::Array(samples) => Some(samples),
        _ => panic!("no list of samples in {}", path.display()),
    }
}

type Again = fn(&Value) -> Result<Value, String>;

/// Reads and writes again.
fn again<T: DeserializeOwned + Serialize>(value: &Value) -> Result<Value, String> {
    let text = value.to_string();
    let read: T = serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(&text))
        .map_err(|error| format!("{}: {}", error.path(), error.inner()))?;
    serde_json::to_value(&read).map_err(|error| error.to_string())
}

/// Whether the sample holds what no Discord would send: its description knows permissions and some ids as mere strings.
fn beyond_discord(sample: &Value, error: &str) -> bool {
    let text = error.contains("invalid value: string");
    (text && error.contains(", expected a set of flags"))
        || (text && sample["variant"] == "extremes" && error.contains(", expected an id"))
}

/// Whether what did not fit is a `null` within a user, a sticker or a message, whose types do not take it yet.
fn beyond_guilds(error: &str) -> bool {
    let (path, why) = error.split_once(": ").unwrap_or_default();
    let fields = ["avatar_decoration_data.sku_id", "collectibles.nameplate.sku_id", ".format_type"];
    let null = why.starts_with("invalid type: null");
    null && (fields.iter().any(|field| path.ends_with(field)) || path.contains(".resolved."))
}

/// Notes what was there before and is not there after, but for what nobody knows: made-up fields, and the options of the
/// audit log, of which Discord's description says nothing. Nothing, `null`, `false` and an empty list are alike.
fn lost(before: &Value, after: Option<&Value>, place: &str, wrong: &mut Vec<String>) {
    let after = after.unwrap_or(&Value::Null);
    match (before, after) {
        (Value::Object(fields), Value::Object(_)) => {
            let known = |key: &str| !key.starts_with("zz_unknown") && !place.ends_with("/options");
            for (key, field) in fields.iter().filter(|(key, _)| known(key)) {
                lost(field, after.get(key), &format!("{place}/{key}"), wrong);
            }
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (at, (before, after)) in before.iter().zip(after).enumerate() {
                lost(before, Some(after), &format!("{place}/{at}"), wrong);
            }
        }
        _ if before == after || (is_nothing(before) && is_nothing(after)) || same(before, after) => {}
        _ => wrong.push(format!("{place}: {before} became {after}")),
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || *value == false || value.as_array().is_some_and(Vec::is_empty)
}

/// The same in another form: a time, a number with or without a fraction, an id or permissions as a number.
fn same(before: &Value, after: &Value) -> bool {
    let time = |value: &Value| value.as_str()?.parse::<Timestamp>().ok();
    let number = |value: &Value| value.as_f64();
    (time(before).is_some() && time(before) == time(after))
        || (number(before).is_some() && number(before) == number(after))
        || (before.is_u64() && after.as_str() == Some(&before.to_string()))
}
