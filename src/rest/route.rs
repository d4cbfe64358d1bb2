//! Where a request goes: method, path template, the path with its values, and what the limiter tells apart.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use http::Method;

use super::auth::Auth;
use super::fields::Fields;
use super::wiped::Wiped;
use crate::model::{Id, Message, Timestamp};

/// A route with its values filled in.
#[derive(Clone)]
pub(super) struct Route {
    pub(super) key: RouteKey,
    pub(super) major: Major,
    /// Path and query below the API's base address; where the secret belongs there is [`STAND_IN`].
    pub(super) path: String,
    /// A token that is part of the path, percent-encoded.
    pub(super) secret: Option<Arc<Wiped>>,
    pub(super) auth: Auth,
    pub(super) repeat: Repeat,
}

/// What a route is to the limiter and to people: values are not in it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct RouteKey {
    pub(super) method: Method,
    /// From this program, or from what another run kept.
    pub(super) template: Cow<'static, str>,
    pub(super) part: Part,
}

/// What of a route has limits of its own, though its path does not show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Part {
    #[default]
    Whole,
    /// An edit of a channel's name or topic.
    Name,
    /// An edit of a message after an hour, or its deletion after two weeks.
    Old,
    /// The deletion of a message within ten seconds.
    Young,
}

/// The part of a path that has limits of its own.
///
/// <https://docs.discord.com/developers/topics/rate-limits#rate-limits>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Major {
    #[default]
    None,
    /// A channel or a guild.
    Id(u64),
    /// A webhook or an interaction with its token, of which only a hash is kept.
    Token(u64, u64),
}

/// Whether a request may be sent again when nobody knows if it was acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// Doing it twice is doing it once, or Discord knows it by its nonce.
    Safe,
    /// The second one would be refused with this code, which then says that the first one worked.
    RefusedWith(u32),
    /// It would be done twice.
    Never,
}

/// A value in a path.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    Id(u64),
    Text(&'a str),
    Secret(&'a str),
}

impl Route {
    /// Fills `values` into the template's placeholders, in order.
    pub(super) fn new(method: Method, template: &'static str, values: &[Value<'_>]) -> Self {
        let repeat = if method == Method::POST { Repeat::Never } else { Repeat::Safe };
        let mut path = String::with_capacity(template.len() + 16 * values.len());
        let mut rest = template;
        let mut secret = None;
        for value in values {
            let (before, after) = split(rest);
            path.push_str(before);
            match value {
                Value::Id(id) => path.push_str(itoa(*id, &mut [0; 20])),
                Value::Text(text) => encode(text, &mut path),
                Value::Secret(text) => {
                    secret = Some(Arc::new(Wiped::new(3 * text.len(), |encoded| encode(text, encoded))));
                    path.push_str(STAND_IN);
                }
            }
            rest = after;
        }
        path.push_str(rest);
        debug_assert!(!rest.contains('{'), "{template} has more placeholders than values");
        let (major, auth) = major(template, values);
        let part = match values {
            [.., Value::Id(message)] if template == MESSAGE => part_of_message(&method, *message),
            _ => Part::Whole,
        };
        Self { key: RouteKey { method, template: template.into(), part }, major, path, secret, auth, repeat }
    }

    /// Says what may be done when an answer is lost.
    pub(super) fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    /// Says that doing it twice does no harm.
    pub(super) fn repeatable(self) -> Self {
        self.repeat(Repeat::Safe)
    }

    /// Says who may ask, where that is not a bot alone.
    pub(super) fn auth(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }

    /// Looks for fields that have limits of their own.
    pub(super) fn note_fields(&mut self, body: &Fields) {
        let is_edit = self.key.method == Method::PATCH && self.key.template == "/channels/{channel.id}";
        if is_edit && (body.value("name").is_some() || body.value("topic").is_some()) {
            self.key.part = Part::Name;
        }
    }

    /// What a channel may refuse again and again: method and path without the query.
    pub(super) fn place(&self) -> Option<u64> {
        if !self.key.template.starts_with("/channels/") {
            return None;
        }
        let path = self.path.split('?').next().unwrap_or_default();
        Some(hash(&format!("{} {path}", self.key.method)))
    }

    /// Appends `name=value` to the query.
    pub(super) fn query(&mut self, name: &str, value: &str) {
        self.path.push(if self.path.contains('?') { '&' } else { '?' });
        self.path.push_str(name);
        self.path.push('=');
        encode(value, &mut self.path);
    }
}

impl RouteKey {
    /// What routes have in common that are likely to share a bucket: the path, and all that is done to reactions.
    pub(super) fn family(&self) -> &str {
        match self.template.find("/reactions") {
            Some(at) => &self.template[..at + "/reactions".len()],
            None => &self.template,
        }
    }
}

