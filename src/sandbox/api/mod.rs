//! REST: a request is checked as Discord checks it, counted, carried out in the world, and answered.

mod application;
mod audit;
mod bans;
mod body;
mod channels;
mod emojis;
mod exceptions;
mod guilds;
mod interactions;
mod invites;
pub(super) mod limit;
mod members;
mod messages;
mod oauth2;
mod permit;
mod polls;
mod quota;
mod reactions;
mod refusal;
mod requests;
mod roles;
mod search;
mod settings;
mod shelves;
mod slack;
mod stages;
mod store;
mod templates;
mod threads;
mod users;
mod voice;
mod webhooks;

use std::borrow::Cow;
use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Instant;

use serde_json::{Map, Value, json};

use self::body::Body;
use self::oauth2::Asker;
use self::refusal::Refusal;
use super::faults::Fault;
use super::http::{Answer, Head, unescape};
use super::seen::Request;
use super::server::{Shared, State, wait_until_gone};

/// One request, taken apart.
pub(super) struct Call<'a> {
    head: &'a Head,
    method: &'a str,
    /// The parts of the path below the API's address, escapes resolved.
    path: Vec<&'a str>,
    body: Body,
    shared: &'a Shared,
    nothing: Map<String, Value>,
}

type Outcome = Result<Answer, Refusal>;

/// Answers a request; nothing when the connection is to end without one.
pub(super) fn answer(shared: &Arc<Shared>, stream: &TcpStream, head: &Head) -> Option<Answer> {
    let index = note(shared, head);
    let path = below_api(head.path());
    let parts: Vec<String> = path.split('/').filter(|p| !p.is_empty()).map(unescape_path).collect();
    let path: Vec<&str> = parts.iter().map(String::as_str).collect();
    let most = shared.settings.invalid_requests;
    let (fault, banned) = shared.with(|state| {
        let now = state.world.clock();
        (state.faults.take(&head.method, &path), state.limits.invalid(now) >= most)
    });
    let answer = match fault {
        _ if banned => Answer::html(429),
        Some(Fault::Reset) => {
            reset(stream);
            return None;
        }
        Some(Fault::Silence) => {
            wait_until_gone(stream);
            return None;
        }
        Some(Fault::RateLimit { scope, retry_after }) => limit::limited(scope, retry_after),
        Some(Fault::NotIndexed { retry_after }) => search::not_indexed(retry_after),
        Some(Fault::Status(status)) => refusal::of_status(status),
        Some(Fault::Html(status)) => Answer::html(status),
        Some(Fault::Answer(status, ref body)) => Answer {
            status,
            headers: vec![("Content-Type", "application/json".into())],
            body: body.clone().into_bytes(),
        },
        Some(Fault::Slow(_) | Fault::Cut) | None => right_answer(shared, head, path),
    };
    shared.with(|state| {
        if let Some(request) = state.seen.requests.get_mut(index) {
            request.status = Some(answer.status);
        }
        let now = state.world.clock();
        if banned {
            state.seen.offend(format!("{} {} while banned", head.method, head.path()));
        } else if state.limits.count(&answer, most, now) {
            state
                .seen
                .offend(format!("banned: {most} requests within ten minutes were answered 401, 403 or 429"));
        }
    });
    match fault {
        Some(Fault::Slow(by)) => {
            shared.close.wait_timeout(by);
        }
        Some(Fault::Cut) => {
            let bytes = answer.encode(true);
            let mut out = stream;
            let _ = out.write_all(&bytes[..bytes.len() / 2]);
            reset(stream);
            return None;
        }
        _ => {}
    }
    Some(answer)
}

