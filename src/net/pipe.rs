//! The byte stream under a WebSocket: reads from the socket while it shakes hands, and from an inbox afterwards,
//! so that the thread that waits for bytes holds no lock while it waits.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Instant;

use super::tls::Tls;

/// What tungstenite reads from and writes to.
pub(super) struct Pipe {
    stream: Arc<TcpStream>,
    tls: Option<Tls>,
    /// Until then reads wait for the socket; once it is `None` they take from the inbox and never wait.
    handshake_until: Option<Instant>,
    inbox: Vec<u8>,
    /// How much of the inbox came from the socket, and how much of that was taken.
    filled: usize,
    taken: usize,
    ended: bool,
}

impl Pipe {
    /// A pipe that shakes hands until `deadline`.
    pub(super) fn new(stream: Arc<TcpStream>, tls: Option<Tls>, deadline: Instant) -> Self {
        Self {
            stream,
            tls,
            handshake_until: Some(deadline),
            inbox: Vec::new(),
            filled: 0,
            taken: 0,
            ended: false,
        }
    }

    /// The handshake is over: from now on reads take from the inbox.
    pub(super) fn settle(&mut self) {
        self.handshake_until = None;
    }

    /// Makes `bytes`, of which the first `filled` came from the socket, the inbox; none is the stream's end.
    pub(super) fn put(&mut self, bytes: Vec<u8>, filled: usize) {
        self.ended |= filled == 0;
        (self.inbox, self.filled, self.taken) = (bytes, filled, 0);
    }

    /// The buffer of the inbox, which is used up, to be filled again.
    pub(super) fn take_back(&mut self) -> Vec<u8> {
        (self.filled, self.taken) = (0, 0);
        std::mem::take(&mut self.inbox)
    }

    /// Whether the inbox is used up.
    pub(super) fn is_drained(&self) -> bool {
        self.taken == self.filled
    }

    /// Whether the peer has ended the stream.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    fn read_inbox(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let left = &self.inbox[self.taken..self.filled];
        if left.is_empty() {
            return if self.ended { Ok(0) } else { Err(io::ErrorKind::WouldBlock.into()) };
        }
        let n = left.len().min(buf.len());
        buf[..n].copy_from_slice(&left[..n]);
        self.taken += n;
        Ok(n)
    }
}

impl Read for Pipe {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let Some(mut tls) = self.tls.take() else {
            return match self.handshake_until {
                Some(deadline) => Timed { stream: &self.stream, deadline }.read(buf),
                None => self.read_inbox(buf),
            };
        };
        let result = self.read_tls(&mut tls, buf);
        self.tls = Some(tls);
        result
    }
}

impl Pipe {
    fn read_tls(&mut self, tls: &mut Tls, buf: &mut [u8]) -> io::Result<usize> {
        loop {
            match tls.read(buf) {
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                other => return other,
            }
            let n = match self.handshake_until {
                Some(deadline) => tls.feed(&mut Timed { stream: &self.stream, deadline })?,
                None => tls.feed(&mut Inbox(self))?,
            };
            if n == 0 {
                return Ok(0);
            }
            tls.flush(&mut &*self.stream)?;
        }
    }
}

impl Write for Pipe {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        let mut socket = &*self.stream;
        match &mut self.tls {
            Some(tls) => tls.write(buf, &mut socket),
            None => socket.write(buf),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.tls {
            Some(tls) => tls.flush(&mut &*self.stream),
            None => Ok(()),
        }
    }
}

/// The inbox as rustls reads it.
struct Inbox<'a>(&'a mut Pipe);

impl Read for Inbox<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.read_inbox(buf)
    }
}

/// A socket whose reads and writes end at a deadline, however slowly the peer drips.
pub(super) struct Timed<'a> {
    pub(super) stream: &'a TcpStream,
    pub(super) deadline: Instant,
}

impl Timed<'_> {
    fn left(&self) -> io::Result<std::time::Duration> {
        match self.deadline.saturating_duration_since(Instant::now()) {
            left if left.is_zero() => Err(io::ErrorKind::TimedOut.into()),
            left => Ok(left),
        }
    }
}

impl Read for Timed<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(self.left()?))?;
        timed_out(self.stream.read(buf))
    }
}

impl Write for Timed<'_> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.left()?))?;
        timed_out(self.stream.write(buf))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A socket's timeout is `WouldBlock` on some systems and `TimedOut` on others.
pub(super) fn timed_out<T>(result: io::Result<T>) -> io::Result<T> {
    result.map_err(|e| if e.kind() == io::ErrorKind::WouldBlock { io::ErrorKind::TimedOut.into() } else { e })
}
