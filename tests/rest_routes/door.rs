//! Each call sent to the sandbox that checks it against Discord's description.

use std::path::PathBuf;

use ito::Token;
use ito::rest::{Config, Rest};
use ito::sandbox::Sandbox;

use crate::calls::CALLS;
use crate::{facts_folder, is_of_users};

#[test]
fn no_call_is_refused_at_the_door() {
    let path: PathBuf = facts_folder().join("openapi.json");
    let Ok(description) = std::fs::read(&path) else {
        eprintln!("SKIPPED: {} cannot be read; set ITO_DISCORD_FACTS", path.display());
        return;
    };
    let discord = Sandbox::builder().description(description).start().unwrap();
    let token = Token::new(discord.token()).unwrap();
    let mut problems = Vec::new();
    for (id, call) in CALLS.iter().copied().flatten() {
        let rest = if is_of_users(id) {
            Rest::bearer(discord.endpoints(), token.clone(), Config::default()).unwrap()
        } else {
            Rest::new(discord.endpoints(), Some(token.clone()), Config::default()).unwrap()
        };
        let (asked, known) = (discord.seen().requests.len(), discord.offences().len());
        // The world may not have what is asked for; the door is asked first.
        let outcome = call(&rest);
        if discord.seen().requests.len() == asked {
            problems.push(format!("{id} sent nothing: {outcome:?}"));
        }
        let offences = discord.offences().split_off(known);
        let faults = offences.iter().filter(|offence| offence.place.is_some());
        problems.extend(faults.map(|fault| format!("{id}: {fault}")));
    }
    assert_eq!(discord.unknown_routes(), Vec::<String>::new());
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}
