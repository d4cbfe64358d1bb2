//! What ito itself takes notice of, on the threads of shards, before anybody else hears of it: where the bot is in voice,
//! and large guilds whose members are wanted.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use super::Inner;
use super::asking::shard_of;
use crate::event::{Event, EventType, GuildCreate};
use crate::gateway::{Line, MembersQuestion};
use crate::model::{Guild, Id, Intents};

impl Inner {
    /// Whether events of this type are to be decoded though nobody listens.
    pub(super) fn notices(&self, event: EventType) -> bool {
        match event {
            EventType::Ready => true,
            EventType::GuildCreate | EventType::RateLimited => self.setup.auto_chunk.is_some(),
            event => self.voice.wants(event),
        }
    }

    /// Takes notice of an event.
    pub(super) fn notice(&self, line: &Line, event: &Event) {
        match event {
            Event::Ready(ready) => {
                let total = self.lifecycle.shards().map_or(1, |shards| shards.total());
                self.voice.forget(|guild| shard_of(guild, total) == line.shard());
                if self.lifecycle.me().is_none() {
                    self.lifecycle.is(ready.user.clone());
                }
            }
            Event::GuildCreate(guild) => self.auto_chunk(line, guild),
            Event::RateLimited(limited) => {
                let guild = limited.meta.guild_id.filter(|_| limited.opcode == 8);
                if let Some(guild) = guild.filter(|guild| limited.meta.nonce == Some(mark(*guild))) {
                    self.list_members(line, guild, Some(Instant::now() + limited.retry_after));
                }
            }
            Event::VoiceServerUpdate(server) => self.voice.server_came(server),
            Event::VoiceStateUpdate(state) => {
                let is_mine = self.lifecycle.me().is_some_and(|me| me.id == state.user_id);
                if let Some(guild) = state.guild_id.filter(|_| is_mine) {
                    self.voice.state_came(guild, state);
                    line.voice_state_came(guild, state.channel_id);
                }
            }
            _ => {}
        }
    }

    /// Asks for the members of a large guild, if they are wanted.
    fn auto_chunk(&self, line: &Line, guild: &GuildCreate) {
        let Some(auto_chunk) = &self.setup.auto_chunk else { return };
        if guild.large != Some(true) {
            return;
        }
        let wanted = catch_unwind(AssertUnwindSafe(|| (auto_chunk.0)(guild)));
        let wanted = wanted.unwrap_or_else(|_| {
            log::error!(target: "ito", "the filter of auto_chunk panicked over guild {}; its members are not asked for", guild.id);
            false
        });
        if wanted {
            self.list_members(line, guild.id, None);
        }
    }

    /// Asks for all members of a guild, with a mark by which a refusal is known.
    fn list_members(&self, line: &Line, guild: Id<Guild>, again: Option<Instant>) {
        let mut question = MembersQuestion::all(guild);
        question.presences = self.setup.intents.contains(Intents::GUILD_PRESENCES);
        question.nonce = Some(mark(guild));
        if let Err(error) = line.list_members(question, again) {
            log::error!(target: "ito", "the members of guild {guild} are not asked for: {error}");
        }
    }
}

/// The mark of the members of a guild that are asked for unasked.
fn mark(guild: Id<Guild>) -> String {
    format!("auto-{guild}")
}
