//! What is known of limits, as text that outlives the process (pure): a restart within a window earns no 429 either.
//!
//! Times are kept as what is left of them, and what passed since is not subtracted: a clock that is wrong changes
//! nothing, and the price is at most one window. Buckets of tokens are not kept.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::Method;
use serde::{Deserialize, Serialize};

use super::bucket::Bucket;
use super::hidden::Hidden;
use super::place::BucketName;
use super::{Limiter, Scope};
use crate::rest::route::{Major, Part, RouteKey};

/// All of it, as it is written.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Knowledge {
    /// Routes and the hashes of their buckets.
    hashes: Vec<(KeptRoute, String)>,
    unnamed: Vec<KeptRoute>,
    /// Hashes of buckets whose windows come back as a whole.
    whole: Vec<String>,
    buckets: Vec<KeptBucket>,
    hidden: Vec<KeptHidden>,
    global_used: u32,
    global_wait: Duration,
    edge_wait: Duration,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct KeptRoute {
    method: String,
    template: String,
    part: u8,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct KeptBucket {
    hash: String,
    major: u64,
    limit: u32,
    left: u32,
    length: Duration,
    ends_in: Duration,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct KeptHidden {
    route: KeptRoute,
    major: u64,
    limit: Option<u32>,
    length: Duration,
    ends_in: Duration,
}

impl Limiter {
    /// What is worth keeping, as JSON.
    pub(super) fn save(&mut self, now: Instant) -> String {
        let blocked = |blocked: Option<(Instant, Scope)>, scope| match blocked {
            Some((until, found)) if found == scope => until.saturating_duration_since(now),
            _ => Duration::ZERO,
        };
        let mut knowledge = Knowledge {
            hashes: self
                .hashes
                .iter()
                .map(|(route, hash)| (KeptRoute::of(route), hash.to_string()))
                .collect(),
            unnamed: self.unnamed.iter().map(KeptRoute::of).collect(),
            whole: self.whole.iter().map(ToString::to_string).collect(),
            global_used: self.global.used(now),
            global_wait: blocked(self.global.blocked(true, now), Scope::Global),
            edge_wait: blocked(self.global.blocked(false, now), Scope::Edge),
            ..Knowledge::default()
        };
        for (major, place) in &mut self.places {
            let Some(major) = number(*major) else { continue };
            for (name, line) in place.lines_mut() {
                let BucketName::Hash(hash) = name else { continue };
                let turning = super::turning(&self.whole, name);
                let Some(standing) = line.bucket.standing(turning, now) else { continue };
                knowledge.buckets.push(KeptBucket {
                    hash: hash.to_string(),
                    major,
                    limit: standing.limit,
                    left: standing.left,
                    length: standing.length,
                    ends_in: standing.ends_in,
                });
            }
        }
        for ((route, major), hidden) in &self.hidden {
            let Some(major) = number(*major) else { continue };
            let (limit, length, ends_in) = (hidden.limit, hidden.length, hidden.ends_in(now));
            knowledge.hidden.push(KeptHidden { route: KeptRoute::of(route), major, limit, length, ends_in });
        }
        serde_json::to_string(&knowledge).expect("names and numbers are JSON")
    }

    /// Takes up what another process kept.
    ///
    /// # Errors
    /// When it is none of that.
    pub(super) fn load(&mut self, json: &str, now: Instant) -> Result<(), serde_json::Error> {
        let kept: Knowledge = serde_json::from_str(json)?;
        let mut names: HashMap<String, Arc<str>> = HashMap::new();
        let mut name =
            |hash: String| names.entry(hash).or_insert_with_key(|hash| hash.as_str().into()).clone();
        for (route, hash) in kept.hashes {
            let hash = name(hash);
            self.hashes.extend(route.key().map(|key| (key, hash)));
        }
        self.unnamed.extend(kept.unnamed.iter().filter_map(KeptRoute::key));
        self.whole.extend(kept.whole.into_iter().map(&mut name));
        for kept in kept.buckets {
            let place = self.places.entry(major(kept.major)).or_default();
            let name = BucketName::Hash(name(kept.hash));
            // What this process has learnt itself is newer.
            if place.line(&name).is_none() {
                place.line_or_new(&name).bucket =
                    Bucket::kept(kept.limit.max(1), kept.left, kept.length, kept.ends_in, now);
            }
        }
        for kept in kept.hidden {
            let Some(route) = kept.route.key() else { continue };
            let mut hidden = Hidden::new(route.part);
            (hidden.limit, hidden.length) = (kept.limit, kept.length);
            hidden.blocked_until = Some(now + kept.ends_in);
            self.hidden.entry((route, major(kept.major))).or_insert(hidden);
        }
        self.global.occupy(kept.global_used, now);
        for (scope, wait) in [(Scope::Global, kept.global_wait), (Scope::Edge, kept.edge_wait)] {
            if !wait.is_zero() {
                self.global.block(scope, wait, now);
            }
        }
        Ok(())
    }
}

impl KeptRoute {
    fn of(route: &RouteKey) -> Self {
        let part = match route.part {
            Part::Whole => 0,
            Part::Name => 1,
            Part::Old => 2,
            Part::Young => 3,
        };
        Self { method: route.method.to_string(), template: route.template.as_ref().to_owned(), part }
    }

    fn key(&self) -> Option<RouteKey> {
        let part = *[Part::Whole, Part::Name, Part::Old, Part::Young].get(usize::from(self.part))?;
        Some(RouteKey {
            method: Method::from_bytes(self.method.as_bytes()).ok()?,
            template: self.template.clone().into(),
            part,
        })
    }
}

/// Tokens are hashed with a key of this process.
const fn number(major: Major) -> Option<u64> {
    match major {
        Major::None => Some(0),
        Major::Id(id) => Some(id),
        Major::Token(..) => None,
    }
}

const fn major(number: u64) -> Major {
    if number == 0 { Major::None } else { Major::Id(number) }
}
