//! A cache as one would write it without a thought of memory or threads: what the real one is measured by.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use ito::cache::Cache;
use ito::event::Event;
use ito::model::{Id, PresenceStatus};

/// All that is known.
#[derive(Default, Clone)]
pub(crate) struct Naive {
    pub guilds: BTreeMap<u64, NaiveGuild>,
    pub messages: VecDeque<(u64, u64, Option<u64>, String)>,
}

/// One guild.
#[derive(Default, Clone, Debug, PartialEq)]
pub(crate) struct NaiveGuild {
    pub unavailable: bool,
    pub name: Option<String>,
    pub members_in_all: Option<u64>,
    pub channels: BTreeMap<u64, String>,
    pub threads: BTreeMap<u64, u64>,
    pub roles: BTreeMap<u64, String>,
    pub members: BTreeMap<u64, (Option<String>, Vec<u64>)>,
    pub presences: BTreeMap<u64, PresenceStatus>,
    pub voice: BTreeMap<u64, u64>,
    pub emojis: BTreeSet<u64>,
}

impl Naive {
    pub(crate) fn update(&mut self, event: &Event) {
        if let Event::Ready(ready) = event {
            let before = self.guilds.clone();
            self.guilds.retain(|id, _| ready.guilds.iter().any(|guild| guild.id.get() == *id));
            let is_gone = |id: &u64| before.contains_key(id) && !self.guilds.contains_key(id);
            self.messages.retain(|(_, _, guild, _)| !guild.as_ref().is_some_and(is_gone));
            for guild in &ready.guilds {
                self.guilds.entry(guild.id.get()).or_default().unavailable = true;
            }
        }
        if let Event::GuildCreate(guild) = event {
            let it = self.guilds.entry(guild.id.get()).or_default();
            *it = NaiveGuild {
                name: Some(guild.name.clone()),
                members_in_all: guild.member_count,
                ..NaiveGuild::default()
            };
            it.channels = guild.channels.iter().map(|c| (c.id.get(), c.name.clone().unwrap())).collect();
            it.threads = guild.threads.iter().map(|c| (c.id.get(), c.parent_id.unwrap().get())).collect();
            it.roles = guild.roles.iter().map(|r| (r.id.get(), r.name.clone())).collect();
            it.members = guild
                .members
                .iter()
                .map(|m| {
                    (
                        m.user.as_ref().unwrap().id.get(),
                        (m.nick.clone(), m.roles.iter().map(|r| r.get()).collect()),
                    )
                })
                .collect();
            it.presences = guild.presences.iter().map(|p| (p.user.id.get(), p.status.clone())).collect();
            it.voice =
                guild.voice_states.iter().map(|v| (v.user_id.get(), v.channel_id.unwrap().get())).collect();
            it.emojis = guild.emojis.iter().map(|e| e.id.unwrap().get()).collect();
        }
        if let Event::GuildDelete(guild) = event {
            if guild.unavailable == Some(true) {
                if let Some(it) = self.guilds.get_mut(&guild.id.get()) {
                    it.unavailable = true;
                }
            } else if self.guilds.remove(&guild.id.get()).is_some() {
                self.messages.retain(|(_, _, at, _)| *at != Some(guild.id.get()));
            }
        }
        if let Event::Message(m) = event {
            self.messages.push_back((
                m.id.get(),
                m.channel_id.get(),
                m.guild_id.map(Id::get),
                m.content.clone(),
            ));
            while self.messages.len() > 300 {
                self.messages.pop_front();
            }
        }
        if let Event::MessageUpdate(m) = event {
            for it in self.messages.iter_mut().filter(|it| it.0 == m.id.get()) {
                *it = (m.id.get(), m.channel_id.get(), m.guild_id.map(Id::get), m.content.clone());
            }
        }
        if let Event::MessageDelete(m) = event {
            self.messages.retain(|it| it.0 != m.id.get());
        }
        if let Event::ChannelDelete(c) = event {
            self.messages.retain(|it| it.1 != c.id.get());
        }
        let Some(it) = event.guild_id().and_then(|id| self.guilds.get_mut(&id.get())) else { return };
        it.update(event);
    }

