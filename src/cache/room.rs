//! Making room: ages, numbers and the ceiling, a little at a time.
//!
//! A hand goes round over all guilds and their members, as that of a clock. Whom it finds used since it last came by, it
//! marks as not used and lets be; whom it finds unused goes, when room is needed. So a member goes the sooner the longer
//! nobody asked for it, and no list of who was used when is needed.

use std::sync::Arc;

use super::change::Change;
use super::member::Touched;
use super::settings::Kind;
use super::store::{Cell, Store};
use crate::model::{Guild, Id, User};

/// Where the hand stands, for members and presences.
#[derive(Debug, Default)]
pub(super) struct Hand {
    members: Place,
    presences: Place,
    /// When ages were last looked at.
    swept: u32,
    sweep: (Place, Place),
}

/// A user in a guild.
#[derive(Debug, Default, Clone, Copy)]
struct Place {
    guild: Id<Guild>,
    user: Id<User>,
}

/// How a turn of the hand judges.
#[derive(Clone, Copy)]
enum Judge {
    /// Whoever is unused goes, until so many bytes or so many things went.
    Unused { bytes: usize, count: usize },
    /// Who was not used since a second goes, and whom the policy no longer wants.
    Since(u32),
}

impl Store {
    /// Makes room where there is too much.
    pub(super) fn make_room(&self, second: u32) {
        self.make_room_for_messages(second);
        for kind in [Kind::Presences, Kind::Members] {
            if let Some(most) = self.settings.most_of(kind) {
                let over = self.tallies.of(kind).count.saturating_sub(most);
                if over > 0 {
                    // Some more, so that not each event has to make room.
                    let count = over + most / SLACK;
                    self.turn(kind, Judge::Unused { bytes: usize::MAX, count }, second);
                }
            }
        }
        if let Some(ceiling) = self.settings.ceiling {
            self.hold_under(ceiling, second);
        }
        self.sweep(second);
    }

    fn make_room_for_messages(&self, second: u32) {
        if !self.settings.holds(Kind::Messages) {
            return;
        }
        let most = self.settings.most_of(Kind::Messages).unwrap_or(usize::MAX);
        let since = self.settings.age_of(Kind::Messages).map_or(0, |age| second.saturating_sub(seconds(age)));
        if self.tallies.of(Kind::Messages).count > most || since > 0 {
            self.change_messages(|messages| messages.trim(most, since));
        }
    }

    /// Evicts until all is under the ceiling, and a little below it.
    fn hold_under(&self, ceiling: usize, second: u32) {
        // An allocator takes more than it is asked for, and what went leaves holes that what comes does not fill.
        let ceiling = ceiling - ceiling / 6;
        let over = |ceiling: usize| self.tallies.bytes().saturating_sub(ceiling);
        if over(ceiling) == 0 {
            return;
        }
        let goal = ceiling - ceiling / SLACK;
        while over(goal) > 0 {
            let half = self.tallies.of(Kind::Messages).count / 2;
            if self.change_messages(|messages| messages.trim(half, 0)) == 0 {
                break;
            }
        }
        for kind in [Kind::Presences, Kind::Members] {
            // What a thing takes is counted, what it frees in users and tables is found out: so in turns.
            for _ in 0..TURNS {
                let bytes = over(goal);
                if bytes == 0 || self.turn(kind, Judge::Unused { bytes, count: usize::MAX }, second) == 0 {
                    break;
                }
            }
        }
    }

    /// Looks at ages, at the most once a second and at a part of all.
    fn sweep(&self, second: u32) {
        let policy = self.settings.members.as_ref().map(|_| second);
        let ages = [Kind::Presences, Kind::Members].map(|kind| {
            let since = self.settings.age_of(kind).map(|age| second.saturating_sub(seconds(age)));
            (kind, since.or(policy.filter(|_| kind == Kind::Members).map(|_| 0)))
        });
        if ages.iter().all(|(_, since)| since.is_none()) {
            return;
        }
        {
            let mut hand = self.hand.lock();
            if hand.swept == second {
                return;
            }
            hand.swept = second;
        }
        for (kind, since) in ages {
            if let Some(since) = since {
                self.turn(kind, Judge::Since(since), second);
            }
        }
    }

