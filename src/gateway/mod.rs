//! Hearing from Discord: a thread per shard with a blocking WebSocket, a heartbeat thread beside it, sessions that survive.
//!
//! `shard` is the thread: connect, read, hand on, reconnect. What it decides stands in pure files beside it: `session`
//! (what a payload means), `ladder` (where to go after a loss), `close` (what a code means), `heartbeat` (when to beat and
//! when to believe that nobody is there), `outbound` (what may be sent), `outbox` (what is to be
//! sent), `identify` (whose turn it is). `line` is the way to a shard, for whoever has something to send.
//! <https://docs.discord.com/developers/events/gateway>

mod board;
mod close;
mod command;
mod compression;
mod connection;
mod error;
mod heartbeat;
mod identify;
mod ladder;
mod line;
mod outbound;
mod outbox;
mod presence;
mod session;
mod shard;
mod shards;

use std::sync::Arc;
use std::time::Duration;

pub use self::board::{News, ShardState, ShardStatus};
pub use self::close::{CloseCode, Next};
pub use self::command::{MembersQuestion, Question};
pub use self::compression::Compression;
pub use self::error::Error;
pub use self::identify::{IdentifyGate, SessionBudget, Turn};
pub use self::line::Line;
pub use self::presence::{Activity, Presence, PresencePatch};
pub use self::session::KeptSession;
pub use self::shards::{Plan, Shards};
use crate::config::{Network, Token, USER_AGENT};
use crate::event::Envelope;
use crate::model::Capabilities;
pub use crate::net::Timeouts;

/// What a shard is told.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Config {
    /// The bot's token.
    pub token: Token,
    /// The gateway's address, as `GET /gateway/bot` gives it.
    pub url: String,
    /// The intents, as their bits.
    pub intents: u64,
    /// Transport compression; zstd by default.
    pub compression: Compression,
    /// Members above which a guild comes without its offline members, 50 to 250; 250 by default: more is less to ask for later.
    pub large_threshold: u16,
    /// What the bot can bear of the gateway's newer ways; nothing by default.
    pub capabilities: Capabilities,
    /// The presence to log in with; none by default, which is online.
    pub presence: Option<Presence>,
    /// The way out: proxy and certificates; direct by default.
    pub network: Network,
    /// How this program names itself; ito's own by default.
    pub user_agent: String,
    /// Deadlines of opening a connection.
    pub timeouts: Timeouts,
    /// How long HELLO may take; 8 s by default: Discord sends it at once.
    pub hello_timeout: Duration,
    /// How long READY may take after IDENTIFY, and each further event of a replay; 20 s by default.
    pub ready_timeout: Duration,
    /// How long the guilds of a new session may take to come, until [`News::Settled`] is told; 30 s by default: Discord sends
    /// the largest bots theirs within half of it.
    pub settle: Duration,
    /// Whether shards leave in a way that keeps their sessions; not by default: Discord then knows at once that the bot is
    /// gone.
    pub keep_sessions: bool,
    /// Size of the largest payload that is taken, in bytes; 64 MiB by default: the largest guilds stay below half of it.
    pub max_payload: usize,
}

impl Config {
    /// The defaults.
    pub fn new(token: Token, url: String, intents: u64) -> Self {
        Self {
            token,
            url,
            intents,
            compression: Compression::default(),
            large_threshold: 250,
            capabilities: Capabilities::empty(),
            presence: None,
            network: Network::default(),
            user_agent: USER_AGENT.to_owned(),
            timeouts: Timeouts::default(),
            hello_timeout: Duration::from_secs(8),
            ready_timeout: Duration::from_secs(20),
            settle: Duration::from_secs(30),
            keep_sessions: false,
            max_payload: 64 * 1024 * 1024,
        }
    }
}

/// Where shards hand their events on.
pub type Sink = Arc<dyn HandOn>;

/// Takes the events of shards, each on its shard's thread and in the order of its events.
pub trait HandOn: Send + Sync {
    /// Takes an event, with the way back to its shard. It may wait, and the shard then stops reading while its heartbeat goes
    /// on; it must come back when the bot closes.
    fn hand_on(&self, line: &Line, payload: &mut Envelope<'_>) -> Handed;

    /// All that came in one read was handed on, on this thread: who gathers events lets them go now.
    fn flush(&self) {}
}

impl<F> HandOn for F
where
    F: Fn(&Line, &mut Envelope<'_>) -> Handed + Send + Sync,
{
    fn hand_on(&self, line: &Line, payload: &mut Envelope<'_>) -> Handed {
        self(line, payload)
    }
}

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handed {
    /// It was taken, or nobody wants it.
    On,
    /// It is no JSON: the connection is broken, the event must come again.
    Malformed,
    /// The bot closes; it was not taken.
    Closed,
}