    /// The users of all members.
    pub(crate) fn users(&self) -> BTreeSet<u64> {
        self.guilds.values().flat_map(|guild| guild.members.keys().copied()).collect()
    }

    /// What a cache says, in the same form.
    pub(crate) fn of(cache: &Cache, id: u64) -> Option<NaiveGuild> {
        let guild = cache.guild(Id::new(id))?;
        Some(NaiveGuild {
            unavailable: guild.is_unavailable(),
            name: guild.name().map(str::to_owned),
            members_in_all: guild.member_count(),
            channels: guild.channels().map(|c| (c.id.get(), c.name.clone().unwrap())).collect(),
            threads: guild.threads().map(|c| (c.id.get(), c.parent_id.unwrap().get())).collect(),
            roles: guild.roles().map(|r| (r.id.get(), r.name.clone())).collect(),
            members: guild
                .members()
                .map(|m| {
                    (
                        m.user_id().get(),
                        (m.nick().map(str::to_owned), m.roles().iter().map(|r| r.get()).collect()),
                    )
                })
                .collect(),
            presences: guild.presences().map(|p| (p.user_id().get(), p.status())).collect(),
            voice: guild.voice_states().map(|v| (v.user_id.get(), v.channel_id.unwrap().get())).collect(),
            emojis: guild.emojis().map(|e| e.id.unwrap().get()).collect(),
        })
    }
}

impl NaiveGuild {
    fn update(&mut self, event: &Event) {
        match event {
            Event::GuildUpdate(guild) => self.name = Some(guild.name.clone()),
            Event::ChannelCreate(c) => drop(self.channels.insert(c.id.get(), c.name.clone().unwrap())),
            Event::ChannelUpdate(c) => drop(self.channels.insert(c.id.get(), c.name.clone().unwrap())),
            Event::ChannelDelete(c) => {
                self.channels.remove(&c.id.get());
                self.threads.retain(|_, parent| *parent != c.id.get());
            }
            Event::ThreadUpdate(c) => {
                if c.thread_metadata.as_ref().unwrap().archived {
                    self.threads.remove(&c.id.get());
                } else {
                    self.threads.insert(c.id.get(), c.parent_id.unwrap().get());
                }
            }
            Event::ThreadDelete(c) => drop(self.threads.remove(&c.id.get())),
            Event::GuildRoleCreate(r) => drop(self.roles.insert(r.role.id.get(), r.role.name.clone())),
            Event::GuildRoleUpdate(r) => drop(self.roles.insert(r.role.id.get(), r.role.name.clone())),
            Event::GuildRoleDelete(r) => {
                self.roles.remove(&r.role_id.get());
                self.members.values_mut().for_each(|(_, roles)| roles.retain(|id| *id != r.role_id.get()));
            }
            Event::GuildMemberAdd(m) => {
                self.members_in_all = self.members_in_all.map(|count| count + 1);
                self.set_member(m);
            }
            Event::GuildMemberUpdate(m) => self.set_member(m),
            Event::GuildMembersChunk(chunk) => chunk.members.iter().for_each(|m| self.set_member(m)),
            Event::GuildMemberRemove(m) => {
                self.members_in_all = self.members_in_all.map(|count| count.saturating_sub(1));
                self.members.remove(&m.user.id.get());
                self.presences.remove(&m.user.id.get());
            }
            Event::PresenceUpdate(p) if p.status == PresenceStatus::Offline => {
                drop(self.presences.remove(&p.user.id.get()));
            }
            Event::PresenceUpdate(p) => drop(self.presences.insert(p.user.id.get(), p.status.clone())),
            Event::VoiceStateUpdate(v) => match v.channel_id {
                Some(channel) => drop(self.voice.insert(v.user_id.get(), channel.get())),
                None => drop(self.voice.remove(&v.user_id.get())),
            },
            Event::GuildEmojisUpdate(e) => {
                self.emojis = e.emojis.iter().map(|e| e.id.unwrap().get()).collect();
            }
            _ => {}
        }
    }

    fn set_member(&mut self, m: &ito::model::Member) {
        let roles = m.roles.iter().map(|r| r.get()).collect();
        self.members.insert(m.user.as_ref().unwrap().id.get(), (m.nick.clone(), roles));
    }
}
