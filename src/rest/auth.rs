//! Who asks, and who may: the token of a `Rest`, and the tokens that a call takes.
//!
//! Locks: one around the routes that refused a user's token.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};

use http::HeaderValue;

use super::route::RouteKey;
use super::{Error, ErrorKind};
use crate::config::Token;
use crate::model::base64;
use crate::sync::Mutex;

/// Who may make a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Auth {
    /// A bot.
    Bot,
    /// A user, by an access token.
    User,
    /// A bot, or a user who allowed it.
    BotOrUser,
    /// Anybody; a bot says who it is.
    Anybody,
    /// An application, by its id and its secret.
    Client,
    /// Whoever has the token in the path, which no global limit counts.
    Path,
}

/// Who a `Rest` is.
pub(super) struct Identity {
    who: Who,
    header: Option<HeaderValue>,
    /// Discord refused the token; it would do so again.
    refused: AtomicBool,
    /// Where it refused a user's token, which may lack a scope and work elsewhere.
    refused_at: Mutex<HashSet<RouteKey>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Nobody,
    Bot,
    User,
    Client,
}

impl Identity {
    /// Without a token.
    pub(super) fn nobody() -> Self {
        Self { who: Who::Nobody, header: None, refused: AtomicBool::new(false), refused_at: Mutex::default() }
    }

    pub(super) fn bot(token: &Token) -> Self {
        Self::with(Who::Bot, &format!("Bot {}", token.expose()))
    }

    pub(super) fn user(token: &Token) -> Self {
        Self::with(Who::User, &format!("Bearer {}", token.expose()))
    }

    pub(super) fn client(id: u64, secret: &str) -> Self {
        Self::with(Who::Client, &format!("Basic {}", base64::encode(format!("{id}:{secret}").as_bytes())))
    }

    fn with(who: Who, header: &str) -> Self {
        let mut value =
            HeaderValue::from_str(header).expect("a token has no character that a header has not");
        value.set_sensitive(true);
        Self { who, header: Some(value), ..Self::nobody() }
    }

    /// What a call says of who asks; an error when it cannot succeed: Discord bans an address that goes on asking.
    pub(super) fn header(&self, auth: Auth, route: &RouteKey) -> Result<Option<&HeaderValue>, Error> {
        let fits = match auth {
            Auth::Path => return Ok(None),
            Auth::Anybody => {
                return Ok(self.header.as_ref().filter(|_| self.who == Who::Bot && !self.is_refused(route)));
            }
            Auth::Bot => self.who == Who::Bot,
            Auth::User => self.who == Who::User,
            Auth::BotOrUser => matches!(self.who, Who::Bot | Who::User),
            Auth::Client => self.who == Who::Client,
        };
        if !fits {
            let text = format!("the call needs {} and there is {}", auth.wanted(), self.who.given());
            return Err(Error::new(ErrorKind::Token, text));
        }
        if self.is_refused(route) { Err(self.refusal(b"")) } else { Ok(self.header.as_ref()) }
    }

    /// Discord answered a call that carried the token with 401.
    pub(super) fn refuse(&self, route: &RouteKey, body: &[u8]) -> Error {
        if self.who == Who::User {
            self.refused_at.lock().insert(route.clone());
        }
        self.refused.store(true, Ordering::Relaxed);
        self.refusal(body)
    }

    /// Tries the token again.
    pub(super) fn forget_refusals(&self) {
        self.refused.store(false, Ordering::Relaxed);
        self.refused_at.lock().clear();
    }

    fn is_refused(&self, route: &RouteKey) -> bool {
        self.refused.load(Ordering::Relaxed)
            && (self.who != Who::User || self.refused_at.lock().contains(route))
    }

    fn refusal(&self, body: &[u8]) -> Error {
        Error::refused(401, body).with_remedy(match self.who {
            Who::Nobody | Who::Bot => {
                "Discord refused the bot's token (401); copy it again from the Bot page of your application, or reset it there"
            }
            Who::User => {
                "Discord refused the user's access token (401); it has ended or lacks a scope: refresh it, or ask the user again"
            }
            Who::Client => {
                "Discord refused the application's id and secret (401); copy them again from the OAuth2 page of your application"
            }
        })
    }
}

impl Auth {
    const fn wanted(self) -> &'static str {
        match self {
            Self::Bot => "a bot's token",
            Self::User => "a user's access token (see Rest::bearer)",
            Self::BotOrUser => "a bot's token or a user's access token",
            Self::Client => "an application's id and secret (see OAuth2)",
            Self::Anybody | Self::Path => "no token",
        }
    }
}

impl Who {
    const fn given(self) -> &'static str {
        match self {
            Self::Nobody => "none",
            Self::Bot => "a bot's token",
            Self::User => "a user's access token",
            Self::Client => "an application's id and secret",
        }
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;
    use crate::rest::route::Part;

    const ALL: [Auth; 6] = [Auth::Bot, Auth::User, Auth::BotOrUser, Auth::Anybody, Auth::Client, Auth::Path];

    fn key(template: &'static str) -> RouteKey {
        RouteKey { method: Method::GET, template: template.into(), part: Part::default() }
    }

    #[test]
    fn each_call_takes_the_tokens_that_discord_takes() {
        let token = Token::new("t0k").unwrap();
        let check = |identity: Identity, expected: [Option<Option<&str>>; 6]| {
            for (auth, expected) in ALL.into_iter().zip(expected) {
                let header = identity.header(auth, &key("/x"));
                let header = header.ok().map(|header| header.map(|value| value.to_str().unwrap().to_owned()));
                assert_eq!(header, expected.map(|header| header.map(str::to_owned)), "{auth:?}");
            }
        };
        let (none, bot, user) = (Some(None), Some(Some("Bot t0k")), Some(Some("Bearer t0k")));
        check(Identity::nobody(), [None, None, None, none, None, none]);
        check(Identity::bot(&token), [bot, None, bot, bot, None, none]);
        check(Identity::user(&token), [None, user, user, none, None, none]);
        let client = Some(Some("Basic MTpzM2M="));
        check(Identity::client(1, "s3c"), [None, None, None, none, client, none]);
    }

    #[test]
    fn the_wrong_kind_of_token_is_named_with_the_right_one() {
        let bot = Identity::bot(&Token::new("t0k").unwrap());
        let text = bot.header(Auth::User, &key("/x")).unwrap_err().to_string();
        assert_eq!(
            text,
            "the call needs a user's access token (see Rest::bearer) and there is a bot's token"
        );
    }

    #[test]
    fn a_user_may_lack_a_scope_here_and_have_another_there() {
        let user = Identity::user(&Token::new("t0k").unwrap());
        assert!(user.refuse(&key("/x"), b"").to_string().contains("scope"));
        assert!(user.header(Auth::User, &key("/x")).is_err());
        assert!(user.header(Auth::User, &key("/y")).is_ok());
        let bot = Identity::bot(&Token::new("t0k").unwrap());
        assert!(bot.refuse(&key("/x"), b"").to_string().contains("Bot page"));
        assert!(bot.header(Auth::Bot, &key("/y")).is_err());
        assert_eq!(bot.header(Auth::Anybody, &key("/y")).unwrap(), None);
        bot.forget_refusals();
        assert!(bot.header(Auth::Bot, &key("/y")).is_ok());
    }
}
