//! One call from beginning to end: wait for a permit, send, judge the answer, and perhaps do it again.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use ::http::HeaderValue;

use super::body::Body;
use super::http::{Answer, Cause, Failure, Headers, Outgoing};
use super::limit::headers::{limited, retry_after};
use super::limit::{Outcome, Permit, Refusal, Reply, Window};
use super::route::{Repeat, Route};
use super::{Error, ErrorCode, ErrorKind, Rest, Run, Step};
use crate::net;
use crate::sync::{Backoff, CloseFlag, Hook, later, waits};

/// A request as bytes.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) route: Route,
    pub(super) body: Body,
    pub(super) reason: Option<String>,
    pub(super) timeout: Option<Duration>,
    /// Ends the call before its next attempt.
    pub(super) end: Option<CloseFlag>,
}

/// One call on its way: what it may take, and what it took.
struct Sending<'a> {
    rest: &'a Rest,
    call: &'a Call,
    url: String,
    run: Arc<Run>,
    /// Ends what waits: the run's flag, or one for the call alone.
    close: CloseFlag,
    _end: Option<(Hook, Hook)>,
    /// When the call must be over.
    deadline: Option<Instant>,
    /// How long it may wait for limits and between attempts.
    patience: Instant,
    retries: Backoff,
    unexplained: Backoff,
    attempts: u32,
    waited: Duration,
    was_limited: bool,
    was_lost: bool,
}

/// What is to be done after an attempt.
enum Verdict {
    Done(Vec<u8>),
    Failed(Error),
    /// Not our turn after all: ask for a permit again, which waits as long as it takes.
    Limited,
    /// A failure that may pass: try again, not sooner than this.
    Again {
        after: Option<Duration>,
        error: Error,
    },
}

impl Rest {
    /// Waits until then, unless the call is ended before.
    pub(super) fn wait_until(&self, call: &Call, until: Instant) -> Result<(), Error> {
        let sending = Sending::new(self, call);
        if sending.close.wait_until(until) { Err(sending.ended()) } else { Ok(()) }
    }

    /// Sends a call and gives the bytes of its answer.
    pub(super) fn send(&self, call: &Call) -> Result<Vec<u8>, Error> {
        self.0.in_flight.fetch_add(1, Ordering::Relaxed);
        let mut sending = Sending::new(self, call);
        let answer = sending.run();
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
        answer.map_err(|error| error.on(&call.route.key, sending.attempts).after_waiting(sending.waited))
    }

    fn headers(&self, call: &Call) -> Result<Headers, Error> {
        Ok(Headers {
            authorization: self.0.identity.header(call.route.auth, &call.route.key)?.cloned(),
            user_agent: Some(self.0.user_agent.clone()),
            accept: Some(HeaderValue::from_static("application/json")),
            content_type: call.body.content_type(),
            reason: call.reason.as_deref().map(reason_header).transpose()?,
        })
    }
}

impl<'a> Sending<'a> {
    fn new(rest: &'a Rest, call: &'a Call) -> Self {
        let inner = &*rest.0;
        let run = inner.run.lock().clone();
        let started = Instant::now();
        let deadline = call.timeout.map(|timeout| later(started, timeout));
        let patience = later(started, inner.config.max_rate_limit);
        let (close, end) = match &call.end {
            None => (run.close.clone(), None),
            Some(flag) => {
                let (close, gate) = (run.close.child(), inner.gate.clone());
                let woken = close.on_set(move || gate.wake_all());
                let both = close.clone();
                let set = flag.on_set(move || both.set());
                (close, Some((woken, set)))
            }
        };
        Self {
            rest,
            call,
            url: [inner.endpoints.api(), &call.route.path].concat(),
            run,
            close,
            _end: end,
            deadline,
            patience: deadline.map_or(patience, |deadline| deadline.min(patience)),
            retries: Backoff::new(FIRST_RETRY, LAST_RETRY),
            unexplained: Backoff::new(FIRST_LIMIT, LAST_LIMIT),
            attempts: 0,
            waited: Duration::ZERO,
            was_limited: false,
            was_lost: false,
        }
    }

