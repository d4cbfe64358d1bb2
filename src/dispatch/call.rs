//! The jobs of the pool: one call of one listener, or the sorting and the lanes of an ordered one.
//!
//! An error or a panic of a listener is logged with its place, published, and costs nothing else.

use std::any::Any;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use super::order::{Lanes, Order};
use super::{Delivery, Registry};
use crate::event::{Event, EventType, EventTypes, ListenerFailed};
use crate::sync::thread::panic_message;
use crate::sync::{CloseFlag, Job, Label, Queue, waits};

/// What is called for an event.
pub trait Listener<C>: Send + Sync + 'static {
    /// Where it was given to ito.
    fn place(&self) -> &'static Location<'static>;
    /// The types of events that it may want.
    fn types(&self) -> EventTypes;
    /// Whether it wants this event, which is of one of its types.
    fn fits(&self, event: &Event) -> bool;
    /// Its order, if its events are ordered by [`Listener::key`].
    fn order(&self) -> Option<&Order> {
        None
    }
    /// The key of an event, for a listener with an order.
    fn key(&self, _event: &Event) -> u64 {
        0
    }
    /// Whether it wants no further event, and can be taken out.
    fn is_done(&self) -> bool {
        false
    }
    /// Calls it.
    ///
    /// # Errors
    /// What it returned.
    fn call(&self, context: &C, delivery: &Delivery) -> Result<(), Failure>;
}

/// The error of a listener, as text.
pub type Failure = Box<str>;

/// What all jobs of a run share.
pub(super) struct Room<C: Send + Sync + 'static> {
    pub(super) context: C,
    pub(super) registry: Arc<Registry<C>>,
    pub(super) close: CloseFlag,
    pub(super) slow_after: Duration,
    /// For a sorter, which puts workers on lanes.
    pub(super) queue: Weak<Queue<Call<C>>>,
}

/// A job: something to do for a listener.
pub(super) struct Call<C: Send + Sync + 'static> {
    pub(super) room: Arc<Room<C>>,
    pub(super) listener: Arc<dyn Listener<C>>,
    pub(super) task: Task,
}

/// What to do for a listener.
pub(super) enum Task {
    /// Call it for this event.
    One(Arc<Delivery>),
    /// Sort what came into lanes.
    Sort(Arc<Lanes>),
    /// Call it for everything in this lane.
    Lane(Arc<Lanes>, u64),
}

impl<C: Send + Sync + 'static> Call<C> {
    fn one(&self, delivery: &Delivery) {
        self.room.call(&self.listener, delivery);
    }

    fn sort(&self, lanes: &Arc<Lanes>) {
        while let Some(delivery) = lanes.next_unsorted() {
            let key = match catch_unwind(AssertUnwindSafe(|| self.listener.key(&delivery.event))) {
                Ok(key) => key,
                Err(panic) => {
                    let failed = failed(&*self.listener, &delivery, text_of(panic), true);
                    self.room.publish(failed, &delivery);
                    continue;
                }
            };
            if lanes.sort(key, delivery) {
                let task = Task::Lane(lanes.clone(), key);
                let lane = Self { room: self.room.clone(), listener: self.listener.clone(), task };
                match self.room.queue.upgrade() {
                    // Here it would hold up the keys behind it; a run that was ended finds its events in the lanes.
                    Some(queue) => drop(queue.push_urgent(lane)),
                    None => lane.run(),
                }
            }
        }
    }

    fn lane(&self, lanes: &Lanes, key: u64) {
        while let Some(delivery) = lanes.next_of(key) {
            self.one(&delivery);
            Delivery::done(delivery);
        }
    }
}

impl<C: Send + Sync + 'static> Job for Call<C> {
    fn run(self) {
        match &self.task {
            Task::One(delivery) => self.one(delivery),
            Task::Sort(lanes) => self.sort(lanes),
            Task::Lane(lanes, key) => self.lane(lanes, *key),
        }
        if let Task::One(delivery) = self.task {
            Delivery::done(delivery);
        }
    }

    fn label(&self) -> Label {
        let event = match &self.task {
            Task::One(delivery) => delivery.event.event_type().name(),
            Task::Sort(_) => "the order of its events",
            Task::Lane(..) => "a lane of its events",
        };
        Label { place: self.listener.place(), event }
    }
}

impl<C: Send + Sync + 'static> Room<C> {
    /// Calls a listener on this thread.
    pub(super) fn call(&self, listener: &Arc<dyn Listener<C>>, delivery: &Delivery) {
        let begun = Instant::now();
        waits::take();
        let result = run_one(self, &**listener, delivery);
        self.tell_if_slow(&**listener, delivery, begun);
        if listener.is_done() {
            self.registry.remove(listener);
        }
        if let Err(failed) = result {
            self.publish(failed, delivery);
        }
    }

    fn tell_if_slow(&self, listener: &dyn Listener<C>, delivery: &Delivery, begun: Instant) {
        let (ran, waits) = (begun.elapsed(), waits::take());
        if ran.saturating_sub(waits.events) <= self.slow_after {
            return;
        }
        let guild = delivery.event.guild_id().map(|guild| format!(" of guild {guild}")).unwrap_or_default();
        log::warn!(
            target: "ito::listener",
            "the listener at {} took {ran:.1?} for {}{guild}, after {:.1?} in the queue; {:.1?} of it waiting for limits, {:.1?} for events",
            listener.place(),
            delivery.event.name(),
            begun.saturating_duration_since(delivery.at),
            waits.limits,
            waits.events
        );
    }

    /// Tells whoever wants to know of a failure; on this worker, so that a full queue cannot keep the news from them. One
    /// that fails on a failure is logged and causes no other.
    fn publish(&self, failed: ListenerFailed, cause: &Delivery) {
        let is_of_itself = cause.event.event_type() == EventType::ListenerFailed;
        if is_of_itself || !self.registry.wants(EventType::ListenerFailed) {
            return;
        }
        let delivery = Arc::new(Delivery::own(Event::ListenerFailed(Arc::new(failed)), cause.shard));
        let interested = self.registry.interested();
        for stream in interested.streams(&delivery.event) {
            if let Err(delivery) = stream.put(&delivery) {
                stream.wait(delivery, &self.close);
            }
        }
        for listener in interested.listeners(&delivery.event) {
            let _ = run_one(self, &**listener, &delivery);
        }
    }
}

/// Calls a listener; its error or panic is logged.
fn run_one<C: Send + Sync + 'static>(
    room: &Room<C>,
    listener: &dyn Listener<C>,
    delivery: &Delivery,
) -> Result<(), ListenerFailed> {
    match catch_unwind(AssertUnwindSafe(|| listener.call(&room.context, delivery))) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(failed(listener, delivery, error, false)),
        Err(panic) => Err(failed(listener, delivery, text_of(panic), true)),
    }
}

/// Logs a failure.
fn failed<C: 'static>(
    listener: &dyn Listener<C>,
    delivery: &Delivery,
    error: Box<str>,
    panicked: bool,
) -> ListenerFailed {
    let (event, place) = (delivery.event.name(), listener.place());
    let what = if panicked { "panicked" } else { "failed" };
    log::error!(target: "ito::listener", "the listener at {place} {what} on {event}: {error}");
    ListenerFailed { listener: place, event: delivery.event.clone(), shard: delivery.shard, error, panicked }
}

/// What a panic said; a payload whose own end panics is not let through.
fn text_of(panic: Box<dyn Any + Send>) -> Box<str> {
    let text = panic_message(&*panic).into();
    let _ = catch_unwind(AssertUnwindSafe(move || drop(panic)));
    text
}
