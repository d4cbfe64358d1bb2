//! Many at once: what takes more than one call, with a report of what became of each part.

mod ban;
mod purge;
mod reactions;

pub use self::ban::{BanUsers, Banned};
pub use self::purge::{PurgeMessages, Purged};
pub use self::reactions::CreateReactions;
use super::{Error, ErrorKind};

/// Asks for one group after another, and gives those that failed, each with the reason. A failure does not keep the others,
/// but for one that all would meet.
fn in_groups<'a, T: Copy + 'a>(
    groups: impl IntoIterator<Item = &'a [T]>,
    mut ask: impl FnMut(&[T]) -> Result<(), Error>,
) -> Vec<(Vec<T>, Error)> {
    let (mut groups, mut failed) = (groups.into_iter(), Vec::new());
    while let Some(group) = groups.next() {
        let Err(error) = ask(group) else { continue };
        if is_final(&error) {
            let left = group.iter().chain(groups.flatten()).copied();
            failed.push((left.collect(), error));
            break;
        }
        failed.push((group.to_vec(), error));
    }
    failed
}

/// Whether all other calls would fail in the same way.
fn is_final(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Closed | ErrorKind::Ended | ErrorKind::Token | ErrorKind::Breaker)
}
