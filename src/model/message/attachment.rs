//! Files of messages.
//!
//! <https://docs.discord.com/developers/resources/message#attachment-object>

use serde::{Deserialize, Serialize};

use crate::model::{Application, Id, Timestamp, User, flags};

/// A file of a message.
///
/// <https://docs.discord.com/developers/resources/message#attachment-object-attachment-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Attachment {
    /// The attachment's id.
    pub id: Id<Attachment>,
    /// The name of the file.
    pub filename: String,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The description, of up to 1024 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The size in bytes.
    pub size: u64,
    /// Where the file is; the address is signed and ends after some time.
    pub url: String,
    /// Where a copy of the file is.
    pub proxy_url: String,
    /// The height of an image or a film.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// The width of an image or a film.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// A tiny picture to show first (ThumbHash, in base 64).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// The version of the placeholder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder_version: Option<u32>,
    /// Whether it is deleted after a while; those of ephemeral messages stay as long as the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ephemeral: Option<bool>,
    /// The seconds that a voice message lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_secs: Option<f64>,
    /// The volume of a voice message over time, in base 64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waveform: Option<String>,
    /// More about the attachment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<AttachmentFlags>,
    /// Who was in the stream of a clip.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clip_participants: Vec<User>,
    /// When a clip was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clip_created_at: Option<Timestamp>,
    /// The application in the stream of a clip.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<Box<Application>>,
}

impl Attachment {
    /// Whether it is covered until it is clicked.
    pub fn is_spoiler(&self) -> bool {
        self.filename.starts_with("SPOILER_")
            || self.flags.is_some_and(|flags| flags.contains(AttachmentFlags::IS_SPOILER))
    }

    /// Whether it is an image, by its media type.
    pub fn is_image(&self) -> bool {
        self.content_type.as_deref().is_some_and(|kind| kind.starts_with("image/"))
    }
}

flags! {
    /// Flags of an attachment.
    ///
    /// <https://docs.discord.com/developers/resources/message#attachment-object-attachment-flags>
    pub struct AttachmentFlags {
        /// A clip of a stream.
        const IS_CLIP = 1 << 0;
        /// The thumbnail of a thread in a media channel.
        const IS_THUMBNAIL = 1 << 1;
        /// Was edited with the remix of the mobile clients.
        const IS_REMIX = 1 << 2;
        /// Is covered until it is clicked.
        const IS_SPOILER = 1 << 3;
        /// Moves.
        const IS_ANIMATED = 1 << 5;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attachment_is_read_and_written_as_discord_does() {
        let text = r#"{"id":"21","filename":"fox.png","title":"fox","description":"A fox.","content_type":"image/png","size":2048,"url":"https://cdn.example/fox.png","proxy_url":"https://media.example/fox.png","height":64,"width":96,"placeholder":"abc=","placeholder_version":1,"duration_secs":1.5,"waveform":"AA==","flags":8}"#;
        let attachment: Attachment = serde_json::from_str(text).unwrap();
        assert!(attachment.is_spoiler() && attachment.is_image());
        assert_eq!(serde_json::to_string(&attachment).unwrap(), text);
    }
}
