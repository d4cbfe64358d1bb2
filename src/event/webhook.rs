//! Events that Discord sends to an application's own server over HTTP, and what they carry.
//!
//! Whoever receives them checks the signature first, answers 204 within three seconds, and expects any order.
//! <https://docs.discord.com/developers/events/webhook-events>

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::UnknownEvent;
use crate::model::{
    Application, ApplicationIntegrationType, Channel, Decoded, Entitlement, Guild, Id, Lobby, LobbyMessage,
    Message, OAuth2Scope, Timestamp, User, tolerant,
};

/// An event that came over HTTP.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct WebhookEvent {
    /// The version of the form; 1 so far.
    pub version: u32,
    /// The application that it was sent to.
    pub application_id: Id<Application>,
    /// When it happened; not of a ping.
    pub timestamp: Option<Timestamp>,
    /// What happened.
    pub data: WebhookEventData,
}

/// What happened, of an event that came over HTTP.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub enum WebhookEventData {
    /// Discord asks whether the address works; answer 204, as to all events.
    #[default]
    Ping,
    /// A user has added the application to a guild or to the account.
    ApplicationAuthorized(Box<ApplicationAuthorized>),
    /// A user has taken the application away from the account; its tokens have ended.
    ApplicationDeauthorized(Box<ApplicationDeauthorized>),
    /// An entitlement was made.
    EntitlementCreate(Box<Entitlement>),
    /// An entitlement changed.
    EntitlementUpdate(Box<Entitlement>),
    /// An entitlement is gone.
    EntitlementDelete(Box<Entitlement>),
    /// A message was written in a lobby.
    LobbyMessageCreate(Box<LobbyMessage>),
    /// A message in a lobby changed.
    LobbyMessageUpdate(Box<LobbyMessage>),
    /// A message in a lobby is gone.
    LobbyMessageDelete(LobbyMessageDelete),
    /// A private message was written within a game.
    GameDirectMessageCreate(Box<GameDirectMessage>),
    /// A private message within a game changed.
    GameDirectMessageUpdate(Box<GameDirectMessage>),
    /// A private message within a game is gone.
    GameDirectMessageDelete(Box<GameDirectMessage>),
    /// An event that this version of ito does not know, as it came.
    Unknown(UnknownEvent),
}

/// A user has added the application to a guild or to the account.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ApplicationAuthorized {
    /// Where it was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration_type: Option<ApplicationIntegrationType>,
    /// The user.
    pub user: User,
    /// What the user allowed.
    pub scopes: Vec<OAuth2Scope>,
    /// The guild to which it was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild: Option<Box<Guild>>,
}

/// A user has taken the application away from the account.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ApplicationDeauthorized {
    /// The user.
    pub user: User,
}

/// A message in a lobby is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct LobbyMessageDelete {
    /// The message.
    pub id: Id<Message>,
    /// The lobby.
    pub lobby_id: Id<Lobby>,
}

/// A private message within a game; between accounts that exist only there it lacks a channel's id.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct GameDirectMessage {
    /// The message.
    pub message: Message,
    /// Where it was written, and who is there.
    pub channel: Option<Box<Channel>>,
    /// The lobby, where its channel is linked to one.
    pub lobby_id: Option<Id<Lobby>>,
    /// Who got it.
    pub recipient_id: Option<Id<User>>,
}

impl Deref for GameDirectMessage {
    type Target = Message;

    fn deref(&self) -> &Message {
        &self.message
    }
}

/// Reads the body of a request with which Discord tells of an event.
///
/// What does not fit its type is left out, and named in [`Decoded::drift`].
///
/// ```
/// use ito::event::{WebhookEventData, decode_webhook_event};
///
/// let body = r#"{"version":1,"application_id":"41","type":1,"event":{"type":"APPLICATION_DEAUTHORIZED",
///     "timestamp":"2024-10-18T14:42:53.064834","data":{"user":{"id":"7","username":"ada"}}}}"#;
/// if let WebhookEventData::ApplicationDeauthorized(gone) = decode_webhook_event(body)?.value.data {
///     println!("{} has left", gone.user.name);
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
/// When the text is no JSON.
pub fn decode_webhook_event(json: &str) -> Result<Decoded<WebhookEvent>, serde_json::Error> {
    let mut drift = Vec::new();
    let outer: Outer = tolerant::read(json, &mut drift)?;
    let mut value =
        WebhookEvent { version: outer.version, application_id: outer.application_id, ..Default::default() };
    if let Some(body) = outer.event {
        value.timestamp = body.timestamp;
        let mut within = Vec::new();
        value.data = data(&body.name, body.data.as_deref().map_or("{}", RawValue::get), &mut within)?;
        drift.extend(within.into_iter().map(|place| format!("/event/data{place}")));
    }
    Ok(Decoded { value, drift })
}

fn data(name: &str, json: &str, drift: &mut Vec<String>) -> Result<WebhookEventData, serde_json::Error> {
    use WebhookEventData as Data;

    Ok(match name {
        "APPLICATION_AUTHORIZED" => Data::ApplicationAuthorized(tolerant::read(json, drift)?),
        "APPLICATION_DEAUTHORIZED" => Data::ApplicationDeauthorized(tolerant::read(json, drift)?),
        "ENTITLEMENT_CREATE" => Data::EntitlementCreate(tolerant::read(json, drift)?),
        "ENTITLEMENT_UPDATE" => Data::EntitlementUpdate(tolerant::read(json, drift)?),
        "ENTITLEMENT_DELETE" => Data::EntitlementDelete(tolerant::read(json, drift)?),
        "LOBBY_MESSAGE_CREATE" => Data::LobbyMessageCreate(tolerant::read(json, drift)?),
        "LOBBY_MESSAGE_UPDATE" => Data::LobbyMessageUpdate(tolerant::read(json, drift)?),
        "LOBBY_MESSAGE_DELETE" => Data::LobbyMessageDelete(tolerant::read(json, drift)?),
        "GAME_DIRECT_MESSAGE_CREATE" => Data::GameDirectMessageCreate(direct_message(json, drift)?),
        "GAME_DIRECT_MESSAGE_UPDATE" => Data::GameDirectMessageUpdate(direct_message(json, drift)?),
        "GAME_DIRECT_MESSAGE_DELETE" => Data::GameDirectMessageDelete(direct_message(json, drift)?),
        _ => Data::Unknown(UnknownEvent::new(name, json)),
    })
}

