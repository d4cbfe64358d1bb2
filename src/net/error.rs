//! What can go wrong between here and a server, each with its place and its phase.

use std::{fmt, io};

/// A step of reaching a server that has a deadline of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// Finding the addresses of a host name.
    Resolve,
    /// Opening the TCP connection.
    Connect,
    /// The TLS handshake.
    Tls,
    /// Being let through by the proxy.
    Proxy,
    /// The WebSocket upgrade.
    Upgrade,
    /// Writing bytes.
    Write,
    /// Waiting for the head of the answer to an HTTP request.
    Answer,
    /// Reading the body of that answer.
    Body,
    /// The call as a whole.
    Whole,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Resolve => "resolving the name",
            Self::Connect => "connecting",
            Self::Tls => "the TLS handshake",
            Self::Proxy => "being let through by the proxy",
            Self::Upgrade => "the WebSocket upgrade",
            Self::Write => "writing",
            Self::Answer => "waiting for the answer",
            Self::Body => "reading the answer",
            Self::Whole => "the call as a whole",
        })
    }
}

/// A failure below Discord's protocols.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The close flag was set.
    Closed,
    /// A phase took longer than it may.
    Timeout(Phase),
    /// The host's name has no address.
    Resolve(io::Error),
    /// No address of the host took the connection.
    Connect(io::Error),
    /// The TLS handshake failed: a bad certificate, or a peer that speaks no TLS.
    Tls(io::Error),
    /// The server answered the upgrade with this HTTP status.
    Refused(u16),
    /// The answer to the upgrade is no WebSocket handshake.
    Handshake(Box<str>),
    /// The peer broke the rules of WebSocket.
    Protocol(Box<str>),
    /// A message is larger than what is accepted.
    TooLarge(Box<str>),
    /// The connection broke.
    Io(io::Error),
    /// The address cannot be used.
    Address(Box<str>),
    /// The certificates to be trusted cannot be used.
    Trust(Box<str>),
    /// The proxy let nothing through.
    Proxy {
        /// Where it is: `host:port`.
        place: Box<str>,
        /// What went wrong there.
        problem: ProxyProblem,
    },
}

/// What went wrong with a proxy.
#[derive(Debug)]
#[non_exhaustive]
pub enum ProxyProblem {
    /// The proxy itself could not be reached, broke the connection, or took too long.
    Unreachable(Box<Error>),
    /// It wants a user and a password, or others.
    Credentials,
    /// It refused, in these words.
    Refused(Box<str>),
    /// What it answered is none: is it a proxy of this kind?
    Garbage(Box<str>),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => f.write_str("closed by this side"),
            Self::Timeout(phase) => write!(f, "{phase} took too long"),
            Self::Resolve(_) => f.write_str("the name does not resolve"),
            Self::Connect(_) => f.write_str("the connection could not be opened"),
            Self::Tls(_) => f.write_str("the TLS handshake failed"),
            Self::Refused(status) => {
                write!(f, "the WebSocket upgrade was answered with HTTP status {status}")
            }
            Self::Handshake(why) => write!(f, "the answer to the WebSocket upgrade is none: {why}"),
            Self::Protocol(why) => write!(f, "the peer broke the WebSocket protocol: {why}"),
            Self::TooLarge(why) => write!(f, "a message is too large: {why}"),
            Self::Io(_) => f.write_str("the connection broke"),
            Self::Address(why) => write!(f, "the address cannot be used: {why}"),
            Self::Trust(why) => write!(f, "the certificates to be trusted cannot be used: {why}"),
            Self::Proxy { place, problem } => write!(f, "the proxy {place} {problem}"),
        }
    }
}

impl fmt::Display for ProxyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(error) => write!(f, "gives no connection: {error}"),
            Self::Credentials => f.write_str("wants another user or password; give them with Proxy::basic"),
            Self::Refused(why) => write!(f, "refused the connection: {why}"),
            Self::Garbage(what) => write!(f, "answered {what}; is it a proxy of this kind?"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Resolve(e) | Self::Connect(e) | Self::Tls(e) | Self::Io(e) => Some(e),
            Self::Proxy { problem: ProxyProblem::Unreachable(error), .. } => error.source(),
            _ => None,
        }
    }
}
