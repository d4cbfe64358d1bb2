//! What a bot asks of the gateway, as Discord's payloads.
//!
//! <https://docs.discord.com/developers/events/gateway-events#send-events>

use serde::{Serialize, Serializer};

/// How a bot appears.
///
/// <https://docs.discord.com/developers/events/gateway-events#update-presence>
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Presence {
    since: Option<u64>,
    activities: Vec<Activity>,
    status: Status,
    afk: bool,
}

impl Presence {
    /// Online, doing nothing in particular.
    pub fn new() -> Self {
        Self::default()
    }

    /// The status; online by default.
    pub fn status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    /// Adds an activity.
    pub fn activity(mut self, activity: Activity) -> Self {
        self.activities.push(activity);
        self
    }

    /// Since when the bot is idle, in milliseconds of Unix time.
    pub fn since(mut self, millis: u64) -> Self {
        self.since = Some(millis);
        self
    }

    /// Whether the bot is away from its keyboard.
    pub fn afk(mut self, afk: bool) -> Self {
        self.afk = afk;
        self
    }
}

/// The dot beside a bot's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Status {
    /// Green.
    #[default]
    Online,
    /// Red.
    #[serde(rename = "dnd")]
    DoNotDisturb,
    /// Yellow.
    Idle,
    /// Grey, as if offline.
    Invisible,
}

/// What a bot is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Activity {
    name: String,
    #[serde(rename = "type")]
    kind: ActivityType,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
}

impl Activity {
    /// "Playing …", "Listening to …", and so on.
    pub fn new(kind: ActivityType, name: impl Into<String>) -> Self {
        Self { name: name.into(), kind, url: None, state: None }
    }

    /// "Streaming …", with the address of the stream.
    pub fn streaming(name: impl Into<String>, url: impl Into<String>) -> Self {
        Self { name: name.into(), kind: ActivityType::Streaming, url: Some(url.into()), state: None }
    }

    /// A text of its own, without a verb.
    pub fn custom(text: impl Into<String>) -> Self {
        Self {
            name: "Custom Status".to_owned(),
            kind: ActivityType::Custom,
            url: None,
            state: Some(text.into()),
        }
    }
}

/// The verb of an activity.
///
/// <https://docs.discord.com/developers/events/gateway-events#activity-object-activity-types>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ActivityType {
    /// "Playing".
    Playing,
    /// "Streaming".
    Streaming,
    /// "Listening to".
    Listening,
    /// "Watching".
    Watching,
    /// No verb.
    Custom,
    /// "Competing in".
    Competing,
}

impl Serialize for ActivityType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(match self {
            Self::Playing => 0,
            Self::Streaming => 1,
            Self::Listening => 2,
            Self::Watching => 3,
            Self::Custom => 4,
            Self::Competing => 5,
        })
    }
}

/// A payload for the gateway.
#[derive(Debug, Serialize)]
pub(super) struct Payload<D> {
    pub(super) op: u8,
    pub(super) d: D,
}

/// IDENTIFY, op 2.
#[derive(Debug, Serialize)]
pub(super) struct Identify<'a> {
    pub(super) token: &'a str,
    pub(super) properties: Properties,
    pub(super) intents: u64,
    pub(super) shard: [u32; 2],
    pub(super) large_threshold: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) presence: Option<&'a Presence>,
}

/// Who connects.
#[derive(Debug, Serialize)]
pub(super) struct Properties {
    os: &'static str,
    browser: &'static str,
    device: &'static str,
}

impl Properties {
    pub(super) const fn new() -> Self {
        Self { os: std::env::consts::OS, browser: "ito", device: "ito" }
    }
}

/// RESUME, op 6.
#[derive(Debug, Serialize)]
pub(super) struct Resume<'a> {
    pub(super) token: &'a str,
    pub(super) session_id: &'a str,
    pub(super) seq: u64,
}
