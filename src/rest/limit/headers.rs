//! What an answer says about limits, parsed once (pure).
//!
//! <https://docs.discord.com/developers/topics/rate-limits#header-format>

use std::time::Duration;

use http::HeaderMap;

/// What a request's end tells the limiter.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::rest) enum Outcome {
    /// It was not sent.
    Unsent,
    /// It was sent and nobody knows what became of it.
    Lost,
    /// There is an answer.
    Answered(Option<Window>),
    /// 429: there is an answer, and it says no.
    Limited { scope: Scope, retry_after: Duration, window: Option<Window> },
}

impl Outcome {
    /// Whether a 429 came of a limit that no header shows: the bucket itself had room.
    pub(in crate::rest) fn is_hidden(&self) -> bool {
        matches!(self, Self::Limited { scope: Scope::User, window: Some(window), .. } if window.remaining > 0)
    }
}

/// The bucket and its window, as the headers of one answer describe them.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::rest) struct Window {
    pub(in crate::rest) bucket: Box<str>,
    pub(in crate::rest) limit: u32,
    pub(in crate::rest) remaining: u32,
    pub(in crate::rest) reset_after: Duration,
}

/// Whom a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope {
    /// This bot, on one bucket.
    User,
    /// Everybody, on one resource.
    Shared,
    /// This bot, on everything.
    Global,
    /// This address, in front of Discord's API.
    Edge,
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::User => "user",
            Self::Shared => "shared",
            Self::Global => "global",
            Self::Edge => "edge",
        })
    }
}

impl Window {
    /// The window that the headers describe; `None` when one of the four is missing or makes no sense.
    pub(in crate::rest) fn parse(headers: &HeaderMap) -> Option<Self> {
        Some(Self {
            bucket: text(headers, "x-ratelimit-bucket")?.into(),
            limit: text(headers, "x-ratelimit-limit")?.parse().ok().filter(|limit| *limit > 0)?,
            remaining: text(headers, "x-ratelimit-remaining")?.parse().ok()?,
            reset_after: seconds(text(headers, "x-ratelimit-reset-after")?)?,
        })
    }
}

/// What a 429 says. `backoff` is what is waited when it says nothing: a page of the edge, for example. A part of it is
/// waited whatever it says, so that a limit of no time at all, said again and again, is no hot loop.
pub(in crate::rest) fn limited(headers: &HeaderMap, body: &[u8], backoff: Duration) -> Outcome {
    #[derive(serde::Deserialize)]
    struct Body {
        retry_after: Option<f64>,
        #[serde(default)]
        global: bool,
    }
    let body: Option<Body> = serde_json::from_slice(body).ok();
    let window = Window::parse(headers);
    let told = body.as_ref().and_then(|body| body.retry_after).and_then(from_secs);
    let told = told.or_else(|| seconds(text(headers, "retry-after")?));
    let global = body.as_ref().is_some_and(|body| body.global)
        || text(headers, "x-ratelimit-global").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let scope = match text(headers, "x-ratelimit-scope") {
        _ if global => Scope::Global,
        Some("global") => Scope::Global,
        Some("shared") => Scope::Shared,
        // Whatever stands before the API speaks no JSON and knows no buckets.
        None if body.is_none() && window.is_none() => Scope::Edge,
        Some(_) | None => Scope::User,
    };
    let retry_after = told.map_or(backoff, |told| told.max(backoff / LEAST_PART));
    Outcome::Limited { scope, retry_after, window }
}

/// Of the back-off that grows with each 429 of a call, this part is the least wait: some 0.1 s at first.
const LEAST_PART: u32 = 16;

/// `Retry-After` of any answer, in seconds.
pub(in crate::rest) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    seconds(text(headers, "retry-after")?)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

fn seconds(text: &str) -> Option<Duration> {
    from_secs(text.parse().ok()?)
}

/// Seconds that are a length of time; a year is longer than any limit.
fn from_secs(secs: f64) -> Option<Duration> {
    (secs.is_finite() && secs >= 0.0).then(|| Duration::from_secs_f64(secs.min(31_536_000.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_window_needs_all_four_headers() {
        let all = [
            ("x-ratelimit-bucket", "abc"),
            ("x-ratelimit-limit", "5"),
            ("x-ratelimit-remaining", "4"),
            ("x-ratelimit-reset-after", "1.250"),
        ];
        let window = Window::parse(&headers(&all)).unwrap();
        assert_eq!(
            window,
            Window { bucket: "abc".into(), limit: 5, remaining: 4, reset_after: Duration::from_millis(1250) }
        );
        for i in 0..4 {
            let mut some = all.to_vec();
            some.remove(i);
            assert_eq!(Window::parse(&headers(&some)), None, "without {}", all[i].0);
        }
        for (i, wrong) in [(1, "0"), (1, "x"), (2, "-1"), (3, "NaN"), (3, "-1"), (3, "inf")] {
            let mut some = all.to_vec();
            some[i].1 = wrong;
            assert_eq!(Window::parse(&headers(&some)), None, "{wrong}");
        }
    }

    #[test]
    fn each_kind_of_429_is_told_apart() {
        let ms = Duration::from_millis;
        let json = r#"{"message":"slow down","retry_after":0.75,"global":false}"#;
        for (pairs, body, scope, wait) in [
            (vec![("x-ratelimit-scope", "user"), ("retry-after", "1")], json, Scope::User, 750),
            (vec![("x-ratelimit-scope", "shared"), ("retry-after", "1")], json, Scope::Shared, 750),
            (vec![("x-ratelimit-scope", "global")], json, Scope::Global, 750),
            (vec![("x-ratelimit-global", "true")], json, Scope::Global, 750),
            (vec![], r#"{"retry_after":2,"global":true}"#, Scope::Global, 2000),
            (vec![("retry-after", "3")], "{}", Scope::User, 3000),
            (vec![("retry-after", "4")], "<html>", Scope::Edge, 4000),
            (vec![], "<html>error code: 1015</html>", Scope::Edge, 8992),
            (vec![("x-ratelimit-scope", "new")], json, Scope::User, 750),
            (vec![], r#"{"retry_after":-1}"#, Scope::User, 8992),
            (vec![], r#"{"retry_after":0}"#, Scope::User, 562),
            (vec![("retry-after", "0")], "<html>", Scope::Edge, 562),
        ] {
            let Outcome::Limited { scope: found, retry_after, window } =
                limited(&headers(&pairs), body.as_bytes(), ms(8992))
            else {
                panic!("a 429 is a limit");
            };
            assert_eq!((found, retry_after, window), (scope, ms(wait), None), "{pairs:?} {body}");
        }
    }
}
