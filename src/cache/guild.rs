//! A guild as it was at one moment, and the handle by which it is read.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::fields::{Gate, Grant};
use super::pack::Packed;
use super::settings::Kind;
use super::table::{Table, Tally, weight};
use super::{Member, Presence};
use crate::event::InviteCreate;
use crate::model::{
    Access, Channel, Emoji, Guild, Id, Permissions, Role, ScheduledEvent, SoundboardSound, StageInstance,
    Sticker, Timestamp, User, VoiceState,
};

/// All that is known of one guild; never changed, but replaced.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) id: Id<Guild>,
    pub(super) unavailable: bool,
    /// Whether guilds are held at all: then this counts as one.
    pub(super) counts: bool,
    /// Without its lists, and without what is beside it here.
    pub(super) info: Option<Arc<Guild>>,
    /// Beside the guild, so that it is known whatever is held.
    pub(super) owner: Id<User>,
    pub(super) member_count: Option<u64>,
    pub(super) channels: Table<Id<Channel>, Packed<Channel>>,
    pub(super) threads: Table<Id<Channel>, Packed<Channel>>,
    pub(super) roles: Table<Id<Role>, Packed<Role>>,
    pub(super) members: Table<Id<User>, Arc<Member>>,
    pub(super) presences: Table<Id<User>, Arc<Presence>>,
    pub(super) voice_states: Table<Id<User>, Arc<VoiceState>>,
    pub(super) emojis: Table<Id<Emoji>, Packed<Emoji>>,
    pub(super) stickers: Table<Id<Sticker>, Arc<Sticker>>,
    pub(super) sounds: Table<Id<SoundboardSound>, Arc<SoundboardSound>>,
    pub(super) invites: Table<Box<str>, Arc<InviteCreate>>,
    pub(super) stages: Table<Id<StageInstance>, Arc<StageInstance>>,
    pub(super) events: Table<Id<ScheduledEvent>, Arc<ScheduledEvent>>,
}

impl State {
    /// How much there is of a kind.
    pub(super) fn tally(&self, kind: Kind) -> Tally {
        match kind {
            Kind::Guilds if self.counts => {
                let own = size_of::<Self>() + OVERHEAD;
                Tally { count: 1, bytes: own + self.info.as_deref().map_or(0, weight) }
            }
            Kind::Channels => self.channels.tally(),
            Kind::Threads => self.threads.tally(),
            Kind::Roles => self.roles.tally(),
            Kind::Members => self.members.tally(),
            Kind::Presences => self.presences.tally(),
            Kind::VoiceStates => self.voice_states.tally(),
            Kind::Emojis => self.emojis.tally(),
            Kind::Stickers => self.stickers.tally(),
            Kind::Sounds => self.sounds.tally(),
            Kind::Invites => self.invites.tally(),
            Kind::Stages => self.stages.tally(),
            Kind::ScheduledEvents => self.events.tally(),
            Kind::Guilds | Kind::Users | Kind::Messages | Kind::DmChannels | Kind::Me => Tally::default(),
        }
    }

    /// A channel or a thread as it is read: it says its guild, which not all events do.
    pub(super) fn open(&self, channel: &Packed<Channel>) -> Arc<Channel> {
        Arc::new(Channel { guild_id: Some(self.id), ..channel.open() })
    }

    /// Whether nothing is known: the guild never came.
    pub(super) fn is_empty(&self) -> bool {
        let lists = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Guilds);
        self.info.is_none()
            && self.owner == Id::default()
            && lists.map(|kind| self.tally(kind).count).sum::<usize>() == 0
    }

    /// The bytes of all kinds.
    pub(super) fn bytes(&self) -> usize {
        Kind::ALL.iter().map(|kind| self.tally(*kind).bytes).sum()
    }
}

