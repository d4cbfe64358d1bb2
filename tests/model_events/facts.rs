//! Samples and names of Discord's events, from outside of this repository.

use std::collections::BTreeSet;
use std::path::PathBuf;

use ito::event::{self, EventType};
use serde_json::Value;

use crate::mutation;

/// A sample of an event's data.
pub(crate) struct Sample {
    pub(crate) event: String,
    pub(crate) variant: String,
    pub(crate) data: Value,
}

/// Reads a file of the facts; `None`, said loudly, when they are not there.
pub(crate) fn read(file: &str) -> Option<Value> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/discord");
    let folder = std::env::var_os("ITO_DISCORD_FACTS").map_or_else(|| PathBuf::from(default), PathBuf::from);
    let path = folder.join(file);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(serde_json::from_str(&text).expect("the facts are JSON")),
        Err(error) => {
            eprintln!("SKIPPED: {} cannot be read ({error}); set ITO_DISCORD_FACTS", path.display());
            None
        }
    }
}

fn samples() -> Vec<Sample> {
    let Some(file) = read("examples/events-shared.json") else { return Vec::new() };
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let sample = |one: &Value| Sample {
        event: text(&one["event"]),
        variant: text(&one["variant"]),
        data: one["frame"]["d"].clone(),
    };
    file["samples"].as_array().expect("a list of samples").iter().map(sample).collect()
}

#[test]
fn every_event_of_the_description_has_a_type_and_its_intents() {
    let Some(facts) = read("gateway.json") else { return };
    for event in facts["events"].as_array().unwrap() {
        let name = event["name"].as_str().unwrap();
        let kind = EventType::from_name(name).unwrap_or_else(|| panic!("{name} has no type"));
        let bits = |intent: &Value| {
            let all = facts["intents"].as_array().unwrap();
            let found = all.iter().find(|one| one["name"] == *intent);
            found.map_or_else(|| panic!("{intent} is no intent"), |one| one["value"].as_u64().unwrap())
        };
        let expected = event["intents"].as_array().unwrap().iter().map(bits).sum::<u64>();
        assert_eq!(kind.intents().bits(), expected, "{name}");
    }
}

#[test]
fn every_sample_is_decoded_and_loses_nothing_known() {
    let mut lost = BTreeSet::new();
    for sample in samples() {
        let text = sample.data.to_string();
        let decoded = event::decode(&sample.event, &text).unwrap();
        assert_eq!(decoded.event.name(), sample.event);
        let place = |pointer: &str| format!("{} ({}) {pointer}", sample.event, sample.variant);
        if !sample.variant.starts_with("unknown") && !sample.variant.starts_with("case") {
            lost.extend(decoded.drift.iter().map(|pointer| format!("drift: {}", place(pointer))));
            let again = mutation::again(&decoded.event);
            lost.extend(mutation::lost(&sample.data, &again).iter().map(|pointer| place(pointer)));
        }
    }
    let list = lost.iter().filter(|place| !is_made_up(place)).cloned().collect::<Vec<_>>();
    assert!(list.is_empty(), "{} places were lost:\n{}", list.len(), list.join("\n"));
}

/// Places whose values are none that Discord could send: a text for an object, words for bits, answers that count from 0,
/// keys that no entry of the audit log has.
fn is_made_up(place: &str) -> bool {
    let is_image = place.contains("/embeds/") && place.ends_with("/image");
    is_image || ["/options/fjord", "/options/yarrow"].iter().any(|end| place.ends_with(end))
}
