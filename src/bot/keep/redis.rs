//! A Redis server, or another that speaks its protocol (RESP), as a store of limits and of what the cache holds.
//!
//! ```text
//! PREFIX:limits             what is known of limits
//! PREFIX:cache              "NAME PARTS": which parts are the last that were kept whole
//! PREFIX:cache:NAME:0 …     the parts, each 1 MiB at the most
//! ```

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use crate::cache::CacheStore;
use crate::model::Secret;
use crate::rest::LimitStore;

/// A Redis server that keeps what the cache holds ([`Builder::cache_store`](crate::Builder::cache_store)), and what is known
/// of limits ([`Builder::keep_limits`](crate::Builder::keep_limits)), for a bot whose machine has no disk that stays.
///
/// Connections are made when they are needed, without TLS. To connect, and each answer, may take a second. What is kept of
/// the cache is forgotten by the server after an hour, as the sessions that it belongs to are long before.
///
/// ```no_run
/// use ito::Bot;
/// use ito::bot::Redis;
///
/// let redis = Redis::new("redis://:a%20password@10.0.0.5:6379/2", "mybot")?;
/// let bot = Bot::builder("a.token")
///     .keep_sessions("bot.sessions")
///     .cache_store(redis.clone())
///     .keep_limits(redis)
///     .build()?;
/// # Ok::<(), ito::Error>(())
/// ```
#[derive(Clone)]
pub struct Redis {
    host: String,
    port: u16,
    user: Option<String>,
    password: Option<Secret>,
    database: u32,
    prefix: String,
}

