//! Which proxy a connection goes through: addresses, credentials (never printed), and hosts that are reached directly.

use std::fmt;
use std::sync::Arc;

use http::{HeaderName, HeaderValue, Uri};

use super::{Error, without_credentials};
use crate::model::base64;

/// The proxy of REST and the gateway: an HTTP proxy that opens tunnels (CONNECT, for plain targets, too), or SOCKS5. The
/// proxy resolves the names. Its credentials are never printed.
///
/// ```
/// use ito::config::Proxy;
///
/// let proxy = Proxy::url("http://127.0.0.1:3128")?.basic("ada", "secret").bypass(["localhost"]);
/// assert!(!format!("{proxy:?}").contains("secret"));
/// assert!(Proxy::url("ftp://127.0.0.1").is_err());
/// # Ok::<(), ito::config::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxy {
    plain: Option<ProxyServer>,
    tls: Option<ProxyServer>,
    bypass: Arc<[String]>,
}

/// One proxy.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ProxyServer {
    pub(crate) protocol: ProxyProtocol,
    pub(crate) host: Arc<str>,
    pub(crate) port: u16,
    pub(crate) credentials: Option<Credentials>,
    /// For HTTP's CONNECT.
    headers: Arc<[(String, String)]>,
}

/// How a proxy is asked for a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProxyProtocol {
    Connect,
    Socks5,
}

/// Who asks a proxy.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Credentials {
    pub(crate) user: Arc<str>,
    pub(crate) password: Arc<str>,
}

impl Credentials {
    /// As HTTP's Basic scheme has them.
    fn basic(&self) -> String {
        base64::encode(format!("{}:{}", self.user, self.password).as_bytes())
    }
}

impl Proxy {
    /// One proxy for everything, for example `http://127.0.0.1:3128` or `socks5://user:password@127.0.0.1:1080`.
    ///
    /// A port that is missing is 80 or 1080; user and password in it are percent-encoded.
    ///
    /// # Errors
    /// When it is no `http`, `socks5` or `socks5h` address with a host.
    pub fn url(url: &str) -> Result<Self, Error> {
        let server = ProxyServer::parse(url)?;
        Ok(Self { plain: Some(server.clone()), tls: Some(server), bypass: Arc::default() })
    }

