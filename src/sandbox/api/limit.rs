//! Discord's rate limits (pure): a bucket per route and major parameter, 50 requests a second for a bot, and the ban of
//! who makes too many invalid requests.
//!
//! <https://docs.discord.com/developers/topics/rate-limits>

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use super::super::http::Answer;
use crate::model::Timestamp;
use crate::sandbox::Scope;

/// What is left of every limit.
#[derive(Debug, Default)]
pub(in crate::sandbox) struct Limits {
    buckets: HashMap<(String, String), Bucket>,
    recent: VecDeque<Instant>,
    /// Invalid requests of the last ten minutes.
    invalid: VecDeque<Instant>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: u32,
    resets: Instant,
}

/// Where a request stands in its bucket.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    hash: String,
    limit: u32,
    left: u32,
    reset_after: Duration,
    /// Whether the request is refused.
    pub(super) exceeded: bool,
}

impl Limits {
    /// Counts a request against the bot's global limit; the wait when it is exceeded.
    pub(super) fn take_global(&mut self, now: Instant) -> Option<Duration> {
        self.recent.retain(|at| now.saturating_duration_since(*at) < SECOND);
        if self.recent.len() >= GLOBAL {
            return self
                .recent
                .front()
                .map(|first| SECOND.saturating_sub(now.saturating_duration_since(*first)));
        }
        self.recent.push_back(now);
        None
    }

    /// Counts a request against its bucket of `limit` requests within `window`.
    pub(super) fn take(
        &mut self,
        route: &str,
        major: &str,
        (limit, window): (u32, Duration),
        now: Instant,
    ) -> Standing {
        let fresh = Bucket { left: limit, resets: now + window };
        let bucket = self.buckets.entry((route.to_owned(), major.to_owned())).or_insert(fresh);
        if now >= bucket.resets {
            *bucket = fresh;
        }
        let exceeded = bucket.left == 0;
        bucket.left = bucket.left.saturating_sub(1);
        let reset_after = bucket.resets.saturating_duration_since(now);
        Standing { hash: hash(route), limit, left: bucket.left, reset_after, exceeded }
    }

    /// Counts an answer; whether it was the one invalid request too many of `most`.
    pub(super) fn count(&mut self, answer: &Answer, most: usize, now: Instant) -> bool {
        let shared = answer.header("X-RateLimit-Scope") == Some(Scope::Shared.name());
        if shared || !matches!(answer.status, 401 | 403 | 429) {
            return false;
        }
        self.invalid.push_back(now);
        self.invalid(now) == most
    }

    /// How many invalid requests there were in the last ten minutes.
    pub(super) fn invalid(&mut self, now: Instant) -> usize {
        self.invalid.retain(|at| now.saturating_duration_since(*at) < TEN_MINUTES);
        self.invalid.len()
    }
}

impl Standing {
    /// The headers that tell the client.
    pub(super) fn stamp(&self, answer: Answer) -> Answer {
        // Rounded up: who waits as long as it is told must not come too early.
        let after = (self.reset_after.as_secs_f64() * 1000.0).ceil() / 1000.0;
        let reset = Timestamp::now().as_millis() as f64 / 1000.0 + after;
        answer
            .with("X-RateLimit-Bucket", self.hash.clone())
            .with("X-RateLimit-Limit", self.limit.to_string())
            .with("X-RateLimit-Remaining", self.left.to_string())
            .with("X-RateLimit-Reset", format!("{reset:.3}"))
            .with("X-RateLimit-Reset-After", format!("{after:.3}"))
    }

    /// How long the client has to wait.
    pub(super) fn wait(&self) -> Duration {
        self.reset_after
    }
}

/// A 429.
pub(super) fn limited(scope: Scope, retry_after: Duration) -> Answer {
    let seconds = (retry_after.as_secs_f64() * 1000.0).ceil() / 1000.0;
    let global = scope == Scope::Global;
    let body = serde_json::json!({
        "message": if scope == Scope::Shared { "The resource is being rate limited." } else { "You are being rate limited." },
        "retry_after": seconds,
        "global": global,
    });
    let answer = Answer::json(429, &body)
        .with("Retry-After", format!("{}", seconds.ceil() as u64))
        .with("X-RateLimit-Scope", scope.name());
    if global { answer.with("X-RateLimit-Global", "true") } else { answer }
}

/// How many requests of a route fit into how much time.
pub(super) fn of_route(method: &str, route: &str, messages: (u32, Duration)) -> (u32, Duration) {
    let seconds = Duration::from_secs;
    match (method, route) {
        ("POST", "channels/{}/messages") => messages,
        ("PATCH", "channels/{}/messages/{}") | ("POST", "channels/{}/typing") => (5, seconds(5)),
        ("DELETE", "channels/{}/messages/{}") => (5, seconds(1)),
        ("POST", "webhooks/{}/{}") => (5, seconds(2)),
        (_, route) if route.contains("/reactions/") => (1, Duration::from_millis(250)),
        _ => (30, seconds(3)),
    }
}

/// Something that looks like Discord's bucket hashes and is the same for the same route.
fn hash(route: &str) -> String {
    let mut state: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for byte in route.bytes() {
        state = (state ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    format!("{state:032x}")
}

const SECOND: Duration = Duration::from_secs(1);
const TEN_MINUTES: Duration = Duration::from_secs(600);
const GLOBAL: usize = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_refuses_the_sixth_and_is_fresh_after_its_window() {
        let (mut limits, start) = (Limits::default(), Instant::now());
        let five = (5, Duration::from_secs(5));
        let mut take = |major: &str, after: u64| {
            limits.take("POST /x", major, five, start + Duration::from_millis(after)).exceeded
        };
        assert!((0..5).all(|i| !take("1", i)));
        assert!(take("1", 10));
        assert!(!take("2", 10));
        assert!(take("1", 4999));
        assert!(!take("1", 5000));
    }

    #[test]
    fn fifty_a_second_and_no_more() {
        let (mut limits, start) = (Limits::default(), Instant::now());
        assert!((0..50).all(|_| limits.take_global(start).is_none()));
        assert_eq!(limits.take_global(start + Duration::from_millis(400)), Some(Duration::from_millis(600)));
        assert!(limits.take_global(start + Duration::from_secs(1)).is_none());
    }
    #[test]
    fn only_invalid_requests_of_ten_minutes_count() {
        let (mut limits, start) = (Limits::default(), Instant::now());
        let later = |secs| start + Duration::from_secs(secs);
        let [refused, fine] = [403, 404].map(|status| Answer::json(status, &serde_json::json!({})));
        assert!(!limits.count(&fine, 2, start) && !limits.count(&limited(Scope::Shared, SECOND), 2, start));
        assert!(!limits.count(&refused, 2, start));
        assert!(limits.count(&limited(Scope::User, SECOND), 2, later(599)));
        assert_eq!((limits.invalid(later(599)), limits.invalid(later(600))), (2, 1));
    }
}
