//! Answers to interactions, and what follows them.

use http::Method;
use serde::Serialize;

use super::webhook::{
    DeleteWebhookMessage, EditWebhookMessage, FetchWebhookMessage, WITH_TOKEN, of_message, with_token,
};
use crate::model::{
    Application, CommandChoice, Id, Interaction, InteractionCallbackResponse, InteractionCallbackType,
    Message, MessageFlags, Modal, SkuPurchaseEligibility, limits,
};
use crate::rest::body::Body;
use crate::rest::options::{Options, extra, options};
use crate::rest::route::Repeat;
use crate::rest::{ErrorCode, Request, Rest};

/// <https://docs.discord.com/developers/interactions/receiving-and-responding>
impl Rest {
    /// Answers an interaction, which waits for 3 seconds. The answer is outside of the global limit. What it made is given
    /// back if that is [asked for](CreateInteractionResponse::with_response).
    ///
    /// ```no_run
    /// use ito::rest::{InteractionResponse, ResponseMessage};
    /// # use ito::model::{Id, Interaction};
    /// # fn f(rest: &ito::rest::Rest, id: Id<Interaction>, token: &str) -> Result<(), ito::rest::Error> {
    /// let answer = ResponseMessage::new().content("done").ephemeral();
    /// rest.create_interaction_response(id, token, InteractionResponse::Message(answer)).send()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_interaction_response(
        &self,
        interaction: Id<Interaction>,
        token: &str,
        response: InteractionResponse,
    ) -> CreateInteractionResponse {
        let template = "/interactions/{interaction.id}/{interaction.token}/callback";
        let route = with_token(Method::POST, template, interaction, token);
        // When the answer to the first attempt is lost, the second one learns that the first one worked.
        let route = route.repeat(Repeat::RefusedWith(ErrorCode::InteractionAlreadyAcknowledged.value()));
        let mut builder = CreateInteractionResponse::new(Request::maybe(self, route));
        builder.options = response.into_options();
        builder
    }

    /// The message with which an interaction was answered. The token is good for 15 minutes, here and in all that follows.
    pub fn fetch_original_interaction_response(
        &self,
        application: Id<Application>,
        token: &str,
    ) -> FetchWebhookMessage {
        let route = with_token(Method::GET, ORIGINAL, application, token);
        FetchWebhookMessage::new(Request::json(self, route, Body::None))
    }

    /// Changes the message with which an interaction was answered, or gives the one that was to come.
    pub fn edit_original_interaction_response(
        &self,
        application: Id<Application>,
        token: &str,
    ) -> EditWebhookMessage {
        let route = with_token(Method::PATCH, ORIGINAL, application, token);
        EditWebhookMessage::new(Request::json(self, route, Body::None))
    }

    /// Deletes the message with which an interaction was answered.
    pub fn delete_original_interaction_response(
        &self,
        application: Id<Application>,
        token: &str,
    ) -> DeleteWebhookMessage {
        let route = with_token(Method::DELETE, ORIGINAL, application, token);
        DeleteWebhookMessage::new(Request::empty(self, route, Body::None))
    }

    /// Sends another message after the answer to an interaction.
    pub fn create_followup_message(
        &self,
        application: Id<Application>,
        token: &str,
    ) -> CreateFollowupMessage {
        let route = with_token(Method::POST, WITH_TOKEN, application, token);
        CreateFollowupMessage::new(Request::json(self, route, Body::None))
    }

    /// A message that followed the answer to an interaction.
    pub fn fetch_followup_message(
        &self,
        application: Id<Application>,
        token: &str,
        message: Id<Message>,
    ) -> FetchWebhookMessage {
        let route = of_message(Method::GET, application, token, message);
        FetchWebhookMessage::new(Request::json(self, route, Body::None))
    }

    /// Changes a message that followed the answer to an interaction.
    pub fn edit_followup_message(
        &self,
        application: Id<Application>,
        token: &str,
        message: Id<Message>,
    ) -> EditWebhookMessage {
        let route = of_message(Method::PATCH, application, token, message);
        EditWebhookMessage::new(Request::json(self, route, Body::None))
    }

    /// Deletes a message that followed the answer to an interaction.
    pub fn delete_followup_message(
        &self,
        application: Id<Application>,
        token: &str,
        message: Id<Message>,
    ) -> DeleteWebhookMessage {
        let route = of_message(Method::DELETE, application, token, message);
        DeleteWebhookMessage::new(Request::empty(self, route, Body::None))
    }
}

