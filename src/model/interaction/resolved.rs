//! What the ids in an interaction stand for.
//!
//! <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure>

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{Attachment, Channel, Id, Member, Message, Role, User, nullable};

/// What the ids in an interaction stand for.
///
/// <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ResolvedData {
    /// The users.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "BTreeMap::is_empty")]
    pub users: BTreeMap<Id<User>, User>,
    /// The members, without their users, which are among the users, and without `deaf` and `mute`.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "BTreeMap::is_empty")]
    pub members: BTreeMap<Id<User>, Member>,
    /// The roles.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "BTreeMap::is_empty")]
    pub roles: BTreeMap<Id<Role>, Role>,
    /// The channels, in part: among others their name, kind, permissions and, of threads, metadata and parent.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "BTreeMap::is_empty")]
    pub channels: BTreeMap<Id<Channel>, Channel>,
    /// The messages, in part.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "BTreeMap::is_empty")]
    pub messages: BTreeMap<Id<Message>, Message>,
    /// The files.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "BTreeMap::is_empty")]
    pub attachments: BTreeMap<Id<Attachment>, Attachment>,
}

impl ResolvedData {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.users.is_empty()
            && self.members.is_empty()
            && self.roles.is_empty()
            && self.channels.is_empty()
            && self.messages.is_empty()
            && self.attachments.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ids_stand_for_is_found_by_id() {
        let json = r#"{"users":{"7":{"id":"7","username":"ada"}},"members":{"7":{"nick":"Ada","roles":["9"]}},"roles":{"9":{"id":"9","name":"tea"}},"channels":{"4":{"id":"4","type":0,"name":"kitchen"}},"messages":{"5":{"id":"5","content":"hi"}},"attachments":{"6":{"id":"6","filename":"tea.png"}}}"#;
        let resolved: ResolvedData = serde_json::from_str(json).unwrap();
        assert_eq!(resolved.users[&Id::new(7)].name, "ada");
        assert_eq!(resolved.members[&Id::new(7)].nick.as_deref(), Some("Ada"));
        assert_eq!(resolved.channels[&Id::new(4)].name.as_deref(), Some("kitchen"));
        assert_eq!(resolved.messages[&Id::new(5)].content, "hi");
        assert_eq!(resolved.attachments[&Id::new(6)].filename, "tea.png");
        assert!(ResolvedData::default().is_empty() && !resolved.is_empty());
        let back: ResolvedData = serde_json::from_str(&serde_json::to_string(&resolved).unwrap()).unwrap();
        assert_eq!(back, resolved);
    }
}
