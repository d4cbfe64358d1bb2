//! Whom a message may notify.
//!
//! <https://docs.discord.com/developers/resources/message#allowed-mentions-object>

use serde::{Deserialize, Serialize};

use crate::model::{Check, Checker, Id, Role, User, open_enum};

/// Whom the mentions in a message may notify; by default nobody.
///
/// <https://docs.discord.com/developers/resources/message#allowed-mentions-object-allowed-mentions-structure>
///
/// ```
/// use ito::model::{AllowedMentions, Id};
///
/// let nobody = AllowedMentions::none();
/// let some = AllowedMentions::none().all_users().role(Id::new(7)).replied_user(true);
/// # assert_ne!(nobody, some);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
#[non_exhaustive]
pub struct AllowedMentions {
    /// The kinds of mentions that notify.
    pub parse: Vec<AllowedMentionType>,
    /// Roles that are notified, up to 100; not together with the kind `roles`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Id<Role>>,
    /// Users that are notified, up to 100; not together with the kind `users`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<Id<User>>,
    /// Whether the author of the message that is replied to is notified.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub replied_user: bool,
}

impl AllowedMentions {
    /// Nobody is notified.
    pub fn none() -> Self {
        Self::default()
    }

    /// Everybody who is mentioned is notified.
    pub fn all() -> Self {
        Self::none().everyone().all_roles().all_users().replied_user(true)
    }

    /// @everyone and @here notify.
    pub fn everyone(self) -> Self {
        self.parse(AllowedMentionType::Everyone)
    }

    /// All mentioned roles are notified.
    pub fn all_roles(mut self) -> Self {
        self.roles.clear();
        self.parse(AllowedMentionType::Roles)
    }

    /// All mentioned users are notified.
    pub fn all_users(mut self) -> Self {
        self.users.clear();
        self.parse(AllowedMentionType::Users)
    }

    /// One more role is notified when it is mentioned.
    pub fn role(mut self, role: Id<Role>) -> Self {
        if !self.parse.contains(&AllowedMentionType::Roles) && !self.roles.contains(&role) {
            self.roles.push(role);
        }
        self
    }

    /// One more user is notified when it is mentioned.
    pub fn user(mut self, user: Id<User>) -> Self {
        if !self.parse.contains(&AllowedMentionType::Users) && !self.users.contains(&user) {
            self.users.push(user);
        }
        self
    }

    /// Whether the author of the message that is replied to is notified.
    pub fn replied_user(mut self, notified: bool) -> Self {
        self.replied_user = notified;
        self
    }

    fn parse(mut self, kind: AllowedMentionType) -> Self {
        if !self.parse.contains(&kind) {
            self.parse.push(kind);
        }
        self
    }
}

impl Check for AllowedMentions {
    fn look(&self, at: &mut Checker) {
        at.field("roles", &self.roles, ..=100);
        at.field("users", &self.users, ..=100);
        let is_both = |is_listed: bool, kind| is_listed && self.parse.contains(&kind);
        let roles = is_both(!self.roles.is_empty(), AllowedMentionType::Roles);
        at.forbidden("roles", roles, "cannot be listed while parse has \"roles\"");
        let users = is_both(!self.users.is_empty(), AllowedMentionType::Users);
        at.forbidden("users", users, "cannot be listed while parse has \"users\"");
    }
}

open_enum! {
    /// The kinds of mentions that may notify.
    ///
    /// <https://docs.discord.com/developers/resources/message#allowed-mentions-object-allowed-mention-types>
    pub enum AllowedMentionType: str {
        /// Of roles.
        Roles = "roles",
        /// Of users.
        Users = "users",
        /// @everyone and @here.
        Everyone = "everyone",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_notified_unless_allowed_and_no_kind_twice() {
        let text = |mentions: &AllowedMentions| serde_json::to_string(mentions).unwrap();
        assert_eq!(text(&AllowedMentions::none()), r#"{"parse":[]}"#);
        let some = AllowedMentions::none().user(Id::new(5)).all_users().user(Id::new(6)).role(Id::new(7));
        assert_eq!(text(&some), r#"{"parse":["users"],"roles":["7"]}"#);
        let all = text(&AllowedMentions::all().everyone());
        assert_eq!(all, r#"{"parse":["everyone","roles","users"],"replied_user":true}"#);
        assert_eq!(serde_json::from_str::<AllowedMentions>(&all).unwrap(), AllowedMentions::all());
    }
}