impl Redis {
    /// The server at `redis://[[user]:password@]host[:port][/database]`, port 6379 and database 0 unless they are named;
    /// each key begins with `prefix` and `:`. Each process of a bot needs a prefix of its own.
    ///
    /// # Errors
    /// [`InvalidInput`](io::ErrorKind::InvalidInput) when the address cannot be read.
    pub fn new(address: &str, prefix: &str) -> io::Result<Self> {
        let wrong = |what: &str| {
            let why = format!(
                "the address of Redis {what}; it is to be redis://[[user]:password@]host[:port][/database]"
            );
            io::Error::new(io::ErrorKind::InvalidInput, why)
        };
        if address.starts_with("rediss:") {
            return Err(wrong("asks for TLS, which is not spoken here"));
        }
        let rest = address.strip_prefix("redis://").ok_or_else(|| wrong("does not begin with redis://"))?;
        let (login, place) =
            rest.rsplit_once('@').map_or((None, rest), |(login, place)| (Some(login), place));
        let (user, password) = login.map_or(("", None), |login| match login.split_once(':') {
            Some((user, password)) => (user, Some(password)),
            None => (login, Some("")),
        });
        if password == Some("") {
            return Err(wrong("has a user and no password"));
        }
        let (place, database) = place.split_once('/').unwrap_or((place, ""));
        let database = if database.is_empty() { Ok(0) } else { database.parse() };
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()),
            _ => (place, Some(6379)),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        if host.is_empty() {
            return Err(wrong("names no host"));
        }
        let plain = |text: &str| {
            plain(text).ok_or_else(|| wrong("has a % that is not before two hexadecimal digits"))
        };
        Ok(Self {
            host: host.to_owned(),
            port: port.ok_or_else(|| wrong("has a port that is none"))?,
            user: (!user.is_empty()).then(|| plain(user)).transpose()?,
            password: password.map(plain).transpose()?.map(Secret::from),
            database: database.map_err(|_| wrong("has a database that is no number"))?,
            prefix: prefix.to_owned(),
        })
    }

    fn connect(&self) -> io::Result<Connection> {
        let place = format!("{}:{}", self.host, self.port);
        let stream = self.reach().map_err(|error| explained(&place, error))?;
        let mut connection = Connection { stream: BufReader::new(stream), place };
        match (&self.user, &self.password) {
            (Some(user), Some(password)) => connection.ask(&["AUTH", user, password])?,
            (None, Some(password)) => connection.ask(&["AUTH", password])?,
            _ => None,
        };
        if self.database > 0 {
            connection.ask(&["SELECT", &self.database.to_string()])?;
        }
        Ok(connection)
    }

    /// The first of the host's addresses that answers.
    fn reach(&self) -> io::Result<TcpStream> {
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
        for address in (self.host.as_str(), self.port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, PATIENCE) {
                Ok(stream) => {
                    stream.set_read_timeout(Some(PATIENCE))?;
                    stream.set_write_timeout(Some(PATIENCE))?;
                    stream.set_nodelay(true)?;
                    return Ok(stream);
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    fn key(&self, name: &str) -> String {
        format!("{}:{name}", self.prefix)
    }
}

impl LimitStore for Redis {
    fn load(&self) -> io::Result<Option<String>> {
        let known = self.connect()?.ask(&["GET", &self.key("limits")])?;
        known.map(|known| String::from_utf8(known).map_err(io::Error::other)).transpose()
    }

    fn save(&self, known: &str) -> io::Result<()> {
        self.connect()?.ask(&["SET", &self.key("limits"), known]).map(drop)
    }
}

impl CacheStore for Redis {
    fn load(&self) -> io::Result<Option<Box<dyn Read>>> {
        let mut connection = self.connect()?;
        let Some((name, count)) = connection.last_kept(&self.key("cache"))? else { return Ok(None) };
        let keys = (0..count).map(|part| part_key(&self.key("cache"), &name, part)).collect();
        Ok(Some(Box::new(Parts { connection, keys, part: io::Cursor::default() })))
    }

    fn save(&self, snapshot: &mut dyn Read) -> io::Result<()> {
        let mut connection = self.connect()?;
        let place = self.key("cache");
        let before = connection.last_kept(&place)?;
        let name = format!("{:016x}", fastrand::u64(..));
        let (mut count, mut part) = (0, Vec::new());
        loop {
            part.clear();
            if snapshot.take(PART).read_to_end(&mut part)? == 0 {
                break;
            }
            let key = part_key(&place, &name, count);
            connection.send(&[b"SET", key.as_bytes(), &part, b"EX", FORGOTTEN.as_bytes()])?;
            count += 1;
        }
        connection.ask(&["SET", &place, &format!("{name} {count}"), "EX", FORGOTTEN])?;
        if let Some((name, count)) = before {
            for part in 0..count {
                connection.ask(&["DEL", &part_key(&place, &name, part)])?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redis")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

/// What was kept, a part after the other.
struct Parts {
    connection: Connection,
    keys: std::collections::VecDeque<String>,
    part: io::Cursor<Vec<u8>>,
}

impl Read for Parts {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.part.read(buffer)?;
        if count > 0 || buffer.is_empty() {
            return Ok(count);
        }
        let Some(key) = self.keys.pop_front() else { return Ok(0) };
        let part = self.connection.ask(&["GET", &key])?;
        self.part = io::Cursor::new(part.ok_or_else(|| io::Error::other(format!("the key {key} is gone")))?);
        self.part.read(buffer)
    }
}

/// A connection that has logged in.
struct Connection {
    stream: BufReader<TcpStream>,
    /// For errors.
    place: String,
}

impl Connection {
    /// Which parts were kept last, and how many.
    fn last_kept(&mut self, place: &str) -> io::Result<Option<(String, u64)>> {
        let kept = self.ask(&["GET", place])?.and_then(|kept| String::from_utf8(kept).ok());
        Ok(kept.and_then(|kept| {
            kept.split_once(' ').and_then(|(name, count)| Some((name.to_owned(), count.parse().ok()?)))
        }))
    }

    fn ask(&mut self, words: &[&str]) -> io::Result<Option<Vec<u8>>> {
        self.send(&words.iter().map(|word| word.as_bytes()).collect::<Vec<_>>())
    }

    /// Sends a command; gives its answer, if that is a value.
    fn send(&mut self, words: &[&[u8]]) -> io::Result<Option<Vec<u8>>> {
        let mut command = format!("*{}\r\n", words.len()).into_bytes();
        for word in words {
            write!(command, "${}\r\n", word.len())?;
            command.extend_from_slice(word);
            command.extend_from_slice(b"\r\n");
        }
        let sent = self.stream.get_mut().write_all(&command);
        sent.and_then(|()| self.answer()).map_err(|error| explained(&self.place, error))
    }

    fn answer(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = String::new();
        self.stream.by_ref().take(LONGEST_LINE).read_line(&mut line)?;
        let line = line.strip_suffix("\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
        match line.split_at_checked(1) {
            Some(("+" | ":", _) | ("$", "-1")) => Ok(None),
            Some(("$", length)) => {
                let length: u64 = length.parse().map_err(io::Error::other)?;
                let mut value = Vec::new();
                self.stream.by_ref().take(length + 2).read_to_end(&mut value)?;
                if value.len() as u64 != length + 2 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                value.truncate(value.len() - 2);
                Ok(Some(value))
            }
            Some(("-", why)) => Err(io::Error::other(why.to_owned())),
            _ => Err(io::Error::other("it does not speak Redis's protocol")),
        }
    }
}

/// The error with the place, and in words that say what a time limit of a socket does not.
fn explained(place: &str, error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => {
            let why = format!("Redis at {place} does not answer within {PATIENCE:?}");
            io::Error::new(io::ErrorKind::TimedOut, why)
        }
        kind => io::Error::new(kind, format!("Redis at {place}: {error}")),
    }
}

fn part_key(place: &str, name: &str, part: u64) -> String {
    format!("{place}:{name}:{part}")
}

/// Text in which %20 and the like stand for what they are.
fn plain(text: &str) -> Option<String> {
    let mut pieces = text.split('%');
    let mut plain = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        let (code, rest) = piece.split_at_checked(2)?;
        plain.push(u8::from_str_radix(code, 16).ok()?);
        plain.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(plain).ok()
}

/// For a connection, and for each answer.
const PATIENCE: Duration = Duration::from_secs(1);
/// In bytes.
const PART: u64 = 1024 * 1024;
/// In bytes, of what is no value.
const LONGEST_LINE: u64 = 64 * 1024;
/// After so many seconds.
const FORGOTTEN: &str = "3600";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_or_refused_with_a_reason_and_its_password_is_not_shown() {
        let redis = Redis::new("redis://ada:p%40ss%20word@[::1]:6380/3", "bot").unwrap();
        assert_eq!((redis.host.as_str(), redis.port, redis.database), ("::1", 6380, 3));
        assert_eq!((redis.user.as_deref(), redis.password.as_deref()), (Some("ada"), Some("p@ss word")));
        assert!(!format!("{redis:?}").contains("p@ss"));
        let short = Redis::new("redis://there", "bot").unwrap();
        assert_eq!((short.host.as_str(), short.port, short.database), ("there", 6379, 0));
        assert!(short.user.is_none() && short.password.is_none());
        for (address, says) in [
            ("rediss://there", "TLS"),
            ("there:6379", "redis://"),
            ("redis://:6379", "host"),
            ("redis://there:port", "port"),
            ("redis://there/one", "database"),
            ("redis://ada@there", "no password"),
            ("redis://:p%4@there", "hexadecimal"),
        ] {
            let error = Redis::new(address, "bot").unwrap_err().to_string();
            assert!(error.contains(says), "{address}: {error}");
        }
    }
}
