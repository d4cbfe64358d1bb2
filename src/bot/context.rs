//! What a listener is given: what happened, and the way to act on it.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::Bot;
use crate::cache::Cache;
use crate::dispatch::Arrival;
use crate::event::{Former, InteractionCreate, MessageCreate};
use crate::model::Message;
use crate::rest::{self, Rest};

/// What happened, and the way to act on it; a cheap clone that can be kept and sent to other threads.
///
/// It derefs to its payload, so that `e.content` is the content of a message.
pub struct Context<E> {
    bot: Bot,
    payload: Arc<E>,
    shard: Option<u32>,
    seq: Option<u64>,
    pub(super) former: Option<Former>,
}

impl<E> Context<E> {
    pub(super) fn arrived(bot: Bot, Arrival { shard, seq, former, payload }: Arrival<E>) -> Self {
        Self { bot, payload, shard, seq, former }
    }

    /// The bot.
    pub fn bot(&self) -> &Bot {
        &self.bot
    }

    /// The way to ask Discord.
    pub fn rest(&self) -> &Rest {
        self.bot.rest()
    }

    /// What is known without asking.
    pub fn cache(&self) -> &Cache {
        self.bot.cache()
    }

    /// The shard that the event came from; `None` for ito's own events.
    pub fn shard(&self) -> Option<u32> {
        self.shard
    }

    /// The event's sequence number in its shard's session; `None` for ito's own events.
    pub fn seq(&self) -> Option<u64> {
        self.seq
    }

    /// The payload, shared.
    pub fn payload(&self) -> &Arc<E> {
        &self.payload
    }
}

impl Context<MessageCreate> {
    /// Answers the message with a text, as Discord's replies do; nobody is mentioned.
    ///
    /// It is [`Rest::create_message`] with a reference to this message.
    ///
    /// # Errors
    /// When Discord refuses, or cannot be asked.
    pub fn reply(&self, content: impl Into<String>) -> Result<Message, rest::Error> {
        self.rest().create_message(self.channel_id).content(content).reply_to(self.id).send()
    }

    /// Reacts to the message: with a Unicode emoji, or with `name:id` of a custom one.
    ///
    /// It is [`Rest::create_reaction`].
    ///
    /// # Errors
    /// When Discord refuses, or cannot be asked.
    pub fn react(&self, emoji: impl AsRef<str>) -> Result<(), rest::Error> {
        self.rest().create_reaction(self.channel_id, self.id, emoji.as_ref()).send()
    }
}

impl Context<InteractionCreate> {
    /// Answers the interaction with a text that everybody sees. Discord waits 3 s for an answer.
    ///
    /// It is [`Rest::create_interaction_response`].
    ///
    /// # Errors
    /// When Discord refuses, or cannot be asked.
    pub fn reply(&self, content: impl Into<String>) -> Result<(), rest::Error> {
        let response = rest::InteractionResponse::message(content);
        self.rest().create_interaction_response(self.id, &self.token, response).send().map(drop)
    }
}

impl<E> Deref for Context<E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.payload
    }
}

impl<E> Clone for Context<E> {
    fn clone(&self) -> Self {
        Self {
            bot: self.bot.clone(),
            payload: self.payload.clone(),
            shard: self.shard,
            seq: self.seq,
            former: self.former.clone(),
        }
    }
}

impl<E: fmt::Debug> fmt::Debug for Context<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("payload", &self.payload)
            .field("shard", &self.shard)
            .field("seq", &self.seq)
            .finish_non_exhaustive()
    }
}
