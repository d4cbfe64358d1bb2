//! The four digits behind a user's name.
//!
//! <https://docs.discord.com/developers/resources/user#user-object-user-structure>

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer};
use serde::{Serialize, Serializer};

use super::open_enum::TextVisitor;

/// Four digits of those who still have them (most bots), else `0`: a `str` that is kept in place.
///
/// The default is empty: nothing is known.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Discriminator {
    /// ASCII digits, and zeros behind them.
    digits: [u8; MOST],
}

impl Discriminator {
    /// The digits as a number; 0 is that of those who have none.
    pub fn number(self) -> u16 {
        self.parse().unwrap_or(0)
    }
}

impl Deref for Discriminator {
    type Target = str;

    fn deref(&self) -> &str {
        let len = self.digits.iter().position(|digit| *digit == 0).unwrap_or(MOST);
        std::str::from_utf8(&self.digits[..len]).unwrap_or_default()
    }
}

impl FromStr for Discriminator {
    type Err = DiscriminatorError;

    fn from_str(text: &str) -> Result<Self, DiscriminatorError> {
        let mut digits = [0; MOST];
        if text.len() > MOST || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(DiscriminatorError);
        }
        digits[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self { digits })
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
        deserializer.deserialize_str(TextVisitor)?.parse().map_err(de::Error::custom)
    }
}

/// A text that is no discriminator: it has more than four characters, or one that is no digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiscriminatorError;

impl fmt::Display for DiscriminatorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a discriminator has four digits at most")
    }
}

impl std::error::Error for DiscriminatorError {}

/// Digits at the most.
const MOST: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_come_back_as_they_were() {
        for (text, number) in [("0", 0), ("0000", 0), ("0042", 42), ("9999", 9999), ("", 0)] {
            let read: Discriminator = serde_json::from_str(&format!("{text:?}")).unwrap();
            assert_eq!((&*read, read.number()), (text, number));
            assert_eq!(read, text);
            assert_eq!(serde_json::to_string(&read).unwrap(), format!("{text:?}"));
        }
        for text in ["00042", "4a", "-1", "٤"] {
            assert!(text.parse::<Discriminator>().is_err(), "{text}");
        }
    }
}
