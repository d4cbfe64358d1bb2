//! What every layer is told: the token (never printed), the addresses, the way out, how ito names itself.

mod network;
mod proxy;

use std::fmt;
use std::sync::Arc;

use http::Uri;

pub use self::network::{Network, Trust};
pub use self::proxy::Proxy;
pub(crate) use self::proxy::{ProxyProtocol, ProxyServer};
use crate::model::{Id, User, base64};

/// Base address of Discord's API, used unless another is given.
pub const DISCORD_API_URL: &str = "https://discord.com/api/v10";

/// A bot's token, or a user's access token. It is never printed: `Debug` and `Display` show `***`.
///
/// ```
/// use ito::Token;
///
/// let token = Token::new(" abc.def.ghi\n")?;
/// assert_eq!(format!("{token:?}"), "Token(***)");
/// assert!(Token::new("").is_err());
/// # Ok::<(), ito::config::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Arc<str>);

impl Token {
    /// Takes a token; blanks and line ends around it are cut, and a `Bot ` in front of it.
    ///
    /// # Errors
    /// When nothing is left, or when what is left holds a character that no token has.
    pub fn new(token: &str) -> Result<Self, Error> {
        let bare = token.trim();
        let bare = bare.strip_prefix("Bot ").map_or(bare, str::trim_start);
        if bare.is_empty() {
            return Err(Error::EmptyToken);
        }
        match bare.char_indices().find(|(_, c)| !c.is_ascii_graphic()) {
            Some((at, _)) => Err(Error::TokenCharacter { at }),
            None => Ok(Self(bare.into())),
        }
    }

    /// The id of the bot, which is the token's first part; nothing when it is no id.
    pub fn id(&self) -> Option<Id<User>> {
        let digits = base64::decode(self.0.split('.').next()?)?;
        std::str::from_utf8(&digits).ok()?.parse::<u64>().ok().filter(|id| *id > 0).map(Id::new)
    }

    /// The token itself: for the header and the two payloads that carry it, and nothing else.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(***)")
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Where Discord is: the base address of its REST API. The gateway's address comes from that API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    api: Arc<str>,
}

impl Endpoints {
    /// Takes the base address of a Discord-compatible REST API, with or without a slash at its end,
    /// for example `http://127.0.0.1:8080/api/v10`.
    ///
    /// # Errors
    /// When it is no `http` or `https` address with a host.
    pub fn new(api: &str) -> Result<Self, Error> {
        let bare = api.trim().trim_end_matches('/');
        let wrong = |why| Error::ApiUrl { url: without_credentials(bare), why };
        let uri: Uri = bare.parse().map_err(|_| wrong("it is no URL"))?;
        match uri.scheme_str() {
            Some("http" | "https") => {}
            Some(_) => return Err(wrong("its scheme is neither http nor https")),
            None => return Err(wrong("it has no scheme")),
        }
        if uri.host().is_none_or(str::is_empty) {
            return Err(wrong("it has no host"));
        }
        if port(&uri, 0).is_none() {
            return Err(wrong("its port is no number from 0 to 65535"));
        }
        if bare.contains(['?', '#']) {
            return Err(wrong("it has a query or a fragment; paths are appended to it"));
        }
        if uri.authority().is_some_and(|a| a.as_str().contains('@')) {
            return Err(wrong("it has a user or a password in it"));
        }
        Ok(Self { api: bare.into() })
    }

    /// Base address of the REST API, without a slash at its end.
    pub fn api(&self) -> &str {
        &self.api
    }
}

impl Default for Endpoints {
    fn default() -> Self {
        Self { api: DISCORD_API_URL.into() }
    }
}

/// How ito names itself, in the form that Discord asks for.
///
/// <https://docs.discord.com/developers/reference#user-agent>
pub const USER_AGENT: &str =
    concat!("DiscordBot (", "https://docs.rs/ito", ", ", env!("CARGO_PKG_VERSION"), ")");

