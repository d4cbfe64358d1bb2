//! Maps by keys of which nobody can choose many, since each costs a request (pure): ids of Discord's, routes of this program,
//! counts. A hash of few steps does for them; each call looks things up dozens of times.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

pub(super) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;
pub(super) type Set<K> = HashSet<K, BuildHasherDefault<Quick>>;

/// Mixes eight bytes at a time.
#[derive(Default)]
pub(super) struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(byte.into());
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(ODD);
    }

    /// A product's low bits know nothing of high ones, where ids of one moment differ from those of another.
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

/// 2^64 divided by the golden ratio: a step by it spreads numbers that follow each other.
const ODD: u64 = 0x9E37_79B9_7F4A_7C15;

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher;

    use super::*;

    #[test]
    fn ids_of_few_bits_and_texts_of_few_letters_are_spread() {
        let build = BuildHasherDefault::<Quick>::default();
        let slots = |hashes: &mut dyn Iterator<Item = u64>| {
            hashes.map(|hash| hash % 4096).collect::<Set<u64>>().len()
        };
        // Of so many that fall at random into as many slots, 63 % of the slots have one.
        assert!(slots(&mut (0..4096_u64).map(|n| build.hash_one(n << 22))) > 2400);
        assert!(slots(&mut (0..4096_u64).map(|n| build.hash_one(n))) > 2400);
        assert!(slots(&mut (0..4096_u64).map(|n| build.hash_one(format!("/channels/{n}")))) > 2400);
    }
}
