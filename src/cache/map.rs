//! A sorted map that never changes: a change gives another map, which shares with this one all that is the same.
//!
//! It is a tree of short sorted slices. A clone copies one pointer; a change copies one slice for each level, so that who
//! holds an older map goes on seeing it whole.

use std::borrow::Borrow;
use std::iter::Peekable;
use std::sync::Arc;
use std::vec::IntoIter;

/// A sorted map that shares with its former selves what did not change.
#[derive(Debug, Clone)]
pub(super) struct Map<K, V> {
    root: Node<K, V>,
    len: usize,
    nodes: usize,
}

#[derive(Debug, Clone)]
enum Node<K, V> {
    Leaf(Arc<[(K, V)]>),
    /// Each with the first key that it may hold.
    Branch(Arc<[(K, Self)]>),
}

impl<K: Ord + Clone, V: Clone> Map<K, V> {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// What the map itself takes, in bytes, beside what its values point to.
    pub(super) fn bytes(&self) -> usize {
        if self.len == 0 {
            return 0;
        }
        let inner = (self.nodes - 1) * size_of::<(K, Node<K, V>)>();
        self.len * size_of::<(K, V)>() + inner + self.nodes * COUNTS
    }

    /// The value of a key.
    pub(super) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let mut node = &self.root;
        loop {
            match node {
                Node::Leaf(pairs) => {
                    let at = pairs.binary_search_by(|pair| pair.0.borrow().cmp(key)).ok()?;
                    return Some(&pairs[at].1);
                }
                Node::Branch(children) => node = &children[child(children, key)].1,
            }
        }
    }

    /// Sets the value of a key; gives the former one.
    pub(super) fn insert(&mut self, key: K, value: V) -> Option<V> {
        let (old, rest) = self.root.insert(key, value, &mut self.nodes);
        if let Some(rest) = rest {
            let first = self.root.first_key().clone();
            self.root = Node::Branch([(first, self.root.clone()), rest].into());
            self.nodes += 1;
        }
        self.len += usize::from(old.is_none());
        old
    }

    /// Sets the values of many keys, sorted, each of them once; gives the former values. A slice is copied once, however much
    /// goes into it.
    pub(super) fn extend(&mut self, pairs: Vec<(K, V)>) -> Vec<V> {
        if pairs.is_empty() {
            return Vec::new();
        }
        self.len += pairs.len();
        let mut former = Vec::new();
        let mut pairs = pairs.into_iter().peekable();
        let mut level = self.root.extended(&mut pairs, None, &mut self.nodes, &mut former);
        while level.len() > 1 {
            level = chunks(level, |chunk| Node::Branch(chunk.into()));
            self.nodes += level.len();
        }
        if let Some((_, root)) = level.pop() {
            self.root = root;
        }
        self.len -= former.len();
        former
    }

    /// Takes a key out; gives its value.
    pub(super) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let old = self.root.remove(key, &mut self.nodes)?;
        self.len -= 1;
        while let Node::Branch(children) = &self.root
            && let [(_, only)] = &**children
        {
            self.root = only.clone();
            self.nodes -= 1;
        }
        Some(old)
    }

    /// All pairs, by their keys.
    pub(super) fn iter(&self) -> Iter<'_, K, V> {
        let mut iter = Iter { branches: Vec::new(), leaf: [].iter() };
        iter.descend(&self.root);
        iter
    }

    /// The pairs whose keys are `key` or above it.
    pub(super) fn iter_from<Q: Ord + ?Sized>(&self, key: &Q) -> Iter<'_, K, V>
    where
        K: Borrow<Q>,
    {
        let mut branches = Vec::new();
        let mut node = &self.root;
        loop {
            match node {
                Node::Leaf(pairs) => {
                    let at = pairs.partition_point(|pair| pair.0.borrow() < key);
                    return Iter { branches, leaf: pairs[at..].iter() };
                }
                Node::Branch(children) => {
                    let at = child(children, key);
                    branches.push(children[at + 1..].iter());
                    node = &children[at].1;
                }
            }
        }
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self { root: Node::Leaf(Arc::default()), len: 0, nodes: 1 }
    }
}

