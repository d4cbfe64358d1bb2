//! What a payload of an event can do, and the form of payloads that are a thing.

use std::any::Any;
use std::sync::Arc;

use super::Event;
use crate::model::{Guild, Id};

/// The payload of an event; implemented for each by the table of events, and for each [`CustomEvent`](super::CustomEvent).
pub trait Payload: Send + Sync + Sized + 'static {
    /// The payload, when the event has one of this type.
    fn of(event: &Event) -> Option<Arc<Self>>;

    /// Whether the event, which is of a type of the payload's kind, has a payload of this type.
    #[doc(hidden)]
    fn is_in(_event: &Event) -> bool {
        true
    }

    /// The guild in which it happened, if the payload says so.
    fn guild_id(&self) -> Option<Id<Guild>> {
        None
    }
}

/// What was there before an event, of whatever type: an `Arc` that whoever remembers it had anyway.
pub type Former = Arc<dyn Any + Send + Sync>;

/// Where a payload happened; each payload has it, most through one line of `place!`.
pub(super) trait Place {
    fn place(&self) -> Option<Id<Guild>>;
}

/// Makes payloads that are a thing: they deref to it.
macro_rules! things {
    ($( $(#[$meta:meta])* $name:ident($thing:ty) in |$this:ident| $place:expr; )+) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Default, ::serde::Deserialize, ::serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(pub $thing);

        impl ::std::ops::Deref for $name {
            type Target = $thing;

            fn deref(&self) -> &$thing {
                &self.0
            }
        }

        $crate::event::payload::place!($name in |$this| $place);
    )+ };
}

/// Says where a payload happened.
macro_rules! place {
    ($name:ident in |$this:ident| $place:expr) => {
        impl $crate::event::payload::Place for $name {
            fn place(&self) -> Option<$crate::model::Id<$crate::model::Guild>> {
                let $this = self;
                $place
            }
        }
    };
}

pub(super) use {place, things};
