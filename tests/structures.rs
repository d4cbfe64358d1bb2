//! Every field of Discord's tables is one of ours: each table is read as the type that stands for it, every field with a
//! value that fits nothing, and each has to be kept or named.
//!
//! The tables are read from where `ITO_DISCORD_FACTS` says; without them this says that it was skipped.

use std::collections::BTreeSet;
use std::path::PathBuf;

use ito::event;
use ito::model::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

#[test]
fn every_documented_field_is_known() {
    assert!(knows::<User>(&["id", "new"], "id") && !knows::<User>(&["id", "new"], "new"));
    let Some(tables) = tables() else { return };
    let mut unknown = Vec::new();
    let mut missing =
        TABLES.iter().map(|(name, _)| *name).chain(OTHERS.iter().copied()).collect::<BTreeSet<_>>();
    for (name, table) in &tables {
        let fields = table["fields"].as_array().expect("a list of fields");
        let fields = fields.iter().filter_map(|field| field["name"].as_str()).collect::<Vec<_>>();
        missing.remove(&**name);
        match TABLES.iter().find(|(known, _)| known == name) {
            Some((_, types)) => unknown.extend(
                fields
                    .iter()
                    .filter(|field| !types.iter().any(|knows| knows(&fields, field)))
                    .map(|field| format!("{name}: {field}")),
            ),
            None if is_sent(name, table) || OTHERS.contains(&&**name) => {}
            None => unknown.push(format!("{name}: no type")),
        }
    }
    assert!(unknown.is_empty(), "{} fields are unknown:\n{}", unknown.len(), unknown.join("\n"));
    assert!(missing.is_empty(), "no such tables: {missing:?}");
}

/// Whether the table is one of what bots send with a request.
fn is_sent(name: &str, table: &Value) -> bool {
    name.contains("-params") || table["name"].as_str().is_some_and(|name| name.contains("Params"))
}

type Knows = fn(&[&str], &str) -> bool;

/// Whether a type keeps the field or finds that its value does not fit, all fields being there.
fn knows<T: DeserializeOwned + Serialize + Default>(fields: &[&str], field: &str) -> bool {
    let fits_nothing = |name: &&str| ((*name).to_owned(), json!([["a probe"]]));
    let text = Value::Object(fields.iter().map(fits_nothing).collect::<Map<_, _>>()).to_string();
    let read = decode::<T>(&text).expect("it is JSON");
    let written = serde_json::to_value(&read.value).expect("it can be written");
    let place = format!("/{field}");
    let is_named = |drift: &String| *drift == place || drift.starts_with(&format!("{place}/"));
    written.get(field).is_some() || read.drift.iter().any(is_named)
}

/// The tables, or nothing where they are not.
fn tables() -> Option<Map<String, Value>> {
    let facts = std::env::var_os("ITO_DISCORD_FACTS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/discord"), PathBuf::from);
    let path = facts.join("structures.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!(
            "SKIPPED: no tables of Discord at {}; ITO_DISCORD_FACTS says where they are",
            path.display()
        );
        return None;
    };
    let mut file: Value = serde_json::from_str(&text).expect("the tables are JSON");
    match file["structures"].take() {
        Value::Object(tables) => Some(tables),
        _ => panic!("no tables in {}", path.display()),
    }
}

macro_rules! tables {
    ($($page:literal { $($name:literal => $($type:ty)|+,)+ })+) => {
        /// Tables of what Discord sends, and the types that they are; where there are two, a field is one of either's.
        const TABLES: &[(&str, &[Knows])] =
            &[$($( (concat!($page, "#", $name), &[$(knows::<$type>),+]), )+)+];
    };
}

