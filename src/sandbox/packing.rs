//! Transport compression as Discord does it: one stream per connection, flushed after each payload.

use flate2::{Compress, Compression, FlushCompress};
use zstd_safe::{CCtx, InBuffer, OutBuffer};

/// Packs the payloads of one connection.
pub(super) struct Packer {
    stream: Stream,
    out: Vec<u8>,
}

enum Stream {
    Plain,
    Zlib(Box<Compress>),
    Zstd(CCtx<'static>),
}

impl Packer {
    /// A fresh stream of the kind that the address's `compress` parameter names.
    pub(super) fn new(parameter: Option<&str>) -> Self {
        let stream = match parameter {
            Some("zlib-stream") => Stream::Zlib(Box::new(Compress::new(Compression::fast(), true))),
            Some("zstd-stream") => Stream::Zstd(CCtx::create()),
            _ => Stream::Plain,
        };
        Self { stream, out: Vec::new() }
    }

    pub(super) fn is_plain(&self) -> bool {
        matches!(self.stream, Stream::Plain)
    }

    /// The bytes of a binary message, or nothing when payloads go out as text.
    pub(super) fn pack(&mut self, payload: &[u8]) -> Option<&[u8]> {
        self.out.clear();
        match &mut self.stream {
            Stream::Plain => return None,
            Stream::Zlib(stream) => pack_zlib(stream, payload, &mut self.out),
            Stream::Zstd(stream) => pack_zstd(stream, payload, &mut self.out),
        }
        Some(&self.out)
    }
}

fn pack_zlib(stream: &mut Compress, mut payload: &[u8], out: &mut Vec<u8>) {
    loop {
        out.reserve(payload.len().max(1024));
        let before = stream.total_in();
        let packed = stream.compress_vec(payload, out, FlushCompress::Sync);
        payload = &payload[(stream.total_in() - before) as usize..];
        // The stream is flushed when it left room in what it was given.
        if packed.is_err() || (payload.is_empty() && out.len() < out.capacity()) {
            return;
        }
    }
}

fn pack_zstd(stream: &mut CCtx<'static>, payload: &[u8], out: &mut Vec<u8>) {
    let mut input = InBuffer::around(payload);
    loop {
        out.reserve(zstd_safe::compress_bound(payload.len()).max(1024));
        let at = out.len();
        let mut output = OutBuffer::around_pos(out, at);
        let left = stream.compress_stream2(
            &mut output,
            &mut input,
            zstd_safe::zstd_sys::ZSTD_EndDirective::ZSTD_e_flush,
        );
        if !matches!(left, Ok(left) if left > 0) {
            return;
        }
    }
}
