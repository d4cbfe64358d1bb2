//! Interactions that are answered by the thousand, and a look for what is left of their tokens in this process's memory.
//! Whoever answers and whoever is asked wipes what is his own, so that what is found is the library's.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};

use ito::Endpoints;
use ito::model::Id;
use ito::rest::{Config, InteractionResponse, Rest};

/// Answers so many interactions, each with a token of its own, eight at a time; `look` is told the number of each before.
pub(crate) fn answer(interactions: u64, look: impl Fn(u64) + Sync) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let endpoints = format!("http://{}/api/v10", listener.local_addr().expect("it is bound"));
    let rest = Rest::new(Endpoints::new(&endpoints).expect("an address"), None, Config::default())
        .expect("the defaults can be used");
    let next = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..ANSWERERS {
            let (listener, next, rest, look) = (&listener, &next, &rest, &look);
            scope.spawn(move || take(&listener.accept().expect("a connection").0));
            scope.spawn(move || {
                let mut token = String::with_capacity(LENGTH);
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= interactions {
                        break;
                    }
                    look(number);
                    token.clear();
                    write!(token, "{MARK}{number:016}").expect("a string takes all");
                    let answer = InteractionResponse::message("pong");
                    let asked = rest.create_interaction_response(Id::new(number + 1), &token, answer).send();
                    if let Err(error) = asked {
                        assert!(error.is_closed(), "{error}");
                    }
                }
                wipe(&mut token.into_bytes());
                // The connections end, and with them those who take what is sent.
                rest.close();
            });
        }
    });
}

/// The numbers of the tokens in this process's memory, buffers and what was freed included; nothing where no system shows it.
pub(crate) fn in_memory() -> Option<BTreeSet<u64>> {
    let maps = std::fs::read_to_string("/proc/self/maps").ok()?;
    let mut memory = File::open("/proc/self/mem").ok()?;
    let mut found = BTreeSet::new();
    let mut piece = vec![0; 1 << 20];
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (range, _) = line.split_once(' ')?;
        let (begin, end) = range.split_once('-')?;
        let (mut at, end) = (u64::from_str_radix(begin, 16).ok()?, u64::from_str_radix(end, 16).ok()?);
        while at < end {
            memory.seek(SeekFrom::Start(at)).ok()?;
            let most = piece.len().min((end - at) as usize);
            let Ok(read @ 1..) = memory.read(&mut piece[..most]) else { break };
            let tokens = piece[..read].windows(LENGTH).filter(|window| {
                window.starts_with(MARK.as_bytes()) && window[MARK.len()..].iter().all(u8::is_ascii_digit)
            });
            // Kept as numbers, so that none of them is found again.
            found.extend(
                tokens
                    .filter_map(|token| std::str::from_utf8(&token[MARK.len()..]).ok()?.parse::<u64>().ok()),
            );
            // A token may lie over two pieces.
            let is_last = read < most || at + (read as u64) == end;
            at += if is_last { read } else { read - LENGTH } as u64;
        }
    }
    Some(found)
}

/// Answers whatever comes with a bucket that has room.
fn take(mut stream: &TcpStream) {
    let (mut bytes, mut filled) = (vec![0; 64 * 1024], 0);
    loop {
        match stream.read(&mut bytes[filled..]) {
            Ok(0) | Err(_) => break,
            Ok(n) => filled += n,
        }
        let Some(end) = bytes[..filled].windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = bytes[..end].to_ascii_lowercase();
        let length =
            head.split(|byte| *byte == b'\n').find_map(|line| line.strip_prefix(b"content-length: "));
        let length = length.map(|length| String::from_utf8_lossy(length).trim().parse::<usize>());
        if filled < end + 4 + length.map_or(0, |length| length.expect("a number")) {
            continue;
        }
        wipe(&mut bytes[..filled]);
        filled = 0;
        let head = "HTTP/1.1 204 No Content\r\nX-RateLimit-Bucket: abc\r\nX-RateLimit-Limit: 5\r\n\
                    X-RateLimit-Remaining: 4\r\nX-RateLimit-Reset-After: 1.000\r\n\r\n";
        if stream.write_all(head.as_bytes()).is_err() {
            break;
        }
    }
    wipe(&mut bytes);
}

fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    std::hint::black_box(bytes);
}

/// What each token begins with; its number follows.
const MARK: &str = "aW50ZXJhY3Rpb246";
const LENGTH: usize = MARK.len() + 16;
const ANSWERERS: usize = 8;
