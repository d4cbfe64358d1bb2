//! Bytes to the API and back: the only file that names ureq.
//!
//! ureq speaks HTTP and keeps idle connections; the connections themselves are `net::Stream`s, so that each phase has
//! a time limit with a name and the close flag ends whatever waits. ureq logs what it sends, at level trace byte by byte:
//! it is given stand-ins for tokens, whose places the tokens take when the bytes leave.
//! <https://docs.rs/ureq/3.5/ureq/unversioned/transport>
//!
//! Locks: ureq's own around its idle connections, held for microseconds.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::VecDeque;
use std::fmt;
use std::io::{self, Read};
use std::time::{Duration, Instant};

use http::{HeaderMap, HeaderValue, Method, Uri, header};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::time::Duration as Limit;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};
use ureq::{Agent, SendBody, Timeout};

use super::Config;
use super::body::Body;
use super::file::Broken;
use super::redirect::Redirects;
use super::route::STAND_IN;
use crate::config::Network;
use crate::net::{self, OpenTimeouts, Phase, Stream};
use crate::sync::{CloseFlag, later};

/// Sends requests until its close flag is set.
#[derive(Clone, Debug)]
pub(super) struct Http {
    agent: Agent,
    whole: Duration,
}

/// One request, ready to be sent as often as it takes.
pub(super) struct Outgoing<'a> {
    pub(super) method: Method,
    pub(super) url: Cow<'a, str>,
    /// What takes the place of [`STAND_IN`] in the address.
    pub(super) secret: Option<&'a str>,
    pub(super) headers: HeaderMap,
    pub(super) body: &'a Body,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

/// Why there is no whole answer.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) cause: Cause,
    /// Whether the request may have been acted on: it went out whole.
    pub(super) sent: bool,
}

/// What went wrong below HTTP's meaning.
#[derive(Debug)]
pub(super) enum Cause {
    /// Reaching the server, or the connection to it.
    Net(net::Error),
    /// What the server sent is no HTTP, or no whole answer.
    Protocol(Box<str>),
    /// The answer is larger than what is taken.
    TooLarge,
    /// The address or a header is none, or a file cannot be read.
    Invalid(Box<str>),
    /// The answer is a redirect that is not followed.
    Redirect(Box<str>),
}

impl Http {
    pub(super) fn new(choices: &Config, close: &CloseFlag) -> Self {
        let timeouts = &choices.timeouts;
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // They are followed here: ureq would do less, and send the stand-ins of tokens as they are.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent("")
            .max_idle_connections(MAX_IDLE)
            .max_idle_connections_per_host(MAX_IDLE)
            .max_idle_age(MAX_IDLE_AGE)
            .input_buffer_size(BUFFER)
            .output_buffer_size(BUFFER)
            .timeout_global(Some(timeouts.whole))
            .timeout_send_body(Some(timeouts.write))
            .timeout_recv_response(Some(timeouts.answer))
            .timeout_recv_body(Some(timeouts.body))
            .build();
        let opener = Opener {
            timeouts: OpenTimeouts {
                resolve: timeouts.resolve,
                connect: timeouts.connect,
                tls: timeouts.tls,
            },
            write: timeouts.write,
            network: choices.network.clone(),
            close: close.clone(),
        };
        let agent = Agent::with_parts(config, opener, Unresolved);
        Self { agent, whole: timeouts.whole }
    }

    /// Sends one request, follows redirects, and reads the answer to its end, until `deadline` if that comes before the
    /// limits.
    pub(super) fn send(
        &self,
        mut request: Outgoing<'_>,
        deadline: Option<Instant>,
    ) -> Result<Answer, Failure> {
        let whole = later(Instant::now(), self.whole);
        let mut deadline = deadline;
        let mut redirects = Redirects::default();
        loop {
            let answer = self.send_once(&request, deadline)?;
            match redirects.follow(&mut request, &answer) {
                Ok(true) => deadline = Some(deadline.map_or(whole, |deadline| deadline.min(whole))),
                Ok(false) => return Ok(answer),
                Err(why) => return Err(Failure { cause: Cause::Redirect(why.into()), sent: true }),
            }
        }
    }

    fn send_once(&self, request: &Outgoing<'_>, deadline: Option<Instant>) -> Result<Answer, Failure> {
        let uri: Uri = request.url.parse().map_err(|_| Failure {
            cause: Cause::Invalid("the address of the call is none".into()),
            sent: false,
        })?;
        WRITTEN.set(Written::Nothing);
        SECRETS.set(secrets(request));
        let answer = match request.body {
            Body::None if !expects_body(&request.method) => self.run(request, uri, deadline, None, ()),
            Body::None => self.run(request, uri, deadline, None, &[][..]),
            Body::Json(bytes) => self.run(request, uri, deadline, None, bytes.as_slice()),
            Body::Texts(bytes) => self.run(request, uri, deadline, None, texts_stand_in(bytes).as_slice()),
            Body::Form(form) => {
                form.open().map_err(|broken| io::Error::other(broken).into()).and_then(|mut reader| {
                    // Without a length it goes in chunks.
                    self.run(request, uri, deadline, reader.len(), SendBody::from_reader(&mut reader))
                })
            }
        };
        SECRETS.set(VecDeque::new());
        answer.map_err(|error| {
            let cause = translate(error);
            // A failure to open a connection sent nothing; the flag is this thread's, as the call is.
            Failure { cause, sent: WRITTEN.get() == Written::Whole }
        })
    }

