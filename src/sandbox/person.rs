//! People: what they say and do, as a bot gets to see it.

use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::server::{Shared, State};
use super::sessions::Scope;
use super::world::{Draft, Interaction, now};
use super::{Channel, Guild};

/// A person; a cheap clone.
///
/// ```
/// use ito::sandbox::Sandbox;
///
/// let discord = Sandbox::start()?;
/// let (ada, hall) = (discord.user("ada"), discord.guild("test").channel("hall"));
/// let message = ada.says(&hall, "helo");
/// ada.edits(&hall, message, "hello");
/// ada.reacts(&hall, message, "👍");
/// assert_eq!(hall.messages()[0]["content"], "hello");
/// ada.says_directly("just between us");
/// ada.uses(&hall, "ping");
/// # Ok::<(), ito::sandbox::Error>(())
/// ```
#[derive(Clone)]
pub struct Person {
    shared: Arc<Shared>,
    id: u64,
}

impl Person {
    pub(super) fn of(shared: &Arc<Shared>, name: &str) -> Self {
        let id = shared.with(|state| state.world.person(name));
        Self { shared: shared.clone(), id }
    }

    /// Their id.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Says something in a channel; in a guild's channel they become a member first. Gives the message's id.
    pub fn says(&self, channel: &Channel, text: &str) -> u64 {
        self.posts(channel, &json!({"content": text}))
    }

    /// Says something to the bot in direct messages. Gives the message's id.
    pub fn says_directly(&self, text: &str) -> u64 {
        self.says(&self.direct_messages(), text)
    }

    /// The channel of direct messages between the bot and them.
    pub fn direct_messages(&self) -> Channel {
        let id = self.shared.with(|state| state.world.direct_channel(self.id).0);
        Channel { shared: self.shared.clone(), id }
    }

    /// Sends a message with all that Discord's create-message body may have. Gives its id.
    pub fn posts(&self, channel: &Channel, fields: &Value) -> u64 {
        self.shared.with(|state| {
            self.enter(state, channel.id);
            let fields = fields.as_object().cloned().unwrap_or_default();
            let draft = Draft { author: self.id, channel: channel.id, fields, ..Draft::default() };
            state.say(&draft).id
        })
    }

    /// Changes what they said.
    pub fn edits(&self, channel: &Channel, message: u64, text: &str) {
        let changes = Map::from_iter([("content".to_owned(), Value::from(text))]);
        self.shared.with(|state| state.edit(channel.id, message, &changes));
    }

    /// Deletes a message.
    pub fn deletes(&self, channel: &Channel, message: u64) {
        self.shared.with(|state| state.delete(channel.id, &[message]));
    }

    /// Reacts to a message; an emoji is a character or `name:id`.
    pub fn reacts(&self, channel: &Channel, message: u64, emoji: &str) {
        self.shared.with(|state| {
            self.enter(state, channel.id);
            state.react(channel.id, message, emoji, self.id);
        });
    }

    /// Takes a reaction back.
    pub fn unreacts(&self, channel: &Channel, message: u64, emoji: &str) {
        self.shared.with(|state| state.unreact(channel.id, message, emoji, self.id));
    }

    /// Begins to type.
    pub fn types(&self, channel: &Channel) {
        self.shared.with(|state| {
            self.enter(state, channel.id);
            state.typing(channel.id, self.id);
        });
    }

    /// Becomes a member of a guild.
    pub fn joins(&self, guild: &Guild) {
        self.shared.with(|state| state.join(guild.id, self.id));
    }

    /// Leaves a guild.
    pub fn leaves(&self, guild: &Guild) {
        self.shared.with(|state| state.leave(guild.id, self.id));
    }

    /// Uses a slash command without options, whether the bot has registered it or not. Gives the interaction's id.
    pub fn uses(&self, channel: &Channel, command: &str) -> u64 {
        self.uses_with(channel, command, &json!([]))
    }

    /// Uses a slash command; `options` as they stand in the interaction's data. Gives the interaction's id.
    pub fn uses_with(&self, channel: &Channel, command: &str, options: &Value) -> u64 {
        self.shared.with(|state| {
            let id = state.world.id();
            let known = state.world.commands.values().flatten().find(|c| c["name"] == command);
            let command_id = known.map_or_else(|| id.to_string().into(), |c| c["id"].clone());
            let data = json!({"id": command_id, "name": command, "type": 1, "options": options});
            self.interact(state, channel.id, id, 2, &data, None)
        })
    }

