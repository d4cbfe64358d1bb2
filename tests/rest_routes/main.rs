//! Each call against Discord's own description: method, path, query, reason, body, and that the answer is read.
//!
//! `ITO_DISCORD_FACTS` says where the description is; without it the test says that it was skipped.

mod calls;
mod door;
#[path = "../rest/server.rs"]
#[allow(dead_code, reason = "each test uses its part of the server")]
mod server;
mod table;
mod tokens;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use ito::rest::{Config, Rest};
use ito::sync::Mutex;
use ito::{Endpoints, Token};
use serde_json::Value;

use self::calls::{CALLS, OF_USERS};
use self::server::{Seen, Server, status};

type Names = BTreeSet<String>;

fn facts_folder() -> PathBuf {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/discord");
    std::env::var_os("ITO_DISCORD_FACTS").map_or_else(|| PathBuf::from(default), PathBuf::from)
}

fn facts(name: &str) -> Option<Value> {
    let path = facts_folder().join(name);
    match std::fs::read(&path) {
        Ok(bytes) => Some(serde_json::from_slice(&bytes).expect("facts are JSON")),
        Err(error) => {
            eprintln!("SKIPPED: {} cannot be read ({error}); set ITO_DISCORD_FACTS", path.display());
            None
        }
    }
}

/// Whether an operation is one that has a call by now.
fn is_ours(operation: &Value) -> bool {
    const BEGINNINGS: &[&str] = &[
        "/applications",
        "/channels",
        "/gateway",
        "/guilds",
        "/interactions",
        "/invites",
        "/oauth2",
        "/skus",
        "/soundboard",
        "/stage-instances",
        "/sticker",
        "/users",
        "/voice",
        "/webhooks",
    ];
    let path = operation["path"].as_str().unwrap();
    let for_bots =
        operation["bot_relevant"] == true && BEGINNINGS.iter().any(|beginning| path.starts_with(beginning));
    for_bots || is_of_users(operation["operation_id"].as_str().unwrap())
}

/// Whether an operation is called with the access token of a user.
fn is_of_users(id: &str) -> bool {
    OF_USERS.iter().any(|(name, _)| *name == id)
}

/// What a call should not, or need not, send.
const LEFT_OUT: &[(&str, &str)] = &[
    // Replaced by `delete_message_seconds`.
    ("ban_user_from_guild", "delete_message_days"),
    // What sets a rule off cannot be changed.
    ("update_auto_moderation_rule", "trigger_type"),
    // Replaced by `contexts`.
    ("create_application_command", "dm_permission"),
    ("bulk_set_application_commands", "dm_permission"),
    ("update_application_command", "dm_permission"),
    ("create_guild_application_command", "dm_permission"),
    ("bulk_set_guild_application_commands", "dm_permission"),
    ("update_guild_application_command", "dm_permission"),
];