/// The message, and what is beside its fields.
fn direct_message(json: &str, drift: &mut Vec<String>) -> Result<Box<GameDirectMessage>, serde_json::Error> {
    let Beside { channel, lobby_id, recipient_id } = tolerant::read(json, drift)?;
    let message = tolerant::read(json, drift)?;
    Ok(Box::new(GameDirectMessage { message, channel, lobby_id, recipient_id }))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Outer {
    version: u32,
    application_id: Id<Application>,
    event: Option<Body>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    #[serde(rename = "type")]
    name: String,
    timestamp: Option<Timestamp>,
    data: Option<Box<RawValue>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Beside {
    channel: Option<Box<Channel>>,
    lobby_id: Option<Id<Lobby>>,
    recipient_id: Option<Id<User>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, data: &str) -> WebhookEventData {
        let json = format!(
            r#"{{"version":1,"application_id":"41","type":1,"event":{{"type":"{name}","timestamp":"2024-10-18T14:42:53.064834","data":{data}}}}}"#
        );
        let Decoded { value, drift } = decode_webhook_event(&json).unwrap();
        assert_eq!((value.version, value.application_id, &*drift), (1, Id::new(41), &[][..]));
        assert_eq!(value.timestamp.unwrap().to_string(), "2024-10-18T14:42:53.064834+00:00");
        value.data
    }

    #[test]
    fn each_event_is_read() {
        use WebhookEventData as Data;

        let ping = decode_webhook_event(r#"{"version":1,"application_id":"41","type":0}"#).unwrap().value;
        assert_eq!((ping.data, ping.timestamp), (Data::Ping, None));
        let added =
            read("APPLICATION_AUTHORIZED", r#"{"integration_type":1,"scopes":["bot"],"user":{"id":"7"}}"#);
        let Data::ApplicationAuthorized(added) = added else { panic!("{added:?}") };
        assert_eq!(added.integration_type, Some(ApplicationIntegrationType::UserInstall));
        assert_eq!((added.scopes, added.user.id), (vec![OAuth2Scope::Bot], Id::new(7)));
        let gone = read("APPLICATION_DEAUTHORIZED", r#"{"user":{"id":"7"}}"#);
        assert!(matches!(gone, Data::ApplicationDeauthorized(gone) if gone.user.id == Id::new(7)));
        for (name, is) in [
            ("ENTITLEMENT_CREATE", (|data| matches!(data, Data::EntitlementCreate(_))) as fn(&Data) -> bool),
            ("ENTITLEMENT_UPDATE", |data| matches!(data, Data::EntitlementUpdate(_))),
            ("ENTITLEMENT_DELETE", |data| matches!(data, Data::EntitlementDelete(_))),
            ("LOBBY_MESSAGE_CREATE", |data| matches!(data, Data::LobbyMessageCreate(_))),
            ("LOBBY_MESSAGE_UPDATE", |data| matches!(data, Data::LobbyMessageUpdate(_))),
            ("LOBBY_MESSAGE_DELETE", |data| matches!(data, Data::LobbyMessageDelete(_))),
            ("GAME_DIRECT_MESSAGE_CREATE", |data| matches!(data, Data::GameDirectMessageCreate(_))),
            ("GAME_DIRECT_MESSAGE_UPDATE", |data| matches!(data, Data::GameDirectMessageUpdate(_))),
            ("GAME_DIRECT_MESSAGE_DELETE", |data| matches!(data, Data::GameDirectMessageDelete(_))),
        ] {
            let data = read(name, r#"{"id":"9","lobby_id":"8","new":null}"#);
            assert!(is(&data), "{name}: {data:?}");
        }
        let unknown = read("QUEST_USER_ENROLLMENT", r#"{"id":"9"}"#);
        assert_eq!(unknown, Data::Unknown(UnknownEvent::new("QUEST_USER_ENROLLMENT", r#"{"id":"9"}"#)));
    }

    #[test]
    fn a_private_message_has_what_is_beside_its_fields() {
        let data = r#"{"id":"9","content":"ready?","channel":{"id":"5","type":1},"recipient_id":"6"}"#;
        let WebhookEventData::GameDirectMessageCreate(message) = read("GAME_DIRECT_MESSAGE_CREATE", data)
        else {
            panic!("it is another event");
        };
        assert_eq!((message.content.as_str(), message.recipient_id), ("ready?", Some(Id::new(6))));
        assert_eq!(message.channel.as_ref().unwrap().id, Id::new(5));
    }

    #[test]
    fn what_does_not_fit_costs_its_own_place() {
        let json = r#"{"version":"x","application_id":"41","type":1,"event":{"type":"ENTITLEMENT_CREATE","timestamp":7,"data":{"id":"9","deleted":"no"}}}"#;
        let Decoded { value, drift } = decode_webhook_event(json).unwrap();
        assert!(matches!(value.data, WebhookEventData::EntitlementCreate(right) if right.id == Id::new(9)));
        assert_eq!(drift, ["/version", "/event/timestamp", "/event/data/deleted"]);
        assert!(decode_webhook_event("{").is_err());
    }
}
