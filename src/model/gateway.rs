//! What the gateway is told and tells about itself: intents, sessions, presences, activities.
//!
//! <https://docs.discord.com/developers/events/gateway>

use std::time::Duration;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{Application, Emoji, Guild, Id, Timestamp, User, flags, open_enum, unix};
flags! {
    /// Which events the gateway sends.
    pub struct Intents {
        /// Guilds, roles, channels, threads, stages.
        const GUILDS = 1 << 0;
        /// Members who join, change and leave. Privileged: to be switched on in the developer portal.
        const GUILD_MEMBERS = 1 << 1;
        /// Bans and the audit log.
        const GUILD_MODERATION = 1 << 2;
        /// Emojis, stickers and sounds.
        const GUILD_EXPRESSIONS = 1 << 3;
        /// Integrations.
        const GUILD_INTEGRATIONS = 1 << 4;
        /// Webhooks.
        const GUILD_WEBHOOKS = 1 << 5;
        /// Invites.
        const GUILD_INVITES = 1 << 6;
        /// Who is in which voice channel.
        const GUILD_VOICE_STATES = 1 << 7;
        /// Presences. Privileged: to be switched on in the developer portal.
        const GUILD_PRESENCES = 1 << 8;
        /// Messages in guilds.
        const GUILD_MESSAGES = 1 << 9;
        /// Reactions in guilds.
        const GUILD_MESSAGE_REACTIONS = 1 << 10;
        /// Who writes, in guilds.
        const GUILD_MESSAGE_TYPING = 1 << 11;
        /// Messages outside of guilds.
        const DIRECT_MESSAGES = 1 << 12;
        /// Reactions outside of guilds.
        const DIRECT_MESSAGE_REACTIONS = 1 << 13;
        /// Who writes, outside of guilds.
        const DIRECT_MESSAGE_TYPING = 1 << 14;
        /// The content of messages. Brings no events. Privileged: to be switched on in the developer portal.
        const MESSAGE_CONTENT = 1 << 15;
        /// Scheduled events.
        const GUILD_SCHEDULED_EVENTS = 1 << 16;
        /// Rules of auto moderation.
        const AUTO_MODERATION_CONFIGURATION = 1 << 20;
        /// What auto moderation did.
        const AUTO_MODERATION_EXECUTION = 1 << 21;
        /// Votes in guilds.
        const GUILD_MESSAGE_POLLS = 1 << 24;
        /// Votes outside of guilds.
        const DIRECT_MESSAGE_POLLS = 1 << 25;
    }
}

impl Intents {
    /// Those that need to be switched on in the developer portal.
    pub const PRIVILEGED: Self =
        Self::GUILD_MEMBERS.union(Self::GUILD_PRESENCES).union(Self::MESSAGE_CONTENT);

    /// All documented ones, the privileged included.
    pub const fn documented() -> Self {
        Self::from_bits_retain(0x0331_FFFF)
    }

    /// All documented ones but the privileged.
    pub const fn unprivileged() -> Self {
        Self::from_bits_retain(Self::documented().bits() & !Self::PRIVILEGED.bits())
    }
}

/// Where the gateway is, and how many sessions may begin there.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GatewayBot {
    /// The address.
    pub url: String,
    /// How many shards Discord recommends.
    pub shards: u32,
    /// How many sessions may begin.
    pub session_start_limit: SessionStartLimit,
}

/// How many sessions may begin.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SessionStartLimit {
    /// How many in a day.
    pub total: u32,
    /// How many are left.
    pub remaining: u32,
    /// When they are renewed.
    #[serde(with = "millis")]
    pub reset_after: Duration,
    /// How many may begin at once, each with another key.
    pub max_concurrency: u32,
}

/// What a user does, as seen in a guild.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Presence {
    /// The user; nothing but the id is sure to be there.
    pub user: User,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The status.
    pub status: PresenceStatus,
    /// The activities.
    pub activities: Vec<Activity>,
    /// The status on each platform.
    pub client_status: ClientStatus,
}

/// The status on each platform where a user is online.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ClientStatus {
    /// On a computer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desktop: Option<PresenceStatus>,
    /// On a telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile: Option<PresenceStatus>,
    /// In a browser, and for bots.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web: Option<PresenceStatus>,
    /// In virtual reality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vr: Option<PresenceStatus>,
}

open_enum! {
    /// The statuses.
    pub enum PresenceStatus: str {
        /// Online.
        Online = "online",
        /// Not to be disturbed.
        Dnd = "dnd",
        /// Away.
        Idle = "idle",
        /// Shown as offline; only to be sent.
        Invisible = "invisible",
        /// Offline.
        Offline = "offline",
    }
    default Offline
}

