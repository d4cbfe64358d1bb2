//! Events of the user's own types.

use std::any::{Any, type_name};
use std::fmt;
use std::sync::Arc;

use super::payload::place;
use super::{Event, EventKind, EventType, EventTypes, Payload};

/// An event of a type of one's own; see [`Bot::dispatch`](crate::Bot::dispatch).
///
/// ```
/// use ito::event::CustomEvent;
///
/// struct EveryoneMentioned {
///     by: String,
/// }
///
/// impl CustomEvent for EveryoneMentioned {}
/// ```
pub trait CustomEvent: Any + Send + Sync {}

/// An event of the user's own, of whatever type it is.
#[derive(Clone)]
pub struct Custom {
    name: &'static str,
    payload: Arc<dyn Any + Send + Sync>,
}

impl Custom {
    /// Holds an event of any type.
    pub fn new<E: CustomEvent>(event: E) -> Self {
        let path = type_name::<E>();
        let name = path.split('<').next().and_then(|path| path.rsplit("::").next()).unwrap_or(path);
        Self { name, payload: Arc::new(event) }
    }

    /// The name of its type.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The event, if it is of this type.
    pub fn downcast<E: CustomEvent>(&self) -> Option<Arc<E>> {
        self.payload.clone().downcast().ok()
    }

    fn is<E: CustomEvent>(&self) -> bool {
        self.payload.is::<E>()
    }
}

impl fmt::Debug for Custom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Custom").field(&self.name).finish()
    }
}

place!(Custom in |_e| None);

impl<E: CustomEvent> Payload for E {
    fn of(event: &Event) -> Option<Arc<Self>> {
        match event {
            Event::Custom(custom) => custom.downcast(),
            _ => None,
        }
    }

    fn is_in(event: &Event) -> bool {
        matches!(event, Event::Custom(custom) if custom.is::<Self>())
    }
}

impl<E: CustomEvent> EventKind<E> {
    /// The kind of one's own events of this type.
    pub const fn custom() -> Self {
        Self::new("custom", EventTypes::of(EventType::Custom))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Ring(u8);
    impl CustomEvent for Ring {}

    struct Other;
    impl CustomEvent for Other {}

    #[test]
    fn an_own_event_is_found_by_its_type_and_no_other() {
        let event = Event::Custom(Arc::new(Custom::new(Ring(7))));
        assert_eq!(EventKind::<Ring>::custom().select(&event).unwrap().0, 7);
        assert!(EventKind::<Other>::custom().select(&event).is_none());
        assert!(!EventKind::<Other>::custom().fits(&event) && EventKind::Any.fits(&event));
        assert_eq!(event.name(), "Ring");
    }
}
