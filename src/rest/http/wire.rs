//! One connection as ureq sees it: where it comes from, what is held back, and what takes the places of tokens when bytes
//! leave.
//!
//! <https://docs.rs/ureq/3.5/ureq/unversioned/transport>

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{HeaderValue, Uri};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::time::Duration as Limit;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};

use super::Outgoing;
use super::idle::{Connection, Idle};
use crate::config::{self, Network};
use crate::net::{self, OpenTimeouts, Phase, Stream};
use crate::rest::body::Body;
use crate::rest::route::STAND_IN;
use crate::rest::wiped::{Wiped, wipe};
use crate::sync::CloseFlag;

/// Gives ureq connections: one that waits, or a new one.
pub(super) struct Opener {
    pub(super) timeouts: OpenTimeouts,
    pub(super) write: Duration,
    pub(super) network: Network,
    pub(super) close: CloseFlag,
    pub(super) idle: Arc<Idle>,
}

impl Connector for Opener {
    type Out = Wire;

    fn connect(&self, details: &ConnectionDetails<'_>, _: Option<()>) -> Result<Option<Wire>, ureq::Error> {
        let connection = match self.idle.take(details.uri) {
            Some(connection) => connection,
            None => Box::new(self.open(details)?),
        };
        Ok(Some(Wire { connection: Some(connection), write: self.write, idle: self.idle.clone() }))
    }
}

impl Opener {
    fn open(&self, details: &ConnectionDetails<'_>) -> Result<Connection, ureq::Error> {
        let left = match details.timeout.after {
            Limit::Exact(left) => left,
            Limit::NotHappening => Duration::MAX,
        };
        let timeouts = OpenTimeouts {
            resolve: self.timeouts.resolve.min(left),
            connect: self.timeouts.connect.min(left),
            tls: self.timeouts.tls.min(left),
        };
        let (Some(scheme), Some(authority)) = (details.uri.scheme(), details.uri.authority()) else {
            return Err(ureq::Error::HostNotFound);
        };
        let (tls, host) = (details.needs_tls(), authority.host());
        let port = config::port(details.uri, if tls { 443 } else { 80 })
            .ok_or_else(|| other(net::Error::Address("its port is no number from 0 to 65535".into())))?;
        let stream = Stream::open(host, port, tls, &self.network, timeouts, &self.close).map_err(other)?;
        log::trace!(target: "ito::rest", "opened a connection to {host}:{port}");
        Ok(Connection {
            scheme: scheme.clone(),
            authority: authority.clone(),
            stream,
            buffers: LazyBuffers::new(BUFFER, BUFFER),
            held: Vec::with_capacity(BUFFER),
        })
    }
}

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opener").field("timeouts", &self.timeouts).finish_non_exhaustive()
    }
}

/// One connection as ureq sees it.
pub(super) struct Wire {
    /// Until it is kept for another request.
    connection: Option<Box<Connection>>,
    write: Duration,
    idle: Arc<Idle>,
}

impl Wire {
    fn connection(&mut self) -> &mut Connection {
        self.connection.as_mut().expect("what ureq was told to be closed it does not use")
    }
}

impl Transport for Wire {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.connection().buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        let write = self.write;
        let connection = self.connection();
        let mut secrets = SECRETS.take();
        // What is held never grows: its memory would be left to others with the secrets in it.
        let most = amount + secrets.iter().map(|secret| secret.bytes().len()).sum::<usize>();
        if connection.held.len() + most > connection.held.capacity() {
            connection.flush(write, at(timeout))?;
            connection.held.reserve(most);
        }
        let mut output = &connection.buffers.output()[..amount];
        while let Some(secret) = secrets.front()
            && let Some(rest) = put(secret, output, &mut connection.held)
        {
            output = rest;
            secrets.pop_front();
        }
        SECRETS.set(secrets);
        connection.held.extend_from_slice(output);
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        let write = self.write;
        let connection = self.connection();
        let deadline = at(timeout).unwrap_or_else(|| Instant::now() + FOREVER);
        // The end of a request is still held back; where nothing is, another request sends what is read here.
        if !connection.held.is_empty() {
            connection.flush(write, Some(deadline))?;
            LEFT.set(true);
        }
        let input = connection.buffers.input_append_buf();
        let n = connection.stream.read(input, deadline).map_err(|error| match error.kind() {
            io::ErrorKind::TimedOut => ureq::Error::Timeout(timeout.reason),
            _ => ureq::Error::Io(error),
        })?;
        connection.buffers.input_appended(n);
        Ok(n > 0)
    }

    /// ureq asks once a connection has no more to do, and keeps one that is open: it is kept here instead.
    fn is_open(&mut self) -> bool {
        if let Some(connection) = self.connection.take() {
            self.idle.put(connection);
        }
        false
    }

    fn is_tls(&self) -> bool {
        self.connection.as_ref().is_some_and(|connection| connection.stream.is_tls())
    }
}

