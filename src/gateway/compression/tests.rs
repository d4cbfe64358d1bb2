//! Streams packed here and unpacked again.

use flate2::{Compress, FlushCompress};
use zstd_safe::{CCtx, zstd_sys::ZSTD_EndDirective};

use super::*;

const MAX: usize = 4 * 1024 * 1024;

fn payloads() -> Vec<Vec<u8>> {
    let noise =
        |n: usize| (0..n).map(|i| b'a' + u8::try_from((i * i + i / 7) % 26).unwrap()).collect::<Vec<u8>>();
    vec![b"{}".to_vec(), noise(100), noise(10), noise(300_000), noise(3_000_000), b"x".to_vec()]
}

fn zlib(payloads: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut stream = Compress::new(flate2::Compression::new(6), true);
    payloads
        .iter()
        .map(|payload| {
            let mut out = Vec::with_capacity(payload.len() + 1024);
            stream.compress_vec(payload, &mut out, FlushCompress::Sync).unwrap();
            out
        })
        .collect()
}

fn zstd(payloads: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut context = CCtx::create();
    payloads
        .iter()
        .map(|payload| {
            let mut out = Vec::with_capacity(payload.len() + 1024);
            let mut input = InBuffer::around(payload);
            {
                let mut output = OutBuffer::around(&mut out);
                context.compress_stream2(&mut output, &mut input, ZSTD_EndDirective::ZSTD_e_flush).unwrap();
            }
            out
        })
        .collect()
}

#[test]
fn each_stream_gives_back_what_was_packed() {
    for (kind, packed) in [(Compression::Zlib, zlib(&payloads())), (Compression::Zstd, zstd(&payloads()))] {
        let mut inflater = Inflater::new(kind, MAX);
        for (packed, payload) in packed.iter().zip(payloads()) {
            assert_eq!(inflater.inflate(packed).unwrap(), Some(&payload[..]), "{kind:?}");
        }
    }
}

#[test]
fn a_zlib_payload_may_come_in_pieces() {
    let mut inflater = Inflater::new(Compression::Zlib, MAX);
    for (packed, payload) in zlib(&payloads()).iter().zip(payloads()) {
        let (head, tail) = packed.split_at(packed.len() / 3);
        let (middle, tail) = tail.split_at(tail.len() / 2);
        assert_eq!(inflater.inflate(head).unwrap(), None);
        assert_eq!(inflater.inflate(middle).unwrap(), None);
        assert_eq!(inflater.inflate(tail).unwrap(), Some(&payload[..]));
    }
}

#[test]
fn garbage_is_an_error_and_not_a_panic() {
    for kind in [Compression::Zlib, Compression::Zstd] {
        assert!(
            matches!(Inflater::new(kind, MAX).inflate(b"this is no such stream"), Err(Corrupt::Stream(_))),
            "{kind:?}"
        );
    }
    assert_eq!(Inflater::new(Compression::None, MAX).inflate(b"x"), Err(Corrupt::Unexpected));
}

#[test]
fn a_bomb_is_stopped_at_the_limit() {
    let bomb = vec![vec![b' '; 64 * 1024 * 1024]];
    for (kind, packed) in [(Compression::Zlib, zlib(&bomb)), (Compression::Zstd, zstd(&bomb))] {
        assert!(packed[0].len() < 1024 * 1024);
        let mut inflater = Inflater::new(kind, MAX);
        assert_eq!(inflater.inflate(&packed[0]), Err(Corrupt::TooLarge), "{kind:?}");
    }
}

#[test]
fn memory_of_a_large_payload_is_given_back_before_a_wait() {
    let mut inflater = Inflater::new(Compression::Zstd, MAX);
    for packed in zstd(&payloads()) {
        inflater.inflate(&packed).unwrap();
        inflater.rest();
        assert!(inflater.out.capacity() <= KEPT);
    }
}
