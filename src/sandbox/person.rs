//! People: what they say and do, as a bot gets to see it.

use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::server::{Shared, State};
use super::sessions::Scope;
use super::world::{Draft, amend, now, role};
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
    pub(super) shared: Arc<Shared>,
    pub(super) id: u64,
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

    /// Asks to become a member of a guild, with what they wrote into the fields of its form, by their names; gives the id
    /// of the request. The bot hears GUILD_JOIN_REQUEST_CREATE, and lets them in or not.
    ///
    /// ```
    /// use ito::sandbox::Sandbox;
    ///
    /// let discord = Sandbox::start()?;
    /// discord.user("ada").asks_to_join(&discord.guild("test"), &[("Why?", "For the tea.")]);
    /// # Ok::<(), ito::sandbox::Error>(())
    /// ```
    pub fn asks_to_join(&self, guild: &Guild, answers: &[(&str, &str)]) -> u64 {
        self.shared.with(|state| state.ask_to_join(guild.id, self.id, answers))
    }

    /// Becomes a member of a guild, with a role above the bot's.
    pub fn outranks_bot(&self, guild: &Guild) {
        self.joins(guild);
        self.shared.with(|state| {
            let id = state.world.id();
            let role = role(id, "above the bot", 2, 0);
            if let Some(guild) = state.world.guilds.get_mut(&guild.id) {
                guild.roles.push(role.clone());
                let roles = guild.members.get_mut(&self.id).and_then(|member| member["roles"].as_array_mut());
                if let Some(roles) = roles {
                    roles.push(role["id"].clone());
                }
            }
            let event = json!({"guild_id": guild.id.to_string(), "role": role});
            state.emit("GUILD_ROLE_CREATE", Scope::Guild(guild.id), &event);
            state.member_changed(guild.id, self.id);
        });
    }

    /// Leaves a guild.
    pub fn leaves(&self, guild: &Guild) {
        self.shared.with(|state| state.leave(guild.id, self.id));
    }

    /// Votes for an answer of a poll, by its number; false when there is no such poll or it has ended.
    pub fn votes(&self, channel: &Channel, message: u64, answer: u64) -> bool {
        self.shared.with(|state| {
            self.enter(state, channel.id);
            state.vote(channel.id, message, answer, self.id, true)
        })
    }

    /// Takes a vote back; false when there was none.
    pub fn unvotes(&self, channel: &Channel, message: u64, answer: u64) -> bool {
        self.shared.with(|state| state.vote(channel.id, message, answer, self.id, false))
    }

    /// Goes into a voice channel.
    pub fn connects(&self, channel: &Channel) {
        self.shared.with(|state| {
            self.enter(state, channel.id);
            if let Some(guild) = state.world.channels.get(&channel.id).and_then(|place| place.guild) {
                state.connect_voice(guild, self.id, channel.id);
            }
        });
    }

    /// Leaves the voice channels of a guild; false when they are in none.
    pub fn disconnects(&self, guild: &Guild) -> bool {
        self.shared.with(|state| state.move_voice(guild.id, self.id, None))
    }

    /// Makes them a member of the channel's guild.
    pub(super) fn enter(&self, state: &mut State, channel: u64) {
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
        self.join_with(guild, user, &Map::new());
    }

    /// Makes somebody a member who is from the first as `fields` say, and tells of it.
    pub(super) fn join_with(&mut self, guild: u64, user: u64, fields: &Map<String, Value>) {
        if self.world.add_member(guild, user) {
            let place = self.world.guilds.get_mut(&guild);
            if let Some(member) = place.and_then(|place| place.members.get_mut(&user)) {
                amend(member, fields);
            }
            let mut event = self.world.member(guild, user).unwrap_or_default();
            event["guild_id"] = guild.to_string().into();
            event["joined_at"] = now();
            self.emit("GUILD_MEMBER_ADD", Scope::Guild(guild), &event);
        }
    }

    /// Tells that a member changed.
    pub(super) fn member_changed(&mut self, guild: u64, user: u64) {
        let mut event = self.world.member(guild, user).unwrap_or_default();
        event["guild_id"] = guild.to_string().into();
        self.emit("GUILD_MEMBER_UPDATE", Scope::Guild(guild), &event);
    }

    pub(super) fn leave(&mut self, guild: u64, user: u64) {
        let gone = self.world.guilds.get_mut(&guild).and_then(|g| g.members.remove(&user));
        if gone.is_some() {
            let event = json!({"guild_id": guild.to_string(), "user": self.world.user(user)});
            self.emit("GUILD_MEMBER_REMOVE", Scope::Guild(guild), &event);
        }
    }
}
