//! Messages.
//!
//! <https://docs.discord.com/developers/resources/message>

use std::sync::Arc;
use std::time::Duration;

use http::Method;

use super::draft::{self, Changes, Draft, Files};
use crate::model::{
    AllowedMentions, Channel, Component, Embed, Id, Message, MessageFlags, MessageReference, Patch, Sticker,
};
use crate::rest::body::Body;
use crate::rest::page::{list, list_pages};
use crate::rest::route::{Route, Value};
use crate::rest::{Error, Request, Rest};

impl Rest {
    /// Sends a message to a channel.
    ///
    /// ```no_run
    /// # fn f(rest: &ito::rest::Rest, channel: ito::model::Id<ito::model::Channel>) -> Result<(), ito::rest::Error> {
    /// rest.create_message(channel).content("hello").file("plot.png", vec![1, 2, 3]).send()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_message(&self, channel: Id<Channel>) -> CreateMessage {
        let route = Route::new(Method::POST, "/channels/{channel.id}/messages", &[Value::Id(channel.get())]);
        let draft =
            Draft { nonce: Some(fastrand::u64(..).to_string()), enforce_nonce: true, ..Draft::default() };
        CreateMessage {
            // Discord knows a second one by its nonce.
            request: Request::json(self, route.repeatable(), Body::None),
            draft,
            files: Files::default(),
        }
    }

    /// One message.
    pub fn fetch_message(&self, channel: Id<Channel>, message: Id<Message>) -> Request<Message> {
        Request::json(self, one(Method::GET, channel, message), Body::None)
    }

    /// Changes a message of the bot's own.
    pub fn edit_message(&self, channel: Id<Channel>, message: Id<Message>) -> EditMessage {
        EditMessage {
            request: Request::json(self, one(Method::PATCH, channel, message), Body::None),
            changes: Changes::default(),
            files: Files::default(),
        }
    }

    /// Deletes a message.
    pub fn delete_message(&self, channel: Id<Channel>, message: Id<Message>) -> Request<()> {
        Request::empty(self, one(Method::DELETE, channel, message), Body::None)
    }

    /// The messages of a channel, the newest first, fetched a hundred at a time as the iterator goes on.
    ///
    /// ```no_run
    /// # fn f(rest: &ito::rest::Rest, channel: ito::model::Id<ito::model::Channel>) -> Result<(), ito::rest::Error> {
    /// for message in rest.list_messages(channel).take(250) {
    ///     println!("{}", message?.content);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_messages(&self, channel: Id<Channel>) -> ListMessages {
        let route = Route::new(Method::GET, "/channels/{channel.id}/messages", &[Value::Id(channel.get())]);
        ListMessages::new(self, route, 100, |body, query| {
            list(body, query, |message: &Message| message.id.get())
        })
    }
}

fn one(method: Method, channel: Id<Channel>, message: Id<Message>) -> Route {
    let values = [Value::Id(channel.get()), Value::Id(message.get())];
    Route::new(method, "/channels/{channel.id}/messages/{message.id}", &values)
}

/// A message to send; see [`Rest::create_message`].
#[must_use = "a request does nothing until it is sent"]
#[derive(Debug)]
pub struct CreateMessage {
    request: Request<Message>,
    draft: Draft,
    files: Files,
}

impl CreateMessage {
    /// The text, at most 2,000 characters.
    pub fn content(mut self, content: impl Into<String>) -> Self {
        self.draft.content = Some(content.into());
        self
    }

    /// Adds an embed; at most 10.
    pub fn embed(mut self, embed: Embed) -> Self {
        self.draft.embeds.push(embed);
        self
    }

    /// Adds embeds.
    pub fn embeds(mut self, embeds: impl IntoIterator<Item = Embed>) -> Self {
        self.draft.embeds.extend(embeds);
        self
    }

    /// Has the message read aloud.
    pub fn tts(mut self) -> Self {
        self.draft.tts = true;
        self
    }

    /// Whom the message may mention; nobody by default.
    pub fn allowed_mentions(mut self, allowed: AllowedMentions) -> Self {
        self.draft.allowed_mentions = allowed;
        self
    }

