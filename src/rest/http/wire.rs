//! One connection as ureq sees it: who opens it, what is held back, and what takes the places of tokens when bytes leave.
//!
//! <https://docs.rs/ureq/3.5/ureq/unversioned/transport>

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::time::{Duration, Instant};

use http::{Uri, header};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::time::Duration as Limit;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};

use super::Outgoing;
use crate::config::Network;
use crate::net::{self, OpenTimeouts, Phase, Stream};
use crate::rest::body::Body;
use crate::rest::route::STAND_IN;
use crate::sync::CloseFlag;

/// Opens connections for ureq.
pub(super) struct Opener {
    pub(super) timeouts: OpenTimeouts,
    pub(super) write: Duration,
    pub(super) network: Network,
    pub(super) close: CloseFlag,
}

impl Connector for Opener {
    type Out = Wire;

    fn connect(&self, details: &ConnectionDetails<'_>, _: Option<()>) -> Result<Option<Wire>, ureq::Error> {
        let left = match details.timeout.after {
            Limit::Exact(left) => left,
            Limit::NotHappening => Duration::MAX,
        };
        let timeouts = OpenTimeouts {
            resolve: self.timeouts.resolve.min(left),
            connect: self.timeouts.connect.min(left),
            tls: self.timeouts.tls.min(left),
        };
        let tls = details.needs_tls();
        let host = details.uri.host().ok_or(ureq::Error::HostNotFound)?;
        let port = details.uri.port_u16().unwrap_or(if tls { 443 } else { 80 });
        let stream = Stream::open(host, port, tls, &self.network, timeouts, &self.close).map_err(other)?;
        log::trace!(target: "ito::rest", "opened a connection to {host}:{port}");
        Ok(Some(Wire {
            stream,
            buffers: LazyBuffers::new(BUFFER, BUFFER),
            head: Vec::new(),
            write: self.write,
            just_read: false,
        }))
    }
}

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opener").field("timeouts", &self.timeouts).finish_non_exhaustive()
    }
}

/// One connection as ureq sees it.
pub(super) struct Wire {
    stream: Stream,
    buffers: LazyBuffers,
    /// Bytes held back, so that a head and a small body leave in one packet.
    head: Vec<u8>,
    write: Duration,
    /// Nothing was asked since the last answer.
    just_read: bool,
}

impl Wire {
    /// Sends what was held back.
    fn flush(&mut self, limit: Option<Instant>) -> Result<(), ureq::Error> {
        let deadline = Instant::now() + self.write;
        let deadline = limit.map_or(deadline, |limit| limit.min(deadline));
        let done = self.stream.write_all(&self.head, deadline);
        self.head.clear();
        done.map_err(|error| match error.kind() {
            io::ErrorKind::TimedOut => other(net::Error::Timeout(Phase::Write)),
            _ => other(net::Error::Io(error)),
        })
    }
}

impl Transport for Wire {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        if self.head.len() + amount > BUFFER {
            self.flush(at(timeout))?;
        }
        let mut output = &self.buffers.output()[..amount];
        let mut secrets = SECRETS.take();
        while let Some(secret) = secrets.front()
            && let Some(rest) = put(secret, output, &mut self.head)
        {
            output = rest;
            secrets.pop_front();
        }
        SECRETS.set(secrets);
        self.head.extend_from_slice(output);
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        let deadline = at(timeout).unwrap_or_else(|| Instant::now() + FOREVER);
        // The end of a request is still held back; where nothing is, another request sends what is read here.
        if !self.head.is_empty() {
            self.flush(Some(deadline))?;
            LEFT.set(true);
        }
        let input = self.buffers.input_append_buf();
        let n = self.stream.read(input, deadline).map_err(|error| match error.kind() {
            io::ErrorKind::TimedOut => ureq::Error::Timeout(timeout.reason),
            _ => ureq::Error::Io(error),
        })?;
        self.buffers.input_appended(n);
        self.just_read = true;
        Ok(n > 0)
    }

    fn is_open(&mut self) -> bool {
        // ureq asks twice, when it puts a connection away and when it takes it out; the second question is the one that
        // finds a connection that died idle.
        std::mem::take(&mut self.just_read) || self.stream.is_idle()
    }

    fn is_tls(&self) -> bool {
        self.stream.is_tls()
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Wire").field(&self.stream).finish()
    }
}

/// Puts what comes before the stand-in and the secret into `head`, and gives what follows, if the stand-in is there.
fn put<'a>(secret: &Secret, output: &'a [u8], head: &mut Vec<u8>) -> Option<&'a [u8]> {
    let length = secret.stand_in.len();
    let at = output.windows(length).position(|bytes| *bytes == *secret.stand_in)?;
    head.extend_from_slice(&output[..at]);
    head.extend_from_slice(&secret.bytes);
    Some(&output[at + length..])
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

/// Bytes, and what stands for them until they leave.
struct Secret {
    stand_in: Cow<'static, [u8]>,
    bytes: Box<[u8]>,
}

/// What ureq must not see of a request, in the order of its places.
fn secrets(request: &Outgoing<'_>) -> VecDeque<Secret> {
    let path = request.secret.map(|token| (Cow::from(STAND_IN.as_bytes()), token.as_bytes()));
    let authorization = request.headers.get(header::AUTHORIZATION);
    let authorization =
        authorization.map(|value| (AUTHORIZATION_STAND_IN.as_bytes().into(), value.as_bytes()));
    let texts = match request.body {
        Body::Texts(bytes) if !bytes.is_empty() => Some((texts_stand_in(bytes).into(), bytes.as_slice())),
        _ => None,
    };
    let all = [path, authorization, texts].into_iter().flatten();
    all.map(|(stand_in, bytes)| Secret { stand_in, bytes: bytes.into() }).collect()
}

/// As many bytes as the form has, since its length goes before it; no head holds such a byte.
pub(super) fn texts_stand_in(form: &[u8]) -> Vec<u8> {
    vec![0; form.len()]
}

/// What comes before the header holds no such brackets: they are encoded in paths.
pub(super) const AUTHORIZATION_STAND_IN: &str = "<authorization>";

/// Of each connection, once for what comes and once for what goes; most answers fit.
pub(super) const BUFFER: usize = 16 * 1024;
const FOREVER: Duration = Duration::from_secs(3600);
