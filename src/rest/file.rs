//! Files to upload: bytes, a path, an address, or a reader, read piece by piece while they are sent.
//!
//! <https://docs.discord.com/developers/reference#uploading-files>

use std::cell::{RefCell, RefMut};
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use http::Uri;

use super::Error;
use super::fields::Fields;
use super::http::{Cause, Incoming};
use crate::model::base64;

/// A file to send, with what is to be known of it.
///
/// ```no_run
/// use ito::rest::File;
///
/// let plot = File::path("plots/today.png").description("the temperature by hours").spoiler();
/// let note = File::bytes("note.txt", b"good morning".to_vec());
/// ```
#[must_use]
pub struct File {
    name: String,
    source: Source,
    details: Fields,
}

enum Source {
    Bytes(Arc<[u8]>),
    Path(PathBuf),
    Url(String),
    // A request is sent on one thread.
    Reader(RefCell<Once>),
}

/// What can be read once.
struct Once {
    read: Box<dyn Read + Send>,
    len: Option<u64>,
    begun: bool,
}

impl File {
    /// Bytes, which are not copied where they are shared.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self::new(name.into(), Source::Bytes(bytes.into()))
    }

    /// A file by its path, named as there; it is opened for each attempt to send it.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Self::new(name, Source::Path(path))
    }

    /// What there is at an address, fetched for each attempt to send it and sent on while it comes, never held whole. It is
    /// fetched without any token through the way out and within the time limits of [`Config`](super::Config), and up to ten
    /// redirects are followed.
    ///
    /// This program fetches it, not Discord: an address that strangers choose may lead into your own network.
    ///
    /// ```no_run
    /// # fn f(rest: &ito::Rest, channel: ito::model::Id<ito::model::Channel>) -> Result<(), ito::rest::Error> {
    /// use ito::rest::File;
    ///
    /// let map = File::url("map.png", "https://example.com/weather/today.png");
    /// rest.create_message(channel).content("the weather").attach(map).send()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn url(name: impl Into<String>, url: impl Into<String>) -> Self {
        Self::new(name.into(), Source::Url(url.into()))
    }

    /// What a reader gives: `len` bytes, or all until its end. It can be read once: when sending fails after its first
    /// byte, the request is not sent again.
    pub fn reader(name: impl Into<String>, reader: impl Read + Send + 'static, len: Option<u64>) -> Self {
        let once = Once { read: Box::new(reader), len, begun: false };
        Self::new(name.into(), Source::Reader(RefCell::new(once)))
    }

    fn new(name: String, source: Source) -> Self {
        Self { name, source, details: Fields::default() }
    }

    /// What it shows, for those who cannot see it, at most 1,024 characters.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.details.set("description", &description.into());
        self
    }

    /// Covers it until it is clicked.
    pub fn spoiler(mut self) -> Self {
        self.details.set("is_spoiler", &true);
        self
    }

    /// How long a voice message lasts.
    pub fn duration(mut self, duration: Duration) -> Self {
        self.details.set("duration_secs", &duration.as_secs_f64());
        self
    }

    /// The volume of a voice message over time, at most 256 values.
    pub fn waveform(mut self, volumes: &[u8]) -> Self {
        self.details.set("waveform", &base64::encode(volumes));
        self
    }

    /// How it is called for those who read the message.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// What the JSON beside it says of it.
    pub(super) fn details(&self) -> &Fields {
        &self.details
    }

    /// Whether it was read and cannot be read again.
    pub(super) fn is_spent(&self) -> bool {
        matches!(&self.source, Source::Reader(once) if once.borrow().begun)
    }

    /// Begins to read it; `fetch` asks an address.
    pub(super) fn open(&self, fetch: &Fetch<'_>) -> Result<Reading<'_>, Broken> {
        let (bytes, left) = match &self.source {
            Source::Bytes(shared) => (Bytes::Shared(shared), Some(shared.len() as u64)),
            Source::Path(path) => {
                let (file, len) = open(path).map_err(|error| {
                    self.broken(format_args!("cannot be opened at {}: {error}", path.display()))
                })?;
                (Bytes::File(file), len)
            }
            Source::Url(url) => {
                let answer = fetched(url, fetch).map_err(|why| {
                    self.broken(format_args!("cannot be fetched from {}: {why}", host(url)))
                })?;
                let length = answer.length;
                (Bytes::Fetched(Box::new(answer)), length)
            }
            Source::Reader(once) => {
                let once = once.borrow_mut();
                let len = once.len;
                (Bytes::Once(once), len)
            }
        };
        Ok(Reading { file: self, bytes, left })
    }

    fn broken(&self, what: fmt::Arguments<'_>) -> Broken {
        Broken(format!("the file {:?} {what}", self.name).into())
    }
}

