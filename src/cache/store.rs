//! Everything that is held: a cell for each guild, and what belongs to none.
//!
//! A reader takes the state of a guild as it is; a writer makes another one and puts it in its place. So a reader never
//! waits for an update, and what it has is whole.
//!
//! Locks: `guilds` and a cell's `state` guard a pointer, for as long as it takes to copy it; `writing` of a cell is held by
//! who changes that guild, over the others, and readers never take it; the rest guard what they are named for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Instant;

use super::guild::{CachedGuild, State};
use super::map::Map;
use super::messages::{DmChannels, Messages};
use super::places::Places;
use super::roles::RoleSets;
use super::settings::{CacheSettings, Kind};
use super::table::{Tally, weight};
use super::tallies::Tallies;
use super::users::Users;
use crate::model::{self, Guild, Id};
use crate::sync::Mutex;

/// Everything that is held.
#[derive(Debug)]
pub(super) struct Store {
    pub(super) settings: CacheSettings,
    guilds: Mutex<Map<Id<Guild>, Arc<Cell>>>,
    pub(super) users: Users,
    pub(super) places: Places,
    pub(super) roles: RoleSets,
    pub(super) messages: Mutex<Messages>,
    pub(super) dms: Mutex<DmChannels>,
    me: Mutex<Option<Arc<model::User>>>,
    /// The bot's own id, whether or not `me` is held; 0 before it is known.
    my_id: AtomicU64,
    pub(super) tallies: Tallies,
    started: Instant,
    /// Seconds since then, as of the last event.
    pub(super) second: Arc<AtomicU32>,
    pub(super) hand: Mutex<super::room::Hand>,
}

/// One guild.
#[derive(Debug)]
pub(super) struct Cell {
    writing: Mutex<()>,
    state: Mutex<Arc<State>>,
}

impl Cell {
    /// The guild as it is now.
    pub(super) fn state(&self) -> Arc<State> {
        self.state.lock().clone()
    }
}

impl Store {
    pub(super) fn new(settings: CacheSettings) -> Self {
        Self {
            users: Users::new(settings.slims.clone()),
            settings,
            guilds: Mutex::default(),
            places: Places::default(),
            roles: RoleSets::default(),
            messages: Mutex::default(),
            dms: Mutex::default(),
            me: Mutex::default(),
            my_id: AtomicU64::new(0),
            tallies: Tallies::default(),
            started: Instant::now(),
            second: Arc::default(),
            hand: Mutex::default(),
        }
    }

    /// The clock goes on; gives its second, which never goes back.
    pub(super) fn tick(&self, now: Instant) -> u32 {
        // The first second is 1, so that an age is never counted from before the beginning.
        let second = now.saturating_duration_since(self.started).as_secs().saturating_add(1);
        let second = u32::try_from(second).unwrap_or(u32::MAX).min(u32::MAX >> 1);
        self.second.fetch_max(second, Ordering::Relaxed).max(second)
    }

    pub(super) fn cell(&self, id: Id<Guild>) -> Option<Arc<Cell>> {
        self.guilds.lock().get(&id).cloned()
    }

    /// The guild as it is now.
    pub(super) fn guild(&self, id: Id<Guild>) -> Option<CachedGuild> {
        self.cell(id).map(|cell| self.view(&cell))
    }

    pub(super) fn view(&self, cell: &Cell) -> CachedGuild {
        CachedGuild { state: cell.state(), second: self.second.clone() }
    }

    /// All guilds as they are now known.
    pub(super) fn cells(&self) -> Map<Id<Guild>, Arc<Cell>> {
        self.guilds.lock().clone()
    }

    /// The cell of a guild, made if there is none.
    pub(super) fn open(&self, id: Id<Guild>) -> Arc<Cell> {
        let mut guilds = self.guilds.lock();
        if let Some(cell) = guilds.get(&id) {
            return cell.clone();
        }
        let counts = self.settings.holds(Kind::Guilds);
        let state = State { id, counts, ..State::default() };
        self.count(&State::default(), &state);
        let cell = Arc::new(Cell { writing: Mutex::default(), state: Mutex::new(Arc::new(state)) });
        guilds.insert(id, cell.clone());
        cell
    }

    /// Changes a guild: everybody sees all of the change, or nothing of it.
    pub(super) fn change<T>(&self, cell: &Cell, change: impl FnOnce(&mut State) -> T) -> T {
        let _writing = cell.writing.lock();
        let before = cell.state();
        let mut after = State::clone(&before);
        let result = change(&mut after);
        self.count(&before, &after);
        let after = Arc::new(after);
        *cell.state.lock() = after;
        result
    }

    /// Takes a guild out; gives what it was, of which users and places are still to be released.
    pub(super) fn close(&self, id: Id<Guild>) -> Option<Arc<State>> {
        let cell = self.guilds.lock().remove(&id)?;
        let _writing = cell.writing.lock();
        // Who has the cell still finds nothing in it.
        let last = std::mem::take(&mut *cell.state.lock());
        self.count(&last, &State::default());
        Some(last)
    }

    fn count(&self, before: &State, after: &State) {
        for kind in Kind::ALL {
            let (before, after) = (before.tally(kind), after.tally(kind));
            if before != after {
                self.tallies.change(kind, before, after);
            }
        }
    }

    pub(super) fn me(&self) -> Option<Arc<model::User>> {
        self.me.lock().clone()
    }

    pub(super) fn my_id(&self) -> Id<model::User> {
        Id::new(self.my_id.load(Ordering::Relaxed))
    }

    /// The bot is this user; gives who it was.
    pub(super) fn set_me(&self, user: &model::User) -> Option<Arc<model::User>> {
        self.my_id.store(user.id.get(), Ordering::Relaxed);
        if !self.settings.holds(Kind::Me) {
            return None;
        }
        let after = Tally { count: 1, bytes: weight(user) };
        let before = self.me.lock().replace(Arc::new(user.clone()));
        let was = before.as_deref().map_or_else(Tally::default, |me| Tally { count: 1, bytes: weight(me) });
        self.tallies.change(Kind::Me, was, after);
        before
    }

    /// Changes what is held of messages.
    pub(super) fn change_messages<T>(&self, change: impl FnOnce(&mut Messages) -> T) -> T {
        let mut messages = self.messages.lock();
        let before = messages.tally();
        let result = change(&mut messages);
        let after = messages.tally();
        drop(messages);
        self.tallies.change(Kind::Messages, before, after);
        result
    }

    /// A direct channel is used.
    pub(super) fn add_dm(&self, user: Id<model::User>, channel: Id<model::Channel>) {
        let most = self.settings.most_of(Kind::DmChannels).unwrap_or(usize::MAX);
        let mut dms = self.dms.lock();
        let before = dms.tally();
        dms.add(user, channel, most);
        let after = dms.tally();
        drop(dms);
        self.tallies.change(Kind::DmChannels, before, after);
    }

    /// Forgets everything.
    pub(super) fn clear(&self) {
        for (id, _) in self.cells().iter() {
            if let Some(last) = self.close(*id) {
                self.release(&last);
            }
        }
        self.users.clear(&self.tallies);
        self.roles.clear();
        self.change_messages(|messages| *messages = Messages::default());
        let was = self.me.lock().take();
        if let Some(me) = was {
            self.tallies.change(Kind::Me, Tally { count: 1, bytes: weight(&*me) }, Tally::default());
        }
        self.my_id.store(0, Ordering::Relaxed);
        let before = std::mem::take(&mut *self.dms.lock()).tally();
        self.tallies.change(Kind::DmChannels, before, Tally::default());
    }
}