    /// Turns the hand; gives how many went.
    fn turn(&self, kind: Kind, judge: Judge, second: u32) -> usize {
        let cells = self.cells();
        let mut place = self.hand.lock().place(kind, judge);
        let mut gone = 0;
        let before = self.tallies.bytes();
        // Twice round at the most: the first time may do no more than mark.
        let mut ends = 0;
        let mut looked = 0;
        while ends < 3 {
            let Some((id, cell)) = cells.iter_from(&place.guild).next() else {
                (place, ends) = (Place::default(), ends + 1);
                continue;
            };
            if *id != place.guild {
                place = Place { guild: *id, user: Id::new(0) };
            }
            let left = match judge {
                Judge::Unused { bytes, count } => {
                    let freed = before.saturating_sub(self.tallies.bytes());
                    if freed >= bytes || gone >= count {
                        break;
                    }
                    count - gone
                }
                Judge::Since(_) if looked >= SWEPT || ends > 0 => break,
                Judge::Since(_) => usize::MAX,
            };
            let step = self.step(kind, judge, cell, place.user, left, second);
            gone += step.gone;
            looked += step.looked + 1;
            place = match step.next {
                Some(user) => Place { guild: *id, user },
                None => Place { guild: Id::new(id.get() + 1), user: Id::new(0) },
            };
        }
        self.hand.lock().stand(kind, judge, place);
        gone
    }

    /// Judges some things of a guild, from a user on.
    fn step(
        &self,
        kind: Kind,
        judge: Judge,
        cell: &Arc<Cell>,
        from: Id<User>,
        left: usize,
        second: u32,
    ) -> Step {
        let state = cell.state();
        let mut step = Step::default();
        let mut unused: Vec<Id<User>> = Vec::new();
        let mut look = |user: Id<User>, touched: &Touched, is_needed: bool, is_unwanted: bool| {
            if step.looked == STEP || unused.len() == left {
                step.next = Some(user);
                return false;
            }
            step.looked += 1;
            let goes = match judge {
                Judge::Unused { .. } => !touched.take(),
                Judge::Since(since) => touched.second() < since || is_unwanted,
            };
            if goes && !is_needed {
                unused.push(user);
            }
            true
        };
        if kind == Kind::Members {
            let me = self.my_id();
            let mut judged = state.as_ref().clone();
            let change = Change { store: self, state: &mut judged, second };
            for (user, member) in state.members.iter_from(&from) {
                let idle = second.saturating_sub(member.touched().second());
                let is_unwanted = matches!(judge, Judge::Since(_)) && !change.wants(member, idle);
                if !look(*user, member.touched(), *user == me, is_unwanted) {
                    break;
                }
            }
        } else {
            for (user, presence) in state.presences.iter_from(&from) {
                if !look(*user, presence.touched(), false, false) {
                    break;
                }
            }
        }
        step.gone = unused.len();
        if !unused.is_empty() {
            self.change(cell, |state| {
                let mut change = Change { store: self, state, second };
                for user in unused {
                    if kind == Kind::Members {
                        change.remove_member(user);
                    } else {
                        change.state.presences.remove(&user);
                    }
                }
            });
        }
        step
    }
}

/// What a step did.
#[derive(Default)]
struct Step {
    looked: usize,
    gone: usize,
    /// Where the guild goes on, if it does.
    next: Option<Id<User>>,
}

impl Hand {
    fn place(&mut self, kind: Kind, judge: Judge) -> Place {
        *self.at(kind, judge)
    }

    fn stand(&mut self, kind: Kind, judge: Judge, place: Place) {
        *self.at(kind, judge) = place;
    }

    fn at(&mut self, kind: Kind, judge: Judge) -> &mut Place {
        match (kind, judge) {
            (Kind::Members, Judge::Unused { .. }) => &mut self.members,
            (_, Judge::Unused { .. }) => &mut self.presences,
            (Kind::Members, Judge::Since(_)) => &mut self.sweep.0,
            (_, Judge::Since(_)) => &mut self.sweep.1,
        }
    }
}

fn seconds(age: std::time::Duration) -> u32 {
    u32::try_from(age.as_secs()).unwrap_or(u32::MAX)
}

/// A step of the hand looks at so many things, and changes a guild once.
const STEP: usize = 1024;
/// A sweep looks at so many things.
const SWEPT: usize = 16 * 1024;
/// A part of so many is freed beyond what is needed.
const SLACK: usize = 64;
/// Turns of the hand for one need.
const TURNS: usize = 4;
