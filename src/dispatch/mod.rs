//! Who is told: listeners and streams, what they want, and the way of an event to all of them.
//!
//! A [`Registry`] holds who wants what; it lives as long as a bot. A [`Dispatcher`] is one run: it hands each event to the
//! streams, then puts a job for each listener into the pool. It waits when a stream, the pool or the scale is full, and
//! nothing is dropped. It knows nothing of bots: `C` is what listeners are given beside the event.
//!
//! Locks: see `registry`; none is held while user code runs or while an event waits for room.

mod call;
mod order;
mod registry;
mod streams;
mod weight;

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use self::call::{Call, Room, Task};
pub use self::call::{Failure, Listener};
pub use self::order::Order;
pub use self::registry::Registry;
use self::streams::Intake;
pub use self::streams::{Arrival, Feed, NoEvent};
pub use self::weight::{Scale, Weight};
use crate::event::{Event, EventType};
use crate::sync::{CloseFlag, Pool, PoolSize, Straggler, Waiting};

/// An event on its way.
#[derive(Debug)]
pub struct Delivery {
    /// What happened.
    pub event: Event,
    /// The shard that it came from; `None` for ito's own.
    pub shard: Option<u32>,
    /// Its sequence number in its shard's session.
    pub seq: Option<u64>,
    /// Its place on the scale, until it is handled.
    pub weight: Option<Weight>,
}

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// Everybody who wants it has it, or has it waiting.
    Done,
    /// The bot closes; not everybody has it.
    Closed,
}

/// How much may wait to be handled.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Payloads that wait or are being handled, in bytes; 16 MiB by default: decoded they take two to three times that.
    pub weight: usize,
    /// Workers and jobs.
    pub pool: PoolSize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { weight: 16 * 1024 * 1024, pool: PoolSize::default() }
    }
}

/// One run: hands events to streams and listeners. Clones share it.
pub struct Dispatcher<C: Send + Sync + 'static>(Arc<Run<C>>);

struct Run<C: Send + Sync + 'static> {
    room: Arc<Room<C>>,
    scale: Scale,
    pool: Arc<Pool<Call<C>>>,
}

impl<C: Send + Sync + 'static> Dispatcher<C> {
    /// Starts a run; waits for room end when `close` is set.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(
        context: C,
        registry: Arc<Registry<C>>,
        limits: Limits,
        close: CloseFlag,
    ) -> std::io::Result<Self> {
        let pool = Arc::new(Pool::start(limits.pool)?);
        registry.renew_orders();
        let room = Arc::new(Room { context, registry, close, pool: Arc::downgrade(&pool) });
        Ok(Self(Arc::new(Run { room, scale: Scale::new(limits.weight), pool })))
    }

    /// Whether anybody wants events of this type.
    pub fn wants(&self, event: EventType) -> bool {
        self.0.room.registry.wants(event)
    }

    /// Makes room for a payload of so many bytes; `None` when the bot closes.
    pub fn weigh(&self, bytes: usize) -> Option<Weight> {
        self.0.scale.put(bytes + OVERHEAD, &self.0.room.close)
    }

    /// Hands an event to everybody who wants it; waits while they have no room for it.
    pub fn publish(&self, delivery: Delivery) -> Published {
        let (room, pool) = (&self.0.room, &self.0.pool);
        let interested = room.registry.interested();
        let delivery = Arc::new(delivery);
        for stream in interested.streams(&delivery.event) {
            if stream.offer(&delivery, &room.close) == Intake::Closed {
                return Published::Closed;
            }
        }
        for listener in interested.listeners(&delivery.event) {
            let task = match listener.order().map(Order::lanes) {
                None => Task::One(delivery.clone()),
                Some(lanes) if lanes.add(delivery.clone()) => Task::Sort(lanes),
                Some(_) => continue,
            };
            if pool.push(Call { room: room.clone(), listener: listener.clone(), task }).is_err() {
                return Published::Closed;
            }
        }
        Published::Done
    }

    /// Whether the calling thread runs a listener of this run.
    pub fn is_worker(&self) -> bool {
        self.0.pool.is_worker()
    }

    /// The calling listener begins to wait for an event: see [`Pool::begin_wait`].
    pub fn begin_wait(&self) -> Option<Waiting<'_>> {
        self.0.pool.begin_wait()
    }

    /// Takes no further event, and ends the streams once they are read to their end.
    pub fn stop_intake(&self) {
        self.0.pool.stop_intake();
        self.0.room.registry.end_streams();
    }

    /// After [`Dispatcher::stop_intake`]: waits until all listeners are done, at the latest until `deadline`.
    pub fn join_until(&self, deadline: Instant) -> bool {
        self.0.pool.join_until(deadline)
    }

    /// Ends the run now; gives the listeners that still run, and how many calls were never begun.
    pub fn abandon(&self) -> (Vec<Straggler>, usize) {
        self.0.pool.abandon()
    }

    /// The listeners that run now.
    pub fn running(&self) -> Vec<Straggler> {
        self.0.pool.running()
    }

    /// Calls of listeners that wait for a worker.
    pub fn queued(&self) -> usize {
        self.0.pool.queued()
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

/// What an event takes beside its payload, in bytes.
const OVERHEAD: usize = 512;
