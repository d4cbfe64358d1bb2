//! What a bot keeps from one process to the next: its sessions, when it started them, what it knows of limits, and what
//! its cache holds.
//!
//! All are helps, so a disk that is full or a file that cannot be used costs a line in the log and an identify, no start.

mod cache;
mod file;
mod ledger;
mod limits;
mod redis;
mod seen;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

pub use self::cache::CacheFile;
pub(super) use self::cache::{KeptCache, Mark};
use self::ledger::Ledger;
pub(super) use self::ledger::TooMany;
pub(super) use self::limits::KeptLimits;
pub use self::limits::LimitFile;
pub use self::redis::Redis;
pub(super) use self::seen::Seen;
use crate::gateway::{KeptSession, Plan, SessionBudget};
use crate::model::{Id, User};

/// The files of a bot.
#[derive(Debug)]
pub(super) struct Keep {
    sessions: PathBuf,
    identifies: PathBuf,
    whose: Whose,
    ledger: Ledger,
}

/// Whose it is that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Whose {
    bot: Option<Id<User>>,
    api: String,
}

#[derive(Serialize, Deserialize)]
struct Sessions {
    whose: Whose,
    /// Seconds of Unix time.
    saved_at: u64,
    total: u32,
    shards: Vec<KeptSession>,
}

#[derive(Serialize, Deserialize)]
struct Identifies {
    whose: Whose,
    /// Seconds of Unix time.
    at: Vec<u64>,
}

impl Keep {
    /// The files at `path` and beside it, for this bot.
    pub(super) fn open(path: &Path, whose: Whose) -> Self {
        let mut keep = Self {
            sessions: path.to_owned(),
            identifies: beside(path, ".identifies"),
            whose,
            ledger: Ledger::default(),
        };
        keep.ledger = Ledger::new(keep.read_identifies(), unix_now());
        keep
    }

    /// The sessions that can be resumed. They are taken from the disk: what happens from now on makes them old.
    pub(super) fn take_sessions(&self, plan: &Plan) -> Vec<KeptSession> {
        let found = self.read_sessions(plan, unix_now());
        if let Err(error) = std::fs::remove_file(&self.sessions)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            log::warn!(target: "ito", "the sessions kept at {} cannot be taken, so none is resumed: {error}", self.sessions.display());
            return Vec::new();
        }
        match found {
            Ok(sessions) => sessions,
            Err(why) => {
                log::warn!(target: "ito", "the sessions kept at {} are not resumed: {why}", self.sessions.display());
                Vec::new()
            }
        }
    }

    /// Writes the sessions down, of which these events were not handled; gives their number.
    pub(super) fn save_sessions(
        &self,
        mut shards: Vec<KeptSession>,
        total: u32,
        missed: &BTreeSet<(u32, u64)>,
    ) -> std::io::Result<usize> {
        if shards.is_empty() {
            return Ok(0);
        }
        for session in &mut shards {
            let of_shard = missed.range((session.shard, 0)..=(session.shard, session.seq));
            session.missed.extend(of_shard.map(|(_, seq)| *seq));
        }
        let count = shards.len();
        let sessions = Sessions { whose: self.whose.clone(), saved_at: unix_now(), total, shards };
        file::write(&self.sessions, "sessions", &serde_json::to_string(&sessions)?)?;
        Ok(count)
    }

    /// Whether `needed` sessions may be started.
    pub(super) fn check_starts(&self, needed: u32, budget: &SessionBudget) -> Result<(), TooMany> {
        self.ledger.check(needed, budget, unix_now())
    }

    /// A session is started.
    pub(super) fn identified(&mut self) {
        self.ledger.add(unix_now());
        let identifies = Identifies { whose: self.whose.clone(), at: self.ledger.times().to_vec() };
        let written = serde_json::to_string(&identifies)
            .map_err(std::io::Error::from)
            .and_then(|json| file::write(&self.identifies, "identifies", &json));
        if let Err(error) = written {
            log::warn!(target: "ito", "session starts cannot be counted at {}: {error}", self.identifies.display());
        }
    }

    fn read_sessions(&self, plan: &Plan, now: u64) -> Result<Vec<KeptSession>, String> {
        let Some(json) = file::read(&self.sessions, "sessions")? else { return Ok(Vec::new()) };
        let kept: Sessions = serde_json::from_str(&json).map_err(|error| error.to_string())?;
        if !self.whose.is_same(&kept.whose) {
            return Err("they are another bot's".to_owned());
        }
        if kept.total != plan.total {
            return Err(format!("they are of {} shards, and there are {} now", kept.total, plan.total));
        }
        let age = Duration::from_secs(now.abs_diff(kept.saved_at));
        if age > OLDEST {
            return Err(format!("they are {} min old", age.as_secs() / 60));
        }
        Ok(kept.shards.into_iter().filter(|session| plan.ids.contains(&session.shard)).collect())
    }

    fn read_identifies(&self) -> Vec<u64> {
        let read = file::read(&self.identifies, "identifies").and_then(|json| {
            json.map(|json| serde_json::from_str::<Identifies>(&json).map_err(|error| error.to_string()))
                .transpose()
        });
        match read {
            Ok(kept) => {
                kept.filter(|kept| self.whose.is_same(&kept.whose)).map(|kept| kept.at).unwrap_or_default()
            }
            Err(why) => {
                log::warn!(target: "ito", "the identifies kept at {} are not known: {why}", self.identifies.display());
                Vec::new()
            }
        }
    }
}

