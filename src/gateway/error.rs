//! What ends a shard.

use std::fmt;
use std::io;

use super::close::CloseCode;
use crate::sync::thread::Panic;

/// A failure that no reconnect can mend.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Discord closed the connection with a code that would come again.
    Refused {
        /// The shard that was closed; another would be, too.
        shard: u32,
        /// Discord's close code.
        code: CloseCode,
        /// What Discord wrote beside it.
        reason: Box<str>,
    },
    /// The gateway's address, as the API gave it, cannot be used.
    Address {
        /// The address, without its query.
        url: Box<str>,
        /// What is wrong with it.
        source: Box<crate::net::Error>,
    },
    /// The numbers of shards make no sense.
    Shards(Box<str>),
    /// Fewer sessions may be started today than shards want to start.
    SessionLimit {
        /// How many starts the shards need.
        needed: u32,
        /// How many are left.
        remaining: u32,
        /// Time until there are more.
        reset_after: std::time::Duration,
    },
    /// The operating system has no thread to give.
    Thread(io::Error),
    /// A thread of ito's own panicked: a defect of ito.
    Panic(Panic),
    /// A payload cannot be sent: it is over 4096 bytes.
    TooLarge {
        /// Its size, in bytes.
        size: usize,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { shard, code, reason } => {
                write!(f, "the gateway closed shard {shard} with code {code}")?;
                if !reason.is_empty() {
                    write!(f, ", saying {reason:?}")?;
                }
                match code.remedy() {
                    Some(remedy) => write!(f, ": {remedy}"),
                    None => Ok(()),
                }
            }
            Self::Address { url, .. } => {
                write!(f, "the gateway's address {url:?}, as the API gave it, cannot be used")
            }
            Self::Shards(why) => write!(f, "the shards cannot be started: {why}"),
            Self::SessionLimit { needed, remaining, reset_after } => write!(
                f,
                "the session start limit does not allow a start: {needed} shards need a session each and {remaining} are left for today; wait {} for the reset, or run fewer shards",
                Span(*reset_after)
            ),
            Self::Thread(_) => {
                f.write_str("no thread could be started; raise the limit of threads or run fewer shards")
            }
            Self::Panic(panic) => write!(f, "an internal thread died: {panic}; this is a defect of ito"),
            Self::TooLarge { size } => {
                write!(f, "a payload of {size} bytes cannot be sent to the gateway, which takes 4096")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Address { source, .. } => Some(source),
            Self::Thread(source) => Some(source),
            _ => None,
        }
    }
}

/// A length of time for people: `3 h 20 min`, `41 s`.
struct Span(std::time::Duration);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secs = self.0.as_secs();
        match (secs / 3600, secs / 60 % 60) {
            (0, 0) => write!(f, "{secs} s"),
            (0, minutes) => write!(f, "{minutes} min"),
            (hours, 0) => write!(f, "{hours} h"),
            (hours, minutes) => write!(f, "{hours} h {minutes} min"),
        }
    }
}
