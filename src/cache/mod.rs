//! What the bot knows without asking: guilds, channels, roles, members and more, as events have told.
//!
//! [`Bot::cache`](crate::Bot::cache) is there at any time, and is read from any thread:
//!
//! ```
//! # use ito::sandbox::Sandbox;
//! use ito::{Bot, EventKind};
//!
//! # fn main() -> ito::Result {
//! # let discord = Sandbox::start()?;
//! # discord.guild("tests").channel("general");
//! # let (token, endpoints) = (discord.token(), discord.endpoints());
//! let bot = Bot::builder(token).endpoints(endpoints).build()?;
//! let guilds = bot.stream(EventKind::GuildCreate);
//! bot.start()?;
//! for e in guilds.take(1) {
//!     let guild = bot.cache().guild(e.id).expect("it was remembered before anybody heard of it");
//!     for channel in guild.channels() {
//!         println!("{:?} in {:?}", channel.name, guild.name());
//!     }
//! }
//! bot.close()?;
//! assert_eq!(bot.cache().guilds().len(), 0);
//! # Ok(())
//! # }
//! ```
//!
//! **What you read stays.** Each read gives something whole that never changes: a [`CachedGuild`] is the guild as it was at
//! that moment, an `Arc` is yours. There is no guard to give back, so nothing can be locked for too long, nothing can wait
//! for itself, and a loop over the members of a guild sees each of them once, whatever happens meanwhile. Most are shared,
//! and to read them is to copy a pointer; channels, threads, roles, emojis and activities, which are many and say little, are
//! packed into a sixth of their room and made anew for who reads them, in less than a microsecond.
//!
//! **What you hear of is there.** The shard writes what an event says before any listener is called, in the order in which
//! events come. A listener that looks later sees a later state; what was there before its own event is
//! [`Context::old`](crate::Context::old).
//!
//! **What you do not need costs nothing.** [`CacheSettings`] choose the [`Kind`]s; one that is left out takes no byte, and
//! its events are not even decoded. Members can be chosen by a [`MemberPolicy`], numbers and ages bounded, and everything
//! together by [`CacheSettings::memory_ceiling`]. [`Cache::report`] says where the bytes are.
//!
//! ```
//! use ito::cache::{CacheSettings, Kind, MemberPolicy};
//! use ito::Bot;
//!
//! let settings = CacheSettings::none()
//!     .with(Kind::Guilds)
//!     .with(Kind::Roles)
//!     .with(Kind::Channels)
//!     .with(Kind::Members)
//!     .members(MemberPolicy::only_me());
//! let bot = Bot::builder("a.token").cache(settings).build()?;
//! # Ok::<(), ito::Error>(())
//! ```
//!
//! Locks: see `store`; none is held while user code runs but for [`MemberPolicy::when`], which may read all the same.

mod change;
mod changed;
mod fields;
mod guild;
mod map;
mod member;
mod messages;
mod pack;
mod places;
mod policy;
mod presence;
mod report;
mod roles;
mod room;
mod settings;
mod size;
mod slim;
mod snapshot;
mod store;
mod table;
mod tallies;
mod update;
mod user;
mod users;

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

pub use self::changed::Compare;
pub use self::guild::CachedGuild;
pub use self::member::Member;
pub use self::messages::CachedMessage;
pub use self::policy::{MemberFacts, MemberPolicy};
pub use self::presence::Presence;
pub use self::report::CacheReport;
pub use self::settings::{CacheSettings, Kind, SettingsError};
pub use self::slim::Slim;
pub use self::snapshot::CacheStore;
use self::store::Store;
pub use self::table::Tally;
pub use self::user::User;
use crate::event::{Event, EventType, EventTypes, Former};
use crate::model::{self, Channel, Emoji, Guild, Id, Message, Permissions, Role, Sticker};

/// What is remembered, over all shards: a cheap clone that any thread may read.
#[derive(Clone)]
pub struct Cache {
    store: Arc<Store>,
    wanted: EventTypes,
}

impl Cache {
    /// A cache of one's own, to be filled by [`Cache::update`]; a bot has one already.
    ///
    /// # Errors
    /// When a setting cannot be done.
    pub fn new(settings: CacheSettings) -> Result<Self, SettingsError> {
        settings.check()?;
        Ok(Self::unchecked(settings))
    }

    pub(crate) fn unchecked(settings: CacheSettings) -> Self {
        let held = Kind::ALL.into_iter().filter(|kind| settings.holds(*kind));
        let wanted = held.fold(EventTypes::empty(), |all, kind| all.union(update::events_of(kind)));
        Self { store: Arc::new(Store::new(settings)), wanted }
    }

    /// Whether anything is to be held at all.
    pub(crate) fn is_on(&self) -> bool {
        self.wanted != EventTypes::empty()
    }

    /// The bot is this user, as far as no event has told.
    pub(crate) fn is_of(&self, me: &model::User) {
        if self.is_on() && self.store.my_id() == Id::default() {
            self.store.set_me(me);
        }
    }

