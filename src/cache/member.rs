//! A member as the cache keeps it: without its user, which is kept once for all guilds.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde::{Serialize, Serializer};

use super::size::Heap;
use crate::model::{self, Id, ImageHash, MemberFlags, Role, Timestamp};

/// A member of a guild; its user is [`Cache::user`](super::Cache::user).
#[derive(Debug)]
pub struct Member {
    user: Id<model::User>,
    nick: Option<Box<str>>,
    /// Shared with others who have the same roles.
    roles: Arc<[Id<Role>]>,
    /// Microseconds; [`NEVER`] when Discord did not say.
    joined_at: i64,
    flags: u32,
    bits: u8,
    rare: Option<Box<Rare>>,
    touched: Touched,
}

/// What few members have.
#[derive(Debug, Clone, PartialEq, Default)]
struct Rare {
    avatar: Option<ImageHash>,
    banner: Option<ImageHash>,
    premium_since: Option<Timestamp>,
    timed_out_until: Option<Timestamp>,
    decoration: Option<model::AvatarDecoration>,
    collectibles: Option<model::Collectibles>,
}

impl Member {
    pub(super) fn new(
        user: Id<model::User>,
        member: &model::Member,
        (roles, is_first): (Arc<[Id<Role>]>, bool),
        touched: Touched,
    ) -> Self {
        let rare = Rare {
            avatar: member.avatar.clone(),
            banner: member.banner.clone(),
            premium_since: member.premium_since,
            timed_out_until: member.communication_disabled_until,
            decoration: member.avatar_decoration_data.clone(),
            collectibles: member.collectibles.clone(),
        };
        let pending = match member.pending {
            None => 0,
            Some(false) => PENDING_KNOWN,
            Some(true) => PENDING_KNOWN | PENDING,
        };
        Self {
            user,
            nick: member.nick.as_deref().map(Into::into),
            roles,
            joined_at: member.joined_at.map_or(NEVER, Timestamp::as_micros),
            flags: u32::try_from(member.flags.bits()).unwrap_or(u32::MAX),
            bits: pending
                | if is_first { FIRST } else { 0 }
                | if member.deaf { DEAF } else { 0 }
                | if member.mute { MUTE } else { 0 },
            rare: (rare != Rare::default()).then(|| Box::new(rare)),
            touched,
        }
    }

    /// The same member with other roles.
    pub(super) fn with_roles(&self, (roles, is_first): (Arc<[Id<Role>]>, bool)) -> Self {
        Self {
            user: self.user,
            nick: self.nick.clone(),
            roles,
            joined_at: self.joined_at,
            flags: self.flags,
            bits: self.bits & !FIRST | if is_first { FIRST } else { 0 },
            rare: self.rare.clone(),
            touched: Touched::new(self.touched.second()),
        }
    }

    /// Whether this is what is held already.
    pub(super) fn says(&self, member: &model::Member) -> bool {
        let other = Self::new(self.user, member, (member.roles.as_slice().into(), false), Touched::new(0));
        // A message says less of a member than other events do.
        let pending = if member.pending.is_none() { PENDING | PENDING_KNOWN } else { 0 };
        let bits = FIRST | pending;
        (&self.nick, &self.roles, self.joined_at) == (&other.nick, &other.roles, other.joined_at)
            && (self.flags, self.bits | bits, &self.rare) == (other.flags, other.bits | bits, &other.rare)
    }

    /// The user's id.
    pub fn user_id(&self) -> Id<model::User> {
        self.user
    }

    /// The nickname.
    pub fn nick(&self) -> Option<&str> {
        self.nick.as_deref()
    }

    /// The roles, without @everyone.
    pub fn roles(&self) -> &[Id<Role>] {
        &self.roles
    }

    /// When the member joined.
    pub fn joined_at(&self) -> Option<Timestamp> {
        (self.joined_at != NEVER).then(|| Timestamp::from_micros(self.joined_at))
    }

    /// The avatar in this guild.
    pub fn avatar(&self) -> Option<ImageHash> {
        self.rare.as_ref()?.avatar.clone()
    }

