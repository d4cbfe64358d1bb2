//! The fields of what is packed: those that most things have first, since what they have is said in seven bits a byte.
//!
//! A structure names all of its fields, so that a new one cannot be forgotten.

use super::pack::{Pack, is_said, pack_as};
use super::user::Rare;
use crate::model::{
    Activity, ActivityAssets, ActivityButton, ActivityFlags, ActivityParty, ActivitySecrets,
    ActivityTimestamps, ActivityType, AvatarDecoration, Channel, ChannelFlags, ChannelType, ClientStatus,
    Collectibles, Color, DefaultReaction, Emoji, ForumLayoutType, ForumSortOrderType, ForumTag, Id, Locale,
    Member, MemberFlags, Nameplate, NameplatePalette, Overwrite, OverwriteType, Permissions, PremiumType,
    PresenceStatus, PresenceUpdate, PrimaryGuild, Role, RoleColors, RoleFlags, RoleTags, StatusDisplayType,
    ThreadMember, ThreadMetadata, ThreadSearchTagSetting, User, UserFlags, VideoQualityMode,
};

/// The fields of structures.
macro_rules! pack {
    ($( $thing:ident { $($field:ident),+ } )+) => { $(
        impl Pack for $thing {
            fn pack(&self, to: &mut Vec<u8>) {
                let Self { $($field),+ } = self;
                let mut said = Said::of([$( is_said($field) ),+]);
                said.0.pack(to);
                $( said.write($field, to); )+
            }

            fn unpack(from: &mut &[u8]) -> Self {
                let mut said = Said(u64::unpack(from));
                $( let $field = said.read(from); )+
                Self { $($field),+ }
            }
        }
    )+ };
}

/// Which fields of a structure say something: a bit for each, the first the lowest.
struct Said(u64);

impl Said {
    fn of<const N: usize>(fields: [bool; N]) -> Self {
        const { assert!(N <= 64, "a bit for each field") }
        Self(fields.iter().rev().fold(0, |set, field| set << 1 | u64::from(*field)))
    }

    /// Writes the next field, if it says something.
    fn write(&mut self, field: &impl Pack, to: &mut Vec<u8>) {
        if self.next() {
            field.pack(to);
        }
    }

    /// Reads the next field.
    fn read<T: Pack>(&mut self, from: &mut &[u8]) -> T {
        if self.next() { T::unpack(from) } else { T::default() }
    }

    fn next(&mut self) -> bool {
        let next = self.0 & 1 == 1;
        self.0 >>= 1;
        next
    }
}

/// What of a channel decides about permissions.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Gate {
    pub(super) kind: ChannelType,
    pub(super) parent_id: Option<Id<Channel>>,
    pub(super) permission_overwrites: Vec<Overwrite>,
}

/// What of a role does.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Grant {
    pub(super) permissions: Permissions,
}

pack! {
    Gate { kind, parent_id, permission_overwrites }
    Channel {
        kind, parent_id, permission_overwrites, id, name, position, flags,
        guild_id, rate_limit_per_user, nsfw, topic, last_message_id, last_pin_timestamp, bitrate,
        user_limit, owner_id, thread_metadata, message_count, member_count, total_message_sent, member,
        default_auto_archive_duration, available_tags, applied_tags, default_reaction_emoji,
        default_thread_rate_limit_per_user, default_sort_order, default_forum_layout, default_tag_setting,
        rtc_region, video_quality_mode, newly_created, recipients, icon, application_id, managed, permissions,
        app_permissions
    }
    Grant { permissions }
    Role {
        permissions, id, name, position, color, colors, mentionable, hoist, managed, tags, icon, unicode_emoji, flags
    }
    Emoji { id, name, require_colons, available, managed, animated, roles, user }
    Activity {
        name, kind, state, created_at, timestamps, application_id, details, assets, emoji, party, flags, instance,
        buttons, secrets, url, details_url, state_url, status_display_type
    }
    Overwrite { id, kind, allow, deny }
    ThreadMetadata {
        archived, auto_archive_duration, archive_timestamp, create_timestamp, locked, invitable
    }
    ThreadMember { join_timestamp, flags, id, user_id, guild_id, member, presence }
    ForumTag { id, name, moderated, emoji_id, emoji_name }
    DefaultReaction { emoji_id, emoji_name }
    RoleTags {
        bot_id, integration_id, premium_subscriber, subscription_listing_id, available_for_purchase, guild_connections
    }
    RoleColors { primary_color, secondary_color, tertiary_color }
    ActivityTimestamps { start, end }
    ActivityParty { id, size }
    ActivityAssets {
        large_image, large_text, small_image, small_text, large_url, small_url, invite_cover_image
    }
    ActivitySecrets { join, spectate, match_ }
    ActivityButton { label, url }
    User {
        id, name, discriminator, global_name, avatar, public_flags, bot, system, mfa_enabled, banner, accent_color,
        locale, verified, email, flags, premium_type, avatar_decoration_data, collectibles, primary_guild, member
    }
    AvatarDecoration { asset, sku_id }
    Collectibles { nameplate }
    Nameplate { sku_id, asset, label, palette }
    PrimaryGuild { identity_guild_id, identity_enabled, tag, badge }
    Rare {
        primary_guild, decoration, collectibles, banner, accent_color, flags, public_flags, discriminator, system
    }
    Member {
        user, nick, roles, joined_at, flags, pending, guild_id, avatar, banner, premium_since, deaf, mute, permissions,
        communication_disabled_until, avatar_decoration_data, collectibles
    }
    PresenceUpdate { user, status, activities, client_status, guild_id }
    ClientStatus { desktop, mobile, web, vr }
}

