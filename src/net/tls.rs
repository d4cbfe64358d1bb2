//! The one place that names rustls: a client that verifies, its handshake within a deadline, and the bytes of a session.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore};

use super::pipe::Timed;
use super::{Error, Phase};

/// A TLS session after its handshake.
pub(super) struct Tls(ClientConnection);

impl Tls {
    /// Shakes hands with `host` over `stream` until `deadline`.
    pub(super) fn handshake(host: &str, stream: &TcpStream, deadline: Instant) -> Result<Self, Error> {
        let name = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(name)
            .map_err(|_| Error::Address("its host is no name that a certificate can have".into()))?;
        let mut session =
            ClientConnection::new(client_config(), name).map_err(|e| Error::Tls(io::Error::other(e)))?;
        let mut timed = Timed { stream, deadline };
        while session.is_handshaking() {
            match session.complete_io(&mut timed) {
                Ok(_) => {}
                Err(e) if e.kind() == io::ErrorKind::TimedOut => return Err(Error::Timeout(Phase::Tls)),
                Err(e) => return Err(Error::Tls(e)),
            }
        }
        Ok(Self(session))
    }

    /// Plain bytes that have been decrypted; `WouldBlock` when there are none, 0 at the end of the stream.
    pub(super) fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self.0.reader().read(buf) {
            // A peer that ends without close_notify after its close frame ends normally: WebSocket has its own goodbye.
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Ok(0),
            other => other,
        }
    }

    /// Takes encrypted bytes from `source`; 0 at its end.
    pub(super) fn feed(&mut self, source: &mut dyn Read) -> io::Result<usize> {
        let n = self.0.read_tls(source)?;
        self.0.process_new_packets().map_err(io::Error::other)?;
        Ok(n)
    }

    /// Encrypts `buf` and writes it, and whatever else the session wants to say, to `sink`.
    pub(super) fn write(&mut self, buf: &[u8], sink: &mut dyn Write) -> io::Result<usize> {
        let n = self.0.writer().write(buf)?;
        self.flush(sink)?;
        Ok(n)
    }

    /// Writes what the session wants to say: answers to key updates, for example.
    pub(super) fn flush(&mut self, sink: &mut dyn Write) -> io::Result<()> {
        while self.0.wants_write() {
            self.0.write_tls(sink)?;
        }
        Ok(())
    }
}

/// The TLS configuration: Mozilla's certificate authorities, TLS 1.2 and 1.3; one for the process.
fn client_config() -> Arc<ClientConfig> {
    static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    CONFIG
        .get_or_init(|| {
            let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let config = ClientConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .expect("ring supports the versions that rustls calls safe")
                .with_root_certificates(roots)
                .with_no_client_auth();
            Arc::new(config)
        })
        .clone()
}