impl<K: Ord + Clone, V: Clone> Node<K, V> {
    fn len(&self) -> usize {
        match self {
            Self::Leaf(pairs) => pairs.len(),
            Self::Branch(children) => children.len(),
        }
    }

    fn first_key(&self) -> &K {
        match self {
            Self::Leaf(pairs) => &pairs[0].0,
            Self::Branch(children) => &children[0].0,
        }
    }

    /// Sets a value; gives the former one, and a right half when it had to be split.
    fn insert(&mut self, key: K, value: V, nodes: &mut usize) -> (Option<V>, Option<(K, Self)>) {
        match self {
            Self::Leaf(pairs) => match pairs.binary_search_by(|pair| pair.0.cmp(&key)) {
                Ok(at) => {
                    let old = pairs[at].1.clone();
                    Arc::make_mut(pairs)[at].1 = value;
                    (Some(old), None)
                }
                Err(at) => {
                    let (whole, half) = inserted(pairs, at, (key, value));
                    *pairs = whole;
                    (None, half.map(|half| (half[0].0.clone(), Self::Leaf(half))).inspect(|_| *nodes += 1))
                }
            },
            Self::Branch(children) => {
                let at = child(children, &key);
                let (old, rest) = Arc::make_mut(children)[at].1.insert(key, value, nodes);
                let Some(rest) = rest else { return (old, None) };
                let (whole, half) = inserted(children, at + 1, rest);
                *children = whole;
                (old, half.map(|half| (half[0].0.clone(), Self::Branch(half))).inspect(|_| *nodes += 1))
            }
        }
    }

    /// The node with the next of the pairs, those below `end`: itself, or as many as it has become.
    fn extended(
        &self,
        pairs: &mut Peekable<IntoIter<(K, V)>>,
        end: Option<&K>,
        nodes: &mut usize,
        former: &mut Vec<V>,
    ) -> Vec<(K, Self)> {
        let is_in = |(key, _): &(K, V), end: Option<&K>| end.is_none_or(|end| key < end);
        let level = match self {
            Self::Leaf(held) => {
                let mut all = Vec::with_capacity(held.len() + 1);
                for old in held.iter() {
                    while let Some(new) = pairs.next_if(|new| new.0 < old.0) {
                        all.push(new);
                    }
                    match pairs.next_if(|new| new.0 == old.0) {
                        Some(new) => {
                            former.push(old.1.clone());
                            all.push(new);
                        }
                        None => all.push(old.clone()),
                    }
                }
                while let Some(new) = pairs.next_if(|new| is_in(new, end)) {
                    all.push(new);
                }
                chunks(all, |chunk| Self::Leaf(chunk.into()))
            }
            Self::Branch(children) => {
                let mut all = Vec::with_capacity(children.len() + 1);
                for (at, (first, child)) in children.iter().enumerate() {
                    let end = children.get(at + 1).map(|(next, _)| next).or(end);
                    if pairs.peek().is_some_and(|new| is_in(new, end)) {
                        all.extend(child.extended(pairs, end, nodes, former));
                    } else {
                        all.push((first.clone(), child.clone()));
                    }
                }
                chunks(all, |chunk| Self::Branch(chunk.into()))
            }
        };
        *nodes += level.len() - 1;
        level
    }

    fn remove<Q: Ord + ?Sized>(&mut self, key: &Q, nodes: &mut usize) -> Option<V>
    where
        K: Borrow<Q>,
    {
        match self {
            Self::Leaf(pairs) => {
                let at = pairs.binary_search_by(|pair| pair.0.borrow().cmp(key)).ok()?;
                let old = pairs[at].1.clone();
                *pairs = [&pairs[..at], &pairs[at + 1..]].concat().into();
                Some(old)
            }
            Self::Branch(children) => {
                let at = child(children, key);
                // What is not there copies nothing.
                children[at].1.find(key)?;
                let old = Arc::make_mut(children)[at].1.remove(key, nodes);
                if children[at].1.len() < FEW {
                    let left = at.saturating_sub(1).min(children.len().saturating_sub(2));
                    join(children, left, nodes);
                }
                old
            }
        }
    }

    fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Option<()>
    where
        K: Borrow<Q>,
    {
        match self {
            Self::Leaf(pairs) => pairs.binary_search_by(|pair| pair.0.borrow().cmp(key)).ok().map(drop),
            Self::Branch(children) => children[child(children, key)].1.find(key),
        }
    }
}

/// Joins two neighbours, of which one has become small, when they fit into one.
fn join<K: Ord + Clone, V: Clone>(children: &mut Arc<[(K, Node<K, V>)]>, left: usize, nodes: &mut usize) {
    // A branch may be left with one child until it is joined itself.
    let Some([(key, a), (_, b)]) = children.get(left..left + 2) else { return };
    if a.len() + b.len() > MOST {
        return;
    }
    let joined = match (a, b) {
        (Node::Leaf(a), Node::Leaf(b)) => Node::Leaf([&**a, &**b].concat().into()),
        (Node::Branch(a), Node::Branch(b)) => Node::Branch([&**a, &**b].concat().into()),
        _ => return,
    };
    let one = [(key.clone(), joined)];
    *children = [&children[..left], &one, &children[left + 2..]].concat().into();
    *nodes -= 1;
}

/// Pairs as [`Map::extend`] takes them; of two with one key the later counts.
pub(super) fn sorted<K: Ord, V>(mut pairs: Vec<(K, V)>) -> Vec<(K, V)> {
    pairs.reverse();
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    pairs.dedup_by(|later, kept| later.0 == kept.0);
    pairs
}

/// The child in which a key is, if it is anywhere.
fn child<K: Borrow<Q>, Q: Ord + ?Sized, N>(children: &[(K, N)], key: &Q) -> usize {
    children.partition_point(|(first, _)| first.borrow() <= key).saturating_sub(1)
}

/// A slice with one more item, and its right half when it has become too long.
fn inserted<T: Clone>(items: &[T], at: usize, item: T) -> (Arc<[T]>, Option<Arc<[T]>>) {
    let mut all = Vec::with_capacity(items.len() + 1);
    all.extend_from_slice(&items[..at]);
    all.push(item);
    all.extend_from_slice(&items[at..]);
    if all.len() <= MOST {
        return (all.into(), None);
    }
    // What grows at its end, as ids do, leaves full slices behind.
    let half = if at == items.len() { MOST } else { all.len() / 2 };
    let right = all.split_off(half);
    (all.into(), Some(right.into()))
}

/// As few slices as can be, of one length or nearly, each with its first key.
fn chunks<K: Clone, T, N>(items: Vec<(K, T)>, node: impl Fn(Vec<(K, T)>) -> N) -> Vec<(K, N)> {
    let count = items.len().div_ceil(MOST);
    let length = items.len().div_ceil(count.max(1));
    let mut chunks = Vec::with_capacity(count);
    let mut items = items.into_iter().peekable();
    while items.peek().is_some() {
        let chunk: Vec<_> = items.by_ref().take(length).collect();
        chunks.push((chunk[0].0.clone(), node(chunk)));
    }
    chunks
}

/// The pairs of a map, by their keys.
#[derive(Debug)]
pub(super) struct Iter<'a, K, V> {
    branches: Vec<std::slice::Iter<'a, (K, Node<K, V>)>>,
    leaf: std::slice::Iter<'a, (K, V)>,
}

impl<'a, K, V> Iter<'a, K, V> {
    fn descend(&mut self, mut node: &'a Node<K, V>) {
        loop {
            match node {
                Node::Leaf(pairs) => {
                    self.leaf = pairs.iter();
                    return;
                }
                Node::Branch(children) => {
                    let mut children = children.iter();
                    let Some((_, first)) = children.next() else { return };
                    self.branches.push(children);
                    node = first;
                }
            }
        }
    }
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.leaf.next() {
                return Some((key, value));
            }
            match self.branches.last_mut()?.next() {
                Some((_, node)) => self.descend(node),
                None => drop(self.branches.pop()),
            }
        }
    }
}

