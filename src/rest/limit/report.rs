//! What the limits say of themselves, for whoever asks.

use std::time::{Duration, Instant};

use super::place::BucketName;
use super::{Limiter, turning};
use crate::rest::auth::Auth;
use crate::rest::route::{Major, Route};

/// Where all limits stand; see [`Rest::limits`](crate::rest::Rest::limits).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Limits {
    /// Each bucket that is used up, is waited for, or has seen a request in its last window.
    pub buckets: Vec<BucketReport>,
    /// Requests that the global limit counts now.
    pub global_used: u32,
    /// How many requests a second the global limit lets through.
    pub global_rate: u32,
    /// How long a 429 holds everything yet; zero when none does.
    pub global_wait: Duration,
    /// Calls that wait for a limit.
    pub waiting: usize,
    /// Answers of the last ten minutes that Discord counts against the address: 401, 403, 429, and 404 of webhooks. At
    /// 8000 the breaker opens, at 10000 Discord bans.
    pub invalid_answers: u32,
    /// Whether nothing is sent but a probe now and then, since too many answers were invalid.
    pub breaker_is_open: bool,
}

/// Where one bucket stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct BucketReport {
    /// Discord's name of the bucket, when an answer told.
    pub hash: Option<String>,
    /// Method and path of the routes that are in it, as far as answers told.
    pub routes: Vec<String>,
    /// The channel, guild, webhook or interaction, when it belongs to one.
    pub major: Option<u64>,
    /// How many requests fit into a window.
    pub limit: u32,
    /// How many may still be sent in this one.
    pub left: u32,
    /// How long the window lasts yet.
    pub ends_in: Duration,
    /// Calls that wait for it.
    pub waiting: usize,
}

impl Limiter {
    /// How long a request would wait that came now.
    pub(super) fn eta_for(&mut self, route: &Route, now: Instant) -> Duration {
        let key = self.bucket_of(&route.key, route.major);
        let hidden = self.hidden.get(&(route.key.clone(), route.major)).map(|hidden| hidden.queue.len());
        let queued = hidden.or_else(|| self.line(&key).map(|line| line.queue.len())).unwrap_or(0);
        let ahead = u32::try_from(queued).unwrap_or(u32::MAX);
        let counts = route.auth != Auth::Path;
        let (mut at, _) = self.eta(&route.key, &key, ahead, hidden.is_some(), counts, now);
        if counts && let Some(free) = self.global.check(true, now) {
            at = at.max(free);
        }
        at.saturating_duration_since(now)
    }

    /// Where all limits stand.
    pub(super) fn report(&mut self, now: Instant) -> Limits {
        let mut limits = Limits {
            global_used: self.global.used(now),
            global_rate: self.global.rate(),
            waiting: self.waiting.len(),
            ..Limits::default()
        };
        if let Some((until, _)) = self.global.blocked(true, now) {
            limits.global_wait = until.saturating_duration_since(now);
        }
        for (major, place) in &mut self.places {
            for (name, line) in place.lines_mut() {
                let standing = line.bucket.standing(turning(&self.whole, name), now);
                if standing.is_none() && line.queue.is_empty() {
                    continue;
                }
                let standing = standing.unwrap_or_default();
                let of_hash = |hash| self.hashes.iter().filter(move |(_, known)| *known == hash);
                let mut routes: Vec<String> = match name {
                    BucketName::Hash(hash) => of_hash(hash).map(|(route, _)| route.to_string()).collect(),
                    BucketName::Route(route) => vec![route.to_string()],
                };
                routes.sort_unstable();
                routes.dedup();
                limits.buckets.push(BucketReport {
                    hash: name.hash().map(|hash| hash.to_string()),
                    routes,
                    major: match major {
                        Major::None => None,
                        Major::Id(id) | Major::Token(id, _) => Some(*id),
                    },
                    limit: standing.limit,
                    left: standing.left,
                    ends_in: standing.ends_in,
                    waiting: line.queue.len(),
                });
            }
        }
        limits.buckets.sort_by(|a, b| (a.major, &a.routes).cmp(&(b.major, &b.routes)));
        limits
    }
}
