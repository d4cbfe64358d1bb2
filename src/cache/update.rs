//! What each event changes.
//!
//! An event of a guild that did not come first changes nothing: it is of before a new session, or of after the bot left.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Instant;

use super::change::Change;
use super::guild::State;
use super::pack::Packed;
use super::settings::Kind;
use super::store::Store;
use crate::event::{
    Event, EventType, EventTypes, Former, MessageCreate, MessageUpdate, Ready, ThreadMembersUpdate,
};
use crate::model::{Channel, ChannelType, Guild, Id, User};

/// The events that change what is held of a kind.
pub(super) fn events_of(kind: Kind) -> EventTypes {
    use EventType as E;
    let types: &[EventType] = match kind {
        Kind::Guilds => &[E::GuildUpdate],
        Kind::Channels => &[E::ChannelCreate, E::ChannelUpdate, E::ChannelDelete, E::ChannelPinsUpdate],
        Kind::Threads => &[
            E::ThreadCreate,
            E::ThreadUpdate,
            E::ThreadDelete,
            E::ThreadListSync,
            E::ThreadMembersUpdate,
            E::ChannelDelete,
            E::ChannelPinsUpdate,
        ],
        Kind::Roles => &[E::GuildRoleCreate, E::GuildRoleUpdate, E::GuildRoleDelete],
        Kind::Members => &[
            E::GuildMemberAdd,
            E::GuildMemberUpdate,
            E::GuildMemberRemove,
            E::GuildMembersChunk,
            E::Message,
            E::VoiceStateUpdate,
            E::GuildRoleDelete,
            E::GuildUpdate,
        ],
        Kind::Users => &[E::PresenceUpdate, E::UserUpdate],
        Kind::Presences => &[E::PresenceUpdate, E::GuildMembersChunk, E::GuildMemberRemove],
        Kind::VoiceStates => &[E::VoiceStateUpdate],
        Kind::Emojis => &[E::GuildEmojisUpdate],
        Kind::Stickers => &[E::GuildStickersUpdate],
        Kind::Sounds => &[
            E::GuildSoundboardSoundCreate,
            E::GuildSoundboardSoundUpdate,
            E::GuildSoundboardSoundDelete,
            E::GuildSoundboardSoundsUpdate,
            E::SoundboardSounds,
        ],
        Kind::Invites => &[E::InviteCreate, E::InviteDelete, E::ChannelDelete],
        Kind::Stages => &[E::StageInstanceCreate, E::StageInstanceUpdate, E::StageInstanceDelete],
        Kind::ScheduledEvents => {
            &[E::GuildScheduledEventCreate, E::GuildScheduledEventUpdate, E::GuildScheduledEventDelete]
        }
        Kind::Messages => {
            &[E::Message, E::MessageUpdate, E::MessageDelete, E::MessageDeleteBulk, E::ChannelDelete]
        }
        Kind::DmChannels => &[E::Message],
        Kind::Me => &[E::UserUpdate],
    };
    let own = types.iter().fold(EventTypes::empty(), |all, event| all.with(*event));
    // Users come with members, wherever those do.
    if matches!(kind, Kind::Users | Kind::DmChannels | Kind::Messages | Kind::Me) {
        own.with(E::Ready)
    } else {
        own.with(E::Ready).with(E::GuildCreate).with(E::GuildDelete)
    }
}

impl Store {
    /// Takes in an event; gives what was there before it.
    pub(super) fn update(&self, event: &Event, now: Instant) -> Option<Former> {
        let second = self.tick(now);
        let former = self.apply(event, second);
        self.make_room(second);
        former
    }

    fn apply(&self, event: &Event, second: u32) -> Option<Former> {
        match event {
            Event::Ready(ready) => {
                self.ready(ready);
                None
            }
            Event::UserUpdate(user) => {
                self.users.update(user, &self.tallies);
                former(self.set_me(user))
            }
            Event::GuildCreate(guild) if guild.unavailable == Some(true) => {
                self.change(&self.open(guild.id), |state| state.unavailable = true);
                None
            }
            Event::GuildCreate(guild) => {
                let cell = self.open(guild.id);
                self.change(&cell, |state| Change { store: self, state, second }.replace(guild));
                None
            }
            Event::GuildDelete(guild) if guild.unavailable == Some(true) => {
                self.in_guild(guild.id, second, |it| it.state.unavailable = true);
                None
            }
            Event::GuildDelete(guild) => {
                let last = self.close(guild.id)?;
                self.release(&last);
                self.forget_messages(|message| message.guild_id == Some(guild.id));
                former(last.info.clone())
            }
            Event::Message(message) => {
                self.message(message, second);
                None
            }
            Event::MessageUpdate(message) => {
                let message = match self.settings.slims.slimmed(&***message) {
                    Cow::Borrowed(_) => message.clone(),
                    Cow::Owned(slim) => Arc::new(MessageUpdate(slim)),
                };
                former(self.change_messages(|messages| messages.edit(&message)).map(Arc::new))
            }
            Event::MessageDelete(deleted) => {
                former(self.change_messages(|messages| messages.remove(deleted.id)).map(Arc::new))
            }
            Event::MessageDeleteBulk(deleted) => {
                let gone = |id: &_| self.change_messages(|messages| messages.remove(*id));
                let old: Vec<_> = deleted.ids.iter().filter_map(gone).collect();
                former((!old.is_empty()).then(|| Arc::new(old)))
            }
            Event::ChannelDelete(channel) => {
                self.forget_messages(|message| message.channel_id == channel.id);
                self.in_event_guild(event, second)
            }
            Event::PresenceUpdate(presence) => {
                self.users.update(&presence.user, &self.tallies);
                self.in_event_guild(event, second)
            }
            _ => self.in_event_guild(event, second),
        }
    }

