//! What can be made to go wrong.

use std::collections::VecDeque;
use std::time::Duration;

/// What happens to a REST request instead of the right answer; see [`Sandbox::fail`](super::Sandbox::fail).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// 429 although the client kept to the limits that it was told; nothing is done.
    RateLimit {
        /// Who shares the limit.
        scope: Scope,
        /// How long the client has to wait.
        retry_after: Duration,
    },
    /// 202, as a search is answered as long as Discord has no index of the guild; nothing is done.
    NotIndexed {
        /// When to ask again.
        retry_after: Duration,
    },
    /// That status with a JSON body as Discord writes it; nothing is done.
    Status(u16),
    /// That status with a page of HTML, as a proxy in front of Discord answers; nothing is done.
    Html(u16),
    /// That status and body; nothing is done.
    Answer(u16, String),
    /// The right answer, this much later.
    Slow(Duration),
    /// The request is acted on, then the connection is reset in the middle of the answer.
    Cut,
    /// The connection is reset; nothing is done.
    Reset,
    /// The connection stays open and no answer ever comes; nothing is done.
    Silence,
}

/// Who shares a rate limit; Discord's `X-RateLimit-Scope`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// This bot, for one bucket.
    User,
    /// This bot, for everything.
    Global,
    /// Everybody who uses the same resource; the bot is not to blame.
    Shared,
}

impl Scope {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Global => "global",
            Self::Shared => "shared",
        }
    }
}

/// What happens to the next connection to the gateway; see
/// [`Sandbox::fail_connection`](super::Sandbox::fail_connection).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectionFault {
    /// The upgrade is refused with that status.
    Refuse(u16),
    /// The upgrade is never answered.
    Silence,
    /// The upgrade is done; HELLO never comes.
    NoHello,
    /// Closed with that code right after HELLO.
    CloseAfterHello(u16),
    /// IDENTIFY or RESUME is never answered.
    NoReady,
    /// IDENTIFY or RESUME is answered by closing with that code.
    CloseLogin(u16),
    /// IDENTIFY or RESUME is answered by op 9 with that `d`.
    InvalidSession(bool),
    /// IDENTIFY or RESUME is answered by op 7.
    Reconnect,
    /// A RESUME is answered by a replay that begins this many events too early.
    EarlyReplay(u64),
    /// Op 9 with that `d` comes before HELLO.
    InvalidSessionBeforeHello(bool),
    /// Op 7 comes before HELLO.
    ReconnectBeforeHello,
}

/// How the host is that READY names for resumes; see [`Sandbox::resume_host`](super::Sandbox::resume_host).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResumeHost {
    /// As it should be.
    Alive,
    /// Nothing listens there.
    Refused,
    /// The upgrade is answered with that status.
    Status(u16),
    /// Connections are taken; nothing is ever said.
    Silent,
}

/// Faults that wait to happen.
#[derive(Debug, Default)]
pub(super) struct Faults {
    requests: Vec<Pending>,
    pub(super) connections: VecDeque<ConnectionFault>,
}

#[derive(Debug)]
struct Pending {
    method: String,
    path: Vec<String>,
    times: usize,
    fault: Fault,
}

impl Faults {
    /// `route` is a method and a path below the API's address, `*` standing for one part; `*` alone is every request.
    pub(super) fn add(&mut self, route: &str, times: usize, fault: Fault) {
        let (method, path) = route.trim().split_once(' ').unwrap_or(("*", route));
        let path = path.trim().trim_matches('/').split('/').map(ToOwned::to_owned).collect();
        self.requests.push(Pending { method: method.to_owned(), path, times, fault });
    }

    /// Takes the fault that was meant for such a request.
    pub(super) fn take(&mut self, method: &str, path: &[&str]) -> Option<Fault> {
        let at = self.requests.iter().position(|p| p.times > 0 && p.fits(method, path))?;
        let pending = &mut self.requests[at];
        pending.times -= 1;
        let fault = pending.fault.clone();
        if pending.times == 0 {
            self.requests.remove(at);
        }
        Some(fault)
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

impl Pending {
    fn fits(&self, method: &str, path: &[&str]) -> bool {
        let everything = self.path.len() == 1 && self.path[0] == "*";
        let same = || {
            self.path.len() == path.len()
                && self.path.iter().zip(path).all(|(want, is)| want == "*" || want == is)
        };
        (self.method == "*" || self.method == method) && (everything || same())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_happens_to_its_route_as_often_as_was_said() {
        let mut faults = Faults::default();
        faults.add("POST /channels/*/messages", 2, Fault::Status(500));
        assert_eq!(faults.take("GET", &["channels", "1", "messages"]), None);
        assert_eq!(faults.take("POST", &["channels", "1"]), None);
        for _ in 0..2 {
            assert_eq!(faults.take("POST", &["channels", "1", "messages"]), Some(Fault::Status(500)));
        }
        assert_eq!(faults.take("POST", &["channels", "1", "messages"]), None);
        faults.add("*", 1, Fault::Reset);
        assert_eq!(faults.take("PUT", &["x", "y"]), Some(Fault::Reset));
    }
}
