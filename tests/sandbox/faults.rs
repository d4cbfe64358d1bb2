//! Each fault does what it says.

use std::time::{Duration, Instant};

use ito::sandbox::{ConnectionFault, Fault, Resumable, ResumeHost, Sandbox, Scope};
use serde_json::{Value, json};

use crate::client::{ALL, Came, Gateway, SOON, call, request};

fn ask(discord: &Sandbox) -> Option<crate::client::Answer> {
    request(discord, "GET", "/users/@me", &format!("Authorization: Bot {}\r\n", discord.token()), b"")
}

#[test]
fn a_request_meets_its_fault_and_the_next_one_does_not() {
    let discord = Sandbox::start().unwrap();
    let retry_after = Duration::from_millis(1500);
    for (scope, name) in [(Scope::User, "user"), (Scope::Shared, "shared"), (Scope::Global, "global")] {
        discord.fail("GET /users/*", 1, Fault::RateLimit { scope, retry_after });
        let answer = ask(&discord).unwrap();
        assert_eq!((answer.status, answer.header("X-RateLimit-Scope")), (429, Some(name)));
        assert_eq!(
            (&answer.body["retry_after"], &answer.body["global"]),
            (&json!(1.5), &json!(name == "global"))
        );
        assert_eq!(answer.header("Retry-After"), Some("2"));
        assert!(answer.header("Via").is_some());
    }
    discord.fail("*", 1, Fault::Status(503));
    assert_eq!(ask(&discord).unwrap().status, 503);
    discord.fail("*", 1, Fault::Html(502));
    let answer = ask(&discord).unwrap();
    assert_eq!((answer.status, answer.text.starts_with("<html>")), (502, true));
    discord.fail("*", 1, Fault::Answer(200, "{}".into()));
    assert_eq!(ask(&discord).unwrap().text, "{}");
    discord.fail("*", 1, Fault::Reset);
    assert!(ask(&discord).is_none());
    discord.fail("*", 1, Fault::Slow(Duration::from_millis(200)));
    let started = Instant::now();
    assert_eq!(ask(&discord).unwrap().status, 200);
    assert!(started.elapsed() >= Duration::from_millis(200));
    assert_eq!(ask(&discord).unwrap().status, 200);
    assert!(discord.offences().is_empty());
}

#[test]
fn an_answer_that_is_cut_was_acted_on() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    discord.fail("POST /channels/*/messages", 1, Fault::Cut);
    let headers = format!("Authorization: Bot {}\r\nContent-Type: application/json\r\n", discord.token());
    let path = format!("/channels/{}/messages", hall.id());
    let body = br#"{"content":"once","nonce":"7","enforce_nonce":true}"#;
    assert!(request(&discord, "POST", &path, &headers, body).is_none());
    let again = request(&discord, "POST", &path, &headers, body).unwrap();
    assert_eq!(again.status, 200);
    assert_eq!(hall.messages().len(), 1);
    assert_eq!(again.body["id"], hall.messages()[0]["id"]);
}

#[test]
fn a_silent_request_is_seen_and_ends_with_the_sandbox() {
    let discord = Sandbox::start().unwrap();
    discord.fail("*", 1, Fault::Silence);
    let address = discord.api_url().replace("http://", "").replace("/api/v10", "");
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    std::io::Write::write_all(&mut stream, b"GET /api/v10/gateway HTTP/1.1\r\n\r\n").unwrap();
    discord.wait_for("the request", SOON, |seen| seen.requests.len() == 1).unwrap();
    drop(discord);
    let mut rest = Vec::new();
    let _ = std::io::Read::read_to_end(&mut stream, &mut rest);
    assert!(rest.is_empty());
}

#[test]
fn a_connection_meets_its_fault() {
    let discord = Sandbox::start().unwrap();
    let url = discord.api_url().replace("http://", "ws://").replace("/api/v10", "/gateway");
    discord.fail_connection(ConnectionFault::Refuse(503));
    assert!(Gateway::connect(&url, "").is_err());
    discord.fail_connection(ConnectionFault::CloseAfterHello(4000));
    let mut gateway = Gateway::connect(&url, "").unwrap();
    gateway.hello();
    assert_eq!(gateway.closed(), 4000);
    for (fault, op, d) in [
        (ConnectionFault::ReconnectBeforeHello, 7, Value::Null),
        (ConnectionFault::InvalidSessionBeforeHello(true), 9, true.into()),
    ] {
        discord.fail_connection(fault);
        let first = Gateway::connect(&url, "").unwrap().payload();
        assert_eq!((&first["op"], &first["d"]), (&json!(op), &d));
    }
    for (fault, op, d) in [
        (ConnectionFault::InvalidSession(false), 9, false.into()),
        (ConnectionFault::InvalidSession(true), 9, true.into()),
        (ConnectionFault::Reconnect, 7, Value::Null),
    ] {
        discord.fail_connection(fault);
        let mut gateway = Gateway::connect(&url, "").unwrap();
        gateway.hello();
        gateway.identify(&discord, [0, 1], 0);
        let answer = gateway.payload();
        assert_eq!((&answer["op"], &answer["d"]), (&json!(op), &d));
    }
    discord.fail_connection(ConnectionFault::CloseLogin(4014));
    let mut gateway = Gateway::connect(&url, "").unwrap();
    gateway.hello();
    gateway.identify(&discord, [0, 1], 0);
    assert_eq!(gateway.closed(), 4014);
    discord.fail_connection(ConnectionFault::NoHello);
    let mut gateway = Gateway::connect(&url, "").unwrap();
    gateway.send(&json!({"op": 1, "d": null}));
    assert_eq!(gateway.payload()["op"], 11);
    discord.fail_connection(ConnectionFault::NoReady);
    let mut gateway = Gateway::connect(&url, "").unwrap();
    gateway.hello();
    gateway.identify(&discord, [0, 1], 0);
    gateway.send(&json!({"op": 1, "d": null}));
    assert_eq!(gateway.payload()["op"], 11);
}