    /// Whether an event of this type may change what is held.
    pub fn wants(&self, event: EventType) -> bool {
        self.wanted.contains(event)
    }

    /// Takes in an event that came at `now`, which never goes back; gives what was there before it, if that was held.
    pub fn update(&self, event: &Event, now: Instant) -> Option<Former> {
        if self.wants(event.event_type()) { self.store.update(event, now) } else { None }
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.store.clear();
    }

    /// The settings.
    pub fn settings(&self) -> &CacheSettings {
        &self.store.settings
    }

    /// How much is held, and where the bytes are.
    pub fn report(&self) -> CacheReport {
        CacheReport::of(&self.store)
    }

    /// The bot's own user.
    pub fn me(&self) -> Option<Arc<model::User>> {
        self.store.me()
    }

    /// A guild as it is now, whole.
    pub fn guild(&self, id: Id<Guild>) -> Option<CachedGuild> {
        self.store.guild(id)
    }

    /// All guilds, by their ids; among them those that an outage has taken.
    pub fn guilds(&self) -> Vec<CachedGuild> {
        self.store.cells().iter().map(|(_, cell)| self.store.view(cell)).collect()
    }

    /// The guilds that are there.
    pub fn available_guilds(&self) -> Vec<CachedGuild> {
        let mut guilds = self.guilds();
        guilds.retain(|guild| !guild.is_unavailable());
        guilds
    }

    /// The guilds that an outage has taken, or that have not come yet.
    pub fn unavailable_guilds(&self) -> Vec<CachedGuild> {
        let mut guilds = self.guilds();
        guilds.retain(CachedGuild::is_unavailable);
        guilds
    }

    /// The guild of a channel or a thread.
    pub fn guild_of(&self, channel: Id<Channel>) -> Option<CachedGuild> {
        let places = &self.store.places;
        let id =
            places.get(Kind::Channels, channel.get()).or_else(|| places.get(Kind::Threads, channel.get()))?;
        self.guild(id).filter(|guild| guild.packed(channel).is_some())
    }

    /// A channel of a guild, or a thread.
    pub fn channel(&self, id: Id<Channel>) -> Option<Arc<Channel>> {
        self.guild_of(id)?.channel(id)
    }

    /// A role.
    pub fn role(&self, id: Id<Role>) -> Option<Arc<Role>> {
        self.guild(self.store.places.get(Kind::Roles, id.get())?)?.role(id)
    }

    /// An emoji of a guild.
    pub fn emoji(&self, id: Id<Emoji>) -> Option<Arc<Emoji>> {
        let guild = self.guild(self.store.places.get(Kind::Emojis, id.get())?)?;
        guild.state.emojis.get(&id).map(|emoji| Arc::new(emoji.open()))
    }

    /// A sticker of a guild.
    pub fn sticker(&self, id: Id<Sticker>) -> Option<Arc<Sticker>> {
        let guild = self.guild(self.store.places.get(Kind::Stickers, id.get())?)?;
        guild.state.stickers.get(&id).cloned()
    }

    /// A member. To look at one is to use it: it is evicted later.
    pub fn member(&self, guild: Id<Guild>, user: Id<model::User>) -> Option<Arc<Member>> {
        self.guild(guild)?.member(user).cloned()
    }

    /// The user of a member of any guild.
    pub fn user(&self, id: Id<model::User>) -> Option<Arc<User>> {
        self.store.users.get(id)
    }

    /// The users of all members, each once, in no order.
    pub fn users(&self) -> Vec<Arc<User>> {
        self.store.users.all()
    }

    /// One of the last messages.
    pub fn message(&self, id: Id<Message>) -> Option<CachedMessage> {
        self.store.messages.lock().get(id)
    }

    /// The last messages, oldest first.
    pub fn messages(&self) -> Vec<CachedMessage> {
        self.store.messages.lock().all()
    }

    /// An invite that was made while the bot was there.
    pub fn invite(&self, code: &str) -> Option<Arc<crate::event::InviteCreate>> {
        self.store.cells().iter().find_map(|(_, cell)| cell.state().invites.get(code).cloned())
    }

    /// The direct channel of a user who wrote to the bot.
    pub fn dm_channel_id(&self, user: Id<model::User>) -> Option<Id<Channel>> {
        self.store.dms.lock().get(user)
    }

    /// The last direct channels by their users, the one that was used last at the end.
    pub fn dm_channel_ids(&self) -> Vec<(Id<model::User>, Id<Channel>)> {
        self.store.dms.lock().all()
    }

    /// What a member may do in a channel or a thread of a guild: see [`CachedGuild::permissions_in`].
    pub fn permissions_in(&self, channel: Id<Channel>, user: Id<model::User>) -> Option<Permissions> {
        self.guild_of(channel)?.permissions_in(channel, user)
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("bytes", &self.store.tallies.bytes()).finish_non_exhaustive()
    }
}
