//! The table of events in the docs of `event::events`, made from the kinds; `ITO_WRITE=1` writes it anew.

use std::fmt::Write as _;

use ito::event::EventType;

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/event/events.md");

/// Where Discord's documents tell of events, and those of which they do not.
const PAGE: &str = "https://docs.discord.com/developers/events/gateway-events";
const DRAFTS: [&str; 3] =
    ["GUILD_JOIN_REQUEST_CREATE", "GUILD_JOIN_REQUEST_UPDATE", "GUILD_JOIN_REQUEST_DELETE"];

fn anchor(event: &str) -> String {
    event.to_lowercase().replace('_', "-")
}

fn made() -> String {
    let mut table = String::from("| event | constant | payload | intents |\n|---|---|---|---|\n");
    for kind in EventType::ALL {
        let (name, constant, payload) = (kind.name(), format!("{kind:?}"), kind.payload());
        let intents = kind.intents();
        let links = intents.iter_names().map(|(intent, _)| format!("[`{intent}`](crate::Intents::{intent})"));
        let intents = links.collect::<Vec<_>>().join(" or ");
        let is_documented = EventType::from_name(name).is_some() && !DRAFTS.contains(&name);
        let name =
            if is_documented { format!("[`{name}`]({PAGE}#{})", anchor(name)) } else { format!("`{name}`") };
        writeln!(
            table,
            "| {name} | [`{constant}`](crate::EventKind::{constant}) | [`{payload}`](crate::event::{payload}) | {intents} |"
        )
        .unwrap();
    }
    table
}

#[test]
fn the_table_of_events_names_each_kind() {
    let made = made();
    if std::env::var_os("ITO_WRITE").is_some() {
        std::fs::write(TABLE, &made).unwrap();
    }
    let written = std::fs::read_to_string(TABLE).unwrap_or_default();
    assert!(written == made, "src/event/events.md is old; run this test with ITO_WRITE=1");
    let discords = EventType::ALL.iter().filter(|kind| EventType::from_name(kind.name()).is_some());
    assert!(discords.count() >= 82);
}
