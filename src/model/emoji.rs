//! Emoji: custom ones of a guild or an application, and those of Unicode.
//!
//! <https://docs.discord.com/developers/resources/emoji>

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{Id, Image, Role, User};

/// An emoji in full, or the part of it (id, name, animated) that reactions, polls and components have.
///
/// Written out (`to_string`), it is what shows it in a message: `<:name:id>`, `<a:name:id>`, or the Unicode emoji itself.
///
/// <https://docs.discord.com/developers/resources/emoji#emoji-object-emoji-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Emoji {
    /// The id of a custom emoji; nothing for Unicode.
    pub id: Option<Id<Emoji>>,
    /// The name of a custom emoji, or the Unicode emoji itself; nothing in reactions whose emoji is gone.
    pub name: Option<String>,
    /// The roles that may use it; all when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Id<Role>>,
    /// Who made it; only for those who may manage emoji.
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
    /// Whether it can be used; not while the guild has too few boosts for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<bool>,
}

/// The emojis of an application.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ApplicationEmojis {
    /// The emojis.
    pub items: Vec<Emoji>,
}

impl Emoji {
    /// An emoji of Unicode.
    pub fn unicode(emoji: impl Into<String>) -> Self {
        Self { name: Some(emoji.into()), ..Self::default() }
    }

    /// A custom emoji.
    pub fn custom(id: Id<Self>, name: impl Into<String>) -> Self {
        Self { id: Some(id), name: Some(name.into()), ..Self::default() }
    }

    /// Reads `<:name:id>`, `<a:name:id>`, `name:id`, or an emoji of Unicode.
    pub fn parse(text: &str) -> Self {
        let inner = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(text);
        let (animated, inner) = match (inner.strip_prefix("a:"), inner.strip_prefix(':')) {
            (Some(rest), _) if rest.contains(':') => (Some(true), rest),
            (_, Some(rest)) => (None, rest),
            _ => (None, inner),
        };
        match inner.split_once(':').map(|(name, id)| (name, id.parse::<u64>())) {
            Some((name, Ok(id))) => Self { animated, ..Self::custom(Id::new(id), name) },
            _ => Self::unicode(text),
        }
    }

    /// How it is named in the address of a reaction, before percent encoding: `name:id`, or the Unicode emoji itself.
    pub fn reaction(&self) -> String {
        let name = self.name.as_deref().unwrap_or("_");
        match self.id {
            Some(id) => format!("{name}:{id}"),
            None => name.to_owned(),
        }
    }

    /// Whether it moves.
    pub fn is_animated(&self) -> bool {
        self.animated == Some(true)
    }

    /// Whether both are the same emoji: the same id, or the same Unicode emoji.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self.id, other.id) {
            (None, None) => self.name == other.name,
            (mine, theirs) => mine == theirs,
        }
    }

    /// The image of a custom emoji.
    pub fn image(&self) -> Option<Image> {
        self.id.map(|id| Image::emoji(id, self.is_animated()))
    }
}

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

impl From<&str> for Emoji {
    fn from(text: &str) -> Self {
        Self::parse(text)
    }
}

impl From<String> for Emoji {
    fn from(text: String) -> Self {
        Self::parse(&text)
    }
}

impl From<char> for Emoji {
    fn from(emoji: char) -> Self {
        Self::unicode(emoji)
    }
}

impl From<&Emoji> for Emoji {
    fn from(emoji: &Emoji) -> Self {
        emoji.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_is_read_and_written_as_discord_does() {
        for text in [
            r#"{"id":"41","name":"wave","roles":["7"],"user":{"id":"5","username":"robin","discriminator":"0","global_name":null,"avatar":null},"require_colons":true,"managed":false,"animated":true,"available":true}"#,
            r#"{"id":null,"name":"🔥"}"#,
            r#"{"id":"41","name":null}"#,
        ] {
            let emoji: Emoji = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&emoji).unwrap(), text);
        }
    }

    #[test]
    fn each_form_is_read_and_named_for_reactions() {
        for (text, reaction, shown) in [
            ("<:wave:41>", "wave:41", "<:wave:41>"),
            ("<a:wave:41>", "wave:41", "<a:wave:41>"),
            ("wave:41", "wave:41", "<:wave:41>"),
            ("a:41", "a:41", "<:a:41>"),
            ("🔥", "🔥", "🔥"),
        ] {
            let emoji = Emoji::from(text);
            assert_eq!((&*emoji.reaction(), &*emoji.to_string()), (reaction, shown), "{text}");
        }
        assert!(Emoji::from('🔥').is_same(&"🔥".into()));
        assert!(!Emoji::from("wave:41").is_same(&"wave:42".into()));
    }
}
