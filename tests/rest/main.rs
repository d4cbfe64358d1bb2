//! REST over real sockets: against a server that answers what each test says.

mod application;
mod calls;
mod drift;
mod files;
mod limits;
mod messages;
mod oauth2;
mod redirects;
mod server;
mod tokens;

use std::net::TcpListener;
use std::time::{Duration, Instant};

use ito::model::{Channel, Id};
use ito::net::Phase;
use ito::rest::{Config, Error, ErrorCode, ErrorKind, InteractionResponse, Rest, Scope, Timeouts};
use ito::sync::{CloseFlag, thread};
use ito::{Endpoints, Token};

use self::server::{Reply, Server, ok, status};

fn rest(server: &Server) -> Rest {
    rest_with(server, Config::default())
}

fn rest_with(server: &Server, config: Config) -> Rest {
    rest_at(&format!("http://{}/api/v10", server.address()), config)
}

fn rest_at(address: &str, config: Config) -> Rest {
    let token = Token::new("a.bots.token").unwrap();
    Rest::new(Endpoints::new(address).unwrap(), Some(token), config).unwrap()
}

const HALL: Id<Channel> = Id::new(7);
const GATEWAY: &str = r#"{"url":"ws://x","shards":1,"session_start_limit":
    {"total":1000,"remaining":999,"reset_after":14400000,"max_concurrency":1}}"#;

