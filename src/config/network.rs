//! How this program reaches others: through which proxy, and whose certificates it trusts.

use std::fmt;
use std::sync::Arc;

use super::Proxy;

/// The way out, for REST and the gateway alike; direct and with Mozilla's certificate authorities by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Network {
    /// The proxy, if there is one.
    pub proxy: Option<Proxy>,
    /// Whose certificates are trusted.
    pub trust: Trust,
}

impl Network {
    /// Sets [`Network::proxy`].
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = Some(proxy);
        self
    }

    /// Sets [`Network::trust`].
    pub fn trust(mut self, trust: Trust) -> Self {
        self.trust = trust;
        self
    }
}

/// Whose TLS certificates are trusted; those that Mozilla's certificate authorities vouch for by default.
///
/// ```
/// use ito::config::Trust;
///
/// assert_ne!(Trust::default(), Trust::default().danger_accept_invalid_certificates(true));
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Trust {
    pem: Arc<[u8]>,
    anyone: bool,
}

impl Trust {
    /// Trusts these certificate authorities, too: one or more certificates in PEM. What is no PEM is an error of
    /// [`Builder::build`](crate::Builder::build) and [`Rest::new`](crate::Rest::new).
    pub fn certificates(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.pem = pem.as_ref().into();
        self
    }

    /// Whether a certificate is taken that nobody vouches for, that is of another host or out of date. Then whoever
    /// stands between this program and Discord can read the token; for servers of one's own only.
    pub fn danger_accept_invalid_certificates(mut self, accept: bool) -> Self {
        self.anyone = accept;
        self
    }

    /// Further certificate authorities, in PEM.
    pub(crate) fn pem(&self) -> &[u8] {
        &self.pem
    }

    /// Whether every certificate is taken.
    pub(crate) fn is_of_anyone(&self) -> bool {
        self.anyone
    }
}

impl fmt::Debug for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trust").field("pem_bytes", &self.pem.len()).field("anyone", &self.anyone).finish()
    }
}
