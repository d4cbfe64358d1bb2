//! Where the bot is in voice: joining and leaving through the gateway, and what Discord says of it.
//!
//! <https://docs.discord.com/developers/events/gateway-events#update-voice-state>
//!
//! Locks: one mutex over what Discord said; held for a look at it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::AskError;
use crate::bot::{Bot, WaitError};
use crate::dispatch::NoEvent;
use crate::error::Result;
use crate::event::{EventKind, EventType, EventTypes, VoiceServerUpdate, VoiceStateUpdate};
use crate::model::{Channel, Guild, Id, Intents};
use crate::sync::{Mutex, waits};

impl Bot {
    /// A change of where the bot is in the voice channels of a guild; `None` leaves. It does not wait for Discord's
    /// answer: see [`Voice::join`].
    pub fn update_voice_state(&self, guild: Id<Guild>, channel: Option<Id<Channel>>) -> VoiceUpdate {
        VoiceUpdate { bot: self.clone(), guild, channel, mute: None, deaf: None }
    }

    /// Where the bot is in voice; closing the bot leaves all of it.
    pub fn voice(&self) -> Voice {
        Voice { bot: self.clone() }
    }
}

/// A change of where the bot is in voice; made by [`Bot::update_voice_state`].
#[derive(Debug, Clone)]
#[must_use = "it is sent by `send`"]
pub struct VoiceUpdate {
    bot: Bot,
    guild: Id<Guild>,
    channel: Option<Id<Channel>>,
    mute: Option<bool>,
    deaf: Option<bool>,
}

impl VoiceUpdate {
    /// Whether the bot's microphone is off; as it was by default, and on at first.
    pub fn mute(mut self, mute: bool) -> Self {
        self.mute = Some(mute);
        self
    }

    /// Whether the bot does not listen; as it was by default, and it listens at first.
    pub fn deaf(mut self, deaf: bool) -> Self {
        self.deaf = Some(deaf);
        self
    }

    /// Asks for it. A shard that is not connected asks when it is back, for the newest.
    ///
    /// # Errors
    /// [`AskError::GuildNotCovered`]; [`StateError::NotRunning`](crate::bot::StateError::NotRunning).
    pub fn send(self) -> Result {
        let line = self.bot.line_for(self.guild)?;
        self.bot.0.voice.is_used.store(true, Ordering::Relaxed);
        line.update_voice_state(self.guild, self.channel, self.mute, self.deaf);
        Ok(())
    }
}

/// Where the bot is in voice; made by [`Bot::voice`].
#[derive(Debug, Clone)]
pub struct Voice {
    bot: Bot,
}

impl Voice {
    /// Where the bot is now, by guild, as Discord has said; needs [`Intents::GUILD_VOICE_STATES`].
    pub fn connections(&self) -> BTreeMap<Id<Guild>, VoiceConnection> {
        if self.bot.0.lifecycle.shards().is_none() {
            return BTreeMap::new();
        }
        let rows = self.bot.0.voice.rows.lock();
        rows.iter().filter_map(|(guild, row)| Some((*guild, row.connection()?))).collect()
    }

    /// Joins a voice channel, or moves there from another one of the guild. [`Join::wait`] does it.
    ///
    /// ```no_run
    /// # use ito::{Id, model::{Channel, Guild}};
    /// # fn join(bot: &ito::Bot, guild: Id<Guild>, channel: Id<Channel>) -> ito::Result {
    /// let connection = bot.voice().join(guild, channel).deaf(true).wait()?;
    /// println!("{:?}", connection.server.endpoint);
    /// bot.voice().disconnect(guild)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn join(&self, guild: Id<Guild>, channel: Id<Channel>) -> Join {
        Join { update: self.bot.update_voice_state(guild, Some(channel)), channel, timeout: JOIN }
    }

    /// Leaves the voice channel of a guild.
    ///
    /// # Errors
    /// As [`VoiceUpdate::send`].
    pub fn disconnect(&self, guild: Id<Guild>) -> Result {
        self.bot.update_voice_state(guild, None).send()
    }

    /// Leaves all voice channels.
    ///
    /// # Errors
    /// As [`VoiceUpdate::send`].
    pub fn disconnect_all(&self) -> Result {
        let guilds: Vec<_> = self.bot.0.voice.rows.lock().keys().copied().collect();
        guilds.into_iter().try_for_each(|guild| self.disconnect(guild))
    }
}

/// What a connection for voice needs to know.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct VoiceConnection {
    /// Where the bot is.
    pub state: Arc<VoiceStateUpdate>,
    /// Where its voice is served.
    pub server: Arc<VoiceServerUpdate>,
}

/// Joining a voice channel; made by [`Voice::join`].
#[derive(Debug, Clone)]
#[must_use = "it joins when `wait` is called"]
pub struct Join {
    update: VoiceUpdate,
    channel: Id<Channel>,
    timeout: Duration,
}

impl Join {
    /// Whether the bot's microphone is off: see [`VoiceUpdate::mute`].
    pub fn mute(mut self, mute: bool) -> Self {
        self.update = self.update.mute(mute);
        self
    }

