//! Images and sounds inside of a request's JSON, as data URIs.
//!
//! <https://docs.discord.com/developers/reference#image-data>

use std::fmt;

use serde::{Serialize, Serializer};

use super::{Check, Size, base64};

/// An image to upload as an avatar, an icon, an emoji and the like.
///
/// <https://docs.discord.com/developers/reference#image-data>
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ImageData(Box<str>);

impl ImageData {
    /// A PNG, or an animated one.
    pub fn png(bytes: impl AsRef<[u8]>) -> Self {
        Self(data_uri("image/png", bytes.as_ref()))
    }

    /// A JPEG.
    pub fn jpeg(bytes: impl AsRef<[u8]>) -> Self {
        Self(data_uri("image/jpeg", bytes.as_ref()))
    }

    /// A GIF.
    pub fn gif(bytes: impl AsRef<[u8]>) -> Self {
        Self(data_uri("image/gif", bytes.as_ref()))
    }

    /// A WebP, for emojis.
    pub fn webp(bytes: impl AsRef<[u8]>) -> Self {
        Self(data_uri("image/webp", bytes.as_ref()))
    }

    /// An AVIF, for emojis.
    pub fn avif(bytes: impl AsRef<[u8]>) -> Self {
        Self(data_uri("image/avif", bytes.as_ref()))
    }

    /// The data URI.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A sound to upload to a soundboard.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SoundData(Box<str>);

impl SoundData {
    /// An MP3.
    pub fn mp3(bytes: impl AsRef<[u8]>) -> Self {
        Self(data_uri("audio/mpeg", bytes.as_ref()))
    }

    /// An Ogg.
    pub fn ogg(bytes: impl AsRef<[u8]>) -> Self {
        Self(data_uri("audio/ogg", bytes.as_ref()))
    }

    /// The data URI.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Check for ImageData {
    fn size(&self) -> Option<Size> {
        Some(bytes(&self.0))
    }
}

impl Check for SoundData {
    fn size(&self) -> Option<Size> {
        Some(bytes(&self.0))
    }
}

impl Serialize for ImageData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Serialize for SoundData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl fmt::Debug for ImageData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ImageData({}, {} characters)", kind(&self.0), self.0.len())
    }
}

impl fmt::Debug for SoundData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SoundData({}, {} characters)", kind(&self.0), self.0.len())
    }
}

/// How much a data URI holds: three bytes in four letters, and `=` where the last three are not full.
fn bytes(uri: &str) -> Size {
    let letters = uri.split_once(',').map_or("", |(_, letters)| letters);
    let padding = letters.bytes().rev().take_while(|letter| *letter == b'=').count();
    Size::Bytes((letters.len() / 4 * 3 - padding) as u64)
}

/// The media type of a data URI.
fn kind(uri: &str) -> &str {
    uri.split(';').next().unwrap_or("").trim_start_matches("data:")
}

fn data_uri(kind: &str, bytes: &[u8]) -> Box<str> {
    format!("data:{kind};base64,{}", base64::encode(bytes)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_bytes_travels_with_them() {
        assert_eq!(ImageData::png("fo").as_str(), "data:image/png;base64,Zm8=");
        assert_eq!(SoundData::mp3([0xff, 0xfb, 0xfe]).as_str(), "data:audio/mpeg;base64,//v+");
    }

    #[test]
    fn what_is_shown_of_it_is_short() {
        assert_eq!(format!("{:?}", ImageData::gif([0; 300])), "ImageData(image/gif, 422 characters)");
        assert_eq!(serde_json::to_string(&ImageData::gif([])).unwrap(), r#""data:image/gif;base64,""#);
    }
}
