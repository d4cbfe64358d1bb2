//! The way to a shard: what is put on it is sent by the connection that the shard has, or by its next one.
//!
//! Locks: one mutex over what is still to be sent, one over the live connection; each for a look, never one in the other.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use super::heartbeat::Link;
use super::outbox::{Next, Outbox};
use super::{Error, MembersQuestion, Presence, PresencePatch, Question};
use crate::model::{Channel, Guild, Id};
use crate::sync::Mutex;

/// The way to a shard. Nothing on it waits: the shard's heartbeat thread sends, within Discord's limits.
pub struct Line {
    shard: u32,
    /// Sessions that the shard has had in this run.
    sessions: AtomicU32,
    outbox: Mutex<Outbox>,
    link: Mutex<Option<Arc<Link>>>,
}

impl Line {
    pub(super) fn new(shard: u32, presence: Option<Presence>) -> Self {
        let outbox = Mutex::new(Outbox::new(presence));
        Self { shard, sessions: AtomicU32::new(0), outbox, link: Mutex::default() }
    }

    /// The number of the shard.
    pub fn shard(&self) -> u32 {
        self.shard
    }

    /// Which of its sessions in this run the shard is in: numbers of events begin anew with each.
    pub fn session(&self) -> u32 {
        self.sessions.load(Ordering::Relaxed)
    }

    /// A new session begins.
    pub(super) fn begin_session(&self) {
        self.sessions.fetch_add(1, Ordering::Relaxed);
    }

    /// Changes how the bot appears on this shard; the newest is sent when its turn comes, at most 5 in 20 s.
    pub fn update_presence(&self, patch: &PresencePatch) {
        self.change(|outbox| outbox.present(patch));
    }

    /// Changes where the bot is in the voice channels of a guild; flags without a value stay as they are.
    pub fn update_voice_state(
        &self,
        guild: Id<Guild>,
        channel: Option<Id<Channel>>,
        mute: Option<bool>,
        deaf: Option<bool>,
    ) {
        self.change(|outbox| outbox.speak(guild, channel, mute, deaf));
    }

    /// Discord has said where the bot is in the voice channels of a guild.
    pub fn voice_state_came(&self, guild: Id<Guild>, channel: Option<Id<Channel>>) {
        self.outbox.lock().spoken(guild, channel);
    }

    /// What was last wanted of the voice channels of a guild is not wanted any more; the bot is there.
    pub fn give_up_voice(&self, guild: Id<Guild>, channel: Option<Id<Channel>>) {
        self.outbox.lock().stay(guild, channel);
    }

    /// Asks something; it is not sent after `until`.
    ///
    /// # Errors
    /// When the payload is too large.
    pub fn ask(&self, question: &Question, until: Instant) -> Result<(), Error> {
        let payload = question.payload()?;
        self.change(|outbox| outbox.ask(payload, until));
        Ok(())
    }

    /// Asks for members of a guild without waiting for them: once in 30 s for each guild, or when Discord has said to ask
    /// again.
    ///
    /// # Errors
    /// When the payload is too large.
    pub fn list_members(&self, question: MembersQuestion, again: Option<Instant>) -> Result<(), Error> {
        let guild = question.guild_id;
        let payload = Question::Members(question).payload()?;
        self.change(|outbox| outbox.list(guild, payload, again, Instant::now()));
        Ok(())
    }

    /// A session is about to begin; gives the presence for its IDENTIFY.
    pub(super) fn identify(&self) -> Option<Presence> {
        self.outbox.lock().identify()
    }

    /// From now on the connection sends.
    pub(super) fn connect(&self, link: &Arc<Link>, resumed: bool) {
        {
            let mut outbox = self.outbox.lock();
            if resumed { outbox.resumed() } else { outbox.began() }
        }
        *self.link.lock() = Some(link.clone());
        link.wake();
    }

    /// From now on nothing is sent.
    pub(super) fn disconnect(&self) {
        *self.link.lock() = None;
    }

    /// Takes what may be sent at `now`.
    pub(super) fn take(&self, now: Instant) -> Next {
        self.outbox.lock().take(now)
    }

    /// What to send before a goodbye, when there is a session.
    pub(super) fn farewell(&self) -> Vec<String> {
        let is_live = self.link.lock().is_some();
        if is_live { self.outbox.lock().farewell() } else { Vec::new() }
    }

    fn change(&self, change: impl FnOnce(&mut Outbox)) {
        change(&mut self.outbox.lock());
        let link = self.link.lock().clone();
        if let Some(link) = link {
            link.wake();
        }
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Line").field(&self.shard).finish()
    }
}
