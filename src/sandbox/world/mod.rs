//! The world: users, guilds, channels and messages as the sandbox keeps them (pure state; who is told is decided elsewhere).
//!
//! A thing is kept as the JSON object that Discord would send, beside the few ids that the sandbox itself looks at.

mod guild;
mod message;
mod permissions;
mod poll;
mod thread;

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

pub(super) use self::guild::{ALL_PERMISSIONS, Channel, Guild, role};
pub(super) use self::message::{ANSWER, Draft, EPHEMERAL, LOADING, Posted, Stored};
pub(super) use self::permissions::{Rank, bits};
use super::SentMessage;
use crate::model::{OAuth2Scope, Timestamp};

/// Everything there is.
#[derive(Debug)]
pub(super) struct World {
    last_milli: i64,
    /// How much the clock is ahead of the real one.
    pub(super) ahead: Duration,
    guilds_made: u64,
    /// The bot's user id, which is its application's id too.
    pub(super) bot: u64,
    pub(super) users: BTreeMap<u64, Value>,
    pub(super) guilds: BTreeMap<u64, Guild>,
    pub(super) channels: BTreeMap<u64, Channel>,
    /// What the bot said, everywhere, in order, and nobody has taken yet.
    sent: VecDeque<SentMessage>,
    /// Application commands: global ones under 0, others under their guild.
    pub(super) commands: BTreeMap<u64, Vec<Value>>,
    pub(super) interactions: BTreeMap<u64, Interaction>,
    pub(super) webhooks: BTreeMap<u64, Webhook>,
    /// Emojis of the application.
    pub(super) emojis: BTreeMap<u64, Value>,
    pub(super) skus: BTreeMap<u64, Value>,
    pub(super) entitlements: BTreeMap<u64, Value>,
    /// What a user's connection to the application may say of them.
    pub(super) role_connections: Value,
    /// By their code.
    pub(super) invites: BTreeMap<String, Value>,
    /// Whom an invite is for, by its code.
    pub(super) target_users: BTreeMap<String, TargetUsers>,
    /// By their code.
    pub(super) templates: BTreeMap<String, Value>,
    pub(super) subscriptions: BTreeMap<u64, Value>,
    /// What people allowed the application, by the access token.
    pub(super) grants: BTreeMap<String, Grant>,
    /// Accounts elsewhere, by whose they are.
    pub(super) accounts: BTreeMap<u64, Vec<Value>>,
    /// What the application said of a person's account with it.
    pub(super) linked: BTreeMap<u64, Value>,
    /// Who may use a command, by the guild and the command, or the application for all of its commands.
    pub(super) command_permissions: BTreeMap<(u64, u64), Value>,
    /// What was changed of the application.
    pub(super) application: Map<String, Value>,
    /// Activities that run, by the id of the instance.
    pub(super) activities: BTreeMap<String, Value>,
}

/// Whom an invite is for, and since when.
#[derive(Debug, Clone)]
pub(super) struct TargetUsers {
    pub(super) users: Vec<u64>,
    pub(super) since: Value,
}

/// What a person allowed the application.
#[derive(Debug, Clone)]
pub(super) struct Grant {
    pub(super) user: u64,
    pub(super) scopes: Vec<OAuth2Scope>,
    /// When it ends, by the clock of limits and as Discord writes it.
    pub(super) ends: Instant,
    pub(super) expires: String,
}

/// A webhook; its token is in its body.
#[derive(Debug, Clone)]
pub(super) struct Webhook {
    pub(super) channel: u64,
    pub(super) guild: u64,
    pub(super) body: Value,
}

/// An interaction that a person began.
#[derive(Debug, Clone)]
pub(super) struct Interaction {
    pub(super) token: String,
    pub(super) channel: u64,
    /// Who began it.
    pub(super) user: u64,
    /// Discord's type of interactions.
    pub(super) kind: u64,
    /// The message whose component was used.
    pub(super) message: Option<u64>,
    pub(super) at: Instant,
    /// The first answer, as the bot sent it.
    pub(super) answer: Option<Value>,
    /// The message of the first answer.
    pub(super) original: Option<u64>,
    /// Messages that followed.
    pub(super) followed: Vec<u64>,
}

