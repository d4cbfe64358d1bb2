//! Discord's algorithm for permissions, case by case.

use ito::model::{
    Access, Channel, ChannelType, Guild, Id, Member, Overwrite, Permissions, Role, Timestamp, User,
};

const EVERYONE: Id<Role> = Id::new(1);
const GUIDES: Id<Role> = Id::new(2);
const WRITERS: Id<Role> = Id::new(3);
const ADA: Id<User> = Id::new(7);

/// `ada`, with the roles @everyone, guides and writers.
fn ada(everyone: Permissions, guides: Permissions) -> Access {
    Access {
        user: ADA,
        owner: false,
        everyone: EVERYONE,
        roles: vec![(EVERYONE, everyone), (GUIDES, guides), (WRITERS, Permissions::empty())],
        timed_out: false,
    }
}

const VIEW: Permissions = Permissions::VIEW_CHANNEL;
const SEND: Permissions = Permissions::SEND_MESSAGES;
const NONE: Permissions = Permissions::empty();

#[track_caller]
fn check(access: &Access, kind: ChannelType, overwrites: &[Overwrite], expected: Permissions) {
    assert_eq!(access.with_overwrites(kind, overwrites), expected);
}

#[test]
fn the_owner_and_administrators_may_do_everything() {
    let deny_all = [Overwrite::member(ADA).deny(Permissions::all())];
    let owner = Access { owner: true, timed_out: true, ..ada(NONE, NONE) };
    let administrator = Access { timed_out: true, ..ada(NONE, Permissions::ADMINISTRATOR) };
    for access in [owner, administrator] {
        assert_eq!(access.in_guild(), Permissions::all());
        check(&access, ChannelType::GuildText, &deny_all, Permissions::all());
        let parent = channel(ChannelType::GuildText, deny_all.to_vec());
        assert_eq!(access.in_thread(&parent), Permissions::all());
    }
}

#[test]
fn an_overwrite_makes_nobody_an_administrator() {
    let administrator = Permissions::ADMINISTRATOR;
    let overwrites = [Overwrite::member(ADA).allow(administrator)];
    check(&ada(VIEW, NONE), ChannelType::GuildText, &overwrites, VIEW | administrator);
    check(&ada(SEND, NONE), ChannelType::GuildText, &overwrites, NONE);
    let timed_out = Access { timed_out: true, ..ada(VIEW, NONE) };
    check(&timed_out, ChannelType::GuildText, &overwrites, VIEW);
}

#[test]
fn in_the_guild_the_permissions_of_all_roles_add_up() {
    assert_eq!(ada(VIEW, Permissions::KICK_MEMBERS).in_guild(), VIEW | Permissions::KICK_MEMBERS);
}

#[test]
fn overwrites_come_in_the_documented_order() {
    let text = ChannelType::GuildText;
    let base = ada(VIEW, SEND);
    check(&base, text, &[], VIEW | SEND);
    // @everyone denies what a role allowed in the guild.
    check(&base, text, &[Overwrite::role(EVERYONE).deny(SEND)], VIEW);
    // @everyone allows after it denies.
    check(&base, text, &[Overwrite::role(EVERYONE).deny(SEND).allow(SEND)], VIEW | SEND);
    // A role's word goes over that of @everyone, in either direction and whatever the order of the list.
    let everyone = Overwrite::role(EVERYONE).deny(SEND);
    let guides = Overwrite::role(GUIDES).allow(SEND);
    check(&base, text, &[everyone, guides], VIEW | SEND);
    check(&base, text, &[guides, everyone], VIEW | SEND);
    let everyone = Overwrite::role(EVERYONE).allow(SEND);
    check(&base, text, &[Overwrite::role(GUIDES).deny(SEND), everyone], VIEW);
    // Among roles, one that allows goes over one that denies.
    let writers = Overwrite::role(WRITERS).deny(SEND);
    check(&base, text, &[guides, writers], VIEW | SEND);
    check(&base, text, &[writers, guides], VIEW | SEND);
    // The member's own comes last.
    check(&base, text, &[Overwrite::member(ADA).deny(SEND), guides], VIEW);
    check(&base, text, &[Overwrite::member(ADA).allow(SEND), writers], VIEW | SEND);
}

#[test]
fn overwrites_of_others_do_not_matter() {
    let others = [
        Overwrite::role(Id::new(99)).deny(VIEW),
        Overwrite::member(Id::new(99)).deny(VIEW),
        // Ids of one kind mean nothing for the other.
        Overwrite::member(GUIDES.cast()).deny(VIEW),
        Overwrite::role(ADA.cast()).deny(VIEW),
    ];
    check(&ada(VIEW, NONE), ChannelType::GuildText, &others, VIEW);
}

#[test]
fn whoever_cannot_see_a_channel_can_do_nothing_there() {
    let hidden = [Overwrite::role(EVERYONE).deny(VIEW)];
    check(&ada(VIEW | SEND, Permissions::MANAGE_CHANNELS), ChannelType::GuildText, &hidden, NONE);
}

#[test]
fn whoever_cannot_send_cannot_do_what_takes_sending() {
    let taken = Permissions::MENTION_EVERYONE
        | Permissions::SEND_TTS_MESSAGES
        | Permissions::ATTACH_FILES
        | Permissions::EMBED_LINKS;
    let kept = VIEW | Permissions::ADD_REACTIONS | Permissions::MANAGE_MESSAGES;
    check(&ada(kept, taken), ChannelType::GuildText, &[], kept);
    check(&ada(kept | SEND, taken), ChannelType::GuildText, &[], kept | SEND | taken);
}

