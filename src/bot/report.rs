//! What a close drained, and what it had to abandon.

use std::fmt;
use std::time::Duration;

use crate::sync::Straggler;

/// What a close drained, and what it had to abandon.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Report {
    /// Calls of listeners that ran or waited when the close was asked for, and finished.
    pub finished: usize,
    /// Listeners that still run: they did not return in time and are left to themselves.
    pub abandoned: Vec<Straggler>,
    /// Calls of listeners that were never begun.
    pub dropped: usize,
    /// Requests that were on their way, or waited for a limit, and were ended.
    pub requests: usize,
    /// Sessions that were kept: see [`Builder::keep_sessions`](super::Builder::keep_sessions).
    pub sessions: usize,
    /// What went wrong on the way; it stopped nothing else.
    pub errors: Vec<String>,
    /// How long the close took.
    pub took: Duration,
}

impl Report {
    /// Whether nothing was abandoned or dropped, and nothing went wrong.
    pub fn is_clean(&self) -> bool {
        self.abandoned.is_empty() && self.dropped == 0 && self.errors.is_empty()
    }
}

/// One line.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "closed in {:.1?}: {} finished", self.took, Calls(self.finished))?;
        if self.dropped > 0 {
            write!(f, ", {} never begun", Calls(self.dropped))?;
        }
        if self.requests > 0 {
            write!(f, ", {} request{} ended", self.requests, if self.requests == 1 { "" } else { "s" })?;
        }
        if self.sessions > 0 {
            write!(f, ", {} session{} kept", self.sessions, if self.sessions == 1 { "" } else { "s" })?;
        }
        for error in &self.errors {
            write!(f, ", {error}")?;
        }
        if self.abandoned.is_empty() {
            return Ok(());
        }
        write!(f, ", {} abandoned: ", Calls(self.abandoned.len()))?;
        for (i, straggler) in self.abandoned.iter().take(SHOWN).enumerate() {
            write!(f, "{}{straggler}", if i > 0 { "; " } else { "" })?;
        }
        match self.abandoned.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

/// The bot closed, but not everything came to an end in time; the error of [`Bot::run`](super::Bot::run) then, so that
/// the program's exit code tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UncleanClose(pub Report);

impl fmt::Display for UncleanClose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not everything came to an end: {}", self.0)
    }
}

impl std::error::Error for UncleanClose {}

/// A number of calls, for people.
struct Calls(usize);

impl fmt::Display for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} listener call{}", self.0, if self.0 == 1 { "" } else { "s" })
    }
}

/// Stragglers that a report names.
const SHOWN: usize = 5;

#[cfg(test)]
mod tests {
    use std::panic::Location;

    use super::*;

    #[test]
    fn a_report_names_who_was_abandoned() {
        let straggler =
            Straggler { place: Location::caller(), event: "MESSAGE_CREATE", age: Duration::from_secs(12) };
        let report = Report { finished: 3, abandoned: vec![straggler; 7], dropped: 1, ..Report::default() };
        let text = report.to_string();
        for part in [
            "3 listener calls finished",
            "1 listener call never begun",
            "7 listener calls abandoned",
            "report.rs:",
            "12.0s",
            "and 2 more",
        ] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!report.is_clean() && Report::default().is_clean());
    }
}