tables! {
    "components/reference" {
        "action-row-action-row-structure" => ActionRow,
        "button-button-structure" => Button,
        "string-select-string-select-structure" => StringSelect,
        "string-select-select-option-structure" => SelectOption,
        "string-select-string-select-interaction-response-structure" => ComponentData | SubmittedComponent,
        "text-input-text-input-structure" => TextInput,
        "text-input-text-input-interaction-response-structure" => SubmittedComponent,
        "user-select-user-select-structure" => UserSelect,
        "user-select-select-default-value-structure" => SelectDefaultValue,
        "user-select-user-select-interaction-response-structure" => ComponentData | SubmittedComponent,
        "role-select-role-select-structure" => RoleSelect,
        "role-select-role-select-interaction-response-structure" => ComponentData | SubmittedComponent,
        "mentionable-select-mentionable-select-structure" => MentionableSelect,
        "mentionable-select-mentionable-select-interaction-response-structure" => ComponentData | SubmittedComponent,
        "channel-select-channel-select-structure" => ChannelSelect,
        "channel-select-channel-select-interaction-response-structure" => ComponentData | SubmittedComponent,
        "section-section-structure" => Section,
        "text-display-text-display-structure" => TextDisplay,
        "text-display-text-display-interaction-response-structure" => SubmittedComponent,
        "thumbnail-thumbnail-structure" => Thumbnail,
        "media-gallery-media-gallery-structure" => MediaGallery,
        "media-gallery-media-gallery-item-structure" => MediaGalleryItem,
        "file-file-structure" => FileComponent,
        "separator-separator-structure" => Separator,
        "container-container-structure" => Container,
        "label-label-structure" => Label,
        "label-label-interaction-response-structure" => SubmittedComponent,
        "file-upload-file-upload-structure" => FileUpload,
        "file-upload-file-upload-interaction-response-structure" => SubmittedComponent,
        "radio-group-structure" => RadioGroup,
        "radio-group-option-structure" => GroupOption,
        "radio-group-interaction-response-structure" => SubmittedComponent,
        "checkbox-group-structure" => CheckboxGroup,
        "checkbox-group-option-structure" => GroupOption,
        "checkbox-group-interaction-response-structure" => SubmittedComponent,
        "checkbox-structure" => Checkbox,
        "checkbox-interaction-response-structure" => SubmittedComponent,
        "unfurled-media-item-unfurled-media-item-structure" => UnfurledMediaItem,
    }
    "events/gateway" {
        "get-gateway-bot-json-response" => GatewayBot,
        "session-start-limit-object-session-start-limit-structure" => SessionStartLimit,
    }
    "events/gateway-events" {
        "ready-ready-event-fields" => event::Ready,
        "auto-moderation-action-execution-auto-moderation-action-execution-event-fields" => event::AutoModerationActionExecution,
        "channel-info-channel-info-structure" => event::ChannelInfo,
        "channel-info-channel-info-channel-structure" => event::ChannelInfoChannel,
        "voice-channel-status-update" => event::VoiceChannelStatusUpdate,
        "voice-channel-start-time-update" => event::VoiceChannelStartTimeUpdate,
        "thread-list-sync-thread-list-sync-event-fields" => event::ThreadListSync,
        "thread-member-update-thread-member-update-event-extra-fields" => event::ThreadMemberUpdate,
        "thread-members-update-thread-members-update-event-fields" => event::ThreadMembersUpdate,
        "channel-pins-update-channel-pins-update-event-fields" => event::ChannelPinsUpdate,
        "guild-create-guild-create-extra-fields" => event::GuildCreate,
        "guild-audit-log-entry-create-guild-audit-log-entry-create-event-extra-fields" => event::GuildAuditLogEntryCreate,
        "guild-ban-add-guild-ban-add-event-fields" => event::GuildBanAdd,
        "guild-ban-remove-guild-ban-remove-event-fields" => event::GuildBanRemove,
        "guild-emojis-update-guild-emojis-update-event-fields" => event::GuildEmojisUpdate,
        "guild-stickers-update-guild-stickers-update-event-fields" => event::GuildStickersUpdate,
        "guild-integrations-update-guild-integrations-update-event-fields" => event::GuildIntegrationsUpdate,
        "guild-member-add-guild-member-add-extra-fields" => event::GuildMemberAdd,
        "guild-member-remove-guild-member-remove-event-fields" => event::GuildMemberRemove,
        "guild-member-update-guild-member-update-event-fields" => event::GuildMemberUpdate,
        "guild-members-chunk-guild-members-chunk-event-fields" => event::GuildMembersChunk,
        "guild-role-create-guild-role-create-event-fields" => event::GuildRoleCreate,
        "guild-role-update-guild-role-update-event-fields" => event::GuildRoleUpdate,
        "guild-role-delete-guild-role-delete-event-fields" => event::GuildRoleDelete,
        "guild-scheduled-event-user-add-guild-scheduled-event-user-add-event-fields" => event::GuildScheduledEventUserAdd,
        "guild-scheduled-event-user-remove-guild-scheduled-event-user-remove-event-fields" => event::GuildScheduledEventUserRemove,
        "guild-soundboard-sound-delete-guild-soundboard-sound-delete-event-fields" => event::GuildSoundboardSoundDelete,
        "guild-soundboard-sounds-update-guild-soundboard-sounds-update-event-fields" => event::GuildSoundboardSoundsUpdate,
        "soundboard-sounds-soundboard-sounds-event-fields" => event::SoundboardSounds,
        "integration-create-integration-create-event-additional-fields" => event::IntegrationCreate,
        "integration-update-integration-update-event-additional-fields" => event::IntegrationUpdate,
        "integration-delete-integration-delete-event-fields" => event::IntegrationDelete,
        "invite-create-invite-create-event-fields" => event::InviteCreate,
        "invite-delete-invite-delete-event-fields" => event::InviteDelete,
        "message-create-message-create-extra-fields" => event::MessageCreate,
        "message-delete-message-delete-event-fields" => event::MessageDelete,
        "message-delete-bulk-message-delete-bulk-event-fields" => event::MessageDeleteBulk,
        "message-reaction-add-message-reaction-add-event-fields" => event::MessageReactionAdd,
        "message-reaction-remove-message-reaction-remove-event-fields" => event::MessageReactionRemove,
        "message-reaction-remove-all-message-reaction-remove-all-event-fields" => event::MessageReactionRemoveAll,
        "message-reaction-remove-emoji-message-reaction-remove-emoji-event-fields" => event::MessageReactionRemoveEmoji,
        "presence-update-presence-update-event-fields" => event::PresenceUpdate,
        "client-status-object" => ClientStatus,
        "activity-object-activity-structure" => Activity,
        "activity-object-activity-timestamps" => ActivityTimestamps,
        "activity-object-activity-emoji" => Emoji,
        "activity-object-activity-party" => ActivityParty,
        "activity-object-activity-assets" => ActivityAssets,
        "activity-object-activity-secrets" => ActivitySecrets,
        "activity-object-activity-buttons" => ActivityButton,
        "typing-start-typing-start-event-fields" => event::TypingStart,
        "voice-channel-effect-send-voice-channel-effect-send-event-fields" => event::VoiceChannelEffectSend,
        "voice-server-update-voice-server-update-event-fields" => event::VoiceServerUpdate,
        "webhooks-update-webhooks-update-event-fields" => event::WebhooksUpdate,
        "message-poll-vote-add-message-poll-vote-add-fields" => event::MessagePollVoteAdd,
        "message-poll-vote-remove-message-poll-vote-remove-fields" => event::MessagePollVoteRemove,
        "rate-limited-rate-limited-fields" => event::RateLimited,
        "rate-limited-request-guild-member-rate-limit-metadata-structure" => event::RateLimitedMeta,
        "guild-join-request-create-guild-join-request-create-event-fields" => event::GuildJoinRequestCreate,
        "guild-join-request-update-guild-join-request-update-event-fields" => event::GuildJoinRequestUpdate,
        "guild-join-request-delete-guild-join-request-delete-event-fields" => event::GuildJoinRequestDelete,
    }
    "events/webhook-events" {
        "application-authorized-application-authorized-structure" => event::ApplicationAuthorized,
        "application-deauthorized-application-deauthorized-structure" => event::ApplicationDeauthorized,
        "lobby-message-delete-lobby-message-delete-structure" => event::LobbyMessageDelete,
        "lobby-message-object-lobby-message-structure" => LobbyMessage,
    }
    "interactions/application-commands" {
        "application-command-object-application-command-structure" => ApplicationCommand,
        "application-command-object-application-command-option-structure" => CommandOption,
        "application-command-object-application-command-option-choice-structure" => CommandChoice,
        "application-command-permissions-object-guild-application-command-permissions-structure" => GuildApplicationCommandPermissions,
        "application-command-permissions-object-application-command-permissions-structure" => ApplicationCommandPermission,
    }
    "interactions/receiving-and-responding" {
        "interaction-object-interaction-structure" => Interaction,
        "interaction-object-application-command-data-structure" => CommandData,
        "interaction-object-message-component-data-structure" => ComponentData,
        "interaction-object-modal-submit-data-structure" => ModalData,
        "interaction-object-resolved-data-structure" => ResolvedData,
        "interaction-object-application-command-interaction-data-option-structure" => CommandDataOption,
        "message-interaction-object-message-interaction-structure" => MessageInteraction,
        "interaction-callback-interaction-callback-response-object" => InteractionCallbackResponse,
        "interaction-callback-interaction-callback-object" => InteractionCallback,
        "interaction-callback-interaction-callback-resource-object" => InteractionCallbackResource,
        "interaction-callback-interaction-callback-activity-instance-resource" => CallbackActivityInstance,
    }
    "resources/application" {
        "application-object-application-structure" => Application,
        "application-object-application-integration-type-configuration-object" => IntegrationTypeConfig,
        "install-params-object-install-params-structure" => InstallParams,
        "get-application-activity-instance-activity-instance-object" => ActivityInstance,
        "get-application-activity-instance-activity-location-object" => ActivityLocation,
    }
    "resources/application-role-connection-metadata" {
        "application-role-connection-metadata-object-application-role-connection-metadata-structure" => ApplicationRoleConnectionMetadata,
    }
    "resources/audit-log" {
        "audit-log-object-audit-log-structure" => AuditLog,
        "audit-log-entry-object-audit-log-entry-structure" => AuditLogEntry,
        "audit-log-entry-object-optional-audit-entry-info" => AuditLogOptions,
        "audit-log-change-object-audit-log-change-structure" => AuditLogChange,
    }
    "resources/auto-moderation" {
        "auto-moderation-rule-object-auto-moderation-rule-structure" => AutoModerationRule,
        "auto-moderation-rule-object-trigger-metadata" => AutoModerationTriggerMetadata,
        "auto-moderation-action-object-auto-moderation-action-structure" => AutoModerationAction,
        "auto-moderation-action-object-action-metadata" => AutoModerationActionMetadata,
    }
    "resources/channel" {
        "channel-object-channel-structure" => Channel,
        "followed-channel-object-followed-channel-structure" => FollowedChannel,
        "overwrite-object-overwrite-structure" => Overwrite,
        "thread-metadata-object-thread-metadata-structure" => ThreadMetadata,
        "thread-member-object-thread-member-structure" => ThreadMember,
        "default-reaction-object-default-reaction-structure" => DefaultReaction,
        "forum-tag-object-forum-tag-structure" => ForumTag,
        "list-public-archived-threads-response-body" => Threads,
        "list-private-archived-threads-response-body" => Threads,
        "list-joined-private-archived-threads-response-body" => Threads,
    }
    "resources/emoji" {
        "emoji-object-emoji-structure" => Emoji,
    }
    "resources/entitlement" {
        "entitlement-object-entitlement-structure" => Entitlement,
    }
    "resources/guild" {
        "guild-object-guild-structure" => Guild,
        "guild-preview-object-guild-preview-structure" => GuildPreview,
        "guild-widget-settings-object-guild-widget-settings-structure" => WidgetSettings,
        "guild-widget-object-guild-widget-structure" => Widget,
        "guild-member-object-guild-member-structure" => Member,
        "integration-object-integration-structure" => Integration,
        "integration-account-object-integration-account-structure" => IntegrationAccount,
        "integration-application-object-integration-application-structure" => IntegrationApplication,
        "ban-object-ban-structure" => Ban,
        "welcome-screen-object-welcome-screen-structure" => WelcomeScreen,
        "welcome-screen-object-welcome-screen-channel-structure" => WelcomeScreenChannel,
        "guild-onboarding-object-guild-onboarding-structure" => Onboarding,
        "guild-onboarding-object-onboarding-prompt-structure" => OnboardingPrompt,
        "guild-onboarding-object-prompt-option-structure" => OnboardingOption,
        "incidents-data-object-incidents-data-structure" => IncidentsData,
        "list-active-guild-threads-response-body" => Threads,
        "bulk-guild-ban-bulk-ban-response" => BulkBan,
        "unavailable-guild-object" => UnavailableGuild,
    }
    "resources/guild-join-request" {
        "guild-join-request-object-guild-join-request-structure" => JoinRequest,
        "form-field-response-object-form-field-response-structure" => FormField,
        "form-field-response-object-terms-form-field-response-extra-fields" => FormField,
        "form-field-response-object-text-input-and-paragraph-form-field-response-extra-fields" => FormField,
        "form-field-response-object-multiple-choice-form-field-response-extra-fields" => FormField,
        "list-guild-join-requests-response-structure" => JoinRequests,
    }
    "resources/guild-scheduled-event" {
        "guild-scheduled-event-object-guild-scheduled-event-structure" => ScheduledEvent,
        "guild-scheduled-event-object-guild-scheduled-event-entity-metadata" => ScheduledEventMetadata,
        "guild-scheduled-event-user-object-guild-scheduled-event-user-structure" => ScheduledEventUser,
        "guild-scheduled-event-recurrence-rule-object-guild-scheduled-event-recurrence-rule-structure" => RecurrenceRule,
        "guild-scheduled-event-recurrence-rule-object-guild-scheduled-event-recurrence-rule-nweekday-structure" => RecurrenceRuleNWeekday,
    }
    "resources/guild-template" {
        "guild-template-object-guild-template-structure" => Template,
    }
    "resources/invite" {
        "invite-object-invite-structure" => Invite,
        "invite-metadata-object-invite-metadata-structure" => Invite,
        "invite-stage-instance-object-invite-stage-instance-structure" => InviteStageInstance,
    }
    "resources/lobby" {
        "lobby-object-lobby-structure" => Lobby,
        "lobby-member-object-lobby-member-structure" => LobbyMember,
        "lobby-message-object" => LobbyMessage,
        "lobby-invite-object" => LobbyInvite,
    }
    "resources/message" {
        "message-object-message-structure" => Message,
        "message-object-message-activity-structure" => MessageActivity,
        "message-interaction-metadata-object-application-command-interaction-metadata-structure" => MessageInteractionMetadata,
        "message-interaction-metadata-object-message-component-interaction-metadata-structure" => MessageInteractionMetadata,
        "message-interaction-metadata-object-modal-submit-interaction-metadata-structure" => MessageInteractionMetadata,
        "message-call-object-message-call-object-structure" => MessageCall,
        "message-reference-structure" => MessageReference,
        "message-snapshot-structure" => MessageSnapshot,
        "reaction-object-reaction-structure" => Reaction,
        "reaction-count-details-object-reaction-count-details-structure" => ReactionCountDetails,
        "embed-object-embed-structure" => Embed,
        "embed-object-embed-video-structure" => EmbedMedia,
        "embed-object-embed-image-structure" => EmbedMedia,
        "embed-object-embed-provider-structure" => EmbedProvider,
        "embed-object-embed-author-structure" => EmbedAuthor,
        "embed-object-embed-footer-structure" => EmbedFooter,
        "embed-object-embed-field-structure" => EmbedField,
        "attachment-object-attachment-structure" => Attachment,
        "channel-mention-object-channel-mention-structure" => ChannelMention,
        "role-subscription-data-object-role-subscription-data-object-structure" => RoleSubscriptionData,
        "message-pin-object-message-pin-object-structure" => MessagePin,
        "shared-client-theme-object-shared-client-theme-object-structure" => SharedClientTheme,
        "search-guild-messages-response-body" => MessageSearchResults,
        "get-channel-pins-response-structure" => ChannelPins,
    }
    "resources/poll" {
        "poll-object-poll-object-structure" => Poll,
        "poll-media-object-poll-media-object-structure" => PollMedia,
        "poll-answer-object-poll-answer-object-structure" => PollAnswer,
        "poll-results-object-poll-results-object-structure" => PollResults,
        "poll-results-object-poll-answer-count-object-structure" => PollAnswerCount,
        "get-answer-voters-response-body" => PollVoters,
    }
    "resources/sku" {
        "sku-object-sku-structure" => Sku,
    }
    "resources/soundboard" {
        "soundboard-sound-object-soundboard-sound-structure" => SoundboardSound,
        "list-guild-soundboard-sounds-response-structure" => SoundboardSounds,
    }
    "resources/stage-instance" {
        "stage-instance-object-stage-instance-structure" => StageInstance,
    }
    "resources/sticker" {
        "sticker-object-sticker-structure" => Sticker,
        "sticker-item-object-sticker-item-structure" => StickerItem,
        "sticker-pack-object-sticker-pack-structure" => StickerPack,
        "list-sticker-packs-response-structure" => StickerPacks,
    }
    "resources/subscription" {
        "subscription-object" => Subscription,
    }
    "resources/user" {
        "user-object-user-structure" => User,
        "user-object-user-primary-guild" => PrimaryGuild,
        "avatar-decoration-data-object-avatar-decoration-data-structure" => AvatarDecoration,
        "collectibles-collectible-structure" => Collectibles,
        "nameplate-nameplate-structure" => Nameplate,
        "connection-object-connection-structure" => Connection,
        "application-role-connection-object-application-role-connection-structure" => ApplicationRoleConnection,
    }
    "resources/voice" {
        "voice-state-object-voice-state-structure" => VoiceState,
        "voice-region-object-voice-region-structure" => VoiceRegion,
    }
    "resources/webhook" {
        "webhook-object-webhook-structure" => Webhook,
    }
    "topics/oauth2" {
        "get-current-authorization-information-response-structure" => Authorization,
    }
    "topics/permissions" {
        "role-object-role-structure" => Role,
        "role-object-role-tags-structure" => RoleTags,
        "role-object-role-colors-object" => RoleColors,
    }
    "topics/rate-limits" {
        "exceeding-a-rate-limit-rate-limit-response-structure" => RateLimitResponse,
    }
    "topics/teams" {
        "data-models-team-object" => Team,
        "data-models-team-member-object" => TeamMember,
    }
}

