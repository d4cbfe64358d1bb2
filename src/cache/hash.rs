//! The hash of an image as bytes: half of what its text takes, and no allocation.

use crate::model::ImageHash;

/// The hash of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Hash {
    /// 32 hexadecimal digits, as nearly all hashes have.
    Still([u8; 16]),
    /// Those, behind `a_`.
    Animated([u8; 16]),
    /// Another text.
    Other(Box<ImageHash>),
}

impl Hash {
    pub(super) fn new(hash: &ImageHash) -> Self {
        let text = hash.as_str();
        let (digits, is_animated) = text.strip_prefix("a_").map_or((text, false), |digits| (digits, true));
        match bytes(digits) {
            Some(bytes) if is_animated => Self::Animated(bytes),
            Some(bytes) => Self::Still(bytes),
            None => Self::Other(Box::new(hash.clone())),
        }
    }

    /// The hash as Discord writes it.
    pub(super) fn to_image_hash(&self) -> ImageHash {
        match self {
            Self::Still(bytes) => ImageHash::new(format!("{:032x}", u128::from_be_bytes(*bytes))),
            Self::Animated(bytes) => ImageHash::new(format!("a_{:032x}", u128::from_be_bytes(*bytes))),
            Self::Other(hash) => ImageHash::clone(hash),
        }
    }

    /// What it points to, in bytes.
    pub(super) fn pointed_to(&self) -> usize {
        match self {
            Self::Other(hash) => size_of::<ImageHash>() + hash.as_str().len(),
            _ => 0,
        }
    }
}

fn bytes(digits: &str) -> Option<[u8; 16]> {
    let is_plain = digits.len() == 32 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    is_plain.then(|| u128::from_str_radix(digits, 16).ok().map(u128::to_be_bytes)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hash_comes_back_as_it_was() {
        for (text, is_packed) in [
            ("0123456789abcdef0123456789abcdef", true),
            ("a_00000000000000000000000000000001", true),
            ("0123456789ABCDEF0123456789abcdef", false),
            ("+123456789abcdef0123456789abcdef", false),
            ("clyde", false),
            ("a_", false),
            ("", false),
        ] {
            let hash = Hash::new(&text.into());
            assert_eq!(hash.to_image_hash().as_str(), text);
            assert_eq!(hash.pointed_to() == 0, is_packed, "{text}");
        }
    }
}