const ORIGINAL: &str = "/webhooks/{webhook.id}/{webhook.token}/messages/@original";

options! {
    /// An answer to an interaction; see [`Rest::create_interaction_response`].
    pub struct CreateInteractionResponse -> Option<InteractionCallbackResponse>;

    /// Whether Discord gives back what the answer has made; it does not unless set.
    query with_response: bool;
}

options! {
    /// Another message after the answer to an interaction; see [`Rest::create_followup_message`].
    pub struct CreateFollowupMessage -> Message, with message, with tts, with ephemeral;
}

/// What to answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum InteractionResponse {
    /// Answers a ping.
    Pong,
    /// A message.
    Message(ResponseMessage),
    /// Shows that a message will come; with [`MessageFlags::EPHEMERAL`] only the user will see it.
    DeferredMessage(MessageFlags),
    /// For a component: takes note without showing anything.
    DeferredUpdate,
    /// For a component: changes the message that the component is on.
    Update(ResponseChanges),
    /// Suggestions, at most 25.
    Autocomplete(Vec<CommandChoice>),
    /// A form to fill in.
    Modal(Modal),
    /// Begins the activity of the application.
    LaunchActivity,
    /// Whether the user may buy what a game sells.
    PurchaseEligibility(SkuPurchaseEligibility),
}

impl InteractionResponse {
    /// A message of text.
    pub fn message(content: impl Into<String>) -> Self {
        Self::Message(ResponseMessage::new().content(content))
    }

    fn into_options(self) -> Options {
        let mut options = Options::default();
        let kind = match self {
            Self::Pong => InteractionCallbackType::Pong,
            Self::Message(message) => {
                options = message.options;
                InteractionCallbackType::ChannelMessageWithSource
            }
            Self::DeferredMessage(flags) => {
                if !flags.is_empty() {
                    options.add_flags(flags);
                }
                InteractionCallbackType::DeferredChannelMessageWithSource
            }
            Self::DeferredUpdate => InteractionCallbackType::DeferredUpdateMessage,
            Self::Update(changes) => {
                options = changes.options;
                InteractionCallbackType::UpdateMessage
            }
            Self::Autocomplete(choices) => {
                options.body.set_within("data", &Choices { choices }, ..);
                InteractionCallbackType::ApplicationCommandAutocompleteResult
            }
            Self::Modal(modal) => {
                options.body.set_within("data", &modal, ..);
                InteractionCallbackType::Modal
            }
            Self::LaunchActivity => InteractionCallbackType::LaunchActivity,
            Self::PurchaseEligibility(eligibility) => {
                options.body.set_within("data", &eligibility, ..);
                InteractionCallbackType::SocialLayerSkuPurchaseEligibility
            }
        };
        options.body.set("type", &kind);
        options.within("data")
    }
}

#[derive(Serialize)]
struct Choices {
    choices: Vec<CommandChoice>,
}

limits! {
    Choices { choices: ..=25 }
}

/// The message of an answer.
#[derive(Debug)]
#[must_use]
pub struct ResponseMessage {
    options: Options,
}

impl ResponseMessage {
    /// A message that has nothing yet and mentions nobody.
    pub fn new() -> Self {
        Self { options: Options::new_message() }
    }

    extra!(message);
    extra!(tts);
    extra!(ephemeral);
}

impl Default for ResponseMessage {
    fn default() -> Self {
        Self::new()
    }
}

/// Changes to the message that a component is on. What is not set stays as it is.
#[derive(Debug)]
#[must_use]
pub struct ResponseChanges {
    options: Options,
}

impl ResponseChanges {
    /// No changes yet.
    pub fn new() -> Self {
        Self { options: Options::changes() }
    }

    extra!(changes);
}

impl Default for ResponseChanges {
    fn default() -> Self {
        Self::new()
    }
}
