//! Text that lets whoever has it act, a token for example: no `Debug` shows it, and it is overwritten before its memory is
//! given back, where the next owner or a dump of the process would find it.

use std::fmt;
use std::ops::Deref;

/// A text that leaves nothing behind.
pub(super) struct Wiped(String);

impl Wiped {
    /// The text that `fill` writes, of at most `most` bytes: one that grew would leave behind what it grew out of.
    pub(super) fn new(most: usize, fill: impl FnOnce(&mut String)) -> Self {
        let mut text = String::with_capacity(most);
        let capacity = text.capacity();
        fill(&mut text);
        debug_assert_eq!(text.capacity(), capacity, "a secret is longer than was said");
        Self(text)
    }
}

impl Deref for Wiped {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Drop for Wiped {
    fn drop(&mut self) {
        wipe(&mut std::mem::take(&mut self.0).into_bytes());
    }
}

impl fmt::Debug for Wiped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Overwrites bytes, though nobody reads them any more.
pub(super) fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    // Else the compiler leaves the zeros out where the memory is freed next.
    std::hint::black_box(bytes);
}
