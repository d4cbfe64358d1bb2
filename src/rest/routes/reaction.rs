//! Reactions to messages.

use http::Method;

use super::message::one;
use crate::model::{Channel, Emoji, Id, Message, ReactionType, User};
use crate::rest::body::Body;
use crate::rest::page::{list, list_pages};
use crate::rest::route::{Route, Value};
use crate::rest::{Request, Rest};

/// The emoji of a reaction: `"🔥"`, or a guild's own with [`ReactionEmoji::custom`] or as `"name:id"`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReactionEmoji(String);

impl ReactionEmoji {
    /// An emoji of a guild.
    pub fn custom(name: &str, id: Id<Emoji>) -> Self {
        Self(format!("{name}:{id}"))
    }
}

impl From<&str> for ReactionEmoji {
    fn from(emoji: &str) -> Self {
        Self(emoji.to_owned())
    }
}

impl From<String> for ReactionEmoji {
    fn from(emoji: String) -> Self {
        Self(emoji)
    }
}

impl From<char> for ReactionEmoji {
    fn from(emoji: char) -> Self {
        Self(emoji.to_string())
    }
}

/// <https://docs.discord.com/developers/resources/message#create-reaction>
impl Rest {
    /// Reacts to a message.
    pub fn create_reaction(
        &self,
        channel: Id<Channel>,
        message: Id<Message>,
        emoji: impl Into<ReactionEmoji>,
    ) -> Request<()> {
        Request::empty(self, reaction(Method::PUT, OWN, channel, message, &emoji.into()), Body::None)
    }

    /// Who reacted to a message with an emoji, fetched a hundred at a time as the iterator goes on.
    pub fn list_reactions(
        &self,
        channel: Id<Channel>,
        message: Id<Message>,
        emoji: impl Into<ReactionEmoji>,
    ) -> ListReactions {
        let route = reaction(Method::GET, WITH_EMOJI, channel, message, &emoji.into());
        ListReactions::new(self, route, 100, |answer, query| list(answer, query, |user: &User| user.id.get()))
    }

    /// Takes the bot's own reaction back.
    pub fn delete_own_reaction(
        &self,
        channel: Id<Channel>,
        message: Id<Message>,
        emoji: impl Into<ReactionEmoji>,
    ) -> Request<()> {
        Request::empty(self, reaction(Method::DELETE, OWN, channel, message, &emoji.into()), Body::None)
    }

    /// Removes somebody's reaction.
    pub fn delete_user_reaction(
        &self,
        channel: Id<Channel>,
        message: Id<Message>,
        emoji: impl Into<ReactionEmoji>,
        user: Id<User>,
    ) -> Request<()> {
        let emoji = emoji.into();
        let route = Route::new(
            Method::DELETE,
            "/channels/{channel.id}/messages/{message.id}/reactions/{emoji}/{user.id}",
            &[
                Value::Id(channel.get()),
                Value::Id(message.get()),
                Value::Text(&emoji.0),
                Value::Id(user.get()),
            ],
        );
        Request::empty(self, route, Body::None)
    }

    /// Removes everybody's reactions with one emoji.
    pub fn delete_all_reactions_for_emoji(
        &self,
        channel: Id<Channel>,
        message: Id<Message>,
        emoji: impl Into<ReactionEmoji>,
    ) -> Request<()> {
        Request::empty(
            self,
            reaction(Method::DELETE, WITH_EMOJI, channel, message, &emoji.into()),
            Body::None,
        )
    }

    /// Removes all reactions.
    pub fn delete_all_reactions(&self, channel: Id<Channel>, message: Id<Message>) -> Request<()> {
        let template = "/channels/{channel.id}/messages/{message.id}/reactions";
        Request::empty(self, one(Method::DELETE, template, channel, message), Body::None)
    }
}

fn reaction(
    method: Method,
    template: &'static str,
    channel: Id<Channel>,
    message: Id<Message>,
    emoji: &ReactionEmoji,
) -> Route {
    let values = [Value::Id(channel.get()), Value::Id(message.get()), Value::Text(&emoji.0)];
    Route::new(method, template, &values)
}

const WITH_EMOJI: &str = "/channels/{channel.id}/messages/{message.id}/reactions/{emoji}";
const OWN: &str = "/channels/{channel.id}/messages/{message.id}/reactions/{emoji}/@me";

list_pages! {
    /// Who reacted to a message with an emoji; see [`Rest::list_reactions`].
    pub struct ListReactions -> User;

    /// Starts behind this user.
    query after: Id<User>;
    /// Common reactions, as it is unless set, or super reactions.
    query kind as "type": ReactionType;
}
