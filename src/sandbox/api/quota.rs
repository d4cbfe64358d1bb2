//! Whether a request may pass now: the bot's global limit, its bucket, and the limits below that no header shows.

use std::time::Duration;

use serde_json::Value;

use super::holds_token;
use super::limit::{self, Standing};
use super::oauth2::Asker;
use crate::sandbox::Scope;
use crate::sandbox::http::{Answer, Head};
use crate::sandbox::server::State;

/// Counts a request in all that limits it. Gives where it stands in its bucket, if it has one, or the 429.
pub(super) fn pass(
    state: &mut State,
    head: &Head,
    path: &[&str],
    body: &Value,
    asker: &Asker,
    messages: (u32, Duration),
) -> Result<Option<Standing>, Answer> {
    let (now, counts) = (state.world.clock(), matches!(asker, Asker::Bot) && !holds_token(path));
    let asked = format!("{} {}", head.method, head.path());
    if let Some(wait) = counts.then(|| state.limits.take_global(now)).flatten() {
        state.seen.offend(format!("429 at {asked}: more than 50 requests a second"));
        return Err(limit::limited(Scope::Global, wait));
    }
    if matches!(path.first(), Some(&("gateway" | "interactions")) | None) {
        return Ok(None);
    }
    let template = template(path);
    let key = if template.contains("/reactions/") {
        "reactions".to_owned()
    } else {
        format!("{} {template}", head.method)
    };
    let major = match asker {
        Asker::User(grant) => format!("{} {}", grant.user, major(path)),
        Asker::Bot | Asker::Nobody => major(path),
    };
    let standing = state.limits.take(&key, &major, limit::of_route(&head.method, &template, messages), now);
    if standing.exceeded {
        state.seen.offend(format!("429 at {asked}: its bucket was used up"));
        let refusal = limit::limited(Scope::User, standing.wait());
        return Err(standing.stamp(refusal));
    }
    for hidden in hidden(state, &head.method, path, body) {
        let below = state.limits.take(hidden.what, &path[..hidden.parts].join("/"), hidden.rate, now);
        if below.exceeded {
            if hidden.scope != Scope::Shared {
                state.seen.offend(format!("429 at {asked}: too many {}", hidden.what));
            }
            let mut refusal = limit::limited(hidden.scope, below.wait());
            if let Some((code, message)) = hidden.says {
                let mut said: Value = serde_json::from_slice(&refusal.body).unwrap_or_default();
                (said["code"], said["message"]) = (code.into(), message.into());
                refusal.body = said.to_string().into_bytes();
            }
            return Err(standing.stamp(refusal));
        }
    }
    Ok(Some(standing))
}

/// A limit that is met by running into it.
struct Hidden {
    what: &'static str,
    /// How many parts of the path name what it is kept for.
    parts: usize,
    rate: (u32, Duration),
    scope: Scope,
    /// A code and message of its own.
    says: Option<(u32, &'static str)>,
}

fn hidden(state: &State, method: &str, path: &[&str], body: &Value) -> Vec<Hidden> {
    let plain = |what, rate, scope| Hidden { what, parts: 2, rate, scope, says: None };
    match (method, path) {
        ("PATCH", ["channels", _]) => [("name", "changes of the name"), ("topic", "changes of the topic")]
            .into_iter()
            .filter(|(field, _)| body.get(*field).is_some())
            .map(|(_, what)| plain(what, (2, TEN_MINUTES), Scope::User))
            .collect(),
        ("PATCH", ["channels", channel, "messages", message]) if is_old(state, channel, message) => {
            let message = "Maximum number of edits to messages older than 1 hour reached. Try again later";
            let edits = plain("edits of messages that are older than an hour", OLD_EDITS, Scope::User);
            vec![Hidden { says: Some((30_046, message)), ..edits }]
        }
        // Whoever changes emojis of the guild is counted together.
        ("POST" | "PATCH" | "DELETE", ["guilds", _, "emojis", ..]) => {
            vec![plain("changes of emojis", EMOJIS, Scope::Shared)]
        }
        _ => Vec::new(),
    }
}

fn is_old(state: &State, channel: &str, message: &str) -> bool {
    let channel = channel.parse().ok().and_then(|channel: u64| state.world.channels.get(&channel));
    let stored =
        channel.zip(message.parse().ok()).and_then(|(c, message): (_, u64)| c.messages.get(&message));
    stored.is_some_and(|stored| state.world.clock().saturating_duration_since(stored.at) > HOUR)
}

/// The route without its ids, as limits are kept.
fn template(path: &[&str]) -> String {
    let mut out: Vec<&str> = Vec::new();
    for (i, part) in path.iter().enumerate() {
        let is_id = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let is_secret = i == 2 && path[0] == "webhooks";
        let is_emoji = i > 0 && path[i - 1] == "reactions";
        out.push(if is_id || is_secret || is_emoji { "{}" } else { part });
    }
    out.join("/")
}

/// The resource that a bucket is kept for.
fn major<'a>(path: &[&'a str]) -> String {
    let parts: &[&'a str] = match path {
        ["channels" | "guilds", ..] => path.get(..2).unwrap_or_default(),
        ["webhooks", ..] => path.get(..3).unwrap_or(path),
        _ => &[],
    };
    parts.join("/")
}

const HOUR: Duration = Duration::from_secs(3600);
const TEN_MINUTES: Duration = Duration::from_secs(600);
/// Changes of the emojis of a guild; Discord tells of this limit and the next, but not how large they are.
const EMOJIS: (u32, Duration) = (30, TEN_MINUTES);
/// Edits of old messages in a channel.
const OLD_EDITS: (u32, Duration) = (3, HOUR);