#[test]
fn whoever_cannot_connect_cannot_do_what_takes_being_there() {
    let taken = Permissions::SPEAK
        | Permissions::STREAM
        | Permissions::MUTE_MEMBERS
        | Permissions::MOVE_MEMBERS
        | Permissions::USE_SOUNDBOARD
        | Permissions::MANAGE_CHANNELS;
    let access = ada(VIEW | Permissions::CONNECT, taken);
    let closed = [Overwrite::role(EVERYONE).deny(Permissions::CONNECT)];
    for kind in [ChannelType::GuildVoice, ChannelType::GuildStageVoice] {
        check(&access, kind, &[], VIEW | Permissions::CONNECT | taken);
        check(&access, kind, &closed, VIEW);
    }
    check(&access, ChannelType::GuildText, &closed, VIEW | taken);
}

#[test]
fn in_threads_another_permission_is_needed_to_send() {
    let in_threads = Permissions::SEND_MESSAGES_IN_THREADS;
    for (allowed, expected) in [
        (VIEW | SEND | Permissions::EMBED_LINKS, VIEW),
        (VIEW | in_threads | Permissions::EMBED_LINKS, VIEW | SEND | in_threads | Permissions::EMBED_LINKS),
        (SEND | in_threads, NONE),
    ] {
        assert_eq!(ada(allowed, NONE).in_thread(&channel(ChannelType::GuildText, Vec::new())), expected);
    }
    let closed = channel(ChannelType::GuildForum, vec![Overwrite::role(EVERYONE).deny(in_threads)]);
    assert_eq!(ada(VIEW | SEND | in_threads, NONE).in_thread(&closed), VIEW);
}

#[test]
fn a_timeout_leaves_looking_and_reading() {
    let allowed = VIEW | SEND | Permissions::READ_MESSAGE_HISTORY | Permissions::KICK_MEMBERS;
    let access = Access { timed_out: true, ..ada(allowed, Permissions::SEND_MESSAGES_IN_THREADS) };
    assert_eq!(access.in_guild(), Permissions::TIMED_OUT);
    check(&access, ChannelType::GuildText, &[], Permissions::TIMED_OUT);
    check(&access, ChannelType::GuildText, &[Overwrite::member(ADA).allow(SEND)], Permissions::TIMED_OUT);
    assert_eq!(access.in_thread(&channel(ChannelType::GuildText, Vec::new())), Permissions::TIMED_OUT);
    let blind = Access { timed_out: true, ..ada(SEND | Permissions::READ_MESSAGE_HISTORY, NONE) };
    check(&blind, ChannelType::GuildText, &[], NONE);
}

#[test]
fn what_decides_is_read_from_a_guild_and_a_member() {
    let mut guild = Guild::default();
    guild.id = Id::new(1);
    guild.owner_id = Id::new(8);
    for (id, permissions) in [(EVERYONE, VIEW), (GUIDES, SEND), (WRITERS, Permissions::KICK_MEMBERS)] {
        let mut role = Role::default();
        (role.id, role.permissions) = (id, permissions);
        guild.roles.push(role);
    }
    let mut member = Member::default();
    member.roles = vec![GUIDES];
    let now = Timestamp::from_millis(1_000);
    let access = Access::new(&guild, ADA, &member, now);
    assert_eq!((access.owner, access.timed_out, access.in_guild()), (false, false, VIEW | SEND));
    assert!(Access::new(&guild, Id::new(8), &member, now).owner);

    member.communication_disabled_until = Some(Timestamp::from_millis(999));
    assert!(!Access::new(&guild, ADA, &member, now).timed_out);
    member.communication_disabled_until = Some(Timestamp::from_millis(1_001));
    assert!(Access::new(&guild, ADA, &member, now).timed_out);
}

#[test]
fn a_member_is_measured_by_its_highest_role() {
    let mut guild = Guild::default();
    guild.id = Id::new(1);
    for (id, position) in [(EVERYONE, 0), (GUIDES, 1), (WRITERS, 2)] {
        let mut role = Role::default();
        (role.id, role.position) = (id, position);
        guild.roles.push(role);
    }
    let mut member = Member::default();
    for (roles, highest) in [(vec![], EVERYONE), (vec![GUIDES], GUIDES), (vec![WRITERS, GUIDES], WRITERS)] {
        member.roles = roles;
        assert_eq!(guild.highest_role(&member).map(|role| role.id), Some(highest));
    }
}

#[test]
fn a_member_is_called_by_its_nickname_or_as_its_user_is() {
    let mut member = Member::default();
    assert_eq!(member.display_name(), "");
    let mut user = User::default();
    user.name = "ada_l".into();
    member.user = Some(user.clone());
    assert_eq!(member.display_name(), "ada_l");
    user.global_name = Some("Ada".into());
    member.user = Some(user);
    assert_eq!(member.display_name(), "Ada");
    member.nick = Some("the countess".into());
    assert_eq!(member.display_name(), "the countess");
}

#[test]
fn unknown_bits_are_granted_and_denied_like_any_other() {
    let new = Permissions::from_bits_retain(1 << 60);
    check(&ada(VIEW | new, NONE), ChannelType::GuildText, &[], VIEW | new);
    check(&ada(VIEW | new, NONE), ChannelType::GuildText, &[Overwrite::role(GUIDES).deny(new)], VIEW);
}

#[test]
fn the_known_permissions_are_those_with_a_name() {
    assert_eq!(Permissions::KNOWN.iter_names().count(), 52);
    assert!(!Permissions::KNOWN.contains(Permissions::from_bits_retain(1 << 60)));
    assert_eq!(Permissions::BYPASS_SLOWMODE.bits(), 0x0010_0000_0000_0000);
}

fn channel(kind: ChannelType, overwrites: Vec<Overwrite>) -> Channel {
    let mut channel = Channel::default();
    (channel.kind, channel.permission_overwrites) = (kind, overwrites);
    channel
}
