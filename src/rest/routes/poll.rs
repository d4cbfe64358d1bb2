//! Polls of messages.

use http::Method;

use super::message::one;
use crate::model::{Channel, Id, Message, PollVoters, User};
use crate::rest::body::Body;
use crate::rest::page::{by_id, list_pages};
use crate::rest::route::{Route, Value};
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/poll>
impl Rest {
    /// Who chose an answer of a poll, fetched a hundred at a time as the iterator goes on.
    pub fn list_answer_voters(
        &self,
        channel: Id<Channel>,
        message: Id<Message>,
        answer_id: u32,
    ) -> ListAnswerVoters {
        let values = [Value::Id(channel.get()), Value::Id(message.get()), Value::Id(answer_id.into())];
        let template = "/channels/{channel.id}/polls/{message.id}/answers/{answer_id}";
        ListAnswerVoters::new(self, Route::new(Method::GET, template, &values), 100, |answer, query| {
            let voters: PollVoters = answer.read()?;
            Ok(by_id(voters.users, query, |user| user.id.get()))
        })
    }

    /// Ends a poll of the bot's own at once.
    pub fn end_poll(&self, channel: Id<Channel>, message: Id<Message>) -> Request<Message> {
        let template = "/channels/{channel.id}/polls/{message.id}/expire";
        Request::json(self, one(Method::POST, template, channel, message), Body::None)
    }
}

list_pages! {
    /// Who chose an answer of a poll; see [`Rest::list_answer_voters`].
    pub struct ListAnswerVoters -> User;

    /// Starts behind this user.
    query after: Id<User>;
}
