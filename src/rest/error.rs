//! Why a call brought no answer: one small type that says what, where, and what to do.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::code::ErrorCode;
use super::limit::Scope;
use super::rights::Place;
use super::route::RouteKey;
use crate::model::{FieldError, Permissions};
use crate::net::{self, Phase};

/// A call to Discord that failed.
///
/// The text is one line and never holds a token. [`Error::kind`] tells the families apart, the `is_` methods answer the
/// usual questions.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    route: Option<RouteKey>,
    attempts: u32,
    waited: Duration,
    status: Option<u16>,
    code: Option<ErrorCode>,
    message: Box<str>,
    /// What to say instead of the message.
    remedy: Option<&'static str>,
    fields: Vec<FieldError>,
    phase: Option<Phase>,
    retry_after: Option<Duration>,
    bucket: Option<Arc<str>>,
    scope: Option<Scope>,
    missing: Option<Permissions>,
    source: Option<net::Error>,
}

/// The families of failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// REST was closed before or while the call ran.
    Closed,
    /// A time limit ran out; [`Error::phase`] says in which step.
    Timeout,
    /// The server could not be reached, or the connection broke.
    Network,
    /// The proxy could not be reached or let nothing through.
    Proxy,
    /// Discord said no: [`Error::status`] and [`Error::code`] say how.
    Refused,
    /// Waiting for a limit would take longer than allowed; [`Error::retry_after`] says how long.
    RateLimit,
    /// Too many answers were invalid, and nothing is sent for a while so that Discord does not ban the address;
    /// [`Error::retry_after`] says how long.
    Breaker,
    /// The call was ended by its own flag; see [`Request::ended_by`](super::Request::ended_by).
    Ended,
    /// There is no token of the kind that the call needs, or Discord refused it.
    Token,
    /// The answer is not what it should be.
    Answer,
    /// The request cannot be sent as it is.
    Request,
    /// A file to be sent could not be opened, fetched, or read to its end.
    File,
}

impl Error {
    /// The family of the failure.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// HTTP status of the last answer, if there was one.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Discord's own code.
    pub fn code(&self) -> Option<ErrorCode> {
        self.0.code
    }

    /// What went wrong, without route and remedy; for a refusal, Discord's words.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The fields that Discord refused, or that are beyond a limit of Discord's and were not sent.
    pub fn fields(&self) -> &[FieldError] {
        &self.0.fields
    }

