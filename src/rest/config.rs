//! How REST behaves: each choice with its default and the reason for it.

use std::time::Duration;

use crate::config::{Network, Proxy, Trust, USER_AGENT};

/// Choices for [`Rest`](super::Rest).
///
/// ```
/// use std::time::Duration;
///
/// let config = ito::rest::Config::default().max_retries(5).max_rate_limit(Duration::from_secs(60));
/// assert_eq!(config.max_retries, 5);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Config {
    /// The longest that a call waits for a limit; 300 s by default: what takes longer is better told to a person.
    pub max_rate_limit: Duration,
    /// How often a call is sent again after a 5xx or a broken connection; 3 by default, some 4 s in all.
    pub max_retries: u32,
    /// Requests a second over all routes; 50 by default, what Discord gives every bot. Large bots have more.
    pub global_rate: u32,
    /// How long each step of a call may take.
    pub timeouts: Timeouts,
    /// How this program names itself, to the gateway, too; Discord asks for `DiscordBot (url, version)`, ito's own by default.
    pub user_agent: String,
    /// The way out, the gateway's, too: proxy and certificates; direct by default.
    pub network: Network,
}

/// How long each step of one attempt of a call may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// Finding the host's addresses; 5 s by default.
    pub resolve: Duration,
    /// Opening the TCP connection; 5 s by default.
    pub connect: Duration,
    /// The TLS handshake; 5 s by default.
    pub tls: Duration,
    /// Sending the request; 60 s by default, enough for a large file over a slow line.
    pub write: Duration,
    /// From the request's last byte to the answer's head; 30 s by default: Discord is slow under load, and a request
    /// that is given up may have been acted on.
    pub answer: Duration,
    /// Reading the answer; 30 s by default.
    pub body: Duration,
    /// All of it together; 120 s by default.
    pub whole: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            max_rate_limit: Duration::from_secs(300),
            max_retries: 3,
            global_rate: 50,
            timeouts: Timeouts::default(),
            user_agent: USER_AGENT.to_owned(),
            network: Network::default(),
        }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        let step = Duration::from_secs(5);
        Self {
            resolve: step,
            connect: step,
            tls: step,
            write: Duration::from_secs(60),
            answer: Duration::from_secs(30),
            body: Duration::from_secs(30),
            whole: Duration::from_secs(120),
        }
    }
}

impl Config {
    /// Sets [`Config::max_rate_limit`].
    pub fn max_rate_limit(mut self, max: Duration) -> Self {
        self.max_rate_limit = max;
        self
    }

    /// Sets [`Config::max_retries`].
    pub fn max_retries(mut self, max: u32) -> Self {
        self.max_retries = max;
        self
    }

    /// Sets [`Config::global_rate`]; 0 counts as 1.
    pub fn global_rate(mut self, per_second: u32) -> Self {
        self.global_rate = per_second;
        self
    }

    /// Sets [`Config::timeouts`].
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Sets [`Config::user_agent`].
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Sets the proxy of [`Config::network`].
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.network.proxy = Some(proxy);
        self
    }

    /// Sets whose certificates [`Config::network`] trusts.
    pub fn trust(mut self, trust: Trust) -> Self {
        self.network.trust = trust;
        self
    }
}

impl Timeouts {
    /// Sets [`Timeouts::resolve`].
    pub fn resolve(mut self, limit: Duration) -> Self {
        self.resolve = limit;
        self
    }

    /// Sets [`Timeouts::connect`].
    pub fn connect(mut self, limit: Duration) -> Self {
        self.connect = limit;
        self
    }

    /// Sets [`Timeouts::tls`].
    pub fn tls(mut self, limit: Duration) -> Self {
        self.tls = limit;
        self
    }

    /// Sets [`Timeouts::write`].
    pub fn write(mut self, limit: Duration) -> Self {
        self.write = limit;
        self
    }

    /// Sets [`Timeouts::answer`].
    pub fn answer(mut self, limit: Duration) -> Self {
        self.answer = limit;
        self
    }

    /// Sets [`Timeouts::body`].
    pub fn body(mut self, limit: Duration) -> Self {
        self.body = limit;
        self
    }

    /// Sets [`Timeouts::whole`].
    pub fn whole(mut self, limit: Duration) -> Self {
        self.whole = limit;
        self
    }
}
