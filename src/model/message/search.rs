//! The search for messages in a guild.
//!
//! <https://docs.discord.com/developers/resources/message#search-guild-messages>

use serde::{Deserialize, Serialize};

use crate::model::{Channel, Message, ThreadMember, nullable, open_enum};

/// What a search found.
///
/// <https://docs.discord.com/developers/resources/message#search-guild-messages>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageSearchResults {
    /// Whether Discord is still reading old messages of the guild.
    pub doing_deep_historical_index: bool,
    /// How many messages Discord has read so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documents_indexed: Option<u64>,
    /// How many messages there are in all.
    pub total_results: u64,
    /// The messages of this page, each in a list of its own.
    pub messages: Vec<Vec<Message>>,
    /// The threads of the messages.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub threads: Vec<Channel>,
    /// The current user's memberships of the threads.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<ThreadMember>,
}

open_enum! {
    /// The kinds of authors to search for.
    ///
    /// <https://docs.discord.com/developers/resources/message#search-guild-messages-author-types>
    pub enum MessageSearchAuthorType: str {
        /// People.
        User = "user",
        /// Bots.
        Bot = "bot",
        /// Webhooks.
        Webhook = "webhook",
        /// All but people.
        NotUser = "-user",
        /// All but bots.
        NotBot = "-bot",
        /// All but webhooks.
        NotWebhook = "-webhook",
    }
}

open_enum! {
    /// What messages to search for have, or have not.
    ///
    /// <https://docs.discord.com/developers/resources/message#search-guild-messages-search-has-types>
    pub enum MessageSearchHasType: str {
        /// An image.
        Image = "image",
        /// A sound.
        Sound = "sound",
        /// A film.
        Video = "video",
        /// A file.
        File = "file",
        /// A sticker.
        Sticker = "sticker",
        /// An embed.
        Embed = "embed",
        /// A link.
        Link = "link",
        /// A poll.
        Poll = "poll",
        /// A forwarded message.
        Snapshot = "snapshot",
        /// No image.
        NoImage = "-image",
        /// No sound.
        NoSound = "-sound",
        /// No film.
        NoVideo = "-video",
        /// No file.
        NoFile = "-file",
        /// No sticker.
        NoSticker = "-sticker",
        /// No embed.
        NoEmbed = "-embed",
        /// No link.
        NoLink = "-link",
        /// No poll.
        NoPoll = "-poll",
        /// No forwarded message.
        NoSnapshot = "-snapshot",
    }
}

open_enum! {
    /// The kinds of embeds to search for.
    ///
    /// <https://docs.discord.com/developers/resources/message#search-guild-messages-search-embed-types>
    pub enum MessageSearchEmbedType: str {
        /// An image.
        Image = "image",
        /// A film.
        Video = "video",
        /// A GIF.
        Gif = "gif",
        /// A sound.
        Sound = "sound",
        /// An article.
        Article = "article",
    }
}

open_enum! {
    /// How to sort what a search found.
    ///
    /// <https://docs.discord.com/developers/resources/message#search-guild-messages-search-sort-modes>
    pub enum MessageSearchSortMode: str {
        /// By time.
        Timestamp = "timestamp",
        /// By how well it fits.
        Relevance = "relevance",
    }
    default Timestamp
}

open_enum! {
    /// In which order a search gives what it found.
    pub enum SortingOrder: str {
        /// The oldest first.
        Ascending = "asc",
        /// The newest first.
        Descending = "desc",
    }
    default Descending
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_read_and_written() {
        let text = r#"{"doing_deep_historical_index":false,"total_results":1,"messages":[[{"id":"31","content":"fox"}]]}"#;
        let results: MessageSearchResults = serde_json::from_str(text).unwrap();
        assert_eq!(results.messages[0][0].content, "fox");
        let again: MessageSearchResults =
            serde_json::from_str(&serde_json::to_string(&results).unwrap()).unwrap();
        assert_eq!(again, results);
        assert_eq!(
            results,
            serde_json::from_str(&text.replace("]]}", r#"]],"threads":null,"members":null}"#)).unwrap()
        );
    }
}
