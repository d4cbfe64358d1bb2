//! All that is held, as text: the events that would bring it about, one a line.
//!
//! ```text
//! READY {"user":{"id":"99", …}, …}
//! GUILD_CREATE {"id":"5", …}
//! GUILD_MEMBERS_CHUNK {"guild_id":"5","members":[…], …}
//! MESSAGE_CREATE {"id":"7", …}
//! DM_CHANNELS [["50","60"]]
//! ```

use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;
use std::time::Instant;

use serde::Serialize;

use super::guild::State;
use super::pack::{Pack, Packed};
use super::settings::Kind;
use super::size::Heap;
use super::store::Store;
use super::table::Table;
use super::{Cache, Member};
use crate::event::{self, Event, GuildMembersChunk, Ready};
use crate::model::{self, Channel, Guild, Id, UnavailableGuild, User};

/// Keeps what a bot's cache holds from one process to the next: a file, a row of a database, keys of a server.
///
/// [`Builder::cache_store`](crate::Builder::cache_store) takes one. What is kept is text, holds no token, and may be large:
/// it is handed over a piece at a time. Whether it is whole and fits the sessions that go on, the bot itself finds out.
///
/// ```
/// use std::io::{self, Cursor, Read};
/// use std::sync::Mutex;
///
/// #[derive(Debug, Default)]
/// struct InMemory(Mutex<Option<Vec<u8>>>);
///
/// impl ito::cache::CacheStore for InMemory {
///     fn load(&self) -> io::Result<Option<Box<dyn Read>>> {
///         let kept = self.0.lock().unwrap().clone();
///         Ok(kept.map(|bytes| Box::new(Cursor::new(bytes)) as _))
///     }
///
///     fn save(&self, snapshot: &mut dyn Read) -> io::Result<()> {
///         let mut bytes = Vec::new();
///         snapshot.read_to_end(&mut bytes)?;
///         *self.0.lock().unwrap() = Some(bytes);
///         Ok(())
///     }
/// }
/// ```
pub trait CacheStore: fmt::Debug + Send + Sync + 'static {
    /// What was saved last; nothing when nothing was.
    ///
    /// # Errors
    /// When it cannot be read. The cache then begins empty, and the log tells so.
    fn load(&self) -> io::Result<Option<Box<dyn Read>>>;

    /// Keeps all that `snapshot` gives in place of what was saved before. An error of `snapshot` is to be passed on: the
    /// close has no more time, and what was written so far is of no use.
    ///
    /// # Errors
    /// When it cannot be kept, which the report of the close then tells.
    fn save(&self, snapshot: &mut dyn Read) -> io::Result<()>;
}

impl Cache {
    /// What is held now, as lines that [`Cache::restore`] takes; each is made when it is asked for. When something was last
    /// used is not in them.
    pub fn snapshot(&self) -> impl Iterator<Item = String> + use<> {
        let store = self.store.clone();
        let cells: Vec<_> = store.cells().iter().map(|(_, cell)| cell.clone()).collect();
        let ready = ready(&store);
        let messages = self.messages().into_iter().map(|message| line("MESSAGE_CREATE", &*message));
        let dms = line(DM_CHANNELS, &self.dm_channel_ids());
        let guilds = cells.into_iter().flat_map(move |cell| lines_of(&store, cell.state()));
        ready.into_iter().chain(guilds).chain(messages).chain(std::iter::once(dms))
    }

    /// Takes in a line of a [`Cache::snapshot`], at `now`, which never goes back; the lines are to come in their order, into
    /// a cache that is empty. What the settings leave out is left out.
    ///
    /// # Errors
    /// When it is no such line.
    pub fn restore(&self, line: &str, now: Instant) -> Result<(), serde_json::Error> {
        let (name, data) = line.split_once(' ').unwrap_or((line, ""));
        if name == DM_CHANNELS {
            let dms: Vec<(Id<User>, Id<Channel>)> = serde_json::from_str(data)?;
            for (user, channel) in dms.into_iter().filter(|_| self.settings().holds(Kind::DmChannels)) {
                self.store.add_dm(user, channel);
            }
            return Ok(());
        }
        match event::decode(name, data)?.event {
            // Of its author more is known than it says.
            Event::Message(message) => self.store.keep_message(&message, self.store.tick(now)),
            event => drop(self.store.update(&event, now)),
        }
        Ok(())
    }
}