/// Open enums of numbers.
macro_rules! numbers {
    ($($thing:ident),+) => { pack_as! { $( $thing: u32, |it| it.value(), |packed| packed.into(); )+ } };
}

/// Open enums of texts.
macro_rules! texts {
    ($($thing:ident),+) => { pack_as! { $( $thing: String, |it| it.as_str().to_owned(), |packed| (&*packed).into(); )+ } };
}

/// Flags.
macro_rules! bits {
    ($($thing:ident),+) => { pack_as! { $( $thing: u64, |it| it.bits(), |packed| Self::from_bits_retain(packed); )+ } };
}

numbers! {
    ActivityType, ChannelType, ForumLayoutType, ForumSortOrderType, OverwriteType, PremiumType, StatusDisplayType,
    VideoQualityMode
}
texts! { Locale, NameplatePalette, PresenceStatus, ThreadSearchTagSetting }
bits! { ActivityFlags, ChannelFlags, MemberFlags, Permissions, RoleFlags, UserFlags }
pack_as! { Color: u32, |it| it.0, |packed| Self(packed); }

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use serde_json::{Map, Value, json};

    use super::super::pack::Packed;
    use super::*;

    /// All fields, each alone, all but each, and none: what comes back is equal.
    fn comes_back<T: Pack + DeserializeOwned + std::fmt::Debug>(full: &Value) {
        let full = full.as_object().unwrap();
        let alone = full.iter().map(|(key, value)| Map::from_iter([(key.clone(), value.clone())]));
        let without = full
            .keys()
            .map(|key| full.iter().filter(move |(it, _)| *it != key))
            .map(|rest| rest.map(|(key, value)| (key.clone(), value.clone())).collect::<Map<_, _>>());
        for fields in [full.clone(), Map::new()].into_iter().chain(alone).chain(without) {
            let thing: T = serde_json::from_value(Value::Object(fields)).unwrap();
            assert_eq!(Packed::from(&thing).open(), thing);
        }
    }

    fn user() -> Value {
        json!({"id": "18446744073709551615", "username": "ada", "discriminator": "0042", "global_name": "", "avatar": "a_0123456789abcdef0123456789abcdef", "bot": true, "system": true, "mfa_enabled": false, "banner": "0123456789abcdef0123456789abcdef", "accent_color": 0, "locale": "tlh", "verified": true, "email": "ada@tea.example", "flags": 0, "premium_type": 77, "public_flags": u64::MAX, "avatar_decoration_data": {"asset": "clyde", "sku_id": "9"}, "collectibles": {"nameplate": {"sku_id": "8", "asset": "leaves/", "label": "", "palette": "mauve"}}, "primary_guild": {"identity_guild_id": "7", "identity_enabled": false, "tag": "TEA", "badge": "x"}, "member": {"nick": "Ada", "roles": ["5", "6"], "joined_at": "1969-12-31T23:59:59.999999+00:00", "flags": 3, "pending": true, "deaf": true, "permissions": "8"}})
    }

    fn activity() -> Value {
        json!({"name": "Chess", "type": 9, "url": "u", "created_at": -5, "timestamps": {"start": 0, "end": 1_709_209_000_000_u64}, "application_id": "12", "status_display_type": 2, "details": "mate", "details_url": "d", "state": "", "state_url": "s", "emoji": {"id": null, "name": "🍵"}, "party": {"id": "p", "size": [0, 300]}, "assets": {"large_image": "1", "large_text": "2", "large_url": "3", "small_image": "4", "small_text": "5", "small_url": "6", "invite_cover_image": "7"}, "secrets": {"join": "j", "spectate": "s", "match": "m"}, "instance": false, "flags": 0, "buttons": ["Watch", {"label": "Join", "url": "j"}]})
    }

    #[test]
    fn everything_comes_back_as_it_was() {
        comes_back::<User>(&user());
        comes_back::<Activity>(&activity());
        comes_back::<PresenceUpdate>(
            &json!({"user": user(), "guild_id": "0", "status": "busy", "activities": [activity(), activity()], "client_status": {"desktop": "dnd", "mobile": "", "web": "idle", "vr": "offline"}}),
        );
        comes_back::<Emoji>(
            &json!({"id": "0", "name": "leaf", "roles": ["51", "0"], "user": user(), "require_colons": false, "managed": true, "animated": false, "available": true}),
        );
        comes_back::<Role>(
            &json!({"id": "51", "name": "staff", "color": 1, "colors": {"primary_color": 1, "secondary_color": 0, "tertiary_color": 0xff_ffff}, "hoist": true, "icon": "ic0", "unicode_emoji": "🍵", "position": u32::MAX, "permissions": u64::MAX.to_string(), "managed": true, "mentionable": true, "tags": {"bot_id": "11", "integration_id": "61", "premium_subscriber": null, "subscription_listing_id": "4", "available_for_purchase": null, "guild_connections": null}, "flags": 1}),
        );
        comes_back::<Channel>(&json!({
            "id": "41", "type": 250, "guild_id": "21", "position": 0, "permission_overwrites": [{"id": "51", "type": 0, "allow": "1024", "deny": "0"}, {}, {"id": "32", "type": 9, "allow": "0", "deny": "1"}],
            "name": "hall", "topic": "tea, and nothing else ".repeat(40), "nsfw": false, "last_message_id": "0", "bitrate": 64_000, "user_limit": 0, "rate_limit_per_user": 21_600, "recipients": [user(), {}], "icon": "ic", "owner_id": "3", "application_id": "4", "managed": false, "parent_id": "40", "last_pin_timestamp": "2024-02-29T12:00:00.000001+00:00", "rtc_region": "delft", "video_quality_mode": 2, "message_count": 0, "member_count": 50,
            "thread_metadata": {"archived": true, "auto_archive_duration": 60, "archive_timestamp": "2024-02-29T12:00:00.000000+00:00", "locked": true, "invitable": false, "create_timestamp": null},
            "member": {"id": "44", "user_id": "32", "guild_id": "21", "join_timestamp": "2024-02-29T12:00:00.000000+00:00", "flags": 1, "member": {"user": user()}, "presence": {"status": "idle"}},
            "default_auto_archive_duration": 1440, "permissions": "0", "app_permissions": "8", "flags": 0, "total_message_sent": 4, "available_tags": [{"id": "421", "name": "green", "moderated": true, "emoji_id": "5", "emoji_name": "🍵"}], "applied_tags": ["421"], "default_reaction_emoji": {"emoji_id": "5", "emoji_name": null}, "default_thread_rate_limit_per_user": 0, "default_sort_order": 0, "default_forum_layout": 3, "default_tag_setting": "match_none", "newly_created": false
        }));
    }

    #[test]
    fn what_permissions_need_is_read_without_the_rest() {
        let channel = Channel {
            kind: ChannelType::PublicThread,
            parent_id: Some(Id::new(4)),
            permission_overwrites: vec![Overwrite::default(), Overwrite::role(Id::new(7))],
            name: Some("hall".to_owned()),
            managed: Some(true),
            ..Channel::default()
        };
        let gate: Gate = Packed::from(&channel).part();
        assert_eq!((gate.kind, gate.parent_id), (channel.kind, channel.parent_id));
        assert_eq!(gate.permission_overwrites, channel.permission_overwrites);
        let role = Role { id: Id::new(7), permissions: Permissions::SPEAK, ..Role::default() };
        assert_eq!(Packed::from(&role).part::<Grant>().permissions, Permissions::SPEAK);
        assert_eq!(Packed::from(&Role::default()).part::<Grant>(), Grant::default());
    }
}
