//! A connection for one caller at a time, plain or TLS, whose every wait has a deadline and is ended by the close flag.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::connect::peek;
use super::pipe::timed_out;
use super::tls::Tls;
use super::{Error, proxy};
use crate::config::Network;
use crate::sync::{CloseFlag, Hook};

/// How long each step of opening a [`Stream`] may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenTimeouts {
    /// Finding the host's addresses.
    pub resolve: Duration,
    /// Opening the TCP connection; as long again for a proxy to let it through.
    pub connect: Duration,
    /// The TLS handshake.
    pub tls: Duration,
}

/// An open connection; it is shut down when the close flag is set, idle or not.
pub struct Stream {
    socket: Arc<TcpStream>,
    tls: Option<Box<Tls>>,
    read_timeout: Option<Duration>,
    write_timeout: Option<Duration>,
    _hook: Hook,
}

impl Stream {
    /// Opens a connection to `host` by way of `network`, with TLS where `tls` is true; ends early when `close` is set.
    ///
    /// # Errors
    /// The step that failed or took too long.
    pub fn open(
        host: &str,
        port: u16,
        tls: bool,
        network: &Network,
        timeouts: OpenTimeouts,
        close: &CloseFlag,
    ) -> Result<Self, Error> {
        let target = proxy::Target { host, port, tls };
        let socket = Arc::new(proxy::reach(target, network, timeouts.resolve, timeouts.connect, close)?);
        let stopper = socket.clone();
        let hook = close.on_set(move || {
            let _ = stopper.shutdown(Shutdown::Both);
        });
        let session = tls
            .then(|| Tls::handshake(host, &network.trust, &socket, Instant::now() + timeouts.tls))
            .transpose();
        if close.is_set() {
            return Err(Error::Closed);
        }
        let tls = session?.map(Box::new);
        socket.set_read_timeout(None).map_err(Error::Io)?;
        socket.set_write_timeout(None).map_err(Error::Io)?;
        Ok(Self { socket, tls, read_timeout: None, write_timeout: None, _hook: hook })
    }

    /// Whether the bytes travel encrypted.
    pub fn is_tls(&self) -> bool {
        self.tls.is_some()
    }

    /// Whether the peer still has the connection open and has said nothing that nobody asked for.
    pub fn is_idle(&self) -> bool {
        matches!(peek(&self.socket), Err(e) if e.kind() == io::ErrorKind::WouldBlock)
    }

    /// Reads what has come, waiting at most until `deadline`; 0 at the end of the stream.
    ///
    /// # Errors
    /// `TimedOut` at the deadline, or what the connection says.
    pub fn read(&mut self, buf: &mut [u8], deadline: Instant) -> io::Result<usize> {
        let Some(mut tls) = self.tls.take() else {
            return self.read_socket(buf, deadline);
        };
        let result = self.read_tls(&mut tls, buf, deadline);
        self.tls = Some(tls);
        result
    }

    /// Writes all of `bytes`, waiting at most until `deadline`.
    ///
    /// # Errors
    /// `TimedOut` at the deadline, or what the connection says.
    pub fn write_all(&mut self, bytes: &[u8], deadline: Instant) -> io::Result<()> {
        let Some(mut tls) = self.tls.take() else {
            return Until(self, deadline).write_all(bytes);
        };
        let mut sink = Until(self, deadline);
        let mut rest = bytes;
        let result = loop {
            if rest.is_empty() {
                break Ok(());
            }
            match tls.write(rest, &mut sink) {
                Ok(n) => rest = &rest[n..],
                Err(e) => break Err(e),
            }
        };
        self.tls = Some(tls);
        result
    }

    fn read_tls(&mut self, tls: &mut Tls, buf: &mut [u8], deadline: Instant) -> io::Result<usize> {
        loop {
            match tls.read(buf) {
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                other => return other,
            }
            if tls.feed(&mut Until(self, deadline))? == 0 {
                return Ok(0);
            }
            tls.flush(&mut Until(self, deadline))?;
        }
    }

    fn read_socket(&mut self, buf: &mut [u8], deadline: Instant) -> io::Result<usize> {
        loop {
            let timeout = Some(patience(deadline)?);
            if timeout != self.read_timeout {
                self.socket.set_read_timeout(timeout)?;
                self.read_timeout = timeout;
            }
            match timed_out((&*self.socket).read(buf)) {
                Err(e) if is_too_early(&e, deadline) => {}
                other => return other,
            }
        }
    }

    fn write_socket(&mut self, buf: &[u8], deadline: Instant) -> io::Result<usize> {
        loop {
            let timeout = Some(patience(deadline)?);
            if timeout != self.write_timeout {
                self.socket.set_write_timeout(timeout)?;
                self.write_timeout = timeout;
            }
            match timed_out((&*self.socket).write(buf)) {
                Err(e) if is_too_early(&e, deadline) => {}
                other => return other,
            }
        }
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream").field("tls", &self.is_tls()).finish_non_exhaustive()
    }
}

/// A stream's socket whose reads and writes end at a deadline.
struct Until<'a>(&'a mut Stream, Instant);

impl Read for Until<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.read_socket(buf, self.1)
    }
}

impl Write for Until<'_> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.0.write_socket(buf, self.1)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The socket's timeout for what is left. Long ones are whole seconds, so that most reads need no call to set it.
fn patience(deadline: Instant) -> io::Result<Duration> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(io::ErrorKind::TimedOut.into());
    }
    Ok(if left >= COARSE_FROM { Duration::from_secs(left.as_secs() + 1) } else { left })
}

/// A signal, or a timeout of the socket's that a clock's grain made shorter than the deadline.
fn is_too_early(error: &io::Error, deadline: Instant) -> bool {
    match error.kind() {
        io::ErrorKind::Interrupted => true,
        io::ErrorKind::TimedOut => Instant::now() < deadline,
        _ => false,
    }
}

/// From here on a second more does not matter.
const COARSE_FROM: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn pair(close: &CloseFlag) -> (Stream, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let step = Duration::from_secs(5);
        let timeouts = OpenTimeouts { resolve: step, connect: step, tls: step };
        let port = listener.local_addr().unwrap().port();
        let stream = Stream::open("127.0.0.1", port, false, &Network::default(), timeouts, close).unwrap();
        (stream, listener.accept().unwrap().0)
    }

    #[test]
    fn a_read_ends_at_its_deadline() {
        let (mut stream, _peer) = pair(&CloseFlag::new());
        let error = stream.read(&mut [0; 8], Instant::now() + Duration::from_millis(20)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[test]
    fn a_peer_that_left_or_chatters_is_not_idle() {
        let (stream, peer) = pair(&CloseFlag::new());
        assert!(stream.is_idle());
        drop(peer);
        let mut probe = [0];
        assert_eq!(stream.socket.peek(&mut probe).unwrap(), 0);
        assert!(!stream.is_idle());

        let (stream, mut peer) = pair(&CloseFlag::new());
        peer.write_all(b"x").unwrap();
        assert_eq!(stream.socket.peek(&mut probe).unwrap(), 1);
        assert!(!stream.is_idle());
    }

    #[test]
    fn closing_ends_a_read_that_waits() {
        let close = CloseFlag::new();
        let (mut stream, _peer) = pair(&close);
        let setter = close.clone();
        let closer =
            crate::sync::thread::spawn("closer", crate::sync::thread::SMALL_STACK, move || setter.set())
                .unwrap();
        let ended = stream.read(&mut [0; 8], Instant::now() + Duration::from_secs(60));
        assert!(matches!(ended, Ok(0) | Err(_)));
        closer.join().unwrap();
    }
}
