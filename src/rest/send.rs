//! One call from beginning to end: wait for a permit, send, judge the answer, and perhaps do it again.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use ::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::body::Body;
use super::http::{Answer, Cause, Failure, Outgoing};
use super::limit::headers::{limited, retry_after};
use super::limit::{Outcome, Permit, Refusal, Window};
use super::route::{Repeat, Route};
use super::{Error, ErrorKind, Rest, Run};
use crate::net;
use crate::sync::{Backoff, later, waits};

/// A request as bytes.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) route: Route,
    pub(super) body: Body,
    pub(super) reason: Option<String>,
    pub(super) timeout: Option<Duration>,
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
    /// Sends a call and gives the bytes of its answer.
    pub(super) fn send(&self, call: &Call) -> Result<Vec<u8>, Error> {
        let mut attempts = 0;
        self.0.in_flight.fetch_add(1, Ordering::Relaxed);
        let answer = self.attempt(call, &mut attempts);
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
        answer.map_err(|error| error.on(&call.route.key, attempts))
    }

    fn attempt(&self, call: &Call, attempts: &mut u32) -> Result<Vec<u8>, Error> {
        let inner = &*self.0;
        let run = inner.run.lock().clone();
        let url = format!("{}{}", inner.endpoints.api(), call.route.path);
        let started = Instant::now();
        let deadline = call.timeout.map(|timeout| later(started, timeout));
        let patience = later(started, inner.config.max_rate_limit);
        let patience = deadline.map_or(patience, |deadline| deadline.min(patience));
        let mut backoff = Backoff::new(FIRST_RETRY, LAST_RETRY);
        let mut unexplained = Backoff::new(FIRST_LIMIT, LAST_LIMIT);
        let mut was_limited = false;
        let mut was_lost = false;
        loop {
            let headers = self.headers(call)?;
            let permit = self.permit(call, was_limited, patience.max(Instant::now()), &run)?;
            *attempts += 1;
            let request = Outgoing {
                method: call.route.key.method.clone(),
                url: url.as_str().into(),
                secret: call.route.secret.as_deref(),
                headers,
                body: &call.body,
            };
            let sent = Instant::now();
            let answer = run.http.send(request, deadline);
            if run.close.is_set() && answer.is_err() {
                permit.complete(&Outcome::Lost);
                return Err(Error::closed());
            }
            was_lost |= matches!(&answer, Err(failure) if failure.sent);
            let verdict = match answer {
                Ok(answer) => self.judge(call, answer, permit, sent, &mut unexplained),
                Err(failure) => judge_failure(call, failure, permit),
            };
            match verdict {
                Verdict::Done(body) => return Ok(body),
                Verdict::Failed(error) if was_lost && says_it_was_done(call, &error) => return Ok(Vec::new()),
                Verdict::Failed(error) => return Err(error),
                Verdict::Limited if call.body.is_spent() => return Err(Error::spent()),
                Verdict::Again { error, .. } if call.body.is_spent() => return Err(error),
                Verdict::Limited => was_limited = true,
                Verdict::Again { error, .. } if backoff.failures() >= inner.config.max_retries => {
                    return Err(error);
                }
                Verdict::Again { after, error } => {
                    let wait = backoff.next(fastrand::f64());
                    let wait = after.map_or(wait, |after| after.max(wait));
                    let until = later(Instant::now(), wait);
                    if until > patience {
                        return Err(error.with_retry_after(Some(wait)));
                    }
                    log::debug!(
                        target: "ito::rest",
                        "{} failed and is sent again in {wait:.1?}: {error}", call.route.key
                    );
                    if run.close.wait_until(until) {
                        return Err(Error::closed());
                    }
                    was_limited = false;
                }
            }
        }
    }

    fn permit(
        &self,
        call: &Call,
        again: bool,
        patience: Instant,
        run: &Arc<Run>,
    ) -> Result<Permit<'_>, Error> {
        match self.0.gate.acquire(&call.route, again, patience, &run.close) {
            Ok(permit) => {
                if !permit.waited.is_zero() {
                    waits::waited_for_limit(permit.waited);
                    log::debug!(
                        target: "ito::rest",
                        "{} waited {:.1?} for its limit", call.route.key, permit.waited
                    );
                }
                Ok(permit)
            }
            Err(Refusal::Closed) => Err(Error::closed()),
            Err(Refusal::TooLong { bucket, scope, wait }) => Err(Error::too_long(bucket, scope, wait)),
        }
    }

    fn judge(
        &self,
        call: &Call,
        answer: Answer,
        permit: Permit<'_>,
        sent: Instant,
        unexplained: &mut Backoff,
    ) -> Verdict {
        let route = &call.route;
        let Answer { status, headers, body } = answer;
        log::debug!(target: "ito::rest", "{} was answered {status} in {:.1?}", route.key, sent.elapsed());
        if status == 429 {
            let outcome = limited(&headers, &body, unexplained.next(fastrand::f64()));
            if let Outcome::Limited { scope, retry_after, .. } = &outcome {
                log::warn!(
                    target: "ito::rest",
                    "{} is limited (scope {scope}) for {:.1} s", route.key, retry_after.as_secs_f64()
                );
            }
            permit.complete(&outcome);
            return Verdict::Limited;
        }
        let outcome = match Window::parse(&headers) {
            // A failure without the headers says nothing about limits.
            None if status >= 300 => Outcome::Lost,
            window => Outcome::Answered(window),
        };
        permit.complete(&outcome);
        match (status, route.repeat) {
            (200..=299, _) => Verdict::Done(body),
            (401, _)
                if self.0.identity.header(route.auth, &route.key).is_ok_and(|header| header.is_some()) =>
            {
                Verdict::Failed(self.0.identity.refuse(&route.key, &body))
            }
            // 504 alone leaves open whether the request was acted on.
            (500 | 502 | 503, _) | (504, Repeat::Safe | Repeat::RefusedWith(_)) => {
                let after = retry_after(&headers);
                Verdict::Again { after, error: Error::refused(status, &body).with_retry_after(after) }
            }
            _ => Verdict::Failed(Error::refused(status, &body)),
        }
    }

    fn headers(&self, call: &Call) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::with_capacity(8);
        if let Some(value) = self.0.identity.header(call.route.auth, &call.route.key)? {
            headers.insert(header::AUTHORIZATION, value.clone());
        }
        headers.insert(header::USER_AGENT, self.0.user_agent.clone());
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(content_type) = call.body.content_type() {
            let value = HeaderValue::from_str(content_type).expect("a content type is ASCII");
            headers.insert(header::CONTENT_TYPE, value);
        }
        if let Some(reason) = &call.reason {
            headers.insert(AUDIT_LOG_REASON, reason_header(reason)?);
        }
        Ok(headers)
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
    permit.complete(if sent { &Outcome::Lost } else { &Outcome::Unsent });
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

const AUDIT_LOG_REASON: HeaderName = HeaderName::from_static("x-audit-log-reason");
const LONGEST_REASON: usize = 512;
/// The first retry comes after 0.25 to 0.5 s.
const FIRST_RETRY: Duration = Duration::from_millis(500);
const LAST_RETRY: Duration = Duration::from_secs(30);
/// A 429 that does not say for how long comes from an edge that bans.
const FIRST_LIMIT: Duration = Duration::from_secs(2);
const LAST_LIMIT: Duration = Duration::from_secs(120);
