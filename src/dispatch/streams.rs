//! Events as a loop: a bounded queue between the shards and whoever reads it.
//!
//! A full queue holds up the shards, as a slow listener does, unless it is told to drop what is newest or oldest; a stream
//! that nobody reads is named in the log. Events of ito's own, which come of no shard, are dropped where a queue is full.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TrySendError, bounded, select};

use super::Delivery;
use crate::event::{Event, EventKind, EventTypes, Former, Payload};
use crate::sync::CloseFlag;

/// The writing end of a stream.
pub(super) struct Stream {
    types: EventTypes,
    fits: Box<dyn Fn(&Event) -> bool + Send + Sync>,
    queue: Sender<Arc<Delivery>>,
    /// The reading end, for dropping what is oldest.
    oldest: Option<Receiver<Arc<Delivery>>>,
    bound: Bound,
    shared: Arc<Shared>,
    place: &'static Location<'static>,
}

/// What both ends of a stream know.
#[derive(Debug)]
struct Shared {
    open: AtomicBool,
    dropped: AtomicU64,
}

/// How much a stream holds, and what becomes of an event when it is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// Events at the most.
    pub capacity: usize,
    /// What becomes of one more.
    pub when_full: WhenFull,
}

impl Default for Bound {
    fn default() -> Self {
        Self { capacity: CAPACITY, when_full: WhenFull::Wait }
    }
}

/// What becomes of an event when a stream is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum WhenFull {
    /// It waits, and its shard with it.
    #[default]
    Wait,
    /// It is dropped.
    DropNewest,
    /// The one that has waited longest is dropped for it.
    DropOldest,
}

/// What became of an event that waited for room in a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Intake {
    /// It was taken, or the stream is no longer read.
    Done,
    /// The bot closes.
    Closed,
}

impl Stream {
    /// A stream of those events of `kind` that fit, and the end that reads it; `forget` is called when that is dropped.
    pub(super) fn open<E: Payload>(
        kind: EventKind<E>,
        bound: Bound,
        place: &'static Location<'static>,
        fits: impl Fn(&Event) -> bool + Send + Sync + 'static,
        forget: Box<dyn Fn() + Send + Sync>,
    ) -> (Arc<Self>, Feed<E>) {
        let (queue, events) = bounded(bound.capacity.max(1));
        let shared = Arc::new(Shared { open: AtomicBool::new(true), dropped: AtomicU64::new(0) });
        let stream = Self {
            types: kind.types(),
            fits: Box::new(move |event| kind.fits(event) && fits(event)),
            queue,
            oldest: (bound.when_full == WhenFull::DropOldest).then(|| events.clone()),
            bound,
            shared: shared.clone(),
            place,
        };
        (Arc::new(stream), Feed { kind, events, shared, place, forget })
    }

    pub(super) fn types(&self) -> EventTypes {
        self.types
    }

    pub(super) fn wants(&self, event: &Event) -> bool {
        self.types.contains(event.event_type()) && self.is_open() && (self.fits)(event)
    }

    pub(super) fn is_open(&self) -> bool {
        self.shared.open.load(Ordering::Acquire)
    }

    /// Puts an event into the queue, or drops one when that is full and may be.
    ///
    /// # Errors
    /// The event, when it has to [wait](Stream::wait).
    pub(super) fn put(&self, delivery: &Arc<Delivery>) -> Result<(), Arc<Delivery>> {
        let delivery = match self.queue.try_send(delivery.clone()) {
            Ok(()) | Err(TrySendError::Disconnected(_)) => return Ok(()),
            Err(TrySendError::Full(delivery)) => delivery,
        };
        match (self.bound.when_full, &self.oldest) {
            (WhenFull::DropNewest, _) => {
                self.shared.dropped.fetch_add(1, Ordering::Relaxed);
                Ok(())
            }
            (WhenFull::DropOldest, Some(oldest)) => {
                self.replace_oldest(oldest, delivery);
                Ok(())
            }
            _ => Err(delivery),
        }
    }

    /// Puts an event into the queue that came of no shard: nobody may wait with it, so that it is dropped when that is full.
    pub(super) fn put_news(&self, delivery: &Arc<Delivery>) {
        if self.put(delivery).is_err() {
            self.shared.dropped.fetch_add(1, Ordering::Relaxed);
            log::warn!(
                target: "ito::listener",
                "the stream made at {} is full and misses the event {}",
                self.place, delivery.event.name()
            );
        }
    }

