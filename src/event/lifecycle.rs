//! Events that are not Discord's payloads as they are: the raw ones, the unknown ones, and ito's own.

use std::panic::Location;
use std::time::Duration;

use super::Event;
use super::payload::place;

/// An event of Discord as it came; it is given for each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawEvent {
    /// The shard that it came from.
    pub shard: u32,
    /// The sequence number in its session.
    pub seq: Option<u64>,
    /// Discord's name of it.
    pub name: Box<str>,
    /// The payload, which is JSON.
    pub data: Box<str>,
}

impl RawEvent {
    /// An event as it came.
    pub fn new(shard: u32, seq: Option<u64>, name: impl Into<Box<str>>, data: impl Into<Box<str>>) -> Self {
        Self { shard, seq, name: name.into(), data: data.into() }
    }
}

/// An event that this version of ito does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownEvent {
    /// Discord's name of it.
    pub name: Box<str>,
    /// The payload, which is JSON.
    pub data: Box<str>,
}

impl UnknownEvent {
    /// An event by its name and payload.
    pub fn new(name: impl Into<Box<str>>, data: impl Into<Box<str>>) -> Self {
        Self { name: name.into(), data: data.into() }
    }
}

/// A listener returned an error or panicked.
///
/// ```
/// use ito::{Bot, Event, EventKind};
///
/// let bot = Bot::new("a.token");
/// bot.on(EventKind::ListenerFailed, |e| {
///     if let Event::Message(message) = &e.event {
///         e.rest().create_message(message.channel_id).content("That went wrong.").send()?;
///     }
///     Ok(())
/// });
/// ```
#[derive(Debug, Clone)]
pub struct ListenerFailed {
    /// Where the listener was registered.
    pub listener: &'static Location<'static>,
    /// The event that it was given.
    pub event: Event,
    /// The shard that the event came from.
    pub shard: Option<u32>,
    /// The error, or what the panic said.
    pub error: Box<str>,
    /// Whether it panicked.
    pub panicked: bool,
}

/// The bot is about to connect: Discord was asked who the bot is and how many shards to run. Shards start when the
/// listeners of this are done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Starting {}

/// All shards of this process have been ready. Their guilds come behind it, each with its GUILD_CREATE; what has not come
/// is in `Bot::health`. `Bot::start` may have returned before a listener hears of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Started {}

/// The bot is about to close: shards say goodbye when the listeners of this are done, or their time is up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Stopping {}

/// The bot has closed: no shard is connected, REST refuses calls, and this is the last event of the run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Stopped {}

/// A shard has a connection over which events come, after READY or RESUMED.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ShardConnected {
    /// The shard.
    pub shard: u32,
    /// Whether it has its old session back.
    pub resumed: bool,
    /// How many events came that were missed meanwhile.
    pub replayed: u64,
}

/// A shard lost the connection over which events came; each [`ShardConnected`] is followed by one of these.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ShardDisconnected {
    /// The shard.
    pub shard: u32,
    /// Why.
    pub reason: Box<str>,
    /// Time until it tries again; `None` when it does not.
    pub retry_after: Option<Duration>,
    /// Whether it will try to get its session back.
    pub resumable: bool,
}

place!(RawEvent in |_e| None);
place!(UnknownEvent in |_e| None);
place!(ListenerFailed in |_e| None);
place!(Starting in |_e| None);
place!(Started in |_e| None);
place!(Stopping in |_e| None);
place!(Stopped in |_e| None);
place!(ShardConnected in |_e| None);
place!(ShardDisconnected in |_e| None);