/// A name and bytes.
impl<N: Into<String>, B: Into<Arc<[u8]>>> From<(N, B)> for File {
    fn from((name, bytes): (N, B)) -> Self {
        Self::bytes(name, bytes)
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::Bytes(bytes) => write!(f, "{:?} ({} bytes)", self.name, bytes.len()),
            Source::Path(path) => write!(f, "{:?} ({})", self.name, path.display()),
            Source::Url(url) => write!(f, "{:?} (from {})", self.name, host(url)),
            Source::Reader(_) => write!(f, "{:?} (a reader)", self.name),
        }
    }
}

/// How an address is asked for what there is.
pub(super) type Fetch<'a> = dyn Fn(&str) -> Result<Incoming, Cause> + 'a;

fn fetched(url: &str, fetch: &Fetch<'_>) -> Result<Incoming, String> {
    let answer = fetch(url).map_err(|cause| Error::from(cause).to_string())?;
    match answer.status {
        200 => Ok(answer),
        status => Err(format!("it is answered with status {status}")),
    }
}

/// Where an address leads, for people: what stands behind the host may be a key.
fn host(url: &str) -> String {
    let uri = url.parse::<Uri>().ok();
    let host = uri.as_ref().and_then(|uri| Some((uri.host()?, uri.port_u16())));
    match host {
        Some((host, Some(port))) => format!("{host}:{port}"),
        Some((host, None)) => host.to_owned(),
        None => "an address without a host".to_owned(),
    }
}

fn open(path: &Path) -> io::Result<(fs::File, Option<u64>)> {
    let file = fs::File::open(path)?;
    let metadata = file.metadata()?;
    // Pipes and devices have no length.
    Ok((file, metadata.is_file().then_some(metadata.len())))
}

/// A file on its way.
pub(super) struct Reading<'a> {
    file: &'a File,
    bytes: Bytes<'a>,
    /// How much is still to come, if that is known.
    left: Option<u64>,
}

enum Bytes<'a> {
    Shared(&'a [u8]),
    File(fs::File),
    Fetched(Box<Incoming>),
    Once(RefMut<'a, Once>),
}

impl Reading<'_> {
    /// How much is still to come, if that is known.
    pub(super) fn left(&self) -> Option<u64> {
        self.left
    }
}

impl Read for Reading<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let most =
            self.left.map_or(buf.len(), |left| buf.len().min(usize::try_from(left).unwrap_or(buf.len())));
        if most == 0 {
            return Ok(0);
        }
        let read = loop {
            let read = match &mut self.bytes {
                Bytes::Shared(bytes) => bytes.read(&mut buf[..most]),
                Bytes::File(file) => file.read(&mut buf[..most]),
                Bytes::Fetched(answer) => answer.read(&mut buf[..most]),
                Bytes::Once(once) => {
                    once.begun = true;
                    once.read.read(&mut buf[..most])
                }
            };
            // Whoever sends would take it for a failure of the connection.
            if !matches!(&read, Err(error) if error.kind() == io::ErrorKind::Interrupted) {
                break read;
            }
        };
        match (read, &mut self.left) {
            (Ok(0), Some(left)) => {
                let broken =
                    self.file.broken(format_args!("ended {left} bytes before the length that was said"));
                Err(io::Error::other(broken))
            }
            (Ok(n), left) => {
                if let Some(left) = left {
                    *left = left.saturating_sub(n as u64);
                }
                Ok(n)
            }
            (Err(error), _) => {
                Err(io::Error::other(self.file.broken(format_args!("cannot be read to its end: {error}"))))
            }
        }
    }
}

/// What is wrong with a file.
#[derive(Debug)]
pub(super) struct Broken(pub(super) Box<str>);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Broken {}
