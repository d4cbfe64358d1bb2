//! What the cache holds, kept from one process to the next in whatever store there is, together with the sessions that
//! bring what is missed meanwhile.
//!
//! ```text
//! ito cache 1 {"whose":…,"total":1,"shards":[{"shard":0,"session_id":"abc","seq":9,"seen":9}]}
//! READY {…}
//! …
//! end 5d41402abc4b2a76
//! ```

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::seen::Seen;
use super::{Whose, beside, file};
use crate::cache::{Cache, CacheStore};
use crate::gateway::KeptSession;
use crate::sync::CloseFlag;

/// A file that keeps what the cache holds: what [`Builder::keep_sessions`](crate::Builder::keep_sessions) uses unless
/// [`Builder::cache_store`](crate::Builder::cache_store) names another store.
///
/// It is its owner's alone and replaced as a whole, so that a process that ends in the middle leaves the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheFile(PathBuf);

impl CacheFile {
    /// The file at `path`, which need not be there yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The file that belongs to kept sessions.
    pub(in crate::bot) fn beside(sessions: &Path) -> Self {
        Self(beside(sessions, ".cache"))
    }
}

impl CacheStore for CacheFile {
    fn load(&self) -> io::Result<Option<Box<dyn Read>>> {
        match File::open(&self.0) {
            Ok(file) => Ok(Some(Box::new(file))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(io::Error::other(format!("the file at {}: {error}", self.0.display()))),
        }
    }

    fn save(&self, snapshot: &mut dyn Read) -> io::Result<()> {
        file::replace(&self.0, |file| io::copy(snapshot, file).map(drop))
    }
}

/// A store, and whose cache it is to keep.
#[derive(Debug)]
pub(in crate::bot) struct KeptCache {
    store: Arc<dyn CacheStore>,
    whose: Whose,
    total: u32,
}

/// The first line.
#[derive(PartialEq, Serialize, Deserialize)]
struct Head {
    whose: Whose,
    total: u32,
    shards: Vec<Mark>,
}

/// Where a session stood when the cache was kept.
#[derive(PartialEq, Serialize, Deserialize)]
pub(in crate::bot) struct Mark {
    shard: u32,
    session_id: String,
    seq: u64,
    /// Up to which number the cache has seen its events.
    seen: u64,
}

impl Mark {
    /// Where this session stands.
    pub(in crate::bot) fn of(session: &KeptSession, seen: &Seen) -> Self {
        let (shard, seq) = (session.shard, session.seq);
        Self { shard, session_id: session.session_id.clone(), seq, seen: seen.of(shard).max(seq) }
    }

    fn is_of(&self, session: &KeptSession) -> bool {
        (self.shard, &self.session_id, self.seq) == (session.shard, &session.session_id, session.seq)
    }
}

impl KeptCache {
    pub(in crate::bot) fn new(store: Arc<dyn CacheStore>, whose: Whose, total: u32) -> Self {
        Self { store, whose, total }
    }

    /// Keeps what is held, unless that takes until `by`.
    pub(in crate::bot) fn save(&self, cache: &Cache, shards: Vec<Mark>, by: Instant) -> io::Result<()> {
        let head = Head { whose: self.whose.clone(), total: self.total, shards };
        let head = format!("{HEAD}{}", serde_json::to_string(&head)?);
        let lines = std::iter::once(head).chain(cache.snapshot());
        self.store.save(&mut Snapshot {
            lines,
            by,
            line: Vec::new(),
            at: 0,
            sum: file::EMPTY,
            is_over: false,
        })
    }

    /// Fills the cache with what was kept of these sessions, and gives what of their events is in it. When that cannot be
    /// used, the cache stays empty.
    pub(in crate::bot) fn load(
        &self,
        cache: &Cache,
        sessions: &[KeptSession],
        close: &CloseFlag,
    ) -> Option<Seen> {
        match self.read(cache, sessions, close) {
            Ok(shards) => {
                log::debug!(target: "ito", "the cache begins as it was: {}", cache.report());
                Some(Seen::new(shards.iter().map(|mark| (mark.shard, mark.seen))))
            }
            Err(why) => {
                cache.clear();
                log::warn!(target: "ito", "the cache begins empty, though sessions go on: {why}");
                None
            }
        }
    }

