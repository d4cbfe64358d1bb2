//! Webhooks: those that a bot manages, and messages through them, for which their token is enough.

use http::Method;

use super::message::of;
use crate::model::{Channel, ForumTag, Id, ImageData, Message, NewPoll, Webhook};
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::route::{Route, Value};
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/webhook>
impl Rest {
    /// Creates a webhook that posts to a channel; the name has 1 to 80 characters.
    pub fn create_webhook(&self, channel: Id<Channel>, name: impl Into<String>) -> CreateWebhook {
        let route = of(Method::POST, "/channels/{channel.id}/webhooks", channel);
        CreateWebhook::new(Request::json(self, route, Body::None)).name(name)
    }

    /// The webhooks of a channel.
    pub fn list_channel_webhooks(&self, channel: Id<Channel>) -> Request<Vec<Webhook>> {
        Request::list(self, of(Method::GET, "/channels/{channel.id}/webhooks", channel))
    }

    /// A webhook.
    pub fn fetch_webhook(&self, webhook: Id<Webhook>) -> Request<Webhook> {
        Request::json(self, one(Method::GET, webhook), Body::None)
    }

    /// Changes a webhook.
    pub fn edit_webhook(&self, webhook: Id<Webhook>) -> EditWebhook {
        EditWebhook::new(Request::json(self, one(Method::PATCH, webhook), Body::None))
    }

    /// Deletes a webhook.
    pub fn delete_webhook(&self, webhook: Id<Webhook>) -> Request<()> {
        Request::empty(self, one(Method::DELETE, webhook), Body::None)
    }

    /// A webhook by its token.
    pub fn fetch_webhook_with_token(&self, webhook: Id<Webhook>, token: &str) -> Request<Webhook> {
        Request::json(self, with_token(Method::GET, WITH_TOKEN, webhook, token), Body::None)
    }

    /// Changes a webhook by its token.
    pub fn edit_webhook_with_token(&self, webhook: Id<Webhook>, token: &str) -> EditWebhookWithToken {
        let route = with_token(Method::PATCH, WITH_TOKEN, webhook, token);
        EditWebhookWithToken::new(Request::json(self, route, Body::None))
    }

    /// Deletes a webhook by its token.
    pub fn delete_webhook_with_token(&self, webhook: Id<Webhook>, token: &str) -> Request<()> {
        Request::empty(self, with_token(Method::DELETE, WITH_TOKEN, webhook, token), Body::None)
    }

    /// Sends a message through a webhook; it is given back if that is [waited](ExecuteWebhook::wait) for.
    ///
    /// ```no_run
    /// # use ito::model::{Id, Webhook};
    /// # fn f(rest: &ito::rest::Rest, webhook: Id<Webhook>, token: &str) -> Result<(), ito::rest::Error> {
    /// let message = rest.execute_webhook(webhook, token).username("ada").content("hello").wait(true).send()?;
    /// println!("{:?}", message.map(|message| message.id));
    /// # Ok(())
    /// # }
    /// ```
    pub fn execute_webhook(&self, webhook: Id<Webhook>, token: &str) -> ExecuteWebhook {
        let route = with_token(Method::POST, WITH_TOKEN, webhook, token);
        ExecuteWebhook::new(Request::maybe(self, route))
    }

    /// Sends what was made for Slack through a webhook: a JSON object as Slack takes it, which is handed on as it is.
    /// [`Rest::execute_webhook`] is for messages of one's own.
    pub fn execute_slack_compatible_webhook(
        &self,
        webhook: Id<Webhook>,
        token: &str,
        json: impl Into<Vec<u8>>,
    ) -> ExecuteCompatibleWebhook {
        let route = with_token(Method::POST, "/webhooks/{webhook.id}/{webhook.token}/slack", webhook, token);
        ExecuteCompatibleWebhook::new(Request::empty(self, route, Body::Json(json.into())))
    }

    /// Sends an event of GitHub's through a webhook: the JSON object that GitHub posts, which is handed on as it is; what
    /// GitHub says in headers is not sent.
    pub fn execute_github_compatible_webhook(
        &self,
        webhook: Id<Webhook>,
        token: &str,
        json: impl Into<Vec<u8>>,
    ) -> ExecuteCompatibleWebhook {
        let route = with_token(Method::POST, "/webhooks/{webhook.id}/{webhook.token}/github", webhook, token);
        ExecuteCompatibleWebhook::new(Request::empty(self, route, Body::Json(json.into())))
    }

    /// A message of a webhook.
    pub fn fetch_webhook_message(
        &self,
        webhook: Id<Webhook>,
        token: &str,
        message: Id<Message>,
    ) -> FetchWebhookMessage {
        let route = of_message(Method::GET, webhook, token, message);
        FetchWebhookMessage::new(Request::json(self, route, Body::None))
    }

