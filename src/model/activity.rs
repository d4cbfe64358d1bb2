//! Activities: what users do, as their presences tell.
//!
//! <https://docs.discord.com/developers/events/gateway-events#activity-object>

use std::fmt;

use serde::de::{MapAccess, Visitor, value::MapAccessDeserializer};
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Application, Emoji, Id, Secret, Timestamp, flags, millis, open_enum};

/// Something a user does.
///
/// <https://docs.discord.com/developers/events/gateway-events#activity-object-activity-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Activity {
    /// The name: of the game, say.
    pub name: String,
    /// The kind of activity.
    #[serde(rename = "type")]
    pub kind: ActivityType,
    /// Where the stream is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was added to the user's session.
    #[serde(with = "millis", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it began and when it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamps: Option<ActivityTimestamps>,
    /// The application of the game.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_id: Option<Id<Application>>,
    /// Which field is shown in the list of members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_display_type: Option<StatusDisplayType>,
    /// What the player does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    /// Where a click on the details leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details_url: Option<String>,
    /// The state of the party, or the text of a custom status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Where a click on the state leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_url: Option<String>,
    /// The emoji of a custom status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<Emoji>,
    /// The party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<ActivityParty>,
    /// The images.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assets: Option<ActivityAssets>,
    /// What lets others join and watch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secrets: Option<ActivitySecrets>,
    /// Whether it is an instance of a game that can be joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<bool>,
    /// More about the activity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<ActivityFlags>,
    /// Up to two buttons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<ActivityButton>,
}

open_enum! {
    /// The kinds of activities.
    ///
    /// <https://docs.discord.com/developers/events/gateway-events#activity-object-activity-types>
    pub enum ActivityType: u32 {
        /// "Playing …".
        Playing = 0,
        /// "Streaming …".
        Streaming = 1,
        /// "Listening to …".
        Listening = 2,
        /// "Watching …".
        Watching = 3,
        /// An emoji and a text of the user's choice.
        Custom = 4,
        /// "Competing in …".
        Competing = 5,
    }
    default Playing
}

open_enum! {
    /// Which field of an activity is shown in the list of members.
    ///
    /// <https://docs.discord.com/developers/events/gateway-events#activity-object-status-display-types>
    pub enum StatusDisplayType: u32 {
        /// The name.
        Name = 0,
        /// The state.
        State = 1,
        /// The details.
        Details = 2,
    }
    default Name
}

flags! {
    /// Flags of an activity.
    ///
    /// <https://docs.discord.com/developers/events/gateway-events#activity-object-activity-flags>
    pub struct ActivityFlags {
        /// Is an instance.
        const INSTANCE = 1 << 0;
        /// Can be joined.
        const JOIN = 1 << 1;
        /// Can be watched.
        const SPECTATE = 1 << 2;
        /// Can be asked to join.
        const JOIN_REQUEST = 1 << 3;
        /// Is in step with others.
        const SYNC = 1 << 4;
        /// Can be played.
        const PLAY = 1 << 5;
        /// Friends may see the party.
        const PARTY_PRIVACY_FRIENDS = 1 << 6;
        /// Those in the voice channel may see the party.
        const PARTY_PRIVACY_VOICE_CHANNEL = 1 << 7;
        /// Runs within Discord.
        const EMBEDDED = 1 << 8;
    }
}

/// When an activity began and when it ends.
///
/// <https://docs.discord.com/developers/events/gateway-events#activity-object-activity-timestamps>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ActivityTimestamps {
    /// When it began.
    #[serde(with = "millis", skip_serializing_if = "Option::is_none")]
    pub start: Option<Timestamp>,
    /// When it ends.
    #[serde(with = "millis", skip_serializing_if = "Option::is_none")]
    pub end: Option<Timestamp>,
}

/// The party of players that a user is in.
///
/// <https://docs.discord.com/developers/events/gateway-events#activity-object-activity-party>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ActivityParty {
    /// The party's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// How many are in it, and how many can be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<[u32; 2]>,
}

/// The images of an activity: ids of assets of the application, or `mp:…` for images elsewhere.
///
/// <https://docs.discord.com/developers/events/gateway-events#activity-object-activity-assets>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ActivityAssets {
    /// The large image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub large_image: Option<String>,
    /// The text over the large image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub large_text: Option<String>,
    /// Where a click on the large image leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub large_url: Option<String>,
    /// The small image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub small_image: Option<String>,
    /// The text over the small image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub small_text: Option<String>,
    /// Where a click on the small image leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub small_url: Option<String>,
    /// The banner of an invite to the game.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invite_cover_image: Option<String>,
}

/// What lets others join and watch.
///
/// <https://docs.discord.com/developers/events/gateway-events#activity-object-activity-secrets>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ActivitySecrets {
    /// For joining the party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join: Option<Secret>,
    /// For watching the game.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spectate: Option<Secret>,
    /// For one match of the game.
    #[serde(rename = "match", skip_serializing_if = "Option::is_none")]
    pub match_: Option<Secret>,
}

/// A button of an activity. Bots receive no more than the label, on the wire a string.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ActivityButton {
    /// The label, of 1 to 32 characters.
    pub label: String,
    /// Where it leads.
    pub url: Option<String>,
}

impl Serialize for ActivityButton {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.url {
            None => serializer.serialize_str(&self.label),
            Some(url) => {
                let mut button = serializer.serialize_struct("ActivityButton", 2)?;
                button.serialize_field("label", &self.label)?;
                button.serialize_field("url", url)?;
                button.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for ActivityButton {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ButtonVisitor)
    }
}

struct ButtonVisitor;

impl<'de> Visitor<'de> for ButtonVisitor {
    type Value = ActivityButton;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a label or a button")
    }

    fn visit_str<E: serde::de::Error>(self, label: &str) -> Result<ActivityButton, E> {
        Ok(ActivityButton { label: label.to_owned(), url: None })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ActivityButton, A::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Full {
            label: String,
            url: Option<String>,
        }

        let Full { label, url } = Full::deserialize(MapAccessDeserializer::new(map))?;
        Ok(ActivityButton { label, url })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_activity_is_read_and_written_as_discord_does() {
        let text = r#"{"name":"Chess","type":0,"created_at":1700000000123,"timestamps":{"start":1700000000000},"application_id":"8","status_display_type":2,"details":"Endgame","state":"In a party","emoji":{"id":"9","name":"rook","animated":false},"party":{"id":"p","size":[1,2]},"assets":{"large_image":"71"},"secrets":{"match":"m"},"instance":true,"flags":3,"buttons":["Watch",{"label":"Join","url":"https://chess.example"}]}"#;
        let activity: Activity = serde_json::from_str(text).unwrap();
        assert_eq!(activity.created_at.unwrap().as_millis(), 1_700_000_000_123);
        assert_eq!(activity.buttons[0], ActivityButton { label: "Watch".into(), url: None });
        assert_eq!(activity.buttons[1].url.as_deref(), Some("https://chess.example"));
        assert_eq!(serde_json::to_string(&activity).unwrap(), text);
    }
}
