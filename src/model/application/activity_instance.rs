//! Instances of an activity: where it runs, and for whom.
//!
//! <https://docs.discord.com/developers/resources/application#get-application-activity-instance>

use serde::{Deserialize, Serialize};

use crate::model::{Application, Attachment, Channel, Guild, Id, User, open_enum};

/// An instance of an activity.
///
/// <https://docs.discord.com/developers/resources/application#get-application-activity-instance-activity-instance-object>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ActivityInstance {
    /// The application.
    pub application_id: Id<Application>,
    /// The instance's id.
    pub instance_id: String,
    /// The id of this launch.
    pub launch_id: String,
    /// Where it runs.
    pub location: ActivityLocation,
    /// Who is connected.
    pub users: Vec<Id<User>>,
}

/// Where an activity runs.
///
/// <https://docs.discord.com/developers/resources/application#get-application-activity-instance-activity-location-object>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ActivityLocation {
    /// The location's id.
    pub id: String,
    /// The kind of location.
    pub kind: ActivityLocationKind,
    /// The channel.
    pub channel_id: Id<Channel>,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
}

open_enum! {
    /// The kinds of places where an activity runs.
    ///
    /// <https://docs.discord.com/developers/resources/application#get-application-activity-instance-activity-location-kind-enum>
    pub enum ActivityLocationKind: str {
        /// A channel of a guild.
        GuildChannel = "gc",
        /// A private channel.
        PrivateChannel = "pc",
        /// A party.
        Party = "party",
    }
}

/// A file that an activity may show.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ActivityAttachment {
    /// The file.
    pub attachment: Attachment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_travels_back_as_it_came() {
        let json = r#"{"application_id":"1","instance_id":"i-2-gc-3-4","launch_id":"2","location":{"id":"gc-3-4","kind":"gc","channel_id":"4","guild_id":"3"},"users":["7"]}"#;
        let instance: ActivityInstance = serde_json::from_str(json).unwrap();
        assert_eq!(instance.location.kind, ActivityLocationKind::GuildChannel);
        assert_eq!(serde_json::to_string(&instance).unwrap(), json);
    }
}
