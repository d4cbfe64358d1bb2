//! Where an answer that is a redirect leads, and what goes there: no token leaves the host that a call is for.
//!
//! A GET follows all redirects, [`MOST`] at most; what changes something follows those that keep its method (307 and 308),
//! on its own host. <https://www.rfc-editor.org/rfc/rfc9110#name-redirection-3xx>

use http::{HeaderMap, Method, Uri, header};

use super::http::Outgoing;
use super::route::STAND_IN;

/// The redirects of one call.
#[derive(Debug, Default)]
pub(super) struct Redirects {
    /// The addresses so far.
    seen: Vec<Uri>,
    /// Whether a token was left behind.
    is_stripped: bool,
}

impl Redirects {
    /// Turns `request` into the one that its answer asks for; false when the answer is the last.
    ///
    /// # Errors
    /// Why the redirect is not followed.
    pub(super) fn follow(
        &mut self,
        request: &mut Outgoing<'_>,
        status: u16,
        headers: &HeaderMap,
    ) -> Result<bool, String> {
        let location = headers.get(header::LOCATION);
        let Some(location) = location.filter(|_| matches!(status, 301 | 302 | 303 | 307 | 308)) else {
            return self.check_last(request, status).map(|()| false);
        };
        let mut location = location.to_str().map_err(|_| NO_ADDRESS)?.to_owned();
        if let Some(secret) = request.secret {
            location = location.replace(&***secret, STAND_IN);
        }
        let from: Uri = request.url.parse().map_err(|_| NO_ADDRESS)?;
        let to = resolve(&from, &location).ok_or(NO_ADDRESS)?;
        let (is_home, has_secret) = (is_same_host(&from, &to), location.contains(STAND_IN));
        self.seen.push(from);
        if request.method != Method::GET && !(is_home && matches!(status, 307 | 308)) {
            return Err(format!(
                "the answer redirects to {} with status {}, and a {} follows only 307 and 308 on its own host",
                shown(&to),
                status,
                request.method
            ));
        }
        if has_secret && !is_home {
            return Err(format!(
                "the answer redirects to {}, another host, with the token of the call",
                shown(&to)
            ));
        }
        if self.seen.contains(&to) || self.seen.len() > MOST {
            self.seen.push(to);
            let way: Vec<String> = self.seen.iter().map(shown).collect();
            return Err(format!("the answer redirects without an end: {}", way.join(" to ")));
        }
        if !is_home {
            self.is_stripped |= request.headers.authorization.take().is_some();
        }
        log::debug!(target: "ito::rest", "redirected with status {status} to {}", shown(&to));
        request.secret = request.secret.filter(|_| has_secret);
        request.url = to.to_string().into();
        Ok(true)
    }

    /// A token that was left behind has not been refused.
    fn check_last(&self, request: &Outgoing<'_>, status: u16) -> Result<(), String> {
        if self.is_stripped && status == 401 {
            let place = request.url.parse().as_ref().map_or_else(|_| String::new(), shown);
            return Err(format!(
                "the answer redirects to {place}, another host, which wants a token and is given none; is the API's address Discord's?"
            ));
        }
        Ok(())
    }
}

/// The address that `location` means when `base` sends it.
fn resolve(base: &Uri, location: &str) -> Option<Uri> {
    let location = location.split('#').next().unwrap_or("");
    let (scheme, authority) = (base.scheme_str()?, base.authority()?);
    let address = if location.contains("://") {
        location.to_owned()
    } else if location.starts_with("//") {
        format!("{scheme}:{location}")
    } else if location.starts_with('/') {
        format!("{scheme}://{authority}{location}")
    } else if location.is_empty() || location.starts_with('?') {
        format!("{scheme}://{authority}{}{location}", base.path())
    } else {
        let folder = base.path().rfind('/').map_or("/", |at| &base.path()[..=at]);
        format!("{scheme}://{authority}{folder}{location}")
    };
    let to: Uri = address.parse().ok()?;
    // What stands before an `@` would be sent as credentials.
    let is_usable =
        matches!(to.scheme_str(), Some("http" | "https")) && !to.authority()?.as_str().contains('@');
    is_usable.then_some(to)
}

/// Whether both are one server; the step from plain HTTP to TLS does not count.
fn is_same_host(from: &Uri, to: &Uri) -> bool {
    let host = |uri: &Uri| uri.host().map(str::to_ascii_lowercase);
    let port = |uri: &Uri| uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
    let is_same_port = from.scheme() == to.scheme() && port(from) == port(to);
    let is_step_to_tls = to.scheme_str() == Some("https") && (port(from), port(to)) == (80, 443);
    host(from) == host(to) && (is_same_port || is_step_to_tls)
}

/// An address for people; a query may hold a key.
fn shown(uri: &Uri) -> String {
    let (scheme, authority) = (uri.scheme_str().unwrap_or(""), uri.authority().map_or("", |it| it.as_str()));
    format!("{scheme}://{authority}{}", uri.path())
}

const NO_ADDRESS: &str = "the answer redirects to what is no http address";
/// Redirects of one call, as browsers and other clients have them.
const MOST: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(text: &str) -> Uri {
        text.parse().unwrap()
    }

    #[test]
    fn a_location_is_read_as_the_address_that_it_stands_for() {
        let base = uri("http://h:1/api/v10/gateway?x=1");
        for (location, to) in [
            ("https://other/a?b=c#d", "https://other/a?b=c"),
            ("//other:2/a", "http://other:2/a"),
            ("/a", "http://h:1/a"),
            ("a/b", "http://h:1/api/v10/a/b"),
            ("?y=2", "http://h:1/api/v10/gateway?y=2"),
            ("", "http://h:1/api/v10/gateway"),
        ] {
            assert_eq!(resolve(&base, location), Some(uri(to)), "{location}");
        }
        for location in ["ftp://other/", "http://ada:secret@h:1/", "http://", "http://x y/"] {
            assert_eq!(resolve(&base, location), None, "{location}");
        }
    }

    #[test]
    fn another_port_or_scheme_is_another_host_but_for_the_step_to_tls() {
        for (from, to, is_same) in [
            ("http://h/a", "http://H:80/b", true),
            ("http://h/a", "https://h/a", true),
            ("https://h/a", "http://h/a", false),
            ("http://h/a", "http://h:81/a", false),
            ("http://h:443/a", "https://h/a", false),
            ("https://h/a", "https://h.evil/a", false),
        ] {
            assert_eq!(is_same_host(&uri(from), &uri(to)), is_same, "{from} to {to}");
        }
    }

    #[test]
    fn what_people_are_shown_has_no_query() {
        assert_eq!(shown(&uri("https://h:1/a?key=secret")), "https://h:1/a");
    }
}
