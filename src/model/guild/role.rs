//! Roles: what members may do, and the colour they wear.
//!
//! <https://docs.discord.com/developers/topics/permissions#role-object>

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::model::{Color, Id, Image, ImageHash, Integration, Permissions, Sku, User, flags, limits};

/// A role of a guild. The role @everyone has the id of its guild.
///
/// <https://docs.discord.com/developers/topics/permissions#role-object-role-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Role {
    /// The role's id.
    pub id: Id<Role>,
    /// The role's name.
    pub name: String,
    /// The primary colour; Discord advises `colors` instead.
    pub color: Color,
    /// The colours of the role.
    pub colors: RoleColors,
    /// Whether its members stand apart in the list of members.
    pub hoist: bool,
    /// The role's icon.
    pub icon: Option<ImageHash>,
    /// The emoji that serves as an icon.
    pub unicode_emoji: Option<String>,
    /// The place among the roles of the guild; roles with the same place are sorted by id.
    pub position: u32,
    /// What the role allows in the whole guild.
    pub permissions: Permissions,
    /// Whether an integration manages the role.
    pub managed: bool,
    /// Whether everybody may mention the role.
    pub mentionable: bool,
    /// What the role stands for, if it is more than a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<RoleTags>,
    /// More about the role.
    pub flags: RoleFlags,
}

impl Role {
    /// Whether it stands above another role of the guild. Nobody can edit, give or take a role that is not below its own highest.
    pub fn is_above(&self, other: &Self) -> bool {
        // Of two roles in the same place, the older one is above.
        (self.position, Reverse(self.id)) > (other.position, Reverse(other.id))
    }

    /// Where its icon is, if it has one.
    pub fn icon_image(&self) -> Option<Image> {
        self.icon.as_ref().map(|hash| Image::role_icon(self.id, hash))
    }
}

/// What a role stands for.
///
/// <https://docs.discord.com/developers/topics/permissions#role-object-role-tags-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RoleTags {
    /// The bot whose role it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bot_id: Option<Id<User>>,
    /// The integration that manages it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration_id: Option<Id<Integration>>,
    /// Whether it is the role of those who boost the guild.
    #[serde(with = "present", skip_serializing_if = "std::ops::Not::not")]
    pub premium_subscriber: bool,
    /// What is sold as this role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_listing_id: Option<Id<Sku>>,
    /// Whether it can be bought.
    #[serde(with = "present", skip_serializing_if = "std::ops::Not::not")]
    pub available_for_purchase: bool,
    /// Whether it is a linked role, given by connections of the member.
    #[serde(with = "present", skip_serializing_if = "std::ops::Not::not")]
    pub guild_connections: bool,
}

/// The colours of a role: one, two for a gradient, or the three of the holographic style.
///
/// <https://docs.discord.com/developers/topics/permissions#role-object-role-colors-object>
#[derive(Debug, Clone, Copy, Eq, Hash, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RoleColors {
    /// The primary colour.
    pub primary_color: Color,
    /// The second colour of a gradient.
    pub secondary_color: Option<Color>,
    /// The third colour, which makes a gradient holographic.
    pub tertiary_color: Option<Color>,
}

limits! {
    RoleColors { primary_color: ..=0xff_ffff, secondary_color: ..=0xff_ffff, tertiary_color: ..=0xff_ffff }
}

flags! {
    /// Flags of a role.
    ///
    /// <https://docs.discord.com/developers/topics/permissions#role-object-role-flags>
    pub struct RoleFlags {
        /// Members choose it in a prompt of the onboarding.
        const IN_PROMPT = 1 << 0;
    }
}

/// Discord writes a tag that holds as `null` and leaves out one that does not.
mod present {
    use serde::{Deserialize, Deserializer, Serializer, de::IgnoredAny};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's shape")]
    pub(super) fn serialize<S: Serializer>(_: &bool, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_roles_in_one_place_the_older_is_above() {
        let role = |position, id| Role { position, id: Id::new(id), ..Role::default() };
        assert!(role(2, 9).is_above(&role(1, 1)));
        assert!(role(1, 1).is_above(&role(1, 2)));
        assert!(!role(1, 2).is_above(&role(1, 1)) && !role(1, 1).is_above(&role(1, 1)));
    }

    #[test]
    fn a_tag_that_is_null_holds_and_one_that_is_gone_does_not() {
        let text = r#"{"bot_id":"7","premium_subscriber":null}"#;
        let tags: RoleTags = serde_json::from_str(text).unwrap();
        assert!(tags.premium_subscriber && !tags.available_for_purchase && !tags.guild_connections);
        assert_eq!(serde_json::to_string(&tags).unwrap(), text);
    }
}
