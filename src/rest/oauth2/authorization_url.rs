//! The address at which a user allows an application something, or adds it to a guild.
//!
//! <https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-authorization-url-example>

use std::fmt;

use crate::model::{Application, ApplicationIntegrationType, Guild, Id, OAuth2Scope, Permissions};
use crate::rest::route::encode;

/// The address to send a user to; written out (`to_string`), it is the address.
///
/// A bot is added to a guild by an address that asks for nothing else:
///
/// ```
/// use ito::model::{Id, OAuth2Scope, Permissions};
/// use ito::rest::AuthorizationUrl;
///
/// let invite = AuthorizationUrl::new(Id::new(41))
///     .scopes([OAuth2Scope::Bot, OAuth2Scope::ApplicationsCommands])
///     .permissions(Permissions::SEND_MESSAGES);
/// assert_eq!(
///     invite.to_string(),
///     "https://discord.com/oauth2/authorize?client_id=41&scope=bot%20applications.commands&permissions=2048"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "an address does nothing until a user goes to it"]
pub struct AuthorizationUrl {
    client: Id<Application>,
    scopes: Vec<OAuth2Scope>,
    options: Vec<(&'static str, String)>,
}

impl AuthorizationUrl {
    /// The address for an application; alone, it installs the application as its page says.
    pub fn new(client: Id<Application>) -> Self {
        Self { client, scopes: Vec::new(), options: Vec::new() }
    }

    /// What to ask for.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = OAuth2Scope>) -> Self {
        self.scopes = scopes.into_iter().collect();
        self
    }

    /// Where the user comes back with a code; one of those that are named on the OAuth2 page of the application.
    pub fn redirect_uri(self, uri: impl Into<String>) -> Self {
        self.option("redirect_uri", uri.into())
    }

    /// A random text of this user's, with which it comes back: whoever comes back without it was sent by somebody else.
    pub fn state(self, state: impl Into<String>) -> Self {
        self.option("state", state.into())
    }

    /// What is to happen when the user has allowed it already.
    pub fn prompt(self, prompt: Prompt) -> Self {
        self.option("prompt", prompt.as_str().to_owned())
    }

    /// What the bot's role may do in the guild.
    pub fn permissions(self, permissions: Permissions) -> Self {
        self.option("permissions", permissions.bits().to_string())
    }

    /// The guild that is chosen at first.
    pub fn guild_id(self, guild: Id<Guild>) -> Self {
        self.option("guild_id", guild.to_string())
    }

    /// Keeps the user from choosing another guild.
    pub fn disable_guild_select(self) -> Self {
        self.option("disable_guild_select", "true".to_owned())
    }

    /// Where the application is to be installed.
    pub fn integration_type(self, kind: ApplicationIntegrationType) -> Self {
        self.option("integration_type", kind.value().to_string())
    }

    /// Binds the code to whoever knows the text that this is the hash of (PKCE): the SHA-256 in base64url without padding.
    pub fn code_challenge(self, challenge: impl Into<String>) -> Self {
        self.option("code_challenge", challenge.into()).option("code_challenge_method", "S256".to_owned())
    }

    fn option(mut self, name: &'static str, value: String) -> Self {
        self.options.retain(|(known, _)| *known != name);
        self.options.push((name, value));
        self
    }

    /// Whether the user comes back with a code: not when a bot or commands are merely added.
    fn brings_code(&self) -> bool {
        let adds =
            |scope: &OAuth2Scope| matches!(scope, OAuth2Scope::Bot | OAuth2Scope::ApplicationsCommands);
        !self.scopes.iter().all(adds) || self.options.iter().any(|(name, _)| *name == "redirect_uri")
    }
}

impl fmt::Display for AuthorizationUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "https://discord.com/oauth2/authorize?client_id={}", self.client)?;
        if self.brings_code() {
            f.write_str("&response_type=code")?;
        }
        let scopes = OAuth2Scope::join(&self.scopes);
        let scopes = Some(("scope", scopes.as_str())).filter(|(_, scopes)| !scopes.is_empty());
        let options = self.options.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in scopes.into_iter().chain(options) {
            let mut encoded = String::new();
            encode(value, &mut encoded);
            write!(f, "&{name}={encoded}")?;
        }
        Ok(())
    }
}

/// What happens when a user has allowed already what is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// The user is asked again; so it is unless set.
    Consent,
    /// The user is sent back at once.
    None,
}

impl Prompt {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::None => "none",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &AuthorizationUrl, expected: &str) {
        let base = "https://discord.com/oauth2/authorize?client_id=41";
        assert_eq!(url.to_string(), format!("{base}{expected}"));
    }

    #[test]
    fn an_address_says_what_is_asked_for() {
        let url = AuthorizationUrl::new(Id::new(41));
        check(&url, "");
        check(&url.clone().scopes([OAuth2Scope::Bot]).guild_id(Id::new(7)), "&scope=bot&guild_id=7");
        check(
            &url.clone()
                .scopes([OAuth2Scope::Identify, OAuth2Scope::GuildsJoin])
                .state("first")
                .redirect_uri("https://example.org/a?b=c")
                .state("a b&c")
                .prompt(Prompt::None)
                .integration_type(ApplicationIntegrationType::UserInstall)
                .code_challenge("c-_"),
            "&response_type=code&scope=identify%20guilds.join&redirect_uri=https%3A%2F%2Fexample.org%2Fa%3Fb%3Dc\
             &state=a%20b%26c&prompt=none&integration_type=1&code_challenge=c-_&code_challenge_method=S256",
        );
        check(
            &url.scopes([OAuth2Scope::Bot]).redirect_uri("https://x").disable_guild_select(),
            "&response_type=code&scope=bot&redirect_uri=https%3A%2F%2Fx&disable_guild_select=true",
        );
    }
}
