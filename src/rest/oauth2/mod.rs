//! Access tokens of users: how an application asks for them, renews them and gives them back.
//!
//! ```text
//! AuthorizationUrl ──▶ the user allows it ──▶ code ──▶ OAuth2::exchange_code ──▶ AccessToken ──▶ OAuth2::rest
//! ```
//!
//! <https://docs.discord.com/developers/topics/oauth2>

mod authorization_url;

use std::fmt;
use std::time::Duration;

use http::Method;

pub use self::authorization_url::{AuthorizationUrl, Prompt};
use super::answer::Answer;
use super::auth::{Auth, Identity};
use super::body::Body;
use super::route::Route;
use super::{Config, Error, ErrorKind, Request, Rest};
use crate::config::{Endpoints, Token};
use crate::model::{AccessToken, Application, Id, OAuth2Scope};

/// An application that asks for access tokens with its id and its secret; it needs no bot.
///
/// ```no_run
/// use ito::Endpoints;
/// use ito::model::{Id, OAuth2Scope};
/// use ito::rest::{Config, OAuth2};
///
/// let oauth2 = OAuth2::new(Endpoints::default(), Id::new(41), "its secret", Config::default())?;
/// let home = "https://example.org/back";
/// let scopes = [OAuth2Scope::Identify, OAuth2Scope::Guilds];
/// println!("{}", oauth2.authorization_url().scopes(scopes).redirect_uri(home).state("a random text"));
///
/// // The user comes back with a code.
/// let token = oauth2.exchange_code("the code").redirect_uri(home).send()?;
/// for guild in oauth2.rest(&token)?.list_current_user_guilds() {
///     println!("{}", guild?.name);
/// }
/// # Ok::<(), ito::rest::Error>(())
/// ```
#[derive(Clone)]
pub struct OAuth2 {
    client: Id<Application>,
    rest: Rest,
}

impl OAuth2 {
    /// A handle that works at once: the application's id, and the secret from the OAuth2 page of the application.
    ///
    /// # Errors
    /// When the user agent is no header value.
    pub fn new(
        endpoints: Endpoints,
        client: Id<Application>,
        secret: &str,
        config: Config,
    ) -> Result<Self, Error> {
        let rest = Rest::with(Identity::client(client.get(), secret), endpoints, config)?;
        Ok(Self { client, rest })
    }

    /// The address at which a user allows the application something.
    pub fn authorization_url(&self) -> AuthorizationUrl {
        AuthorizationUrl::new(self.client)
    }

    /// Makes a token of the code with which a user came back; a code works once, and not for long.
    pub fn exchange_code(&self, code: &str) -> ExchangeCode {
        let fields = vec![("grant_type", "authorization_code".to_owned()), ("code", code.to_owned())];
        ExchangeCode { request: self.token(&[]), fields }
    }

    /// Makes a new token of an [`AccessToken::refresh_token`], which ends with that.
    pub fn refresh(&self, refresh_token: &str) -> Request<AccessToken> {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token)])
    }

    /// A token of the application's owner, without asking; of a team, only with the scopes `identify` and
    /// `applications.commands.update`.
    pub fn client_credentials(&self, scopes: impl IntoIterator<Item = OAuth2Scope>) -> Request<AccessToken> {
        let scopes: Vec<OAuth2Scope> = scopes.into_iter().collect();
        self.token(&[("grant_type", "client_credentials"), ("scope", &OAuth2Scope::join(&scopes))])
    }

    /// Gives an access token or a refresh token back; both end, and all others of the same authorisation.
    pub fn revoke(&self, token: &str) -> Request<()> {
        let route = Route::new(Method::POST, "/oauth2/token/revoke", &[]).auth(Auth::Client).repeatable();
        Request::empty(&self.rest, route, Body::texts(&[("token", token)]))
    }

    /// What the user's token may ask: a `Rest` with the addresses and the choices of this one, and limits of its own.
    ///
    /// # Errors
    /// When the token is empty or holds a character that no token has.
    pub fn rest(&self, token: &AccessToken) -> Result<Rest, Error> {
        let token = Token::new(&token.access_token).map_err(|_| {
            Error::new(ErrorKind::Token, "the access token is empty or holds a character that no token has")
        })?;
        Rest::bearer(self.rest.endpoints().clone(), token, self.rest.config().clone())
    }

    /// A code or a refresh token that was lost with its answer is spent: such a request is never sent twice.
    fn token(&self, fields: &[(&str, &str)]) -> Request<AccessToken> {
        let route = Route::new(Method::POST, "/oauth2/token", &[]).auth(Auth::Client);
        Request::new(&self.rest, route, Body::texts(fields), read)
    }
}

impl fmt::Debug for OAuth2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth2").field("client", &self.client).field("rest", &self.rest).finish()
    }
}

/// A code to make a token of; see [`OAuth2::exchange_code`].
#[must_use = "a request does nothing until it is sent"]
pub struct ExchangeCode {
    request: Request<AccessToken>,
    fields: Vec<(&'static str, String)>,
}

impl ExchangeCode {
    /// The address to which the user came back, as it was in the authorisation's.
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.fields.push(("redirect_uri", uri.into()));
        self
    }

    /// The text behind [`AuthorizationUrl::code_challenge`].
    pub fn code_verifier(mut self, verifier: impl Into<String>) -> Self {
        self.fields.push(("code_verifier", verifier.into()));
        self
    }

    /// The longest that the call may take as a whole.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request = self.request.timeout(timeout);
        self
    }

    /// Sends the request, and gives the token.
    ///
    /// # Errors
    /// What Discord refused, what broke, or what took too long.
    pub fn send(self) -> Result<AccessToken, Error> {
        let fields: Vec<(&str, &str)> =
            self.fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
        self.request.body(Body::texts(&fields)).send()
    }
}

impl fmt::Debug for ExchangeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ExchangeCode").field(&self.request).finish()
    }
}

fn read(answer: Answer<'_>) -> Result<AccessToken, Error> {
    let token: AccessToken = answer.read()?;
    if token.access_token.is_empty() {
        return Err(Error::new(ErrorKind::Answer, "the answer holds no access_token"));
    }
    Ok(token)
}
