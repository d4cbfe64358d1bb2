//! The one place that names rustls: a client that verifies, its handshake within a deadline, and the bytes of a session.
//!
//! Locks: one mutex over the last configuration, held for a look at it or while one is made.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Instant;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, RootCertStore, SignatureScheme};

use super::pipe::Timed;
use super::{Error, Phase};
use crate::config::Trust;
use crate::sync::Mutex;

/// A TLS session after its handshake.
pub(super) struct Tls(ClientConnection);

impl Tls {
    /// Shakes hands with `host` over `stream` until `deadline`.
    pub(super) fn handshake(
        host: &str,
        trust: &Trust,
        stream: &TcpStream,
        deadline: Instant,
    ) -> Result<Self, Error> {
        let name = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(name)
            .map_err(|_| Error::Address("its host is no name that a certificate can have".into()))?;
        let mut session = ClientConnection::new(client_config(trust)?, name)
            .map_err(|e| Error::Tls(io::Error::other(e)))?;
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

/// Whether a client can be made that trusts so.
///
/// # Errors
/// When its certificates are no PEM.
pub fn check_trust(trust: &Trust) -> Result<(), Error> {
    client_config(trust).map(drop)
}

/// The TLS configuration: TLS 1.2 and 1.3, and Mozilla's certificate authorities beside the given ones. The last one is
/// kept, since it remembers sessions.
fn client_config(trust: &Trust) -> Result<Arc<ClientConfig>, Error> {
    static LAST: Mutex<Option<(Trust, Arc<ClientConfig>)>> = Mutex::new(None);
    let mut last = LAST.lock();
    if let Some((_, config)) = last.as_ref().filter(|(known, _)| known == trust) {
        return Ok(config.clone());
    }
    let verifier = Verifier { inner: verifier(trust)?, anyone: trust.is_of_anyone() };
    let config = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .expect("ring supports the versions that rustls calls safe")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    let config = Arc::new(config);
    *last = Some((trust.clone(), config.clone()));
    Ok(config)
}

fn verifier(trust: &Trust) -> Result<Arc<WebPkiServerVerifier>, Error> {
    let wrong = |why: String| Error::Trust(why.into());
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let known = roots.len();
    for certificate in CertificateDer::pem_slice_iter(trust.pem()) {
        let certificate = certificate.map_err(|e| wrong(format!("they are no PEM: {e}")))?;
        roots.add(certificate).map_err(|e| wrong(e.to_string()))?;
    }
    if roots.len() == known && !trust.pem().is_empty() {
        return Err(wrong("there is none in them; they must be PEM".into()));
    }
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider())
        .build()
        .map_err(|e| wrong(e.to_string()))
}

fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// Verifies as rustls does, unless the certificate may be of anyone; that the peer has its key is verified always.
#[derive(Debug)]
struct Verifier {
    inner: Arc<WebPkiServerVerifier>,
    anyone: bool,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if self.anyone {
            return Ok(ServerCertVerified::assertion());
        }
        self.inner.verify_server_cert(end, between, name, ocsp, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        end: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls12_signature(message, end, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        end: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls13_signature(message, end, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}