    /// The proxies that the environment names: `HTTPS_PROXY` (or `https_proxy`) for targets with TLS, `HTTP_PROXY` for
    /// plain ones, `ALL_PROXY` where those are missing, and `NO_PROXY`, a list for [`Proxy::bypass`] with commas. What is
    /// not named is reached directly.
    ///
    /// # Errors
    /// When one of them is no address.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_lookup(|name| std::env::var(name).ok())
    }

    fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let read = |name: &str| {
            let found = lookup(name).or_else(|| lookup(&name.to_lowercase()));
            found.filter(|value| !value.trim().is_empty())
        };
        let server = |name| {
            let url = read(name).or_else(|| read("ALL_PROXY"));
            url.map(|url| if url.contains("://") { url } else { format!("http://{}", url.trim()) })
                .map(|url| ProxyServer::parse(&url))
                .transpose()
        };
        let proxy =
            Self { plain: server("HTTP_PROXY")?, tls: server("HTTPS_PROXY")?, bypass: Arc::default() };
        Ok(proxy.bypass(read("NO_PROXY").unwrap_or_default().split(',')))
    }

    /// The user and the password that the proxy wants.
    pub fn basic(mut self, user: &str, password: &str) -> Self {
        for server in [&mut self.plain, &mut self.tls].into_iter().flatten() {
            server.credentials = Some(Credentials { user: user.into(), password: password.into() });
        }
        self
    }

    /// A header that the proxy wants with each request for a tunnel, for example `Proxy-Authorization: Bearer …` in place of a
    /// user and a password. Its value is never printed.
    ///
    /// # Errors
    /// When it is no header, or one that HTTP has for itself, or the proxy speaks SOCKS5, which has none.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, Error> {
        let wrong = |why| Error::ProxyHeader { name: name.to_owned(), why };
        if HeaderName::from_bytes(name.as_bytes()).is_err() || HeaderValue::from_str(value).is_err() {
            return Err(wrong("its name or value is none that HTTP takes"));
        }
        if ["host", "content-length", "transfer-encoding"].contains(&name.to_lowercase().as_str()) {
            return Err(wrong("HTTP has it for itself"));
        }
        for server in [&mut self.plain, &mut self.tls].into_iter().flatten() {
            if server.protocol != ProxyProtocol::Connect {
                return Err(wrong("SOCKS5 has no headers"));
            }
            let others = server.headers.iter().filter(|(other, _)| !other.eq_ignore_ascii_case(name));
            server.headers = others.cloned().chain([(name.to_owned(), value.to_owned())]).collect();
        }
        Ok(self)
    }

    /// Hosts that are reached directly: an address, a name (which stands for names below it, too), or `*` for all.
    pub fn bypass<S: AsRef<str>>(mut self, hosts: impl IntoIterator<Item = S>) -> Self {
        let cut = |host: S| host.as_ref().trim().trim_start_matches('.').to_lowercase();
        self.bypass = hosts.into_iter().map(cut).filter(|host| !host.is_empty()).collect();
        self
    }

    /// The proxy for a connection to `host`, with TLS or without.
    pub(crate) fn server(&self, host: &str, tls: bool) -> Option<&ProxyServer> {
        let host = host.trim_start_matches('[').trim_end_matches(']').to_lowercase();
        let is_direct = self.bypass.iter().any(|direct| {
            let above = host.strip_suffix(direct.as_str());
            direct == "*" || above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
        });
        let server = if tls { &self.tls } else { &self.plain };
        server.as_ref().filter(|_| !is_direct)
    }
}

impl ProxyServer {
    fn parse(url: &str) -> Result<Self, Error> {
        let url = url.trim();
        let wrong = |why| Error::ProxyUrl { url: without_credentials(url), why };
        let uri: Uri = url.parse().map_err(|_| wrong("it is no URL"))?;
        let (protocol, port) = match uri.scheme_str() {
            Some("http") => (ProxyProtocol::Connect, 80),
            Some("socks5" | "socks5h") => (ProxyProtocol::Socks5, 1080),
            _ => return Err(wrong("its scheme is neither http nor socks5")),
        };
        let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(|| wrong("it has no host"))?;
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        let credentials = authority.rsplit_once('@').map(|(given, _)| {
            let (user, password) = given.split_once(':').unwrap_or((given, ""));
            decoded(user)
                .zip(decoded(password))
                .ok_or_else(|| wrong("its user or password is no percent-encoded text"))
        });
        let credentials = credentials.transpose()?.map(|(user, password)| Credentials { user, password });
        let port = super::port(&uri, port).ok_or_else(|| wrong("its port is no number from 0 to 65535"))?;
        Ok(Self { protocol, host: host.into(), port, credentials, headers: Arc::default() })
    }

    /// What is sent to an HTTP proxy beside the target; a header of the program's own takes the place of the credentials.
    pub(crate) fn all_headers(&self) -> Vec<(String, String)> {
        let mut headers = self.headers.to_vec();
        let is_authorized = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(AUTHORIZATION));
        if let Some(credentials) = self.credentials.as_ref().filter(|_| !is_authorized) {
            headers.push((AUTHORIZATION.to_owned(), format!("Basic {}", credentials.basic())));
        }
        headers
    }

    /// `host:port`, for messages.
    pub(crate) fn place(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

impl fmt::Debug for ProxyServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.protocol {
            ProxyProtocol::Connect => "http",
            ProxyProtocol::Socks5 => "socks5",
        };
        let secret = if self.credentials.is_some() || !self.headers.is_empty() { "***@" } else { "" };
        write!(f, "{scheme}://{secret}{}", self.place())
    }
}

const AUTHORIZATION: &str = "Proxy-Authorization";