    /// A new session: its shard has these guilds and no others, and each is still to come.
    fn ready(&self, ready: &Ready) {
        self.set_me(&ready.user);
        let [shard, total] = ready.shard.unwrap_or([0, 1]);
        let is_mine = |id: Id<Guild>| (id.get() >> 22) % u64::from(total.max(1)) == u64::from(shard);
        for (id, _) in self.cells().iter() {
            let is_gone = is_mine(*id) && !ready.guilds.iter().any(|guild| guild.id == *id);
            if let Some(last) = is_gone.then(|| self.close(*id)).flatten() {
                self.release(&last);
                self.forget_messages(|message| message.guild_id == Some(*id));
            }
        }
        for guild in &ready.guilds {
            self.change(&self.open(guild.id), |state| state.unavailable = true);
        }
    }

    fn message(&self, message: &Arc<MessageCreate>, second: u32) {
        self.keep_message(message, second);
        let Some(guild) = message.guild_id else {
            if self.settings.holds(Kind::DmChannels) && message.author.id != self.my_id() {
                self.add_dm(message.author.id, message.channel_id);
            }
            return;
        };
        let Some(member) = message.member.as_deref().filter(|_| self.settings.holds(Kind::Members)) else {
            return;
        };
        let Some(cell) = self.cell(guild) else { return };
        // Nearly always nothing is new, and nothing is changed then.
        let author = message.author.id;
        if let Some(known) = cell.state().members.get(&author)
            && known.says(&self.settings.slims.slimmed(member))
        {
            known.touched().touch(second);
            self.users.update(&message.author, &self.tallies);
            return;
        }
        self.in_guild(guild, second, |it| {
            it.set_member(&message.author, member);
        });
    }

    /// Remembers a message, for itself.
    pub(super) fn keep_message(&self, message: &Arc<MessageCreate>, second: u32) {
        if self.settings.holds(Kind::Messages) {
            let message = match self.settings.slims.slimmed(&***message) {
                Cow::Borrowed(_) => message.clone(),
                Cow::Owned(slim) => Arc::new(MessageCreate(slim)),
            };
            self.change_messages(|messages| messages.add(&message, second));
        }
    }

