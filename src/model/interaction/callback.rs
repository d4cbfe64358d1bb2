//! What became of an answer to an interaction.
//!
//! <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object>

use serde::{Deserialize, Serialize};

use crate::model::{Channel, Guild, Id, Interaction, InteractionType, Message, limits, open_enum};

open_enum! {
    /// The ways to answer an interaction.
    ///
    /// <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type>
    pub enum InteractionCallbackType: u32 {
        /// Answers a ping.
        Pong = 1,
        /// With a message.
        ChannelMessageWithSource = 4,
        /// With a message that comes later; the user sees that something is on its way.
        DeferredChannelMessageWithSource = 5,
        /// With an edit of the component's message that comes later; the user sees nothing of it.
        DeferredUpdateMessage = 6,
        /// With an edit of the component's message.
        UpdateMessage = 7,
        /// With suggestions.
        ApplicationCommandAutocompleteResult = 8,
        /// With a modal.
        Modal = 9,
        /// With a button that sells something; premium buttons have taken its place.
        PremiumRequired = 10,
        /// By beginning the activity of the application.
        LaunchActivity = 12,
        /// With whether the user may buy what a game sells.
        SocialLayerSkuPurchaseEligibility = 13,
    }
}

/// Whether a user may buy what a game sells, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SkuPurchaseEligibility {
    /// Whether they may.
    pub eligible: bool,
    /// Why they may not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ineligible_reason: Option<SkuIneligibilityReason>,
    /// The same in words, at most 255 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ineligible_reason_description: Option<String>,
}

limits! {
    SkuPurchaseEligibility { ineligible_reason_description: ..=255 }
}

impl SkuPurchaseEligibility {
    /// They may.
    pub fn eligible() -> Self {
        Self { eligible: true, ..Self::default() }
    }

    /// They may not, for a reason.
    pub fn ineligible(reason: SkuIneligibilityReason) -> Self {
        Self { ineligible_reason: Some(reason), ..Self::default() }
    }

    /// Why they may not, in words of at most 255 characters.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.ineligible_reason_description = Some(description.into());
        self
    }
}

open_enum! {
    /// Why a user may not buy what a game sells.
    pub enum SkuIneligibilityReason: u32 {
        /// Another reason.
        Other = 0,
        /// They have it, or a part of it.
        OwnsSkuOrBundleComponent = 1,
        /// Their account is not on a platform that it is for.
        PlatformRestriction = 2,
    }
    default Other
}

/// What became of an answer to an interaction.
///
/// <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-interaction-callback-response-object>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InteractionCallbackResponse {
    /// The interaction.
    pub interaction: InteractionCallback,
    /// What the answer has made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<InteractionCallbackResource>,
}

/// An interaction that has been answered.
///
/// <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-interaction-callback-object>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InteractionCallback {
    /// The interaction's id.
    pub id: Id<Interaction>,
    /// The type of interaction.
    #[serde(rename = "type")]
    pub kind: InteractionType,
    /// The instance of the activity that was begun or joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_instance_id: Option<String>,
    /// The message of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_message_id: Option<Id<Message>>,
    /// Whether the message is yet to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_message_loading: Option<bool>,
    /// Whether only the user sees the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_message_ephemeral: Option<bool>,
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<Id<Channel>>,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
}

/// What an answer has made.
///
/// <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-interaction-callback-resource-object>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InteractionCallbackResource {
    /// How the interaction was answered.
    #[serde(rename = "type")]
    pub kind: InteractionCallbackType,
    /// The activity that was begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_instance: Option<CallbackActivityInstance>,
    /// The message that was sent or edited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Box<Message>>,
}

/// The activity that an answer has begun.
///
/// <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-interaction-callback-activity-instance-resource>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CallbackActivityInstance {
    /// The instance's id.
    pub id: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_of_an_answer_travels_back_as_it_came() {
        let json = r#"{"interaction":{"id":"1","type":2,"activity_instance_id":"i-1","response_message_loading":false},"resource":{"type":12,"activity_instance":{"id":"i-1"}}}"#;
        let response: InteractionCallbackResponse = serde_json::from_str(json).unwrap();
        assert_eq!(response.resource.as_ref().unwrap().kind, InteractionCallbackType::LaunchActivity);
        assert_eq!(serde_json::to_string(&response).unwrap(), json);
    }
}
