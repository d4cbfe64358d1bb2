//! The table of operations in the docs of `rest::operations`, made from the calls; `ITO_WRITE=1` writes it anew.

use std::fmt::Write as _;

use crate::calls::{CALLS, OF_USERS};
use crate::facts;

const SOURCES: &[&str] = &[
    include_str!("calls/application.rs"),
    include_str!("calls/channel.rs"),
    include_str!("calls/guild.rs"),
    include_str!("calls/message.rs"),
];

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rest/operations.md");

/// The method of `Rest` that makes an operation.
fn call_of(id: &str) -> String {
    let entry = format!("(\"{id}\",");
    let found = SOURCES.iter().find_map(|source| source.split_once(&entry)).map(|(_, rest)| {
        let call = rest.split_once("|r|").map_or("", |(_, call)| call);
        let mut parts = call.split('.').skip_while(|part| !ends_with_handle(part)).skip(1);
        parts.next().and_then(|part| part.split('(').next()).unwrap_or("").trim().to_owned()
    });
    found.filter(|name| !name.is_empty()).unwrap_or_else(|| panic!("{id} is in no table of calls"))
}

/// Whether what stands before a dot is the handle `r`.
fn ends_with_handle(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with('r') && !text[..text.len() - 1].ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Where Discord's documents tell of an operation; those of webhooks are told of with interactions, too.
fn page(operation: &serde_json::Value) -> Option<String> {
    let pages = operation["docs"].as_array()?;
    let own = pages.iter().find(|page| page["page"] != "interactions/receiving-and-responding");
    let page = own.or(pages.first())?;
    let letters = page["section"].as_str()?.chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ');
    let anchor = letters.collect::<String>().to_lowercase().replace(' ', "-");
    Some(format!("https://docs.discord.com/developers/{}#{anchor}", page["page"].as_str()?))
}

fn made(operations: &serde_json::Value) -> String {
    let mut table = String::from("| operation | request | call |\n|---|---|---|\n");
    for operation in operations["operations"].as_array().unwrap() {
        let id = operation["operation_id"].as_str().unwrap();
        let is_called = CALLS.iter().copied().flatten().chain(OF_USERS).any(|(name, _)| *name == id);
        assert!(is_called || operation["bot_relevant"] != true, "{id} has no call");
        if is_called {
            let (method, path) = (operation["method"].as_str().unwrap(), operation["path"].as_str().unwrap());
            let call = call_of(id);
            let name = page(operation).map_or_else(|| format!("`{id}`"), |page| format!("[`{id}`]({page})"));
            writeln!(table, "| {name} | `{method} {path}` | [`{call}`](crate::rest::Rest::{call}) |")
                .unwrap();
        }
    }
    table
}

#[test]
fn the_table_of_operations_names_each_call() {
    let Some(operations) = facts("operations.json") else { return };
    let made = made(&operations);
    if std::env::var_os("ITO_WRITE").is_some() {
        std::fs::write(TABLE, &made).unwrap();
    }
    let written = std::fs::read_to_string(TABLE).unwrap_or_default();
    assert!(written == made, "src/rest/operations.md is old; run this test with ITO_WRITE=1");
}

#[test]
fn each_operation_with_a_call_stands_in_the_table() {
    let written = std::fs::read_to_string(TABLE).unwrap();
    for (id, _) in CALLS.iter().copied().flatten().chain(OF_USERS) {
        let row = written
            .lines()
            .find(|line| line.split(" | ").next().is_some_and(|name| name.contains(&format!("`{id}`"))));
        assert!(row.is_some_and(|row| row.contains(&format!("[`{}`]", call_of(id)))), "{id}: {row:?}");
    }
}