/// What is wrong with a token or an address.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The token is empty.
    EmptyToken,
    /// The token holds a blank, a line end or another character that no token has.
    TokenCharacter {
        /// Where, in bytes from the token's start.
        at: usize,
    },
    /// There is no token: the environment variable is not set.
    NoToken,
    /// The environment variable holds something that is no text.
    NotUnicode(&'static str),
    /// The API's address cannot be used.
    ApiUrl {
        /// The address as given.
        url: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A header for a proxy cannot be used.
    ProxyHeader {
        /// Its name.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A proxy's address cannot be used.
    ProxyUrl {
        /// The address as given, without user and password.
        url: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyToken => f.write_str(
                "the token is empty; copy it from the Bot page of your application at discord.com/developers",
            ),
            Self::TokenCharacter { at } => write!(
                f,
                "the token has a character at position {at} that no token has (a blank or a line end?); copy it again from the Bot page of your application"
            ),
            Self::NoToken => f.write_str("there is no token; set the environment variable DISCORD_TOKEN"),
            Self::NotUnicode(name) => write!(f, "the environment variable {name} is no text"),
            Self::ApiUrl { url, why } => {
                write!(
                    f,
                    "the API's address {url:?} cannot be used: {why}; an example is {DISCORD_API_URL:?}"
                )
            }
            Self::ProxyHeader { name, why } => write!(f, "the proxy header {name:?} cannot be used: {why}"),
            Self::ProxyUrl { url, why } => {
                write!(
                    f,
                    "the proxy's address {url:?} cannot be used: {why}; an example is \"http://127.0.0.1:3128\""
                )
            }
        }
    }
}

impl std::error::Error for Error {}

/// The port of an address: `default` where it has none, `None` where it has one that cannot be.
pub(crate) fn port(uri: &Uri, default: u16) -> Option<u16> {
    let authority = uri.authority()?;
    let place = authority.as_str().rsplit('@').next()?;
    match place.strip_prefix(authority.host())? {
        "" | ":" => Some(default),
        port => port.strip_prefix(':')?.parse().ok(),
    }
}

/// The address with what stands before an `@` cut out, for messages.
fn without_credentials(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(start), Some(end)) if start + 3 <= end => format!("{}***{}", &url[..start + 3], &url[end..]),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_line_ends_around_a_token_are_cut() {
        for given in ["abc", " abc", "abc\r\n", "\t abc \n", "Bot abc", " Bot  abc\n"] {
            assert_eq!(Token::new(given).unwrap().expose(), "abc", "{given:?}");
        }
    }

    #[test]
    fn a_token_that_cannot_be_one_is_refused_without_being_shown() {
        assert_eq!(Token::new(" \n"), Err(Error::EmptyToken));
        assert_eq!(Token::new("Bot "), Ok(Token("Bot".into())));
        let error = Token::new("secret\nsecret").unwrap_err();
        assert_eq!(error, Error::TokenCharacter { at: 6 });
        assert!(!error.to_string().contains("secret"));
        assert!(Token::new("sécret").is_err());
    }

    #[test]
    fn an_address_is_kept_without_its_last_slash() {
        for given in
            ["http://127.0.0.1:1/api/v10", "http://127.0.0.1:1/api/v10/", " http://127.0.0.1:1/api/v10//\n"]
        {
            assert_eq!(Endpoints::new(given).unwrap().api(), "http://127.0.0.1:1/api/v10");
        }
        for given in ["http://host", "http://host:", "https://[::1]/api", "https://[::1]:65535/api"] {
            assert_eq!(Endpoints::new(given).unwrap().api(), given);
        }
    }

    #[test]
    fn an_address_that_is_none_says_why() {
        for (given, why) in [
            ("", "URL"),
            ("discord", "scheme"),
            ("ftp://discord.com", "neither"),
            ("http://", "scheme"),
            ("http://x y/", "URL"),
            ("http://a:b@host/", "password"),
            ("http://host/api?x=1", "query"),
            ("http://host/api#x", "fragment"),
            ("http://host:99999/api", "port"),
            ("http://[::1]:65536", "port"),
        ] {
            let text = Endpoints::new(given).unwrap_err().to_string();
            assert!(text.contains(why), "{given:?}: {text}");
            assert!(!text.contains("a:b"));
        }
    }
}
