//! Bytes to the API and back: the only file that names ureq, with those below it.
//!
//! ureq speaks HTTP; the connections are `net::Stream`s, so that each phase has a time limit with a name and the close flag
//! ends whatever waits, and are kept here ([`idle`]). ureq logs what it sends, at level trace byte by byte: it is given
//! stand-ins for tokens, whose places the tokens take when the bytes leave ([`wire`]).
//!
//! Locks: ureq's around its list of connections, which stays empty; that of `idle`.

mod idle;
mod wire;

use std::borrow::Cow;
use std::io::{self, Read};
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};
use ureq::{Agent, BodyReader, SendBody, Timeout};

use self::idle::Idle;
use self::wire::{AUTHORIZATION_STAND_IN, BUFFER, Opener, Unresolved};
use super::body::Body;
use super::file::Broken;
use super::redirect::Redirects;
use super::wiped::Wiped;
use super::{Config, Error};
use crate::net::{self, OpenTimeouts, Phase};
use crate::sync::{CloseFlag, later};

/// Sends requests until its close flag is set.
#[derive(Clone, Debug)]
pub(super) struct Http {
    agent: Agent,
    whole: Duration,
    write: Duration,
}

/// One request, ready to be sent as often as it takes.
pub(super) struct Outgoing<'a> {
    pub(super) method: Method,
    pub(super) url: Cow<'a, str>,
    /// What takes the place of [`STAND_IN`](super::route::STAND_IN) in the address.
    pub(super) secret: Option<&'a Arc<Wiped>>,
    pub(super) headers: Headers,
    pub(super) body: &'a Body,
    /// Whether the answer's body is sent on while it comes: it may take as long as sending does.
    pub(super) is_sent_on: bool,
}

/// What a request says beside its address and its body.
#[derive(Default)]
pub(super) struct Headers {
    pub(super) authorization: Option<HeaderValue>,
    pub(super) user_agent: Option<HeaderValue>,
    pub(super) accept: Option<HeaderValue>,
    pub(super) content_type: Option<HeaderValue>,
    /// Why, for the guild's audit log.
    pub(super) reason: Option<HeaderValue>,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

/// An answer whose body is still to be read.
pub(super) struct Incoming {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// How long the body is, if that is known.
    pub(super) length: Option<u64>,
    body: BodyReader<'static>,
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
    /// The address or a header is none.
    Invalid(Box<str>),
    /// A file to be sent cannot be read.
    File(Box<str>),
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
            .max_idle_connections(0)
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
            idle: Arc::new(Idle::default()),
        };
        let agent = Agent::with_parts(config, opener, Unresolved);
        Self { agent, whole: timeouts.whole, write: timeouts.write }
    }

    /// Sends one request, follows redirects, and reads the answer to its end, until `deadline` if that comes before the
    /// limits.
    pub(super) fn send(&self, request: Outgoing<'_>, deadline: Option<Instant>) -> Result<Answer, Failure> {
        self.begin(request, deadline)?.finish().map_err(answered)
    }

    /// Begins to fetch what is to be sent on, from wherever it is, without any token.
    pub(super) fn fetch(
        &self,
        url: &str,
        user_agent: Option<&HeaderValue>,
        deadline: Option<Instant>,
    ) -> Result<Incoming, Cause> {
        let request = Outgoing {
            method: Method::GET,
            url: url.into(),
            secret: None,
            headers: Headers { user_agent: user_agent.cloned(), ..Headers::default() },
            body: &Body::None,
            is_sent_on: true,
        };
        self.begin(request, deadline).map_err(|failure| failure.cause)
    }

    /// Sends one request and follows redirects; the body of the answer is still to be read.
    fn begin(&self, mut request: Outgoing<'_>, deadline: Option<Instant>) -> Result<Incoming, Failure> {
        let whole = later(Instant::now(), self.whole);
        let mut deadline = deadline;
        let mut redirects = Redirects::default();
        loop {
            let answer = self.send_once(&request, deadline)?;
            match redirects.follow(&mut request, answer.status, &answer.headers) {
                Ok(true) => {
                    // A connection whose answer was read is used again.
                    answer.finish().map_err(answered)?;
                    deadline = Some(deadline.map_or(whole, |deadline| deadline.min(whole)));
                }
                Ok(false) => return Ok(answer),
                Err(why) => return Err(answered(Cause::Redirect(why.into()))),
            }
        }
    }

    fn send_once(&self, request: &Outgoing<'_>, deadline: Option<Instant>) -> Result<Incoming, Failure> {
        let unsent = |cause| Failure { cause, sent: false };
        let uri: Uri = request
            .url
            .parse()
            .map_err(|_| unsent(Cause::Invalid("the address of the call is none".into())))?;
        let fetch = |url: &str| self.fetch(url, request.headers.user_agent.as_ref(), deadline);
        let mut form = match request.body {
            Body::Form(form) => Some(form.open(&fetch).map_err(|broken| unsent(Cause::File(broken.0)))?),
            _ => None,
        };
        wire::begin(request);
        let answer = match (request.body, &mut form) {
            // Without a length it goes in chunks.
            (_, Some(form)) => self.run(request, uri, deadline, form.len(), SendBody::from_reader(form)),
            (Body::Json(bytes), _) => self.run(request, uri, deadline, None, bytes.as_slice()),
            (Body::Texts(bytes), _) => {
                self.run(request, uri, deadline, None, wire::texts_stand_in(bytes).as_slice())
            }
            _ if expects_body(&request.method) => self.run(request, uri, deadline, None, &[][..]),
            _ => self.run(request, uri, deadline, None, ()),
        };
        // A failure to open a connection sent nothing.
        let sent = wire::end();
        answer.map_err(|error| Failure { cause: translate(error), sent })
    }

    fn run<B: ureq::AsSendBody>(
        &self,
        request: &Outgoing<'_>,
        uri: Uri,
        deadline: Option<Instant>,
        length: Option<u64>,
        body: B,
    ) -> Result<Incoming, ureq::Error> {
        let mut parts = http::Request::new(body);
        *parts.method_mut() = request.method.clone();
        *parts.uri_mut() = uri;
        *parts.headers_mut() = request.headers.to_map();
        if let Some(length) = length {
            parts.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        let left = deadline.map_or(self.whole, |at| at.saturating_duration_since(Instant::now()));
        if left < self.whole {
            parts = self.agent.configure_request(parts).timeout_global(Some(left)).build();
        }
        if request.is_sent_on {
            parts = self.agent.configure_request(parts).timeout_recv_body(Some(self.write)).build();
        }
        let (head, body) = self.agent.run(parts)?.into_parts();
        let length = body.content_length();
        Ok(Incoming { status: head.status.as_u16(), headers: head.headers, length, body: body.into_reader() })
    }
}

