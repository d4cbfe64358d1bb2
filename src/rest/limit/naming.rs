//! Which bucket a route is in (pure): an answer tells its name, and what is known and who waits moves under it.

use std::sync::Arc;

use super::place::{BucketKey, BucketName};
use super::{Limiter, Pass, Ticket};
use crate::rest::route::{Major, RouteKey};

impl Limiter {
    pub(super) fn bucket_of(&self, route: &RouteKey, major: Major) -> BucketKey {
        let name = match self.hashes.get(route).or_else(|| self.presumed(route)) {
            Some(hash) => BucketName::Hash(hash.clone()),
            None => BucketName::Route(route.clone()),
        };
        BucketKey { name, major }
    }

    /// The bucket of a route that differs in its method only: until an answer tells, both are taken to share it.
    fn presumed(&self, key: &RouteKey) -> Option<&Arc<str>> {
        if self.unnamed.contains(key) {
            return None;
        }
        self.hashes.iter().find(|(other, _)| other.family() == key.family()).map(|(_, hash)| hash)
    }

    /// Whether no answer has told yet in which bucket a route is.
    pub(super) fn is_scout(&self, route: &RouteKey) -> bool {
        !self.hashes.contains_key(route) && !self.unnamed.contains(route)
    }

    /// Remembers the name of a route's bucket, and moves what is known and who waits under it.
    pub(super) fn learn(&mut self, pass: &Pass, hash: &str, wake: &mut Vec<Ticket>) -> BucketKey {
        let is_known = self.hashes.get(&pass.route).is_some_and(|known| **known == *hash);
        if !is_known {
            let known = self.hashes.values().find(|known| ***known == *hash).cloned();
            let hash: Arc<str> = known.unwrap_or_else(|| hash.into());
            log::trace!(target: "ito::rest", "{} is in bucket {hash}", pass.route);
            self.name(&pass.route, &hash, wake);
        }
        let name = BucketName::Hash(self.hashes[&pass.route].clone());
        let key = BucketKey { name, major: pass.key.major };
        if key != pass.key
            && let Some(place) = self.places.get_mut(&key.major)
            && let Some(old) = place.line_mut(&pass.key.name)
        {
            // It was sent in the name of another bucket; the answer counts under its own.
            let parted = old.bucket.part_with(pass.ticket);
            wake.extend(old.queue.front());
            place.line_or_new(&key.name).bucket.adopt(parted);
        }
        key
    }

    /// Gives the bucket of a route its name, wherever the route is on its way or waited for.
    fn name(&mut self, route: &RouteKey, hash: &Arc<str>, wake: &mut Vec<Ticket>) {
        let (unnamed, name) = (BucketName::Route(route.clone()), BucketName::Hash(hash.clone()));
        let presumed = self.presumed(route).cloned().map(BucketName::Hash);
        let before = self.hashes.insert(route.clone(), hash.clone()).map(BucketName::Hash).or(presumed);
        for place in self.places.values_mut() {
            if place.line(&unnamed).is_some() {
                let line = place.remove(&unnamed);
                let named = place.line_or_new(&name);
                named.bucket.adopt(line.bucket);
                named.queue.extend(line.queue);
            }
            // Under another name, too, only what belongs to this route moves.
            if let Some(old) = before.as_ref().and_then(|before| place.line_mut(before)) {
                let of_route = |ticket: &Ticket| self.waiting.get(ticket).is_some_and(|w| w.route == *route);
                let (moving, staying) = old.queue.drain(..).partition::<Vec<_>, _>(of_route);
                old.queue.extend(staying);
                wake.extend(old.queue.front());
                if !moving.is_empty() {
                    place.line_or_new(&name).queue.extend(moving);
                }
            }
            wake.extend(place.line(&name).and_then(|line| line.queue.front()));
        }
        for waiting in self.waiting.values_mut().filter(|waiting| waiting.route == *route) {
            waiting.key.name = name.clone();
        }
    }

    /// The bucket that a pass counts in now: it may have been named since.
    pub(super) fn current_name(&self, pass: &Pass) -> BucketKey {
        match self.hashes.get(&pass.route) {
            Some(hash) if self.line(&pass.key).is_none() => {
                BucketKey { name: BucketName::Hash(hash.clone()), major: pass.key.major }
            }
            _ => pass.key.clone(),
        }
    }
}
