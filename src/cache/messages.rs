//! The last messages, oldest first, and the ids of direct channels.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::size::Heap;
use super::table::{Tally, table_bytes};
use crate::event::{MessageCreate, MessageUpdate};
use crate::model::{Channel, Id, Message, User};

/// A message that was kept: the very one that listeners were given. It derefs to it.
#[derive(Clone)]
pub struct CachedMessage(Kept);

#[derive(Clone)]
enum Kept {
    Sent(Arc<MessageCreate>),
    Edited(Arc<MessageUpdate>),
}

impl Deref for CachedMessage {
    type Target = Message;

    fn deref(&self) -> &Message {
        match &self.0 {
            Kept::Sent(message) => message,
            Kept::Edited(message) => message,
        }
    }
}

impl fmt::Debug for CachedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.deref().fmt(f)
    }
}

/// The messages that are held.
#[derive(Debug, Default)]
pub(super) struct Messages {
    by_id: HashMap<Id<Message>, Entry>,
    /// In the order in which they came; of what is gone since, nothing but the id.
    order: VecDeque<(Id<Message>, u32)>,
    values: usize,
}

#[derive(Debug)]
struct Entry {
    message: CachedMessage,
    weight: usize,
}

impl Messages {
    pub(super) fn get(&self, id: Id<Message>) -> Option<CachedMessage> {
        self.by_id.get(&id).map(|entry| entry.message.clone())
    }

    /// All, oldest first.
    pub(super) fn all(&self) -> Vec<CachedMessage> {
        self.order.iter().filter_map(|(id, _)| self.get(*id)).collect()
    }

    /// A message came.
    pub(super) fn add(&mut self, message: &Arc<MessageCreate>, second: u32) {
        if self.set(CachedMessage(Kept::Sent(message.clone()))).is_none() {
            self.order.push_back((message.id, second));
        }
    }

    /// A message that is held was edited; gives the former one.
    pub(super) fn edit(&mut self, message: &Arc<MessageUpdate>) -> Option<CachedMessage> {
        if !self.by_id.contains_key(&message.id) {
            return None;
        }
        self.set(CachedMessage(Kept::Edited(message.clone())))
    }

    pub(super) fn remove(&mut self, id: Id<Message>) -> Option<CachedMessage> {
        let entry = self.by_id.remove(&id)?;
        self.values -= entry.weight;
        // Ids of what is gone may not become more than those of what is there.
        if self.order.len() > 32 + 2 * self.by_id.len() {
            self.order.retain(|(id, _)| self.by_id.contains_key(id));
        }
        Some(entry.message)
    }

    /// Takes out what is in a guild or in no guild.
    pub(super) fn remove_where(&mut self, gone: impl Fn(&Message) -> bool) {
        let ids: Vec<_> =
            self.by_id.iter().filter(|(_, entry)| gone(&entry.message)).map(|(id, _)| *id).collect();
        for id in ids {
            self.remove(id);
        }
    }

    /// Drops the oldest until so many are left, and no one that came before `second`; gives how many went.
    pub(super) fn trim(&mut self, most: usize, since: u32) -> usize {
        let before = self.by_id.len();
        while let Some((id, second)) = self.order.front().copied() {
            if self.by_id.len() <= most && second >= since && self.by_id.contains_key(&id) {
                break;
            }
            self.order.pop_front();
            if let Some(entry) = self.by_id.remove(&id) {
                self.values -= entry.weight;
            }
        }
        before - self.by_id.len()
    }

    pub(super) fn tally(&self) -> Tally {
        let order = self.order.capacity() * size_of::<(Id<Message>, u32)>();
        Tally { count: self.by_id.len(), bytes: table_bytes(&self.by_id) + order + self.values }
    }

    fn set(&mut self, message: CachedMessage) -> Option<CachedMessage> {
        let weight = 16 + size_of::<Message>() + message.deref().heap();
        self.values += weight;
        let old = self.by_id.insert(message.id, Entry { message, weight })?;
        self.values -= old.weight;
        Some(old.message)
    }
}

/// The direct channels of users, the last that were used.
#[derive(Debug, Default)]
pub(super) struct DmChannels {
    order: VecDeque<(Id<User>, Id<Channel>)>,
}

impl DmChannels {
    pub(super) fn get(&self, user: Id<User>) -> Option<Id<Channel>> {
        self.order.iter().find(|(of, _)| *of == user).map(|(_, channel)| *channel)
    }

    pub(super) fn all(&self) -> Vec<(Id<User>, Id<Channel>)> {
        self.order.iter().copied().collect()
    }

    /// The direct channel of a user is used.
    pub(super) fn add(&mut self, user: Id<User>, channel: Id<Channel>, most: usize) {
        self.order.retain(|(of, _)| *of != user);
        self.order.push_back((user, channel));
        while self.order.len() > most {
            self.order.pop_front();
        }
    }

    pub(super) fn tally(&self) -> Tally {
        let bytes = self.order.capacity() * size_of::<(Id<User>, Id<Channel>)>();
        Tally { count: self.order.len(), bytes }
    }
}