    /// Presses the button (or uses the menu) with that `custom_id` in a message. Gives the interaction's id.
    pub fn presses(&self, channel: &Channel, message: u64, custom_id: &str) -> u64 {
        self.shared.with(|state| {
            let id = state.world.id();
            let data = json!({"custom_id": custom_id, "component_type": 2, "id": 1});
            self.interact(state, channel.id, id, 3, &data, Some(message))
        })
    }

    fn interact(
        &self,
        state: &mut State,
        channel: u64,
        id: u64,
        kind: u64,
        data: &Value,
        message: Option<u64>,
    ) -> u64 {
        self.enter(state, channel);
        let token = format!("sandbox-{:032x}", fastrand::u128(..));
        let bot = state.world.bot;
        let permissions = super::world::ALL_PERMISSIONS.to_string();
        let mut event = json!({
            "id": id.to_string(),
            "application_id": bot.to_string(),
            "type": kind,
            "data": data,
            "channel_id": channel.to_string(),
            "token": token,
            "version": 1,
            "app_permissions": permissions,
            "locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {"0": "0"},
            "context": 1,
            "attachment_size_limit": 10_485_760,
        });
        let Some(place) = state.world.channels.get(&channel) else { return id };
        event["channel"] = place.body.clone();
        let guild = place.guild;
        if let Some(guild) = guild {
            let mut member = state.world.member(guild, self.id).unwrap_or_default();
            member["permissions"] = permissions.into();
            event["guild_id"] = guild.to_string().into();
            event["guild"] = json!({"id": guild.to_string(), "locale": "en-US", "features": []});
            event["guild_locale"] = "en-US".into();
            event["member"] = member;
            event["context"] = 0.into();
            event["authorizing_integration_owners"] = json!({"0": guild.to_string()});
        } else {
            event["user"] = state.world.user(self.id);
        }
        if let Some(message) = message.and_then(|m| state.world.message(channel, m)) {
            event["message"] = message;
        }
        state.world.interactions.insert(
            id,
            Interaction {
                token,
                channel,
                at: std::time::Instant::now(),
                answered: None,
                original: message.filter(|_| kind == 3),
            },
        );
        state.emit("INTERACTION_CREATE", guild.map_or(Scope::Direct, Scope::Guild), &event);
        id
    }

    /// Makes them a member of the channel's guild.
    fn enter(&self, state: &mut State, channel: u64) {
        if let Some(guild) = state.world.channels.get(&channel).and_then(|c| c.guild) {
            state.join(guild, self.id);
        }
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Person").field(&self.id).finish()
    }
}

impl State {
    /// Notes that somebody types.
    pub(super) fn typing(&mut self, channel: u64, user: u64) {
        let guild = self.world.channels.get(&channel).and_then(|c| c.guild);
        let mut event = json!({
            "channel_id": channel.to_string(),
            "user_id": user.to_string(),
            "timestamp": crate::model::Timestamp::now().as_secs(),
        });
        if let Some(guild) = guild {
            event["guild_id"] = guild.to_string().into();
            event["member"] = self.world.member(guild, user).unwrap_or_default();
        }
        self.emit("TYPING_START", self.scope_of(channel), &event);
    }

    pub(super) fn join(&mut self, guild: u64, user: u64) {
        if self.world.add_member(guild, user) {
            let mut event = self.world.member(guild, user).unwrap_or_default();
            event["guild_id"] = guild.to_string().into();
            event["joined_at"] = now();
            self.emit("GUILD_MEMBER_ADD", Scope::Guild(guild), &event);
        }
    }

    pub(super) fn leave(&mut self, guild: u64, user: u64) {
        let gone = self.world.guilds.get_mut(&guild).and_then(|g| g.members.remove(&user));
        if gone.is_some() {
            let event = json!({"guild_id": guild.to_string(), "user": self.world.user(user)});
            self.emit("GUILD_MEMBER_REMOVE", Scope::Guild(guild), &event);
        }
    }
}
