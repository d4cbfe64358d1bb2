//! A set of types of events, as a word of bits.

use super::EventType;

/// A set of types of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct EventTypes(u128);

impl EventTypes {
    /// No type.
    pub const fn empty() -> Self {
        Self(0)
    }

    /// Every type.
    pub const fn all() -> Self {
        let mut types = Self::empty();
        let mut next = 0;
        while next < EventType::ALL.len() {
            types = types.with(EventType::ALL[next]);
            next += 1;
        }
        types
    }

    /// One type.
    pub const fn of(one: EventType) -> Self {
        Self(1 << one as u8)
    }

    /// These and one more.
    pub const fn with(self, one: EventType) -> Self {
        self.union(Self::of(one))
    }

    /// These but one.
    pub const fn without(self, one: EventType) -> Self {
        Self(self.0 & !Self::of(one).0)
    }

    /// Whether the type is among these.
    pub const fn contains(self, one: EventType) -> bool {
        self.0 & Self::of(one).0 != 0
    }

    /// These and those.
    pub const fn union(self, those: Self) -> Self {
        Self(self.0 | those.0)
    }

    /// Those that are among both.
    pub const fn intersection(self, those: Self) -> Self {
        Self(self.0 & those.0)
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// One bit for each, by its number.
    pub const fn bits(self) -> u128 {
        self.0
    }

    /// One after the other.
    pub fn iter(self) -> impl Iterator<Item = EventType> {
        EventType::ALL.iter().copied().filter(move |one| self.contains(*one))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in() {
        let types = EventTypes::of(EventType::Message).with(EventType::Unknown);
        assert!(types.contains(EventType::Message) && types.contains(EventType::Unknown));
        assert!(
            !types.contains(EventType::Ready)
                && !types.without(EventType::Message).contains(EventType::Message)
        );
        assert_eq!(types.iter().collect::<Vec<_>>(), [EventType::Message, EventType::Unknown]);
        assert_eq!(EventTypes::all().iter().count(), EventType::ALL.len());
        assert!(EventTypes::empty().is_empty() && !types.is_empty());
    }
}