impl World {
    pub(super) fn new() -> Self {
        let mut world = Self {
            last_milli: 0,
            ahead: Duration::ZERO,
            guilds_made: 0,
            bot: 0,
            users: BTreeMap::new(),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            sent: VecDeque::new(),
            commands: BTreeMap::new(),
            interactions: BTreeMap::new(),
            webhooks: BTreeMap::new(),
            emojis: BTreeMap::new(),
            skus: BTreeMap::new(),
            entitlements: BTreeMap::new(),
            role_connections: json!([]),
            invites: BTreeMap::new(),
            target_users: BTreeMap::new(),
            templates: BTreeMap::new(),
            subscriptions: BTreeMap::new(),
            grants: BTreeMap::new(),
            accounts: BTreeMap::new(),
            linked: BTreeMap::new(),
            command_permissions: BTreeMap::new(),
            application: Map::new(),
            activities: BTreeMap::new(),
        };
        world.bot = world.id();
        let bot = user(world.bot, "sandbox-bot", true);
        world.users.insert(world.bot, bot);
        world
    }

    /// The time that limits and interactions go by.
    pub(super) fn clock(&self) -> Instant {
        Instant::now() + self.ahead
    }

    /// A new id of now, larger than all before.
    pub(super) fn id(&mut self) -> u64 {
        self.last_milli = Timestamp::now().as_millis().max(self.last_milli + 1);
        snowflake(self.last_milli)
    }

    /// The id of the next guild: guild `n` belongs to shard `n % total` for each usual total.
    fn guild_id(&mut self) -> u64 {
        let id = (FIRST_GUILD + self.guilds_made) << 22;
        self.guilds_made += 1;
        id
    }

    /// The person of that name, made when there is none.
    pub(super) fn person(&mut self, name: &str) -> u64 {
        let found = self.users.iter().find(|(_, u)| u["username"] == name && u["bot"] != true);
        if let Some((id, _)) = found {
            return *id;
        }
        let id = self.id();
        self.users.insert(id, user(id, name, false));
        id
    }

    /// Takes the next message of the bot's, in a channel or anywhere.
    pub(super) fn next_sent(&mut self, channel: Option<u64>) -> Option<SentMessage> {
        let at = self.sent.iter().position(|m| channel.is_none_or(|c| c == m.channel))?;
        self.sent.remove(at)
    }

    /// The user's JSON object.
    pub(super) fn user(&self, id: u64) -> Value {
        self.users.get(&id).cloned().unwrap_or_else(|| user(id, "deleted-user", false))
    }
}

/// A user as Discord shows it to others.
fn user(id: u64, name: &str, bot: bool) -> Value {
    let mut user = json!({
        "id": id.to_string(),
        "username": name,
        "discriminator": if bot { "0001" } else { "0" },
        "global_name": if bot { Value::Null } else { name.into() },
        "avatar": null,
        "avatar_decoration_data": null,
        "collectibles": null,
        "primary_guild": null,
        "clan": null,
        "banner": null,
        "accent_color": null,
        "flags": 0,
        "public_flags": 0,
    });
    if bot {
        user["bot"] = true.into();
    }
    user
}

/// The first id of a millisecond of Unix time.
pub(super) fn snowflake(millisecond: i64) -> u64 {
    ((millisecond - DISCORD_EPOCH) as u64) << 22
}

/// Now, as Discord writes it.
pub(super) fn now() -> Value {
    Timestamp::now().to_string().into()
}

/// Puts each field of `changes` into `object`, nulls too.
pub(super) fn merge(object: &mut Value, changes: &Map<String, Value>) {
    if let Some(object) = object.as_object_mut() {
        object.extend(changes.iter().map(|(k, v)| (k.clone(), v.clone())));
    }
}

/// Changes the fields that `object` has already, but never what it is.
pub(super) fn amend(object: &mut Value, changes: &Map<String, Value>) {
    let Some(object) = object.as_object_mut() else { return };
    for (name, value) in
        changes.iter().filter(|(name, _)| !matches!(name.as_str(), "id" | "guild_id" | "type"))
    {
        if let Some(field) = object.get_mut(name) {
            *field = value.clone();
        }
    }
}

/// The first millisecond of 2015, in Unix time.
const DISCORD_EPOCH: i64 = 1_420_070_400_000;
/// Milliseconds of the first guild's id: early 2024, and a multiple of all numbers up to 16 and of 64.
const FIRST_GUILD: u64 = 720_720 * 400_000;