fn limited(scope: &'static str, retry_after: f64) -> Reply {
    let headers = vec![("X-RateLimit-Scope", scope.to_owned()), ("Retry-After", "1".to_owned())];
    let body =
        format!(r#"{{"message":"slow down","retry_after":{retry_after},"global":{}}}"#, scope == "global");
    Reply::Answer(429, headers, body)
}

fn in_background<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> thread::Thread<T> {
    thread::spawn("caller", 512 * 1024, run).unwrap()
}

#[test]
fn a_connection_is_used_again_and_each_request_says_who_asks() {
    let server = Server::start(|_, _| ok(GATEWAY));
    let rest = rest(&server);
    for _ in 0..5 {
        assert_eq!(rest.fetch_gateway_bot().send().unwrap().session_start_limit.remaining, 999);
    }
    for seen in server.seen() {
        assert_eq!((seen.connection, seen.path.as_str()), (0, "/api/v10/gateway/bot"));
        assert_eq!(seen.header("authorization"), Some("Bot a.bots.token"));
        assert!(seen.header("user-agent").unwrap().starts_with("DiscordBot ("), "{seen:?}");
    }
}

#[test]
fn a_connection_that_died_idle_is_replaced() {
    let server = Server::start(|_, _| Reply::AnswerAndLeave(200, GATEWAY.into()));
    let rest = rest(&server);
    for calls in 1..=5 {
        rest.fetch_gateway_bot().send().unwrap();
        server.wait_left(calls);
    }
    assert_eq!(server.seen().len(), 5, "none was sent twice");
}

#[test]
fn r02_a_bucket_that_is_limited_waits_as_long_as_the_body_says_and_no_other_does() {
    let server = Server::start(|seen, before| match before {
        0 => limited("user", 0.4),
        _ if seen.path.contains("/7/") => ok(r#"{"id":"1"}"#),
        _ => ok(r#"{"id":"2"}"#),
    });
    let rest = rest(&server);
    let started = Instant::now();
    let other = rest.clone();
    let first = in_background(move || other.create_message(HALL).content("x").send().unwrap());
    server.wait_seen(1);
    assert_eq!(rest.create_message(Id::new(8)).content("y").send().unwrap().id, Id::new(2));
    let freed = started.elapsed();
    assert_eq!(first.join().unwrap().id, Id::new(1));
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    assert!(seen[1].path.contains("/8/") && freed < Duration::from_millis(400), "{freed:?}");
    assert!(seen[2].at - seen[0].at >= Duration::from_millis(400));
    assert_eq!(seen[0].json()["nonce"], seen[2].json()["nonce"]);
}

#[test]
fn a_global_limit_holds_all_channels_but_no_answer_to_an_interaction() {
    let server = Server::start(|seen, before| match before {
        0 => limited("global", 1.0),
        _ if seen.path.contains("interactions") => status(204, ""),
        _ => ok(r#"{"id":"1"}"#),
    });
    let rest = rest(&server);
    let other = rest.clone();
    let first = in_background(move || other.create_message(HALL).content("x").send().unwrap());
    server.wait_seen(1);
    // The server has answered; soon the client knows what it said.
    let (pause, soon) = (CloseFlag::new(), Instant::now() + Duration::from_secs(20));
    while rest.create_message(Id::new(8)).eta().is_zero() {
        assert!(Instant::now() < soon, "the limit is not known");
        pause.wait_timeout(Duration::from_millis(1));
    }
    let answer = InteractionResponse::message("hi");
    rest.create_interaction_response(Id::new(5), "a-token", answer).send().unwrap();
    rest.create_message(Id::new(8)).content("y").send().unwrap();
    first.join().unwrap();
    let seen = server.seen();
    let callback =
        seen.iter().position(|one| one.path == "/api/v10/interactions/5/a-token/callback").unwrap();
    assert_eq!(seen[callback].header("authorization"), None);
    assert!(seen[callback + 1..].len() >= 2, "both messages came after it");
    assert!(seen[callback + 1].at - seen[0].at >= Duration::from_secs(1));
}

#[test]
fn r02_a_known_bucket_is_never_overrun() {
    let server = Server::start(|_, before| {
        let headers = vec![
            ("X-RateLimit-Bucket", "abc".to_owned()),
            ("X-RateLimit-Limit", "3".to_owned()),
            ("X-RateLimit-Remaining", (2 - before % 3).to_string()),
            ("X-RateLimit-Reset-After", "0.300".to_owned()),
        ];
        Reply::Answer(200, headers, r#"{"id":"1"}"#.into())
    });
    let rest = rest(&server);
    let callers: Vec<_> = (0..9)
        .map(|_| {
            let rest = rest.clone();
            in_background(move || rest.create_message(HALL).content("x").send().unwrap())
        })
        .collect();
    for caller in callers {
        caller.join().unwrap();
    }
    let seen = server.seen();
    // The first of each three begins a window.
    for window in seen.windows(4).step_by(3) {
        let gap = window[3].at - window[0].at;
        assert!(gap >= Duration::from_millis(300), "four within {gap:?}");
    }
}

#[test]
fn r07_failures_of_the_server_are_retried_and_refusals_are_not() {
    for code in [500, 502, 503] {
        let server = Server::start(move |_, before| match before {
            0 => status(code, "<html>oops</html>"),
            _ => ok(r#"{"id":"9"}"#),
        });
        assert_eq!(rest(&server).create_message(HALL).content("x").send().unwrap().id, Id::new(9));
        let seen = server.seen();
        assert_eq!(seen.len(), 2, "{code}");
        assert_eq!(seen[0].json(), seen[1].json(), "the same nonce");
        assert_eq!(seen[0].json()["enforce_nonce"], true);
    }
    for (code, body, expected) in [
        (400, r#"{"code":50035,"message":"Invalid Form Body"}"#, ErrorCode::InvalidFormBody),
        (403, r#"{"code":50013,"message":"Missing Permissions"}"#, ErrorCode::MissingPermissions),
        (404, r#"{"code":10003,"message":"Unknown Channel"}"#, ErrorCode::UnknownChannel),
        (404, r#"{"code":987654,"message":"New"}"#, ErrorCode::Unknown(987_654)),
    ] {
        let server = Server::start(move |_, _| status(code, body));
        let error = rest(&server).create_message(HALL).content("x").send().unwrap_err();
        assert_eq!((error.status(), error.code(), error.attempts()), (Some(code), Some(expected), 1));
        assert_eq!(server.seen().len(), 1, "{code}");
    }
}

#[test]
fn retries_end_and_the_error_says_how_often() {
    let server = Server::start(|_, _| status(502, "<html>Bad Gateway</html>"));
    let rest = rest_with(&server, Config::default().max_retries(1));
    let error = rest.fetch_gateway_bot().send().unwrap_err();
    assert_eq!((error.attempts(), error.status(), error.is_transient()), (2, Some(502), true));
    let text = error.to_string();
    assert!(
        text.contains("GET /gateway/bot") && text.contains("HTML") && text.contains("2 attempts"),
        "{text}"
    );
}

#[test]
fn retry_after_of_a_503_is_honoured() {
    let server = Server::start(|_, before| match before {
        0 => Reply::Answer(503, vec![("Retry-After", "1".into())], String::new()),
        _ => ok(GATEWAY),
    });
    rest(&server).fetch_gateway_bot().send().unwrap();
    let seen = server.seen();
    assert!(seen[1].at - seen[0].at >= Duration::from_secs(1));
}

#[test]
fn r15_an_answer_that_was_cut_makes_no_second_message() {
    let server = Server::start(|_, before| match before {
        0 => Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":".to_vec()),
        1 => Reply::Raw(Vec::new()),
        _ => ok(r#"{"id":"9"}"#),
    });
    assert_eq!(rest(&server).create_message(HALL).content("x").send().unwrap().id, Id::new(9));
    let nonces: Vec<_> = server.seen().iter().map(|seen| seen.json()["nonce"].clone()).collect();
    assert!(nonces.len() == 3 && nonces.iter().all(|nonce| *nonce == nonces[0]), "{nonces:?}");
}

#[test]
fn an_interaction_whose_answer_was_lost_is_answered_once() {
    let server = Server::start(|_, before| match before {
        0 => Reply::Raw(Vec::new()),
        _ => status(400, r#"{"code":40060,"message":"Interaction has already been acknowledged."}"#),
    });
    let rest = rest(&server);
    let answer =
        |token| rest.create_interaction_response(Id::new(5), token, InteractionResponse::Pong).send();
    answer("first").unwrap();
    let error = answer("second").unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::InteractionAlreadyAcknowledged));
    assert!(!error.to_string().contains("second") && error.to_string().contains("{interaction.token}"));
}

#[test]
fn closing_ends_what_waits_and_what_is_on_its_way() {
    let server = Server::start(|seen, _| match seen.path.as_str() {
        "/api/v10/gateway/bot" => Reply::Silence,
        _ => limited("user", 200.0),
    });
    let rest = rest(&server);
    let mut callers = Vec::new();
    for _ in 0..50 {
        let rest = rest.clone();
        callers.push(in_background(move || rest.create_message(HALL).content("x").send().map(drop)));
    }
    let other = rest.clone();
    callers.push(in_background(move || other.fetch_gateway_bot().send().map(drop)));
    server.wait_seen(2);
    let started = Instant::now();
    rest.close();
    for caller in callers {
        let error = caller.join().unwrap().unwrap_err();
        assert!(error.is_closed(), "{error}");
    }
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    assert!(rest.fetch_gateway_bot().send().unwrap_err().is_closed());
    assert_eq!(server.seen().len(), 2, "nothing was sent after that");
}

#[test]
fn a_closed_handle_can_be_opened_again() {
    let server = Server::start(|_, _| ok(GATEWAY));
    let rest = rest(&server);
    rest.fetch_gateway_bot().send().unwrap();
    rest.close();
    rest.close();
    assert!(rest.is_closed());
    rest.reopen();
    rest.reopen();
    rest.fetch_gateway_bot().send().unwrap();
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn r08_each_stage_that_stalls_is_named() {
    let short = Duration::from_millis(150);
    let timeouts = Timeouts::default();
    let begun = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_vec();
    let server = Server::start(move |seen, _| match seen.path.as_str() {
        "/slow/gateway/bot" => Reply::Begin(begun.clone()),
        _ => Reply::Silence,
    });
    // A listener that nobody accepts from: it neither shakes hands nor reads.
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let (here, held_at) = (server.address(), held.local_addr().unwrap());
    for (address, timeouts, phase) in [
        (format!("https://{held_at}"), timeouts.tls(short), Phase::Tls),
        (format!("http://{here}"), timeouts.answer(short), Phase::Answer),
        (format!("http://{here}/slow"), timeouts.body(short), Phase::Body),
        (format!("http://{here}"), timeouts.whole(short), Phase::Whole),
    ] {
        let rest = rest_at(&address, Config::default().timeouts(timeouts).max_retries(0));
        let error = rest.fetch_gateway_bot().send().unwrap_err();
        assert_eq!(error.phase(), Some(phase), "{error}");
        assert!(error.is_timeout() && error.to_string().contains(&phase.to_string()), "{error}");
    }
    let rest = rest_at(
        &format!("http://{held_at}"),
        Config::default().timeouts(timeouts.write(short)).max_retries(0),
    );
    let error = rest.create_message(HALL).file("big", vec![0; 64 * 1024 * 1024]).send().unwrap_err();
    assert_eq!(error.phase(), Some(Phase::Write), "{error}");
    // No system gives this port to anybody.
    let rest = rest_at("http://127.0.0.1:1", Config::default().max_retries(0));
    assert_eq!(rest.fetch_gateway_bot().send().unwrap_err().kind(), ErrorKind::Network);
}

#[test]
fn r09_a_call_has_a_deadline_of_its_own() {
    let server = Server::start(|_, before| if before == 0 { Reply::Silence } else { limited("user", 30.0) });
    let rest = rest(&server);
    let started = Instant::now();
    let short = Duration::from_millis(150);
    assert!(rest.fetch_gateway_bot().timeout(short).send().unwrap_err().is_timeout());
    let error = rest.create_message(HALL).content("x").timeout(short).send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimit, "{error}");
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn r10_a_wait_that_is_too_long_is_refused_at_once() {
    let server = Server::start(|_, _| limited("shared", 400.0));
    let rest = rest(&server);
    let started = Instant::now();
    for _ in 0..3 {
        let error = rest.create_message(HALL).content("x").send().unwrap_err();
        assert_eq!((error.kind(), error.scope().is_some()), (ErrorKind::RateLimit, true));
        assert!(error.retry_after().unwrap() > Duration::from_secs(390));
        assert!(error.to_string().contains("POST /channels/{channel.id}/messages"), "{error}");
    }
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(server.seen().len(), 1);
    assert_eq!(Scope::Shared.to_string(), "shared");
}

#[test]
fn a_token_that_was_refused_is_not_tried_again() {
    let server = Server::start(|_, _| status(401, r#"{"message":"401: Unauthorized","code":0}"#));
    let rest = rest(&server);
    for _ in 0..5 {
        let error = rest.fetch_gateway_bot().send().unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Token, Some(401)));
        assert!(error.to_string().contains("token") && !error.to_string().contains("a.bots"), "{error}");
    }
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn answers_that_are_none_say_what_is_wrong() {
    for (body, says) in [
        ("<html>hello</html>", "not JSON"),
        (r#"{"url":"ws://x","session_start_limit":{}}"#, "session_start_limit"),
        (r#"{"url":"ws://x","shards":"x"}"#, "shards"),
        (r#"{"url":"ws://x"}"#, "missing field `shards`"),
        ("", "EOF"),
    ] {
        let server = Server::start(move |_, _| ok(body));
        let error = rest(&server).fetch_gateway_bot().send().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Answer);
        let text = error.to_string();
        assert!(text.contains(says) && text.contains("GET /gateway/bot"), "{body}: {text}");
    }
}

#[test]
fn the_wrong_protocol_is_named() {
    let server = Server::start(|_, _| ok(GATEWAY));
    let hasty =
        Config::default().timeouts(Timeouts::default().tls(Duration::from_millis(300))).max_retries(0);
    let secure = rest_at(&format!("https://{}", server.address()), hasty);
    let error: Error = secure.fetch_gateway_bot().send().unwrap_err();
    assert!(error.to_string().contains("TLS"), "{error}");
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap();
    let speaks_tls = in_background(move || {
        use std::io::{Read, Write};
        let mut stream = other.accept().unwrap().0;
        let _ = stream.read(&mut [0; 1024]);
        stream.write_all(&[0x15, 3, 1, 0, 2, 2, 80]).unwrap();
    });
    let plain = rest_at(&format!("http://{address}"), Config::default().max_retries(0));
    let error = plain.fetch_gateway_bot().send().unwrap_err();
    assert!(error.to_string().contains("TLS"), "{error}");
    speaks_tls.join().unwrap();
}

#[test]
fn r14_reasons_are_encoded_and_too_long_ones_are_not_sent() {
    let server = Server::start(|_, _| status(204, ""));
    let rest = rest(&server);
    rest.delete_message(HALL, Id::new(1)).reason("späm & 🔥").send().unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].header("x-audit-log-reason"), Some("sp%C3%A4m%20%26%20%F0%9F%94%A5"));
    let error = rest.delete_message(HALL, Id::new(1)).reason("ä".repeat(513)).send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.to_string().contains("513"), "{error}");
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn files_and_reactions_travel_as_discord_takes_them() {
    let server = Server::start(|seen, _| match seen.method.as_str() {
        "POST" => ok(r#"{"id":"1"}"#),
        _ => status(204, ""),
    });
    let rest = rest(&server);
    rest.create_message(HALL).content("see").file("a.txt", b"hello".to_vec()).send().unwrap();
    rest.create_reaction(HALL, Id::new(1), "🔥").send().unwrap();
    rest.trigger_typing(HALL).send().unwrap();
    let seen = server.seen();
    let form = String::from_utf8(seen[0].body.clone()).unwrap();
    assert!(seen[0].header("content-type").unwrap().starts_with("multipart/form-data; boundary="));
    assert!(
        form.contains(r#"name="files[0]"; filename="a.txt""#) && form.contains("\r\n\r\nhello\r\n"),
        "{form}"
    );
    assert!(form.contains(r#""attachments":[{"id":0,"filename":"a.txt"}]"#), "{form}");
    assert_eq!(seen[1].path, "/api/v10/channels/7/messages/1/reactions/%F0%9F%94%A5/@me");
    assert_eq!(seen[1].header("content-length"), Some("0"));
    assert_eq!(seen[2].path, "/api/v10/channels/7/typing");
}

#[test]
fn nobody_is_mentioned_unless_asked_for() {
    let server = Server::start(|_, _| ok(r#"{"id":"1"}"#));
    let rest = rest(&server);
    rest.create_message(HALL).content("@everyone").reply_to(Id::new(3)).send().unwrap();
    rest.edit_message(HALL, Id::new(1)).content("@everyone".to_owned()).send().unwrap();
    for seen in server.seen() {
        assert_eq!(seen.json()["allowed_mentions"], serde_json::json!({"parse": []}));
    }
    assert_eq!(server.seen()[0].json()["message_reference"]["message_id"], "3");
}
