//! Why something cannot be asked of the gateway, or was not answered.

use std::fmt;
use std::time::Duration;

use crate::model::{Guild, Id, Intents};

/// Why something cannot be asked of the gateway, or was not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AskError {
    /// The shard of the guild does not run in this process.
    GuildNotCovered {
        /// The guild.
        guild: Id<Guild>,
        /// Its shard.
        shard: u32,
    },
    /// There is no such shard in this process.
    NoShard(u32),
    /// The bot was not started with an intent that this needs.
    MissingIntent {
        /// What needs it.
        what: &'static str,
        /// The intent.
        intent: Intents,
    },
    /// Discord takes less.
    TooMuch {
        /// Of what.
        what: &'static str,
        /// How much it was.
        given: usize,
        /// How much Discord takes at most.
        most: usize,
    },
    /// Discord answers only later, and that is longer than the timeout.
    RetryAfter(Duration),
    /// The shard lost its session while the answers came.
    SessionLost,
}

impl fmt::Display for AskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GuildNotCovered { guild, shard } => {
                write!(f, "guild {guild} belongs to shard {shard}, which does not run in this process")
            }
            Self::NoShard(shard) => write!(f, "shard {shard} does not run in this process"),
            Self::MissingIntent { what, intent } => {
                let names: Vec<&str> = intent.iter_names().map(|(name, _)| name).collect();
                write!(f, "{what} needs the intent {}; add it to Builder::intents", names.join(" | "))
            }
            Self::TooMuch { what, given, most } => {
                write!(f, "{what}: {given} is more than the {most} that Discord takes")
            }
            Self::RetryAfter(after) => {
                write!(f, "the gateway answers only in {after:.1?}; wait, or give a longer timeout")
            }
            Self::SessionLost => f.write_str("the shard lost its session while the answers came; ask again"),
        }
    }
}

impl std::error::Error for AskError {}
