//! Components that show pictures, films and files.
//!
//! <https://docs.discord.com/developers/components/reference#media-gallery>

use serde::{Deserialize, Serialize};

use super::Tag;
use super::setters::setters;
use crate::model::{Accessory, Attachment, Check, Checker, Id, flags, limits};

/// A small picture beside a section.
///
/// <https://docs.discord.com/developers/components/reference#thumbnail-thumbnail-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
#[non_exhaustive]
pub struct Thumbnail {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<11>,
    /// The number of the component in its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// The picture.
    pub media: UnfurledMediaItem,
    /// What is to be seen, in up to 1024 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it is blurred until somebody looks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoiler: Option<bool>,
}

impl Thumbnail {
    /// The picture at an address; `attachment://name` for what is sent along.
    pub fn new(url: impl Into<String>) -> Self {
        Self { media: UnfurledMediaItem::new(url), ..Self::default() }
    }
}

impl Accessory for Thumbnail {}

/// One to ten pictures and films.
///
/// <https://docs.discord.com/developers/components/reference#media-gallery-media-gallery-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
#[non_exhaustive]
pub struct MediaGallery {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<12>,
    /// The number of the component in its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// The pictures and films.
    pub items: Vec<MediaGalleryItem>,
}

impl MediaGallery {
    /// One to ten pictures and films: addresses, or [`MediaGalleryItem`]s.
    pub fn new<I: Into<MediaGalleryItem>>(items: impl IntoIterator<Item = I>) -> Self {
        Self { items: items.into_iter().map(Into::into).collect(), ..Self::default() }
    }
}

/// A picture or film of a gallery.
///
/// <https://docs.discord.com/developers/components/reference#media-gallery-media-gallery-item-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
#[non_exhaustive]
pub struct MediaGalleryItem {
    /// The picture or film.
    pub media: UnfurledMediaItem,
    /// What is to be seen, in up to 1024 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it is blurred until somebody looks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoiler: Option<bool>,
}

impl MediaGalleryItem {
    /// What is at an address; `attachment://name` for what is sent along.
    pub fn new(url: impl Into<String>) -> Self {
        Self { media: UnfurledMediaItem::new(url), ..Self::default() }
    }
}

impl<T: Into<String>> From<T> for MediaGalleryItem {
    fn from(url: T) -> Self {
        Self::new(url)
    }
}

/// An attached file: the component that Discord calls "File".
///
/// <https://docs.discord.com/developers/components/reference#file-file-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
#[non_exhaustive]
pub struct FileComponent {
    #[serde(rename = "type")]
    pub(crate) kind: Tag<13>,
    /// The number of the component in its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// The file; in requests only as `attachment://name`.
    pub file: UnfurledMediaItem,
    /// Whether it is blurred until somebody looks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoiler: Option<bool>,
    /// The name of the file; Discord's to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The size in bytes; Discord's to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
}

impl FileComponent {
    /// The file of that name, which is sent along.
    pub fn new(name: impl AsRef<str>) -> Self {
        let file = UnfurledMediaItem::new(format!("attachment://{}", name.as_ref()));
        Self { file, ..Self::default() }
    }
}

impl Check for FileComponent {
    fn look(&self, at: &mut Checker) {
        at.field("file", &self.file, ..);
        // One that was received has the address at which Discord keeps it, and may go back with its message.
        let is_received = self.file.proxy_url.is_some();
        if !is_received && !self.file.url.starts_with("attachment://") {
            at.wrong(
                "file.url",
                "BASE_TYPE_BAD_VALUE",
                "is not attachment:// and the name of a file that is sent along",
            );
        }
    }
}

setters! {
    Thumbnail { description spoiler id }
    MediaGallery { id }
    MediaGalleryItem { description spoiler }
    FileComponent { spoiler id }
}

limits! {
    Thumbnail { media: .., description: ..=1024 }
    MediaGallery { items: 1..=10 }
    MediaGalleryItem { media: .., description: ..=1024 }
    UnfurledMediaItem { url: 1..=2048 }
}

/// A picture, film or file that a component shows. In requests only its address counts.
///
/// <https://docs.discord.com/developers/components/reference#unfurled-media-item-unfurled-media-item-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct UnfurledMediaItem {
    /// The id under which Discord keeps it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id<UnfurledMediaItem>>,
    /// The address, or `attachment://name` for what is sent along.
    pub url: String,
    /// The address at which Discord serves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_url: Option<String>,
    /// The height in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// The width in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// A tiny version of the picture, as a ThumbHash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// The version of the placeholder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder_version: Option<u32>,
    /// The media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<UnfurledMediaItemFlags>,
    /// The attachment, where it is one that was sent along.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment_id: Option<Id<Attachment>>,
}

impl UnfurledMediaItem {
    /// What is at that address; `attachment://name` for what is sent along.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), ..Self::default() }
    }
}

flags! {
    /// Flags of a picture or film.
    ///
    /// <https://docs.discord.com/developers/components/reference#unfurled-media-item-unfurled-media-item-flags>
    pub struct UnfurledMediaItemFlags {
        /// The picture moves.
        const IS_ANIMATED = 1 << 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Component, check};

    #[test]
    fn media_travel_back_as_they_came() {
        let json = r#"[{"type":12,"id":1,"items":[{"media":{"url":"https://example.com/a.png","proxy_url":"https://example.net/a.png","height":20,"width":10,"placeholder":"ab","placeholder_version":1,"content_type":"image/png","flags":1,"attachment_id":"6"},"description":"A","spoiler":true}]},{"type":13,"id":2,"file":{"url":"attachment://b.txt"},"name":"b.txt","size":512}]"#;
        let components: Vec<Component> = serde_json::from_str(json).unwrap();
        let Component::MediaGallery(gallery) = &components[0] else { panic!("{components:?}") };
        assert_eq!(gallery.items[0].media.flags, Some(UnfurledMediaItemFlags::IS_ANIMATED));
        assert_eq!(serde_json::to_string(&components).unwrap(), json);
        assert_eq!(
            serde_json::to_string(&UnfurledMediaItem::new("attachment://b")).unwrap(),
            r#"{"url":"attachment://b"}"#
        );
    }

    #[test]
    fn a_file_is_one_that_is_sent_along_or_was_received() {
        assert_eq!(check(&FileComponent::new("a.txt")), Ok(()));
        let url = UnfurledMediaItem::new("https://example.com/a.txt");
        let elsewhere = FileComponent { file: url.clone(), ..FileComponent::default() };
        assert_eq!(check(&elsewhere).unwrap_err().fields()[0].path, "file.url");
        let file = UnfurledMediaItem { proxy_url: Some(url.url.clone()), ..url };
        assert_eq!(check(&FileComponent { file, ..elsewhere }), Ok(()));
    }
}
