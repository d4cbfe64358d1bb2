//! Who is told: listeners and streams, what they want, and the way of an event to all of them.
//!
//! A [`Registry`] holds who wants what; it lives as long as a bot. A [`Dispatcher`] is one run: it hands each event to the
//! streams, then puts a job for each listener into the pool. It waits when a stream, the pool or the scale is full, and
//! nothing is dropped, unless its [`Lag`] says otherwise. It knows nothing of bots: `C` is what listeners are given beside
//! the event.
//!
//! Locks: see `registry`; none is held while user code runs or while an event waits for room.

mod call;
mod home;
mod lag;
mod order;
mod pending;
mod registry;
mod streams;
mod weight;
mod workers;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use self::call::{Call, Room, Task};
pub use self::call::{Failure, Listener};
use self::home::{Home, Way};
pub use self::lag::{Dropped, Lag};
pub use self::order::Order;
pub use self::pending::Pending;
use self::pending::Ticket;
use self::registry::Interested;
pub use self::registry::Registry;
pub use self::streams::{Arrival, Bound, Feed, NoEvent, WhenFull};
use self::streams::{Intake, Stream};
pub use self::weight::{Scale, Weight};
pub use self::workers::Workers;
use crate::event::{Event, EventType, Former};
use crate::sync::{CloseFlag, Mutex, PoolSize, Queue, Straggler, Waiting};

/// An event on its way.
#[derive(Debug)]
pub struct Delivery {
    /// What happened.
    pub event: Event,
    /// The shard that it came from; `None` for ito's own.
    pub shard: Option<u32>,
    /// Which session of its shard's it came in.
    pub session: u32,
    /// Its sequence number in that session.
    pub seq: Option<u64>,
    /// Its place on the scale, until it is handled.
    pub weight: Option<Weight>,
    /// When it was handed on.
    pub at: Instant,
    /// What was there before it, if that is known.
    pub former: Option<Former>,
    /// The way to the thread that made it.
    way_home: Option<Way>,
    _ticket: Option<Ticket>,
}

impl Delivery {
    /// An event of Discord.
    pub fn new(event: Event, shard: u32, seq: Option<u64>, weight: Weight) -> Self {
        let (shard, weight) = (Some(shard), Some(weight));
        Self { seq, weight, ..Self::own(event, shard) }
    }

    /// An event of ito's or of the user's own, which may have come of one of a shard.
    pub fn own(event: Event, shard: Option<u32>) -> Self {
        let at = Instant::now();
        let (seq, weight, former, way_home) = (None, None, None, None);
        Self { event, shard, session: 0, seq, weight, at, former, way_home, _ticket: None }
    }

    /// One of those who have it needs it no more.
    fn done(mut this: Arc<Self>) {
        let Some(last) = Arc::get_mut(&mut this) else { return };
        // Room is made at once, wherever the rest is freed.
        last.weight = None;
        if let Some(way) = last.way_home.take() {
            way.send(this);
        }
    }
}

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// Everybody who wants it has it, or has it waiting.
    Done,
    /// The bot closes; not everybody has it.
    Closed,
}

/// What a run left when it was ended.
#[derive(Debug, Default)]
pub struct Leftover {
    /// The listeners that still run.
    pub running: Vec<Straggler>,
    /// How many calls were never begun.
    pub calls: usize,
    /// The events that those calls were for: shard, session and sequence number.
    pub events: BTreeSet<(u32, u32, u64)>,
}

/// How much may wait to be handled.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Payloads that wait or are being handled, in bytes; 16 MiB by default: decoded they take two to three times that.
    pub weight: usize,
    /// Workers and jobs.
    pub pool: PoolSize,
    /// What becomes of events when that is not enough; shards wait by default.
    pub lag: Lag,
    /// How long a listener may run, beside waiting for events, before a line in the log names it; 1 s by default.
    pub slow_after: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            weight: 16 * 1024 * 1024,
            pool: PoolSize::default(),
            lag: Lag::default(),
            slow_after: Duration::from_secs(1),
        }
    }
}

/// One run: hands events to streams and listeners. Clones share it.
pub struct Dispatcher<C: Send + Sync + 'static>(Arc<Run<C>>);

