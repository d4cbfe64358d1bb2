//! The buckets of one major parameter (pure), each with those who wait for it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Ticket;
use super::bucket::Bucket;
use crate::rest::route::{Major, RouteKey};

/// The buckets of one channel, guild, webhook or interaction.
#[derive(Debug, Default)]
pub(super) struct Place {
    lines: Vec<(BucketName, Line)>,
    /// One whose bucket no answer has named yet, on its way since then.
    scout: Option<(Ticket, Instant)>,
}

/// A bucket and those who wait for it.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) bucket: Bucket,
    pub(super) queue: VecDeque<Ticket>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct BucketKey {
    pub(super) name: BucketName,
    pub(super) major: Major,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum BucketName {
    /// Discord's hash.
    Hash(Arc<str>),
    /// No answer of the route has told yet, or it has no limit.
    Route(RouteKey),
}

impl Place {
    pub(super) fn line(&self, name: &BucketName) -> Option<&Line> {
        self.lines.iter().find(|(known, _)| known == name).map(|(_, line)| line)
    }

    pub(super) fn line_mut(&mut self, name: &BucketName) -> Option<&mut Line> {
        self.lines.iter_mut().find(|(known, _)| known == name).map(|(_, line)| line)
    }

    pub(super) fn line_or_new(&mut self, name: &BucketName) -> &mut Line {
        let at = self.lines.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            // Most places, those of interactions above all, have one.
            self.lines.reserve_exact(usize::from(self.lines.is_empty()));
            self.lines.push((name.clone(), Line::default()));
            self.lines.len() - 1
        });
        &mut self.lines[at].1
    }

    pub(super) fn lines_mut(&mut self) -> impl Iterator<Item = (&BucketName, &mut Line)> {
        self.lines.iter_mut().map(|(name, line)| (&*name, line))
    }

    pub(super) fn remove(&mut self, name: &BucketName) -> Line {
        match self.lines.iter().position(|(known, _)| known == name) {
            Some(at) => self.lines.swap_remove(at).1,
            None => Line::default(),
        }
    }

    pub(super) fn send_scout(&mut self, ticket: Ticket, now: Instant) {
        self.scout = Some((ticket, now));
    }

    /// How many scouts are on their way; one that does not come back holds up nobody for ever.
    pub(super) fn scouts(&mut self, now: Instant) -> u32 {
        self.scout = self.scout.filter(|(_, sent)| now < *sent + SCOUT_LOST);
        u32::from(self.scout.is_some())
    }

    /// Whether `ticket` was the scout, which is back.
    pub(super) fn scout_is_back(&mut self, ticket: Ticket) -> bool {
        self.scout.take_if(|(scout, _)| *scout == ticket).is_some()
    }

    /// The first of each queue.
    pub(super) fn firsts(&self) -> impl Iterator<Item = &Ticket> {
        self.lines.iter().filter_map(|(_, line)| line.queue.front())
    }

    /// The first of each queue whose bucket has no name yet.
    pub(super) fn firsts_of_unnamed(&self) -> impl Iterator<Item = &Ticket> {
        let unnamed = self.lines.iter().filter(|(name, _)| matches!(name, BucketName::Route(_)));
        unnamed.filter_map(|(_, line)| line.queue.front())
    }

    /// Forgets the buckets that say nothing any more; whether there are others.
    pub(super) fn forget(&mut self, now: Instant) -> bool {
        self.lines.retain(|(_, line)| line.is_used(now));
        !self.lines.is_empty()
    }
}

impl Line {
    pub(super) fn is_used(&self, now: Instant) -> bool {
        !self.queue.is_empty() || !self.bucket.is_stale(now)
    }
}

impl BucketName {
    pub(super) fn hash(&self) -> Option<Arc<str>> {
        match self {
            Self::Hash(hash) => Some(hash.clone()),
            Self::Route(_) => None,
        }
    }
}

/// A scout that is away for longer does not hold up others.
const SCOUT_LOST: Duration = Duration::from_secs(6);
