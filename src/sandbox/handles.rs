//! Guilds and channels as tests hold them: cheap handles on the world.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Error;
use super::server::Shared;
use super::sessions::Scope;

/// A guild; a cheap clone.
///
/// ```
/// use ito::sandbox::Sandbox;
/// use serde_json::json;
///
/// let discord = Sandbox::start()?;
/// let guild = discord.guild("test");
/// assert_eq!(guild.id(), discord.guild("test").id());
/// guild.dispatch("SOMETHING_NEW", &json!({"guild_id": guild.id().to_string()}));
/// # Ok::<(), ito::sandbox::Error>(())
/// ```
#[derive(Clone)]
pub struct Guild {
    pub(super) shared: Arc<Shared>,
    pub(super) id: u64,
}

impl Guild {
    pub(super) fn of(shared: &Arc<Shared>, name: &str) -> Self {
        let id = shared.with(|state| {
            let found = state.world.guilds.values().find(|g| g.body["name"] == name).map(|g| g.id);
            found.unwrap_or_else(|| {
                let id = state.world.create_guild(name);
                state.announce_guild(id);
                id
            })
        });
        Self { shared: shared.clone(), id }
    }

    /// Its id.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The text channel of that name; made when there is none.
    pub fn channel(&self, name: &str) -> Channel {
        self.channel_of(name, TEXT)
    }

    /// The voice channel of that name; made when there is none.
    pub fn voice_channel(&self, name: &str) -> Channel {
        self.channel_of(name, VOICE)
    }

    fn channel_of(&self, name: &str, kind: u64) -> Channel {
        let id = self.shared.with(|state| {
            let is_it = |body: &Value| body["name"] == name && body["type"] == kind;
            let channels = &state.world.guilds.get(&self.id).map(|g| g.channels.clone()).unwrap_or_default();
            let found = channels.iter().find(|c| is_it(&state.world.channels[c].body)).copied();
            found.unwrap_or_else(|| {
                let id = state.world.create_channel(self.id, name, kind);
                let body = state.world.channels[&id].body.clone();
                state.emit("CHANNEL_CREATE", Scope::Guild(self.id), &body);
                id
            })
        });
        Channel { shared: self.shared.clone(), id }
    }

    /// Says what the bot may do here by its own role (bits), without a word to anybody; all there is by default.
    pub fn permit(&self, permissions: u64) {
        self.shared.with(|state| {
            let bot = state.world.bot.to_string();
            let roles =
                state.world.guilds.get_mut(&self.id).map(|guild| &mut guild.roles).into_iter().flatten();
            for role in roles.filter(|role| role["tags"]["bot_id"] == bot) {
                role["permissions"] = permissions.to_string().into();
            }
        });
    }

    /// Sends an event, any, to the shard of this guild, as if it concerned the guild; the intents are not looked at.
    pub fn dispatch(&self, event: &str, data: &Value) {
        self.shared.with(|state| state.tell_guild(self.id, event, data));
    }

    /// Makes so many new people members, without a word to anybody.
    pub fn fill(&self, people: usize) {
        self.shared.with(|state| state.world.add_crowd(self.id, people));
    }

    /// Adds a sound, without a word to anybody.
    pub fn add_sound(&self, name: &str) {
        self.shared.with(|state| {
            let id = state.world.id();
            let sound = json!({
                "name": name,
                "sound_id": id.to_string(),
                "volume": 1.0,
                "emoji_id": null,
                "emoji_name": null,
                "guild_id": self.id.to_string(),
                "available": true,
            });
            if let Some(guild) = state.world.guilds.get_mut(&self.id) {
                guild.shelves.entry("soundboard-sounds").or_default().insert(id, sound);
            }
        });
    }

    /// An outage takes the guild: it does not come when the bot logs in, and bots that are there are told.
    pub fn goes_down(&self) {
        self.shared.with(|state| state.set_guild_availability(self.id, false));
    }

    /// The outage is over: the guild comes.
    pub fn comes_back(&self) {
        self.shared.with(|state| state.set_guild_availability(self.id, true));
    }

    /// Takes the bot out of the guild.
    pub fn removes_bot(&self) {
        self.shared.with(|state| state.remove_guild(self.id));
    }
}

impl fmt::Debug for Guild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Guild").field(&self.id).finish()
    }
}

/// A channel, of a guild or of direct messages; a cheap clone.
///
/// ```
/// use std::time::Duration;
/// use ito::sandbox::Sandbox;
///
/// let discord = Sandbox::start()?;
/// let hall = discord.guild("test").channel("hall");
/// hall.deny(1 << 11); // SEND_MESSAGES: the bot's messages are refused with 50013 now
/// let error = hall.next_message(Duration::from_millis(1)).unwrap_err();
/// assert!(error.to_string().contains("a message of the bot's"));
/// # Ok::<(), ito::sandbox::Error>(())
/// ```
#[derive(Clone)]
pub struct Channel {
    pub(super) shared: Arc<Shared>,
    pub(super) id: u64,
}

impl Channel {
    /// Its id.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Waits for the next message that the bot sends here; each is given once, in order.
    ///
    /// # Errors
    /// When there is none within `timeout`.
    pub fn next_message(&self, timeout: Duration) -> Result<SentMessage, Error> {
        let next = self.shared.wait(Instant::now() + timeout, |state| state.world.next_sent(Some(self.id)));
        next.ok_or_else(|| {
            self.shared.in_vain(&format!("a message of the bot's in channel {}", self.id), timeout)
        })
    }

    /// Every message in the channel, the oldest first, as REST shows them.
    pub fn messages(&self) -> Vec<Value> {
        self.shared.with(|state| {
            let channel = state.world.channels.get(&self.id);
            let ids: Vec<u64> = channel.map(|c| c.messages.keys().copied().collect()).unwrap_or_default();
            ids.into_iter().filter_map(|id| state.world.message(self.id, id)).collect()
        })
    }

    /// Of a voice channel: gives it a status, since when somebody is in it (seconds of Unix time), or neither, without a
    /// word to anybody.
    pub fn set_info(&self, status: Option<&str>, voice_start_time: Option<u64>) {
        self.shared.with(|state| {
            if let Some(channel) = state.world.channels.get_mut(&self.id) {
                channel.info = Some(json!({"status": status, "voice_start_time": voice_start_time}));
            }
        });
    }

    /// Takes permissions (bits) from the bot in this channel; 0 gives all of them back.
    pub fn deny(&self, permissions: u64) {
        self.shared.with(|state| {
            if let Some(channel) = state.world.channels.get_mut(&self.id) {
                channel.denied = permissions;
            }
        });
    }
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Channel").field(&self.id).finish()
    }
}

/// A message that the bot sent.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SentMessage {
    /// Its id.
    pub id: u64,
    /// Where it was sent.
    pub channel: u64,
    /// Its text.
    pub content: String,
    /// When it was made.
    pub at: Instant,
    /// The whole message, as REST showed it.
    pub body: Value,
}

/// Discord's numbers of the types of channels.
const TEXT: u64 = 0;
const VOICE: u64 = 2;