/// Items of a slice at the most: copied whole at each change, so not many.
const MOST: usize = 16;
/// A slice with fewer items is joined with a neighbour.
const FEW: usize = 6;
/// The two counts of an `Arc`.
const COUNTS: usize = 16;

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn pairs<V: Clone>(map: &Map<u32, V>) -> Vec<(u32, V)> {
        map.iter().map(|(key, value)| (*key, value.clone())).collect()
    }

    #[test]
    fn it_does_what_a_map_does_and_its_former_selves_stay_as_they_were() {
        let mut random = fastrand::Rng::with_seed(7);
        for width in [20, 300, 5000] {
            let (mut map, mut plain) = (Map::default(), BTreeMap::new());
            let mut kept: Vec<(Map<u32, u32>, BTreeMap<u32, u32>)> = Vec::new();
            for step in 0..6000 {
                let key = random.u32(..width);
                // It grows first, and shrinks then.
                if step % 100 == 0 {
                    let many = random.u32(..100);
                    let pairs: Vec<_> = (0..many).map(|_| (random.u32(..width), random.u32(..))).collect();
                    let former = map.extend(sorted(pairs.clone()));
                    let held: BTreeSet<u32> =
                        pairs.iter().map(|(key, _)| *key).filter(|key| plain.contains_key(key)).collect();
                    assert_eq!(former, held.iter().map(|key| plain[key]).collect::<Vec<_>>());
                    plain.extend(pairs);
                } else if random.u32(..6000) > step {
                    assert_eq!(map.insert(key, step), plain.insert(key, step));
                } else {
                    assert_eq!(map.remove(&key), plain.remove(&key));
                }
                assert_eq!((map.len(), map.get(&key)), (plain.len(), plain.get(&key)));
                if step % 500 == 0 {
                    kept.push((map.clone(), plain.clone()));
                    let from: Vec<u32> = map.iter_from(&key).map(|(key, _)| *key).collect();
                    assert_eq!(from, plain.range(key..).map(|(key, _)| *key).collect::<Vec<_>>());
                }
            }
            kept.push((map, plain));
            for (map, plain) in &kept {
                assert_eq!(pairs(map), plain.clone().into_iter().collect::<Vec<_>>());
                assert_eq!(map.nodes, count(&map.root));
            }
        }
    }

    #[test]
    fn it_can_be_emptied_in_any_order() {
        let orders: [fn(u32) -> u32; 4] = [|i| i, |i| 4999 - i, |i| (i + 2000) % 5000, |i| i * 7 % 5000];
        for order in orders {
            let mut map = Map::default();
            map.extend((0..5000).map(|i| (i, i)).collect());
            for left in (0..5000).rev() {
                let key = order(left);
                assert_eq!(map.remove(&key), Some(key));
                assert_eq!((map.get(&key), map.len()), (None, left as usize));
                assert!(
                    left % 100 != 0 || map.iter().count() == left as usize && map.nodes == count(&map.root)
                );
            }
            assert_eq!((map.insert(7, 8), map.get(&7)), (None, Some(&8)));
        }
    }

    #[test]
    fn of_two_pairs_with_one_key_the_later_counts() {
        let mut map = Map::default();
        map.extend(sorted((0..100_u32).map(|i| (i % 40, i)).collect()));
        assert_eq!((map.len(), map.get(&3), map.get(&39)), (40, Some(&83), Some(&79)));
        assert_eq!(map.nodes, count(&map.root));
        assert!(map.extend(Vec::new()).is_empty());
    }

    fn count<K, V>(node: &Node<K, V>) -> usize {
        match node {
            Node::Leaf(_) => 1,
            Node::Branch(children) => 1 + children.iter().map(|(_, node)| count(node)).sum::<usize>(),
        }
    }
}
