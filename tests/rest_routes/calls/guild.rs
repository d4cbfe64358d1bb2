//! Guilds, and what is reached beside them: invites, stickers, stages, voice.

use std::time::Duration;

use ito::model::*;
use ito::rest::ChannelPosition;

use super::{C, Call, G, R, U, first, png};

const E: Id<ScheduledEvent> = Id::new(5);
const X: Id<ScheduledEventException> = Id::new(6);
const HOUR: Duration = Duration::from_secs(3600);
const AT: Timestamp = Timestamp::from_secs(1_800_000_000);

/// Operations by their ids.
pub(crate) const CALLS: &[(&str, Call)] = &[
    ("get_guild", |r| r.fetch_guild(G).with_counts(true).send().map(drop)),
    ("get_guild_preview", |r| r.fetch_guild_preview(G).send().map(drop)),
    ("get_guild_vanity_url", |r| r.fetch_guild_vanity_url(G).send().map(drop)),
    ("get_guild_webhooks", |r| r.list_guild_webhooks(G).send().map(drop)),
    ("update_guild", |r| {
        r.edit_guild(G)
            .name("nn")
            .description("d")
            .region("r")
            .icon(png())
            .verification_level(VerificationLevel::High)
            .default_message_notifications(DefaultMessageNotificationLevel::OnlyMentions)
            .explicit_content_filter(ExplicitContentFilterLevel::AllMembers)
            .preferred_locale(Locale::German)
            .afk_timeout(HOUR)
            .afk_channel_id(C)
            .system_channel_id(C)
            .splash(None)
            .banner(None)
            .system_channel_flags(SystemChannelFlags::SUPPRESS_JOIN_NOTIFICATIONS)
            .features(vec![])
            .discovery_splash(None)
            .home_header(None)
            .rules_channel_id(C)
            .safety_alerts_channel_id(None)
            .public_updates_channel_id(C)
            .premium_progress_bar_enabled(true)
            .reason("why")
            .send()
            .map(drop)
    }),
    ("update_guild_incident_actions", |r| {
        r.edit_guild_incident_actions(G)
            .invites_disabled_until(Timestamp::now())
            .dms_disabled_until(None)
            .send()
            .map(drop)
    }),
    ("list_guild_channels", |r| r.list_guild_channels(G).send().map(drop)),
    ("create_guild_channel", |r| {
        r.create_guild_channel(G, "n")
            .kind(ChannelType::GuildForum)
            .position(1)
            .topic("t")
            .bitrate(8000)
            .user_limit(0)
            .nsfw(false)
            .rate_limit_per_user(HOUR)
            .parent_id(C)
            .permission_overwrites([Overwrite::role(R).deny(Permissions::SEND_MESSAGES)])
            .rtc_region("r")
            .video_quality_mode(VideoQualityMode::Full)
            .default_auto_archive_duration(HOUR)
            .default_reaction_emoji(DefaultReaction::default())
            .default_thread_rate_limit_per_user(HOUR)
            .default_sort_order(ForumSortOrderType::CreationDate)
            .default_forum_layout(ForumLayoutType::ListView)
            .default_tag_setting(ThreadSearchTagSetting::MatchAll)
            .available_tags([ForumTag::default()])
            .reason("why")
            .send()
            .map(drop)
    }),
    ("bulk_update_guild_channels", |r| {
        let position = ChannelPosition::new(C).position(1).lock_permissions(true).parent_id(None);
        r.edit_guild_channel_positions(G, [position]).send()
    }),
    ("get_active_guild_threads", |r| r.list_active_guild_threads(G).send().map(drop)),
    ("get_guild_member", |r| r.fetch_guild_member(G, U).send().map(drop)),
    ("list_guild_members", |r| first(r.list_guild_members(G).after(U).limit(5))),
    ("search_guild_members", |r| r.search_guild_members(G, "q").limit(5).send().map(drop)),
    ("add_guild_member", |r| {
        let flags = MemberFlags::BYPASSES_VERIFICATION;
        r.add_guild_member(G, U, "t").nick("n").roles([R]).mute(true).deaf(true).flags(flags).send().map(drop)
    }),
    ("update_guild_member", |r| {
        r.edit_guild_member(G, U)
            .nick("n")
            .roles(vec![R])
            .mute(true)
            .deaf(true)
            .channel_id(None)
            .communication_disabled_until(Timestamp::now())
            .flags(MemberFlags::BYPASSES_VERIFICATION)
            .reason("why")
            .send()
            .map(drop)
    }),
    ("update_my_guild_member", |r| {
        let edit = r.edit_current_member(G).nick(None).avatar(png()).banner(png()).bio("b");
        edit.reason("why").send().map(drop)
    }),
    ("delete_guild_member", |r| r.delete_guild_member(G, U).reason("why").send()),
    ("add_guild_member_role", |r| r.add_guild_member_role(G, U, R).reason("why").send()),
    ("delete_guild_member_role", |r| r.delete_guild_member_role(G, U, R).reason("why").send()),
    ("list_guild_roles", |r| r.list_guild_roles(G).send().map(drop)),
    ("get_guild_role", |r| r.fetch_guild_role(G, R).send().map(drop)),
    ("guild_role_member_counts", |r| r.fetch_guild_role_member_counts(G).send().map(drop)),
    ("create_guild_role", |r| {
        let role = r.create_guild_role(G).name("n").permissions(Permissions::SEND_MESSAGES).color(Color(1));
        let role = role.colors(RoleColors::default()).hoist(true).icon(png()).unicode_emoji("🔥");
        role.mentionable(true).reason("why").send().map(drop)
    }),
    ("update_guild_role", |r| {
        let role = r.edit_guild_role(G, R).name("n").permissions(Permissions::SEND_MESSAGES).color(Color(1));
        let role = role.colors(RoleColors::default()).hoist(true).icon(None).unicode_emoji(None);
        role.mentionable(true).reason("why").send().map(drop)
    }),
    ("bulk_update_guild_roles", |r| r.edit_guild_role_positions(G, [(R, 1)]).reason("why").send().map(drop)),
    ("delete_guild_role", |r| r.delete_guild_role(G, R).reason("why").send()),
    ("list_guild_bans", |r| first(r.list_guild_bans(G).before(U).after(U).limit(5))),
    ("get_guild_ban", |r| r.fetch_guild_ban(G, U).send().map(drop)),
    ("ban_user_from_guild", |r| r.create_guild_ban(G, U).delete_message_seconds(HOUR).reason("why").send()),
    ("unban_user_from_guild", |r| r.delete_guild_ban(G, U).reason("why").send()),
    ("bulk_ban_users_from_guild", |r| {
        r.bulk_guild_ban(G, [U]).delete_message_seconds(HOUR).reason("why").send().map(drop)
    }),
    ("preview_prune_guild", |r| r.fetch_guild_prune_count(G).days(7).include_roles([R, R]).send().map(drop)),
    ("prune_guild", |r| {
        let prune = r.begin_guild_prune(G).days(7).compute_prune_count(false).include_roles([R]);
        prune.reason("why").send().map(drop)
    }),
    ("list_guild_emojis", |r| r.list_guild_emojis(G).send().map(drop)),
    ("get_guild_emoji", |r| r.fetch_guild_emoji(G, Id::new(9)).send().map(drop)),
    ("create_guild_emoji", |r| {
        r.create_guild_emoji(G, "nn", png()).roles([R]).reason("why").send().map(drop)
    }),
    ("update_guild_emoji", |r| {
        r.edit_guild_emoji(G, Id::new(9)).name("nn").roles(None).reason("why").send().map(drop)
    }),
    ("delete_guild_emoji", |r| r.delete_guild_emoji(G, Id::new(9)).reason("why").send()),
    ("get_sticker", |r| r.fetch_sticker(Id::new(9)).send().map(drop)),
    ("list_sticker_packs", |r| r.list_sticker_packs().send().map(drop)),
    ("get_sticker_pack", |r| r.fetch_sticker_pack(Id::new(9)).send().map(drop)),
    ("list_guild_stickers", |r| r.list_guild_stickers(G).send().map(drop)),
    ("get_guild_sticker", |r| r.fetch_guild_sticker(G, Id::new(9)).send().map(drop)),
    ("create_guild_sticker", |r| {
        let sticker = r.create_guild_sticker(G, "nn", "t", "a.png", vec![1]).description("dd");
        sticker.reason("why").send().map(drop)
    }),
    ("update_guild_sticker", |r| {
        let sticker = r.edit_guild_sticker(G, Id::new(9)).name("nn").description("dd").tags("t");
        sticker.reason("why").send().map(drop)
    }),
    ("delete_guild_sticker", |r| r.delete_guild_sticker(G, Id::new(9)).reason("why").send()),
    ("get_soundboard_default_sounds", |r| r.list_default_soundboard_sounds().send().map(drop)),
    ("list_guild_soundboard_sounds", |r| r.list_guild_soundboard_sounds(G).send().map(drop)),
    ("get_guild_soundboard_sound", |r| r.fetch_guild_soundboard_sound(G, Id::new(9)).send().map(drop)),
    ("create_guild_soundboard_sound", |r| {
        let sound = r.create_guild_soundboard_sound(G, "nn", SoundData::mp3([1])).volume(0.5);
        sound.emoji_id(Id::new(9)).emoji_name("🔥").reason("why").send().map(drop)
    }),
    ("update_guild_soundboard_sound", |r| {
        let sound = r.edit_guild_soundboard_sound(G, Id::new(9)).name("nn").volume(0.5);
        sound.emoji_id(None).emoji_name("🔥").reason("why").send().map(drop)
    }),
    ("delete_guild_soundboard_sound", |r| {
        r.delete_guild_soundboard_sound(G, Id::new(9)).reason("why").send()
    }),
    ("list_guild_scheduled_events", |r| {
        r.list_guild_scheduled_events(G).with_user_count(true).send().map(drop)
    }),
    ("create_guild_scheduled_event", |r| {
        let event = r.create_external_scheduled_event(G, "n", AT, AT, "l").description("d").image(png());
        event.channel_id(C).recurrence_rule(RecurrenceRule::daily(AT)).reason("why").send().map(drop)
    }),
    ("create_guild_scheduled_event", |r| {
        let event = r.create_stage_scheduled_event(G, "n", AT, C).description("d").image(png());
        let event = event.scheduled_end_time(AT).recurrence_rule(RecurrenceRule::daily(AT));
        event.reason("why").send().map(drop)
    }),
    ("create_guild_scheduled_event", |r| {
        let event = r.create_voice_scheduled_event(G, "n", AT, C).description("d").image(png());
        let event = event.scheduled_end_time(AT).recurrence_rule(RecurrenceRule::daily(AT));
        event.reason("why").send().map(drop)
    }),
    ("get_guild_scheduled_event", |r| {
        r.fetch_guild_scheduled_event(G, E).with_user_count(true).send().map(drop)
    }),
    ("update_guild_scheduled_event", |r| {
        r.edit_guild_scheduled_event(G, E)
            .status(ScheduledEventStatus::Active)
            .name("n")
            .description(None)
            .image(None)
            .scheduled_start_time(AT)
            .scheduled_end_time(AT)
            .entity_type(ScheduledEventEntityType::External)
            .privacy_level(ScheduledEventPrivacyLevel::GuildOnly)
            .channel_id(None)
            .location("l")
            .recurrence_rule(None)
            .reason("why")
            .send()
            .map(drop)
    }),
    ("delete_guild_scheduled_event", |r| r.delete_guild_scheduled_event(G, E).send()),
    ("create_guild_scheduled_event_exception", |r| {
        let exception = r.create_guild_scheduled_event_exception(G, E, AT).is_canceled(true);
        exception.scheduled_start_time(AT).scheduled_end_time(AT).send().map(drop)
    }),
    ("update_guild_scheduled_event_exception", |r| {
        let exception = r.edit_guild_scheduled_event_exception(G, E, X).is_canceled(true);
        exception.scheduled_start_time(AT).scheduled_end_time(None).send().map(drop)
    }),
    ("delete_guild_scheduled_event_exception", |r| r.delete_guild_scheduled_event_exception(G, E, X).send()),
    ("list_guild_scheduled_event_users", |r| {
        first(r.list_guild_scheduled_event_users(G, E).with_member(true).before(U).after(U))
    }),
    ("list_guild_scheduled_event_exception_users", |r| {
        first(r.list_guild_scheduled_event_exception_users(G, E, X).with_member(true).before(U).after(U))
    }),
    ("count_guild_scheduled_event_users", |r| {
        r.fetch_guild_scheduled_event_user_counts(G, E).exceptions([X, X]).send().map(drop)
    }),
    ("list_auto_moderation_rules", |r| r.list_auto_moderation_rules(G).send().map(drop)),
    ("get_auto_moderation_rule", |r| r.fetch_auto_moderation_rule(G, Id::new(9)).send().map(drop)),
    ("create_auto_moderation_rule", |r| {
        let (event, trigger) = (AutoModerationEventType::MessageSend, AutoModerationTriggerType::Spam);
        r.create_auto_moderation_rule(G, "n", event, trigger, [AutoModerationAction::default()])
            .trigger_metadata(AutoModerationTriggerMetadata::default())
            .enabled(true)
            .exempt_roles([R])
            .exempt_channels([C])
            .reason("why")
            .send()
            .map(drop)
    }),
    ("delete_auto_moderation_rule", |r| r.delete_auto_moderation_rule(G, Id::new(9)).reason("why").send()),
    ("update_auto_moderation_rule", |r| {
        r.edit_auto_moderation_rule(G, Id::new(9))
            .name("n")
            .event_type(AutoModerationEventType::MessageSend)
            .trigger_metadata(AutoModerationTriggerMetadata::default())
            .actions([AutoModerationAction::default()])
            .enabled(true)
            .exempt_roles([R])
            .exempt_channels([C])
            .reason("why")
            .send()
            .map(drop)
    }),
    ("list_guild_audit_log_entries", |r| {
        let log = r.fetch_guild_audit_log(G).user_id(U).target_id(Id::new(9)).before(Id::new(9));
        log.action_type(AuditLogEvent::MemberKick).after(Id::new(1)).limit(5).send().map(drop)
    }),
    ("list_guild_audit_log_entries", |r| {
        let log = r.list_guild_audit_log_entries(G).user_id(U).target_id(Id::new(9)).before(Id::new(9));
        first(log.action_type(AuditLogEvent::MemberKick).after(Id::new(1)))
    }),
    ("get_guild_template", |r| r.fetch_guild_template("c").send().map(drop)),
    ("list_guild_templates", |r| r.list_guild_templates(G).send().map(drop)),
    ("create_guild_template", |r| r.create_guild_template(G, "n").description("d").send().map(drop)),
    ("sync_guild_template", |r| r.sync_guild_template(G, "c").send().map(drop)),
    ("update_guild_template", |r| r.edit_guild_template(G, "c").name("n").description("d").send().map(drop)),
    ("delete_guild_template", |r| r.delete_guild_template(G, "c").send().map(drop)),
    ("list_guild_integrations", |r| r.list_guild_integrations(G).send().map(drop)),
    ("delete_guild_integration", |r| r.delete_guild_integration(G, Id::new(9)).reason("why").send()),
    ("invite_resolve", |r| {
        let invite = r.fetch_invite("c").with_counts(true).guild_scheduled_event_id(E);
        invite.target_channel_id(C).target_message_id(Id::new(9)).send().map(drop)
    }),
    ("invite_revoke", |r| r.delete_invite("c").reason("why").send().map(drop)),
    ("list_guild_invites", |r| r.list_guild_invites(G).send().map(drop)),
    ("get_invite_target_users", |r| r.list_invite_target_users("c").send().map(drop)),
    ("update_invite_target_users", |r| r.edit_invite_target_users("c", [U, U]).send()),
    ("get_invite_target_users_job_status", |r| r.fetch_invite_target_users_job("c").send().map(drop)),
    ("get_guild_welcome_screen", |r| r.fetch_guild_welcome_screen(G).send().map(drop)),
    ("update_guild_welcome_screen", |r| {
        let screen = r.edit_guild_welcome_screen(G).enabled(true).description("d");
        screen.welcome_channels(vec![welcome_channel()]).reason("why").send().map(drop)
    }),
    ("get_guilds_onboarding", |r| r.fetch_guild_onboarding(G).send().map(drop)),
    ("put_guilds_onboarding", |r| {
        let edit = r.edit_guild_onboarding(G).prompts([prompt()]).enabled(true);
        edit.default_channel_ids([C]).mode(OnboardingMode::Advanced).reason("why").send().map(drop)
    }),
    ("get_guild_new_member_welcome", |r| r.fetch_guild_new_member_welcome(G).send().map(drop)),
    ("get_guild_widget_settings", |r| r.fetch_guild_widget_settings(G).send().map(drop)),
    ("update_guild_widget_settings", |r| {
        r.edit_guild_widget(G).enabled(true).channel_id(C).reason("why").send().map(drop)
    }),
    ("get_guild_widget", |r| r.fetch_guild_widget(G).send().map(drop)),
    ("get_guild_widget_png", |r| r.fetch_guild_widget_image(G).style(WidgetStyle::Banner2).send().map(drop)),
    ("get_guild_join_requests", |r| {
        let list = r.list_guild_join_requests(G).status(JoinRequestStatus::Submitted);
        first(list.before(Id::new(9)).after(Id::new(1)))
    }),
    ("action_guild_join_request", |r| {
        r.reject_guild_join_request(G, Id::new(9)).rejection_reason("r").send().map(drop)
    }),
    ("guild_search", |r| {
        r.search_guild_messages(G)
            .limit(5)
            .offset(1)
            .max_id(Id::new(9))
            .min_id(Id::new(1))
            .slop(2)
            .content("c")
            .channel_id([C, Id::new(6)])
            .author_type([MessageSearchAuthorType::Bot])
            .author_id([U])
            .mentions([U])
            .mentions_role_id([R])
            .mention_everyone(true)
            .replied_to_user_id([U])
            .replied_to_message_id([Id::new(9)])
            .pinned(true)
            .has([MessageSearchHasType::Image])
            .embed_type([MessageSearchEmbedType::Gif])
            .embed_provider(["p".to_owned()])
            .link_hostname(["h".to_owned()])
            .attachment_filename(["f".to_owned()])
            .attachment_extension(["e".to_owned()])
            .sort_by(MessageSearchSortMode::Relevance)
            .sort_order(SortingOrder::Ascending)
            .include_nsfw(true)
            .send()
            .map(drop)
    }),
    ("list_voice_regions", |r| r.list_voice_regions().send().map(drop)),
    ("list_guild_voice_regions", |r| r.list_guild_voice_regions(G).send().map(drop)),
    ("get_voice_state", |r| r.fetch_user_voice_state(G, U).send().map(drop)),
    ("get_self_voice_state", |r| r.fetch_current_user_voice_state(G).send().map(drop)),
    ("update_voice_state", |r| r.edit_user_voice_state(G, U).channel_id(C).suppress(false).send()),
    ("update_self_voice_state", |r| {
        let edit = r.edit_current_user_voice_state(G).channel_id(C).suppress(false);
        edit.request_to_speak_timestamp(AT).send()
    }),
    ("create_stage_instance", |r| {
        let stage = r.create_stage_instance(C, "t").privacy_level(StagePrivacyLevel::GuildOnly);
        let stage = stage.send_start_notification(true).guild_scheduled_event_id(E);
        stage.reason("why").send().map(drop)
    }),
    ("get_stage_instance", |r| r.fetch_stage_instance(C).send().map(drop)),
    ("update_stage_instance", |r| {
        let stage = r.edit_stage_instance(C).topic("t").privacy_level(StagePrivacyLevel::GuildOnly);
        stage.reason("why").send().map(drop)
    }),
    ("delete_stage_instance", |r| r.delete_stage_instance(C).reason("why").send()),
];

fn prompt() -> OnboardingPrompt {
    let mut option = OnboardingOption::default();
    option.title.push('t');
    let mut prompt = OnboardingPrompt::default();
    (prompt.title, prompt.options) = ("t".to_owned(), vec![option]);
    prompt
}

fn welcome_channel() -> WelcomeScreenChannel {
    let mut channel = WelcomeScreenChannel::default();
    (channel.channel_id, channel.description) = (C, "d".to_owned());
    channel
}