    /// Whether the bot does not listen: see [`VoiceUpdate::deaf`].
    pub fn deaf(mut self, deaf: bool) -> Self {
        self.update = self.update.deaf(deaf);
        self
    }

    /// How long Discord may take; 10 s by default. It does not answer when the bot may not connect to the channel; then
    /// the join is given up.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Joins, and waits until Discord has said where the bot is and where its voice is served; inside a listener, too.
    ///
    /// # Errors
    /// [`AskError::GuildNotCovered`], [`AskError::MissingIntent`]; [`StateError`](crate::bot::StateError); a [`WaitError`].
    #[track_caller]
    pub fn wait(self) -> Result<VoiceConnection> {
        let Self { update, channel, timeout } = self;
        let (bot, guild) = (update.bot.clone(), update.guild);
        let intent = Intents::GUILD_VOICE_STATES;
        if !bot.intents().contains(intent) {
            return Err(AskError::MissingIntent { what: "joining a voice channel", intent }.into());
        }
        let dispatcher = bot.0.lifecycle.dispatcher()?;
        let Some(_waiting) = dispatcher.begin_wait() else {
            return Err(WaitError::Crowded { who: dispatcher.running() }.into());
        };
        let _time = waits::waiting_for_event();
        let kind =
            EventKind::any_of(EventTypes::of(EventType::VoiceStateUpdate).with(EventType::VoiceServerUpdate));
        let events = bot.hear(kind, move |event| event.guild_id() == Some(guild));
        let book = &bot.0.voice;
        let is_there = book.forget_server_elsewhere(guild, channel);
        update.send()?;
        if let Some(connection) = is_there {
            return Ok(connection);
        }
        let deadline = Instant::now() + timeout;
        loop {
            match events.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(_) => {}
                Err(NoEvent::Yet) => {
                    bot.line_for(guild)?.give_up_voice(guild, book.channel(guild));
                    return Err(WaitError::Timeout { after: timeout }.into());
                }
                Err(NoEvent::Ever) => return Err(WaitError::Closed.into()),
            }
            if let Some(connection) = book.connection(guild, channel) {
                return Ok(connection);
            }
        }
    }
}

/// What Discord has said of the bot's voice.
#[derive(Debug, Default)]
pub(in crate::bot) struct VoiceBook {
    rows: Mutex<BTreeMap<Id<Guild>, Row>>,
    /// Whether the bot has ever been in voice: if not, nobody's moves have to be looked at.
    is_used: AtomicBool,
}

#[derive(Debug, Default)]
struct Row {
    state: Option<Arc<VoiceStateUpdate>>,
    /// Without an endpoint while Discord looks for a new one.
    server: Option<Arc<VoiceServerUpdate>>,
}

impl VoiceBook {
    /// Whether events of this type are to be decoded for the book.
    pub(in crate::bot) fn wants(&self, event: EventType) -> bool {
        matches!(event, EventType::VoiceStateUpdate | EventType::VoiceServerUpdate)
            && self.is_used.load(Ordering::Relaxed)
    }

    /// The bot is somewhere, or nowhere any more.
    pub(in crate::bot) fn state_came(&self, guild: Id<Guild>, state: &Arc<VoiceStateUpdate>) {
        let mut rows = self.rows.lock();
        if state.channel_id.is_some() {
            rows.entry(guild).or_default().state = Some(state.clone());
        } else {
            rows.remove(&guild);
        }
    }

    /// Voice of a guild is served somewhere.
    pub(in crate::bot) fn server_came(&self, server: &Arc<VoiceServerUpdate>) {
        self.rows.lock().entry(server.guild_id).or_default().server = Some(server.clone());
    }

    /// Forgets the guilds of which it is true: their session is over.
    pub(in crate::bot) fn forget(&self, is_over: impl Fn(Id<Guild>) -> bool) {
        self.rows.lock().retain(|guild, _| !is_over(*guild));
    }

    fn channel(&self, guild: Id<Guild>) -> Option<Id<Channel>> {
        self.rows.lock().get(&guild)?.state.as_ref()?.channel_id
    }

    fn connection(&self, guild: Id<Guild>, channel: Id<Channel>) -> Option<VoiceConnection> {
        let connection = self.rows.lock().get(&guild)?.connection()?;
        (connection.state.channel_id == Some(channel)).then_some(connection)
    }

    /// The connection to this channel; one to another will not be served where it was.
    fn forget_server_elsewhere(&self, guild: Id<Guild>, channel: Id<Channel>) -> Option<VoiceConnection> {
        let here = self.connection(guild, channel);
        if here.is_none()
            && let Some(row) = self.rows.lock().get_mut(&guild)
        {
            row.server = None;
        }
        here
    }
}

impl Row {
    fn connection(&self) -> Option<VoiceConnection> {
        let server = self.server.as_ref().filter(|server| server.endpoint.is_some())?;
        Some(VoiceConnection { state: self.state.clone()?, server: server.clone() })
    }
}

/// How long Discord may take to let the bot into a voice channel.
const JOIN: Duration = Duration::from_secs(10);