    /// Attempt after attempt, until there is an answer or no use in another.
    fn run(&mut self) -> Result<Vec<u8>, Error> {
        loop {
            match self.attempt()? {
                Verdict::Done(body) => return Ok(body),
                Verdict::Failed(error) if self.was_lost && says_it_was_done(self.call, &error) => {
                    return Ok(Vec::new());
                }
                Verdict::Failed(error) => return Err(error),
                Verdict::Limited if self.call.body.is_spent() => return Err(Error::spent()),
                Verdict::Limited => self.was_limited = true,
                Verdict::Again { error, .. } if self.call.body.is_spent() => return Err(error),
                Verdict::Again { after, error } => {
                    self.pause(after, error)?;
                    self.was_limited = false;
                }
            }
        }
    }

    /// Waits for a permit, sends, and judges what came of it.
    fn attempt(&mut self) -> Result<Verdict, Error> {
        let headers = self.rest.headers(self.call)?;
        self.rest.0.rights.check(&self.call.route)?;
        let permit = self.permit()?;
        self.attempts += 1;
        let (bucket, waited) = (permit.bucket(), permit.waited);
        let tell = |number, step| {
            let route = &self.call.route.key;
            self.rest.0.observers.tell(route, bucket.as_deref(), number, waited, step);
        };
        tell(self.attempts, Step::Leaves);
        let request = Outgoing {
            method: self.call.route.key.method.clone(),
            url: self.url.as_str().into(),
            secret: self.call.route.secret.as_ref(),
            headers,
            body: &self.call.body,
            is_sent_on: false,
        };
        let sent = Instant::now();
        let answer = self.run.http.send(request, self.deadline);
        let took = sent.elapsed();
        tell(
            self.attempts,
            match &answer {
                Ok(answer) => Step::Answered { status: answer.status, took },
                Err(_) => Step::Failed { took },
            },
        );
        if self.run.close.is_set() && answer.is_err() {
            permit.unanswered(&Outcome::Lost);
            return Err(Error::closed());
        }
        match answer {
            Ok(answer) => Ok(self.judge(answer, permit, took)),
            Err(failure) => {
                self.was_lost |= failure.sent;
                Ok(judge_failure(self.call, failure, permit))
            }
        }
    }

    fn permit(&mut self) -> Result<Permit<'a>, Error> {
        let patience = self.patience.max(Instant::now());
        let route = &self.call.route;
        let asked = Instant::now();
        let permit = self.rest.0.gate.acquire(route, self.was_limited, patience, &self.close);
        let waited = permit.as_ref().map_or_else(|_| asked.elapsed(), |permit| permit.waited);
        self.waited += waited;
        match permit {
            Ok(permit) => {
                if !permit.waited.is_zero() {
                    waits::waited_for_limit(permit.waited);
                    log::debug!(target: "ito::rest", "{} waited {waited:.1?} for its limit", route.key);
                }
                Ok(permit)
            }
            Err(Refusal::Closed) => Err(self.ended()),
            Err(Refusal::TooLong { bucket, scope, wait }) => Err(Error::too_long(bucket, scope, wait)),
            Err(Refusal::Breaker { wait }) => Err(Error::breaker(wait)),
            Err(Refusal::Known { code, wait }) => Err(Error::known_refusal(code, wait)),
        }
    }

    fn judge(&mut self, answer: Answer, permit: Permit<'_>, took: Duration) -> Verdict {
        let (route, rest) = (&self.call.route, &*self.rest.0);
        let Answer { status, headers, body } = answer;
        log::debug!(target: "ito::rest", "{} was answered {status} in {took:.1?}", route.key);
        let reply = |code| Reply { route, status, code };
        if status == 429 {
            let outcome = limited(&headers, &body, self.unexplained.next(fastrand::f64()));
            if let Outcome::Limited { scope, retry_after, .. } = &outcome {
                log::warn!(
                    target: "ito::rest",
                    "{} is limited (scope {scope}) for {:.1} s", route.key, retry_after.as_secs_f64()
                );
            }
            permit.answered(&outcome, &reply(None));
            return Verdict::Limited;
        }
        let outcome = match Window::parse(&headers) {
            // A failure without the headers says nothing about limits.
            None if status >= 300 => Outcome::Lost,
            window => Outcome::Answered(window),
        };
        if (200..300).contains(&status) {
            permit.answered(&outcome, &reply(None));
            return Verdict::Done(body);
        }
        let error = Error::refused(status, &body);
        let code = error.code().map(ErrorCode::value).filter(|code| RIGHTS.contains(code));
        permit.answered(&outcome, &reply(code));
        match (status, route.repeat) {
            (401, _) if rest.identity.header(route.auth, &route.key).is_ok_and(|header| header.is_some()) => {
                Verdict::Failed(rest.identity.refuse(&route.key, &body))
            }
            // 504 alone leaves open whether the request was acted on.
            (500 | 502 | 503, _) | (504, Repeat::Safe | Repeat::RefusedWith(_)) => {
                let after = retry_after(&headers);
                Verdict::Again { after, error: error.with_retry_after(after) }
            }
            _ => Verdict::Failed(error),
        }
    }

    /// Waits before the next attempt, if there is to be one.
    fn pause(&mut self, after: Option<Duration>, error: Error) -> Result<(), Error> {
        if self.retries.failures() >= self.rest.0.config.max_retries {
            return Err(error);
        }
        let wait = self.retries.next(fastrand::f64());
        let wait = after.map_or(wait, |after| after.max(wait));
        let until = later(Instant::now(), wait);
        if until > self.patience {
            return Err(error.with_retry_after(Some(wait)));
        }
        log::debug!(
            target: "ito::rest",
            "{} failed and is sent again in {wait:.1?}: {error}", self.call.route.key
        );
        if self.close.wait_until(until) { Err(self.ended()) } else { Ok(()) }
    }

    fn ended(&self) -> Error {
        if self.run.close.is_set() { Error::closed() } else { Error::ended() }
    }
}

