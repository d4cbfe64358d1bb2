//! A change of one guild: what goes in and out of its tables, with the users and places that go with it.

use std::sync::Arc;
use std::time::Duration;

use super::fields::Gate;
use super::guild::State;
use super::map::sorted;
use super::member::Touched;
use super::pack::Packed;
use super::policy::MemberFacts;
use super::settings::Kind;
use super::store::Store;
use super::table::{Keep, Table};
use super::{Member, Presence};
use crate::model::{self, Channel, Emoji, Guild, Id, PresenceUpdate, Role, Sticker, User, VoiceState};

/// A guild that is being changed.
pub(super) struct Change<'a> {
    pub(super) store: &'a Store,
    pub(super) state: &'a mut State,
    /// The cache's second.
    pub(super) second: u32,
}

impl Change<'_> {
    /// The guild came, whole: what was known of it before is gone.
    pub(super) fn replace(&mut self, guild: &Guild) {
        let before = self.state.clone();
        self.state.unavailable = false;
        self.state.owner = guild.owner_id;
        self.state.member_count = guild.member_count;
        self.state.info = self.holds(Kind::Guilds).then(|| Arc::new(self.info_of(guild)));
        self.state.channels =
            self.table(Kind::Channels, &guild.channels, |channel| channel.id, |it| self.channel_of(it));
        let threads = guild.threads.iter().filter(|thread| !is_archived(thread));
        self.state.threads = self.table(Kind::Threads, threads, |thread| thread.id, |it| self.channel_of(it));
        self.state.roles = self.table(Kind::Roles, &guild.roles, |role| role.id, Packed::from);
        self.state.stickers = self.table(Kind::Stickers, &guild.stickers, |sticker| sticker.id, shared);
        self.state.sounds =
            self.table(Kind::Sounds, &guild.soundboard_sounds, |sound| sound.sound_id, shared);
        self.state.stages = self.table(Kind::Stages, &guild.stage_instances, |stage| stage.id, shared);
        self.state.events =
            self.table(Kind::ScheduledEvents, &guild.guild_scheduled_events, |event| event.id, shared);
        self.state.voice_states = self.table(
            Kind::VoiceStates,
            &guild.voice_states,
            |state| state.user_id,
            |state| Arc::new(self.voice_state(state)),
        );
        self.state.emojis = self.emojis(&guild.emojis);
        self.state.invites = Table::default();
        self.state.presences = Table::default();
        self.set_presences(&guild.presences);
        self.state.members = Table::default();
        self.set_members(&guild.members);
        self.store.release_all_but(&before, self.state);
        self.store.place_all(self.state);
    }

    /// Members came, or are now so.
    pub(super) fn set_members(&mut self, members: &[model::Member]) {
        if !self.holds(Kind::Members) {
            return;
        }
        let came = members.iter().filter_map(|member| {
            let user = member.user.as_ref().filter(|user| user.id != Id::default())?;
            Some((user.id, (user, self.member_of(user.id, member))))
        });
        let (wanted, unwanted): (Vec<_>, Vec<_>) =
            sorted(came.collect()).into_iter().partition(|(_, (_, member))| self.wants(member, 0));
        for (user, _) in unwanted {
            self.remove_member(user);
        }
        for (_, (user, _)) in &wanted {
            self.keep_user(user, self.state.members.get(&user.id).is_some());
        }
        self.state.members.extend(wanted.into_iter().map(|(user, (_, member))| (user, member.into())));
    }

    /// A member came, or is now so; gives the former one.
    pub(super) fn set_member(&mut self, user: &User, member: &model::Member) -> Option<Arc<Member>> {
        if !self.holds(Kind::Members) || user.id == Id::default() {
            return None;
        }
        let member = self.member_of(user.id, member);
        if !self.wants(&member, 0) {
            return self.remove_member(user.id);
        }
        let old = self.state.members.insert(user.id, member);
        self.keep_user(user, old.is_some());
        old
    }

    /// The user of a member, who was one before or was not.
    fn keep_user(&self, user: &User, was_member: bool) {
        if !self.holds(Kind::Users) {
            return;
        }
        if was_member {
            self.store.users.update(user, &self.store.tallies);
        } else {
            self.store.users.hold(user, &self.store.tallies);
        }
    }

    /// A member is gone, or is no longer to be held.
    pub(super) fn remove_member(&mut self, user: Id<User>) -> Option<Arc<Member>> {
        let old = self.state.members.remove(&user)?;
        if self.holds(Kind::Users) {
            self.store.users.release(user, &self.store.tallies);
        }
        Some(old)
    }

    /// Lets go of a member whom the policy no longer wants.
    pub(super) fn judge_member(&mut self, user: Id<User>) {
        let Some(member) = self.state.members.get(&user) else { return };
        let idle = self.second.saturating_sub(member.touched().second());
        if !self.wants(member, idle) {
            self.remove_member(user);
        }
    }

    /// Presences came.
    pub(super) fn set_presences(&mut self, presences: &[PresenceUpdate]) {
        if !self.holds(Kind::Presences) {
            return;
        }
        let kept = |presence: &PresenceUpdate| Presence::new(presence, Touched::new(self.second));
        let came = presences.iter().map(|presence| (presence.user.id, kept(presence))).collect();
        let (online, offline): (Vec<_>, Vec<_>) =
            sorted(came).into_iter().partition(|(_, presence)| presence.is_some());
        for (user, _) in offline {
            self.state.presences.remove(&user);
        }
        let online = online.into_iter().filter_map(|(user, presence)| Some((user, presence?.into())));
        self.state.presences.extend(online);
    }

    /// A presence came; gives the former one.
    pub(super) fn set_presence(&mut self, presence: &PresenceUpdate) -> Option<Arc<Presence>> {
        if !self.holds(Kind::Presences) {
            return None;
        }
        match Presence::new(presence, Touched::new(self.second)) {
            Some(kept) => self.state.presences.insert(presence.user.id, kept),
            None => self.state.presences.remove(&presence.user.id),
        }
    }

    /// Somebody is in voice, or no longer; gives what was before.
    pub(super) fn set_voice_state(&mut self, state: &VoiceState) -> Option<Arc<VoiceState>> {
        let old = match state.channel_id {
            _ if !self.holds(Kind::VoiceStates) => None,
            Some(_) => self.state.voice_states.insert(state.user_id, self.voice_state(state)),
            None => self.state.voice_states.remove(&state.user_id),
        };
        match state.member.as_deref().and_then(|member| Some((member, member.user.as_ref()?))) {
            Some((member, user)) => drop(self.set_member(user, member)),
            None => self.judge_member(state.user_id),
        }
        old
    }

    pub(super) fn set_channel(&mut self, channel: &Channel) -> Option<Arc<Channel>> {
        if !self.holds(Kind::Channels) {
            return None;
        }
        self.store.places.add(Kind::Channels, channel.id.get(), self.state.id, &self.store.tallies);
        let kept = self.channel_of(channel);
        self.state.channels.insert(channel.id, kept).map(|old| self.state.open(&old))
    }

    /// A channel is gone, and with it its threads and invites.
    pub(super) fn remove_channel(&mut self, id: Id<Channel>) -> Option<Arc<Channel>> {
        self.remove_threads(|parent| parent == Some(id));
        self.state.invites.take(|invite| invite.channel_id == id);
        self.store.places.remove(Kind::Channels, id.get(), &self.store.tallies);
        self.state.channels.remove(&id).map(|old| self.state.open(&old))
    }

    /// A thread is now so; one that is archived is no longer held.
    pub(super) fn set_thread(&mut self, thread: &Channel) -> Option<Arc<Channel>> {
        if !self.holds(Kind::Threads) {
            return None;
        }
        if is_archived(thread) {
            return self.remove_thread(thread.id);
        }
        self.store.places.add(Kind::Threads, thread.id.get(), self.state.id, &self.store.tallies);
        let kept = self.channel_of(thread);
        self.state.threads.insert(thread.id, kept).map(|old| self.state.open(&old))
    }

    pub(super) fn remove_thread(&mut self, id: Id<Channel>) -> Option<Arc<Channel>> {
        self.store.places.remove(Kind::Threads, id.get(), &self.store.tallies);
        self.state.threads.remove(&id).map(|old| self.state.open(&old))
    }

    /// Takes out the threads of whose parents `gone` is true.
    pub(super) fn remove_threads(&mut self, gone: impl Fn(Option<Id<Channel>>) -> bool) {
        for (id, _) in self.state.threads.take(|thread| gone(thread.part::<Gate>().parent_id)) {
            self.store.places.remove(Kind::Threads, id.get(), &self.store.tallies);
        }
    }

    pub(super) fn set_role(&mut self, role: &Role) -> Option<Arc<Role>> {
        if !self.holds(Kind::Roles) {
            return None;
        }
        self.store.places.add(Kind::Roles, role.id.get(), self.state.id, &self.store.tallies);
        self.state.roles.insert(role.id, role).map(|old| Arc::new(old.open()))
    }

    /// A role is gone, from its members, too: Discord does not tell of each of them.
    pub(super) fn remove_role(&mut self, id: Id<Role>) -> Option<Arc<Role>> {
        self.store.places.remove(Kind::Roles, id.get(), &self.store.tallies);
        let holders: Vec<_> =
            self.state.members.iter().filter(|(_, member)| member.roles().contains(&id)).collect();
        let without: Vec<_> = holders
            .into_iter()
            .map(|(user, member)| {
                let roles: Vec<_> = member.roles().iter().copied().filter(|held| *held != id).collect();
                (*user, member.with_roles(self.store.roles.share(&roles)).into())
            })
            .collect();
        self.state.members.extend(without);
        self.state.roles.remove(&id).map(|old| Arc::new(old.open()))
    }

    /// These are the emojis; gives the former ones.
    pub(super) fn set_emojis(&mut self, emojis: &[Emoji]) -> Table<Id<Emoji>, Packed<Emoji>> {
        let now = self.emojis(emojis);
        let old = std::mem::replace(&mut self.state.emojis, now);
        self.store.move_places(Kind::Emojis, &old, &self.state.emojis, self.state.id);
        old
    }

    /// These are the stickers; gives the former ones.
    pub(super) fn set_stickers(&mut self, stickers: &[Sticker]) -> Table<Id<Sticker>, Arc<Sticker>> {
        let now = self.table(Kind::Stickers, stickers, |sticker| sticker.id, shared);
        let old = std::mem::replace(&mut self.state.stickers, now);
        self.store.move_places(Kind::Stickers, &old, &self.state.stickers, self.state.id);
        old
    }

    /// Whether the policy wants a member who was last seen so many seconds ago.
    pub(super) fn wants(&self, member: &Member, idle: u32) -> bool {
        let Some(policy) = &self.store.settings.members else { return true };
        let user = member.user_id();
        user == self.store.my_id()
            || policy.wants(&MemberFacts {
                guild: self.state.id,
                member,
                is_owner: user == self.state.owner,
                is_in_voice: self.state.voice_states.get(&user).is_some(),
                idle: Duration::from_secs(idle.into()),
            })
    }

    pub(super) fn member_of(&self, user: Id<User>, member: &model::Member) -> Member {
        let member = self.store.settings.slims.slimmed(member);
        Member::new(user, &member, self.store.roles.share(&member.roles), Touched::new(self.second))
    }

    /// What is held of a guild beside its lists.
    pub(super) fn info_of(&self, guild: &Guild) -> Guild {
        self.store.settings.slims.slim(without_lists(guild))
    }

    /// What is held of a channel or a thread.
    pub(super) fn channel_of(&self, channel: &Channel) -> Packed<Channel> {
        let slims = &self.store.settings.slims;
        if !slims.change::<Channel>() {
            return channel.into();
        }
        slims.slim(Channel { guild_id: Some(self.state.id), ..channel.clone() }).into()
    }

    pub(super) fn holds(&self, kind: Kind) -> bool {
        self.store.settings.holds(kind)
    }

    fn voice_state(&self, state: &VoiceState) -> VoiceState {
        VoiceState { guild_id: Some(self.state.id), ..without_member(state) }
    }

    fn emojis(&self, emojis: &[Emoji]) -> Table<Id<Emoji>, Packed<Emoji>> {
        self.table(Kind::Emojis, emojis, |emoji| emoji.id.unwrap_or_default(), Packed::from)
    }

    fn table<'a, K: Ord + Clone, T: 'a, V: Keep>(
        &self,
        kind: Kind,
        things: impl IntoIterator<Item = &'a T>,
        key: impl Fn(&'a T) -> K,
        kept: impl Fn(&'a T) -> V,
    ) -> Table<K, V> {
        let mut table = Table::default();
        if self.holds(kind) {
            table.extend(things.into_iter().map(|thing| (key(thing), kept(thing))));
        }
        table
    }
}

impl Store {
    /// Releases what a guild held.
    pub(super) fn release(&self, state: &State) {
        self.release_all_but(state, &State::default());
    }

    /// Releases the users that a guild held, and the places that it no longer has.
    fn release_all_but(&self, before: &State, after: &State) {
        if self.settings.holds(Kind::Users) {
            for (user, _) in before.members.iter() {
                self.users.release(*user, &self.tallies);
            }
        }
        self.unplace(Kind::Channels, &before.channels, &after.channels);
        self.unplace(Kind::Threads, &before.threads, &after.threads);
        self.unplace(Kind::Roles, &before.roles, &after.roles);
        self.unplace(Kind::Emojis, &before.emojis, &after.emojis);
        self.unplace(Kind::Stickers, &before.stickers, &after.stickers);
    }

    fn place_all(&self, state: &State) {
        self.place(Kind::Channels, &state.channels, state.id);
        self.place(Kind::Threads, &state.threads, state.id);
        self.place(Kind::Roles, &state.roles, state.id);
        self.place(Kind::Emojis, &state.emojis, state.id);
        self.place(Kind::Stickers, &state.stickers, state.id);
    }

    fn move_places<T, V: Keep>(
        &self,
        kind: Kind,
        before: &Table<Id<T>, V>,
        after: &Table<Id<T>, V>,
        guild: Id<Guild>,
    ) {
        self.unplace(kind, before, after);
        self.place(kind, after, guild);
    }

    fn place<T, V: Keep>(&self, kind: Kind, things: &Table<Id<T>, V>, guild: Id<Guild>) {
        for (id, _) in things.iter() {
            self.places.add(kind, id.get(), guild, &self.tallies);
        }
    }

    fn unplace<T, V: Keep>(&self, kind: Kind, before: &Table<Id<T>, V>, after: &Table<Id<T>, V>) {
        for (id, _) in before.iter().filter(|(id, _)| after.get(*id).is_none()) {
            self.places.remove(kind, id.get(), &self.tallies);
        }
    }
}

/// A guild without what is kept beside it.
pub(super) fn without_lists(guild: &Guild) -> Guild {
    Guild {
        id: guild.id,
        name: guild.name.clone(),
        icon: guild.icon.clone(),
        splash: guild.splash.clone(),
        discovery_splash: guild.discovery_splash.clone(),
        home_header: guild.home_header.clone(),
        owner_id: guild.owner_id,
        region: guild.region.clone(),
        afk_channel_id: guild.afk_channel_id,
        afk_timeout: guild.afk_timeout,
        widget_enabled: guild.widget_enabled,
        widget_channel_id: guild.widget_channel_id,
        verification_level: guild.verification_level,
        default_message_notifications: guild.default_message_notifications,
        explicit_content_filter: guild.explicit_content_filter,
        features: guild.features.clone(),
        mfa_level: guild.mfa_level,
        application_id: guild.application_id,
        system_channel_id: guild.system_channel_id,
        system_channel_flags: guild.system_channel_flags,
        rules_channel_id: guild.rules_channel_id,
        max_presences: guild.max_presences,
        max_members: guild.max_members,
        vanity_url_code: guild.vanity_url_code.clone(),
        description: guild.description.clone(),
        banner: guild.banner.clone(),
        premium_tier: guild.premium_tier,
        premium_subscription_count: guild.premium_subscription_count,
        preferred_locale: guild.preferred_locale.clone(),
        public_updates_channel_id: guild.public_updates_channel_id,
        max_video_channel_users: guild.max_video_channel_users,
        max_stage_video_channel_users: guild.max_stage_video_channel_users,
        nsfw: guild.nsfw,
        nsfw_level: guild.nsfw_level,
        premium_progress_bar_enabled: guild.premium_progress_bar_enabled,
        premium_progress_bar_enabled_user_updated_at: guild.premium_progress_bar_enabled_user_updated_at,
        safety_alerts_channel_id: guild.safety_alerts_channel_id,
        incidents_data: guild.incidents_data,
        joined_at: guild.joined_at,
        large: guild.large,
        ..Guild::default()
    }
}

/// A voice state without what is kept beside it.
pub(super) fn without_member(state: &VoiceState) -> VoiceState {
    VoiceState {
        guild_id: state.guild_id,
        channel_id: state.channel_id,
        user_id: state.user_id,
        session_id: state.session_id.clone(),
        deaf: state.deaf,
        mute: state.mute,
        self_deaf: state.self_deaf,
        self_mute: state.self_mute,
        self_stream: state.self_stream,
        self_video: state.self_video,
        suppress: state.suppress,
        request_to_speak_timestamp: state.request_to_speak_timestamp,
        member: None,
    }
}

/// A thing that is shared, and not packed.
fn shared<T: Clone>(thing: &T) -> Arc<T> {
    Arc::new(thing.clone())
}

fn is_archived(thread: &Channel) -> bool {
    thread.thread_metadata.as_ref().is_some_and(|metadata| metadata.archived)
}
