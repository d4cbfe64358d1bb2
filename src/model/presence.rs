//! Presences: who is online, where, and does what.
//!
//! <https://docs.discord.com/developers/events/gateway-events#presence-update>

use serde::{Deserialize, Serialize};

use super::{Activity, Guild, Id, User, open_enum};

/// What Discord tells of a user's presence: PRESENCE_UPDATE, and the presences of a guild.
///
/// <https://docs.discord.com/developers/events/gateway-events#presence-update-presence-update-event-fields>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PresenceUpdate {
    /// The user. Only the id is sure; the rest is there when it changed.
    pub user: User,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// How present the user is.
    pub status: PresenceStatus,
    /// What the user does.
    pub activities: Vec<Activity>,
    /// How present the user is on each platform.
    pub client_status: ClientStatus,
}

open_enum! {
    /// How present a user is.
    ///
    /// <https://docs.discord.com/developers/events/gateway-events#update-presence-status-types>
    pub enum PresenceStatus: str {
        /// Online.
        Online = "online",
        /// Does not want to be disturbed.
        Dnd = "dnd",
        /// Away.
        Idle = "idle",
        /// Shown as offline; only sent, never received.
        Invisible = "invisible",
        /// Offline.
        Offline = "offline",
    }
    default Offline
}

/// How present a user is on each platform; nothing for those where the user is not.
///
/// <https://docs.discord.com/developers/events/gateway-events#client-status-object>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ClientStatus {
    /// On Windows, Linux or macOS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desktop: Option<PresenceStatus>,
    /// On a phone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile: Option<PresenceStatus>,
    /// In a browser; bots, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web: Option<PresenceStatus>,
    /// In virtual reality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vr: Option<PresenceStatus>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_presence_is_read_with_no_more_of_its_user_than_the_id() {
        let text = r#"{"user":{"id":"5"},"guild_id":"6","status":"dnd","activities":[{"name":"Chess","type":0}],"client_status":{"web":"idle"}}"#;
        let presence: PresenceUpdate = serde_json::from_str(text).unwrap();
        assert_eq!((presence.user.id, &presence.status), (Id::new(5), &PresenceStatus::Dnd));
        assert_eq!(presence.client_status.web, Some(PresenceStatus::Idle));
        let again: PresenceUpdate = serde_json::from_str(&serde_json::to_string(&presence).unwrap()).unwrap();
        assert_eq!(again, presence);
    }
}
