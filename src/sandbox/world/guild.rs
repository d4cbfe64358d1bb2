//! Guilds, their channels, members and roles, and direct messages' channels.

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::{Value, json};

use super::{Stored, World, now, user};

/// A guild.
#[derive(Debug)]
pub(in crate::sandbox) struct Guild {
    pub(in crate::sandbox) id: u64,
    /// Whether an outage has taken it.
    pub(in crate::sandbox) unavailable: bool,
    /// The guild's own fields, without lists of other things.
    pub(in crate::sandbox) body: Value,
    pub(in crate::sandbox) channels: Vec<u64>,
    /// Members without their user.
    pub(in crate::sandbox) members: BTreeMap<u64, Value>,
    pub(in crate::sandbox) roles: Vec<Value>,
    pub(in crate::sandbox) voice_states: BTreeMap<u64, Value>,
    /// When all members were last asked for.
    pub(in crate::sandbox) listed: Option<Instant>,
    pub(in crate::sandbox) bans: BTreeMap<u64, Value>,
    /// The audit log, the oldest entry first.
    pub(in crate::sandbox) audit: Vec<Value>,
    /// Things that a guild has lists of, by the name in their path: emojis, scheduled events and so on.
    pub(in crate::sandbox) shelves: BTreeMap<&'static str, BTreeMap<u64, Value>>,
    /// Settings that were changed, by the name in their path.
    pub(in crate::sandbox) settings: BTreeMap<&'static str, Value>,
}

/// A channel of a guild, or of direct messages.
#[derive(Debug)]
pub(in crate::sandbox) struct Channel {
    pub(in crate::sandbox) guild: Option<u64>,
    /// The person at the other end of direct messages.
    pub(in crate::sandbox) recipient: Option<u64>,
    pub(in crate::sandbox) body: Value,
    pub(in crate::sandbox) messages: BTreeMap<u64, Stored>,
    /// Ephemeral messages: reached by the token of their interaction only.
    pub(in crate::sandbox) whispers: BTreeMap<u64, Stored>,
    /// Permissions that the bot lacks here.
    pub(in crate::sandbox) denied: u64,
    /// Of a voice channel: what only who asks is told.
    pub(in crate::sandbox) info: Option<Value>,
    /// Who is in it, if it is a thread.
    pub(in crate::sandbox) thread_members: BTreeMap<u64, Value>,
}

impl Guild {
    /// All things of a kind, as a JSON list.
    pub(in crate::sandbox) fn shelf(&self, name: &str) -> Value {
        self.shelves.get(name).into_iter().flat_map(BTreeMap::values).cloned().collect()
    }
}

impl World {
    /// A new guild with the bot in it.
    pub(in crate::sandbox) fn create_guild(&mut self, name: &str) -> u64 {
        let id = self.guild_id();
        let owner = self.person("owner");
        let mut guild = Guild {
            id,
            unavailable: false,
            body: guild_body(id, name, owner),
            channels: Vec::new(),
            members: BTreeMap::new(),
            roles: vec![role(id, "@everyone", 0, EVERYONE)],
            voice_states: BTreeMap::new(),
            listed: None,
            bans: BTreeMap::new(),
            audit: Vec::new(),
            shelves: BTreeMap::new(),
            settings: BTreeMap::new(),
        };
        let managed = self.id();
        let mut bots = role(managed, "sandbox-bot", 1, ALL_PERMISSIONS);
        bots["managed"] = true.into();
        bots["tags"] = json!({"bot_id": self.bot.to_string()});
        guild.roles.push(bots);
        guild.members.insert(owner, member(&[]));
        guild.members.insert(self.bot, member(&[managed]));
        self.guilds.insert(id, guild);
        id
    }