/// Percent-encoded text as it was.
fn decoded(text: &str) -> Option<Arc<str>> {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or("").as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).ok().map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_read_from_the_address_and_never_shown() {
        let proxy = Proxy::url("socks5://ada:p%40ss%3A@[::1]").unwrap();
        let server = proxy.server("discord.com", true).unwrap();
        let credentials = server.credentials.as_ref().unwrap();
        assert_eq!((&*credentials.user, &*credentials.password), ("ada", "p@ss:"));
        assert_eq!((server.place().as_str(), server.protocol), ("[::1]:1080", ProxyProtocol::Socks5));
        let shown = format!("{proxy:?}");
        assert!(shown.contains("socks5://***@[::1]:1080") && !shown.contains("ada"), "{shown}");
    }

    #[test]
    fn an_address_that_is_no_proxys_says_why_without_its_password() {
        for (url, why) in [
            ("ftp://ada:pass@h", "neither http nor socks5"),
            ("https://ada:pass@h", "neither http nor socks5"),
            ("http://ada:pass%zz@h", "percent-encoded"),
            ("", "no URL"),
        ] {
            let text = Proxy::url(url).unwrap_err().to_string();
            assert!(text.contains(why) && !text.contains("pass%") && !text.contains("ada"), "{url}: {text}");
        }
    }

    #[test]
    fn a_header_for_the_proxy_is_checked_and_never_shown() {
        let proxy = Proxy::url("http://ada:pass@h").unwrap();
        let headers = |proxy: &Proxy| proxy.server("x", true).unwrap().all_headers();
        assert_eq!(headers(&proxy), [("Proxy-Authorization".into(), "Basic YWRhOnBhc3M=".into())]);
        let proxy = proxy.header("X-Team", "blue").unwrap();
        let proxy =
            proxy.header("proxy-authorization", "Bearer abc").unwrap().header("x-team", "red").unwrap();
        let expected = [("proxy-authorization", "Bearer abc"), ("x-team", "red")];
        assert_eq!(headers(&proxy), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert!(!format!("{proxy:?}").contains("abc"));
        for (name, value, why) in [
            ("Host", "h", "for itself"),
            ("a b", "", "takes"),
            ("A", "b\r\nC: d", "takes"),
            ("É", "", "takes"),
        ] {
            let text = proxy.clone().header(name, value).unwrap_err().to_string();
            assert!(text.starts_with("the proxy header ") && text.contains(why), "{text}");
        }
        let text = Proxy::url("socks5://h").unwrap().header("X-Team", "blue").unwrap_err().to_string();
        assert!(text.contains("SOCKS5"), "{text}");
    }

    #[test]
    fn the_environment_names_a_proxy_for_each_kind_of_target() {
        let table = [
            ("HTTPS_PROXY", "http://secure:1"),
            ("all_proxy", "socks5://rest:2"),
            ("NO_PROXY", " example.org, .local,10.0.0.1,"),
        ];
        let lookup = |name: &str| table.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        let proxy = Proxy::from_lookup(lookup).unwrap();
        let place = |host, tls| proxy.server(host, tls).map(ProxyServer::place);
        assert_eq!(place("discord.com", true).as_deref(), Some("secure:1"));
        assert_eq!(place("discord.com", false).as_deref(), Some("rest:2"));
        for direct in ["example.org", "a.EXAMPLE.org", "x.local", "10.0.0.1"] {
            assert_eq!(place(direct, true), None, "{direct}");
        }
        assert!(place("notexample.org", true).is_some() && place("110.0.0.1", true).is_some());
        let nothing = Proxy::from_lookup(|_| None).unwrap();
        assert!(nothing.server("discord.com", true).is_none());
        assert!(Proxy::from_lookup(|name| (name == "HTTP_PROXY").then(|| "ftp://h".into())).is_err());
        let bare = Proxy::from_lookup(|name| (name == "http_proxy").then(|| "h:3".into())).unwrap();
        assert_eq!(bare.server("x", false).map(ProxyServer::place).as_deref(), Some("h:3"));
    }
}
