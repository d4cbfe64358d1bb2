//! Transport compression: one stream per connection, fresh each time.
//!
//! <https://docs.discord.com/developers/events/gateway#transport-compression>

use std::fmt;

use flate2::{Decompress, FlushDecompress, Status};
use zstd_safe::{DCtx, DParameter, InBuffer, OutBuffer};

/// How the gateway packs what it sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Compression {
    /// Plain JSON.
    None,
    /// One zlib stream per connection.
    Zlib,
    /// One zstd stream per connection: the least work for the bytes it saves.
    #[default]
    Zstd,
}

impl Compression {
    /// The value of the address's `compress` parameter.
    pub fn parameter(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Zlib => Some("zlib-stream"),
            Self::Zstd => Some("zstd-stream"),
        }
    }
}

/// Unpacks the binary messages of one connection.
pub(super) struct Inflater {
    stream: Stream,
    out: Vec<u8>,
    /// Whether `out` holds a whole payload, which was given: the next message begins another.
    is_whole: bool,
    max: usize,
}

enum Stream {
    None,
    /// With the last four bytes that came: a payload's end may be cut in two.
    Zlib(Box<Decompress>, [u8; 4]),
    Zstd(DCtx<'static>),
}

/// A stream that cannot be unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Corrupt {
    /// A binary message where plain text was agreed on.
    Unexpected,
    /// Bytes that are no part of such a stream.
    Stream(&'static str),
    /// More than may be taken.
    TooLarge,
}

impl fmt::Display for Corrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unexpected => f.write_str("a binary message came although no compression was asked for"),
            Self::Stream(name) => write!(f, "the {name} is corrupt"),
            Self::TooLarge => f.write_str("a payload unpacks to more than is taken"),
        }
    }
}

impl Inflater {
    /// A fresh stream; a payload may unpack to `max` bytes.
    pub(super) fn new(compression: Compression, max: usize) -> Self {
        let stream = match compression {
            Compression::None => Stream::None,
            Compression::Zlib => Stream::Zlib(Box::new(Decompress::new(true)), [0; 4]),
            Compression::Zstd => {
                let mut context = DCtx::create();
                // A stream that asks for a larger window than any zstd decoder must have is not Discord's.
                let _ = context.set_parameter(DParameter::WindowLogMax(23));
                Stream::Zstd(context)
            }
        };
        Self { stream, out: Vec::new(), is_whole: false, max }
    }

    /// Takes a binary message; gives a payload when it completes one.
    pub(super) fn inflate(&mut self, data: &[u8]) -> Result<Option<&[u8]>, Corrupt> {
        if std::mem::take(&mut self.is_whole) {
            self.out.clear();
        }
        match &mut self.stream {
            Stream::None => return Err(Corrupt::Unexpected),
            Stream::Zlib(stream, last) => {
                inflate_zlib(stream, data, &mut self.out, self.max)?;
                for byte in &data[data.len().saturating_sub(4)..] {
                    last.rotate_left(1);
                    last[3] = *byte;
                }
                if *last != SYNC_FLUSH {
                    return Ok(None);
                }
            }
            Stream::Zstd(context) => inflate_zstd(context, data, &mut self.out, self.max)?,
        }
        self.is_whole = true;
        Ok(Some(&self.out))
    }

    /// Lets the payload go that was given, and the memory that a large one took: before a wait, which may be long.
    pub(super) fn rest(&mut self) {
        if std::mem::take(&mut self.is_whole) {
            self.out.clear();
            self.out.shrink_to(KEPT);
        }
    }
}

/// With these bytes a payload ends.
const SYNC_FLUSH: [u8; 4] = [0, 0, 0xff, 0xff];
/// Memory that is kept through a wait, in bytes.
const KEPT: usize = 4 * 1024;
/// How much room is made at once, in bytes.
const STEP: usize = 64 * 1024;

fn inflate_zlib(
    stream: &mut Decompress,
    mut data: &[u8],
    out: &mut Vec<u8>,
    max: usize,
) -> Result<(), Corrupt> {
    loop {
        out.reserve((data.len() * 4).clamp(4096, STEP));
        let before = stream.total_in();
        let status = stream
            .decompress_vec(data, out, FlushDecompress::Sync)
            .map_err(|_| Corrupt::Stream("zlib stream"))?;
        data = &data[usize::try_from(stream.total_in() - before).unwrap_or(data.len())..];
        if out.len() > max {
            return Err(Corrupt::TooLarge);
        }
        let full = out.len() == out.capacity();
        match status {
            Status::StreamEnd => {
                return if data.is_empty() { Ok(()) } else { Err(Corrupt::Stream("zlib stream")) };
            }
            _ if data.is_empty() && !full => return Ok(()),
            Status::BufError if !full => return Err(Corrupt::Stream("zlib stream")),
            _ => {}
        }
    }
}

fn inflate_zstd(
    context: &mut DCtx<'static>,
    data: &[u8],
    out: &mut Vec<u8>,
    max: usize,
) -> Result<(), Corrupt> {
    let mut input = InBuffer::around(data);
    loop {
        out.reserve((data.len() * 4).clamp(4096, STEP));
        let start = out.len();
        let capacity = out.capacity();
        let written = {
            let mut output = OutBuffer::around_pos(out, start);
            context.decompress_stream(&mut output, &mut input).map_err(|_| Corrupt::Stream("zstd stream"))?;
            output.pos()
        };
        if written > max {
            return Err(Corrupt::TooLarge);
        }
        if input.pos == data.len() && written < capacity {
            return Ok(());
        }
    }
}

#[cfg(test)]
#[path = "compression/tests.rs"]
mod tests;
