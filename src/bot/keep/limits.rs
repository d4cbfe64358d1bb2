//! What a bot knows of limits, kept from one process to the next in whatever store there is.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Whose, beside, file};
use crate::rest::LimitStore;

/// A file that keeps what is known of limits: the store of [`Builder::keep_limits`](crate::Builder::keep_limits) for one
/// process.
///
/// It is its owner's alone and replaced as a whole, so that a process that ends in the middle leaves the one before.
///
/// ```no_run
/// use ito::Bot;
/// use ito::bot::LimitFile;
///
/// let bot = Bot::builder("a.token").keep_limits(LimitFile::new("bot.limits")).build()?;
/// # Ok::<(), ito::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitFile(PathBuf);

impl LimitFile {
    /// The file at `path`, which need not be there yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The file that belongs to kept sessions.
    pub(in crate::bot) fn beside(sessions: &Path) -> Self {
        Self(beside(sessions, ".limits"))
    }
}

impl LimitStore for LimitFile {
    fn load(&self) -> io::Result<Option<String>> {
        let place = |why| io::Error::other(format!("the file at {} cannot be used: {why}", self.0.display()));
        file::read(&self.0, "limits").map_err(place)
    }

    fn save(&self, known: &str) -> io::Result<()> {
        file::write(&self.0, "limits", known)
    }
}

/// A store, and whose limits it is to keep.
#[derive(Debug)]
pub(in crate::bot) struct KeptLimits {
    store: Arc<dyn LimitStore>,
    whose: Whose,
}

/// As it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    whose: Whose,
    /// As REST gives it.
    known: String,
}

impl KeptLimits {
    pub(in crate::bot) fn new(store: Arc<dyn LimitStore>, whose: Whose) -> Self {
        Self { store, whose }
    }

    /// What the last process knew, if it was the same bot.
    pub(in crate::bot) fn load(&self) -> Option<String> {
        let read = self.store.load().map_err(|error| error.to_string()).and_then(|json| {
            json.map(|json| serde_json::from_str::<Kept>(&json).map_err(|error| error.to_string()))
                .transpose()
        });
        match read {
            Ok(kept) => kept.filter(|kept| self.whose.is_same(&kept.whose)).map(|kept| kept.known),
            Err(why) => {
                log::warn!(target: "ito", "what was kept of limits is not known: {why}");
                None
            }
        }
    }

    /// Keeps what is known.
    pub(in crate::bot) fn save(&self, known: String) -> io::Result<()> {
        let kept = Kept { whose: self.whose.clone(), known };
        self.store.save(&serde_json::to_string(&kept)?)
    }
}
