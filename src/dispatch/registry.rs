//! Who wants what: listeners in the order in which they were added, and open streams, by type of event.
//!
//! Locks: one RwLock around an `Arc` of the table, held to clone or to replace it. What is wanted at all is kept in
//! atomics beside it, so that an event that nobody wants takes no lock.

use std::fmt;
use std::panic::Location;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::call::Listener;
use super::order::Order;
use super::streams::{Bound, Feed, Stream};
use crate::event::{Event, EventKind, EventType, EventTypes, Payload};

/// The listeners and streams of a bot.
pub struct Registry<C> {
    table: RwLock<Arc<Interested<C>>>,
    wanted: [AtomicU64; 2],
}

/// Who is interested, as it was at one moment.
pub(super) struct Interested<C> {
    listeners: Vec<Arc<dyn Listener<C>>>,
    streams: Vec<Arc<Stream>>,
    /// A stream that is opened now ends at once: no event comes any more in this run.
    is_closed: bool,
}

impl<C: 'static> Registry<C> {
    /// Nobody wants anything.
    pub fn new() -> Self {
        let table = Interested { listeners: Vec::new(), streams: Vec::new(), is_closed: false };
        Self { table: RwLock::new(Arc::new(table)), wanted: Default::default() }
    }

    /// Adds a listener; it hears events from the next one on.
    pub fn add(&self, listener: Arc<dyn Listener<C>>) {
        self.change(|table| table.listeners.push(listener));
    }

    /// Takes a listener out; false when it is not in. A call that has begun, or waits for a worker, is still made.
    pub fn remove(&self, listener: &Arc<dyn Listener<C>>) -> bool {
        let mut was_in = false;
        self.change(|table| {
            let before = table.listeners.len();
            table.listeners.retain(|other| !Arc::ptr_eq(other, listener));
            was_in = table.listeners.len() < before;
        });
        was_in
    }

    /// Opens a stream of `kind` made at `place`; it ends with the run.
    pub fn subscribe<E: Payload>(
        self: &Arc<Self>,
        kind: EventKind<E>,
        bound: Bound,
        place: &'static Location<'static>,
    ) -> Feed<E> {
        self.subscribe_if(kind, bound, place, |_| true)
    }

    /// As [`Registry::subscribe`], for the events that fit; `fits` runs on the threads of shards.
    pub fn subscribe_if<E: Payload>(
        self: &Arc<Self>,
        kind: EventKind<E>,
        bound: Bound,
        place: &'static Location<'static>,
        fits: impl Fn(&Event) -> bool + Send + Sync + 'static,
    ) -> Feed<E> {
        let registry = Arc::downgrade(self);
        let forget = Box::new(move || {
            if let Some(registry) = registry.upgrade() {
                registry.change(|table| table.streams.retain(|stream| stream.is_open()));
            }
        });
        let (stream, subscription) = Stream::open(kind, bound, place, fits, forget);
        self.change(|table| {
            if !table.is_closed {
                table.streams.push(stream);
            }
        });
        subscription
    }

    /// The listeners that an event of these types may reach, in the order in which they were added.
    pub fn listeners(&self, types: EventTypes) -> Vec<Arc<dyn Listener<C>>> {
        let table = self.interested();
        table.listeners.iter().filter(|one| !one.types().intersection(types).is_empty()).cloned().collect()
    }

    /// Whether anybody wants events of this type.
    pub fn wants(&self, event: EventType) -> bool {
        let bit = event as usize;
        self.wanted[bit / 64].load(Ordering::Relaxed) & (1 << (bit % 64)) != 0
    }

    /// Ends all streams: what they hold can still be read.
    pub fn end_streams(&self) {
        self.change(|table| table.streams.clear());
    }

    /// Whether streams that are opened from now on end at once.
    pub(super) fn close(&self, is_closed: bool) {
        self.change(|table| table.is_closed = is_closed);
    }

    /// A new run begins: ordered listeners start with empty lanes.
    pub(super) fn renew_orders(&self) {
        self.interested().orders().for_each(Order::renew);
    }

    /// Who is interested now.
    pub(super) fn interested(&self) -> Arc<Interested<C>> {
        self.table.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, change: impl FnOnce(&mut Interested<C>)) {
        let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
        let mut new = Interested {
            listeners: table.listeners.clone(),
            streams: table.streams.clone(),
            is_closed: table.is_closed,
        };
        change(&mut new);
        let types = new.types();
        for (i, word) in self.wanted.iter().enumerate() {
            word.store((types.bits() >> (i * 64)) as u64, Ordering::Relaxed);
        }
        let old = std::mem::replace(&mut *table, Arc::new(new));
        drop(table);
        // The filter of a stream that is gone may hold another stream.
        drop(old);
    }
}

impl<C: 'static> Default for Registry<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: 'static> fmt::Debug for Registry<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = self.interested();
        f.debug_struct("Registry")
            .field("listeners", &table.listeners.len())
            .field("streams", &table.streams.len())
            .finish()
    }
}

impl<C: 'static> Interested<C> {
    /// The streams that want this event.
    pub(super) fn streams(&self, event: &Event) -> impl Iterator<Item = &Arc<Stream>> {
        self.streams.iter().filter(move |stream| stream.wants(event))
    }

    /// The listeners that want this event, in the order in which they were added.
    pub(super) fn listeners(&self, event: &Event) -> impl Iterator<Item = &Arc<dyn Listener<C>>> {
        let wanted = event.event_type();
        self.listeners.iter().filter(move |l| l.types().contains(wanted) && l.fits(event))
    }

    /// The orders of the listeners that have one.
    pub(super) fn orders(&self) -> impl Iterator<Item = &Order> {
        self.listeners.iter().filter_map(|listener| listener.order())
    }

    fn types(&self) -> EventTypes {
        let listeners = self.listeners.iter().map(|listener| listener.types());
        let streams = self.streams.iter().map(|stream| stream.types());
        listeners.chain(streams).fold(EventTypes::empty(), EventTypes::union)
    }
}
