//! Which members are remembered.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use super::Member;
use crate::model::{Guild, Id};

/// Which members are remembered: all of them by default. The bot's own member always is.
///
/// ```
/// use ito::cache::MemberPolicy;
///
/// let policy = MemberPolicy::voice().or(MemberPolicy::owner()).or(MemberPolicy::when(|m| m.member.roles().len() > 3));
/// ```
#[derive(Clone)]
pub struct MemberPolicy(Arc<dyn Fn(&MemberFacts<'_>) -> bool + Send + Sync>);

/// What a [`MemberPolicy`] may judge a member by.
#[derive(Debug)]
#[non_exhaustive]
pub struct MemberFacts<'a> {
    /// The guild.
    pub guild: Id<Guild>,
    /// The member.
    pub member: &'a Member,
    /// Whether it owns the guild.
    pub is_owner: bool,
    /// Whether it is in a voice channel.
    pub is_in_voice: bool,
    /// How long ago it last wrote, came, changed or was asked for.
    pub idle: Duration,
}

impl MemberPolicy {
    /// All members.
    pub fn all() -> Self {
        Self::when(|_| true)
    }

    /// The bot's own member alone.
    pub fn only_me() -> Self {
        Self::when(|_| false)
    }

    /// Who is in a voice channel.
    pub fn voice() -> Self {
        Self::when(|facts| facts.is_in_voice)
    }

    /// Who owns its guild.
    pub fn owner() -> Self {
        Self::when(|facts| facts.is_owner)
    }

    /// Who wrote, came, changed or was asked for within so long.
    pub fn recently_active(within: Duration) -> Self {
        Self::when(move |facts| facts.idle <= within)
    }

    /// Of whom `wanted` is true. It runs on the threads of shards; when it panics, the member is kept.
    pub fn when(wanted: impl Fn(&MemberFacts<'_>) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(wanted))
    }

    /// Those and these.
    pub fn or(self, other: Self) -> Self {
        Self::when(move |facts| (self.0)(facts) || (other.0)(facts))
    }

    /// Those of whom both are true.
    pub fn and(self, other: Self) -> Self {
        Self::when(move |facts| (self.0)(facts) && (other.0)(facts))
    }

    /// Whether a member is to be kept.
    pub(super) fn wants(&self, facts: &MemberFacts<'_>) -> bool {
        catch_unwind(AssertUnwindSafe(|| (self.0)(facts))).unwrap_or_else(|_| {
            log::error!(target: "ito::cache", "the member policy panicked over member {} of guild {}; it is kept", facts.member.user_id(), facts.guild);
            true
        })
    }
}

impl fmt::Debug for MemberPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemberPolicy")
    }
}