#[test]
fn r01_each_call_is_what_discord_describes() {
    let (Some(operations), Some(openapi)) = (facts("operations.json"), facts("openapi.json")) else { return };
    let Some(samples) = facts("examples/generated-1001.json") else { return };
    let reply = Arc::new(Mutex::new((204, String::new())));
    let replies = reply.clone();
    let server = Server::start(move |_, _| {
        let (code, body) = replies.lock().clone();
        status(code, &body)
    });
    let endpoints = Endpoints::new(&format!("http://{}/api/v10", server.address())).unwrap();
    let token = Token::new("a.token").unwrap();
    let user = Rest::bearer(endpoints.clone(), token.clone(), Config::default()).unwrap();
    let bot = Rest::new(endpoints, Some(token), Config::default()).unwrap();

    let mut problems = Vec::new();
    let ours: Vec<&Value> =
        operations["operations"].as_array().unwrap().iter().filter(|operation| is_ours(operation)).collect();
    for operation in &ours {
        let id = operation["operation_id"].as_str().unwrap();
        if !CALLS.iter().copied().flatten().any(|(name, _)| *name == id) {
            problems.push(format!("{id} has no call: {} {}", operation["method"], operation["path"]));
        }
    }
    let mut bodies: BTreeMap<&str, Names> = BTreeMap::new();
    for (id, call) in CALLS.iter().copied().flatten() {
        let Some(operation) = ours.iter().find(|operation| operation["operation_id"] == *id) else {
            problems.push(format!("{id} is no operation"));
            continue;
        };
        *reply.lock() = answer(operation, &samples);
        let before = server.seen().len();
        if let Err(error) = call(if is_of_users(id) { &user } else { &bot }) {
            problems.push(format!("{id}: {error}"));
        }
        match server.seen().get(before) {
            Some(seen) => {
                compare(operation, seen, &mut problems);
                bodies.entry(id).or_default().extend(body_keys(operation, seen, &openapi, &mut problems));
            }
            None => problems.push(format!("{id} sent nothing")),
        }
    }
    for (id, sent) in &bodies {
        let operation = ours.iter().find(|operation| operation["operation_id"] == *id).unwrap();
        let mut wanted = Names::new();
        for media in content(operation, &openapi).as_object().into_iter().flat_map(|kinds| kinds.values()) {
            keys(&media["schema"], &openapi, &mut wanted);
        }
        wanted.retain(|name| !LEFT_OUT.contains(&(*id, name)) && !name.starts_with("files["));
        if *sent != wanted {
            problems.push(format!("{id}: the body has {sent:?} and should have {wanted:?}"));
        }
    }
    eprintln!("{} operations", ours.len());
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

/// A status and a body as Discord would answer: a sample; that all of them are read is for the tests of the models.
fn answer(operation: &Value, samples: &Value) -> (u16, String) {
    let success = &operation["success"][0];
    let code = u16::try_from(success["status"].as_u64().unwrap()).unwrap();
    if success["content_type"] == "text/csv" {
        return (code, "user_id\n1\n".to_owned());
    }
    let sample = samples["samples"].as_array().unwrap().iter().find(|sample| {
        sample["kind"] == "operation"
            && sample["name"] == operation["operation_id"]
            && sample["variant"] == "required"
    });
    (code, sample.map_or(String::new(), |sample| sample["value"].to_string()))
}

fn compare(operation: &Value, seen: &Seen, problems: &mut Vec<String>) {
    let id = operation["operation_id"].as_str().unwrap();
    let template = operation["path"].as_str().unwrap();
    let mut problem = |what: String| problems.push(format!("{id}: {what}"));
    if operation["method"] != *seen.method {
        problem(format!("the method is {}", seen.method));
    }
    let (path, query) = seen.path.split_once('?').unwrap_or((&seen.path, ""));
    let path = path.strip_prefix("/api/v10").unwrap();
    let same = template.split('/').count() == path.split('/').count()
        && template
            .split('/')
            .zip(path.split('/'))
            .all(|(wanted, is)| wanted == is || (wanted.starts_with('{') && is.len() == 1 && is != "@me"));
    if !same {
        problem(format!("the path is {path} and should be {template}"));
    }
    let sent: Names =
        query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name.to_owned()).collect();
    let known: Names = operation["query_params"]
        .as_array()
        .unwrap()
        .iter()
        .map(|parameter| parameter["name"].as_str().unwrap().to_owned())
        .collect();
    if sent != known {
        problem(format!("the query has {sent:?} and should have {known:?}"));
    }
    let reason = seen.header("x-audit-log-reason").is_some();
    if (operation["audit_log_reason"] == true) != reason {
        problem(format!("a reason is{} sent", if reason { "" } else { " not" }));
    }
}

/// How Discord describes the bodies of an operation, by their media types.
fn content<'a>(operation: &Value, openapi: &'a Value) -> &'a Value {
    let method = operation["method"].as_str().unwrap().to_ascii_lowercase();
    &openapi["paths"][operation["path"].as_str().unwrap()][&method]["requestBody"]["content"]
}

/// The names at the top of the body of one call; several calls of an operation have its names together.
fn body_keys(operation: &Value, seen: &Seen, openapi: &Value, problems: &mut Vec<String>) -> Names {
    let kind = seen.header("content-type").unwrap_or("").split(';').next().unwrap();
    let sent: Names = match kind {
        "application/json" => match seen.json() {
            Value::Object(fields) => fields.keys().cloned().collect(),
            Value::Array(items) => items[0].as_object().unwrap().keys().cloned().collect(),
            other => panic!("{other} is no body"),
        },
        "multipart/form-data" => {
            let text = String::from_utf8_lossy(&seen.body).into_owned();
            let names = text.split("form-data; name=\"").skip(1);
            let mut names: Names = names.map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
            if names.remove("payload_json") {
                let json = text.split("application/json\r\n\r\n").nth(1).unwrap();
                let mut values = serde_json::Deserializer::from_str(json).into_iter::<Value>();
                names.extend(values.next().unwrap().unwrap().as_object().unwrap().keys().cloned());
            }
            // Each file is one of ten or more.
            names.retain(|name| !name.starts_with("files["));
            names
        }
        _ => Names::new(),
    };
    if !sent.is_empty() && content(operation, openapi).get(kind).is_none() {
        problems.push(format!("{}: the body is {kind}", operation["operation_id"]));
    }
    sent
}

/// The names at the top of what a schema describes, of all alternatives.
fn keys(schema: &Value, openapi: &Value, names: &mut Names) {
    if let Some(name) = schema["$ref"].as_str() {
        keys(&openapi["components"]["schemas"][name.rsplit('/').next().unwrap()], openapi, names);
    }
    for alternatives in ["oneOf", "anyOf", "allOf"] {
        for alternative in schema[alternatives].as_array().into_iter().flatten() {
            keys(alternative, openapi, names);
        }
    }
    if !schema["items"].is_null() {
        keys(&schema["items"], openapi, names);
    }
    names.extend(schema["properties"].as_object().into_iter().flat_map(|fields| fields.keys().cloned()));
}