    /// A new channel of a guild; `kind` is Discord's channel type.
    pub(in crate::sandbox) fn create_channel(&mut self, guild: u64, name: &str, kind: u64) -> u64 {
        let id = self.id();
        let position = self.guilds.get(&guild).map_or(0, |g| g.channels.len());
        let body = json!({
            "id": id.to_string(),
            "type": kind,
            "guild_id": guild.to_string(),
            "name": name,
            "position": position,
            "permission_overwrites": [],
            "topic": null,
            "nsfw": false,
            "last_message_id": null,
            "last_pin_timestamp": null,
            "parent_id": null,
            "rate_limit_per_user": 0,
            "flags": 0,
        });
        self.add_channel(id, Some(guild), None, body);
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.channels.push(id);
        }
        id
    }

    /// The channel of direct messages with a person, and whether it is new.
    pub(in crate::sandbox) fn direct_channel(&mut self, person: u64) -> (u64, bool) {
        if let Some((id, _)) = self.channels.iter().find(|(_, c)| c.recipient == Some(person)) {
            return (*id, false);
        }
        let id = self.id();
        let body = json!({
            "id": id.to_string(),
            "type": 1,
            "last_message_id": null,
            "flags": 0,
            "recipients": [self.user(person)],
        });
        self.add_channel(id, None, Some(person), body);
        (id, true)
    }

    /// The member as Discord shows it, its user included.
    pub(in crate::sandbox) fn member(&self, guild: u64, user: u64) -> Option<Value> {
        let mut member = self.guilds.get(&guild)?.members.get(&user)?.clone();
        member["user"] = self.user(user);
        Some(member)
    }

    /// Makes a person a member; false when it was one.
    pub(in crate::sandbox) fn add_member(&mut self, guild: u64, user: u64) -> bool {
        let Some(guild) = self.guilds.get_mut(&guild) else { return false };
        if guild.members.contains_key(&user) || guild.bans.contains_key(&user) {
            return false;
        }
        guild.members.insert(user, member(&[]));
        true
    }

    /// Makes so many new people members, without a word to anybody.
    pub(in crate::sandbox) fn add_crowd(&mut self, guild: u64, people: usize) {
        for number in 0..people {
            let id = self.id();
            self.users.insert(id, user(id, &format!("member-{number}"), false));
            self.add_member(guild, id);
        }
    }

    /// The guild as REST shows it.
    pub(in crate::sandbox) fn guild(&self, id: u64) -> Option<Value> {
        let guild = self.guilds.get(&id)?;
        let mut body = guild.body.clone();
        body["roles"] = guild.roles.clone().into();
        for list in ["emojis", "stickers"] {
            body[list] = guild.shelf(list);
        }
        Some(body)
    }

    /// The guild as GUILD_CREATE shows it; members as the intents and `large_threshold` have it.
    pub(in crate::sandbox) fn whole_guild(
        &self,
        id: u64,
        with_members: bool,
        threshold: usize,
    ) -> Option<Value> {
        let guild = self.guilds.get(&id)?;
        let mut body = self.guild(id)?;
        let count = guild.members.len();
        let large = count > threshold;
        let members: Vec<Value> = guild
            .members
            .keys()
            .filter(|user| **user == self.bot || (with_members && !large))
            .filter_map(|user| self.member(id, *user))
            .collect();
        let channels: Vec<&Value> =
            guild.channels.iter().filter_map(|c| self.channels.get(c)).map(|c| &c.body).collect();
        body["joined_at"] = guild.members.get(&self.bot).map_or_else(now, |m| m["joined_at"].clone());
        body["large"] = large.into();
        body["unavailable"] = false.into();
        body["member_count"] = count.into();
        body["voice_states"] = guild.voice_states.values().cloned().collect();
        body["members"] = members.into();
        body["channels"] = json!(channels);
        let threads = self.threads(id, None).into_iter().map(|thread| &self.channels[&thread]);
        body["threads"] =
            threads.filter(|thread| !thread.is_archived()).map(|thread| thread.body.clone()).collect();
        body["presences"] = json!([]);
        body["stage_instances"] = guild.shelf("stage-instances");
        body["guild_scheduled_events"] = guild.shelf("scheduled-events");
        body["soundboard_sounds"] = guild.shelf("soundboard-sounds");
        Some(body)
    }

    pub(super) fn add_channel(&mut self, id: u64, guild: Option<u64>, recipient: Option<u64>, body: Value) {
        let channel = Channel {
            guild,
            recipient,
            body,
            messages: BTreeMap::new(),
            whispers: BTreeMap::new(),
            denied: 0,
            info: None,
            thread_members: BTreeMap::new(),
        };
        self.channels.insert(id, channel);
    }
}

/// A role.
pub(in crate::sandbox) fn role(id: u64, name: &str, position: u64, permissions: u64) -> Value {
    json!({
        "id": id.to_string(),
        "name": name,
        "description": null,
        "permissions": permissions.to_string(),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
        "hoist": false,
        "managed": false,
        "mentionable": false,
        "icon": null,
        "unicode_emoji": null,
        "flags": 0,
    })
}

fn member(roles: &[u64]) -> Value {
    let roles: Vec<String> = roles.iter().map(u64::to_string).collect();
    json!({
        "avatar": null,
        "banner": null,
        "communication_disabled_until": null,
        "flags": 0,
        "joined_at": now(),
        "nick": null,
        "pending": false,
        "premium_since": null,
        "roles": roles,
        "deaf": false,
        "mute": false,
    })
}

fn guild_body(id: u64, name: &str, owner: u64) -> Value {
    json!({
        "id": id.to_string(),
        "name": name,
        "icon": null,
        "description": null,
        "home_header": null,
        "splash": null,
        "discovery_splash": null,
        "features": [],
        "banner": null,
        "owner_id": owner.to_string(),
        "application_id": null,
        "region": "deprecated",
        "afk_channel_id": null,
        "afk_timeout": 300,
        "system_channel_id": null,
        "system_channel_flags": 0,
        "widget_enabled": false,
        "widget_channel_id": null,
        "verification_level": 0,
        "default_message_notifications": 0,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": null,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": null,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": false,
        "preferred_locale": "en-US",
        "rules_channel_id": null,
        "safety_alerts_channel_id": null,
        "public_updates_channel_id": null,
        "hub_type": null,
        "nsfw": false,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": null,
        "inventory_settings": null,
    })
}

/// What everyone may do in a new guild.
const EVERYONE: u64 = 2_248_473_465_835_073;
/// All that Discord has today.
pub(in crate::sandbox) const ALL_PERMISSIONS: u64 = (1 << 53) - 1;