#[test]
fn a_shard_suffers_what_it_is_made_to() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    discord.user("ada").joins(&discord.guild("test"));
    let shard = discord.shard(0);
    let (mut gateway, ready) = Gateway::login(&discord, ALL);
    shard.wait_ready(SOON).unwrap();
    let mut seq = gateway.dispatch("GUILD_CREATE")["s"].as_u64().unwrap();
    shard.reconnect();
    assert_eq!(gateway.payload()["op"], 7);
    shard.asks_heartbeat();
    assert_eq!(gateway.payload()["op"], 1);
    shard.invalidate(Resumable::Yes);
    assert_eq!(gateway.payload()["d"], true);
    shard.stop_acknowledging();
    gateway.send(&json!({"op": 1, "d": seq}));
    discord.wait_for("the heartbeat", SOON, |seen| seen.heartbeats.len() == 1).unwrap();
    discord.user("ada").says(&hall, "still here");
    let came = gateway.dispatch("MESSAGE_CREATE");
    seq = came["s"].as_u64().unwrap();
    shard.freeze();
    discord.user("ada").says(&hall, "kept");
    shard.cut();
    assert!(matches!(gateway.next(), Came::End));

    discord.fail_connection(ConnectionFault::EarlyReplay(1));
    let mut gateway = Gateway::open(&discord, "");
    gateway.hello();
    gateway.resume(&discord, &ready["session_id"], seq);
    assert_eq!(gateway.dispatch("MESSAGE_CREATE")["s"], seq);
    assert_eq!(gateway.dispatch("MESSAGE_CREATE")["d"]["content"], "kept");
    gateway.dispatch("RESUMED");
    shard.payload("[]");
    assert_eq!(gateway.payload(), json!([]));
    shard.close(4009);
    assert_eq!(gateway.closed(), 4009);
    discord.wait_for("both ends", SOON, |seen| seen.closes.len() == 2).unwrap();
    assert_eq!(discord.seen().closes[1].sent, Some(4009));
}

#[test]
fn the_resume_host_dies_and_comes_back() {
    let discord = Sandbox::start().unwrap();
    let (_gateway, ready) = Gateway::login(&discord, 0);
    let url = ready["resume_gateway_url"].as_str().unwrap();
    assert!(Gateway::connect(url, "").is_ok());
    discord.resume_host(ResumeHost::Refused).unwrap();
    assert!(Gateway::connect(url, "").is_err());
    discord.resume_host(ResumeHost::Status(503)).unwrap();
    let error = Gateway::connect(url, "").err().unwrap();
    assert!(matches!(*error, tungstenite::Error::Http(ref answer) if answer.status() == 503), "{error}");
    discord.resume_host(ResumeHost::Alive).unwrap();
    assert!(Gateway::connect(url, "").is_ok());
}

#[test]
fn gateway_bot_can_say_anything() {
    let discord = Sandbox::start().unwrap();
    discord.gateway_bot(Some(json!({"url": "ws://127.0.0.1:1"})));
    assert_eq!(call(&discord, "GET", "/gateway/bot", &Value::Null).body, json!({"url": "ws://127.0.0.1:1"}));
    discord.gateway_bot(None);
    assert_eq!(call(&discord, "GET", "/gateway/bot", &Value::Null).body["shards"], 1);
}

#[test]
fn a_corrupt_stream_is_no_stream() {
    for query in ["", "&compress=zlib-stream", "&compress=zstd-stream"] {
        let discord = Sandbox::start().unwrap();
        let mut gateway = Gateway::open(&discord, query);
        gateway.hello();
        gateway.identify(&discord, [0, 1], 0);
        gateway.dispatch("READY");
        discord.shard(0).corrupt();
        let bytes = gateway.bytes();
        assert!(gateway.is_corrupt(&bytes), "{query}");
    }
}

#[test]
fn an_upgrade_that_is_never_answered_is_counted_and_ends_with_the_sandbox() {
    let discord = Sandbox::start().unwrap();
    discord.fail_connection(ConnectionFault::Silence);
    let url = discord.api_url().replace("http://", "ws://").replace("/api/v10", "/gateway");
    let client =
        ito::sync::thread::spawn("client", 1 << 20, move || Gateway::connect(&url, "").is_err()).unwrap();
    discord.wait_for("the connection", SOON, |seen| seen.opened == 1).unwrap();
    drop(discord);
    assert!(client.join().unwrap());
}

#[test]
fn a_frozen_connection_stays_open_whatever_the_client_says() {
    let discord = Sandbox::start().unwrap();
    let (mut gateway, _) = Gateway::login(&discord, 0);
    discord.shard(0).freeze();
    gateway.says_goodbye(1000);
    gateway.hears_nothing_for(Duration::from_millis(300));
    assert_eq!(discord.seen().connections, 1);
    drop(gateway);
    discord.wait_for("the end", SOON, |seen| seen.connections == 0).unwrap();
}
