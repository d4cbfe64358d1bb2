//! The way of one event, on its shard's thread: does anybody want it? if so it is decoded, once, and handed to all who do.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Bot, Inner};
use crate::dispatch::{Delivery, Dispatcher, Published};
use crate::event::{self, Envelope, Event, EventType, RawEvent, UnknownEvent};
use crate::gateway::{Handed, Line, Sink};
use crate::model::Intents;
use crate::sync::Mutex;

/// Where shards hand their events on.
pub(super) fn sink(dispatcher: Dispatcher<Bot>, inner: &Arc<Inner>) -> Sink {
    inner.voice.forget(|_| true);
    let (drift, has_warned) = (Mutex::default(), AtomicBool::new(false));
    let pipeline = Pipeline { dispatcher, inner: inner.clone(), drift, has_warned };
    Arc::new(move |line, envelope| pipeline.pass(line, envelope))
}

struct Pipeline {
    dispatcher: Dispatcher<Bot>,
    inner: Arc<Inner>,
    /// Places of payloads that did not fit their type and were told of.
    drift: Mutex<BTreeSet<String>>,
    has_warned: AtomicBool,
}

impl Pipeline {
    /// Hands an event to everybody who wants it.
    fn pass(&self, line: &Line, envelope: &mut Envelope<'_>) -> Handed {
        let Some(name) = envelope.name.clone() else { return Handed::On };
        let typed = EventType::from_name(&name).unwrap_or(EventType::Unknown);
        let shard = line.shard();
        let (is_wanted, is_wanted_raw) =
            (self.dispatcher.wants(typed), self.dispatcher.wants(EventType::Raw));
        let is_noticed = self.inner.notices(typed);
        if !is_wanted && !is_wanted_raw && !is_noticed {
            return Handed::On;
        }
        if self.dispatcher.sheds(typed) {
            return Handed::On;
        }
        if is_wanted_raw {
            if envelope.check().is_err() {
                return Handed::Malformed;
            }
            let raw =
                RawEvent { shard, seq: envelope.seq, name: (&*name).into(), data: envelope.data.into() };
            if self.publish(shard, envelope, Event::Raw(Arc::new(raw))) == Handed::Closed {
                return Handed::Closed;
            }
        }
        if !is_wanted && !is_noticed {
            return Handed::On;
        }
        let Some(event) = self.decode(&name, envelope) else { return Handed::Malformed };
        if is_noticed {
            self.inner.notice(line, &event);
        }
        if is_wanted { self.publish(shard, envelope, event) } else { Handed::On }
    }

    /// Decodes the payload; `None` when it is no JSON.
    fn decode(&self, name: &str, envelope: &mut Envelope<'_>) -> Option<Event> {
        // The end of the data is known only once the payload was walked; nearly always the guess is right.
        let decoded = if let Ok(decoded) = event::decode(name, envelope.data) {
            decoded
        } else {
            envelope.check().ok()?;
            match event::decode(name, envelope.data) {
                Ok(decoded) => decoded,
                Err(error) => {
                    self.tell_of_drift(name, &format!(" ({error})"));
                    let unknown = UnknownEvent { name: name.into(), data: envelope.data.into() };
                    return Some(Event::Unknown(Arc::new(unknown)));
                }
            }
        };
        for place in &decoded.drift {
            self.tell_of_drift(name, place);
        }
        if let Event::Message(message) = &decoded.event {
            self.warn_of_empty_content(message);
        }
        Some(decoded.event)
    }

    fn publish(&self, shard: u32, envelope: &Envelope<'_>, event: Event) -> Handed {
        let Some(weight) = self.dispatcher.weigh(envelope.data.len()) else { return Handed::Closed };
        let delivery = Delivery::new(event, shard, envelope.seq, weight);
        match self.dispatcher.publish(delivery) {
            Published::Done => Handed::On,
            Published::Closed => Handed::Closed,
        }
    }

    /// Tells once of each place that does not fit its type.
    fn tell_of_drift(&self, name: &str, pointer: &str) {
        let segments = pointer.split('/').map(|s| if s.parse::<u32>().is_ok() { "*" } else { s });
        let place = format!("{name}{}", segments.collect::<Vec<_>>().join("/"));
        let mut drift = self.drift.lock();
        if drift.len() < MOST_PLACES && drift.insert(place.clone()) {
            drop(drift);
            log::warn!(target: "ito::event", "{place} is not as documented and was left out; the rest of the event is given");
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

/// Places of drift that are remembered.
const MOST_PLACES: usize = 1000;