/// Tables of what bots send, of envelopes that are taken apart before (tested where they are read), and examples.
const OTHERS: &[&str] = &[
    "components/reference#anatomy-of-a-component",
    "components/reference#anatomy-of-a-component-custom-id",
    "events/gateway-events#payload-structure",
    "events/gateway-events#identify-identify-structure",
    "events/gateway-events#identify-identify-connection-properties",
    "events/gateway-events#resume-resume-structure",
    "events/gateway-events#request-guild-members-request-guild-members-structure",
    "events/gateway-events#request-soundboard-sounds-request-soundboard-sounds-structure",
    "events/gateway-events#request-channel-info-request-channel-info-structure",
    "events/gateway-events#update-voice-state-gateway-voice-state-update-structure",
    "events/gateway-events#update-presence-gateway-presence-update-structure",
    "events/gateway-events#hello-hello-structure",
    "events/webhook-events#payload-structure",
    "events/webhook-events#event-body-object",
    "events/webhook-events#message-object-additional-fields",
    "events/webhook-events#sdk-dm-message-object-sdk-dm-message-structure",
    "interactions/receiving-and-responding#interaction-response-object-interaction-response-structure",
    "interactions/receiving-and-responding#interaction-response-object-messages",
    "interactions/receiving-and-responding#interaction-response-object-autocomplete",
    "interactions/receiving-and-responding#interaction-response-object-modal",
    "reference#nullable-and-optional-resource-fields",
    "resources/message#attachment-object-attachment-request-structure",
    "resources/message#allowed-mentions-object-default-settings-for-allowed-mentions",
    "resources/poll#poll-create-request-object-poll-create-request-object-structure",
    "topics/voice-connections#transport-encryption-modes-voice-packet-structure",
];
