//! Embeds: boxes below the text of a message.
//!
//! <https://docs.discord.com/developers/resources/message#embed-object>

use serde::{Deserialize, Serialize};

use crate::model::{Color, Component, Timestamp, characters, flags, limits, open_enum};

/// A box below the text of a message.
///
/// <https://docs.discord.com/developers/resources/message#embed-object-embed-structure>
///
/// ```
/// use ito::model::{Embed, EmbedAuthor};
///
/// let embed = Embed::new()
///     .title("Weather")
///     .color(0x58_65f2)
///     .author(EmbedAuthor::new("The mast").url("https://example.com"))
///     .field("Wind", "12 m/s", true)
///     .footer("measured just now");
/// assert_eq!(embed.characters(), 42);
/// ```
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
#[non_exhaustive]
pub struct Embed {
    /// The title, of up to 256 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The kind of embed; those that are sent are `rich`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<EmbedType>,
    /// The text, of up to 4096 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where a click on the title leads.
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
    /// The film; only received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video: Option<EmbedMedia>,
    /// The site that it comes from; only received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<EmbedProvider>,
    /// The author.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<EmbedAuthor>,
    /// Up to 25 fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<EmbedField>,
    /// What Discord lays the embed out with; only received.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    /// More about the embed; only received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<EmbedFlags>,
}

impl Embed {
    /// An empty embed.
    pub fn new() -> Self {
        Self::default()
    }

    /// The title, of up to 256 characters.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// The text, of up to 4096 characters.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Where a click on the title leads.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// The time in the footer.
    pub fn timestamp(mut self, timestamp: Timestamp) -> Self {
        self.timestamp = Some(timestamp);
        self
    }

    /// The colour of the edge.
    pub fn color(mut self, color: impl Into<Color>) -> Self {
        self.color = Some(color.into());
        self
    }

    /// The footer: a text, or an [`EmbedFooter`].
    pub fn footer(mut self, footer: impl Into<EmbedFooter>) -> Self {
        self.footer = Some(footer.into());
        self
    }

    /// The image: an address, or `attachment://` and the name of a file of the message.
    pub fn image(mut self, url: impl Into<String>) -> Self {
        self.image = Some(EmbedMedia::new(url));
        self
    }

    /// The small image: an address, or `attachment://` and the name of a file of the message.
    pub fn thumbnail(mut self, url: impl Into<String>) -> Self {
        self.thumbnail = Some(EmbedMedia::new(url));
        self
    }

    /// The author: a name, or an [`EmbedAuthor`].
    pub fn author(mut self, author: impl Into<EmbedAuthor>) -> Self {
        self.author = Some(author.into());
        self
    }

    /// One more field; up to three `inline` ones share a line.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>, inline: bool) -> Self {
        self.fields.push(EmbedField { name: name.into(), value: value.into(), inline });
        self
    }

    /// The characters that Discord counts; all embeds of a message may have 6000 together.
    pub fn characters(&self) -> u64 {
        let fields = self.fields.iter().flat_map(|field| [&field.name, &field.value]);
        let author = self.author.iter().map(|author| &author.name);
        let footer = self.footer.iter().map(|footer| &footer.text);
        let texts = self.title.iter().chain(&self.description).chain(author).chain(footer).chain(fields);
        texts.map(|text| characters(text)).sum()
    }
}

limits! {
    Embed {
        title: ..=256,
        description: ..=4096,
        url: ..=2048,
        color: ..=0xff_ffff,
        footer: ..,
        image: ..,
        thumbnail: ..,
        author: ..,
        fields: ..=25,
    }
    EmbedFooter { text: ..=2048, icon_url: ..=2048 }
    EmbedMedia { url: ..=2048 }
    EmbedAuthor { name: ..=256, url: ..=2048, icon_url: ..=2048 }
    EmbedField { name: ..=256, value: ..=1024 }
}

open_enum! {
    /// The kinds of embeds.
    ///
    /// <https://docs.discord.com/developers/resources/message#embed-object-embed-types>
    pub enum EmbedType: str {
        /// One that was sent as an embed.
        Rich = "rich",
        /// An image.
        Image = "image",
        /// A film.
        Video = "video",
        /// A film that is shown as a GIF.
        Gifv = "gifv",
        /// An article.
        Article = "article",
        /// A link.
        Link = "link",
        /// The result of a poll; its fields tell.
        PollResult = "poll_result",
    }
    default Rich
}