fn right_answer(shared: &Shared, head: &Head, path: Vec<&str>) -> Answer {
    let body = Body::read(head);
    let faults = match (&shared.description, &body) {
        (Some(description), Ok(body)) => description.faults(&body.asked(head, &path)),
        _ => Vec::new(),
    };
    shared.with(|state| {
        for fault in &faults {
            state.seen.misfit(format!("{} {}: {fault}", head.method, head.path()), &fault.at);
        }
        let asker = Asker::of(state, head, &shared.token);
        if matches!(asker, Asker::Nobody) && !is_open(&head.method, &path) {
            state.seen.offend(format!("401 at {} {} (no token or a wrong one)", head.method, head.path()));
            return Refusal::unauthorized().into();
        }
        let json = body.as_ref().map_or(&Value::Null, |body| &body.json);
        let standing = match quota::pass(state, head, &path, json, &asker, shared.settings.message_limit) {
            Ok(standing) => standing,
            Err(refused) => return refused,
        };
        let answer = match body {
            Ok(_) if !faults.is_empty() => Refusal::misfits(&faults).into(),
            Ok(body) => {
                let call = Call { head, method: &head.method, path, body, shared, nothing: Map::new() };
                let outcome = match &asker {
                    Asker::User(grant) if !is_open(call.method, &call.path) => {
                        oauth2::route(state, &call, grant)
                    }
                    _ => route(state, &call),
                };
                outcome.unwrap_or_else(|| Err(unrouted(state, &call))).unwrap_or_else(Answer::from)
            }
            Err(refusal) => refusal.into(),
        };
        match standing {
            Some(standing) => standing.stamp(answer),
            None => answer,
        }
    })
}

fn route(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    match call.path.first().copied() {
        Some("gateway") => gateway(state, call),
        Some("users") => users::route(state, call),
        Some("applications" | "oauth2") => application::route(state, call),
        Some("channels") => channels::route(state, call),
        Some("guilds") => guilds::route(state, call),
        Some("interactions") => interactions::route(state, call),
        Some("webhooks") if call.path.get(1) == Some(&state.world.bot.to_string().as_str()) => {
            interactions::route(state, call)
        }
        Some("webhooks") => webhooks::route(state, call),
        Some("invites") => invites::route(state, call),
        Some("stage-instances") => stages::route(state, call),
        Some("skus") => store::subscriptions(state, call, None),
        Some("voice" | "sticker-packs" | "stickers" | "soundboard-default-sounds") => of_discord(state, call),
        _ => None,
    }
}

/// What Discord itself has for everybody: nothing here. A sticker may be a guild's, though.
fn of_discord(state: &State, call: &Call<'_>) -> Option<Outcome> {
    Some(match (call.method, call.path.as_slice()) {
        ("GET", ["voice", "regions"] | ["soundboard-default-sounds"]) => Ok(Answer::ok(&json!([]))),
        ("GET", ["sticker-packs"]) => Ok(Answer::ok(&json!({"sticker_packs": []}))),
        ("GET", ["sticker-packs", _]) => Err(Refusal::unknown("Sticker Pack", 10061)),
        ("GET", ["stickers", _]) => call.id(1).and_then(|id| shelves::sticker(state, id)),
        _ => return None,
    })
}

fn gateway(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    let settings = &call.shared.settings;
    let url = format!("ws://127.0.0.1:{}/gateway/", call.shared.port);
    match (call.method, call.path.as_slice()) {
        ("GET", ["gateway"]) => Some(Ok(Answer::ok(&json!({"url": url})))),
        ("GET", ["gateway", "bot"]) => {
            Some(Ok(Answer::ok(&state.gateway_bot.clone().unwrap_or_else(|| {
                json!({
                    "url": url,
                    "shards": settings.shards,
                    "session_start_limit": {
                        "total": settings.total_starts,
                        "remaining": settings.remaining_starts.saturating_sub(state.sessions.started),
                        "reset_after": settings.reset_after.as_millis() as u64,
                        "max_concurrency": settings.max_concurrency,
                    },
                })
            }))))
        }
        _ => None,
    }
}

/// What is said to a request that no handler took: unknown to Discord, another method, or not built here.
fn unrouted(state: &mut State, call: &Call<'_>) -> Refusal {
    let fitting = ROUTES.lines().filter_map(|line| line.split_once(' '));
    let mut fitting = fitting.filter(|(_, route)| fits(route, &call.path)).peekable();
    let is_known = fitting.peek().is_some();
    if let Some((_, route)) = fitting.find(|(methods, _)| methods.split(',').any(|m| m == call.method)) {
        return Refusal::new(501, 0, format!("the sandbox does not answer {} /{route} yet", call.method));
    }
    state.seen.unknown_routes.push(format!("{} {}", call.method, call.head.path()));
    if is_known {
        Refusal::new(405, 0, "405: Method Not Allowed")
    } else {
        Refusal::new(404, 0, "404: Not Found")
    }
}

