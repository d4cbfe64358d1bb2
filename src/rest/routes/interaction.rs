//! Answers to interactions.
//!
//! <https://docs.discord.com/developers/interactions/receiving-and-responding>

use std::sync::Arc;

use http::Method;
use serde::Serialize;

use super::draft::{Draft, Files};
use crate::model::{AllowedMentions, CommandChoice, Component, Embed, Id, Interaction, MessageFlags};
use crate::rest::body::Body;
use crate::rest::route::{Repeat, Route, Value};
use crate::rest::{ErrorCode, Request, Rest};

impl Rest {
    /// Answers an interaction, which waits for 3 seconds. The answer is outside of the global limit.
    pub fn create_interaction_response(
        &self,
        interaction: Id<Interaction>,
        token: &str,
        response: InteractionResponse,
    ) -> Request<()> {
        let route = Route::new(
            Method::POST,
            "/interactions/{interaction.id}/{interaction.token}/callback",
            &[Value::Id(interaction.get()), Value::Secret(token)],
        );
        // When the answer to the first attempt is lost, the second one learns that the first one worked.
        let route = route.repeat(Repeat::RefusedWith(ErrorCode::InteractionAlreadyAcknowledged.value()));
        Request::empty(self, route, response.body())
    }
}

/// What to answer.
#[derive(Debug, Clone)]
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
    Update(ResponseMessage),
    /// Suggestions, at most 25.
    Autocomplete(Vec<CommandChoice>),
    /// A form to fill in.
    Modal {
        /// What the answer is known by.
        custom_id: String,
        /// What stands above it.
        title: String,
        /// The fields.
        components: Vec<Component>,
    },
}

impl InteractionResponse {
    /// A message of text.
    pub fn message(content: impl Into<String>) -> Self {
        Self::Message(ResponseMessage::default().content(content))
    }

    fn body(self) -> Body {
        #[derive(Serialize)]
        struct Payload<T> {
            r#type: u8,
            #[serde(skip_serializing_if = "Option::is_none")]
            data: Option<T>,
        }
        #[derive(Serialize)]
        struct Flags {
            flags: MessageFlags,
        }
        #[derive(Serialize)]
        struct Choices {
            choices: Vec<CommandChoice>,
        }
        #[derive(Serialize)]
        struct Modal {
            custom_id: String,
            title: String,
            components: Vec<Component>,
        }
        let none = Files::default();
        match self {
            Self::Pong => none.body(&Payload::<()> { r#type: 1, data: None }),
            Self::Message(message) => message.files.body(&Payload { r#type: 4, data: Some(&message.draft) }),
            Self::DeferredMessage(flags) if flags.is_empty() => {
                none.body(&Payload::<()> { r#type: 5, data: None })
            }
            Self::DeferredMessage(flags) => none.body(&Payload { r#type: 5, data: Some(Flags { flags }) }),
            Self::DeferredUpdate => none.body(&Payload::<()> { r#type: 6, data: None }),
            Self::Update(message) => message.files.body(&Payload { r#type: 7, data: Some(&message.draft) }),
            Self::Autocomplete(choices) => none.body(&Payload { r#type: 8, data: Some(Choices { choices }) }),
            Self::Modal { custom_id, title, components } => {
                none.body(&Payload { r#type: 9, data: Some(Modal { custom_id, title, components }) })
            }
        }
    }
}

/// The message of an answer.
#[derive(Debug, Clone, Default)]
pub struct ResponseMessage {
    draft: Draft,
    files: Files,
}

impl ResponseMessage {
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

    /// Shows the message to the user only.
    pub fn ephemeral(mut self) -> Self {
        self.draft.flags |= MessageFlags::EPHEMERAL;
        self
    }

    /// The flags.
    pub fn flags(mut self, flags: MessageFlags) -> Self {
        self.draft.flags = flags;
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

    /// Adds components: rows of buttons, for example.
    pub fn components<C: Into<Component>>(mut self, components: impl IntoIterator<Item = C>) -> Self {
        self.draft.components.extend(components.into_iter().map(Into::into));
        self
    }

    /// Adds a file.
    pub fn file(mut self, name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Self {
        let attachment = self.files.push(name.into(), bytes.into());
        self.draft.attachments.push(attachment);
        self
    }
}