/// A guild as it was at the moment it was asked for: nothing in it changes while it is looked at, and it may be kept for
/// as long as one likes. Made by [`Cache::guild`](super::Cache::guild).
#[derive(Clone)]
pub struct CachedGuild {
    pub(super) state: Arc<State>,
    pub(super) second: Arc<AtomicU32>,
}

impl CachedGuild {
    /// The guild's id.
    pub fn id(&self) -> Id<Guild> {
        self.state.id
    }

    /// Whether an outage has taken the guild; what was known of it before is still there.
    pub fn is_unavailable(&self) -> bool {
        self.state.unavailable
    }

    /// What the guild says of itself, without the lists of what is in it; nothing before it came.
    pub fn info(&self) -> Option<&Arc<Guild>> {
        self.state.info.as_ref()
    }

    /// The name; nothing before the guild came.
    pub fn name(&self) -> Option<&str> {
        self.info().map(|info| &*info.name)
    }

    /// Who owns the guild.
    pub fn owner_id(&self) -> Id<User> {
        self.state.owner
    }

    /// How many members the guild has, held or not.
    pub fn member_count(&self) -> Option<u64> {
        self.state.member_count
    }

    /// A channel, or a thread.
    pub fn channel(&self, id: Id<Channel>) -> Option<Arc<Channel>> {
        self.packed(id).map(|channel| self.state.open(channel))
    }

    /// The channels, by their ids.
    pub fn channels(&self) -> impl Iterator<Item = Arc<Channel>> {
        self.state.channels.values().map(|channel| self.state.open(channel))
    }

    /// The channels in the order in which clients show them: those of no category, then category after category; in each,
    /// text above voice. A category that is not known counts as the last.
    pub fn channels_as_shown(&self) -> Vec<Arc<Channel>> {
        let mut channels: Vec<_> = self.channels().collect();
        let positions: BTreeMap<_, _> =
            channels.iter().map(|channel| (channel.id, channel.position)).collect();
        channels.sort_by_cached_key(|channel| {
            let is_category = channel.kind == crate::model::ChannelType::GuildCategory;
            let category = if is_category { Some(channel.id) } else { channel.parent_id };
            let place = category
                .map(|id| (positions.get(&id).map_or(u32::MAX, |position| position.unwrap_or_default()), id));
            (place, !is_category, channel.is_voice(), channel.position, channel.id)
        });
        channels
    }

    /// The threads, by their ids.
    pub fn threads(&self) -> impl Iterator<Item = Arc<Channel>> {
        self.state.threads.values().map(|thread| self.state.open(thread))
    }

    /// The threads of a channel.
    pub fn threads_of(&self, channel: Id<Channel>) -> impl Iterator<Item = Arc<Channel>> {
        self.threads().filter(move |thread| thread.parent_id == Some(channel))
    }

    /// A role.
    pub fn role(&self, id: Id<Role>) -> Option<Arc<Role>> {
        self.state.roles.get(&id).map(|role| Arc::new(role.open()))
    }

    /// The roles, by their ids.
    pub fn roles(&self) -> impl Iterator<Item = Arc<Role>> {
        self.state.roles.values().map(|role| Arc::new(role.open()))
    }

    /// A member. To look at one is to use it: it is evicted later.
    pub fn member(&self, user: Id<User>) -> Option<&Arc<Member>> {
        let member = self.state.members.get(&user)?;
        member.touched().touch(self.second.load(Ordering::Relaxed));
        Some(member)
    }

    /// The members, by the ids of their users.
    pub fn members(&self) -> impl Iterator<Item = &Arc<Member>> {
        self.state.members.values()
    }

    /// A presence; nothing of who is offline.
    pub fn presence(&self, user: Id<User>) -> Option<&Arc<Presence>> {
        let presence = self.state.presences.get(&user)?;
        presence.touched().touch(self.second.load(Ordering::Relaxed));
        Some(presence)
    }

    /// The presences, by the ids of their users.
    pub fn presences(&self) -> impl Iterator<Item = &Arc<Presence>> {
        self.state.presences.values()
    }

