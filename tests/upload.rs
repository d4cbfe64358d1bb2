//! Large files: sent piece by piece, with a length or in chunks, and never held in memory.

mod support;

use std::fs::File as OnDisk;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

use ito::model::Id;
use ito::rest::{Config, File, Rest};
use ito::sync::thread;
use ito::{Endpoints, Token};

use self::support::resident;

const MIB: usize = 1024 * 1024;
const LARGE: u64 = 200 * MIB as u64;
/// Far below the file, far above what else moves in a process.
const MOST_GROWTH: usize = 24 * MIB;

#[test]
fn r12_a_large_file_is_never_held_in_memory() {
    let folder = std::env::temp_dir().join(format!("ito-upload-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("large.bin");
    OnDisk::create(&path).unwrap().set_len(LARGE).unwrap();
    let of_path = upload(File::path(&path));
    std::fs::remove_dir_all(&folder).unwrap();
    let with_length = upload(File::reader("large.bin", io::repeat(7).take(LARGE), Some(LARGE)));
    let in_chunks = upload(File::reader("large.bin", io::repeat(7).take(LARGE), None));
    check("path", of_path, true);
    check("reader", with_length, true);
    check("chunks", in_chunks, false);
}

#[test]
fn r13_what_there_is_at_an_address_is_sent_on_while_it_comes() {
    for (way, length) in [("with a length", Some(LARGE)), ("until its end", None)] {
        let (address, serving) = source(length);
        check(way, upload(File::url("large.bin", address)), length.is_some());
        serving.join().unwrap();
    }
}

fn check(way: &str, got: Got, has_length: bool) {
    assert_eq!(got.has_length, has_length, "{way}");
    assert!((LARGE..LARGE + 4096).contains(&got.body), "{way}: {} bytes came", got.body);
    assert!(got.growth < MOST_GROWTH, "{way}: memory grew by {} MiB", got.growth / MIB);
}

/// The address of a large file, whose length is told or not; it is given once.
fn source(length: Option<u64>) -> (String, thread::Thread<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/large.bin", listener.local_addr().unwrap());
    let serve = move || {
        let mut stream = listener.accept().unwrap().0;
        read_head(&mut BufReader::new(&stream));
        let length = length.map_or(String::new(), |length| format!("Content-Length: {length}\r\n"));
        write!(stream, "HTTP/1.1 200 OK\r\n{length}Connection: close\r\n\r\n").unwrap();
        io::copy(&mut io::repeat(7).take(LARGE), &mut stream).unwrap();
    };
    (address, thread::spawn("source", thread::SMALL_STACK, serve).unwrap())
}

/// What came to the server.
struct Got {
    has_length: bool,
    body: u64,
    /// By how much memory had grown when it was largest.
    growth: usize,
}

fn upload(file: File) -> Got {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoints = Endpoints::new(&format!("http://{}/api/v10", listener.local_addr().unwrap())).unwrap();
    let server = thread::spawn("drain", thread::SMALL_STACK, move || drain(&listener.accept().unwrap().0));
    let rest = Rest::new(endpoints, Some(Token::new("a.token").unwrap()), Config::default()).unwrap();
    let message = rest.create_message(Id::new(7)).attach(file).send().unwrap();
    assert_eq!(message.id, Id::new(1));
    server.unwrap().join().unwrap()
}

/// Reads one request to its end and answers it.
fn drain(mut stream: &TcpStream) -> Got {
    let mut reader = BufReader::with_capacity(256 * 1024, stream);
    let length = read_head(&mut reader);
    let mut sink = Sink { before: resident(), growth: 0, count: 0 };
    match length {
        Some(length) => {
            io::copy(&mut reader.by_ref().take(length), &mut sink).unwrap();
        }
        None => while copy_chunk(&mut reader, &mut sink) > 0 {},
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":\"1\"}").unwrap();
    Got { has_length: length.is_some(), body: sink.count, growth: sink.growth }
}

/// Reads the head of a request, and gives the length of its body if that is told.
fn read_head(reader: &mut impl BufRead) -> Option<u64> {
    let mut length = None;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line == "\r\n" {
            return length;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = Some(value.trim().parse().unwrap());
        }
    }
}

fn copy_chunk(reader: &mut BufReader<&TcpStream>, sink: &mut Sink) -> u64 {
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let length = u64::from_str_radix(line.trim(), 16).unwrap();
    io::copy(&mut reader.by_ref().take(length), sink).unwrap();
    reader.read_line(&mut line).unwrap();
    length
}

/// Counts bytes, and looks at the memory now and then.
struct Sink {
    before: usize,
    growth: usize,
    count: u64,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let step = 8 * MIB as u64;
        let steps = self.count / step;
        self.count += bytes.len() as u64;
        if self.count / step > steps {
            self.growth = self.growth.max(resident().saturating_sub(self.before));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