    /// Method and path of the call, with the names of its values in place of the values.
    pub fn route(&self) -> Option<String> {
        self.0.route.as_ref().map(ToString::to_string)
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the call waited for limits in all.
    pub fn waited(&self) -> Duration {
        self.0.waited
    }

    /// Discord's name of the bucket that leaves no room, for a [`ErrorKind::RateLimit`].
    pub fn bucket(&self) -> Option<&str> {
        self.0.bucket.as_deref()
    }

    /// The step whose time limit ran out.
    pub fn phase(&self) -> Option<Phase> {
        self.0.phase
    }

    /// How long to wait before asking again makes sense.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Whom the limit counts, for a [`ErrorKind::RateLimit`].
    pub fn scope(&self) -> Option<Scope> {
        self.0.scope
    }

    /// Whether what was asked for does not exist.
    pub fn is_not_found(&self) -> bool {
        self.0.status == Some(404)
    }

    /// Whether the bot may not: it does not see the place or lacks a permission.
    pub fn is_missing_access(&self) -> bool {
        self.0.status == Some(403)
    }

    /// The permissions that the bot lacks, when the call was therefore not sent: see
    /// [`Rest::check_permissions`](super::Rest::check_permissions).
    pub fn missing_permissions(&self) -> Option<Permissions> {
        self.0.missing
    }

    /// Whether a time limit ran out.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Whether the proxy wants a user and a password, or others.
    pub fn is_proxy_credentials(&self) -> bool {
        matches!(self.0.source, Some(net::Error::Proxy { problem: net::ProxyProblem::Credentials, .. }))
    }

    /// Whether REST was closed.
    pub fn is_closed(&self) -> bool {
        self.0.kind == ErrorKind::Closed
    }

    /// Whether the same call may work later without a change.
    pub fn is_transient(&self) -> bool {
        match self.0.kind {
            ErrorKind::Timeout | ErrorKind::Network | ErrorKind::RateLimit | ErrorKind::Breaker => true,
            ErrorKind::Proxy => !self.is_proxy_credentials(),
            ErrorKind::Refused => self.0.status.is_some_and(|status| status >= 500 || status == 429),
            ErrorKind::Closed
            | ErrorKind::Ended
            | ErrorKind::Token
            | ErrorKind::Answer
            | ErrorKind::Request
            | ErrorKind::File => false,
        }
    }

    pub(super) fn new(kind: ErrorKind, message: impl Into<Box<str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            route: None,
            attempts: 0,
            waited: Duration::ZERO,
            status: None,
            code: None,
            message: message.into(),
            remedy: None,
            fields: Vec::new(),
            phase: None,
            retry_after: None,
            bucket: None,
            scope: None,
            missing: None,
            source: None,
        }))
    }

    pub(super) fn closed() -> Self {
        Self::new(ErrorKind::Closed, "rest is closed")
    }

    pub(super) fn net(error: net::Error) -> Self {
        let (kind, phase) = match &error {
            net::Error::Closed => return Self::closed(),
            net::Error::Timeout(phase) => (ErrorKind::Timeout, Some(*phase)),
            net::Error::Proxy { .. } => (ErrorKind::Proxy, None),
            net::Error::Trust(_) => (ErrorKind::Request, None),
            _ => (ErrorKind::Network, None),
        };
        let mut new = Self::new(kind, error.to_string());
        new.0.phase = phase;
        new.0.source = Some(error);
        new
    }

    /// A wait that would be too long.
    pub(super) fn too_long(bucket: Option<Arc<str>>, scope: Scope, wait: Duration) -> Self {
        let mut new = Self::new(ErrorKind::RateLimit, "the rate limit leaves no room in time");
        (new.0.bucket, new.0.scope, new.0.retry_after) = (bucket, Some(scope), Some(wait));
        new
    }

    /// What may be too much: nothing is sent.
    pub(super) fn breaker(wait: Duration) -> Self {
        let text = "not sent, since Discord bans an address for too many invalid answers (401, 403, 404, 429) and there were \
                    8000 within ten minutes; look for a call that is refused again and again";
        Self::new(ErrorKind::Breaker, text).with_retry_after(Some(wait))
    }

    /// What was refused twice in the same place is not sent again for a while.
    pub(super) fn known_refusal(code: u32, wait: Duration) -> Self {
        let text = format!(
            "not sent, since Discord refused it twice of late; it is asked again in {:.0} s",
            wait.as_secs_f64()
        );
        let mut new = Self::new(ErrorKind::Refused, text);
        (new.0.status, new.0.code, new.0.retry_after) = (Some(403), Some(ErrorCode::from(code)), Some(wait));
        new
    }

    /// What Discord would refuse for want of permissions.
    pub(super) fn lacking(missing: Permissions, place: Place) -> Self {
        let names: Vec<&str> = missing.iter_names().map(|(name, _)| name).collect();
        let text = format!("not sent, since the bot lacks {} in {place}", names.join(" and "));
        let mut new = Self::new(ErrorKind::Refused, text);
        let code = if missing.contains(Permissions::VIEW_CHANNEL) {
            ErrorCode::MissingAccess
        } else {
            ErrorCode::MissingPermissions
        };
        (new.0.status, new.0.code, new.0.missing) = (Some(403), Some(code), Some(missing));
        new
    }

    /// The call's own flag was set.
    pub(super) fn ended() -> Self {
        Self::new(ErrorKind::Ended, "the call was ended by its own flag")
    }

    /// A limit for a call that cannot be made again.
    pub(super) fn spent() -> Self {
        let text = "discord limits the call, and its file came from a reader that cannot be read twice; send it again";
        Self::new(ErrorKind::RateLimit, text)
    }

    /// A request that is beyond a limit of Discord's.
    pub(super) fn beyond(fields: Vec<FieldError>) -> Self {
        let mut new = Self::new(ErrorKind::Request, "not sent, since Discord would not take it");
        new.0.fields = fields;
        new
    }

    /// An answer that says no.
    pub(super) fn refused(status: u16, body: &[u8]) -> Self {
        let said = Said::read(body);
        let kind = if status == 401 { ErrorKind::Token } else { ErrorKind::Refused };
        let mut new = Self::new(kind, said.message);
        (new.0.status, new.0.code, new.0.fields) = (Some(status), said.code, said.fields);
        new
    }

    pub(super) fn on(mut self, route: &RouteKey, attempts: u32) -> Self {
        self.0.route = Some(route.clone());
        self.0.attempts = attempts;
        self
    }

    pub(super) fn after_waiting(mut self, waited: Duration) -> Self {
        self.0.waited = waited;
        self
    }

    pub(super) fn with_remedy(mut self, remedy: &'static str) -> Self {
        self.0.remedy = Some(remedy);
        self
    }

    pub(super) fn with_retry_after(mut self, retry_after: Option<Duration>) -> Self {
        self.0.retry_after = retry_after;
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(route) = &inner.route {
            write!(f, "{route}: ")?;
        }
        if let Some(remedy) = inner.remedy {
            return f.write_str(remedy);
        }
        match inner.kind {
            ErrorKind::RateLimit => {
                let scope = inner.scope.unwrap_or(Scope::User);
                let bucket = inner.bucket.as_deref().unwrap_or("not known yet");
                let wait = inner.retry_after.unwrap_or_default();
                return write!(
                    f,
                    "the rate limit (scope {scope}, bucket {bucket}) leaves no room for another {:.1} s, longer than may be waited",
                    wait.as_secs_f64()
                );
            }
            _ => f.write_str(&inner.message)?,
        }
        match (inner.status, inner.code) {
            (Some(status), Some(code)) => write!(f, " (status {status}, code {})", code.value())?,
            (Some(status), None) => write!(f, " (status {status})")?,
            _ => {}
        }
        for (i, field) in inner.fields.iter().take(8).enumerate() {
            let lead = if i == 0 { ":" } else { ";" };
            write!(f, "{lead} {field}")?;
        }
        if inner.attempts > 1 {
            write!(f, ", after {} attempts", inner.attempts)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error").field("kind", &self.0.kind).field("text", &self.to_string()).finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // The text of the net error is this one's, so the chain goes on below it.
        self.0.source.as_ref().and_then(std::error::Error::source)
    }
}

