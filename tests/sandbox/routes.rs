//! Each route of Discord's is answered, or is one of those that the sandbox says it does not answer.

use std::collections::BTreeSet;

use ito::sandbox::Sandbox;
use serde_json::json;

use crate::client::call;

/// Methods, a blank, and the path: those of Discord's documents.
const ROUTES: &str = include_str!("../../src/sandbox/api/routes.txt");

#[test]
fn what_is_not_answered_is_known_by_name() {
    let mut unanswered = BTreeSet::new();
    for line in ROUTES.lines() {
        let (methods, route) = line.split_once(' ').unwrap();
        for method in methods.split(',') {
            let discord = Sandbox::start().unwrap();
            let path = path(&discord, route);
            let answer = call(&discord, method, &path, &json!({}));
            assert_eq!(discord.unknown_routes(), Vec::<String>::new());
            assert_ne!(answer.status, 401, "{method} {path}");
            if answer.status == 501 {
                let said = answer.body["message"].as_str().unwrap();
                assert!(said.starts_with(&format!("the sandbox does not answer {method} /")), "{said}");
                unanswered.insert(format!("{method} {route}"));
            }
        }
    }
    let known: BTreeSet<String> = UNANSWERED.iter().map(ToString::to_string).collect();
    assert_eq!(unanswered, known);
}

/// The route with ids of what there is, as far as the sandbox looks for it before it looks at the rest of the path.
fn path(discord: &Sandbox, route: &str) -> String {
    let guild = discord.guild("test");
    let hall = guild.channel("hall");
    let mut path = String::new();
    let mut parts = route.split('/').peekable();
    let mut before = "";
    while let Some(part) = parts.next() {
        path.push('/');
        match (part, before) {
            ("*", "guilds") => path.push_str(&guild.id().to_string()),
            ("*", "channels") => path.push_str(&hall.id().to_string()),
            ("*", "applications") => path.push_str(&discord.bot_id().to_string()),
            ("*", "webhooks") if parts.peek() == Some(&"*") => {
                let all = format!("/channels/{}/webhooks", hall.id());
                let hook = call(discord, "POST", &all, &json!({"name": "herald"})).body;
                let text = |name: &str| hook[name].as_str().unwrap().to_owned();
                path.push_str(&format!("{}/{}", text("id"), text("token")));
                parts.next();
            }
            ("*", "scheduled-events") => {
                let all = format!("/guilds/{}/scheduled-events", guild.id());
                let event = call(discord, "POST", &all, &json!({"name": "tea"})).body;
                path.push_str(event["id"].as_str().unwrap());
            }
            ("*", _) => path.push('1'),
            (part, _) => path.push_str(part),
        }
        before = part;
    }
    path
}

/// Lobbies and accounts of games, conversations of several people, pictures, and events of GitHub's.
const UNANSWERED: &[&str] = &[
    "DELETE channels/*/recipients/*",
    "DELETE lobbies/*",
    "DELETE lobbies/*/members/*",
    "DELETE lobbies/*/members/@me",
    "GET guilds/*/widget.png",
    "GET lobbies/*",
    "GET lobbies/*/messages",
    "PATCH lobbies/*",
    "PATCH lobbies/*/channel-linking",
    "POST applications/*/attachment",
    "POST lobbies",
    "POST lobbies/*/members/*/invites",
    "POST lobbies/*/members/@me/invites",
    "POST lobbies/*/members/bulk",
    "POST lobbies/*/messages",
    "POST partner-sdk/provisional-accounts/unmerge",
    "POST partner-sdk/provisional-accounts/unmerge/bot",
    "POST partner-sdk/token",
    "POST partner-sdk/token/bot",
    "POST webhooks/*/*/github",
    "PUT applications/*/guilds/*/commands/permissions",
    "PUT channels/*/recipients/*",
    "PUT lobbies",
    "PUT lobbies/*/members/*",
    "PUT lobbies/*/messages/*/moderation-metadata",
    "PUT partner-sdk/dms/*/*/messages/*/moderation-metadata",
];
