//! Requests: what is done, what is refused and how, and the limits.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use ito::sandbox::Sandbox;
use serde_json::{Value, json};

use crate::client::{ALL, Gateway, SOON, call, request};

#[test]
fn refusals_are_discords() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let heard = discord.user("ada").says(&hall, "hello");
    let messages = format!("/channels/{}/messages", hall.id());
    let message = format!("{messages}/{heard}");
    let check = |method: &str, path: &str, body: Value, status: u16, code: u32| {
        let answer = call(&discord, method, path, &body);
        assert_eq!(
            (answer.status, answer.body["code"].as_u64()),
            (status, Some(code.into())),
            "{method} {path} {answer:?}"
        );
        answer.body
    };
    check("GET", "/channels/1", Value::Null, 404, 10003);
    check("GET", "/guilds/1", Value::Null, 404, 10004);
    check("GET", &format!("{messages}/1"), Value::Null, 404, 10008);
    check("GET", "/channels/x", Value::Null, 400, 50035);
    check("GET", "/no/such/route", Value::Null, 404, 0);
    check("PATCH", "/gateway", json!({}), 405, 0);
    check("POST", "/lobbies", json!({}), 501, 0);
    check("POST", &messages, json!({}), 400, 50006);
    check("POST", &messages, json!({"content": " "}), 400, 50006);
    let long = check("POST", &messages, json!({"content": "x".repeat(2001)}), 400, 50035);
    assert_eq!(long["errors"]["content"]["_errors"][0]["code"], "BASE_TYPE_MAX_LENGTH");
    check("PATCH", &message, json!({"content": "mine"}), 403, 50005);
    hall.deny(1 << 11);
    check("POST", &messages, json!({"content": "x"}), 403, 50013);
    hall.deny(0);
    let token = format!("Authorization: Bot {}\r\n", discord.token());
    let bad =
        request(&discord, "POST", &messages, &format!("{token}Content-Type: application/json\r\n"), b"{");
    assert_eq!(bad.unwrap().body["code"], 50109);
    for wrong in ["", "Authorization: Bot wrong\r\n"] {
        let answer = request(&discord, "GET", "/users/@me", wrong, b"").unwrap();
        assert_eq!(
            (answer.status, answer.text.as_str()),
            (401, r#"{"code":0,"message":"401: Unauthorized"}"#)
        );
    }
    assert_eq!(discord.unknown_routes(), ["GET /api/v10/no/such/route", "PATCH /api/v10/gateway"]);
}

#[test]
fn the_sixth_message_in_five_seconds_is_refused() {
    let discord = Sandbox::start().unwrap();
    let halls = ["one", "two"].map(|name| discord.guild("test").channel(name));
    let say = |hall: usize| {
        let path = format!("/channels/{}/messages", halls[hall].id());
        call(&discord, "POST", &path, &json!({"content": "x"}))
    };
    for left in ["4", "3", "2", "1", "0"] {
        let answer = say(0);
        assert_eq!((answer.status, answer.header("X-RateLimit-Remaining")), (200, Some(left)));
    }
    let refused = say(0);
    assert_eq!((refused.status, refused.header("X-RateLimit-Scope")), (429, Some("user")));
    assert!(refused.body["retry_after"].as_f64().unwrap() > 0.0);
    let other = say(1);
    assert_eq!(other.status, 200);
    assert_eq!(other.header("X-RateLimit-Bucket"), refused.header("X-RateLimit-Bucket"));
    assert_eq!(discord.offences().len(), 1);
}

