//! Logins, resumes, refusals and faults of the gateway.

use std::time::Duration;

use ito::sandbox::Sandbox;
use serde_json::{Value, json};

use crate::client::{ALL, Gateway, SOON, call};

#[test]
fn a_bot_logs_in_hears_a_message_and_answers() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let (mut gateway, ready) = Gateway::login(&discord, ALL);
    assert_eq!(ready["guilds"][0]["id"], discord.guild("test").id().to_string());
    let guild = gateway.dispatch("GUILD_CREATE");
    assert_eq!(guild["d"]["channels"][0]["name"], "hall");
    discord.user("ada").says(&hall, "!ping");
    gateway.dispatch("GUILD_MEMBER_ADD");
    let message = gateway.dispatch("MESSAGE_CREATE");
    assert_eq!(
        (&message["d"]["content"], &message["d"]["author"]["username"]),
        (&json!("!ping"), &json!("ada"))
    );
    let path = format!("/channels/{}/messages", hall.id());
    let answer = call(&discord, "POST", &path, &json!({"content": "Pong!"}));
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(gateway.dispatch("MESSAGE_CREATE")["d"]["id"], answer.body["id"]);
    assert_eq!(hall.next_message(SOON).unwrap().content, "Pong!");
    assert!(hall.next_message(Duration::from_millis(1)).is_err());
    gateway.close(1000);
    discord.wait_for("the goodbye", SOON, |seen| seen.closes.iter().any(|c| c.code == Some(1000))).unwrap();
    assert!(discord.offences().is_empty(), "{:?}", discord.offences());
    assert_eq!(call(&discord, "GET", "/users/@me", &Value::Null).body["bot"], true);
}
