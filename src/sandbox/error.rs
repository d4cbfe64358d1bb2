//! What can go wrong with the sandbox itself: a wait in vain, no socket.

use std::fmt;
use std::io;
use std::time::Duration;

/// An error of the sandbox.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// What was waited for did not happen in time.
    Timeout {
        /// What was waited for.
        what: String,
        /// How long.
        within: Duration,
        /// What the sandbox saw instead.
        seen: String,
    },
    /// The sandbox was stopped meanwhile.
    Stopped,
    /// There is no session of such a shard.
    NoShard(u32),
    /// The shard's connection ended, or it did not read for too long.
    Stuck(u32),
    /// What was given as Discord's description is none.
    Description(String),
    /// The system has no socket or thread, or the port is taken.
    Io(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timeout { what, within, seen } => {
                write!(f, "not within {within:?}: {what}; the sandbox saw {seen}")
            }
            Self::Stopped => f.write_str("the sandbox was stopped"),
            Self::NoShard(shard) => {
                write!(f, "no client is logged in with shard {shard}; wait for its login first")
            }
            Self::Stuck(shard) => {
                write!(f, "shard {shard} did not come back or does not read what it is sent")
            }
            Self::Description(why) => {
                write!(f, "no description of Discord's API: {why}; give the bytes of its openapi.json")
            }
            Self::Io(_) => f.write_str("the sandbox has no socket or thread; is the port taken?"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}
