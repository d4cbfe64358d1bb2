//! One request with the type of its answer: a thin shell over a call of bytes.

use std::fmt;
use std::time::{Duration, Instant};

use http::Method;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::answer::Answer;
use super::body::Body;
use super::options::Options;
use super::route::Route;
use super::send::Call;
use super::{Error, Rest};
use crate::model::{Checker, FieldError};
use crate::sync::{CloseFlag, later};

/// A request that has not been sent yet; [`Request::send`] sends it and gives a `T`.
#[must_use = "a request does nothing until it is sent"]
pub struct Request<T> {
    asked: Asked,
    decode: fn(Answer<'_>) -> Result<T, Error>,
}

/// All of a request but the type of its answer: what is done with it is compiled once.
struct Asked {
    rest: Rest,
    call: Call,
    /// What Discord would not take.
    beyond: Vec<FieldError>,
    /// How long a search waits until Discord can answer it.
    patience: Duration,
}

impl<T> Request<T> {
    /// Why, for the guild's audit log; at most 512 characters.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.asked.reason(reason.into());
        self
    }

    /// The longest that the call may take as a whole: waiting for limits, attempts, and the pauses between them.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.asked.call.timeout = Some(timeout);
        self
    }

    /// Ends the call when `flag` is set: at once and unsent while it waits for a limit or between attempts; what is on its
    /// way is waited for, since Discord acts on it.
    ///
    /// ```
    /// # let rest = ito::rest::Rest::new(ito::Endpoints::default(), None, ito::rest::Config::default())?;
    /// let flag = ito::sync::CloseFlag::new();
    /// flag.set();
    /// let error = rest.fetch_gateway().ended_by(&flag).send().unwrap_err();
    /// assert_eq!(error.kind(), ito::rest::ErrorKind::Ended);
    /// # Ok::<(), ito::rest::Error>(())
    /// ```
    pub fn ended_by(mut self, flag: &CloseFlag) -> Self {
        self.asked.call.end = Some(flag.clone());
        self
    }

    /// How long the call would wait for its limits if it were sent now.
    pub fn eta(&self) -> Duration {
        self.asked.rest.0.gate.eta(&self.asked.call.route)
    }

    /// Sends the request, waits for its answer, and decodes it.
    ///
    /// # Errors
    /// What Discord refused, what broke, or what took too long.
    pub fn send(mut self) -> Result<T, Error> {
        let until = self.asked.begin()?;
        loop {
            let body = self.asked.rest.send(&self.asked.call)?;
            match (self.decode)(Answer { body: &body, rest: &self.asked.rest }) {
                Ok(value) => return Ok(value),
                Err(error) => self.asked.wait_for_index(error, until)?,
            }
        }
    }
}

impl<T: DeserializeOwned> Request<T> {
    /// A request whose answer is JSON.
    pub(super) fn json(rest: &Rest, route: Route, body: Body) -> Self {
        Self::new(rest, route, body, decode)
    }
}

impl<T: DeserializeOwned> Request<T> {
    /// A search, which is answered with status 202 while Discord has not read everything yet.
    pub(super) fn search(rest: &Rest, route: Route) -> Self {
        Self::new(rest, route, Body::None, decode_search)
    }
}

impl<T: DeserializeOwned> Request<Vec<T>> {
    /// A request whose answer is a list, which may be `null`.
    pub(super) fn list(rest: &Rest, route: Route) -> Self {
        Self::new(rest, route, Body::None, |answer| {
            answer.read::<Option<Vec<T>>>().map(Option::unwrap_or_default)
        })
    }
}

impl<T: DeserializeOwned> Request<Option<T>> {
    /// A request that is answered with JSON or with nothing.
    pub(super) fn maybe(rest: &Rest, route: Route) -> Self {
        Self::new(
            rest,
            route,
            Body::None,
            |answer| {
                if answer.body.is_empty() { Ok(None) } else { answer.read() }
            },
        )
    }
}

impl Request<()> {
    /// A request whose answer says nothing but that it was done.
    pub(super) fn empty(rest: &Rest, route: Route, body: Body) -> Self {
        Self::new(rest, route, body, |_| Ok(()))
    }
}

impl<T> Request<T> {
    /// Gives it another body.
    pub(super) fn body(mut self, body: Body) -> Self {
        self.asked.call.body = body;
        self
    }

    /// Gives it a query, and a body unless it has one or takes none.
    pub(super) fn options(mut self, options: Options) -> Self {
        self.asked.options(options);
        self
    }