impl Connection {
    /// Sends what was held back.
    fn flush(&mut self, within: Duration, limit: Option<Instant>) -> Result<(), ureq::Error> {
        let deadline = Instant::now() + within;
        let deadline = limit.map_or(deadline, |limit| limit.min(deadline));
        let done = self.stream.write_all(&self.held, deadline);
        wipe(&mut self.held);
        self.held.clear();
        done.map_err(|error| match error.kind() {
            io::ErrorKind::TimedOut => other(net::Error::Timeout(Phase::Write)),
            _ => other(net::Error::Io(error)),
        })
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Wire").field(&self.connection.as_ref().map(|connection| &connection.stream)).finish()
    }
}

/// Puts what comes before the stand-in and the secret into `held`, and gives what follows, if the stand-in is there.
fn put<'a>(secret: &Secret, output: &'a [u8], held: &mut Vec<u8>) -> Option<&'a [u8]> {
    let stand_in = secret.stand_in();
    let at = find(&stand_in, output)?;
    held.extend_from_slice(&output[..at]);
    held.extend_from_slice(secret.bytes());
    Some(&output[at + stand_in.len()..])
}

/// Where `sought`, which begins with a byte that is rare elsewhere, is in `bytes`.
fn find(sought: &[u8], bytes: &[u8]) -> Option<usize> {
    let first = sought.first()?;
    let mut at = 0;
    loop {
        at += bytes[at..].iter().position(|byte| byte == first)?;
        if bytes[at..].starts_with(sought) {
            return Some(at);
        }
        at += 1;
    }
}

/// Names are resolved where a connection is opened: ureq would do it for each call.
#[derive(Debug)]
pub(super) struct Unresolved;

impl Resolver for Unresolved {
    fn resolve(
        &self,
        _: &Uri,
        _: &ureq::config::Config,
        _: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        Ok(self.empty())
    }
}

fn at(timeout: NextTimeout) -> Option<Instant> {
    match timeout.after {
        Limit::Exact(left) => Instant::now().checked_add(left),
        Limit::NotHappening => None,
    }
}

fn other(error: net::Error) -> ureq::Error {
    ureq::Error::Other(Box::new(error))
}

/// Before a request: nothing of it has left.
pub(super) fn begin(request: &Outgoing<'_>) {
    LEFT.set(false);
    SECRETS.set(secrets(request));
}

/// After a request: whether all of it was given to the system, so that the server may act on it.
pub(super) fn end() -> bool {
    SECRETS.set(VecDeque::new());
    LEFT.get()
}

thread_local! {
    // ureq runs a call on the thread that asks for it; these two go past it.
    /// Whether the running request left whole: an error of ureq's does not say.
    static LEFT: Cell<bool> = const { Cell::new(false) };
    /// What of the request has not left yet and ureq must not see.
    static SECRETS: Cell<VecDeque<Secret>> = const { Cell::new(VecDeque::new()) };
}

/// What ureq must not see, and what it sees instead.
enum Secret {
    /// A token in the address.
    Path(Arc<Wiped>),
    Authorization(HeaderValue),
    /// A whole body.
    Texts(Arc<Wiped>),
}

impl Secret {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Path(text) | Self::Texts(text) => text.as_bytes(),
            Self::Authorization(value) => value.as_bytes(),
        }
    }

    fn stand_in(&self) -> Cow<'static, [u8]> {
        match self {
            Self::Path(_) => STAND_IN.as_bytes().into(),
            Self::Authorization(_) => AUTHORIZATION_STAND_IN.as_bytes().into(),
            Self::Texts(form) => texts_stand_in(form).into(),
        }
    }
}

/// What ureq must not see of a request, in the order of its places.
fn secrets(request: &Outgoing<'_>) -> VecDeque<Secret> {
    let path = request.secret.cloned().map(Secret::Path);
    let authorization = request.headers.authorization.clone().map(Secret::Authorization);
    let texts = match request.body {
        Body::Texts(form) if !form.is_empty() => Some(Secret::Texts(form.clone())),
        _ => None,
    };
    [path, authorization, texts].into_iter().flatten().collect()
}

/// As many bytes as the form has, since its length goes before it; no head holds such a byte.
pub(super) fn texts_stand_in(form: &str) -> Vec<u8> {
    vec![0; form.len()]
}

/// What comes before the header holds no such brackets: they are encoded in paths.
pub(super) const AUTHORIZATION_STAND_IN: &str = "<authorization>";

/// Of each connection, once for what comes and once for what goes; most answers fit.
pub(super) const BUFFER: usize = 16 * 1024;
const FOREVER: Duration = Duration::from_secs(3600);