impl Headers {
    /// As ureq takes them: without the token.
    fn to_map(&self) -> HeaderMap {
        let authorization =
            self.authorization.as_ref().map(|_| HeaderValue::from_static(AUTHORIZATION_STAND_IN));
        let all = [
            (header::AUTHORIZATION, authorization),
            (header::USER_AGENT, self.user_agent.clone()),
            (header::ACCEPT, self.accept.clone()),
            (header::CONTENT_TYPE, self.content_type.clone()),
            (AUDIT_LOG_REASON, self.reason.clone()),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

impl Incoming {
    /// Reads the body to its end.
    fn finish(self) -> Result<Answer, Cause> {
        let known = self.length.unwrap_or(0).min(LARGEST_ANSWER);
        let mut bytes = Vec::with_capacity(known as usize);
        let mut reader = self.body.take(LARGEST_ANSWER + 1);
        reader.read_to_end(&mut bytes).map_err(|error| translate(error.into()))?;
        if bytes.len() as u64 > LARGEST_ANSWER {
            return Err(Cause::TooLarge);
        }
        Ok(Answer { status: self.status, headers: self.headers, body: bytes })
    }
}

/// The body piece by piece, with errors in our words.
impl Read for Incoming {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.body
            .read(buf)
            .map_err(|error| io::Error::other(Error::from(translate(error.into())).to_string()))
    }
}

/// A failure after the head of an answer had come.
fn answered(cause: Cause) -> Failure {
    Failure { cause, sent: true }
}

fn translate(error: ureq::Error) -> Cause {
    match error {
        ureq::Error::Other(inner) => match inner.downcast::<net::Error>() {
            Ok(error) => Cause::Net(*error),
            Err(other) => Cause::Protocol(other.to_string().into()),
        },
        ureq::Error::Io(error) => match error.get_ref().and_then(|inner| inner.downcast_ref::<Broken>()) {
            Some(broken) => Cause::File(broken.0.clone()),
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

const AUDIT_LOG_REASON: HeaderName = HeaderName::from_static("x-audit-log-reason");
/// Discord's largest answers (a thousand members, a guild's commands) have a few MiB.
const LARGEST_ANSWER: u64 = 64 * 1024 * 1024;
