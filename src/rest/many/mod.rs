//! Many at once: what takes more than one call, with a report of what became of each part.

mod ban;
mod purge;
mod reactions;

pub use self::ban::{BanUsers, Banned};
pub use self::purge::{PurgeMessages, Purged};
pub use self::reactions::CreateReactions;
use super::{Error, ErrorKind};

/// Whether all other calls would fail in the same way.
fn is_final(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Closed | ErrorKind::Ended | ErrorKind::Token | ErrorKind::Breaker)
}
