//! Files of messages.
//!
//! <https://docs.discord.com/developers/resources/message#attachment-object>

use serde::{Deserialize, Serialize};

use crate::model::{Application, Id, Timestamp, User, flags};

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Attachment {
    /// The file's id.
    pub id: Id<Attachment>,
    /// The name.
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
    /// The size, in bytes.
    pub size: u64,
    /// The address; it is good for a day.
    pub url: String,
    /// The address at Discord's proxy.
    pub proxy_url: String,
    /// The height of an image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// The width of an image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// A small picture to show first, as a thumbhash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// The version of the placeholder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder_version: Option<u32>,
    /// Whether it is gone after a while.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ephemeral: Option<bool>,
    /// How long a voice message is, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_secs: Option<f64>,
    /// A picture of a voice message, as bytes in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waveform: Option<String>,
    /// Flags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<AttachmentFlags>,
    /// Who is in a clip.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clip_participants: Vec<User>,
    /// When a clip was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clip_created_at: Option<Timestamp>,
    /// What a clip shows, if Discord knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<Box<Application>>,
}

flags! {
    /// Flags of a file.
    pub struct AttachmentFlags {
        /// It is a clip from a stream.
        const IS_CLIP = 1 << 0;
        /// It is the picture of a thread in a media channel.
        const IS_THUMBNAIL = 1 << 1;
        /// It was changed with Discord's remix.
        const IS_REMIX = 1 << 2;
        /// It is a spoiler.
        const IS_SPOILER = 1 << 3;
        /// It moves.
        const IS_ANIMATED = 1 << 5;
    }
}