/// The answer to an earlier attempt was lost, and Discord says now that that attempt worked.
fn says_it_was_done(call: &Call, error: &Error) -> bool {
    match call.route.repeat {
        Repeat::RefusedWith(code) => error.code().is_some_and(|found| found.value() == code),
        Repeat::Safe | Repeat::Never => false,
    }
}

fn judge_failure(call: &Call, failure: Failure, permit: Permit<'_>) -> Verdict {
    let Failure { cause, sent } = failure;
    permit.unanswered(if sent { &Outcome::Lost } else { &Outcome::Unsent });
    let may_repeat = !sent || call.route.repeat != Repeat::Never;
    let may_pass = cause.may_pass();
    let error = Error::from(cause);
    if may_pass && may_repeat { Verdict::Again { after: None, error } } else { Verdict::Failed(error) }
}

impl Cause {
    /// Whether another attempt may do better: without time left, or where it would meet the same, it does not.
    fn may_pass(&self) -> bool {
        let Self::Net(error) = self else { return false };
        !matches!(
            error,
            net::Error::Closed
                | net::Error::Timeout(net::Phase::Whole)
                | net::Error::Address(_)
                | net::Error::Tls(_)
                | net::Error::Proxy { problem: net::ProxyProblem::Credentials, .. }
        )
    }
}

impl From<Cause> for Error {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::Net(error) => Self::net(error),
            Cause::Protocol(what) => Self::new(
                ErrorKind::Answer,
                format!("the answer is no HTTP: {what}; does the address speak TLS or plain text?"),
            ),
            Cause::TooLarge => Self::new(ErrorKind::Answer, "the answer is larger than 64 MiB"),
            Cause::Redirect(what) => Self::new(ErrorKind::Answer, what),
            Cause::Invalid(what) => Self::new(ErrorKind::Request, what),
            Cause::File(what) => Self::new(ErrorKind::File, what),
        }
    }
}

/// A reason as Discord takes it: percent-encoded UTF-8 of at most 512 characters.
fn reason_header(reason: &str) -> Result<HeaderValue, Error> {
    let length = reason.chars().count();
    if length > LONGEST_REASON {
        return Err(Error::new(
            ErrorKind::Request,
            format!("the audit log reason has {length} characters; Discord takes {LONGEST_REASON}"),
        ));
    }
    let mut encoded = String::with_capacity(reason.len());
    super::route::encode(reason, &mut encoded);
    Ok(HeaderValue::try_from(encoded).expect("what is percent-encoded is ASCII"))
}

/// Codes that say what the bot may not do in a place, whatever it asks there: access and permissions.
const RIGHTS: [u32; 2] = [50_001, 50_013];
const LONGEST_REASON: usize = 512;
/// The first retry comes after 0.25 to 0.5 s.
const FIRST_RETRY: Duration = Duration::from_millis(500);
const LAST_RETRY: Duration = Duration::from_secs(30);
/// A 429 that does not say for how long comes from an edge that bans.
const FIRST_LIMIT: Duration = Duration::from_secs(2);
const LAST_LIMIT: Duration = Duration::from_secs(120);
