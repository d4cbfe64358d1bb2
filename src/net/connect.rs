//! Resolve and connect, each within a deadline of its own, both ended at once by the close flag.
//!
//! Threads: a name (not an address) is resolved on a thread of its own, `ito-resolve`: the system's resolver cannot be
//! interrupted, so a closing program leaves that thread to end by itself. It holds nothing but the name.

use std::io;
use std::mem::MaybeUninit;
use std::net::{IpAddr, Shutdown, SocketAddr, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use crossbeam_channel::RecvTimeoutError;
use socket2::{Domain, Protocol, SockRef, Socket, Type};

use super::{Error, Phase};
use crate::sync::{CloseFlag, thread};

/// Opens a TCP connection to `host` within `resolve` and then `connect`.
///
/// # Errors
/// When the name has no address, no address takes the connection in time, or `close` is set.
pub fn connect(
    host: &str,
    port: u16,
    resolve_in: Duration,
    connect_in: Duration,
    close: &CloseFlag,
) -> Result<TcpStream, Error> {
    connect_to(&resolve(host, port, resolve_in, close)?, connect_in, close)
}

/// The addresses of a host, within `timeout`.
///
/// # Errors
/// When there is none in time, or `close` is set.
pub fn resolve(
    host: &str,
    port: u16,
    timeout: Duration,
    close: &CloseFlag,
) -> Result<Vec<SocketAddr>, Error> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(ip) = bare.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(ip, port)]);
    }
    let (tx, rx) = crossbeam_channel::bounded(1);
    let wake = tx.clone();
    let _hook = close.on_set(move || {
        let _ = wake.try_send(None);
    });
    let name = bare.to_owned();
    let resolver = thread::spawn("ito-resolve", thread::SMALL_STACK, move || {
        let found = (name.as_str(), port).to_socket_addrs().map(Iterator::collect::<Vec<_>>);
        let _ = tx.try_send(Some(found));
    })
    .map_err(Error::Resolve)?;
    match rx.recv_timeout(timeout) {
        Ok(Some(Ok(found))) if found.is_empty() => {
            Err(Error::Resolve(io::Error::new(io::ErrorKind::NotFound, "the name has no address")))
        }
        Ok(Some(Ok(found))) => Ok(found),
        Ok(Some(Err(error))) => Err(Error::Resolve(error)),
        Ok(None) => {
            resolver.abandon();
            Err(Error::Closed)
        }
        Err(RecvTimeoutError::Timeout) => {
            resolver.abandon();
            Err(Error::Timeout(Phase::Resolve))
        }
        Err(RecvTimeoutError::Disconnected) => {
            Err(Error::Resolve(io::Error::other("the resolver ended without an answer")))
        }
    }
}

/// Opens a TCP connection to the first of `addresses` that takes it; all of them share `timeout`.
///
/// # Errors
/// When none takes it in time, or `close` is set.
pub fn connect_to(
    addresses: &[SocketAddr],
    timeout: Duration,
    close: &CloseFlag,
) -> Result<TcpStream, Error> {
    let deadline = Instant::now() + timeout;
    let mut last =
        Error::Connect(io::Error::new(io::ErrorKind::NotFound, "there is no address to connect to"));
    for (i, address) in addresses.iter().enumerate() {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Error::Timeout(Phase::Connect));
        }
        // A dead first address must not eat the time of a living second one.
        let share = if i + 1 == addresses.len() { left } else { left / 2 };
        match connect_one(*address, share, close) {
            Ok(stream) => return Ok(stream),
            Err(Error::Closed) => return Err(Error::Closed),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn connect_one(address: SocketAddr, timeout: Duration, close: &CloseFlag) -> Result<TcpStream, Error> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))
        .map_err(Error::Connect)?;
    let stopper = socket.try_clone().map_err(Error::Connect)?;
    // Shutting a socket down while it connects ends the wait.
    let _hook = close.on_set(move || {
        let _ = stopper.shutdown(Shutdown::Both);
    });
    if close.is_set() {
        return Err(Error::Closed);
    }
    let done = socket.connect_timeout(&address.into(), timeout);
    if close.is_set() {
        return Err(Error::Closed);
    }
    match done {
        Ok(()) => {
            let stream = TcpStream::from(socket);
            stream.set_nodelay(true).map_err(Error::Connect)?;
            Ok(stream)
        }
        Err(error) if error.kind() == io::ErrorKind::TimedOut => Err(Error::Timeout(Phase::Connect)),
        Err(error) => Err(Error::Connect(error)),
    }
}

/// What has come on a connection, without waiting for it: 0 when the peer has left, `WouldBlock` when it is silent.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn peek(stream: &TcpStream) -> io::Result<usize> {
    // As Linux has them on every processor. One question to the system instead of three, before each request.
    const MSG_PEEK: i32 = 0x2;
    const MSG_DONTWAIT: i32 = 0x40;
    SockRef::from(stream).recv_with_flags(&mut [MaybeUninit::uninit()], MSG_PEEK | MSG_DONTWAIT)
}

/// What has come on a connection, without waiting for it: 0 when the peer has left, `WouldBlock` when it is silent.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) fn peek(stream: &TcpStream) -> io::Result<usize> {
    stream.set_nonblocking(true)?;
    let peeked = stream.peek(&mut [0]);
    stream.set_nonblocking(false)?;
    peeked
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn an_address_needs_no_resolver() {
        let found = resolve("[::1]", 7, Duration::ZERO, &CloseFlag::new()).unwrap();
        assert_eq!(found, ["[::1]:7".parse().unwrap()]);
    }

    #[test]
    fn a_dead_first_address_does_not_hide_a_living_second() {
        let dead = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let alive = TcpListener::bind("127.0.0.1:0").unwrap();
        let found = [dead, alive.local_addr().unwrap()];
        let stream = connect_to(&found, Duration::from_secs(5), &CloseFlag::new()).unwrap();
        assert_eq!(stream.peer_addr().unwrap(), alive.local_addr().unwrap());
    }

    #[test]
    fn a_set_close_flag_ends_a_connect_before_it_begins() {
        let close = CloseFlag::new();
        close.set();
        let alive = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        assert!(matches!(connect_to(&[alive], Duration::from_secs(60), &close), Err(Error::Closed)));
    }

    #[test]
    fn a_connect_that_hangs_is_ended_by_the_close_flag() {
        // A listener whose backlog is full drops further SYNs, so that the next connect hangs.
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        socket.bind(&"127.0.0.1:0".parse::<SocketAddr>().unwrap().into()).unwrap();
        socket.listen(0).unwrap();
        let address = socket.local_addr().unwrap().as_socket().unwrap();
        let mut held = Vec::new();
        while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
            held.push(stream);
            assert!(held.len() < 1000, "the backlog never fills");
        }
        let close = CloseFlag::new();
        let setter = close.clone();
        let started = Instant::now();
        let closer = thread::spawn("closer", thread::SMALL_STACK, move || {
            setter.wait_timeout(Duration::from_millis(100));
            setter.set();
        })
        .unwrap();
        assert!(matches!(connect_to(&[address], Duration::from_secs(60), &close), Err(Error::Closed)));
        assert!(started.elapsed() < Duration::from_secs(30));
        closer.join().unwrap();
    }
}