/// What an answer that says no says.
struct Said {
    message: Box<str>,
    code: Option<ErrorCode>,
    fields: Vec<FieldError>,
}

impl Said {
    fn read(body: &[u8]) -> Self {
        let Ok(serde_json::Value::Object(mut json)) = serde_json::from_slice(body) else {
            return Self { message: excerpt(body), code: None, fields: Vec::new() };
        };
        let text = |name| json.get(name).and_then(serde_json::Value::as_str);
        let message = match (text("message"), text("error"), text("error_description")) {
            (Some(message), ..) => one_line(message, 300).into(),
            (None, Some(error), Some(description)) => {
                one_line(&format!("{error}: {description}"), 300).into()
            }
            (None, Some(error), None) => one_line(error, 300).into(),
            (None, None, _) if json.values().any(is_texts) => "what was sent is wrong".into(),
            (None, None, _) => excerpt(body),
        };
        // 0 is Discord's way to say that there is no code.
        let code = json.get("code").and_then(serde_json::Value::as_u64).filter(|code| *code > 0);
        let code = code.and_then(|code| u32::try_from(code).ok()).map(ErrorCode::from);
        let mut fields = Vec::new();
        if let Some(errors) = json.remove("errors") {
            flatten(&errors, &mut String::new(), 0, &mut fields);
        }
        // What is wrong with the file of an invite is told by its field alone.
        for (name, texts) in json.iter().filter(|(_, value)| is_texts(value)) {
            let texts =
                texts.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str).take(256);
            fields.extend(texts.map(|text| FieldError::new(name, "", one_line(text, 300))));
        }
        Self { message, code, fields }
    }
}

/// Whether a value is a list of texts.
fn is_texts(value: &serde_json::Value) -> bool {
    value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(serde_json::Value::is_string))
}

