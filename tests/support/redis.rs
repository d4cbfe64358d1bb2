//! A server that speaks as much of Redis's protocol as is asked of it, on loopback.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use ito::sync::thread;

/// Keys by database and name.
type Keys = Arc<Mutex<BTreeMap<(String, String), Vec<u8>>>>;

/// A server with a password.
pub(crate) struct RedisServer {
    address: SocketAddr,
    pub(crate) keys: Keys,
    ends: Arc<AtomicBool>,
    _acceptor: thread::Thread<()>,
}

impl RedisServer {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (keys, ends) = (Keys::default(), Arc::<AtomicBool>::default());
        let (all, over) = (keys.clone(), ends.clone());
        // A connection after the other, as clients here make them.
        let accept = move || {
            while let (Ok((stream, _)), false) = (listener.accept(), over.load(Ordering::Relaxed)) {
                let _ = serve(stream, &all);
            }
        };
        let acceptor = thread::spawn("redis", thread::SMALL_STACK, accept).unwrap();
        Self { address, keys, ends, _acceptor: acceptor }
    }

    /// Where it is, with its password and a database.
    pub(crate) fn url(&self) -> String {
        format!("redis://:{PASSWORD}@{}/3", self.address)
    }

    /// The same with a password that is wrong.
    pub(crate) fn wrong_url(&self) -> String {
        format!("redis://:guess@{}/3", self.address)
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(stream: TcpStream, keys: &Keys) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let (mut knows_password, mut database) = (false, "0".to_owned());
    loop {
        let words = command(&mut stream)?;
        let text = |at: usize| String::from_utf8_lossy(words.get(at).map_or(&[], Vec::as_slice)).into_owned();
        let key = |database: &str| (database.to_owned(), text(1));
        let mut keys = keys.lock().unwrap();
        let answer = match text(0).as_str() {
            "AUTH" if text(1) == PASSWORD => {
                knows_password = true;
                b"+OK\r\n".to_vec()
            }
            "AUTH" => b"-WRONGPASS invalid username-password pair or user is disabled.\r\n".to_vec(),
            _ if !knows_password => b"-NOAUTH Authentication required.\r\n".to_vec(),
            "SELECT" => {
                database = text(1);
                b"+OK\r\n".to_vec()
            }
            "SET" => {
                keys.insert(key(&database), words[2].clone());
                b"+OK\r\n".to_vec()
            }
            "GET" => match keys.get(&key(&database)) {
                Some(value) => [format!("${}\r\n", value.len()).as_bytes(), value, b"\r\n"].concat(),
                None => b"$-1\r\n".to_vec(),
            },
            "DEL" => format!(":{}\r\n", u8::from(keys.remove(&key(&database)).is_some())).into_bytes(),
            other => format!("-ERR unknown command '{other}'\r\n").into_bytes(),
        };
        drop(keys);
        stream.get_mut().write_all(&answer)?;
    }
}

/// An array of texts.
fn command(stream: &mut BufReader<TcpStream>) -> io::Result<Vec<Vec<u8>>> {
    let number = |stream: &mut BufReader<TcpStream>, sign: char| -> io::Result<usize> {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let number = line.strip_prefix(sign).and_then(|line| line.strip_suffix("\r\n"));
        number.and_then(|number| number.parse().ok()).ok_or(io::ErrorKind::UnexpectedEof.into())
    };
    let count = number(stream, '*')?;
    let mut words = Vec::new();
    for _ in 0..count {
        let mut word = vec![0; number(stream, '$')? + 2];
        stream.read_exact(&mut word)?;
        word.truncate(word.len() - 2);
        words.push(word);
    }
    Ok(words)
}

const PASSWORD: &str = "open-sesame";
