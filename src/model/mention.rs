//! Who is told of a message, and text that mentions.
//!
//! <https://docs.discord.com/developers/resources/message#allowed-mentions-object>

use serde::{Deserialize, Serialize};

use super::{Id, Role, User, open_enum};

/// Who is told of a message that mentions them. The default is nobody.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AllowedMentions {
    /// The kinds of mentions of which all are told.
    pub parse: Vec<AllowedMentionType>,
    /// The roles that are told; up to 100.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Id<Role>>,
    /// The users that are told; up to 100.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<Id<User>>,
    /// Whether the author of the message is told that is replied to.
    #[serde(skip_serializing_if = "is_false")]
    pub replied_user: bool,
}

impl AllowedMentions {
    /// Nobody is told.
    pub fn none() -> Self {
        Self::default()
    }

    /// Everybody who is mentioned is told.
    pub fn all() -> Self {
        Self::none()
            .with(AllowedMentionType::Everyone)
            .with(AllowedMentionType::Roles)
            .with(AllowedMentionType::Users)
    }

    /// All mentions of a kind are told.
    pub fn with(mut self, kind: AllowedMentionType) -> Self {
        self.parse.push(kind);
        self
    }

    /// A role is told.
    pub fn role(mut self, role: Id<Role>) -> Self {
        self.roles.push(role);
        self
    }

    /// A user is told.
    pub fn user(mut self, user: Id<User>) -> Self {
        self.users.push(user);
        self
    }

    /// The author of the message that is replied to is told.
    pub fn replied_user(mut self) -> Self {
        self.replied_user = true;
        self
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

open_enum! {
    /// The kinds of mentions.
    pub enum AllowedMentionType: str {
        /// Roles.
        Roles = "roles",
        /// Users.
        Users = "users",
        /// @everyone and @here.
        Everyone = "everyone",
    }
}
