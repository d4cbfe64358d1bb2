//! A proxy of the fewest means: HTTP's CONNECT and SOCKS5, with a password or without, and faults on demand.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;

use ito::sync::{Mutex, thread};

/// What a proxy does with a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// CONNECT; the user is `ada` and the password `secret` where that is true.
    Http { locked: bool },
    /// SOCKS5; likewise.
    Socks { locked: bool },
    /// It answers with this and leaves.
    Says(&'static str),
    /// It takes connections and says nothing.
    Silent,
}

/// A proxy that takes each name for this machine.
pub(crate) struct TestProxy {
    pub(crate) address: SocketAddr,
    tunnels: Arc<Mutex<Vec<String>>>,
    ends: Arc<Mutex<Option<Vec<TcpStream>>>>,
    _acceptor: thread::Thread<()>,
}

impl TestProxy {
    pub(crate) fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (tunnels, ends) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(Some(Vec::new()))));
        let (opened, open) = (tunnels.clone(), ends.clone());
        let acceptor = spawn(move || {
            let mut serving = Vec::new();
            for stream in listener.incoming().flatten() {
                // Nothing is left to be kept once the proxy is dropped.
                let Some(open) = &mut *open.lock() else { return };
                open.push(stream.try_clone().unwrap());
                let opened = opened.clone();
                serving.push(spawn(move || drop(serve(stream, manner, &opened))));
            }
        });
        Self { address, tunnels, ends, _acceptor: acceptor }
    }

    /// `host:port` of each tunnel that was opened.
    pub(crate) fn tunnels(&self) -> Vec<String> {
        self.tunnels.lock().clone()
    }

    /// How many connections it took.
    pub(crate) fn connections(&self) -> usize {
        self.ends.lock().as_ref().map_or(0, Vec::len)
    }
}

impl Drop for TestProxy {
    fn drop(&mut self) {
        for end in self.ends.lock().take().into_iter().flatten() {
            let _ = end.shutdown(Shutdown::Both);
        }
        let _ = TcpStream::connect(self.address);
    }
}

fn spawn(run: impl FnOnce() + Send + 'static) -> thread::Thread<()> {
    thread::spawn("proxy", thread::SMALL_STACK, run).unwrap()
}

fn serve(mut stream: TcpStream, manner: Manner, tunnels: &Mutex<Vec<String>>) -> io::Result<()> {
    let (host, port) = match manner {
        Manner::Silent => return io::copy(&mut stream, &mut io::sink()).map(drop),
        Manner::Says(what) => {
            let _ = stream.read(&mut [0; 1024])?;
            stream.write_all(what.as_bytes())?;
            return stream.shutdown(Shutdown::Write);
        }
        Manner::Http { locked } => asked_by_http(&mut stream, locked)?,
        Manner::Socks { locked } => asked_by_socks(&mut stream, locked)?,
    };
    tunnels.lock().push(format!("{host}:{port}"));
    let upstream = TcpStream::connect(("127.0.0.1", port))?;
    let answer: &[u8] = match manner {
        Manner::Http { .. } => b"HTTP/1.1 200 Connection established\r\n\r\n",
        _ => &[5, 0, 0, 1, 0, 0, 0, 0, 0, 0],
    };
    stream.write_all(answer)?;
    let (back_from, back_to) = (upstream.try_clone()?, stream.try_clone()?);
    let _back = spawn(move || pump(back_from, back_to));
    pump(stream, upstream);
    Ok(())
}

fn pump(mut from: TcpStream, mut to: TcpStream) {
    let _ = io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}

fn asked_by_http(stream: &mut TcpStream, locked: bool) -> io::Result<(String, u16)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    // ada:secret
    if locked && !head.contains("\r\nProxy-Authorization: Basic YWRhOnNlY3JldA==\r\n") {
        stream
            .write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n")?;
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let target = head.strip_prefix("CONNECT ").unwrap().split(' ').next().unwrap();
    let (host, port) = target.rsplit_once(':').unwrap();
    assert!(head.contains(&format!("\r\nHost: {target}\r\n")));
    Ok((host.to_owned(), port.parse().unwrap()))
}

fn asked_by_socks(stream: &mut TcpStream, locked: bool) -> io::Result<(String, u16)> {
    let take = |stream: &mut TcpStream, count: usize| {
        let mut bytes = vec![0; count];
        stream.read_exact(&mut bytes).map(|()| bytes)
    };
    let head = take(stream, 2)?;
    let ways = take(stream, head[1].into())?;
    let way = if locked { 2 } else { 0 };
    if !ways.contains(&way) {
        stream.write_all(&[5, 0xff])?;
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    stream.write_all(&[5, way])?;
    if locked {
        let length = take(stream, 2)?[1];
        let user = take(stream, length.into())?;
        let length = take(stream, 1)?[0];
        let password = take(stream, length.into())?;
        let is_right = user == b"ada" && password == b"secret";
        stream.write_all(&[1, u8::from(!is_right)])?;
        if !is_right {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
    }
    let kind = take(stream, 4)?[3];
    let host = match kind {
        1 => take(stream, 4)?.iter().map(u8::to_string).collect::<Vec<_>>().join("."),
        3 => {
            let length = take(stream, 1)?[0];
            String::from_utf8(take(stream, length.into())?).unwrap()
        }
        other => panic!("an address of kind {other}"),
    };
    let port = take(stream, 2)?;
    Ok((host, u16::from_be_bytes([port[0], port[1]])))
}
