//! What becomes of events when listeners fall behind, and the count of those that were dropped.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::event::EventType;

/// What becomes of events when the listeners fall behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Lag {
    /// Shards stop reading until there is room; nothing is lost.
    #[default]
    Wait,
    /// What matters least is dropped: who types and whose presence changed when half of the room is used, reactions, voice
    /// states and changes of members when three quarters are. For the rest shards wait.
    Shed,
    /// The oldest calls that wait are dropped for the newest; those for interactions never.
    NewestWins,
}

/// How many events were dropped, by their type.
#[derive(Debug)]
pub struct Dropped([AtomicU64; EventType::ALL.len()]);

impl Default for Dropped {
    fn default() -> Self {
        Self([const { AtomicU64::new(0) }; EventType::ALL.len()])
    }
}

impl Dropped {
    /// One more; true for the first of its type.
    pub(super) fn count(&self, event: EventType) -> bool {
        self.0[event as usize].fetch_add(1, Ordering::Relaxed) == 0
    }

    /// The types of which events were dropped, and how many.
    pub fn by_type(&self) -> BTreeMap<EventType, u64> {
        let counts =
            EventType::ALL.iter().map(|event| (*event, self.0[*event as usize].load(Ordering::Relaxed)));
        counts.filter(|(_, count)| *count > 0).collect()
    }
}

/// At which part of the room, in quarters, events of a type are dropped; never, for most.
pub(super) fn sheds_at(event: EventType) -> Option<u8> {
    match event {
        EventType::TypingStart | EventType::PresenceUpdate => Some(2),
        EventType::MessageReactionAdd
        | EventType::MessageReactionRemove
        | EventType::MessageReactionRemoveAll
        | EventType::MessageReactionRemoveEmoji
        | EventType::VoiceStateUpdate
        | EventType::VoiceChannelEffectSend
        | EventType::GuildMemberUpdate => Some(3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interactions_and_messages_are_never_shed() {
        assert_eq!(sheds_at(EventType::InteractionCreate), None);
        assert_eq!(sheds_at(EventType::Message), None);
        assert!(sheds_at(EventType::TypingStart) < sheds_at(EventType::MessageReactionAdd));
    }

    #[test]
    fn drops_are_counted_by_type() {
        let dropped = Dropped::default();
        assert!(dropped.count(EventType::TypingStart) && !dropped.count(EventType::TypingStart));
        assert_eq!(dropped.by_type(), [(EventType::TypingStart, 2)].into());
    }
}
