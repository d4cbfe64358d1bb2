//! The four digits behind a user's name.
//!
//! <https://docs.discord.com/developers/resources/user#user-object-user-structure>

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::open_enum::TextVisitor;

/// Four digits of those who still have them (most bots), else `0`: a `str` that is kept in place.
///
/// Whatever else Discord may write there is kept as it came. The default is empty: nothing is known.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Discriminator(Text);

/// One form for each text: equality is derived.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Text {
    /// ASCII digits, and zeros behind them.
    Digits([u8; MOST]),
    Other(Box<str>),
}

impl Discriminator {
    /// The digits as a number; 0 is that of those who have none.
    pub fn number(&self) -> u16 {
        self.parse().unwrap_or(0)
    }
}

impl Deref for Discriminator {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Text::Digits(digits) => {
                let len = digits.iter().position(|digit| *digit == 0).unwrap_or(MOST);
                std::str::from_utf8(&digits[..len]).unwrap_or_default()
            }
            Text::Other(text) => text,
        }
    }
}

impl From<&str> for Discriminator {
    fn from(text: &str) -> Self {
        if text.len() > MOST || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self(Text::Other(text.into()));
        }
        let mut digits = [0; MOST];
        digits[..text.len()].copy_from_slice(text.as_bytes());
        Self(Text::Digits(digits))
    }
}

impl Default for Discriminator {
    fn default() -> Self {
        Self::from("")
    }
}

impl PartialEq<str> for Discriminator {
    fn eq(&self, text: &str) -> bool {
        **self == *text
    }
}

impl PartialEq<&str> for Discriminator {
    fn eq(&self, text: &&str) -> bool {
        **self == **text
    }
}

impl fmt::Display for Discriminator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for Discriminator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Discriminator({})", &**self)
    }
}

impl Serialize for Discriminator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Discriminator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor).map(|text| Self::from(&*text))
    }
}

/// Digits at the most.
const MOST: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back_as_it_was() {
        for (text, number) in [
            ("0", 0),
            ("0000", 0),
            ("0042", 42),
            ("9999", 9999),
            ("", 0),
            ("00042", 42),
            ("4a", 0),
            ("-1", 0),
            ("٤", 0),
            ("\0\0", 0),
            ("something new", 0),
        ] {
            let written = serde_json::to_string(text).unwrap();
            let read: Discriminator = serde_json::from_str(&written).unwrap();
            assert_eq!((&*read, read.number()), (text, number));
            assert_eq!(read, text);
            assert_eq!(serde_json::to_string(&read).unwrap(), written);
        }
    }
}