    fn read(&self, cache: &Cache, sessions: &[KeptSession], close: &CloseFlag) -> Result<Vec<Mark>, String> {
        let kept = self.store.load().map_err(|error| error.to_string())?.ok_or("none was kept")?;
        let (mut kept, mut line, mut sum) =
            (BufReader::with_capacity(PIECE, kept), String::new(), file::EMPTY);
        let mut next = |line: &mut String, sum: &mut u64| {
            line.clear();
            kept.read_line(line).map_err(|error| format!("it cannot be read: {error}"))?;
            let text = line.strip_suffix('\n').ok_or("what was kept of it is torn")?.len();
            line.truncate(text);
            let before = *sum;
            *sum = file::checksum(*sum, line.as_bytes());
            Ok::<u64, String>(before)
        };
        next(&mut line, &mut sum)?;
        let head = line.strip_prefix(HEAD).ok_or("what was kept is no cache of this version")?;
        let head: Head = serde_json::from_str(head).map_err(|error| error.to_string())?;
        let is_same = head.shards.len() == sessions.len()
            && sessions.iter().all(|session| head.shards.iter().any(|mark| mark.is_of(session)));
        if !is_same || head.total != self.total || !self.whose.is_same(&head.whose) {
            return Err("what was kept is of other sessions".to_owned());
        }
        loop {
            let before = next(&mut line, &mut sum)?;
            if let Some(written) = line.strip_prefix(END) {
                let is_whole = written == format!("{before:016x}");
                return is_whole.then_some(head.shards).ok_or_else(|| "its checksum is wrong".to_owned());
            }
            if close.is_set() {
                return Err("the bot is closed".to_owned());
            }
            cache.restore(&line, Instant::now()).map_err(|error| format!("a line is damaged: {error}"))?;
        }
    }
}

/// Lines as bytes, with a checksum behind them.
struct Snapshot<I> {
    lines: I,
    by: Instant,
    line: Vec<u8>,
    at: usize,
    sum: u64,
    is_over: bool,
}

impl<I: Iterator<Item = String>> Snapshot<I> {
    /// Goes on to the next line, if there is one.
    fn advance(&mut self) -> io::Result<()> {
        (self.at, self.line) = (0, Vec::new());
        if self.is_over {
            return Ok(());
        }
        if Instant::now() >= self.by {
            let why = "it takes longer than the close may (Builder::close_timeout)";
            return Err(io::Error::new(io::ErrorKind::TimedOut, why));
        }
        let next = self.lines.next();
        self.is_over = next.is_none();
        let line = next.unwrap_or_else(|| format!("{END}{:016x}", self.sum));
        self.sum = file::checksum(self.sum, line.as_bytes());
        self.line = line.into_bytes();
        self.line.push(b'\n');
        Ok(())
    }
}

impl<I: Iterator<Item = String>> Read for Snapshot<I> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.line.len() {
            self.advance()?;
        }
        let part = &self.line[self.at..];
        let count = part.len().min(buffer.len());
        buffer[..count].copy_from_slice(&part[..count]);
        self.at += count;
        Ok(count)
    }
}

const HEAD: &str = "ito cache 1 ";
const END: &str = "end ";
/// In bytes.
const PIECE: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::CacheSettings;

    fn kept(name: &str) -> (PathBuf, KeptCache) {
        let path = std::env::temp_dir().join(format!("ito-{name}-{}", std::process::id()));
        let store = Arc::new(CacheFile::new(&path));
        (path, KeptCache::new(store, Whose::new(None, "http://h/api/v10"), 1))
    }

    #[test]
    fn what_takes_longer_than_it_may_is_not_kept_and_leaves_nothing_behind() {
        let (path, kept) = kept("late");
        let cache = Cache::unchecked(CacheSettings::default());
        let error = kept.save(&cache, Vec::new(), Instant::now()).unwrap_err();
        assert!(error.to_string().contains("close_timeout"), "{error}");
        assert!(!path.exists() && !file::beside(&path).exists());
    }

    #[test]
    fn a_read_gives_no_more_than_there_is_room_for() {
        let later = Instant::now() + std::time::Duration::from_secs(60);
        let lines = ["READY {}".to_owned(), "å".repeat(50)].into_iter();
        let mut lines =
            Snapshot { lines, by: later, line: Vec::new(), at: 0, sum: file::EMPTY, is_over: false };
        let (mut all, mut piece) = (Vec::new(), [0; 7]);
        loop {
            match lines.read(&mut piece).unwrap() {
                0 => break,
                count => all.extend_from_slice(&piece[..count]),
            }
        }
        let text = String::from_utf8(all).unwrap();
        let ends: Vec<usize> = text.lines().map(str::len).collect();
        assert_eq!(ends, [8, 100, 4 + 16]);
        assert_eq!(lines.read(&mut piece).unwrap(), 0);
    }
}
