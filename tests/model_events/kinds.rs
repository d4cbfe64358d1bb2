//! Kinds of events: what they select.

use std::sync::Arc;

use ito::event::{self, Event, EventKind, EventType, EventTypes, RawEvent, UnknownEvent};
use ito::model::Id;

fn decoded(name: &str, data: &str) -> Event {
    event::decode(name, data).unwrap().event
}

#[test]
fn a_message_is_a_guilds_or_direct() {
    let guild = decoded("MESSAGE_CREATE", r#"{"id":"1","guild_id":"7","content":"a"}"#);
    let direct = decoded("MESSAGE_CREATE", r#"{"id":"2","content":"b"}"#);
    for (event, in_guild) in [(&guild, true), (&direct, false)] {
        assert!(EventKind::Message.select(event).is_some() && EventKind::Any.select(event).is_some());
        assert_eq!(EventKind::GuildMessage.select(event).is_some(), in_guild);
        assert_eq!(EventKind::DirectMessage.select(event).is_some(), !in_guild);
        assert!(EventKind::MessageUpdate.select(event).is_none());
    }
    assert_eq!((guild.guild_id(), direct.guild_id()), (Some(Id::new(7)), None));
    assert_eq!(EventKind::Message.select(&guild).unwrap().content, "a");
}

#[test]
fn any_is_everything_once_and_raw_is_apart() {
    assert!(EventKind::Raw.is_raw() && !EventKind::Any.is_raw() && !EventKind::Message.is_raw());
    let raw = Event::Raw(Arc::new(RawEvent::new(0, Some(1), "NEW", "{}")));
    assert!(EventKind::Any.select(&raw).is_none() && EventKind::Raw.select(&raw).is_some());
    let unknown = Event::Unknown(Arc::new(UnknownEvent::new("NEW", "{}")));
    assert!(EventKind::Any.select(&unknown).is_some());
    assert_eq!(unknown.name(), "NEW");
    assert_eq!(EventKind::Any.types(), EventTypes::all().without(EventType::Raw));
}

#[test]
fn names_and_types_are_one_to_one() {
    for (index, kind) in EventType::ALL.iter().enumerate() {
        assert_eq!(*kind as usize, index);
        let is_own = kind.name().chars().all(|c| c.is_lowercase() || c == '_');
        assert_eq!(EventType::from_name(kind.name()), (!is_own).then_some(*kind), "{kind}");
    }
    assert_eq!(EventType::from_name("MESSAGE_CREATED"), None);
    assert_eq!(format!("{:?}", EventKind::GuildMessage), "EventKind::GuildMessage");
}