    /// How long it would wait with these options: some have limits of their own.
    pub(super) fn eta_with(&self, options: &Options) -> Duration {
        let mut route = self.asked.call.route.clone();
        route.note_fields(&options.body);
        self.asked.rest.0.gate.eta(&route)
    }

    /// Looks at what is sent; when something is beyond a limit of Discord's, nothing will be sent.
    pub(super) fn look(mut self, look: impl FnOnce(&mut Checker)) -> Self {
        self.asked.look(look);
        self
    }

    /// Waits as long where Discord says that it cannot answer yet.
    pub(super) fn patience(mut self, patience: Duration) -> Self {
        self.asked.patience = patience;
        self
    }

    /// A request whose answer is read by `decode`.
    pub(super) fn new(
        rest: &Rest,
        route: Route,
        body: Body,
        decode: fn(Answer<'_>) -> Result<T, Error>,
    ) -> Self {
        let call = Call { route, body, reason: None, timeout: None, end: None };
        let asked = Asked { rest: rest.clone(), call, beyond: Vec::new(), patience: Duration::ZERO };
        Self { asked, decode }
    }
}

impl Asked {
    fn reason(&mut self, reason: String) {
        self.beyond.retain(|error| error.path != "reason");
        self.look(|at| at.field("reason", &reason, ..=512));
        self.call.reason = Some(reason);
    }

    fn options(&mut self, options: Options) {
        options.query.append_to(&mut self.call.route);
        self.call.route.note_fields(&options.body);
        let (body, beyond) = options.into_body();
        self.beyond.extend(beyond);
        let takes_none = matches!(self.call.route.key.method, Method::GET | Method::DELETE);
        if let (Body::None, false) = (&self.call.body, takes_none) {
            self.call.body = body;
        }
    }

    fn look(&mut self, look: impl FnOnce(&mut Checker)) {
        let mut at = Checker::default();
        look(&mut at);
        self.beyond.extend(at.into_errors());
    }

    /// Refuses what Discord would not take; gives until when it waits for an index.
    fn begin(&mut self) -> Result<Instant, Error> {
        if !self.beyond.is_empty() {
            return Err(Error::beyond(std::mem::take(&mut self.beyond)).on(&self.call.route.key, 0));
        }
        Ok(later(Instant::now(), self.patience))
    }

    /// Waits when the error is that Discord has no index yet, and there is time; else gives it back.
    fn wait_for_index(&self, error: Error, until: Instant) -> Result<(), Error> {
        let error = error.on(&self.call.route.key, 1);
        let again = later(Instant::now(), error.retry_after().unwrap_or_default().max(SHORTEST_PAUSE));
        if error.status() != Some(NOT_READY) || again > until {
            return Err(error);
        }
        self.rest.wait_until(&self.call, again).map_err(|ended| ended.on(&self.call.route.key, 1))
    }
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Request").field(&self.asked.call.route.key).finish()
    }
}

fn decode<T: DeserializeOwned>(answer: Answer<'_>) -> Result<T, Error> {
    answer.read()
}

/// What a search is answered with instead of results.
#[derive(Deserialize)]
struct NotReady {
    retry_after: f64,
    #[serde(rename = "documents_indexed")]
    _documents_indexed: u64,
    #[serde(rename = "message")]
    _message: String,
}

fn decode_search<T: DeserializeOwned>(answer: Answer<'_>) -> Result<T, Error> {
    match serde_json::from_slice::<NotReady>(answer.body) {
        Ok(not_ready) => {
            let wait = Duration::try_from_secs_f64(not_ready.retry_after).unwrap_or_default();
            Err(Error::refused(NOT_READY, answer.body).with_retry_after(Some(wait)))
        }
        Err(_) => answer.read(),
    }
}

/// The status of an answer to a search whose index Discord is building.
const NOT_READY: u16 = 202;
/// Discord says 0 where it does not know.
const SHORTEST_PAUSE: Duration = Duration::from_millis(500);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Endpoints;
    use crate::model::MessageSearchResults;
    use crate::rest::Config;

    #[test]
    fn an_index_that_is_not_ready_is_an_error_that_says_when_to_ask_again() {
        let text =
            br#"{"message":"Index not yet available","code":110000,"documents_indexed":0,"retry_after":2}"#;
        let rest = Rest::new(Endpoints::default(), None, Config::default()).unwrap();
        let read = |body| decode_search::<MessageSearchResults>(Answer { body, rest: &rest });
        let error = read(text).unwrap_err();
        assert_eq!((error.status(), error.retry_after()), (Some(202), Some(Duration::from_secs(2))));
        let none = read(br#"{"total_results":0,"messages":[]}"#).unwrap();
        assert!(none.messages.is_empty());
    }
}
