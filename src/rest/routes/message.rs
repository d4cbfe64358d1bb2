//! Messages.

use http::Method;

use crate::model::{Channel, Id, Message, MessageReference, Sticker};
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::page::{list, list_pages};
use crate::rest::route::{Route, Value};
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/message>
impl Rest {
    /// Sends a message to a channel: a text, embeds, components, files, a poll or stickers.
    ///
    /// It mentions nobody unless told to, and Discord knows it by a nonce, so that it is sent again when an answer is lost.
    ///
    /// ```no_run
    /// # use ito::rest::File;
    /// # fn f(rest: &ito::rest::Rest, channel: ito::model::Id<ito::model::Channel>) -> Result<(), ito::rest::Error> {
    /// let plot = File::path("plot.png").description("the temperature by hours");
    /// rest.create_message(channel).content("hello").attach(plot).file("a.txt", b"a".to_vec()).send()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_message(&self, channel: Id<Channel>) -> CreateMessage {
        let route = of(Method::POST, "/channels/{channel.id}/messages", channel);
        // Discord knows a second one by its nonce.
        CreateMessage::new(Request::json(self, route.repeatable(), Body::None))
            .nonce(fastrand::u64(..).to_string())
            .enforce_nonce(true)
    }

    /// One message.
    pub fn fetch_message(&self, channel: Id<Channel>, message: Id<Message>) -> Request<Message> {
        Request::json(self, one(Method::GET, ONE, channel, message), Body::None)
    }

    /// Changes a message of the bot's own, or the flags of somebody's.
    pub fn edit_message(&self, channel: Id<Channel>, message: Id<Message>) -> EditMessage {
        EditMessage::new(Request::json(self, one(Method::PATCH, ONE, channel, message), Body::None))
    }

    /// Deletes a message.
    pub fn delete_message(&self, channel: Id<Channel>, message: Id<Message>) -> Request<()> {
        Request::empty(self, one(Method::DELETE, ONE, channel, message), Body::None)
    }

    /// Deletes 2 to 100 messages, none of them older than two weeks.
    pub fn bulk_delete_messages(
        &self,
        channel: Id<Channel>,
        messages: impl IntoIterator<Item = Id<Message>>,
    ) -> Request<()> {
        let route = of(Method::POST, "/channels/{channel.id}/messages/bulk-delete", channel);
        let messages: Vec<Id<Message>> = messages.into_iter().collect();
        Request::empty(self, route.repeatable(), Body::field("messages", &messages))
            .look(|at| at.field("messages", &messages, 2..=100))
    }

    /// Sends a message of an announcement channel to the channels that follow it.
    pub fn crosspost_message(&self, channel: Id<Channel>, message: Id<Message>) -> Request<Message> {
        let template = "/channels/{channel.id}/messages/{message.id}/crosspost";
        Request::json(self, one(Method::POST, template, channel, message), Body::None)
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
        let route = of(Method::GET, "/channels/{channel.id}/messages", channel);
        ListMessages::new(self, route, 100, |answer, query| {
            list(answer, query, |message: &Message| message.id.get())
        })
    }
}

/// A route of a channel.
pub(super) fn of(method: Method, template: &'static str, channel: Id<Channel>) -> Route {
    Route::new(method, template, &[Value::Id(channel.get())])
}

/// A route of a message.
pub(super) fn one(
    method: Method,
    template: &'static str,
    channel: Id<Channel>,
    message: Id<Message>,
) -> Route {
    Route::new(method, template, &[Value::Id(channel.get()), Value::Id(message.get())])
}

const ONE: &str = "/channels/{channel.id}/messages/{message.id}";

options! {
    /// A message to send; see [`Rest::create_message`].
    pub struct CreateMessage -> Message, with message, with post, with tts;

    /// Answers or forwards a message.
    message message_reference: MessageReference;
    /// By which Discord knows a message that is sent twice, at most 25 characters; a random one unless set.
    message nonce: String;
    /// Whether a message with a nonce that was there lately makes no second one; so it is unless set.
    message enforce_nonce: bool;
}

impl CreateMessage {
    /// Answers a message of the same channel; its author is not mentioned unless asked for.
    pub fn reply_to(self, message: Id<Message>) -> Self {
        // An answer to a message that was deleted in the meantime is better than none.
        self.message_reference(MessageReference::reply(message).fail_if_not_exists(false))
    }
}

options! {
    /// Changes to a message; see [`Rest::edit_message`]. What is not set stays as it is.
    pub struct EditMessage -> Message, with changes;

    /// All stickers, at most 3.
    message sticker_ids: Vec<Id<Sticker>>;
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
