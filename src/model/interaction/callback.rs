//! What Discord says about an answer to an interaction.
//!
//! <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback>

use serde::{Deserialize, Serialize};

use crate::model::{Id, Interaction, InteractionType, Message, open_enum};

/// What became of an answer.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InteractionCallbackResponse {
    /// The interaction.
    pub interaction: InteractionCallback,
    /// What the answer made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<InteractionCallbackResource>,
}

/// An interaction that was answered.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InteractionCallback {
    /// The interaction's id.
    pub id: Id<Interaction>,
    /// The kind of interaction.
    #[serde(rename = "type")]
    pub kind: InteractionType,
    /// The activity that was started or joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_instance_id: Option<String>,
    /// The message that was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_message_id: Option<Id<Message>>,
    /// Whether it shows that it loads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_message_loading: Option<bool>,
    /// Whether only one user sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_message_ephemeral: Option<bool>,
}

/// What an answer made.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InteractionCallbackResource {
    /// The kind of answer.
    #[serde(rename = "type")]
    pub kind: InteractionCallbackType,
    /// The activity that was started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_instance: Option<CallbackActivityInstance>,
    /// The message that was made or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Box<Message>>,
}

/// An activity that an answer started.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CallbackActivityInstance {
    /// The instance's id.
    pub id: String,
}

open_enum! {
    /// The kinds of answers.
    pub enum InteractionCallbackType: u8 {
        /// To a ping.
        Pong = 1,
        /// A message.
        ChannelMessageWithSource = 4,
        /// A message will come; until then it shows that it loads.
        DeferredChannelMessageWithSource = 5,
        /// The component's message will change.
        DeferredUpdateMessage = 6,
        /// The component's message changes.
        UpdateMessage = 7,
        /// Suggestions.
        ApplicationCommandAutocompleteResult = 8,
        /// A modal.
        Modal = 9,
        /// An offer to buy; replaced by premium buttons.
        PremiumRequired = 10,
        /// Starts the application's activity.
        LaunchActivity = 12,
        /// Whether something may be bought.
        SocialLayerSkuPurchaseEligibility = 13,
    }
}
