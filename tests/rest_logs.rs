//! No token of any kind is in what REST and the crates below it log, at any level.

#[path = "rest/server.rs"]
#[allow(dead_code, reason = "each test uses its part of the server")]
mod server;

use std::sync::OnceLock;

use ito::model::Id;
use ito::rest::{Config, InteractionResponse, OAuth2, Rest};
use ito::sync::Mutex;
use ito::{Endpoints, Token};

use self::server::{Reply, Server, ok, status};

const DUMP: &str = "TRACE ureq_proto::util ";

/// Keeps every line of every crate.
struct Lines(Mutex<Vec<String>>);

impl log::Log for Lines {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let mut line = format!("{} {} {}", record.level(), record.target(), record.args());
        let mut lines = self.0.lock();
        // What is dumped in rows of 16 bytes is read as one line.
        let row = line.len().saturating_sub(16);
        if record.target() == "ureq_proto::util" && line.is_char_boundary(row) {
            line = line.split_off(row);
            if let Some(dump) = lines.last_mut().filter(|last| last.starts_with(DUMP)) {
                return dump.push_str(&line);
            }
            line.insert_str(0, DUMP);
        }
        lines.push(line);
    }

    fn flush(&self) {}
}

#[test]
fn no_token_is_in_any_log_at_trace() {
    static LINES: OnceLock<Lines> = OnceLock::new();
    let lines = LINES.get_or_init(|| Lines(Mutex::default()));
    log::set_logger(lines).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let server = Server::start(|seen, before| match before {
        0 => status(500, ""),
        1 => Reply::Raw(Vec::new()),
        2 => Reply::Answer(429, vec![("Retry-After", "0.01".into())], "{}".into()),
        _ if seen.path.contains("interactions") => status(204, ""),
        _ if seen.path.contains("messages/5") => status(401, r#"{"message":"401: Unauthorized"}"#),
        _ => ok(r#"{"id":"1","access_token":"an-access-token"}"#),
    });
    let endpoints = Endpoints::new(&format!("http://{}/api/v10", server.address())).unwrap();
    let token = Token::new("b0t-s3cret").unwrap();
    let rest = Rest::new(endpoints, Some(token), Config::default()).unwrap();
    rest.create_message(Id::new(1)).content("x").send().unwrap();
    let answer = InteractionResponse::message("hi");
    rest.create_interaction_response(Id::new(2), "interaction-s3cret", answer).send().unwrap();
    let oauth2 =
        OAuth2::new(rest.endpoints().clone(), Id::new(41), "s3cret-of-41", Config::default()).unwrap();
    let token = oauth2.exchange_code("code-s3cret").redirect_uri("https://x").send().unwrap();
    oauth2.rest(&token).unwrap().fetch_current_user().send().unwrap();
    oauth2.refresh("refresh-s3cret").send().unwrap();
    oauth2.revoke("s3cret-revoked").send().unwrap();
    let joins = rest.add_group_dm_recipient(Id::new(1), Id::new(2), "t0ken-of-a-user");
    let shown = format!("{joins:?} {token:?} {oauth2:?}");
    assert!(!shown.contains("s3cret") && !shown.contains("an-access") && !shown.contains("t0ken"), "{shown}");
    joins.send().unwrap();
    let error = rest.delete_message(Id::new(1), Id::new(5)).send().unwrap_err();
    assert!(!format!("{error} {error:?} {rest:?}").contains("s3cret"));

    let seen = server.seen();
    assert!(seen.iter().any(|seen| seen.path.ends_with("/2/interaction-s3cret/callback")));
    assert!(seen[0].header("authorization").unwrap().contains("b0t-s3cret"));
    assert!(seen.iter().any(|seen| seen.header("authorization") == Some("Bearer an-access-token")));
    assert!(seen.iter().any(|seen| String::from_utf8_lossy(&seen.body).contains("code=code-s3cret")));
    let lines = lines.0.lock();
    for line in lines.iter() {
        assert!(!line.contains("s3cret"), "{line}");
    }
    for expected in ["TRACE ito::rest", "DEBUG ito::rest", "DEBUG ureq"] {
        assert!(lines.iter().any(|line| line.starts_with(expected)), "nothing of {expected} in {lines:#?}");
    }
}
