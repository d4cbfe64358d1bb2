//! What a shard is still to send (pure): how it appears, where it is in voice, what it asks. It outlives the shard's
//! connections, so that nothing is lost while there is none, and the newest wins.
//!
//! Presences: 5 in 20 s. <https://docs.discord.com/developers/events/gateway-events#update-presence>

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use super::command::{VoiceCommand, write};
use super::{Presence, PresencePatch};
use crate::model::{Channel, Guild, Id};

/// What is to be sent once there is a session and room for it.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    /// How the bot is to appear; nothing while nobody has said so, which is online.
    presence: Option<Presence>,
    presence_due: bool,
    /// Whether the session does not know the presence from its IDENTIFY.
    presence_is_newer: bool,
    /// When the last presences were sent.
    shown: VecDeque<Instant>,
    voice: BTreeMap<Id<Guild>, Voice>,
    questions: VecDeque<Waiting>,
    /// When a list that nobody waits for was last asked for.
    listed: BTreeMap<Id<Guild>, Instant>,
}

/// Where the bot is to be in a guild.
#[derive(Debug, Default)]
struct Voice {
    channel: Option<Id<Channel>>,
    mute: bool,
    deaf: bool,
    due: bool,
    /// Whether Discord has said that it is so.
    confirmed: bool,
}

#[derive(Debug)]
struct Waiting {
    payload: String,
    not_before: Option<Instant>,
    /// When nobody wants it any more.
    until: Option<Instant>,
}

/// What to do now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    Send(String),
    /// Nothing before that time.
    At(Instant),
    Nothing,
}

impl Outbox {
    /// With how the bot appears from the beginning.
    pub(super) fn new(presence: Option<Presence>) -> Self {
        Self { presence, ..Self::default() }
    }

    /// Changes how the bot appears.
    pub(super) fn present(&mut self, patch: &PresencePatch) {
        self.presence.get_or_insert_with(Presence::new).apply(patch);
        self.presence_due = true;
        self.presence_is_newer = true;
    }

    /// Changes where the bot is in a guild's voice; flags without a value stay as they are.
    pub(super) fn speak(
        &mut self,
        guild: Id<Guild>,
        channel: Option<Id<Channel>>,
        mute: Option<bool>,
        deaf: Option<bool>,
    ) {
        let voice = self.voice.entry(guild).or_default();
        *voice = Voice {
            channel,
            mute: mute.unwrap_or(voice.mute),
            deaf: deaf.unwrap_or(voice.deaf),
            due: true,
            confirmed: false,
        };
    }

    /// Discord says where the bot is in a guild's voice: as it was told, or because somebody moved it.
    pub(super) fn spoken(&mut self, guild: Id<Guild>, channel: Option<Id<Channel>>) {
        let Some(voice) = self.voice.get_mut(&guild) else { return };
        // What is still to be sent is newer than what Discord says.
        if !voice.due && (voice.confirmed || voice.channel == channel) {
            voice.channel = channel;
            voice.confirmed = true;
        }
    }

    /// The bot is there, and is to stay there: Discord does not answer what it was told last.
    pub(super) fn stay(&mut self, guild: Id<Guild>, channel: Option<Id<Channel>>) {
        if let Some(voice) = self.voice.get_mut(&guild) {
            (voice.channel, voice.due, voice.confirmed) = (channel, false, true);
        }
    }

    /// Adds a question, dropped when it is not sent by `until`.
    pub(super) fn ask(&mut self, payload: String, until: Instant) {
        self.questions.push_back(Waiting { payload, not_before: None, until: Some(until) });
    }

    /// Adds a question for the members of a guild that nobody waits for: once in 30 s, as Discord allows, or when Discord
    /// has said to ask again.
    pub(super) fn list(&mut self, guild: Id<Guild>, payload: String, again: Option<Instant>, now: Instant) {
        if self.questions.iter().any(|waiting| waiting.payload == payload) {
            return;
        }
        self.listed.retain(|_, at| *at + LISTS > now);
        let not_before = again.or_else(|| self.listed.get(&guild).map(|at| *at + LISTS));
        self.listed.insert(guild, not_before.unwrap_or(now));
        self.questions.push_back(Waiting { payload, not_before, until: None });
    }

    /// A session is about to begin; gives the presence for its IDENTIFY.
    pub(super) fn identify(&mut self) -> Option<Presence> {
        self.presence_due = false;
        self.presence_is_newer = false;
        self.presence.clone()
    }

    /// A session began: it knows of no voice.
    pub(super) fn began(&mut self) {
        for voice in self.voice.values_mut() {
            voice.due = voice.channel.is_some();
            voice.confirmed = !voice.due;
        }
    }

    /// A session goes on: what was on its way when its connection broke is sent again.
    pub(super) fn resumed(&mut self) {
        self.presence_due |= self.presence_is_newer;
        for voice in self.voice.values_mut() {
            voice.due |= !voice.confirmed;
        }
    }

    /// Takes what may be sent at `now`.
    pub(super) fn take(&mut self, now: Instant) -> Next {
        if let Some((guild, voice)) = self.voice.iter_mut().find(|(_, voice)| voice.due) {
            voice.due = false;
            return Next::Send(voice.payload(*guild));
        }
        let mut at = None;
        if let Some(presence) = self.presence.as_ref().filter(|_| self.presence_due) {
            while self.shown.front().is_some_and(|shown| *shown + PRESENCE_WINDOW <= now) {
                self.shown.pop_front();
            }
            if self.shown.len() < PRESENCES {
                self.shown.push_back(now);
                self.presence_due = false;
                return Next::Send(write(3, presence));
            }
            at = Some(self.shown[0] + PRESENCE_WINDOW);
        }
        self.questions.retain(|waiting| waiting.until.is_none_or(|until| now < until));
        let is_ready = |waiting: &Waiting| waiting.not_before.is_none_or(|at| at <= now);
        if let Some(ready) = self.questions.iter().position(is_ready).and_then(|i| self.questions.remove(i)) {
            return Next::Send(ready.payload);
        }
        at = at.into_iter().chain(self.questions.iter().filter_map(|waiting| waiting.not_before)).min();
        at.map_or(Next::Nothing, Next::At)
    }

    /// What to send before a goodbye: the bot leaves the voice channels in which it is.
    pub(super) fn farewell(&mut self) -> Vec<String> {
        let inside = self.voice.iter_mut().filter(|(_, voice)| voice.channel.is_some() || !voice.confirmed);
        inside
            .map(|(guild, voice)| {
                (voice.channel, voice.due) = (None, false);
                voice.payload(*guild)
            })
            .collect()
    }
}

impl Voice {
    fn payload(&self, guild_id: Id<Guild>) -> String {
        let (channel_id, self_mute, self_deaf) = (self.channel, self.mute, self.deaf);
        write(4, VoiceCommand { guild_id, channel_id, self_mute, self_deaf })
    }
}

/// Presences that a shard may send within a window.
const PRESENCES: usize = 5;
const PRESENCE_WINDOW: Duration = Duration::from_secs(20);
/// How often the whole list of a guild's members may be asked for.
const LISTS: Duration = Duration::from_secs(30);

#[cfg(test)]
#[path = "outbox/tests.rs"]
mod tests;
