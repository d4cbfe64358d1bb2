//! One kind of things in one guild: a map that knows how many bytes it holds.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use super::map::{Map, sorted};
use super::size::Heap;

/// Things by their keys, as they are kept, with their bytes.
#[derive(Debug, Clone)]
pub(super) struct Table<K, V> {
    map: Map<K, V>,
    values: usize,
}

/// How a thing is kept: shared as it is, or [`Packed`](super::pack::Packed); a clone costs nothing.
pub(super) trait Keep: Clone {
    /// What it takes, in bytes, beside its place in the table.
    fn weight(&self) -> usize;
}

impl<T: Heap> Keep for Arc<T> {
    fn weight(&self) -> usize {
        weight(&**self)
    }
}

/// How many things there are, and how many bytes they take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// How many there are.
    pub count: usize,
    /// What they take, in bytes.
    pub bytes: usize,
}

impl<K: Ord + Clone, V: Keep> Table<K, V> {
    /// How many there are, and how many bytes they take.
    pub(super) fn tally(&self) -> Tally {
        Tally { count: self.map.len(), bytes: self.map.bytes() + self.values }
    }

    /// The thing with this key.
    pub(super) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.map.get(key)
    }

    /// Puts a thing in; gives the former one.
    pub(super) fn insert(&mut self, key: K, thing: impl Into<V>) -> Option<V> {
        let thing = thing.into();
        self.values += thing.weight();
        let old = self.map.insert(key, thing);
        self.values -= old.as_ref().map_or(0, Keep::weight);
        old
    }

    /// Puts many things in; of two with one key the later counts.
    pub(super) fn extend(&mut self, things: impl IntoIterator<Item = (K, V)>) {
        let things = sorted(things.into_iter().collect());
        self.values += things.iter().map(|(_, thing)| thing.weight()).sum::<usize>();
        self.values -= self.map.extend(things).iter().map(Keep::weight).sum::<usize>();
    }

    /// Takes a thing out.
    pub(super) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let old = self.map.remove(key)?;
        self.values -= old.weight();
        Some(old)
    }

    /// Takes out all of which `gone` is true; gives them.
    pub(super) fn take(&mut self, gone: impl Fn(&V) -> bool) -> Vec<(K, V)> {
        let keys: Vec<K> =
            self.map.iter().filter(|(_, thing)| gone(thing)).map(|(key, _)| key.clone()).collect();
        keys.into_iter().filter_map(|key| self.remove(&key).map(|thing| (key, thing))).collect()
    }

    /// All, by their keys.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.map.iter()
    }

    /// All as they are kept, by their keys.
    pub(super) fn values(&self) -> impl Iterator<Item = &V> {
        self.map.iter().map(|(_, thing)| thing)
    }

    /// Those whose keys are `key` or above it.
    pub(super) fn iter_from(&self, key: &K) -> impl Iterator<Item = (&K, &V)> {
        self.map.iter_from(key)
    }
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self { map: Map::default(), values: 0 }
    }
}

/// What a shared thing takes: itself, what it points to, and the two counts of its `Arc`.
pub(super) fn weight<T: Heap>(thing: &T) -> usize {
    16 + size_of::<T>() + thing.heap()
}

/// What a hash table takes: its entries, of which an eighth stays free, and a byte for each.
pub(super) fn table_bytes<K, V>(table: &HashMap<K, V>) -> usize {
    let slots = match table.capacity() {
        0 => return 0,
        few @ 1..=3 => (few + 1).next_power_of_two(),
        4..=7 => 8,
        many => (many * 8 / 7).next_power_of_two(),
    };
    slots * (size_of::<(K, V)>() + 1) + 16
}

/// What was large once is not so for ever.
pub(super) fn shrink<K: Eq + Hash, V>(table: &mut HashMap<K, V>) {
    if table.is_empty() || table.len() < table.capacity() / 4 {
        table.shrink_to_fit();
    }
}