impl fmt::Display for RouteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.template)
    }
}

impl fmt::Debug for RouteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Route").field(&self.key).finish()
    }
}

/// Stands for the secret in a path until the bytes leave: ureq logs addresses.
pub(super) const STAND_IN: &str = "~token~";

fn major(template: &str, values: &[Value<'_>]) -> (Major, Auth) {
    let top = template.split('/').nth(1).unwrap_or("");
    match (top, values) {
        ("webhooks" | "interactions", [Value::Id(id), Value::Secret(token), ..]) => {
            (Major::Token(*id, hash(token)), Auth::Path)
        }
        ("channels" | "guilds" | "webhooks" | "interactions", [Value::Id(id), ..]) => {
            (Major::Id(*id), Auth::Bot)
        }
        _ => (Major::None, Auth::Bot),
    }
}

/// A message's age decides in which limit its deletion and its edit are.
fn part_of_message(method: &Method, message: u64) -> Part {
    let created = Id::<Message>::new(message).created_at().as_millis();
    let age = u64::try_from(Timestamp::now().as_millis() - created).unwrap_or(0);
    match *method {
        Method::DELETE if age > TWO_WEEKS => Part::Old,
        Method::DELETE if age < TEN_SECONDS => Part::Young,
        Method::PATCH if age > HOUR => Part::Old,
        _ => Part::Whole,
    }
}

const MESSAGE: &str = "/channels/{channel.id}/messages/{message.id}";
const TEN_SECONDS: u64 = 10_000;
const HOUR: u64 = 3_600_000;
const TWO_WEEKS: u64 = 14 * 24 * HOUR;

/// A hash that is new in each process: a token cannot be told from it.
fn hash(token: &str) -> u64 {
    use std::hash::{BuildHasher, RandomState};
    static KEYS: std::sync::OnceLock<RandomState> = std::sync::OnceLock::new();
    KEYS.get_or_init(RandomState::new).hash_one(token)
}

/// A template before and after its first placeholder.
fn split(template: &'static str) -> (&'static str, &'static str) {
    match (template.find('{'), template.find('}')) {
        (Some(open), Some(close)) => (&template[..open], &template[close + 1..]),
        _ => (template, ""),
    }
}

/// Percent-encodes everything that is not unreserved in a URL.
pub(super) fn encode(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

/// A number's digits, without an allocation: there is one in each path.
fn itoa(mut number: u64, buf: &mut [u8; 20]) -> &str {
    let mut at = buf.len();
    loop {
        at -= 1;
        buf[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return std::str::from_utf8(&buf[at..]).expect("digits are ASCII");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded_and_the_template_is_kept() {
        let route = Route::new(
            Method::PUT,
            "/channels/{channel.id}/messages/{message.id}/reactions/{emoji}/@me",
            &[Value::Id(7), Value::Id(u64::MAX), Value::Text("🔥")],
        );
        assert_eq!(route.path, "/channels/7/messages/18446744073709551615/reactions/%F0%9F%94%A5/@me");
        assert_eq!(route.major, Major::Id(7));
        assert_eq!(route.repeat, Repeat::Safe);
        assert!(route.key.to_string().ends_with("/reactions/{emoji}/@me"));
    }

    #[test]
    fn a_path_cannot_be_left_through_a_value() {
        let route = Route::new(Method::GET, "/users/{user.id}", &[Value::Text("../a?b#c")]);
        assert_eq!(route.path, "/users/..%2Fa%3Fb%23c");
    }

    #[test]
    fn a_token_in_a_path_is_a_major_parameter_that_shows_nothing() {
        let of = |token| {
            Route::new(
                Method::POST,
                "/interactions/{interaction.id}/{interaction.token}/callback",
                &[Value::Id(1), Value::Secret(token)],
            )
        };
        assert_eq!(of("secret").auth, Auth::Path);
        assert_eq!(of("secret").major, of("secret").major);
        assert_ne!(of("secret").major, of("other").major);
        assert_eq!(of("a/b").secret.as_ref().map(|secret| &***secret), Some("a%2Fb"));
        assert_eq!(of("secret").path, "/interactions/1/~token~/callback");
        assert!(!format!("{:?} {:?}", of("secret"), of("secret").major).contains("secret"));
    }

    #[test]
    fn a_query_is_encoded() {
        let mut route = Route::new(Method::GET, "/gateway/bot", &[]);
        route.query("a", "x y");
        route.query("b", "1");
        assert_eq!(route.path, "/gateway/bot?a=x%20y&b=1");
        assert_eq!(route.major, Major::None);
    }
}
