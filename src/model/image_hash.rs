//! The hashes of images, as bytes: a third of what their texts take, and no allocation.
//!
//! <https://docs.discord.com/developers/reference#image-formatting>

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::open_enum::TextVisitor;

/// The hash that names one version of an image; written out (`to_string`), it is as Discord writes it.
///
/// Nearly all are 32 hexadecimal digits, and are kept as their 16 bytes.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ImageHash(Kept);

#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Kept {
    /// 32 digits.
    Still([u8; 16]),
    /// Those, behind `a_`.
    Animated([u8; 16]),
    /// Another text.
    Other(Box<str>),
}

impl ImageHash {
    /// A hash as Discord writes it.
    pub fn new(hash: impl AsRef<str>) -> Self {
        let text = hash.as_ref();
        let (digits, is_animated) = text.strip_prefix("a_").map_or((text, false), |digits| (digits, true));
        Self(match bytes(digits) {
            Some(bytes) if is_animated => Kept::Animated(bytes),
            Some(bytes) => Kept::Still(bytes),
            None => Kept::Other(text.into()),
        })
    }

    /// Whether the image moves.
    pub fn is_animated(&self) -> bool {
        match &self.0 {
            Kept::Still(_) => false,
            Kept::Animated(_) => true,
            Kept::Other(text) => text.starts_with("a_"),
        }
    }

    /// How it is kept: 0 for digits, 1 for those behind `a_`, 2 for another text; and the bytes of it.
    pub(crate) fn parts(&self) -> (u8, &[u8]) {
        match &self.0 {
            Kept::Still(bytes) => (0, bytes),
            Kept::Animated(bytes) => (1, bytes),
            Kept::Other(text) => (2, text.as_bytes()),
        }
    }

    /// From its parts.
    pub(crate) fn of_parts(form: u8, bytes: &[u8]) -> Self {
        Self(match (form, bytes.try_into()) {
            (0, Ok(bytes)) => Kept::Still(bytes),
            (1, Ok(bytes)) => Kept::Animated(bytes),
            _ => Kept::Other(String::from_utf8_lossy(bytes).into()),
        })
    }

    /// What it points to, in bytes.
    pub(crate) fn pointed_to(&self) -> usize {
        if let Kept::Other(text) = &self.0 { text.len() } else { 0 }
    }
}

/// The value of 32 digits of lower case.
fn bytes(digits: &str) -> Option<[u8; 16]> {
    let digits: &[u8; 32] = digits.as_bytes().try_into().ok()?;
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

fn digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl Default for ImageHash {
    fn default() -> Self {
        Self(Kept::Other(Box::default()))
    }
}

impl fmt::Display for ImageHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kept::Still(bytes) => write!(f, "{:032x}", u128::from_be_bytes(*bytes)),
            Kept::Animated(bytes) => write!(f, "a_{:032x}", u128::from_be_bytes(*bytes)),
            Kept::Other(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for ImageHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ImageHash({self})")
    }
}

impl From<&str> for ImageHash {
    fn from(hash: &str) -> Self {
        Self::new(hash)
    }
}

impl Serialize for ImageHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ImageHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hash_comes_back_as_it_was() {
        for (text, is_packed, is_animated) in [
            ("0123456789abcdef0123456789abcdef", true, false),
            ("a_00000000000000000000000000000001", true, true),
            ("0123456789ABCDEF0123456789abcdef", false, false),
            ("+123456789abcdef0123456789abcdef", false, false),
            ("clyde", false, false),
            ("a_", false, true),
            ("", false, false),
        ] {
            let hash = ImageHash::new(text);
            assert_eq!((hash.to_string().as_str(), hash.is_animated()), (text, is_animated));
            let (form, bytes) = hash.parts();
            assert_eq!(ImageHash::of_parts(form, bytes), hash);
            assert_eq!(hash.pointed_to() == 0, is_packed || text.is_empty(), "{text}");
            let json = serde_json::to_string(&hash).unwrap();
            assert_eq!(json, format!("{text:?}"));
            assert_eq!(serde_json::from_str::<ImageHash>(&json).unwrap(), hash);
        }
    }
}