    /// Waits until there is room for an event, and puts it in.
    pub(super) fn wait(&self, mut delivery: Arc<Delivery>, close: &CloseFlag) -> Intake {
        let (closer, closed) = bounded::<()>(1);
        let _hook = close.on_set(move || drop(closer));
        loop {
            let patience = crossbeam_channel::after(PATIENCE);
            let kept = delivery.clone();
            select! {
                send(self.queue, delivery) -> _ => return Intake::Done,
                recv(closed) -> _ => return Intake::Closed,
                recv(patience) -> _ => {}
            }
            log::warn!(
                target: "ito::listener",
                "the stream made at {} has not been read for {PATIENCE:?}; its shards stand still until it is read or dropped",
                self.place
            );
            delivery = kept;
        }
    }

    fn replace_oldest(&self, oldest: &Receiver<Arc<Delivery>>, mut delivery: Arc<Delivery>) {
        while self.is_open() {
            if oldest.try_recv().is_ok() {
                self.shared.dropped.fetch_add(1, Ordering::Relaxed);
            }
            match self.queue.try_send(delivery) {
                Ok(()) | Err(TrySendError::Disconnected(_)) => break,
                Err(TrySendError::Full(again)) => delivery = again,
            }
        }
    }
}

/// The reading end of a stream; dropping it ends the stream.
pub struct Feed<E> {
    kind: EventKind<E>,
    events: Receiver<Arc<Delivery>>,
    shared: Arc<Shared>,
    place: &'static Location<'static>,
    /// Takes the stream out of where it is subscribed.
    forget: Box<dyn Fn() + Send + Sync>,
}

/// A stream's event: where it came from, and what it is.
#[derive(Debug)]
pub struct Arrival<E> {
    /// The shard that it came from; `None` for ito's own.
    pub shard: Option<u32>,
    /// Its sequence number in its shard's session.
    pub seq: Option<u64>,
    /// What was there before it, if that is known.
    pub former: Option<Former>,
    /// What happened.
    pub payload: Arc<E>,
}

/// Why a stream gave no event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEvent {
    /// None came in time.
    Yet,
    /// The stream has ended.
    Ever,
}

impl<E: Payload> Feed<E> {
    /// Its kind, and where it was made.
    pub fn origin(&self) -> (EventKind<E>, &'static Location<'static>) {
        (self.kind, self.place)
    }

    /// How many events were dropped because it was full.
    pub fn dropped(&self) -> u64 {
        self.shared.dropped.load(Ordering::Relaxed)
    }

    /// Waits for the next event, at most for `timeout`.
    ///
    /// # Errors
    /// When there is none in time, or the stream has ended and is read to its end.
    pub fn recv_timeout(&self, timeout: Duration) -> Result<Arrival<E>, NoEvent> {
        loop {
            match self.events.recv_timeout(timeout) {
                Ok(delivery) => {
                    if let Some(arrival) = self.open(delivery) {
                        return Ok(arrival);
                    }
                }
                Err(RecvTimeoutError::Timeout) => return Err(NoEvent::Yet),
                Err(RecvTimeoutError::Disconnected) => return Err(NoEvent::Ever),
            }
        }
    }

    /// Waits for the next event; `None` when the stream has ended and is read to its end.
    pub fn recv(&self) -> Option<Arrival<E>> {
        loop {
            if let Some(arrival) = self.open(self.events.recv().ok()?) {
                return Some(arrival);
            }
        }
    }

    /// The next event, if there is one now.
    pub fn try_recv(&self) -> Option<Arrival<E>> {
        loop {
            if let Some(arrival) = self.open(self.events.try_recv().ok()?) {
                return Some(arrival);
            }
        }
    }

    fn open(&self, delivery: Arc<Delivery>) -> Option<Arrival<E>> {
        let payload = self.kind.select(&delivery.event)?;
        let (shard, seq, former) = (delivery.shard, delivery.seq, delivery.former.clone());
        Delivery::done(delivery);
        Some(Arrival { shard, seq, former, payload })
    }
}

impl<E> Drop for Feed<E> {
    fn drop(&mut self) {
        self.shared.open.store(false, Ordering::Release);
        (self.forget)();
    }
}

impl<E> fmt::Debug for Feed<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Feed").field("queued", &self.events.len()).finish_non_exhaustive()
    }
}

/// Events that a stream holds.
const CAPACITY: usize = 1024;
/// How long a stream may hold up its shards before it is named.
const PATIENCE: Duration = Duration::from_secs(10);
