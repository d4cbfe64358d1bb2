//! The interaction that a message answers.
//!
//! <https://docs.discord.com/developers/resources/message#message-interaction-metadata-object>

use serde::{Deserialize, Serialize};

use crate::model::{Id, IntegrationOwners, Interaction, InteractionType, Member, Message, User};

/// The interaction that a message answers.
///
/// <https://docs.discord.com/developers/resources/message#message-interaction-metadata-object>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageInteractionMetadata {
    /// The interaction's id.
    pub id: Id<Interaction>,
    /// The kind of interaction.
    #[serde(rename = "type")]
    pub kind: InteractionType,
    /// Who began it.
    pub user: User,
    /// For whom the application is installed.
    pub authorizing_integration_owners: IntegrationOwners,
    /// The first answer; only in follow-ups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_response_message_id: Option<Id<Message>>,
    /// The user that a command of a user's menu was run on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_user: Option<Box<User>>,
    /// The message that a command of a message's menu was run on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_message_id: Option<Id<Message>>,
    /// The message whose component was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interacted_message_id: Option<Id<Message>>,
    /// The interaction that opened the modal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub triggering_interaction_metadata: Option<Box<MessageInteractionMetadata>>,
}

/// The interaction that a message answers, as it was told before [`MessageInteractionMetadata`].
///
/// <https://docs.discord.com/developers/interactions/receiving-and-responding#message-interaction-object-message-interaction-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageInteraction {
    /// The interaction's id.
    pub id: Id<Interaction>,
    /// The kind of interaction.
    #[serde(rename = "type")]
    pub kind: InteractionType,
    /// The name of the command, its group and subcommand included.
    pub name: String,
    /// The name in the language of the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_localized: Option<String>,
    /// Who began it.
    pub user: User,
    /// The member who began it, without its user; only in events of a guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interaction_of_a_modal_names_the_one_that_opened_it() {
        let text = r#"{"id":"81","type":5,"user":{"id":"5","username":"robin","discriminator":"0","global_name":null,"avatar":null},"authorizing_integration_owners":{"0":"6","1":"5"},"triggering_interaction_metadata":{"id":"82","type":3,"user":{"id":"5","username":"robin","discriminator":"0","global_name":null,"avatar":null},"authorizing_integration_owners":{"0":"6"},"interacted_message_id":"31"}}"#;
        let metadata: MessageInteractionMetadata = serde_json::from_str(text).unwrap();
        assert_eq!(metadata.kind, InteractionType::ModalSubmit);
        assert_eq!(metadata.authorizing_integration_owners.user, Some(Id::new(5)));
        assert_eq!(serde_json::to_string(&metadata).unwrap(), text);
    }
}
