//! The way of one event, on its shard's thread: does anybody want it? if so it is decoded, once, and handed to all who do.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::keep::Seen;
use super::{Bot, Inner};
use crate::dispatch::{Batch, Delivery, Dispatcher, Published};
use crate::event::{self, Envelope, Event, EventType, Former, RawEvent, UnknownEvent};
use crate::gateway::{HandOn, Handed, Line, Sink};
use crate::model::Intents;

/// Where shards hand their events on.
pub(super) fn sink(dispatcher: Dispatcher<Bot>, inner: &Arc<Inner>, seen: &Arc<Seen>) -> Sink {
    inner.voice.forget(|_| true);
    let (inner, seen) = (inner.clone(), seen.clone());
    Arc::new(Pipeline { dispatcher, inner, seen, has_warned: AtomicBool::new(false) })
}

thread_local! {
    /// What a shard's thread gathers of one read.
    static BATCH: RefCell<Batch<Bot>> = RefCell::default();
}

impl HandOn for Pipeline {
    fn hand_on(&self, line: &Line, envelope: &mut Envelope<'_>) -> Handed {
        self.pass(line, envelope)
    }

    fn flush(&self) {
        BATCH.with_borrow_mut(|batch| self.dispatcher.flush(batch));
    }
}

struct Pipeline {
    dispatcher: Dispatcher<Bot>,
    inner: Arc<Inner>,
    /// What of the replay of a session that was kept the cache has seen.
    seen: Arc<Seen>,
    has_warned: AtomicBool,
}

impl Pipeline {
    /// Hands an event to everybody who wants it.
    fn pass(&self, line: &Line, envelope: &mut Envelope<'_>) -> Handed {
        if self.dispatcher.refuses() {
            return Handed::Closed;
        }
        let Some(name) = envelope.name.clone() else { return Handed::On };
        let typed = EventType::from_name(&name).unwrap_or(EventType::Unknown);
        let shard = line.shard();
        let (mut is_wanted, mut is_wanted_raw) =
            (self.dispatcher.wants(typed), self.dispatcher.wants(EventType::Raw));
        if (is_wanted || is_wanted_raw) && self.dispatcher.sheds(typed) {
            (is_wanted, is_wanted_raw) = (false, false);
        }
        let is_noticed = self.inner.notices(typed);
        let is_cached = self.inner.cache.wants(typed);
        if is_wanted_raw {
            if envelope.check().is_err() {
                return Handed::Malformed;
            }
            let raw =
                RawEvent { shard, seq: envelope.seq, name: (&*name).into(), data: envelope.data.into() };
            if self.publish(line, envelope, Event::Raw(Arc::new(raw)), None) == Handed::Closed {
                return Handed::Closed;
            }
        }
        if !is_wanted && !is_noticed && !is_cached {
            return Handed::On;
        }
        let Some(event) = self.decode(&name, envelope) else { return Handed::Malformed };
        let is_new = self.seen.is_new(shard, typed, envelope.seq);
        let former = if is_cached && is_new { self.inner.cache.update(&event, Instant::now()) } else { None };
        if is_noticed {
            self.inner.notice(line, &event);
        }
        if !is_wanted {
            return Handed::On;
        }
        let handed = self.publish(line, envelope, event, former);
        if handed == Handed::Closed {
            self.seen.note(shard, envelope.seq);
        }
        handed
    }

    /// Decodes the payload; `None` when it is no JSON.
    fn decode(&self, name: &str, envelope: &mut Envelope<'_>) -> Option<Event> {
        // The end of the data is known only once the payload was walked; nearly always the guess is right.
        let decoded = if let Ok(decoded) = event::decode(name, envelope.data) {
            decoded
        } else {
            envelope.check().ok()?;
            let Ok(decoded) = event::decode(name, envelope.data) else {
                self.tell_of_drift(name, &[String::new()], envelope.data);
                let unknown = UnknownEvent { name: name.into(), data: envelope.data.into() };
                return Some(Event::Unknown(Arc::new(unknown)));
            };
            decoded
        };
        if !decoded.drift.is_empty() {
            self.tell_of_drift(name, &decoded.drift, envelope.data);
        }
        if let Event::Message(message) = &decoded.event {
            self.warn_of_empty_content(message);
        }
        Some(decoded.event)
    }

    fn publish(&self, line: &Line, envelope: &Envelope<'_>, event: Event, former: Option<Former>) -> Handed {
        BATCH.with_borrow_mut(|batch| {
            let Some(weight) = self.dispatcher.weigh(envelope.data.len(), batch) else {
                return Handed::Closed;
            };
            let mut delivery = Delivery::new(event, line.shard(), envelope.seq, weight);
            (delivery.session, delivery.former) = (line.session(), former);
            match self.dispatcher.publish(delivery, batch) {
                Published::Done => Handed::On,
                Published::Closed => Handed::Closed,
            }
        })
    }

    /// Counts the places that do not fit their type, with one line in the log for each that is new.
    fn tell_of_drift(&self, name: &str, pointers: &[String], json: &str) {
        let new = self.inner.drift.lock().note(name, pointers, json);
        for place in new {
            log::warn!(
                target: "ito::event",
                "{place}, which does not fit: it was left out, and the rest of the event is given"
            );
        }
    }

    /// A message without anything in it, while the intent for the content was not asked for, puzzles people.
    fn warn_of_empty_content(&self, message: &event::MessageCreate) {
        let is_empty = message.content.is_empty()
            && message.attachments.is_empty()
            && message.embeds.is_empty()
            && message.components.is_empty();
        if is_empty
            && message.guild_id.is_some()
            && !self.inner.setup.intents.contains(Intents::MESSAGE_CONTENT)
            && !self.has_warned.swap(true, Ordering::Relaxed)
        {
            log::warn!(
                target: "ito::event",
                "a message came without content: without the intent MESSAGE_CONTENT Discord sends content only of messages that mention the bot, and of direct ones"
            );
        }
    }
}
