//! The way to a host: directly, or through an HTTP proxy (CONNECT) or SOCKS5, whose every answer has a deadline.
//!
//! <https://www.rfc-editor.org/rfc/rfc9110#name-connect>, <https://www.rfc-editor.org/rfc/rfc1928>,
//! <https://www.rfc-editor.org/rfc/rfc1929>

use std::io::{self, Read, Write};
use std::net::{IpAddr, Shutdown, TcpStream};
use std::time::{Duration, Instant};

use super::pipe::Timed;
use super::{Error, Phase, ProxyProblem, connect};
use crate::config::{Network, ProxyProtocol, ProxyServer};
use crate::sync::CloseFlag;

/// What is to be reached.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) host: &'a str,
    pub(super) port: u16,
    pub(super) tls: bool,
}

/// Opens a TCP connection to `target` by way of `network`. A proxy has `connect_in` once more to let it through.
///
/// # Errors
/// The step that failed or took too long, or that `close` is set.
pub(super) fn reach(
    target: Target<'_>,
    network: &Network,
    resolve_in: Duration,
    connect_in: Duration,
    close: &CloseFlag,
) -> Result<TcpStream, Error> {
    let Some(proxy) = network.proxy.as_ref().and_then(|proxy| proxy.server(target.host, target.tls)) else {
        return connect(target.host, target.port, resolve_in, connect_in, close);
    };
    log::debug!(target: "ito::net", "connecting to {}:{} through {proxy:?}", target.host, target.port);
    let failed = |problem| Error::Proxy { place: proxy.place().into(), problem };
    let opened = connect(&proxy.host, proxy.port, resolve_in, connect_in, close).and_then(|stream| {
        let stopper = stream.try_clone().map_err(Error::Io)?;
        let _hook = close.on_set(move || {
            let _ = stopper.shutdown(Shutdown::Both);
        });
        let tunnel = Timed { stream: &stream, deadline: Instant::now() + connect_in };
        open_tunnel(tunnel, proxy, target).map_err(failed)?;
        Ok(stream)
    });
    match opened {
        _ if close.is_set() => Err(Error::Closed),
        Err(error @ Error::Proxy { .. }) => Err(error),
        other => other.map_err(|error| failed(ProxyProblem::Unreachable(Box::new(error)))),
    }
}

fn open_tunnel(mut tunnel: Timed<'_>, proxy: &ProxyServer, target: Target<'_>) -> Result<(), ProxyProblem> {
    match proxy.protocol {
        ProxyProtocol::Connect => open_http(&mut tunnel, proxy, target),
        ProxyProtocol::Socks5 => open_socks(&mut tunnel, proxy, target),
    }
}

fn open_http(tunnel: &mut Timed<'_>, proxy: &ProxyServer, target: Target<'_>) -> Result<(), ProxyProblem> {
    let place = format!("{}:{}", target.host, target.port);
    let mut ask = format!("CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n");
    for (name, value) in proxy.all_headers() {
        ask += &format!("{name}: {value}\r\n");
    }
    tunnel.write_all((ask + "\r\n").as_bytes()).map_err(broken)?;
    // Byte by byte: what follows the head belongs to the tunnel.
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() > LONGEST_HEAD {
            return Err(ProxyProblem::Garbage("more than a head of an answer".into()));
        }
        let [byte] = take(tunnel)?;
        head.push(byte);
        if head.len() >= 5 && !head.starts_with(b"HTTP/") {
            return Err(ProxyProblem::Garbage("something that is no HTTP".into()));
        }
    }
    let head = String::from_utf8_lossy(&head);
    let status =
        head.split(' ').nth(1).and_then(|status| status.get(..3)).and_then(|s| s.parse::<u16>().ok());
    match status {
        Some(200..=299) => Ok(()),
        Some(407) => Err(ProxyProblem::Credentials),
        Some(status) => Err(ProxyProblem::Refused(format!("HTTP status {status}").into())),
        None => Err(ProxyProblem::Garbage("HTTP without a status".into())),
    }
}

fn open_socks(tunnel: &mut Timed<'_>, proxy: &ProxyServer, target: Target<'_>) -> Result<(), ProxyProblem> {
    let wanted = if proxy.credentials.is_some() { PASSWORD } else { NOBODY };
    tunnel.write_all(&[SOCKS, 1, wanted]).map_err(broken)?;
    match (take(tunnel)?, &proxy.credentials) {
        ([SOCKS, NOBODY], None) => {}
        ([SOCKS, PASSWORD], Some(credentials)) => {
            let mut ask = vec![1];
            for text in [&credentials.user, &credentials.password] {
                ask.push(u8::try_from(text.len()).map_err(|_| ProxyProblem::Credentials)?);
                ask.extend_from_slice(text.as_bytes());
            }
            tunnel.write_all(&ask).map_err(broken)?;
            if take(tunnel)? != [1, 0] {
                return Err(ProxyProblem::Credentials);
            }
        }
        ([SOCKS, 0xff], _) => return Err(ProxyProblem::Credentials),
        _ => return Err(ProxyProblem::Garbage("something that is no SOCKS5".into())),
    }
    let mut ask = vec![SOCKS, 1, 0];
    let host = target.host.trim_start_matches('[').trim_end_matches(']');
    match host.parse() {
        Ok(IpAddr::V4(ip)) => ask.extend([&[1][..], &ip.octets()].concat()),
        Ok(IpAddr::V6(ip)) => ask.extend([&[4][..], &ip.octets()].concat()),
        Err(_) => {
            let length = u8::try_from(host.len());
            ask.extend([3, length.map_err(|_| ProxyProblem::Refused("the name is too long".into()))?]);
            ask.extend_from_slice(host.as_bytes());
        }
    }
    ask.extend(target.port.to_be_bytes());
    tunnel.write_all(&ask).map_err(broken)?;
    let [version, reply, _, kind] = take(tunnel)?;
    if version != SOCKS {
        return Err(ProxyProblem::Garbage("something that is no SOCKS5".into()));
    }
    if reply != 0 {
        return Err(ProxyProblem::Refused(said(reply).into()));
    }
    // Where the proxy speaks from; it means nothing here.
    let length = match kind {
        1 => 4,
        4 => 16,
        3 => usize::from(take::<1>(tunnel)?[0]),
        _ => return Err(ProxyProblem::Garbage("an address of no known kind".into())),
    };
    tunnel.read_exact(&mut vec![0; length + 2]).map_err(broken)
}

/// What a reply of SOCKS5 means.
fn said(reply: u8) -> &'static str {
    match reply {
        2 => "its rules forbid it",
        3 => "the network is unreachable",
        4 => "the host is unreachable",
        5 => "the host refused",
        6 => "the time to live ran out",
        _ => "a failure of its own",
    }
}

fn take<const N: usize>(tunnel: &mut Timed<'_>) -> Result<[u8; N], ProxyProblem> {
    let mut bytes = [0; N];
    tunnel.read_exact(&mut bytes).map_err(broken)?;
    Ok(bytes)
}

fn broken(error: io::Error) -> ProxyProblem {
    let error = match error.kind() {
        io::ErrorKind::TimedOut => Error::Timeout(Phase::Proxy),
        _ => Error::Io(error),
    };
    ProxyProblem::Unreachable(Box::new(error))
}

const LONGEST_HEAD: usize = 16 * 1024;
const SOCKS: u8 = 5;
const NOBODY: u8 = 0;
const PASSWORD: u8 = 2;