#[test]
fn reactions_edits_and_deletions_are_told_of() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let ada = discord.user("ada");
    ada.joins(&discord.guild("test"));
    let (mut gateway, _) = Gateway::login(&discord, ALL);
    gateway.dispatch("GUILD_CREATE");
    let id = ada.says(&hall, "hello");
    gateway.dispatch("MESSAGE_CREATE");
    let thumb = format!("/channels/{}/messages/{id}/reactions/%F0%9F%91%8D", hall.id());
    assert_eq!(call(&discord, "PUT", &format!("{thumb}/@me"), &Value::Null).status, 204);
    assert_eq!(gateway.dispatch("MESSAGE_REACTION_ADD")["d"]["emoji"]["name"], "👍");
    ada.reacts(&hall, id, "👍");
    gateway.dispatch("MESSAGE_REACTION_ADD");
    assert_eq!(hall.messages()[0]["reactions"][0]["count"], 2);
    ada.unreacts(&hall, id, "👍");
    gateway.dispatch("MESSAGE_REACTION_REMOVE");
    ada.edits(&hall, id, "changed");
    assert_eq!(gateway.dispatch("MESSAGE_UPDATE")["d"]["content"], "changed");
    ada.types(&hall);
    gateway.dispatch("TYPING_START");
    ada.deletes(&hall, id);
    assert_eq!(gateway.dispatch("MESSAGE_DELETE")["d"]["id"], id.to_string());
    ada.leaves(&discord.guild("test"));
    gateway.dispatch("GUILD_MEMBER_REMOVE");
    discord.guild("test").removes_bot();
    gateway.dispatch("GUILD_DELETE");
}

#[test]
fn an_interaction_is_answered_once_and_followed_up() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let (mut gateway, _) = Gateway::login(&discord, 0);
    let commands = format!("/applications/{}/commands", discord.bot_id());
    let made = call(&discord, "PUT", &commands, &json!([{"name": "ping", "description": "Asks."}]));
    assert_eq!(made.body[0]["name"], "ping");
    discord.user("ada").uses(&hall, "ping");
    let event = gateway.dispatch("INTERACTION_CREATE")["d"].clone();
    assert_eq!(event["data"]["id"], made.body[0]["id"]);
    let [id, token] = ["id", "token"].map(|name| event[name].as_str().unwrap());
    let callback = format!("/interactions/{id}/{token}/callback");
    assert_eq!(call(&discord, "POST", &callback, &json!({"type": 5})).status, 204);
    assert_eq!(call(&discord, "POST", &callback, &json!({"type": 5})).body["code"], 40060);
    let original = format!("/webhooks/{}/{token}/messages/@original", discord.bot_id());
    assert_eq!(call(&discord, "PATCH", &original, &json!({"content": "Pong!"})).status, 200);
    assert_eq!(hall.next_message(SOON).unwrap().content, "Pong!");
    assert_eq!(
        call(&discord, "POST", &callback.replace(token, "wrong"), &json!({"type": 5})).body["code"],
        10062
    );
}

#[test]
fn one_connection_carries_many_requests_chunked_ones_too() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let address = discord.api_url().replace("http://", "").replace("/api/v10", "");
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(SOON)).unwrap();
    let token = discord.token();
    let path = format!("/api/v10/channels/{}/messages", hall.id());
    let request = format!(
        "POST {path} HTTP/1.1\r\nAuthorization: Bot {token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n\
         8\r\n{{\"conten\r\n6\r\nt\":\"a\"\r\n1\r\n}}\r\n0\r\n\r\n"
    );
    for _ in 0..2 {
        stream.write_all(request.as_bytes()).unwrap();
        let mut text = String::new();
        let mut chunk = [0; 4096];
        while !text.ends_with('}') {
            let n = stream.read(&mut chunk).unwrap();
            assert_ne!(n, 0, "{text}");
            text.push_str(std::str::from_utf8(&chunk[..n]).unwrap());
        }
        assert!(text.starts_with("HTTP/1.1 200 OK\r\n"), "{text}");
    }
    assert_eq!(hall.next_message(SOON).unwrap().content, "a");
}

#[test]
fn a_stop_ends_every_thread_in_whatever_state() {
    let discord = Sandbox::start().unwrap();
    let (mut gateway, _) = Gateway::login(&discord, 0);
    let address = discord.api_url().replace("http://", "").replace("/api/v10", "");
    let _idle = TcpStream::connect(address).unwrap();
    let started = std::time::Instant::now();
    discord.stop();
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    assert_eq!(gateway.closed(), 0);
    assert!(matches!(discord.next_message(SOON), Err(ito::sandbox::Error::Stopped)));
}
