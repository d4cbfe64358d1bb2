//! The long form of [`Bot::on`]: a listener with choices, and the handle that takes it back.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::Location;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};

use super::{Bot, Context};
use crate::dispatch::{self, Arrival, Delivery, Failure, Order, Registry};
use crate::error::Error;
use crate::event::{Event, EventKind, EventTypes, Payload};

/// A listener that is not yet added; [`Listen::call`] adds it.
#[must_use = "a listener is added by `call`"]
pub struct Listen<E> {
    bot: Bot,
    kind: EventKind<E>,
    place: &'static Location<'static>,
    when: Option<Predicate<E>>,
    key: Option<Key<E>>,
    once: bool,
}

type Callback<E> = Box<dyn Fn(&Context<E>) -> Result<(), Error> + Send + Sync>;
type Key<E> = Box<dyn Fn(&E) -> u64 + Send + Sync>;
type Predicate<E> = Box<dyn Fn(&Context<E>) -> bool + Send + Sync>;

impl<E: Payload> Listen<E> {
    #[track_caller]
    pub(super) fn new(bot: &Bot, kind: EventKind<E>) -> Self {
        Self { bot: bot.clone(), kind, place: Location::caller(), when: None, key: None, once: false }
    }

    /// Calls only for events of which `predicate` is true. It runs on a worker, as the listener does.
    ///
    /// ```
    /// use ito::{Bot, EventKind};
    ///
    /// let bot = Bot::new("a.token");
    /// bot.listen(EventKind::Message).when(|e| !e.author.bot).call(|e| println!("{}", e.content));
    /// ```
    pub fn when(mut self, predicate: impl Fn(&Context<E>) -> bool + Send + Sync + 'static) -> Self {
        self.when = Some(match self.when.take() {
            Some(before) => Box::new(move |e| before(e) && predicate(e)),
            None => Box::new(predicate),
        });
        self
    }

    /// Calls for events of one key in the order in which they came, one after the other, and for other keys side by side.
    ///
    /// A call that waits holds up its key and no other. Without this, calls start in order and run side by side.
    ///
    /// ```
    /// use ito::{Bot, EventKind};
    ///
    /// let bot = Bot::new("a.token");
    /// bot.listen(EventKind::Message).ordered_by(|e| e.guild_id).call(|e| println!("{}", e.content));
    /// ```
    pub fn ordered_by<K: Hash>(mut self, key: impl Fn(&E) -> K + Send + Sync + 'static) -> Self {
        self.key = Some(Box::new(move |event| {
            // Two keys with one hash share a lane, which costs them a wait and no order.
            let mut hasher = DefaultHasher::new();
            key(event).hash(&mut hasher);
            hasher.finish()
        }));
        self
    }

    /// Calls for one event only, the first that fits, and takes the listener back then.
    pub fn once(mut self) -> Self {
        self.once = true;
        self
    }

    /// Adds the listener: see [`Bot::on`]. Dropping the handle keeps it.
    pub fn call<R: Outcome>(self, f: impl Fn(&Context<E>) -> R + Send + Sync + 'static) -> Listener {
        self.bot.warn_if_deaf(self.kind, self.place);
        let listener: Arc<dyn dispatch::Listener<Bot>> = Arc::new(Closure {
            kind: self.kind,
            place: self.place,
            when: self.when,
            key: self.key.map(|key| (key, Order::default())),
            once: self.once.then(AtomicBool::default),
            call: Box::new(move |context| f(context).into_result()),
        });
        self.bot.0.registry.add(listener.clone());
        Listener::of(&self.bot.0.registry, &listener)
    }
}

impl<E> fmt::Debug for Listen<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listen").field("place", &self.place).finish_non_exhaustive()
    }
}

/// A listener that was added; dropping this keeps it.
pub struct Listener {
    registry: Weak<Registry<Bot>>,
    added: Weak<dyn dispatch::Listener<Bot>>,
    place: &'static Location<'static>,
}

impl Listener {
    pub(super) fn of(registry: &Arc<Registry<Bot>>, listener: &Arc<dyn dispatch::Listener<Bot>>) -> Self {
        Self { registry: Arc::downgrade(registry), added: Arc::downgrade(listener), place: listener.place() }
    }

    /// Takes the listener back; false when that was done before. A call that has begun, or waits for a worker, is still
    /// made.
    pub fn cancel(&self) -> bool {
        match (self.registry.upgrade(), self.added.upgrade()) {
            (Some(registry), Some(listener)) => registry.remove(&listener),
            _ => false,
        }
    }

    /// Where it was added.
    pub fn place(&self) -> &'static Location<'static> {
        self.place
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").field("place", &self.place).finish_non_exhaustive()
    }
}

/// What a listener may return: nothing, or a `Result` without a value.
pub trait Outcome: sealed::Sealed {
    #[doc(hidden)]
    fn into_result(self) -> Result<(), Error>;
}

impl Outcome for () {
    fn into_result(self) -> Result<(), Error> {
        Ok(())
    }
}

impl Outcome for Result<(), Error> {
    fn into_result(self) -> Result<(), Error> {
        self
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for () {}
    impl Sealed for Result<(), crate::error::Error> {}
}

/// A closure as dispatch knows it.
struct Closure<E> {
    kind: EventKind<E>,
    place: &'static Location<'static>,
    when: Option<Predicate<E>>,
    key: Option<(Key<E>, Order)>,
    /// Whether the one call was made, of a listener that is called once.
    once: Option<AtomicBool>,
    call: Callback<E>,
}

impl<E: Payload> dispatch::Listener<Bot> for Closure<E> {
    fn place(&self) -> &'static Location<'static> {
        self.place
    }

    fn types(&self) -> EventTypes {
        self.kind.types()
    }

    fn fits(&self, event: &Event) -> bool {
        self.kind.fits(event)
    }

    fn order(&self) -> Option<&Order> {
        self.key.as_ref().map(|(_, order)| order)
    }

    fn key(&self, event: &Event) -> u64 {
        match (&self.key, self.kind.select(event)) {
            (Some((key, _)), Some(payload)) => key(&payload),
            _ => 0,
        }
    }

    fn is_done(&self) -> bool {
        self.once.as_ref().is_some_and(|called| called.load(Ordering::Acquire))
    }

    fn call(&self, bot: &Bot, delivery: &Delivery) -> Result<(), Failure> {
        let Some(payload) = self.kind.select(&delivery.event) else { return Ok(()) };
        let (shard, seq, former) = (delivery.shard, delivery.seq, delivery.former.clone());
        let context = Context::arrived(bot.clone(), Arrival { shard, seq, former, payload });
        if self.is_done() || self.when.as_ref().is_some_and(|when| !when(&context)) {
            return Ok(());
        }
        if self.once.as_ref().is_some_and(|called| called.swap(true, Ordering::AcqRel)) {
            return Ok(());
        }
        (self.call)(&context).map_err(|error| error.to_string().into())
    }
}