flags! {
    /// Flags of an embed.
    ///
    /// <https://docs.discord.com/developers/resources/message#embed-object-embed-flags>
    pub struct EmbedFlags {
        /// Stands for an entry of a user's activity feed.
        const IS_CONTENT_INVENTORY_ENTRY = 1 << 5;
    }
}

/// The footer of an embed.
///
/// <https://docs.discord.com/developers/resources/message#embed-object-embed-footer-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
#[non_exhaustive]
pub struct EmbedFooter {
    /// The text, of up to 2048 characters.
    pub text: String,
    /// The icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon_url: Option<String>,
    /// Where a copy of the icon is; only received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_icon_url: Option<String>,
}

impl EmbedFooter {
    /// A footer of a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// The icon.
    pub fn icon_url(mut self, url: impl Into<String>) -> Self {
        self.icon_url = Some(url.into());
        self
    }
}

impl<T: Into<String>> From<T> for EmbedFooter {
    fn from(text: T) -> Self {
        Self::new(text)
    }
}

/// An image, a thumbnail or a film of an embed.
///
/// <https://docs.discord.com/developers/resources/message#embed-object-embed-image-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct EmbedMedia {
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Where a copy is; only received, like all that follows.
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
    /// A tiny picture to show first (ThumbHash, in base 64).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// The version of the placeholder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder_version: Option<u32>,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<EmbedMediaFlags>,
}

impl EmbedMedia {
    /// The image at an address.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: Some(url.into()), ..Self::default() }
    }
}

flags! {
    /// Flags of an image or a film of an embed.
    ///
    /// <https://docs.discord.com/developers/resources/message#embed-object-embed-media-flags>
    pub struct EmbedMediaFlags {
        /// Moves.
        const IS_ANIMATED = 1 << 5;
    }
}

/// The site that an embed comes from.
///
/// <https://docs.discord.com/developers/resources/message#embed-object-embed-provider-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
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
///
/// <https://docs.discord.com/developers/resources/message#embed-object-embed-author-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[must_use]
#[non_exhaustive]
pub struct EmbedAuthor {
    /// The name, of up to 256 characters.
    pub name: String,
    /// Where a click on the name leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon_url: Option<String>,
    /// Where a copy of the icon is; only received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_icon_url: Option<String>,
}

impl EmbedAuthor {
    /// An author of that name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Where a click on the name leads.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// The icon.
    pub fn icon_url(mut self, url: impl Into<String>) -> Self {
        self.icon_url = Some(url.into());
        self
    }
}

impl<T: Into<String>> From<T> for EmbedAuthor {
    fn from(name: T) -> Self {
        Self::new(name)
    }
}

/// A field of an embed.
///
/// <https://docs.discord.com/developers/resources/message#embed-object-embed-field-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct EmbedField {
    /// The name, of up to 256 characters.
    pub name: String,
    /// The value, of up to 1024 characters.
    pub value: String,
    /// Whether it shares its line.
    pub inline: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_embed_is_read_and_written_as_discord_does() {
        let text = r#"{"title":"Fox","type":"rich","description":"A fox.","url":"https://fox.example","color":5793266,"footer":{"text":"seen","icon_url":"https://i.example"},"image":{"url":"https://fox.example/f.png","height":4,"width":5,"flags":32},"provider":{"name":"Foxes"},"author":{"name":"Wren"},"fields":[{"name":"n","value":"v","inline":true}]}"#;
        let embed: Embed = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&embed).unwrap(), text);
        let image = embed.image.clone();
        let built = Embed::new()
            .title("Fox")
            .description("A fox.")
            .url("https://fox.example")
            .color(0x58_65f2)
            .footer(EmbedFooter::new("seen").icon_url("https://i.example"))
            .author("Wren")
            .field("n", "v", true);
        let provider = embed.provider.clone();
        assert_eq!(Embed { kind: Some(EmbedType::Rich), image, provider, ..built }, embed);
    }
}
