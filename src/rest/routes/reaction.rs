//! Reactions to messages.
//!
//! <https://docs.discord.com/developers/resources/message#create-reaction>

use http::Method;

use crate::model::{Channel, Emoji, Id, Message, User};
use crate::rest::body::Body;
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

impl Rest {
    /// Reacts to a message.
    pub fn create_reaction(
        &self,
        channel: Id<Channel>,
        message: Id<Message>,
        emoji: impl Into<ReactionEmoji>,
    ) -> Request<()> {
        self.reaction(Method::PUT, OWN, channel, message, &emoji.into())
    }

    /// Takes the bot's own reaction back.
    pub fn delete_own_reaction(
        &self,
        channel: Id<Channel>,
        message: Id<Message>,
        emoji: impl Into<ReactionEmoji>,
    ) -> Request<()> {
        self.reaction(Method::DELETE, OWN, channel, message, &emoji.into())
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
        let template = "/channels/{channel.id}/messages/{message.id}/reactions/{emoji}";
        self.reaction(Method::DELETE, template, channel, message, &emoji.into())
    }

    /// Removes all reactions.
    pub fn delete_all_reactions(&self, channel: Id<Channel>, message: Id<Message>) -> Request<()> {
        let route = Route::new(
            Method::DELETE,
            "/channels/{channel.id}/messages/{message.id}/reactions",
            &[Value::Id(channel.get()), Value::Id(message.get())],
        );
        Request::empty(self, route, Body::None)
    }

    fn reaction(
        &self,
        method: Method,
        template: &'static str,
        channel: Id<Channel>,
        message: Id<Message>,
        emoji: &ReactionEmoji,
    ) -> Request<()> {
        let values = [Value::Id(channel.get()), Value::Id(message.get()), Value::Text(&emoji.0)];
        Request::empty(self, Route::new(method, template, &values), Body::None)
    }
}

const OWN: &str = "/channels/{channel.id}/messages/{message.id}/reactions/{emoji}/@me";