/// Calls that are put into the pool together, so that a burst wakes the workers once and not for each event; and what has
/// come back from there.
pub struct Batch<C: Send + Sync + 'static> {
    calls: Vec<Call<C>>,
    home: Home,
}

impl<C: Send + Sync + 'static> fmt::Debug for Batch<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("calls", &self.calls.len()).finish_non_exhaustive()
    }
}

impl<C: Send + Sync + 'static> Default for Batch<C> {
    fn default() -> Self {
        Self { calls: Vec::new(), home: Home::default() }
    }
}

struct Run<C: Send + Sync + 'static> {
    room: Arc<Room<C>>,
    scale: Scale,
    lag: Lag,
    dropped: Dropped,
    /// Whether an event was refused: those after it must come again, too.
    refuses: AtomicBool,
    /// Calls that were gathered when the pool was closed.
    refused: Mutex<Vec<Call<C>>>,
    queue: Arc<Queue<Call<C>>>,
    /// Workers of this run alone.
    own: Option<Workers<C>>,
}

impl<C: Send + Sync + 'static> Dispatcher<C> {
    /// Starts a run, on workers of its own unless some are given; waits for room end when `close` is set.
    ///
    /// # Errors
    /// When no thread can be started, or the workers have ended.
    pub fn start(
        context: C,
        registry: Arc<Registry<C>>,
        limits: Limits,
        workers: Option<&Workers<C>>,
        close: CloseFlag,
    ) -> std::io::Result<Self> {
        let capacity = limits.pool.queue;
        let own = if workers.is_none() { Some(Workers::start(limits.pool)?) } else { None };
        let queue = workers.or(own.as_ref()).and_then(|workers| workers.queue(capacity, &close));
        let queue = Arc::new(queue.ok_or_else(|| std::io::Error::other("its workers were closed"))?);
        registry.renew_orders();
        let slow_after = limits.slow_after;
        let room = Arc::new(Room { context, registry, close, slow_after, queue: Arc::downgrade(&queue) });
        let (scale, dropped) = (Scale::new(limits.weight), Dropped::default());
        let refused = Mutex::default();
        let refuses = AtomicBool::new(false);
        Ok(Self(Arc::new(Run { room, scale, lag: limits.lag, dropped, refuses, refused, queue, own })))
    }

    /// Whether an event was not taken, since the bot closes: those after it must come again, too.
    pub fn refuses(&self) -> bool {
        self.0.refuses.load(Ordering::Acquire)
    }

    /// Whether anybody wants events of this type.
    pub fn wants(&self, event: EventType) -> bool {
        self.0.room.registry.wants(event)
    }

    /// Whether an event of this type is to be dropped now, since listeners are behind; counts it if so.
    pub fn sheds(&self, event: EventType) -> bool {
        if self.0.lag != Lag::Shed {
            return false;
        }
        let Some(limit) = lag::sheds_at(event) else { return false };
        let is_behind = self.0.scale.quarters().max(self.0.queue.quarters()) >= usize::from(limit);
        if is_behind {
            self.count_dropped(event);
        }
        is_behind
    }

    /// Events that were dropped, by their type.
    pub fn dropped(&self) -> BTreeMap<EventType, u64> {
        self.0.dropped.by_type()
    }

    /// What waits or is being handled, in bytes of payload.
    pub fn weight(&self) -> usize {
        self.0.scale.weight()
    }

    /// Workers that there are.
    pub fn workers(&self) -> usize {
        self.0.queue.workers()
    }

    /// Makes room for a payload of so many bytes; `None` when the bot closes.
    pub fn weigh(&self, bytes: usize, batch: &mut Batch<C>) -> Option<Weight> {
        if self.refuses() {
            return None;
        }
        if self.0.scale.is_full() {
            // Nobody can make room for what was not let go.
            self.flush(batch);
        }
        if self.0.lag == Lag::NewestWins {
            while self.0.scale.is_full() && self.drop_oldest() {}
        }
        let weight = self.0.scale.put(bytes + OVERHEAD, &self.0.room.close);
        if weight.is_none() {
            self.0.refuses.store(true, Ordering::Release);
        }
        weight
    }

    /// Hands an event of Discord to everybody who wants it; waits while they have no room for it. Listeners hear of it at the
    /// latest when the batch is [flushed](Dispatcher::flush).
    pub fn publish(&self, mut delivery: Delivery, batch: &mut Batch<C>) -> Published {
        let is_small = delivery.weight.as_ref().is_some_and(|weight| weight.bytes() <= home::SMALL);
        delivery.way_home = is_small.then(|| batch.home.way());
        let delivery = Arc::new(delivery);
        let interested = self.0.room.registry.interested();
        for stream in interested.streams(&delivery.event) {
            let Err(delivery) = stream.put(&delivery) else { continue };
            // What came before does not wait for who reads this stream.
            self.flush(batch);
            if stream.wait(delivery, &self.0.room.close) == Intake::Closed {
                self.0.refuses.store(true, Ordering::Release);
                return Published::Closed;
            }
        }
        batch.calls.extend(self.calls(&interested, &delivery));
        // Whoever needs it last is not this thread.
        drop(delivery);
        if batch.calls.len() >= BATCH {
            self.flush(batch);
        }
        Published::Done
    }

    /// Puts what was gathered into the pool; waits while that is full. What it does not take any more, since the bot closes,
    /// is [left over](Dispatcher::abandon).
    pub fn flush(&self, batch: &mut Batch<C>) {
        if !batch.calls.is_empty() {
            self.hand_over(&mut batch.calls);
        }
        batch.home.tidy();
    }

    fn hand_over(&self, calls: &mut Vec<Call<C>>) {
        let make_room = |_: &Call<C>| {
            if self.0.lag == Lag::NewestWins {
                while self.0.queue.is_full() && self.drop_oldest() {}
            }
        };
        let mut refused = self.0.queue.push_all(calls.drain(..).inspect(make_room));
        if !refused.is_empty() {
            self.0.refused.lock().append(&mut refused);
        }
    }

    /// Drops the call that has waited longest; false when none waits that may be dropped.
    fn drop_oldest(&self) -> bool {
        while let Some(call) = self.0.queue.take_oldest() {
            match &call.task {
                Task::One(delivery) if delivery.event.event_type() != EventType::InteractionCreate => {
                    self.count_dropped(delivery.event.event_type());
                    return true;
                }
                // What must not be dropped goes before the others.
                _ => self.0.refused.lock().extend(self.0.queue.push_urgent(call).err()),
            }
        }
        false
    }

    fn count_dropped(&self, event: EventType) {
        if self.0.dropped.count(event) {
            log::warn!(
                target: "ito::listener",
                "listeners are behind, so {event} is dropped as {:?} says; Bot::health counts it", self.0.lag
            );
        }
    }

    /// Hands an event of the user's own to everybody who wants it, and tells when its listeners are done. Where the queue
    /// is full, listeners are called on this thread.
    pub fn publish_custom(&self, event: Event) -> Pending {
        let to_stream = |stream: &Stream, delivery: &Arc<Delivery>| {
            if let Err(delivery) = stream.put(delivery) {
                stream.wait(delivery, &self.0.room.close);
            }
        };
        self.publish_own(event, to_stream, |call| self.0.queue.push_or_run(call))
    }

    /// Hands an event of ito's own to everybody who wants it, before what waits, and tells when its listeners are done. It
    /// waits for nobody: who publishes it is who ends all waits.
    pub fn publish_news(&self, event: Event) -> Pending {
        self.publish_own(event, Stream::put_news, |call| drop(self.0.queue.push_urgent(call)))
    }

    fn publish_own(
        &self,
        event: Event,
        to_stream: impl Fn(&Stream, &Arc<Delivery>),
        to_pool: impl Fn(Call<C>),
    ) -> Pending {
        let (pending, ticket) = Pending::new();
        let interested = self.0.room.registry.interested();
        let for_streams = Arc::new(Delivery::own(event.clone(), None));
        for stream in interested.streams(&event) {
            to_stream(stream, &for_streams);
        }
        let delivery = Arc::new(Delivery { _ticket: Some(ticket), ..Delivery::own(event, None) });
        for call in self.calls(&interested, &delivery) {
            to_pool(call);
        }
        pending
    }

    /// The jobs of the listeners that want an event.
    fn calls(&self, interested: &Interested<C>, delivery: &Arc<Delivery>) -> impl Iterator<Item = Call<C>> {
        interested.listeners(&delivery.event).filter_map(|listener| {
            let task = match listener.order().map(Order::lanes) {
                None => Task::One(delivery.clone()),
                Some(lanes) if lanes.add(delivery.clone()) => Task::Sort(lanes),
                Some(_) => return None,
            };
            Some(Call { room: self.0.room.clone(), listener: listener.clone(), task })
        })
    }

    /// Whether the calling thread runs a listener of this run.
    pub fn is_worker(&self) -> bool {
        self.0.queue.is_worker()
    }

    /// The calling listener begins to wait for an event: see [`Queue::begin_wait`].
    pub fn begin_wait(&self) -> Option<Waiting<'_>> {
        self.0.queue.begin_wait()
    }

    /// Takes no further event, and ends the streams once they are read to their end.
    pub fn stop_intake(&self) {
        self.0.queue.stop_intake();
        self.0.room.registry.end_streams();
        self.0.room.registry.close(true);
    }

    /// After [`Dispatcher::stop_intake`]: waits until all listeners are done and workers of its own are gone, at the latest
    /// until `deadline`.
    pub fn join_until(&self, deadline: Instant) -> bool {
        if !self.0.queue.join_until(deadline) {
            return false;
        }
        self.0.queue.leave();
        self.0.own.as_ref().is_none_or(|own| own.end(deadline) == Ok(true))
    }

    /// Ends the run now, and says what was left.
    pub fn abandon(&self) -> Leftover {
        let (running, unbegun) = self.0.queue.abandon();
        if let Some(own) = &self.0.own {
            // Whoever is not in user code ends at once.
            let _ = own.end(Instant::now());
        }
        let refused = std::mem::take(&mut *self.0.refused.lock());
        self.0.room.registry.close(false);
        let mut deliveries: Vec<Arc<Delivery>> = unbegun
            .into_iter()
            .chain(refused)
            .filter_map(|call| match call.task {
                Task::One(delivery) => Some(delivery),
                // The lanes are looked into below.
                Task::Sort(_) | Task::Lane(..) => None,
            })
            .collect();
        for order in self.0.room.registry.interested().orders() {
            deliveries.append(&mut order.lanes().take_all());
        }
        let origin = |delivery: &Arc<Delivery>| Some((delivery.shard?, delivery.session, delivery.seq?));
        let events = deliveries.iter().filter_map(origin).collect();
        Leftover { running, calls: deliveries.len(), events }
    }

    /// The listeners that run now.
    pub fn running(&self) -> Vec<Straggler> {
        self.0.queue.running()
    }

    /// Calls of listeners that wait for a worker.
    pub fn queued(&self) -> usize {
        self.0.queue.queued()
    }
}

/// Hands an event to everybody who wants it while there is no run: listeners are called on this thread, one after the other.
pub fn publish_here<C: Send + Sync + 'static>(context: C, registry: &Arc<Registry<C>>, event: Event) {
    let close = CloseFlag::new();
    // Where a stream is full, nobody would make room for what waits.
    close.set();
    let slow_after = Duration::MAX;
    let room = Room { context, registry: registry.clone(), close, slow_after, queue: Weak::new() };
    let delivery = Arc::new(Delivery::own(event, None));
    let interested = registry.interested();
    for stream in interested.streams(&delivery.event) {
        stream.put_news(&delivery);
    }
    for listener in interested.listeners(&delivery.event) {
        room.call(listener, &delivery);
    }
}

impl<C: Send + Sync + 'static> Clone for Dispatcher<C> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<C: Send + Sync + 'static> fmt::Debug for Dispatcher<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dispatcher").field("weight", &self.0.scale.weight()).finish_non_exhaustive()
    }
}

/// Calls that are gathered at the most.
const BATCH: usize = 64;
/// What an event takes beside its payload, in bytes.
const OVERHEAD: usize = 512;
