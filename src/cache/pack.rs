//! Things as bytes, for as long as nobody reads them: of a channel's forty fields most say nothing, and take their room all
//! the same.
//!
//! A structure is the set of those of its fields that are not as their default, and then each of them, in the order of
//! `fields`. Nothing is rounded or left out: what comes back is equal to what went in. No other process ever reads it.

use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::size::Heap;
use super::table::Keep;
use crate::model::{Discriminator, Id, ImageHash, Secret, Timestamp};

/// A thing as bytes.
pub(super) struct Packed<T> {
    bytes: Arc<[u8]>,
    of: PhantomData<fn() -> T>,
}

impl<T: Pack> Packed<T> {
    /// The thing, made anew.
    pub(super) fn open(&self) -> T {
        self.part()
    }

    /// A part of the thing, made anew: a structure whose fields are the first of this one.
    pub(super) fn part<Part: Pack>(&self) -> Part {
        Part::unpack(&mut &*self.bytes)
    }
}

impl<T> Heap for Packed<T> {
    fn heap(&self) -> usize {
        if self.bytes.is_empty() { 0 } else { COUNTS + self.bytes.len() }
    }
}

impl<T: Pack> From<&T> for Packed<T> {
    fn from(thing: &T) -> Self {
        let mut bytes = Vec::new();
        if is_said(thing) {
            bytes.reserve(USUAL);
            thing.pack(&mut bytes);
        }
        let bytes = if bytes.is_empty() { Arc::default() } else { bytes.into() };
        Self { bytes, of: PhantomData }
    }
}

impl<T: Pack> From<T> for Packed<T> {
    fn from(thing: T) -> Self {
        Self::from(&thing)
    }
}

impl<T: Pack> Keep for Packed<T> {
    fn weight(&self) -> usize {
        self.heap()
    }
}

impl<T> Clone for Packed<T> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), of: PhantomData }
    }
}

/// Equal things are equal bytes: each has one form.
impl<T> PartialEq for Packed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<T> std::fmt::Debug for Packed<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Packed({} bytes)", self.bytes.len())
    }
}

/// What can be written as bytes and read back. Of nothing, its default is read.
pub(super) trait Pack: Default + PartialEq {
    fn pack(&self, to: &mut Vec<u8>);
    fn unpack(from: &mut &[u8]) -> Self;
}

/// Whether a field says something.
pub(super) fn is_said<T: Pack>(field: &T) -> bool {
    *field != T::default()
}

/// The next bytes, so many.
fn take<'a>(from: &mut &'a [u8], count: usize) -> &'a [u8] {
    let (taken, rest) = from.split_at_checked(count).unwrap_or_default();
    *from = rest;
    taken
}

/// Small numbers are short: seven bits a byte.
impl Pack for u64 {
    fn pack(&self, to: &mut Vec<u8>) {
        let mut left = *self;
        while left > 0x7f {
            to.push(left as u8 | 0x80);
            left >>= 7;
        }
        to.push(left as u8);
    }

    fn unpack(from: &mut &[u8]) -> Self {
        let mut value = 0;
        for shift in (0..Self::BITS).step_by(7) {
            let Some((byte, rest)) = from.split_first() else { break };
            *from = rest;
            value |= Self::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        value
    }
}

/// What is packed as something else: the way there, and the way back.
macro_rules! pack_as {
    ($( $thing:ty: $form:ty, |$it:ident| $there:expr, |$packed:ident| $back:expr; )+) => { $(
        impl $crate::cache::pack::Pack for $thing {
            fn pack(&self, to: &mut Vec<u8>) {
                let $it = self;
                <$form as $crate::cache::pack::Pack>::pack(&$there, to);
            }

            fn unpack(from: &mut &[u8]) -> Self {
                let $packed = <$form as $crate::cache::pack::Pack>::unpack(from);
                $back
            }
        }
    )+ };
}

pub(super) use pack_as;

pack_as! {
    bool: u64, |it| u64::from(*it), |packed| packed != 0;
    u32: u64, |it| u64::from(*it), |packed| packed as Self;
    Discriminator: String, |it| it.to_string(), |packed| (&*packed).into();
    Secret: String, |it| it.to_string(), |packed| packed.into();
    Timestamp: [u8; 8], |it| it.as_micros().to_le_bytes(), |packed| Self::from_micros(i64::from_le_bytes(packed));
}

impl<const N: usize> Pack for [u8; N]
where
    Self: Default,
{
    fn pack(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(self);
    }

    fn unpack(from: &mut &[u8]) -> Self {
        take(from, N).try_into().unwrap_or_default()
    }
}

impl<T: ?Sized> Pack for Id<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        self.get().to_le_bytes().pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Self {
        Self::new(u64::from_le_bytes(Pack::unpack(from)))
    }
}

impl Pack for Duration {
    fn pack(&self, to: &mut Vec<u8>) {
        self.as_secs().pack(to);
        self.subsec_nanos().pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Self {
        Self::new(Pack::unpack(from), Pack::unpack(from))
    }
}

impl Pack for [u32; 2] {
    fn pack(&self, to: &mut Vec<u8>) {
        let [first, second] = self;
        first.pack(to);
        second.pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Self {
        [Pack::unpack(from), Pack::unpack(from)]
    }
}

impl Pack for String {
    fn pack(&self, to: &mut Vec<u8>) {
        (self.len() as u64).pack(to);
        to.extend_from_slice(self.as_bytes());
    }

    fn unpack(from: &mut &[u8]) -> Self {
        let length = u64::unpack(from) as usize;
        str::from_utf8(take(from, length)).unwrap_or_default().to_owned()
    }
}

impl Pack for ImageHash {
    fn pack(&self, to: &mut Vec<u8>) {
        let (form, bytes) = self.parts();
        to.push(form);
        (bytes.len() as u64).pack(to);
        to.extend_from_slice(bytes);
    }

    fn unpack(from: &mut &[u8]) -> Self {
        let [form] = Pack::unpack(from);
        let length = u64::unpack(from) as usize;
        Self::of_parts(form, take(from, length))
    }
}

/// As a field that says something, it is there.
impl<T: Pack> Pack for Option<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        if let Some(thing) = self {
            thing.pack(to);
        }
    }

    fn unpack(from: &mut &[u8]) -> Self {
        Some(T::unpack(from))
    }
}

impl<T: Pack> Pack for Box<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        T::pack(self, to);
    }

    fn unpack(from: &mut &[u8]) -> Self {
        Self::new(T::unpack(from))
    }
}

impl<T: Pack> Pack for Vec<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        (self.len() as u64).pack(to);
        for thing in self {
            thing.pack(to);
        }
    }

    fn unpack(from: &mut &[u8]) -> Self {
        let length = u64::unpack(from);
        (0..length).map(|_| T::unpack(from)).collect()
    }
}

/// The two counts of an `Arc`.
const COUNTS: usize = 16;
/// Most things are not longer.
const USUAL: usize = 256;