impl Whose {
    /// A bot, as far as it is known, and the API where it is one.
    pub(super) fn new(bot: Option<Id<User>>, api: &str) -> Self {
        Self { bot, api: api.to_owned() }
    }

    /// What is not known of either is no difference.
    fn is_same(&self, other: &Self) -> bool {
        let is_same = other.bot.is_none() || self.bot.is_none() || other.bot == self.bot;
        is_same && other.api == self.api
    }
}

/// The path of a file that belongs to the one at `path`.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}

fn unix_now() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// How long Discord keeps a session for a shard that is away is not documented; it is some minutes.
const OLDEST: Duration = Duration::from_secs(15 * 60);

#[cfg(test)]
mod tests {
    use super::*;

    fn session(shard: u32) -> KeptSession {
        let json = format!(r#"{{"shard":{shard},"session_id":"abc","resume_url":"wss://there","seq":9}}"#);
        serde_json::from_str(&json).unwrap()
    }

    fn keep(path: &Path, bot: u64) -> Keep {
        Keep::open(path, Whose::new(Some(Id::new(bot)), "http://h/api/v10"))
    }

    #[test]
    fn sessions_are_given_once_and_to_the_same_bot_with_as_many_shards() {
        let path = std::env::temp_dir().join(format!("ito-keep-{}", std::process::id()));
        let two = Plan::new(vec![0, 1], 2).unwrap();
        let saved =
            || keep(&path, 1).save_sessions(vec![session(0), session(1)], 2, &[(1, 7)].into()).unwrap();
        assert_eq!(saved(), 2);
        assert!(!std::fs::read_to_string(&path).unwrap().contains("token"));
        let taken = keep(&path, 1).take_sessions(&two);
        assert_eq!(taken.iter().map(|s| s.missed.len()).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(keep(&path, 1).take_sessions(&two), [], "they were taken");
        saved();
        assert_eq!(keep(&path, 2).take_sessions(&two), [], "another bot");
        saved();
        assert_eq!(
            keep(&path, 1).take_sessions(&Plan::new(vec![0], 1).unwrap()),
            [],
            "another number of shards"
        );
        saved();
        assert_eq!(keep(&path, 1).take_sessions(&Plan::new(vec![1], 2).unwrap()).len(), 1);
        saved();
        let far = unix_now() + 24 * 60 * 60;
        assert!(keep(&path, 1).read_sessions(&two, far).unwrap_err().contains("min old"));
        let _ = std::fs::remove_file(&path);
    }

    #[test]
    fn a_clock_that_jumped_by_a_year_costs_an_identify_and_no_start() {
        let path = std::env::temp_dir().join(format!("ito-clock-{}", std::process::id()));
        let plan = Plan::new(vec![0], 1).unwrap();
        keep(&path, 1).save_sessions(vec![session(0)], 1, &[].into()).unwrap();
        // And half a minute, since a second may pass meanwhile.
        let (now, year) = (unix_now(), 365 * 24 * 60 * 60 + 30);
        for jumped in [now - year, now + year] {
            let why = keep(&path, 1).read_sessions(&plan, jumped).unwrap_err();
            assert!(why.starts_with("they are 5256") && why.ends_with(" min old"), "{why}");
        }
        assert_eq!(keep(&path, 1).read_sessions(&plan, now).unwrap().len(), 1);
        let _ = std::fs::remove_file(&path);
    }

    #[test]
    fn starts_are_counted_from_one_process_to_the_next() {
        let path = std::env::temp_dir().join(format!("ito-ledger-{}", std::process::id()));
        let budget = SessionBudget {
            total: 8,
            remaining: 8,
            reset_after: Duration::from_secs(60),
            max_concurrency: 1,
        };
        for _ in 0..4 {
            let mut now = keep(&path, 1);
            assert_eq!(now.check_starts(1, &budget), Ok(()));
            now.identified();
        }
        let refused = keep(&path, 1).check_starts(1, &budget).unwrap_err();
        assert_eq!((refused.sessions, refused.within), (4, Duration::from_secs(3600)));
        assert_eq!(keep(&path, 2).check_starts(1, &budget), Ok(()), "another bot's are not counted");
        let _ = std::fs::remove_file(keep(&path, 1).identifies);
    }
}