    /// Since when the member boosts the guild.
    pub fn premium_since(&self) -> Option<Timestamp> {
        self.rare.as_ref()?.premium_since
    }

    /// Until when the member is timed out; it may be over.
    pub fn communication_disabled_until(&self) -> Option<Timestamp> {
        self.rare.as_ref()?.timed_out_until
    }

    /// Whether the member is timed out.
    pub fn is_timed_out(&self, now: Timestamp) -> bool {
        self.communication_disabled_until().is_some_and(|until| until > now)
    }

    /// Whether the member has yet to pass the guild's screening.
    pub fn is_pending(&self) -> bool {
        self.bits & PENDING != 0
    }

    /// The member as Discord's documents have it, built anew, without its user.
    pub fn to_model(&self) -> model::Member {
        let rare = self.rare.as_deref().cloned().unwrap_or_default();
        model::Member {
            nick: self.nick.as_deref().map(Into::into),
            roles: self.roles.to_vec(),
            joined_at: self.joined_at(),
            flags: MemberFlags::from_bits_retain(self.flags.into()),
            deaf: self.bits & DEAF != 0,
            mute: self.bits & MUTE != 0,
            pending: (self.bits & PENDING_KNOWN != 0).then(|| self.is_pending()),
            avatar: rare.avatar.clone(),
            banner: rare.banner,
            premium_since: rare.premium_since,
            communication_disabled_until: rare.timed_out_until,
            avatar_decoration_data: rare.decoration,
            collectibles: rare.collectibles,
            ..model::Member::default()
        }
    }

    pub(super) fn touched(&self) -> &Touched {
        &self.touched
    }

    pub(super) fn pointed_to(&self) -> usize {
        // Who had these roles first counts them, for all who share them.
        let roles = if self.bits & FIRST != 0 { 16 + size_of_val(&*self.roles) } else { 0 };
        let rare = self.rare.as_deref().map_or(0, |rare| {
            let nameplate = rare.collectibles.as_ref().and_then(|them| them.nameplate.as_ref());
            size_of::<Rare>()
                + rare.avatar.heap()
                + rare.banner.heap()
                + rare.decoration.as_ref().map_or(0, |it| it.asset.heap())
                + nameplate.map_or(0, |it| it.asset.heap() + it.label.heap())
        });
        self.nick.heap() + roles + rare
    }
}

/// Equal when what Discord said is; not by when it was last used.
impl PartialEq for Member {
    fn eq(&self, other: &Self) -> bool {
        (self.user, &self.nick, &self.roles) == (other.user, &other.nick, &other.roles)
            && (self.joined_at, self.flags, self.bits | FIRST)
                == (other.joined_at, other.flags, other.bits | FIRST)
            && self.rare == other.rare
    }
}

/// As Discord writes it.
impl Serialize for Member {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_model().serialize(serializer)
    }
}

/// When something was last used, in seconds of the cache's own clock, and whether it was since somebody looked.
#[derive(Debug)]
pub(super) struct Touched(AtomicU32);

impl Touched {
    /// New at `second`; nobody has used it.
    pub(super) fn new(second: u32) -> Self {
        Self(AtomicU32::new(second << 1))
    }

    /// It is used.
    pub(super) fn touch(&self, second: u32) {
        let now = second << 1 | 1;
        // A write only when it says something new, so that readers do not fight over it.
        if self.0.load(Ordering::Relaxed) != now {
            self.0.store(now, Ordering::Relaxed);
        }
    }

    /// Whether it was used since this was asked before.
    pub(super) fn take(&self) -> bool {
        self.0.fetch_and(!1, Ordering::Relaxed) & 1 == 1
    }

    /// The second in which it was last used.
    pub(super) fn second(&self) -> u32 {
        self.0.load(Ordering::Relaxed) >> 1
    }
}

const NEVER: i64 = i64::MIN;
const DEAF: u8 = 1;
const MUTE: u8 = 2;
const PENDING: u8 = 4;
const PENDING_KNOWN: u8 = 8;
const FIRST: u8 = 16;