impl Call<'_> {
    /// The id in that part of the path.
    fn id(&self, at: usize) -> Result<u64, Refusal> {
        let text = self.path.get(at).copied().unwrap_or_default();
        text.parse().map_err(|_| refusal::not_a_snowflake(text))
    }

    /// A field of the body.
    fn field(&self, name: &str) -> &Value {
        &self.body.json[name]
    }

    /// All fields of the body.
    fn changes(&self) -> &Map<String, Value> {
        self.body.json.as_object().unwrap_or(&self.nothing)
    }

    /// The file in a part of the form, as text.
    fn file(&self, part: &str) -> Option<Cow<'_, str>> {
        let file = self.body.files.iter().find(|file| file.part == part)?;
        Some(String::from_utf8_lossy(&self.head.body[file.at..file.at + file.size]))
    }

    /// The values that a name has in the query.
    fn values(&self, name: &str) -> Vec<String> {
        self.head.parameters().filter_map(|(given, value)| (given == name).then_some(value)).collect()
    }

    /// The ids that a name has in the query: with commas between them, or one by one.
    fn ids(&self, name: &str) -> Vec<String> {
        self.values(name).iter().flat_map(|ids| ids.split(',')).map(ToOwned::to_owned).collect()
    }

    /// Yes or no in the query.
    fn flag(&self, name: &str) -> Option<bool> {
        self.head.query(name).map(|value| value == "true" || value == "1")
    }

    /// A number in the query.
    fn number(&self, name: &str) -> Option<u64> {
        self.head.query(name).and_then(|value| value.parse().ok())
    }
}

fn note(shared: &Shared, head: &Head) -> usize {
    let headers = head.headers.iter().map(|(name, value)| {
        let shown = match value.split_once(' ') {
            _ if name != "authorization" => value.clone(),
            Some((kind, _)) => format!("{kind} ***"),
            None => "***".to_owned(),
        };
        (name.clone(), shown)
    });
    let request = Request {
        at: Instant::now(),
        method: head.method.clone(),
        path: below_api(head.path()).to_owned(),
        query: head.target.split_once('?').map_or(String::new(), |(_, query)| query.to_owned()),
        headers: headers.collect(),
        body: head.body.clone(),
        status: None,
    };
    shared.with(|state| {
        state.seen.requests.push(request);
        state.seen.requests.len() - 1
    })
}

/// Cuts `/api` and `/vN` off.
fn below_api(path: &str) -> &str {
    let path = path.strip_prefix("/api").filter(|rest| rest.starts_with('/')).unwrap_or(path);
    let Some(rest) = path.strip_prefix("/v") else { return path };
    match rest.find('/') {
        Some(at) if at > 0 && rest[..at].bytes().all(|b| b.is_ascii_digit()) => &rest[at..],
        _ => path,
    }
}

/// In a path a `+` is a plus.
fn unescape_path(part: &str) -> String {
    unescape(&part.replace('+', "%2B"))
}

/// Whether a route needs no token.
fn is_open(method: &str, path: &[&str]) -> bool {
    let everybody = matches!(
        path,
        ["gateway" | "sticker-packs"]
            | ["oauth2", "keys"]
            | ["invites", _]
            | ["guilds", "templates", _]
            | ["guilds", _, "widget.json" | "widget.png"]
    );
    holds_token(path) || (everybody && method == "GET")
}

/// Whether the path itself holds a token.
fn holds_token(path: &[&str]) -> bool {
    match path {
        ["interactions", _, _, "callback"] => true,
        ["webhooks", _, token, ..] => !token.is_empty(),
        _ => false,
    }
}

fn fits(route: &str, path: &[&str]) -> bool {
    let mut parts = route.split('/');
    path.iter().all(|part| parts.next().is_some_and(|p| p == "*" || p == *part)) && parts.next().is_none()
}

fn reset(stream: &TcpStream) {
    // A lingering time of zero turns the close into a reset.
    let _ = socket2::SockRef::from(stream).set_linger(Some(std::time::Duration::ZERO));
}

/// Every route that Discord documents: methods, a blank, the path.
const ROUTES: &str = include_str!("routes.txt");
