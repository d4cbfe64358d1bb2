//! The search for messages in a guild.

use http::Method;

use super::of;
use crate::model::{
    Channel, Guild, Id, Message, MessageSearchAuthorType, MessageSearchEmbedType, MessageSearchHasType,
    MessageSearchResults, MessageSearchSortMode, Role, SortingOrder, User,
};
use crate::rest::options::options;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/message#search-guild-messages>
impl Rest {
    /// Searches the messages of a guild, 25 at a time. Needs the intent `MESSAGE_CONTENT`.
    ///
    /// As long as Discord has no index of the guild, this is an error that knows when to ask again
    /// ([`Error::retry_after`](crate::rest::Error::retry_after)), unless it is told to wait
    /// ([`wait_for_index`](SearchGuildMessages::wait_for_index)).
    ///
    /// ```no_run
    /// # use ito::model::{Guild, Id, MessageSearchHasType};
    /// # fn f(rest: &ito::rest::Rest, guild: Id<Guild>) -> Result<(), ito::rest::Error> {
    /// let found = rest.search_guild_messages(guild).content("tea").has([MessageSearchHasType::Image]).send()?;
    /// println!("{} messages", found.total_results);
    /// # Ok(())
    /// # }
    /// ```
    pub fn search_guild_messages(&self, guild: Id<Guild>) -> SearchGuildMessages {
        let route = of(Method::GET, "/guilds/{guild.id}/messages/search", guild);
        SearchGuildMessages::new(Request::search(self, route))
    }
}

options! {
    /// A search for messages; see [`Rest::search_guild_messages`].
    pub struct SearchGuildMessages -> MessageSearchResults, with index;

    /// How many at most, up to 25, which it is unless set.
    query limit = u32, 1..=25;
    /// How many to leave out, up to 9,975.
    query offset = u32, ..=9975;
    /// Messages older than this one.
    query max_id: Id<Message>;
    /// Messages newer than this one.
    query min_id: Id<Message>;
    /// How many other words may stand between those looked for, up to 100; 2 unless set.
    query slop = u32, ..=100;
    /// Words, at most 1,024 characters.
    query content: String, ..=1024;
    /// In these channels, at most 500.
    query channel_id: Vec<Id<Channel>>, ..=500;
    /// By users, bots or webhooks, or not by them.
    query author_type: Vec<MessageSearchAuthorType>;
    /// By these authors, at most 100.
    query author_id: Vec<Id<User>>, ..=100;
    /// That mention these users, at most 100.
    query mentions: Vec<Id<User>>, ..=100;
    /// That mention these roles, at most 100.
    query mentions_role_id: Vec<Id<Role>>, ..=100;
    /// That mention everyone, or do not.
    query mention_everyone: bool;
    /// That answer these users, at most 100.
    query replied_to_user_id: Vec<Id<User>>, ..=100;
    /// That answer these messages, at most 100.
    query replied_to_message_id: Vec<Id<Message>>, ..=100;
    /// That are pinned, or are not.
    query pinned: bool;
    /// That have these things, or have them not.
    query has: Vec<MessageSearchHasType>;
    /// With embeds of these kinds.
    query embed_type: Vec<MessageSearchEmbedType>;
    /// With embeds of these providers, at most 100, each of up to 256 characters; upper and lower case differ.
    query embed_provider: Vec<String>, ..=100, each ..=256;
    /// With links to these hosts, at most 100, each of up to 256 characters.
    query link_hostname: Vec<String>, ..=100, each ..=256;
    /// With files of these names, at most 100, each of up to 1,024 characters.
    query attachment_filename: Vec<String>, ..=100, each ..=1024;
    /// With files whose names end like this, at most 100, each of up to 256 characters.
    query attachment_extension: Vec<String>, ..=100, each ..=256;
    /// By what they are sorted.
    query sort_by: MessageSearchSortMode;
    /// The newest first, unless set; not where they are sorted by relevance.
    query sort_order: SortingOrder;
    /// Whether channels restricted by age are searched.
    query include_nsfw: bool;
}
