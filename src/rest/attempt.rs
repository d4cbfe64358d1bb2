//! What happens to calls, for whoever looks on: each attempt before it leaves and after its answer, and how long answers take.
//!
//! Locks: one around the list of observers, an `Arc` that is cloned and released.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::route::RouteKey;
use crate::sync::Mutex;

/// One attempt of a call; see [`Rest::observe`](super::Rest::observe).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// Method and path of the call, with the names of its values in place of the values.
    pub route: String,
    /// Discord's name of the bucket that it counts in, when it is known.
    pub bucket: Option<String>,
    /// The how-manieth attempt of its call it is, from 1.
    pub number: u32,
    /// How long this attempt waited for its limit.
    pub waited: Duration,
    /// How far it is.
    pub step: Step,
}

/// How far an attempt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// It has its permit and leaves now.
    Leaves,
    /// It was answered.
    Answered {
        /// The answer's HTTP status.
        status: u16,
        /// From the permit to the answer's end.
        took: Duration,
    },
    /// There is no answer.
    Failed {
        /// From the permit to the failure.
        took: Duration,
    },
}

type Observer = dyn Fn(&Attempt) + Send + Sync;

/// Those who look on, and what is measured for everybody.
#[derive(Default)]
pub(super) struct Observers {
    list: Mutex<Arc<Vec<Arc<Observer>>>>,
    /// Nanoseconds of an answer, smoothed; 0 before the first.
    latency: AtomicU64,
}

impl Observers {
    pub(super) fn add(&self, observer: impl Fn(&Attempt) + Send + Sync + 'static) {
        let mut list = self.list.lock();
        let mut longer = Vec::clone(&list);
        longer.push(Arc::new(observer));
        *list = Arc::new(longer);
    }

    /// Tells everybody, and keeps how long an answer took.
    pub(super) fn tell(
        &self,
        route: &RouteKey,
        bucket: Option<&str>,
        number: u32,
        waited: Duration,
        step: Step,
    ) {
        if let Step::Answered { took, .. } = step {
            self.measure(took);
        }
        let list = self.list.lock().clone();
        if list.is_empty() {
            return;
        }
        let (route, bucket) = (route.to_string(), bucket.map(str::to_owned));
        let attempt = Attempt { route, bucket, number, waited, step };
        for observer in list.iter() {
            observer(&attempt);
        }
    }

    pub(super) fn latency(&self) -> Option<Duration> {
        match self.latency.load(Ordering::Relaxed) {
            0 => None,
            nanos => Some(Duration::from_nanos(nanos)),
        }
    }

    fn measure(&self, took: Duration) {
        let took = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX).max(1);
        let smooth = |known: u64| if known == 0 { took } else { known - known / 8 + took / 8 };
        let _ = self.latency.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |known| Some(smooth(known)));
    }
}

impl fmt::Debug for Observers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observers").field("latency", &self.latency()).finish_non_exhaustive()
    }
}
