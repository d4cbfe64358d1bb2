//! What a channel allows and denies a role or a member.
//!
//! <https://docs.discord.com/developers/resources/channel#overwrite-object>

use serde::{Deserialize, Serialize};

use crate::model::{Check, Id, Permissions, Role, User, open_enum};

/// Whatever an [`Overwrite`] is for: its id is that of a role or of a user.
#[derive(Debug)]
pub enum OverwriteTarget {}

/// What a channel allows and denies a role or a member.
///
/// <https://docs.discord.com/developers/resources/channel#overwrite-object-overwrite-structure>
#[derive(Debug, Clone, Copy, Eq, Hash, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Overwrite {
    /// The id of the role or the user.
    pub id: Id<OverwriteTarget>,
    /// Which of the two it is.
    #[serde(rename = "type")]
    pub kind: OverwriteType,
    /// What is allowed.
    pub allow: Permissions,
    /// What is denied.
    pub deny: Permissions,
}

impl Check for Overwrite {}

impl Overwrite {
    /// An overwrite for a role that neither allows nor denies anything yet.
    pub fn role(role: Id<Role>) -> Self {
        Self { id: role.cast(), kind: OverwriteType::Role, ..Self::default() }
    }

    /// An overwrite for a member that neither allows nor denies anything yet.
    pub fn member(user: Id<User>) -> Self {
        Self { id: user.cast(), kind: OverwriteType::Member, ..Self::default() }
    }

    /// Allows these permissions, too.
    #[must_use]
    pub fn allow(mut self, permissions: Permissions) -> Self {
        self.allow |= permissions;
        self
    }

    /// Denies these permissions, too.
    #[must_use]
    pub fn deny(mut self, permissions: Permissions) -> Self {
        self.deny |= permissions;
        self
    }
}

open_enum! {
    /// Whom an overwrite is for.
    pub enum OverwriteType: u32 {
        /// A role.
        Role = 0,
        /// A member.
        Member = 1,
    }
    default Role
}
