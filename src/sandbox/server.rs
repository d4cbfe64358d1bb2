//! The listeners, a thread per connection, and what all of them share.
//!
//! Threads: `ito-sbx-accept` and `ito-sbx-resume` take connections; each connection has `ito-sbx-n`, and `ito-sbx-out-n`
//! once it is a gateway. All are joined when the sandbox stops.
//! Locks: `state` over everything that is known, with a condition variable that tells of each change; `threads`,
//! `streams` and `resume` over what has to be ended. Of these `state` alone is held while an outbox is filled.

use std::collections::HashMap;
use std::io::{self, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use socket2::{Domain, Protocol, Socket, Type};

use super::api::limit::Limits;
use super::builder::Settings;
use super::description::Description;
use super::faults::{Faults, ResumeHost};
use super::http::{Answer, Head, Reader};
use super::seen::Seen;
use super::sessions::{Scope, Sessions};
use super::world::World;
use super::{Error, api, gateway};
use crate::sync::thread::{self, Thread};
use crate::sync::{CloseFlag, Condvar, Mutex};

/// What every thread of a sandbox shares.
pub(super) struct Shared {
    pub(super) settings: Settings,
    pub(super) description: Option<Description>,
    pub(super) token: String,
    pub(super) port: u16,
    pub(super) resume_port: u16,
    pub(super) close: CloseFlag,
    pub(super) changed: Condvar,
    state: Mutex<State>,
    connections: AtomicU64,
    threads: Mutex<Vec<Thread<()>>>,
    streams: Mutex<HashMap<u64, TcpStream>>,
    resume: Mutex<Resume>,
}

/// Everything that is known.
#[derive(Debug)]
pub(super) struct State {
    pub(super) world: World,
    pub(super) sessions: Sessions,
    pub(super) seen: Seen,
    pub(super) faults: Faults,
    pub(super) limits: Limits,
    /// Answers `GET /gateway/bot` when it is set.
    pub(super) gateway_bot: Option<Value>,
}

impl State {
    /// Tells every session that hears of it.
    pub(super) fn emit(&mut self, event: &str, scope: Scope, data: &Value) {
        self.sessions.dispatch(event, scope, data, self.world.bot);
    }

    /// Where events of a channel go.
    pub(super) fn scope_of(&self, channel: u64) -> Scope {
        self.world.channels.get(&channel).and_then(|c| c.guild).map_or(Scope::Direct, Scope::Guild)
    }
}

struct Resume {
    how: ResumeHost,
    /// Set to end the thread that takes connections there.
    stop: CloseFlag,
    thread: Option<Thread<()>>,
    /// While it refuses: keeps the port, so that no other sandbox gets it and hears who resumes.
    held: Option<Socket>,
}

impl Shared {
    pub(super) fn start(settings: Settings, description: Option<Description>) -> io::Result<Arc<Self>> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, settings.port))?;
        let resume = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let world = World::new();
        let shared = Arc::new(Self {
            token: token(world.bot),
            port: listener.local_addr()?.port(),
            resume_port: resume.local_addr()?.port(),
            close: CloseFlag::new(),
            changed: Condvar::new(),
            state: Mutex::new(State {
                world,
                sessions: Sessions::default(),
                seen: Seen::default(),
                faults: Faults::default(),
                limits: Limits::default(),
                gateway_bot: None,
            }),
            connections: AtomicU64::new(0),
            threads: Mutex::new(Vec::new()),
            streams: Mutex::new(HashMap::new()),
            resume: Mutex::new(Resume {
                how: ResumeHost::Alive,
                stop: CloseFlag::new(),
                thread: None,
                held: None,
            }),
            settings,
            description,
        });
        let accepting = shared.clone();
        let stop = shared.close.clone();
        let main = thread::spawn("ito-sbx-accept", thread::SMALL_STACK, move || {
            accepting.accept(&listener, &stop, Host::Main);
        })?;
        shared.threads.lock().push(main);
        shared.open_resume_host(resume)?;
        Ok(shared)
    }

    /// Changes or reads the state and wakes whoever waits for a change.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.lock();
        let result = act(&mut state);
        self.changed.notify_all();
        result
    }

    /// Changes the state in a way that nobody waits for.
    pub(super) fn quietly<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock())
    }

    /// The error of a wait in vain.
    pub(super) fn in_vain(&self, what: &str, within: Duration) -> Error {
        if self.close.is_set() {
            return Error::Stopped;
        }
        let seen = self.quietly(|state| state.seen.summary());
        Error::Timeout { what: what.to_owned(), within, seen }
    }

    /// Ends a connection without a goodbye.
    pub(super) fn cut(&self, connection: u64) {
        if let Some(stream) = self.streams.lock().get(&connection) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Waits until `found` finds something, at most until `deadline` or the stop.
    pub(super) fn wait<T>(
        &self,
        deadline: Instant,
        mut found: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        let mut state = self.state.lock();
        loop {
            if let Some(found) = found(&mut state) {
                return Some(found);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || self.close.is_set() {
                return None;
            }
            state = self.changed.wait_timeout(state, left);
        }
    }

    pub(super) fn resume_host(self: &Arc<Self>, how: ResumeHost) -> io::Result<()> {
        let ended = {
            let mut resume = self.resume.lock();
            resume.how = how;
            if how == ResumeHost::Refused {
                resume.stop.set();
                resume.thread.take()
            } else if let Some(held) = resume.held.take() {
                drop(resume);
                held.listen(BACKLOG)?;
                return self.open_resume_host(held.into());
            } else {
                None
            }
        };
        if let Some(thread) = ended {
            knock(self.resume_port);
            drop(thread);
            let held = Socket::new(Domain::IPV4, Type::STREAM, Some(Protocol::TCP))?;
            held.set_reuse_address(true)?;
            held.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, self.resume_port)).into())?;
            self.resume.lock().held = Some(held);
        }
        Ok(())
    }

    /// Ends every connection and joins every thread.
    pub(super) fn stop(&self) {
        self.close.set();
        let resume = {
            let mut resume = self.resume.lock();
            resume.stop.set();
            resume.thread.take()
        };
        knock(self.port);
        if resume.is_some() {
            knock(self.resume_port);
        }
        drop(resume);
        self.with(|state| {
            for connection in state.sessions.connections.values() {
                connection.outbox.finish();
            }
        });
        loop {
            for stream in self.streams.lock().values() {
                let _ = stream.shutdown(Shutdown::Both);
            }
            let Some(thread) = self.threads.lock().pop() else { break };
            drop(thread);
        }
    }

    fn open_resume_host(self: &Arc<Self>, listener: TcpListener) -> io::Result<()> {
        let stop = self.close.child();
        let (accepting, until) = (self.clone(), stop.clone());
        let thread = thread::spawn("ito-sbx-resume", thread::SMALL_STACK, move || {
            accepting.accept(&listener, &until, Host::Resume);
        })?;
        let mut resume = self.resume.lock();
        resume.stop = stop;
        resume.thread = Some(thread);
        Ok(())
    }

    fn accept(self: &Arc<Self>, listener: &TcpListener, stop: &CloseFlag, host: Host) {
        loop {
            let accepted = listener.accept();
            if stop.is_set() {
                return;
            }
            match accepted {
                Ok((stream, _)) => {
                    if let Err(error) = self.take(stream, host) {
                        log::warn!("the sandbox could not take a connection: {error}");
                    }
                }
                // Too many open files and the like: they pass, or the sandbox is stopped.
                Err(error) => {
                    log::warn!("the sandbox could not take a connection: {error}");
                    stop.wait_timeout(Duration::from_millis(50));
                }
            }
        }
    }

    fn take(self: &Arc<Self>, stream: TcpStream, host: Host) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let n = self.connections.fetch_add(1, Ordering::Relaxed) + 1;
        self.streams.lock().insert(n, stream.try_clone()?);
        let shared = self.clone();
        let thread = thread::spawn(format!("ito-sbx-{n}"), STACK, move || {
            let _ = shared.serve(n, &stream, host);
            shared.streams.lock().remove(&n);
        });
        match thread {
            Ok(thread) => {
                let mut threads = self.threads.lock();
                threads.retain(|t| !t.is_finished());
                threads.push(thread);
                Ok(())
            }
            Err(error) => {
                self.streams.lock().remove(&n);
                Err(error)
            }
        }
    }

    fn serve(self: &Arc<Self>, n: u64, stream: &TcpStream, host: Host) -> io::Result<()> {
        let mut reader = Reader::new(stream.try_clone()?);
        let how = if host == Host::Resume { self.resume.lock().how } else { ResumeHost::Alive };
        if how == ResumeHost::Silent {
            wait_until_gone(stream);
            return Ok(());
        }
        let mut out = stream;
        while let Some(head) = reader.next()? {
            if let ResumeHost::Status(status) = how {
                return out.write_all(&Answer::html(status).encode(false));
            }
            if is_upgrade(&head) {
                let (_, ahead) = reader.into_parts();
                gateway::serve(self, n, stream, ahead, &head, host == Host::Resume);
                return Ok(());
            }
            let Some(answer) = api::answer(self, stream, &head) else { return Ok(()) };
            let keep = head.keeps_alive();
            out.write_all(&answer.encode(keep))?;
            if !keep {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// Reads and forgets until the client hangs up; a stop of the sandbox shuts the socket down.
pub(super) fn wait_until_gone(stream: &TcpStream) {
    let mut stream = stream;
    let mut sink = [0; 4096];
    while matches!(io::Read::read(&mut stream, &mut sink), Ok(n) if n > 0) {}
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Host {
    Main,
    Resume,
}

fn is_upgrade(head: &Head) -> bool {
    head.header("upgrade").is_some_and(|u| u.eq_ignore_ascii_case("websocket"))
}

/// Wakes the thread that waits for connections at that port.
fn knock(port: u16) {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let _ = TcpStream::connect_timeout(&address, Duration::from_secs(1));
}

/// A token of the form that Discord's have: the bot's id in base 64, a time, a signature.
fn token(bot: u64) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bot.to_string().as_bytes().chunks(3) {
        let bits = (0..3).fold(0, |bits, i| bits << 8 | u32::from(chunk.get(i).copied().unwrap_or(0)));
        for i in 0..=chunk.len() {
            text.push(DIGITS[(bits >> (18 - 6 * i) & 63) as usize] as char);
        }
    }
    text.push_str(".Sandbx.");
    text.extend((0..27).map(|_| fastrand::alphanumeric()));
    text
}

/// JSON of the clients is read on these threads.
const STACK: usize = 1024 * 1024;
/// Connections that wait to be taken.
const BACKLOG: i32 = 128;