    /// Where a user is in voice, without the member.
    pub fn voice_state(&self, user: Id<User>) -> Option<&Arc<VoiceState>> {
        self.state.voice_states.get(&user)
    }

    /// Who is in voice, by the ids of users.
    pub fn voice_states(&self) -> impl Iterator<Item = &Arc<VoiceState>> {
        self.state.voice_states.values()
    }

    /// Who is in a voice channel.
    pub fn voice_states_of(&self, channel: Id<Channel>) -> impl Iterator<Item = &Arc<VoiceState>> {
        self.voice_states().filter(move |state| state.channel_id == Some(channel))
    }

    /// The emojis, by their ids.
    pub fn emojis(&self) -> impl Iterator<Item = Arc<Emoji>> {
        self.state.emojis.values().map(|emoji| Arc::new(emoji.open()))
    }

    /// The stickers, by their ids.
    pub fn stickers(&self) -> impl Iterator<Item = &Arc<Sticker>> {
        self.state.stickers.values()
    }

    /// The sounds, by their ids.
    pub fn sounds(&self) -> impl Iterator<Item = &Arc<SoundboardSound>> {
        self.state.sounds.values()
    }

    /// The invites that were made while the bot was there, by their codes.
    pub fn invites(&self) -> impl Iterator<Item = &Arc<InviteCreate>> {
        self.state.invites.values()
    }

    /// The invites to a channel.
    pub fn invites_of(&self, channel: Id<Channel>) -> impl Iterator<Item = &Arc<InviteCreate>> {
        self.invites().filter(move |invite| invite.channel_id == channel)
    }

    /// The live stages, by their ids.
    pub fn stages(&self) -> impl Iterator<Item = &Arc<StageInstance>> {
        self.state.stages.values()
    }

    /// The scheduled events, by their ids.
    pub fn scheduled_events(&self) -> impl Iterator<Item = &Arc<ScheduledEvent>> {
        self.state.events.values()
    }

    /// What a member may do in the guild; `None` when the member or the role @everyone is not known.
    pub fn permissions(&self, user: Id<User>) -> Option<Permissions> {
        self.access(user).map(|access| access.in_guild())
    }

    /// What a member may do in a channel, or in a thread as far as its parent says; `None` when the member, the role
    /// @everyone, the channel or a thread's parent is not known.
    pub fn permissions_in(&self, channel: Id<Channel>, user: Id<User>) -> Option<Permissions> {
        let access = self.access(user)?;
        let gate: Gate = self.packed(channel)?.part();
        let overwrites = if gate.kind.is_thread() {
            self.state.channels.get(&gate.parent_id?)?.part::<Gate>().permission_overwrites
        } else {
            gate.permission_overwrites
        };
        Some(access.with_overwrites(gate.kind, &overwrites))
    }

    /// A channel or a thread as it is kept.
    pub(super) fn packed(&self, channel: Id<Channel>) -> Option<&Packed<Channel>> {
        self.state.channels.get(&channel).or_else(|| self.state.threads.get(&channel))
    }

    /// What a member's permissions are made of.
    fn access(&self, user: Id<User>) -> Option<Access> {
        let everyone: Id<Role> = self.id().cast();
        let member = self.member(user)?;
        let grant = |id: Id<Role>| Some((id, self.state.roles.get(&id)?.part::<Grant>().permissions));
        let first = grant(everyone)?;
        let held = member.roles().iter().filter(|id| **id != everyone).filter_map(|id| grant(*id));
        Some(Access {
            user,
            owner: self.owner_id() == user,
            everyone,
            roles: std::iter::once(first).chain(held).collect(),
            timed_out: member.is_timed_out(Timestamp::now()),
        })
    }
}

impl fmt::Debug for CachedGuild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedGuild")
            .field("id", &self.id())
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

/// The counts of a state's `Arc`, and what a guild's cell takes: its locks, its place among the guilds.
const OVERHEAD: usize = 16 + 16 + 40 + 24;