/// Who the bot is, if that is known.
fn ready(store: &Store) -> Option<String> {
    let id = store.my_id();
    let user = || store.me().map_or_else(|| User { id, ..User::default() }, |me| User::clone(&me));
    (id != Id::default()).then(|| line("READY", &Ready { user: user(), ..Ready::default() }))
}

/// A guild, then its members and presences by the thousand, then whether an outage has taken it.
fn lines_of(store: &Arc<Store>, state: Arc<State>) -> Box<dyn Iterator<Item = String>> {
    let unavailable = UnavailableGuild { id: state.id, unavailable: Some(true) };
    if state.unavailable && state.is_empty() {
        return Box::new(std::iter::once(line("GUILD_CREATE", &unavailable)));
    }
    let mut begin = vec![line("GUILD_CREATE", &guild_of(&state))];
    begin.extend(state.invites.iter().map(|(_, invite)| line("INVITE_CREATE", &**invite)));
    let end = state.unavailable.then(|| line("GUILD_DELETE", &unavailable));
    let (guild_id, store) = (state.id, store.clone());
    let members = chunks(
        state.clone(),
        |state| &state.members,
        move |members| {
            let members = members.into_iter().map(|member| member_of(&store, &member)).collect();
            line("GUILD_MEMBERS_CHUNK", &GuildMembersChunk { guild_id, members, ..Default::default() })
        },
    );
    let presences = chunks(
        state,
        |state| &state.presences,
        move |presences| {
            let presences = presences.into_iter().map(|presence| presence.to_model()).collect();
            line("GUILD_MEMBERS_CHUNK", &GuildMembersChunk { guild_id, presences, ..Default::default() })
        },
    );
    Box::new(begin.into_iter().chain(members).chain(presences).chain(end))
}

/// The payload that brings a guild, without members and presences.
fn guild_of(state: &State) -> Guild {
    let info = state.info.as_deref().cloned().unwrap_or_default();
    Guild {
        id: state.id,
        owner_id: state.owner,
        member_count: state.member_count,
        channels: opened(&state.channels),
        threads: opened(&state.threads),
        roles: opened(&state.roles),
        voice_states: owned(&state.voice_states),
        emojis: opened(&state.emojis),
        stickers: owned(&state.stickers),
        soundboard_sounds: owned(&state.sounds),
        stage_instances: owned(&state.stages),
        guild_scheduled_events: owned(&state.events),
        ..info
    }
}

fn member_of(store: &Store, member: &Member) -> model::Member {
    let id = member.user_id();
    let user = store.users.get(id).map_or_else(|| User { id, ..User::default() }, |user| user.to_model());
    model::Member { user: Some(user), ..member.to_model() }
}

fn opened<K: Ord + Clone, T: Pack>(table: &Table<K, Packed<T>>) -> Vec<T> {
    table.values().map(Packed::open).collect()
}

fn owned<K: Ord + Clone, T: Heap + Clone>(table: &Table<K, Arc<T>>) -> Vec<T> {
    table.values().map(|thing| T::clone(thing)).collect()
}

/// A line for each thousand of a table.
fn chunks<T: Heap + 'static>(
    state: Arc<State>,
    table: fn(&State) -> &Table<Id<User>, Arc<T>>,
    line: impl Fn(Vec<Arc<T>>) -> String,
) -> impl Iterator<Item = String> {
    let mut next = Some(Id::default());
    std::iter::from_fn(move || {
        let from = next.take()?;
        let mut things = table(&state).iter_from(&from);
        let chunk: Vec<Arc<T>> = things.by_ref().take(CHUNK).map(|(_, thing)| thing.clone()).collect();
        next = things.next().map(|(user, _)| *user);
        (!chunk.is_empty()).then(|| line(chunk))
    })
}

fn line(name: &str, payload: &impl Serialize) -> String {
    let json =
        serde_json::to_string(payload).expect("a model has no keys but text, and fails in nothing else");
    format!("{name} {json}")
}

/// The one line that is no event.
const DM_CHANNELS: &str = "DM_CHANNELS";
/// As many as Discord sends at once.
const CHUNK: usize = 1000;