    fn run<B: ureq::AsSendBody>(
        &self,
        request: &Outgoing<'_>,
        uri: Uri,
        deadline: Option<Instant>,
        length: Option<u64>,
        body: B,
    ) -> Result<Answer, ureq::Error> {
        let mut parts = http::Request::new(body);
        *parts.method_mut() = request.method.clone();
        *parts.uri_mut() = uri;
        *parts.headers_mut() = request.headers.clone();
        if let Some(value) = parts.headers_mut().get_mut(header::AUTHORIZATION) {
            *value = HeaderValue::from_static(AUTHORIZATION_STAND_IN);
        }
        if let Some(length) = length {
            parts.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        if let Some(deadline) = deadline {
            let left = deadline.saturating_duration_since(Instant::now());
            if left < self.whole {
                parts = self.agent.configure_request(parts).timeout_global(Some(left)).build();
            }
        }
        let (head, mut body) = self.agent.run(parts)?.into_parts();
        let known = body.content_length().unwrap_or(0).min(LARGEST_ANSWER);
        let mut bytes = Vec::with_capacity(known as usize);
        let mut reader = body.as_reader().take(LARGEST_ANSWER + 1);
        reader.read_to_end(&mut bytes).map_err(ureq::Error::from)?;
        if bytes.len() as u64 > LARGEST_ANSWER {
            return Err(ureq::Error::BodyExceedsLimit(LARGEST_ANSWER));
        }
        Ok(Answer { status: head.status.as_u16(), headers: head.headers, body: bytes })
    }
}

fn translate(error: ureq::Error) -> Cause {
    match error {
        ureq::Error::Other(inner) => match inner.downcast::<net::Error>() {
            Ok(error) => Cause::Net(*error),
            Err(other) => Cause::Protocol(other.to_string().into()),
        },
        ureq::Error::Io(error) => match error.get_ref().and_then(|inner| inner.downcast_ref::<Broken>()) {
            Some(broken) => Cause::Invalid(broken.0.clone()),
            None => Cause::Net(net::Error::Io(error)),
        },
        ureq::Error::Timeout(reason) => Cause::Net(net::Error::Timeout(phase(reason))),
        ureq::Error::BodyExceedsLimit(_) => Cause::TooLarge,
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
            Cause::Invalid("ureq takes neither the address nor a header of the call".into())
        }
        ureq::Error::Protocol(error) => Cause::Protocol(error.to_string().into()),
        other => Cause::Protocol(other.to_string().into()),
    }
}

/// What ureq waits for, in our words.
fn phase(reason: Timeout) -> Phase {
    match reason {
        Timeout::Resolve => Phase::Resolve,
        Timeout::Connect => Phase::Connect,
        Timeout::SendRequest | Timeout::SendBody | Timeout::PerWrite | Timeout::Await100 => Phase::Write,
        Timeout::RecvResponse | Timeout::PerRead => Phase::Answer,
        Timeout::RecvBody => Phase::Body,
        _ => Phase::Whole,
    }
}

fn expects_body(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH)
}

/// How much of the running request this thread has written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    Nothing,
    /// All that there is was given to the system, so that the server may act on it.
    Whole,
}

thread_local! {
    // ureq runs a call on the thread that asks for it; these two go past it.
    /// How far the request got: an error of ureq's does not say.
    static WRITTEN: Cell<Written> = const { Cell::new(Written::Nothing) };
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
fn texts_stand_in(form: &[u8]) -> Vec<u8> {
    vec![0; form.len()]
}

/// What comes before the header holds no such brackets: they are encoded in paths.
const AUTHORIZATION_STAND_IN: &str = "<authorization>";

/// Opens connections for ureq.
struct Opener {
    timeouts: OpenTimeouts,
    write: Duration,
    network: Network,
    close: CloseFlag,
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
struct Wire {
    stream: Stream,
    buffers: LazyBuffers,
    /// Bytes held back, so that a head and a small body leave in one packet.
    head: Vec<u8>,
    write: Duration,
    /// Nothing was asked since the last answer.
    just_read: bool,
}

impl Wire {
    fn flush(&mut self, limit: Option<Instant>) -> Result<(), ureq::Error> {
        if self.head.is_empty() {
            return Ok(());
        }
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
        self.flush(Some(deadline))?;
        WRITTEN.set(Written::Whole);
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
struct Unresolved;

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

/// Connections kept idle: as many as a busy bot's workers use at once.
const MAX_IDLE: usize = 32;
/// Discord's edge keeps an idle connection for minutes; a dead one is found when it is taken out anyhow.
const MAX_IDLE_AGE: Duration = Duration::from_secs(90);
/// Of each connection, once for what comes and once for what goes; most answers fit.
const BUFFER: usize = 16 * 1024;
/// Discord's largest answers (a thousand members, a guild's commands) have a few MiB.
const LARGEST_ANSWER: u64 = 64 * 1024 * 1024;
const FOREVER: Duration = Duration::from_secs(3600);