    /// An event that changes one guild.
    fn in_event_guild(&self, event: &Event, second: u32) -> Option<Former> {
        self.in_guild(event.guild_id()?, second, |it| match event {
            Event::GuildUpdate(guild) => {
                it.state.owner = guild.owner_id;
                if !it.holds(Kind::Guilds) {
                    return None;
                }
                let mut info = it.info_of(guild);
                let old = it.state.info.clone();
                if let Some(old) = &old {
                    (info.joined_at, info.large) = (old.joined_at, old.large);
                }
                it.state.info = Some(Arc::new(info));
                former(old)
            }
            Event::ChannelCreate(channel) => former(it.set_channel(channel)),
            Event::ChannelUpdate(channel) => former(it.set_channel(channel)),
            Event::ChannelDelete(channel) => former(it.remove_channel(channel.id)),
            Event::ChannelPinsUpdate(pins) => {
                let State { channels, threads, .. } = &mut *it.state;
                for table in [channels, threads] {
                    if let Some(mut channel) = table.get(&pins.channel_id).map(Packed::open) {
                        channel.last_pin_timestamp = pins.last_pin_timestamp;
                        table.insert(channel.id, channel);
                    }
                }
                None
            }
            Event::ThreadCreate(thread) => former(it.set_thread(thread)),
            Event::ThreadUpdate(thread) => former(it.set_thread(thread)),
            Event::ThreadDelete(thread) => former(it.remove_thread(thread.id)),
            Event::ThreadListSync(sync) => {
                let listed = |parent: Option<Id<Channel>>| match &sync.channel_ids {
                    None => true,
                    Some(ids) => parent.is_some_and(|parent| ids.contains(&parent)),
                };
                it.remove_threads(listed);
                for thread in &sync.threads {
                    it.set_thread(thread);
                }
                None
            }
            Event::ThreadMembersUpdate(update) => {
                it.thread_members(update);
                None
            }
            Event::GuildRoleCreate(role) => former(it.set_role(&role.role)),
            Event::GuildRoleUpdate(role) => former(it.set_role(&role.role)),
            Event::GuildRoleDelete(role) => former(it.remove_role(role.role_id)),
            Event::GuildMemberAdd(member) => {
                it.state.member_count = it.state.member_count.map(|count| count + 1);
                former(it.set_member(member.user.as_ref()?, member))
            }
            Event::GuildMemberUpdate(member) => former(it.set_member(member.user.as_ref()?, member)),
            Event::GuildMemberRemove(member) => {
                it.state.member_count = it.state.member_count.map(|count| count.saturating_sub(1));
                it.state.presences.remove(&member.user.id);
                former(it.remove_member(member.user.id))
            }
            Event::GuildMembersChunk(chunk) => {
                it.set_members(&chunk.members);
                it.set_presences(&chunk.presences);
                None
            }
            Event::PresenceUpdate(presence) => former(it.set_presence(presence)),
            Event::VoiceStateUpdate(state) => former(it.set_voice_state(state)),
            Event::GuildEmojisUpdate(update) => {
                let old = it.set_emojis(&update.emojis);
                former(
                    it.holds(Kind::Emojis).then(|| {
                        Arc::new(old.values().map(|emoji| Arc::new(emoji.open())).collect::<Vec<_>>())
                    }),
                )
            }
            Event::GuildStickersUpdate(update) => {
                let old = it.set_stickers(&update.stickers);
                former(it.holds(Kind::Stickers).then(|| Arc::new(old.values().cloned().collect::<Vec<_>>())))
            }
            Event::GuildSoundboardSoundCreate(sound) => it.set_sounds(std::slice::from_ref(sound)),
            Event::GuildSoundboardSoundUpdate(sound) => it.set_sounds(std::slice::from_ref(sound)),
            Event::GuildSoundboardSoundsUpdate(sounds) => it.set_sounds(&sounds.soundboard_sounds),
            Event::SoundboardSounds(sounds) => it.set_sounds(&sounds.soundboard_sounds),
            Event::GuildSoundboardSoundDelete(sound) => former(it.state.sounds.remove(&sound.sound_id)),
            Event::InviteCreate(invite) if it.holds(Kind::Invites) => {
                former(it.state.invites.insert(invite.code.as_str().into(), invite.clone()))
            }
            Event::InviteDelete(invite) => former(it.state.invites.remove(&*invite.code)),
            Event::StageInstanceCreate(stage) => it.set_stage(stage),
            Event::StageInstanceUpdate(stage) => it.set_stage(stage),
            Event::StageInstanceDelete(stage) => former(it.state.stages.remove(&stage.id)),
            Event::GuildScheduledEventCreate(event) => it.set_event(event),
            Event::GuildScheduledEventUpdate(event) => it.set_event(event),
            Event::GuildScheduledEventDelete(event) => former(it.state.events.remove(&event.id)),
            _ => None,
        })?
    }

    /// Changes a guild that is known.
    fn in_guild<T>(
        &self,
        id: Id<Guild>,
        second: u32,
        change: impl FnOnce(&mut Change<'_>) -> T,
    ) -> Option<T> {
        let cell = self.cell(id)?;
        Some(self.change(&cell, |state| change(&mut Change { store: self, state, second })))
    }

    fn forget_messages(&self, gone: impl Fn(&crate::model::Message) -> bool) {
        if self.settings.holds(Kind::Messages) {
            self.change_messages(|messages| messages.remove_where(gone));
        }
    }
}

impl Change<'_> {
    /// Somebody joined or left a thread.
    fn thread_members(&mut self, update: &ThreadMembersUpdate) {
        let me: Id<User> = self.store.my_id();
        let Some(old) = self.state.threads.get(&update.id) else { return };
        let mut thread = Channel { member_count: Some(update.member_count), ..old.open() };
        if update.removed_member_ids.contains(&me) {
            if thread.kind == ChannelType::PrivateThread {
                self.remove_thread(update.id);
                return;
            }
            thread.member = None;
        }
        self.state.threads.insert(thread.id, thread);
    }

    fn set_sounds(&mut self, sounds: &[crate::model::SoundboardSound]) -> Option<Former> {
        if !self.holds(Kind::Sounds) {
            return None;
        }
        let old = sounds.iter().map(|sound| self.state.sounds.insert(sound.sound_id, sound.clone()));
        former(old.last().flatten())
    }

    fn set_stage(&mut self, stage: &crate::model::StageInstance) -> Option<Former> {
        former(self.holds(Kind::Stages).then(|| self.state.stages.insert(stage.id, stage.clone())).flatten())
    }

    fn set_event(&mut self, event: &crate::model::ScheduledEvent) -> Option<Former> {
        let old =
            self.holds(Kind::ScheduledEvents).then(|| self.state.events.insert(event.id, event.clone()));
        former(old.flatten())
    }
}

fn former<T: Send + Sync + 'static>(old: Option<Arc<T>>) -> Option<Former> {
    old.map(|old| old as Former)
}