    /// Changes a message of a webhook.
    pub fn edit_webhook_message(
        &self,
        webhook: Id<Webhook>,
        token: &str,
        message: Id<Message>,
    ) -> EditWebhookMessage {
        let route = of_message(Method::PATCH, webhook, token, message);
        EditWebhookMessage::new(Request::json(self, route, Body::None))
    }

    /// Deletes a message of a webhook.
    pub fn delete_webhook_message(
        &self,
        webhook: Id<Webhook>,
        token: &str,
        message: Id<Message>,
    ) -> DeleteWebhookMessage {
        let route = of_message(Method::DELETE, webhook, token, message);
        DeleteWebhookMessage::new(Request::empty(self, route, Body::None))
    }
}

fn one(method: Method, webhook: Id<Webhook>) -> Route {
    Route::new(method, "/webhooks/{webhook.id}", &[Value::Id(webhook.get())])
}

/// A route below the token of a webhook, or of an interaction under its application.
pub(super) fn with_token<T>(method: Method, template: &'static str, id: Id<T>, token: &str) -> Route {
    Route::new(method, template, &[Value::Id(id.get()), Value::Secret(token)])
}

/// A route of a message of a webhook, or of an interaction under its application.
pub(super) fn of_message<T>(method: Method, id: Id<T>, token: &str, message: Id<Message>) -> Route {
    let values = [Value::Id(id.get()), Value::Secret(token), Value::Id(message.get())];
    Route::new(method, "/webhooks/{webhook.id}/{webhook.token}/messages/{message.id}", &values)
}

pub(super) const WITH_TOKEN: &str = "/webhooks/{webhook.id}/{webhook.token}";

options! {
    /// A webhook to create; see [`Rest::create_webhook`].
    pub struct CreateWebhook -> Webhook, with webhook_name, with reason;

    /// The avatar.
    patch avatar: ImageData;
}

options! {
    /// Changes to a webhook; see [`Rest::edit_webhook`]. What is not set stays as it is.
    pub struct EditWebhook -> Webhook, with webhook_name, with reason;

    /// The avatar.
    patch avatar: ImageData;
    /// The channel that it posts to.
    body channel_id: Id<Channel>;
}

options! {
    /// Changes to a webhook; see [`Rest::edit_webhook_with_token`]. What is not set stays as it is.
    pub struct EditWebhookWithToken -> Webhook, with webhook_name;

    /// The avatar.
    patch avatar: ImageData;
}

options! {
    /// A message to send through a webhook; see [`Rest::execute_webhook`].
    pub struct ExecuteWebhook -> Option<Message>, with message, with tts;

    /// Whether Discord gives the message back and says so when it could not be sent; neither unless set.
    query wait: bool;
    /// The thread of the webhook's channel to send it to.
    query thread_id: Id<Channel>;
    /// Whether components are taken of a webhook that belongs to no application, as long as they do nothing.
    query with_components: bool;
    /// The name to show instead of the webhook's.
    body username: String;
    /// The address of the avatar to show instead of the webhook's.
    body avatar_url: String;
    /// The name of a thread to begin with it, in a forum or a media channel.
    body thread_name: String;
    /// The tags of that thread.
    body applied_tags: Vec<Id<ForumTag>>;
}

options! {
    /// What was made for others, to send through a webhook; see [`Rest::execute_slack_compatible_webhook`].
    pub struct ExecuteCompatibleWebhook -> ();

    /// Whether Discord says so when it could not be sent.
    query wait: bool;
    /// The thread of the webhook's channel to send it to.
    query thread_id: Id<Channel>;
}

options! {
    /// A message of a webhook to fetch; see [`Rest::fetch_webhook_message`].
    pub struct FetchWebhookMessage -> Message;

    /// The thread that it is in.
    query thread_id: Id<Channel>;
}

options! {
    /// Changes to a message of a webhook; see [`Rest::edit_webhook_message`]. What is not set stays as it is.
    pub struct EditWebhookMessage -> Message, with changes;

    /// The thread that it is in.
    query thread_id: Id<Channel>;
    /// Whether components are taken of a webhook that belongs to no application, as long as they do nothing.
    query with_components: bool;
    /// Asks a question, in an answer that was yet to come.
    message poll: NewPoll;
}

options! {
    /// A message of a webhook to delete; see [`Rest::delete_webhook_message`].
    pub struct DeleteWebhookMessage -> ();

    /// The thread that it is in.
    query thread_id: Id<Channel>;
}
