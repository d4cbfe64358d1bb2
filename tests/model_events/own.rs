//! Samples of our own for each event, with every field that it may have: read, written again, and changed.

use ito::event::{self, EventType};
use serde_json::{Map, Value};

use crate::mutation::{self, Tally};

/// The data of each event by its name.
fn fixtures() -> Map<String, Value> {
    serde_json::from_str(include_str!("../fixtures/events.json")).expect("the fixtures are JSON")
}

#[test]
fn each_event_has_a_sample_and_nothing_else_has() {
    let fixtures = fixtures();
    let known = EventType::ALL.iter().filter(|kind| EventType::from_name(kind.name()) == Some(**kind));
    for kind in known.clone() {
        assert!(fixtures.contains_key(kind.name()), "tests/fixtures/events.json has no {kind}");
    }
    assert_eq!(fixtures.len(), known.count());
}

#[test]
fn events_travel_back_as_they_came() {
    let mut lost = Vec::new();
    for (name, data) in fixtures() {
        let decoded = event::decode(&name, &data.to_string()).unwrap();
        assert_eq!(decoded.event.name(), name);
        lost.extend(decoded.drift.iter().map(|place| format!("drift: {name}{place}")));
        let places = mutation::lost(&data, &mutation::again(&decoded.event));
        lost.extend(places.iter().map(|place| format!("{name}{place}")));
    }
    assert!(lost.is_empty(), "{} places were lost:\n{}", lost.len(), lost.join("\n"));
}

#[test]
fn no_single_change_costs_an_event_more_than_its_place() {
    let mut tally = Tally::default();
    for (name, data) in fixtures() {
        tally.add(&name, &data, |data| {
            mutation::again(&event::decode(&name, &data.to_string()).unwrap().event)
        });
    }
    tally.check();
}

#[test]
fn a_voice_token_is_not_shown() {
    let decoded = event::decode("VOICE_SERVER_UPDATE", r#"{"token":"secret","guild_id":"2"}"#).unwrap();
    assert!(!format!("{:?}", decoded.event).contains("secret"));
}
