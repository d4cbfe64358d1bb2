//! Connections that wait for their next request, the last used ones first. ureq keeps connections, too, but looks under its
//! lock whether the peer is still there, so that callers wait for each other.
//!
//! Locks: one around the list, held while a connection is put in or taken out.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use http::Uri;
use http::uri::{Authority, Scheme};
use ureq::unversioned::transport::LazyBuffers;

use crate::net::Stream;
use crate::sync::Mutex;

/// A connection with what was read from it and not used, and what is to be written to it.
pub(super) struct Connection {
    pub(super) scheme: Scheme,
    pub(super) authority: Authority,
    pub(super) stream: Stream,
    pub(super) buffers: LazyBuffers,
    /// Bytes held back, so that a head and a small body leave in one packet.
    pub(super) held: Vec<u8>,
}

/// Those that wait, the last used ones at the end.
#[derive(Default)]
pub(super) struct Idle(Mutex<VecDeque<(Box<Connection>, Instant)>>);

impl Idle {
    /// A connection to the host of `uri` that works; those that the peer has left meanwhile are let go.
    pub(super) fn take(&self, uri: &Uri) -> Option<Box<Connection>> {
        loop {
            let connection = self.pick(uri)?;
            if connection.stream.is_idle() {
                return Some(connection);
            }
        }
    }

    /// Keeps a connection whose answer was read to its end.
    pub(super) fn put(&self, connection: Box<Connection>) {
        let now = Instant::now();
        let mut list = self.0.lock();
        list.push_back((connection, now));
        let is_old = |since: Instant| since + LONGEST < now;
        while list.len() > MOST || list.front().is_some_and(|(_, since)| is_old(*since)) {
            list.pop_front();
        }
    }

    fn pick(&self, uri: &Uri) -> Option<Box<Connection>> {
        let mut list = self.0.lock();
        let at = list.iter().rposition(|(connection, _)| connection.leads_to(uri))?;
        list.remove(at).map(|(connection, _)| connection)
    }
}

impl Connection {
    fn leads_to(&self, uri: &Uri) -> bool {
        uri.scheme() == Some(&self.scheme) && uri.authority() == Some(&self.authority)
    }
}

/// As many as a busy bot's workers use at once.
const MOST: usize = 32;
/// Discord's edge keeps an idle connection for minutes; a dead one is found when it is taken out anyhow.
const LONGEST: Duration = Duration::from_secs(90);
