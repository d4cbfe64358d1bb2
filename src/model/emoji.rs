//! Emojis, of guilds, of applications and of Unicode.
//!
//! <https://docs.discord.com/developers/resources/emoji>

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Id, Role, User};

/// An emoji. One of Unicode has no id, and its name is the emoji itself.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Emoji {
    /// The id; nothing for an emoji of Unicode.
    pub id: Option<Id<Emoji>>,
    /// The name; nothing in a reaction whose emoji is gone.
    pub name: Option<String>,
    /// Who may use it; everybody when there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Id<Role>>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
    /// Whether it is written between colons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require_colons: Option<bool>,
    /// Whether an integration manages it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managed: Option<bool>,
    /// Whether it moves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub animated: Option<bool>,
    /// Whether it can be used; it cannot after boosts were lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<bool>,
}

impl Emoji {
    /// An emoji of Unicode.
    pub fn unicode(emoji: impl Into<String>) -> Self {
        Self { name: Some(emoji.into()), ..Self::default() }
    }

    /// A custom emoji.
    pub fn custom(id: Id<Emoji>, name: impl Into<String>) -> Self {
        Self { id: Some(id), name: Some(name.into()), ..Self::default() }
    }

    /// Whether it moves.
    pub fn is_animated(&self) -> bool {
        self.animated == Some(true)
    }
}

/// As it is written in a message: `🔥`, `<:name:id>` or `<a:name:id>`.
impl fmt::Display for Emoji {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name.as_deref().unwrap_or("_");
        match self.id {
            Some(id) if self.is_animated() => write!(f, "<a:{name}:{id}>"),
            Some(id) => write!(f, "<:{name}:{id}>"),
            None => f.write_str(name),
        }
    }
}
