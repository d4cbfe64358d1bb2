//! Channels and their threads.

use std::time::Duration;

use ito::model::*;

use super::{C, Call, G, M, R, U, first};

const HOUR: Duration = Duration::from_secs(3600);
const AT: Timestamp = Timestamp::from_secs(1_800_000_000);
const O: Id<OverwriteTarget> = Id::new(6);

/// Operations by their ids.
pub(crate) const CALLS: &[(&str, Call)] = &[
    ("get_channel", |r| r.fetch_channel(C).send().map(drop)),
    ("update_channel", |r| {
        r.edit_channel(C)
            .name("n")
            .kind(ChannelType::GuildText)
            .position(1)
            .topic("t")
            .nsfw(false)
            .rate_limit_per_user(HOUR)
            .bitrate(8000)
            .user_limit(None)
            .permission_overwrites(vec![Overwrite::role(R).deny(Permissions::SEND_MESSAGES)])
            .parent_id(C)
            .rtc_region(None)
            .video_quality_mode(VideoQualityMode::Full)
            .default_auto_archive_duration(HOUR)
            .flags(ChannelFlags::PINNED)
            .available_tags([ForumTag::default()])
            .default_reaction_emoji(DefaultReaction::default())
            .default_thread_rate_limit_per_user(HOUR)
            .default_sort_order(ForumSortOrderType::CreationDate)
            .default_forum_layout(ForumLayoutType::ListView)
            .default_tag_setting(ThreadSearchTagSetting::MatchSome)
            .reason("why")
            .send()
            .map(drop)
    }),
    ("update_channel", |r| r.edit_channel(C).icon("data:,").reason("why").send().map(drop)),
    ("update_channel", |r| {
        r.edit_channel(C)
            .archived(false)
            .auto_archive_duration(HOUR)
            .locked(false)
            .invitable(true)
            .applied_tags([Id::new(1)])
            .reason("why")
            .send()
            .map(drop)
    }),
    ("delete_channel", |r| r.delete_channel(C).reason("why").send().map(drop)),
    ("set_channel_permission_overwrite", |r| {
        r.edit_channel_permissions(C, O, OverwriteType::Role)
            .allow(Permissions::CONNECT)
            .deny(Permissions::SPEAK)
            .reason("why")
            .send()
    }),
    ("delete_channel_permission_overwrite", |r| r.delete_channel_permission(C, O).reason("why").send()),
    ("follow_channel", |r| r.follow_announcement_channel(C, C).reason("why").send().map(drop)),
    ("list_channel_invites", |r| r.list_channel_invites(C).send().map(drop)),
    ("create_channel_invite", |r| {
        r.create_channel_invite(C)
            .max_age(HOUR)
            .max_uses(1)
            .temporary(false)
            .unique(true)
            .target_type(InviteTargetType::Stream)
            .target_user_id(U)
            .target_application_id(Id::new(1))
            .role_ids([R])
            .target_users([U])
            .reason("why")
            .send()
            .map(drop)
    }),
    ("trigger_typing_indicator", |r| r.trigger_typing(C).send()),
    ("add_group_dm_user", |r| r.add_group_dm_recipient(C, U, "t").nick("n").send()),
    ("delete_group_dm_user", |r| r.delete_group_dm_recipient(C, U).send()),
    ("send_soundboard_sound", |r| r.send_soundboard_sound(C, Id::new(1)).source_guild_id(G).send()),
    ("update_voice_channel_status", |r| r.edit_voice_channel_status(C, Some("s")).reason("why").send()),
    ("create_thread_from_message", |r| {
        r.create_thread_from_message(C, M, "n")
            .auto_archive_duration(HOUR)
            .rate_limit_per_user(HOUR)
            .reason("why")
            .send()
            .map(drop)
    }),
    ("create_thread", |r| {
        r.create_thread(C, "n")
            .auto_archive_duration(HOUR)
            .kind(ChannelType::PublicThread)
            .invitable(true)
            .rate_limit_per_user(HOUR)
            .reason("why")
            .send()
            .map(drop)
    }),
    ("create_thread", |r| {
        r.create_forum_thread(C, "n")
            .auto_archive_duration(HOUR)
            .rate_limit_per_user(HOUR)
            .applied_tags([Id::new(1)])
            .content("c")
            .file("a.txt", *b"a")
            .reason("why")
            .send()
            .map(drop)
    }),
    ("join_thread", |r| r.join_thread(C).send()),
    ("leave_thread", |r| r.leave_thread(C).send()),
    ("add_thread_member", |r| r.add_thread_member(C, U).send()),
    ("delete_thread_member", |r| r.remove_thread_member(C, U).send()),
    ("get_thread_member", |r| r.fetch_thread_member(C, U).with_member(true).send().map(drop)),
    ("list_thread_members", |r| first(r.list_thread_members(C).after(U).limit(5))),
    ("list_public_archived_threads", |r| first(r.list_public_archived_threads(C).before(AT).limit(5))),
    ("list_private_archived_threads", |r| first(r.list_private_archived_threads(C).before(AT).limit(5))),
    ("list_my_private_archived_threads", |r| {
        first(r.list_joined_private_archived_threads(C).before(C).limit(5))
    }),
    ("thread_search", |r| {
        r.search_threads(C)
            .name("n")
            .slop(1)
            .min_id(C)
            .max_id(C)
            .tag([Id::new(1)])
            .tag_setting(ThreadSearchTagSetting::MatchAll)
            .archived(true)
            .sort_by(ThreadSearchSortMode::Relevance)
            .sort_order(SortingOrder::Ascending)
            .limit(5)
            .offset(1)
            .send()
            .map(drop)
    }),
];