/// What a user does. Bots can set `name`, `type`, `url` and `state`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Activity {
    /// The name.
    pub name: String,
    /// The kind of activity.
    #[serde(rename = "type")]
    pub kind: ActivityType,
    /// The address of a stream.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was added to the session.
    #[serde(with = "unix::millis", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it began and ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamps: Option<ActivityTimestamps>,
    /// The application of a game.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_id: Option<Id<Application>>,
    /// What the status in the list of members shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_display_type: Option<StatusDisplayType>,
    /// What exactly the user does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    /// The link of `details`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details_url: Option<String>,
    /// The state of the party, or the text of a custom status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The link of `state`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_url: Option<String>,
    /// The emoji of a custom status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<ActivityEmoji>,
    /// The party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<ActivityParty>,
    /// Images.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assets: Option<Box<ActivityAssets>>,
    /// What lets others join.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secrets: Option<Box<ActivitySecrets>>,
    /// Whether it is an instance of a game.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<bool>,
    /// What others can do with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<ActivityFlags>,
    /// Buttons; over the gateway only their labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<ActivityButton>,
}

/// When an activity began and ends.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ActivityTimestamps {
    /// When it began.
    #[serde(with = "unix::millis", skip_serializing_if = "Option::is_none")]
    pub start: Option<Timestamp>,
    /// When it ends.
    #[serde(with = "unix::millis", skip_serializing_if = "Option::is_none")]
    pub end: Option<Timestamp>,
}

/// The emoji of a custom status.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ActivityEmoji {
    /// The name.
    pub name: String,
    /// The id of a custom emoji.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id<Emoji>>,
    /// Whether it moves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub animated: Option<bool>,
}

/// The party of an activity.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ActivityParty {
    /// The party's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// How many are in it, of how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Pair>,
}

/// The images of an activity and their texts.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ActivityAssets {
    /// The large image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub large_image: Option<String>,
    /// Its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub large_text: Option<String>,
    /// Its link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub large_url: Option<String>,
    /// The small image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub small_image: Option<String>,
    /// Its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub small_text: Option<String>,
    /// Its link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub small_url: Option<String>,
    /// The image on an invite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invite_cover_image: Option<String>,
}

/// What lets others join.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ActivitySecrets {
    /// To join the party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join: Option<String>,
    /// To watch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spectate: Option<String>,
    /// To join one match.
    #[serde(rename = "match", skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
}

open_enum! {
    /// The kinds of activities.
    pub enum ActivityType: u8 {
        /// Plays the named game.
        Playing = 0,
        /// Streams; `url` says where.
        Streaming = 1,
        /// Listens.
        Listening = 2,
        /// Watches.
        Watching = 3,
        /// A status of its own, in `state`.
        Custom = 4,
        /// Competes.
        Competing = 5,
    }
    default Playing
}

open_enum! {
    /// What the status in the list of members shows.
    pub enum StatusDisplayType: u8 {
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
    /// What others can do with an activity.
    pub struct ActivityFlags {
        /// It is an instance.
        const INSTANCE = 1 << 0;
        /// It can be joined.
        const JOIN = 1 << 1;
        /// It can be watched.
        const SPECTATE = 1 << 2;
        /// One can ask to join.
        const JOIN_REQUEST = 1 << 3;
        /// It can be listened to in step.
        const SYNC = 1 << 4;
        /// It can be played.
        const PLAY = 1 << 5;
        /// Friends can join.
        const PARTY_PRIVACY_FRIENDS = 1 << 6;
        /// Those in the voice channel can join.
        const PARTY_PRIVACY_VOICE_CHANNEL = 1 << 7;
        /// It runs inside Discord.
        const EMBEDDED = 1 << 8;
    }
}

/// A button of an activity. Over the gateway it is only a label.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct ActivityButton {
    /// The text.
    pub label: String,
    /// The address that it opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl<'de> Deserialize<'de> for ActivityButton {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ButtonVisitor;
        impl<'de> Visitor<'de> for ButtonVisitor {
            type Value = ActivityButton;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a label or a button")
            }

            fn visit_str<E: de::Error>(self, label: &str) -> Result<ActivityButton, E> {
                Ok(ActivityButton { label: label.to_owned(), url: None })
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<ActivityButton, A::Error> {
                #[derive(Default, Deserialize)]
                #[serde(default)]
                struct Whole {
                    label: String,
                    url: Option<String>,
                }
                let whole = Whole::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(ActivityButton { label: whole.label, url: whole.url })
            }
        }
        deserializer.deserialize_any(ButtonVisitor)
    }
}

/// Two numbers, the second the whole of which the first is a part: `[shard, of]`, `[current, maximum]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pair(pub u32, pub u32);

impl Serialize for Pair {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.0, self.1).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Pair {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairVisitor;
        impl<'de> Visitor<'de> for PairVisitor {
            type Value = Pair;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list of two numbers")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Pair, A::Error> {
                let pair =
                    Pair(list.next_element()?.unwrap_or_default(), list.next_element()?.unwrap_or_default());
                while list.next_element::<de::IgnoredAny>()?.is_some() {}
                Ok(pair)
            }
        }
        deserializer.deserialize_seq(PairVisitor)
    }
}

/// Milliseconds on the wire.
mod millis {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(span: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        u64::try_from(span.as_millis()).unwrap_or(u64::MAX).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        u64::deserialize(deserializer).map(Duration::from_millis)
    }
}
