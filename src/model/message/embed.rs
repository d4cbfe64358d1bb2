//! Embeds: framed pieces of a message, made by Discord from links, or by bots.
//!
//! <https://docs.discord.com/developers/resources/message#embed-object>

use serde::{Deserialize, Serialize};

use crate::model::{Color, Timestamp, flags, open_enum};

/// An embed. A bot makes one with the setters; all its texts together may have 6000 characters.
///
/// ```
/// use ito::model::{Color, Embed};
///
/// let embed = Embed::new().title("Weather").description("It rains.").color(Color(0x3498db)).field("Wind", "4 m/s");
/// assert_eq!(embed.fields.len(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Embed {
    /// The title, of up to 256 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The kind of embed; always `rich` for those of bots.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<EmbedType>,
    /// The text, of up to 4096 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The link of the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The time in the footer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<Timestamp>,
    /// The colour of the edge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<Color>,
    /// The footer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer: Option<EmbedFooter>,
    /// The image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<EmbedMedia>,
    /// The small image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<EmbedMedia>,
    /// The video; Discord's only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video: Option<EmbedMedia>,
    /// Where it comes from; Discord's only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<EmbedProvider>,
    /// The author.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<EmbedAuthor>,
    /// The fields; up to 25.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<EmbedField>,
    /// Flags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<EmbedFlags>,
}

impl Embed {
    /// An empty embed.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the title.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Sets the text.
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Sets the link of the title.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// Sets the time in the footer.
    pub fn timestamp(mut self, time: impl Into<Timestamp>) -> Self {
        self.timestamp = Some(time.into());
        self
    }

    /// Sets the colour of the edge.
    pub fn color(mut self, color: impl Into<Color>) -> Self {
        self.color = Some(color.into());
        self
    }

    /// Sets the text of the footer.
    pub fn footer(mut self, text: impl Into<String>) -> Self {
        self.footer.get_or_insert_default().text = text.into();
        self
    }

    /// Sets the icon of the footer: an address, or `attachment://name` for a file of the message.
    pub fn footer_icon(mut self, url: impl Into<String>) -> Self {
        self.footer.get_or_insert_default().icon_url = Some(url.into());
        self
    }

    /// Sets the image: an address, or `attachment://name` for a file of the message.
    pub fn image(mut self, url: impl Into<String>) -> Self {
        self.image = Some(EmbedMedia::new(url));
        self
    }

    /// Sets the small image: an address, or `attachment://name` for a file of the message.
    pub fn thumbnail(mut self, url: impl Into<String>) -> Self {
        self.thumbnail = Some(EmbedMedia::new(url));
        self
    }

    /// Sets the name of the author.
    pub fn author(mut self, name: impl Into<String>) -> Self {
        self.author.get_or_insert_default().name = name.into();
        self
    }

    /// Sets the link of the author.
    pub fn author_url(mut self, url: impl Into<String>) -> Self {
        self.author.get_or_insert_default().url = Some(url.into());
        self
    }

    /// Sets the icon of the author: an address, or `attachment://name` for a file of the message.
    pub fn author_icon(mut self, url: impl Into<String>) -> Self {
        self.author.get_or_insert_default().icon_url = Some(url.into());
        self
    }

    /// Adds a field on a line of its own.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push(EmbedField { name: name.into(), value: value.into(), inline: None });
        self
    }

    /// Adds a field beside others.
    pub fn inline_field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push(EmbedField { name: name.into(), value: value.into(), inline: Some(true) });
        self
    }
}

/// An image or a video.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct EmbedMedia {
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The address at Discord's proxy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_url: Option<String>,
    /// The height.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// The width.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// The media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// A small picture to show first, as a thumbhash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// The version of the placeholder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder_version: Option<u32>,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Flags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<EmbedMediaFlags>,
}

impl EmbedMedia {
    /// An image or a video by its address.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: Some(url.into()), ..Self::default() }
    }
}

/// Where an embed comes from.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct EmbedProvider {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// The author of an embed.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct EmbedAuthor {
    /// The name, of up to 256 characters.
    pub name: String,
    /// The link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon_url: Option<String>,
    /// The icon at Discord's proxy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_icon_url: Option<String>,
}

/// The footer of an embed.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct EmbedFooter {
    /// The text, of up to 2048 characters.
    pub text: String,
    /// The icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon_url: Option<String>,
    /// The icon at Discord's proxy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_icon_url: Option<String>,
}

/// A field of an embed.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct EmbedField {
    /// The name, of up to 256 characters.
    pub name: String,
    /// The text, of up to 1024 characters.
    pub value: String,
    /// Whether it stands beside others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inline: Option<bool>,
}

open_enum! {
    /// The kinds of embeds.
    pub enum EmbedType: str {
        /// Made from its fields.
        Rich = "rich",
        /// An image.
        Image = "image",
        /// A video.
        Video = "video",
        /// A moving image shown as a video.
        Gifv = "gifv",
        /// An article.
        Article = "article",
        /// A link.
        Link = "link",
        /// The result of a poll, in its fields.
        PollResult = "poll_result",
    }
    default Rich
}

flags! {
    /// Flags of an embed.
    pub struct EmbedFlags {
        /// It is a reply to an activity card.
        const IS_CONTENT_INVENTORY_ENTRY = 1 << 5;
    }
}

flags! {
    /// Flags of an image or a video.
    pub struct EmbedMediaFlags {
        /// It moves.
        const IS_ANIMATED = 1 << 5;
    }
}
