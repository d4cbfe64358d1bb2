//! Mentions, custom emojis and times inside the text of messages: written, read and found.
//!
//! <https://docs.discord.com/developers/reference#message-formatting>

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use super::{ApplicationCommand, Channel, Emoji, Id, Role, Timestamp, User};

/// A part of a text that Discord shows as something else. Whom it notifies is a matter of the message's allowed mentions.
///
/// <https://docs.discord.com/developers/reference#message-formatting>
///
/// ```
/// use ito::model::{Id, Mention, Timestamp, TimestampStyle};
///
/// let who = Mention::User(Id::new(7));
/// let when = Timestamp::from_secs(1_618_953_630).mention(TimestampStyle::Relative);
/// let text = format!("{who} was here {when}");
/// assert_eq!(text, "<@7> was here <t:1618953630:R>");
/// assert_eq!(Mention::all(&text).map(|(_, mention)| mention).collect::<Vec<_>>(), [who, when]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mention {
    /// `<@7>`, of old also `<@!7>`.
    User(Id<User>),
    /// `<#7>`: a channel or a thread.
    Channel(Id<Channel>),
    /// `<@&7>`.
    Role(Id<Role>),
    /// `@everyone`.
    Everyone,
    /// `@here`: everybody who is online.
    Here,
    /// `</name:7>`, with the names of its group and subcommand, if any: `</name group subcommand:7>`.
    Command {
        /// The name, then those of group and subcommand.
        name: Box<str>,
        /// The command.
        id: Id<ApplicationCommand>,
    },
    /// `<:name:7>`, or `<a:name:7>` when it moves.
    Emoji {
        /// The name.
        name: Box<str>,
        /// The emoji.
        id: Id<Emoji>,
        /// Whether it moves.
        animated: bool,
    },
    /// `<t:1618953630:R>`: a time, shown as that of the reader's place and language.
    Time {
        /// The time, to the second.
        at: Timestamp,
        /// How it is shown; nothing is as `LongDateShortTime`.
        style: Option<TimestampStyle>,
    },
    /// `<id:browse>`: a part of the guild.
    Navigation(Navigation),
}

/// How a time in a text is shown.
///
/// <https://docs.discord.com/developers/reference#message-formatting-timestamp-styles>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimestampStyle {
    /// 16:20
    ShortTime,
    /// 16:20:30
    MediumTime,
    /// 20/04/2021
    ShortDate,
    /// April 20, 2021
    LongDate,
    /// April 20, 2021 at 16:20
    LongDateShortTime,
    /// Tuesday, April 20, 2021 at 16:20
    FullDateShortTime,
    /// 20/04/2021, 16:20
    ShortDateShortTime,
    /// 20/04/2021, 16:20:30
    ShortDateMediumTime,
    /// 4 years ago
    Relative,
}

/// A part of a guild that a text can lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Navigation {
    /// The channels and roles to choose.
    Customize,
    /// The channels to browse.
    Browse,
    /// The guide.
    Guide,
    /// The linked roles.
    LinkedRoles,
    /// One linked role.
    LinkedRole(Id<Role>),
}

impl Mention {
    /// Finds every mention in a text, from left to right, and where it is. Code is not left out.
    pub fn all(text: &str) -> impl Iterator<Item = (Range<usize>, Self)> {
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                let start = from + text[from..].find(['<', '@'])?;
                let rest = &text[start..];
                let end = match rest.as_bytes()[0] {
                    b'<' => rest.find('>').map_or(0, |end| end + 1),
                    _ => ["@everyone", "@here"]
                        .iter()
                        .find(|word| rest.starts_with(**word))
                        .map_or(0, |w| w.len()),
                };
                if let Ok(mention) = rest[..end].parse() {
                    from = start + end;
                    return Some((start..from, mention));
                }
                from = start + 1;
            }
        })
    }
}

impl Id<User> {
    /// The text that mentions the user.
    pub const fn mention(self) -> Mention {
        Mention::User(self)
    }
}

impl Id<Channel> {
    /// The text that mentions the channel or thread.
    pub const fn mention(self) -> Mention {
        Mention::Channel(self)
    }
}

impl Id<Role> {
    /// The text that mentions the role.
    pub const fn mention(self) -> Mention {
        Mention::Role(self)
    }
}

impl Timestamp {
    /// The text that shows the time, to the second, as that of the reader's place and language.
    pub const fn mention(self, style: TimestampStyle) -> Mention {
        Mention::Time { at: Self::from_secs(self.as_secs()), style: Some(style) }
    }
}

impl fmt::Display for Mention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "<@{id}>"),
            Self::Channel(id) => write!(f, "<#{id}>"),
            Self::Role(id) => write!(f, "<@&{id}>"),
            Self::Everyone => f.write_str("@everyone"),
            Self::Here => f.write_str("@here"),
            Self::Command { name, id } => write!(f, "</{name}:{id}>"),
            Self::Emoji { name, id, animated } => {
                write!(f, "<{}:{name}:{id}>", if *animated { "a" } else { "" })
            }
            Self::Time { at, style: None } => write!(f, "<t:{}>", at.as_secs()),
            Self::Time { at, style: Some(style) } => write!(f, "<t:{}:{}>", at.as_secs(), style.letter()),
            Self::Navigation(place) => write!(f, "<id:{place}>"),
        }
    }
}

impl FromStr for Mention {
    type Err = MentionError;

