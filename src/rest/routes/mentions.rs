//! Whom a message may mention.
//!
//! <https://docs.discord.com/developers/resources/message#allowed-mentions-object>

use serde::Serialize;

use crate::model::{Id, Role, User};

/// Whom a message may mention: nobody, unless it is asked for.
///
/// ```
/// use ito::rest::AllowedMentions;
///
/// let none = serde_json::to_string(&AllowedMentions::none())?;
/// assert_eq!(none, r#"{"parse":[],"replied_user":false}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct AllowedMentions {
    parse: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    users: Vec<Id<User>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<Id<Role>>,
    replied_user: bool,
}

impl AllowedMentions {
    /// Nobody.
    pub fn none() -> Self {
        Self::default()
    }

    /// `@everyone` and `@here`.
    pub fn everyone(mut self) -> Self {
        self.add("everyone");
        self
    }

    /// Every user that the message names.
    pub fn all_users(mut self) -> Self {
        // Discord refuses a message that allows all and lists some.
        self.users.clear();
        self.add("users");
        self
    }

    /// Every role that the message names.
    pub fn all_roles(mut self) -> Self {
        self.roles.clear();
        self.add("roles");
        self
    }

    /// One user, and only those listed.
    pub fn user(mut self, user: Id<User>) -> Self {
        self.parse.retain(|word| *word != "users");
        self.users.push(user);
        self
    }

    /// One role, and only those listed.
    pub fn role(mut self, role: Id<Role>) -> Self {
        self.parse.retain(|word| *word != "roles");
        self.roles.push(role);
        self
    }

    /// The author of the message that is answered.
    pub fn replied_user(mut self) -> Self {
        self.replied_user = true;
        self
    }

    fn add(&mut self, word: &'static str) {
        if !self.parse.contains(&word) {
            self.parse.push(word);
        }
    }
}
