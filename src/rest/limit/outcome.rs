//! What a request's answer changes (pure): its bucket, the limits that no header shows, and who is to ask again.

use std::time::Instant;

use super::bucket::Turning;
use super::headers::{Outcome, Scope};
use super::hidden::Hidden;
use super::place::BucketName;
use super::{Limiter, Pass, Ticket, turning};

impl Limiter {
    /// Takes a pass back with what became of it.
    pub(super) fn complete(&mut self, pass: &Pass, outcome: &Outcome, now: Instant, wake: &mut Vec<Ticket>) {
        if let Some(place) = pass.place {
            self.global.over(place, *outcome != Outcome::Unsent, now);
            // A place may be free sooner than the first in the queue was told.
            wake.extend(self.global_queue.front());
        }
        self.complete_hidden(pass, outcome, now, wake);
        let window = match outcome {
            Outcome::Answered(window) | Outcome::Limited { window, .. } => window.as_ref(),
            Outcome::Unsent | Outcome::Lost => None,
        };
        let key = match window {
            Some(window) => self.learn(pass, &window.bucket, wake),
            None => self.current_name(pass),
        };
        let was_scout = self.is_scout(&pass.route);
        let turning = turning(&self.whole, &key.name);
        let is_hidden = outcome.is_hidden();
        if let Some(line) = self.line_mut(&key) {
            match outcome {
                Outcome::Unsent => line.bucket.unsent(pass.ticket),
                Outcome::Lost => line.bucket.lost(pass.ticket, now),
                Outcome::Limited { window: Some(window), .. } if is_hidden => {
                    line.bucket.answered(window, pass.ticket, turning, now);
                }
                Outcome::Answered(Some(window)) => {
                    if line.bucket.answered(window, pass.ticket, turning, now) == Turning::Whole
                        && let BucketName::Hash(hash) = &key.name
                        && turning == Turning::Unproven
                    {
                        self.whole.insert(hash.clone());
                    }
                }
                Outcome::Answered(None) if was_scout && matches!(key.name, BucketName::Hash(_)) => {
                    line.bucket.unsent(pass.ticket);
                }
                Outcome::Answered(None) => line.bucket.unlimited(pass.ticket, now),
                Outcome::Limited { scope: Scope::User | Scope::Shared, retry_after, .. } => {
                    line.bucket.block(*retry_after, pass.ticket, now);
                }
                Outcome::Limited { scope: Scope::Global | Scope::Edge, .. } => {
                    line.bucket.lost(pass.ticket, now);
                }
            }
        }
        if let Outcome::Limited { scope: scope @ (Scope::Global | Scope::Edge), retry_after, .. } = outcome {
            self.global.block(*scope, *retry_after, now);
            wake.extend(self.global_queue.front());
        }
        if matches!(outcome, Outcome::Answered(None)) && was_scout {
            self.unnamed.insert(pass.route.clone());
        }
        if let Some(place) = self.places.get_mut(&key.major) {
            if place.scout_is_back(pass.ticket) {
                if *outcome == Outcome::Lost {
                    let others = place.lines_mut().filter(|(name, _)| **name != key.name);
                    others.for_each(|(_, line)| line.bucket.adopt_lost(pass.ticket, now));
                }
                // Each bucket kept a place for it, and other scouts waited.
                wake.extend(place.firsts());
            } else if let Some(line) = place.line(&key.name) {
                wake.extend(line.queue.front());
                wake.extend(place.firsts_of_unnamed());
            }
        }
    }

    fn complete_hidden(&mut self, pass: &Pass, outcome: &Outcome, now: Instant, wake: &mut Vec<Ticket>) {
        let at = (pass.route.clone(), pass.key.major);
        if let Outcome::Limited { retry_after, .. } = outcome
            && outcome.is_hidden()
        {
            let new = || Hidden::new(pass.route.part);
            let hidden = self.hidden.entry(at).or_insert_with(new);
            hidden.block(*retry_after, pass.ticket, now);
        } else if let Some(hidden) = self.hidden.get_mut(&at) {
            match outcome {
                Outcome::Unsent | Outcome::Limited { .. } => hidden.give_back(pass.ticket),
                Outcome::Lost | Outcome::Answered(_) => hidden.done(pass.ticket, now),
            }
            wake.extend(hidden.queue.front());
        }
    }
}