    /// Reads a text that is one mention and nothing else.
    fn from_str(text: &str) -> Result<Self, MentionError> {
        read(text).ok_or(MentionError)
    }
}

/// A text that is no mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MentionError;

impl fmt::Display for MentionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a mention, such as <@80351110224678912>")
    }
}

impl std::error::Error for MentionError {}

fn read(text: &str) -> Option<Mention> {
    match text {
        "@everyone" => return Some(Mention::Everyone),
        "@here" => return Some(Mention::Here),
        _ => {}
    }
    let inner = text.strip_prefix('<')?.strip_suffix('>')?;
    if let Some(id) = inner.strip_prefix("@&") {
        return id.parse().ok().map(Mention::Role);
    }
    if let Some(id) = inner.strip_prefix('@') {
        return id.strip_prefix('!').unwrap_or(id).parse().ok().map(Mention::User);
    }
    if let Some(id) = inner.strip_prefix('#') {
        return id.parse().ok().map(Mention::Channel);
    }
    if let Some(place) = inner.strip_prefix("id:") {
        return Navigation::read(place).map(Mention::Navigation);
    }
    if let Some(command) = inner.strip_prefix('/') {
        let (name, id) = named(command)?;
        return id.parse().ok().map(|id| Mention::Command { name: name.into(), id });
    }
    if let Some(time) = inner.strip_prefix("t:") {
        let (secs, style) = match time.split_once(':') {
            Some((secs, style)) => (secs, Some(TimestampStyle::read(style)?)),
            None => (time, None),
        };
        return secs.parse().ok().map(|secs| Mention::Time { at: Timestamp::from_secs(secs), style });
    }
    let (animated, emoji) = match inner.strip_prefix("a:") {
        Some(emoji) => (true, emoji),
        None => (false, inner.strip_prefix(':')?),
    };
    let (name, id) = named(emoji)?;
    id.parse().ok().map(|id| Mention::Emoji { name: name.into(), id, animated })
}

/// A name, a colon and an id.
fn named(text: &str) -> Option<(&str, &str)> {
    text.split_once(':').filter(|(name, _)| !name.is_empty() && !name.contains(['<', '\n']))
}

impl TimestampStyle {
    const ALL: [(Self, &'static str); 9] = [
        (Self::ShortTime, "t"),
        (Self::MediumTime, "T"),
        (Self::ShortDate, "d"),
        (Self::LongDate, "D"),
        (Self::LongDateShortTime, "f"),
        (Self::FullDateShortTime, "F"),
        (Self::ShortDateShortTime, "s"),
        (Self::ShortDateMediumTime, "S"),
        (Self::Relative, "R"),
    ];

    fn read(letter: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == letter).map(|(style, _)| *style)
    }

    fn letter(self) -> &'static str {
        Self::ALL.iter().find(|(style, _)| *style == self).map_or("f", |(_, letter)| letter)
    }
}

impl Navigation {
    fn read(text: &str) -> Option<Self> {
        Some(match text {
            "customize" => Self::Customize,
            "browse" => Self::Browse,
            "guide" => Self::Guide,
            "linked-roles" => Self::LinkedRoles,
            _ => Self::LinkedRole(text.strip_prefix("linked-roles:")?.parse().ok()?),
        })
    }
}

impl fmt::Display for Navigation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Customize => f.write_str("customize"),
            Self::Browse => f.write_str("browse"),
            Self::Guide => f.write_str("guide"),
            Self::LinkedRoles => f.write_str("linked-roles"),
            Self::LinkedRole(role) => write!(f, "linked-roles:{role}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_and_written_again() {
        for text in [
            "<@80351110224678912>",
            "<#103735883630395392>",
            "<@&165511591545143296>",
            "@everyone",
            "@here",
            "</airhorn:816437322781949972>",
            "</foo bar:123456789012345678>",
            "</foo group bar:123456789012345678>",
            "<:mmLol:216154654256398347>",
            "<a:b1nzy:392938283556143104>",
            "<t:1618953630>",
            "<t:-1:d>",
            "<id:customize>",
            "<id:browse>",
            "<id:guide>",
            "<id:linked-roles>",
            "<id:linked-roles:7>",
        ] {
            assert_eq!(text.parse::<Mention>().unwrap().to_string(), text);
        }
        for (style, letter) in TimestampStyle::ALL {
            let text = format!("<t:1618953630:{letter}>");
            assert_eq!(text.parse(), Ok(Timestamp::from_secs(1_618_953_630).mention(style)));
        }
        assert_eq!("<@!7>".parse(), Ok(Mention::User(Id::new(7))));
    }

    #[test]
    fn what_is_no_mention_is_refused() {
        for text in [
            "",
            "<>",
            "<@>",
            "<@x>",
            "<@7",
            "@7>",
            " <@7>",
            "<@7> ",
            "<t:>",
            "<t:1:x>",
            "<:7>",
            "<::7>",
            "</:7>",
            "<id:home>",
            "everyone",
        ] {
            assert_eq!(text.parse::<Mention>(), Err(MentionError), "{text}");
        }
    }

    #[test]
    fn mentions_are_found_where_they_are() {
        let text = "é <<@1> <@x> a@here.<:a:2><t:3> < @everyone<";
        let found: Vec<_> = Mention::all(text).map(|(at, _)| &text[at]).collect();
        assert_eq!(found, ["<@1>", "@here", "<:a:2>", "<t:3>", "@everyone"]);
    }
}
