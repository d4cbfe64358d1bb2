//! What is remembered: [`Kind`]s, and the settings that choose among them.

use std::fmt;
use std::time::Duration;

use super::MemberPolicy;
use super::slim::{Slim, Slims};

/// A kind of things that the cache may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[non_exhaustive]
pub enum Kind {
    /// Guilds: what they say of themselves.
    Guilds,
    /// Channels of guilds, without threads.
    Channels,
    /// Threads that are not archived.
    Threads,
    /// Roles.
    Roles,
    /// Members, as far as the [`MemberPolicy`] wants them.
    Members,
    /// The users of those members.
    Users,
    /// The presences of those who are not offline; they need the intent `GUILD_PRESENCES`.
    Presences,
    /// Who is in which voice channel.
    VoiceStates,
    /// Emojis of guilds.
    Emojis,
    /// Stickers of guilds.
    Stickers,
    /// Sounds of guilds.
    Sounds,
    /// Invites, of which there are events.
    Invites,
    /// Live stages.
    Stages,
    /// Scheduled events.
    ScheduledEvents,
    /// The last messages.
    Messages,
    /// The ids of direct channels, by their user.
    DmChannels,
    /// The bot's own user.
    Me,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 17] = [
        Self::Guilds,
        Self::Channels,
        Self::Threads,
        Self::Roles,
        Self::Members,
        Self::Users,
        Self::Presences,
        Self::VoiceStates,
        Self::Emojis,
        Self::Stickers,
        Self::Sounds,
        Self::Invites,
        Self::Stages,
        Self::ScheduledEvents,
        Self::Messages,
        Self::DmChannels,
        Self::Me,
    ];
}

/// What the cache holds: all kinds by default, of messages the last 300, of direct channels the last 50.
///
/// ```
/// use std::time::Duration;
/// use ito::cache::{CacheSettings, Kind, MemberPolicy};
///
/// let settings = CacheSettings::default()
///     .without(Kind::Presences)
///     .most(Kind::Messages, 10_000)
///     .age(Kind::Messages, Duration::from_secs(3600))
///     .members(MemberPolicy::voice().or(MemberPolicy::owner()))
///     .memory_ceiling(256 * 1024 * 1024);
/// # let _ = ito::Bot::builder("a.token").cache(settings).build().unwrap();
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct CacheSettings {
    kinds: u32,
    most: [Option<usize>; Kind::ALL.len()],
    age: [Option<Duration>; Kind::ALL.len()],
    pub(super) members: Option<MemberPolicy>,
    pub(super) slims: Slims,
    pub(super) ceiling: Option<usize>,
}

impl CacheSettings {
    /// Nothing at all: no bytes, and no event is decoded for the cache.
    pub fn none() -> Self {
        Self { kinds: 0, ..Self::default() }
    }

    /// This kind, too.
    pub fn with(mut self, kind: Kind) -> Self {
        self.kinds |= 1 << kind as u8;
        self
    }

    /// All but this kind.
    pub fn without(mut self, kind: Kind) -> Self {
        self.kinds &= !(1 << kind as u8);
        self
    }

    /// So many of this kind at the most, over all guilds; those that were not used for longest go first. For members,
    /// presences, messages (300 by default) and direct channels (50 by default).
    pub fn most(mut self, kind: Kind, most: usize) -> Self {
        self.most[kind as usize] = Some(most);
        self
    }

    /// None of this kind that was not used for so long, in whole seconds; for members, presences and messages. The age is
    /// looked at, a little at a time, when events come.
    pub fn age(mut self, kind: Kind, age: Duration) -> Self {
        self.age[kind as usize] = Some(age);
        self
    }

    /// Which members are held; all by default. The bot's own member always is.
    pub fn members(mut self, policy: MemberPolicy) -> Self {
        self.members = Some(policy);
        self
    }

    /// Changes each model of a type before it is remembered, so that what nobody reads takes no bytes: a [`Guild`]
    /// without its lists, a [`Channel`], a [`Member`](crate::model::Member), a [`User`](crate::model::User) or a
    /// [`Message`](crate::model::Message). Listeners are given events as they came.
    ///
    /// It runs on the threads of shards, for each that comes; when it panics, all is kept. Ids are to stay as they are, and
    /// permissions need a member's `roles` and a channel's `permission_overwrites` and `parent_id`. A [`MemberPolicy`] sees
    /// what is left.
    ///
    /// ```
    /// use ito::cache::CacheSettings;
    /// use ito::model::Member;
    ///
    /// let settings = CacheSettings::default().slim(|member: &mut Member| (member.nick, member.joined_at) = (None, None));
    /// # let _ = ito::Bot::builder("a.token").cache(settings).build().unwrap();
    /// ```
    ///
    /// [`Guild`]: crate::model::Guild
    /// [`Channel`]: crate::model::Channel
    pub fn slim<T: Slim>(mut self, change: impl Fn(&mut T) + Send + Sync + 'static) -> Self {
        self.slims.set(change);
        self
    }

    /// So many bytes for everything at the most, a sixth of them for what an allocator takes beyond what it is asked for;
    /// no ceiling by default. Messages go first, then presences, then members
    /// and their users, each beginning with what was not used for longest; what permissions of the bot are made of never
    /// goes: guilds, channels, roles, and its own member.
    pub fn memory_ceiling(mut self, bytes: usize) -> Self {
        self.ceiling = Some(bytes);
        self
    }

    /// Whether this kind is held.
    pub fn holds(&self, kind: Kind) -> bool {
        self.kinds & 1 << kind as u8 != 0
    }

    /// The most of this kind, if that is bounded.
    pub fn most_of(&self, kind: Kind) -> Option<usize> {
        self.most[kind as usize]
    }

    /// The age of this kind, if that is bounded.
    pub fn age_of(&self, kind: Kind) -> Option<Duration> {
        self.age[kind as usize]
    }

    /// Whether all that was set can be done.
    ///
    /// # Errors
    /// The first setting that cannot.
    pub fn check(&self) -> Result<(), SettingsError> {
        for kind in Kind::ALL {
            let can_be_counted =
                matches!(kind, Kind::Members | Kind::Presences | Kind::Messages | Kind::DmChannels);
            if self.most_of(kind).is_some() && !can_be_counted {
                return Err(SettingsError::NotCounted(kind));
            }
            if self.age_of(kind).is_some() && !(can_be_counted && kind != Kind::DmChannels) {
                return Err(SettingsError::NotAged(kind));
            }
        }
        Ok(())
    }
}

impl Default for CacheSettings {
    fn default() -> Self {
        let all = Self {
            kinds: u32::MAX >> (32 - Kind::ALL.len()),
            most: [None; Kind::ALL.len()],
            age: [None; Kind::ALL.len()],
            members: None,
            slims: Slims::default(),
            ceiling: None,
        };
        all.most(Kind::Messages, 300).most(Kind::DmChannels, 50)
    }
}

/// A setting that the cache cannot do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SettingsError {
    /// A number was given for a kind that has as many as Discord says.
    NotCounted(Kind),
    /// An age was given for a kind that has none.
    NotAged(Kind),
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotCounted(kind) => write!(
                f,
                "the cache cannot hold some of {kind:?} only: `most` is for members, presences, messages and direct channels; leave the kind out instead"
            ),
            Self::NotAged(kind) => write!(
                f,
                "{kind:?} of the cache have no age: `age` is for members, presences and messages; leave the kind out instead"
            ),
        }
    }
}

impl std::error::Error for SettingsError {}
