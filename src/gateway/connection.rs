//! One connection: WebSocket and inflater; gives payloads as text. And the address it is opened at.

use std::borrow::Cow;
use std::time::Instant;

use super::compression::{Compression, Inflater};
use super::{Config, Error};
use crate::net::{self, Address, Frame, Next, Sender, WebSocket};
use crate::sync::CloseFlag;

/// An open connection of a shard.
pub(super) struct Connection {
    socket: WebSocket,
    inflater: Inflater,
}

/// What a frame is to a shard.
pub(super) enum Heard<'a> {
    /// A payload.
    Text(Cow<'a, str>),
    /// A part of one.
    Part,
    /// Discord's goodbye.
    Close(Option<u16>, &'a str),
    /// Nothing that Discord would send.
    Malformed(Box<str>),
}

impl Connection {
    /// Opens a connection; ends early when `close` is set.
    pub(super) fn open(address: &Address, config: &Config, close: &CloseFlag) -> Result<Self, net::Error> {
        let Config { network, user_agent, timeouts, max_payload, .. } = config;
        let socket = WebSocket::connect(address, network, user_agent, timeouts, *max_payload, close)?;
        Ok(Self { socket, inflater: Inflater::new(config.compression, config.max_payload) })
    }

    /// A handle that writes.
    pub(super) fn sender(&self) -> Sender {
        self.socket.sender()
    }

    /// Waits for bytes, at most until `deadline`; false when that comes first.
    pub(super) fn wait(&mut self, deadline: Option<Instant>) -> Result<bool, net::Error> {
        self.inflater.rest();
        self.socket.wait(deadline)
    }

    /// The next frame of what came.
    pub(super) fn next_frame(&mut self) -> Result<Next, net::Error> {
        self.socket.next_frame()
    }

    /// Opens a frame.
    pub(super) fn open_frame<'a>(&'a mut self, frame: &'a Frame) -> Heard<'a> {
        match frame {
            Frame::Text(text) => Heard::Text(Cow::Borrowed(text.as_str())),
            Frame::Close(code, reason) => Heard::Close(*code, reason),
            Frame::Binary(data) => match self.inflater.inflate(data) {
                Ok(None) => Heard::Part,
                Ok(Some(payload)) => match std::str::from_utf8(payload) {
                    Ok(text) => Heard::Text(Cow::Borrowed(text)),
                    Err(_) => Heard::Malformed("a payload that is not UTF-8".into()),
                },
                Err(corrupt) => Heard::Malformed(corrupt.to_string().into()),
            },
        }
    }
}

/// The address of a connection: the one that Discord gave, its path and query kept, with `v`, `encoding` and `compress`
/// set exactly once.
pub(super) fn address(url: &str, compression: Compression) -> Result<Address, Error> {
    let (bare, query) = url.split_once('?').unwrap_or((url, ""));
    let wrong = |source| Error::Address { url: bare.into(), source: Box::new(source) };
    let ours = |pair: &&str| !matches!(pair.split('=').next(), Some("" | "v" | "encoding" | "compress"));
    let mut query: Vec<&str> = query.split('&').filter(ours).collect();
    query.extend(["v=10", "encoding=json"]);
    let compress = compression.parameter().map(|name| format!("compress={name}"));
    query.extend(compress.as_deref());
    let after_scheme = bare.find("://").map_or(0, |at| at + 3);
    let slash = if bare[after_scheme..].contains('/') { "" } else { "/" };
    Address::parse(&format!("{bare}{slash}?{}", query.join("&"))).map_err(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_what_is_its_own_and_has_each_parameter_once() {
        for (given, compression, expected) in [
            ("ws://127.0.0.1:80", Compression::None, "ws://127.0.0.1:80/?v=10&encoding=json"),
            (
                "wss://gateway.discord.gg/",
                Compression::Zstd,
                "wss://gateway.discord.gg/?v=10&encoding=json&compress=zstd-stream",
            ),
            (
                "ws://h/gw/x?token=a%2Fb%20c%26d",
                Compression::None,
                "ws://h/gw/x?token=a%2Fb%20c%26d&v=10&encoding=json",
            ),
            (
                "ws://h?v=9&encoding=etf&compress=x&a",
                Compression::Zlib,
                "ws://h/?a&v=10&encoding=json&compress=zlib-stream",
            ),
            ("ws://h/?&&", Compression::None, "ws://h/?v=10&encoding=json"),
        ] {
            assert_eq!(address(given, compression).unwrap(), Address::parse(expected).unwrap(), "{given}");
        }
    }

    #[test]
    fn an_address_that_is_none_is_named_without_its_query() {
        for given in ["", "http://h", "ws://", "ws://h:99999?token=secret", "h?token=secret"] {
            let error = address(given, Compression::None).unwrap_err().to_string();
            assert!(error.contains("address") && !error.contains("secret"), "{error}");
        }
    }
}