/// Walks the tree of field errors: names and indices lead to `_errors`, which lists what is wrong there.
fn flatten(node: &serde_json::Value, path: &mut String, depth: u32, out: &mut Vec<FieldError>) {
    let Some(map) = node.as_object() else { return };
    for (name, child) in map {
        if name == "_errors" {
            for error in child.as_array().into_iter().flatten() {
                let text = |key| match error.get(key) {
                    Some(serde_json::Value::String(text)) => one_line(text, 300),
                    Some(other) => other.to_string(),
                    None => String::new(),
                };
                out.push(FieldError::new(path.as_str(), text("code"), text("message")));
            }
        } else if depth < 32 && out.len() < 256 {
            let before = path.len();
            if name.bytes().all(|b| b.is_ascii_digit()) {
                path.extend(["[", name, "]"]);
            } else {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            flatten(child, path, depth + 1, out);
            path.truncate(before);
        }
    }
}

/// The beginning of an answer that is no JSON, for people.
fn excerpt(body: &[u8]) -> Box<str> {
    if body.is_empty() {
        return "an answer without a body".into();
    }
    let start = String::from_utf8_lossy(&body[..body.len().min(400)]);
    let what = if start.trim_start().starts_with('<') { "HTML" } else { "something else" };
    format!("the answer is no error of Discord's but {what}: {:?}", one_line(&start, 100)).into()
}

fn one_line(text: &str, most: usize) -> String {
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = words.char_indices().nth(most) {
        words.truncate(at);
        words.push('…');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_of_field_errors_is_flat() {
        let body = br#"{"code":50035,"message":"Invalid Form Body","errors":{
            "embeds":{"0":{"title":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"too\nlong"}]}}},
            "content":{"_errors":[{"code":50,"message":"bad"}]},"_errors":[{"code":"X","message":"all"}]}}"#;
        let error = Error::refused(400, body);
        let mut fields: Vec<_> =
            error.fields().iter().map(|f| (f.path.as_str(), f.code.as_str(), f.message.as_str())).collect();
        fields.sort_unstable();
        assert_eq!(
            fields,
            [
                ("", "X", "all"),
                ("content", "50", "bad"),
                ("embeds[0].title", "BASE_TYPE_MAX_LENGTH", "too long")
            ]
        );
        assert_eq!(error.code(), Some(ErrorCode::InvalidFormBody));
        let text = error.to_string();
        assert!(
            text.contains("status 400, code 50035") && text.contains("embeds[0].title: too long"),
            "{text}"
        );
        assert!(!text.contains('\n'));
    }

    #[test]
    fn an_answer_that_is_no_error_of_discords_is_shown_in_one_line() {
        let error = Error::refused(502, b"<html>\n<head><title>502 Bad Gateway</title>");
        assert!(error.to_string().contains("HTML") && !error.to_string().contains('\n'), "{error}");
        assert!(error.is_transient() && error.code().is_none());
        assert!(Error::refused(403, b"").is_missing_access());
        assert!(Error::refused(404, br#"{"message":"404: Not Found","code":0}"#).code().is_none());
        let deep = format!("{}{}", "{\"errors\":".repeat(60), "}".repeat(60));
        assert!(Error::refused(400, deep.as_bytes()).fields().is_empty());
    }

    #[test]
    fn what_is_wrong_with_a_file_is_told_line_by_line() {
        let body = br#"{"target_users_file":["Line 5: invalid user ID","Line 6: invalid user ID format"]}"#;
        let error = Error::refused(400, body);
        assert_eq!(
            error.to_string(),
            "what was sent is wrong (status 400): target_users_file: Line 5: invalid user ID; \
             target_users_file: Line 6: invalid user ID format"
        );
    }

    #[test]
    fn an_error_of_oauth2_is_told() {
        let body = br#"{"error":"invalid_grant","error_description":"Invalid \"code\" in request."}"#;
        let text = Error::refused(400, body).to_string();
        assert_eq!(text, r#"invalid_grant: Invalid "code" in request. (status 400)"#);
        assert_eq!(Error::refused(400, br#"{"error":"x"}"#).message(), "x");
    }

    #[test]
    fn an_error_is_small_and_a_refused_token_has_a_remedy() {
        assert!(size_of::<Error>() <= 64);
        let error =
            Error::refused(401, br#"{"message":"401: Unauthorized","code":0}"#).with_remedy("copy it");
        assert_eq!((error.to_string().as_str(), error.message()), ("copy it", "401: Unauthorized"));
    }
}