    /// Answers a message of the same channel; its author is not mentioned unless asked for.
    pub fn reply_to(self, message: Id<Message>) -> Self {
        // An answer to a message that was deleted in the meantime is better than none.
        self.message_reference(MessageReference::reply(message).fail_if_not_exists(false))
    }

    /// Answers or forwards a message.
    pub fn message_reference(mut self, reference: MessageReference) -> Self {
        self.draft.message_reference = Some(reference);
        self
    }

    /// Adds components: rows of buttons, for example.
    pub fn components<C: Into<Component>>(mut self, components: impl IntoIterator<Item = C>) -> Self {
        self.draft.components.extend(components.into_iter().map(Into::into));
        self
    }

    /// Adds a sticker; at most 3.
    pub fn sticker(mut self, sticker: Id<Sticker>) -> Self {
        self.draft.sticker_ids.push(sticker);
        self
    }

    /// Flags, such as that no embeds are made of links.
    pub fn flags(mut self, flags: MessageFlags) -> Self {
        self.draft.flags = flags;
        self
    }

    /// Adds a file.
    pub fn file(mut self, name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Self {
        let attachment = self.files.push(name.into(), bytes.into());
        self.draft.attachments.push(attachment);
        self
    }

    /// By which Discord knows a message that is sent twice, at most 25 characters; a random one by default.
    pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
        self.draft.nonce = Some(nonce.into());
        self
    }

    /// The longest that the call may take as a whole.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request = self.request.timeout(timeout);
        self
    }

    /// Sends the message and gives it as Discord made it.
    ///
    /// # Errors
    /// What Discord refused, what broke, or what took too long.
    pub fn send(self) -> Result<Message, Error> {
        let request = self.request.look(|at| draft::look(at, &self.draft, false));
        request.body(self.files.body(&self.draft)).send()
    }
}

/// Changes to a message; see [`Rest::edit_message`]. What is not set stays as it is.
#[must_use = "a request does nothing until it is sent"]
#[derive(Debug)]
pub struct EditMessage {
    request: Request<Message>,
    changes: Changes,
    files: Files,
}

impl EditMessage {
    /// The text; `None` takes it away.
    pub fn content(mut self, content: impl Into<Patch<String>>) -> Self {
        self.changes.content = content.into();
        self
    }

    /// All embeds; an empty list takes them away.
    pub fn embeds(mut self, embeds: impl IntoIterator<Item = Embed>) -> Self {
        self.changes.embeds = Patch::Set(embeds.into_iter().collect());
        self
    }

    /// The flags.
    pub fn flags(mut self, flags: MessageFlags) -> Self {
        self.changes.flags = Patch::Set(flags);
        self
    }

    /// Whom the message may mention; nobody by default.
    pub fn allowed_mentions(mut self, allowed: AllowedMentions) -> Self {
        self.changes.allowed_mentions = allowed;
        self
    }

    /// All components; an empty list takes them away.
    pub fn components<C: Into<Component>>(mut self, components: impl IntoIterator<Item = C>) -> Self {
        self.changes.components = Patch::Set(components.into_iter().map(Into::into).collect());
        self
    }

    /// Adds a file.
    pub fn file(mut self, name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Self {
        self.files.push(name.into(), bytes.into());
        self
    }

    /// The longest that the call may take as a whole.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request = self.request.timeout(timeout);
        self
    }

    /// Sends the changes and gives the message as it is now.
    ///
    /// # Errors
    /// What Discord refused, what broke, or what took too long.
    pub fn send(self) -> Result<Message, Error> {
        let request = self.request.look(|at| draft::look(at, &self.changes, true));
        request.body(self.files.body(&self.changes)).send()
    }
}

list_pages! {
    /// The messages of a channel, the newest first unless asked otherwise; see [`Rest::list_messages`].
    pub struct ListMessages -> Message;

    /// Starts with the newest that is older than this one.
    query before: Id<Message>;
    /// Starts with the oldest that is newer than this one, and goes on to newer ones.
    query after: Id<Message>;
    /// Gives this one with those around it, a hundred in all, and ends.
    query around: Id<Message>;
}
