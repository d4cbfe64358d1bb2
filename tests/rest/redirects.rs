//! Redirects: how far a call follows them, and what it takes along.

use ito::model::Id;
use ito::rest::{Config, Error, ErrorKind, InteractionResponse};

use super::server::{Reply, Server, ok, status};
use super::{GATEWAY, HALL, rest};

fn redirect(status: u16, location: impl Into<String>) -> Reply {
    Reply::Answer(status, vec![("Location", location.into())], String::new())
}

/// The gateway's address, through a first answer.
fn asked(first: impl Fn() -> Reply + Send + Sync + 'static) -> (Server, Result<u32, Error>) {
    let server = Server::start(move |_, before| if before == 0 { first() } else { ok(GATEWAY) });
    let answer = rest(&server).fetch_gateway_bot().send();
    (server, answer.map(|info| info.session_start_limit.remaining))
}

#[test]
fn a_get_follows_a_redirect_on_its_host_with_its_token() {
    for code in [301, 302, 303, 307, 308] {
        let (server, answer) = asked(move || redirect(code, "/api/v11/gateway/bot?x=1"));
        assert_eq!(answer.unwrap(), 999);
        let seen = server.seen();
        assert_eq!(seen.len(), 2);
        assert_eq!(seen[1].path, "/api/v11/gateway/bot?x=1");
        assert_eq!(seen[1].header("authorization"), Some("Bot a.bots.token"));
    }
}

#[test]
fn a_get_that_is_sent_to_another_host_leaves_its_token_behind() {
    let other = Server::start(|_, _| ok(GATEWAY));
    let there = format!("http://{}/elsewhere", other.address());
    let (_server, answer) = asked(move || redirect(302, there.clone()));
    assert_eq!(answer.unwrap(), 999);
    let seen = other.seen();
    assert_eq!((seen.len(), seen[0].path.as_str()), (1, "/elsewhere"));
    assert_eq!(seen[0].header("authorization"), None);
    assert!(!format!("{seen:?}").contains("token"));
}

#[test]
fn a_token_that_was_left_behind_is_not_called_refused() {
    let other = Server::start(|_, _| status(401, r#"{"message":"401: Unauthorized"}"#));
    let there = format!("http://{}/elsewhere", other.address());
    let shown = there.clone();
    let server = Server::start(move |_, before| match before {
        0 => redirect(302, there.clone()),
        _ => ok(GATEWAY),
    });
    let rest = rest(&server);
    let error = rest.fetch_gateway_bot().send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Answer, "{error}");
    assert!(error.to_string().contains(&shown) && error.to_string().contains("another host"), "{error}");
    rest.fetch_gateway_bot().send().expect("the token is still good");
}

#[test]
fn what_changes_something_follows_only_what_keeps_its_method_on_its_host() {
    for code in [307, 308] {
        let server = Server::start(move |seen, _| match &*seen.path {
            "/moved" => ok(r#"{"id":"1"}"#),
            _ => redirect(code, "/moved"),
        });
        rest(&server).create_message(HALL).content("x").send().unwrap();
        let seen = server.seen();
        assert_eq!((seen[1].method.as_str(), seen[1].path.as_str()), ("POST", "/moved"));
        assert_eq!(seen[1].json(), seen[0].json());
        assert_eq!(seen[1].header("authorization"), Some("Bot a.bots.token"));
    }
    let other = Server::start(|_, _| ok(r#"{"id":"1"}"#));
    let there = format!("http://{}/moved", other.address());
    for (code, location) in
        [(301, "/moved"), (302, "/moved"), (303, "/moved"), (307, &*there), (308, &*there)]
    {
        let location = location.to_owned();
        let server = Server::start(move |_, _| redirect(code, location.clone()));
        let error = rest(&server).create_message(HALL).content("x").send().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Answer, "{error}");
        let text = error.to_string();
        assert!(text.contains("/moved with status") && text.contains("POST /channels"), "{text}");
        assert_eq!(server.seen().len(), 1, "it is not sent again");
    }
    assert!(other.seen().is_empty());
}

#[test]
fn redirects_without_an_end_are_an_error_that_names_the_addresses() {
    let circle = Server::start(|seen, _| redirect(302, if seen.path == "/b" { "/a?key=1" } else { "/b" }));
    let error = rest(&circle).fetch_gateway_bot().send().unwrap_err();
    assert_eq!((error.kind(), circle.seen().len()), (ErrorKind::Answer, 3), "{error}");
    let (text, place) = (error.to_string(), circle.address());
    let way = format!(
        "http://{place}/api/v10/gateway/bot to http://{place}/b to http://{place}/a to http://{place}/b"
    );
    assert!(text.contains(&way) && !text.contains("key"), "{text}");
    let endless = Server::start(|_, before| redirect(302, format!("/{before}")));
    let error = rest(&endless).fetch_gateway_bot().send().unwrap_err();
    assert_eq!(endless.seen().len(), 11, "ten redirects are followed");
    assert!(error.to_string().contains(&format!("http://{}/10", endless.address())), "{error}");
    let ends = Server::start(
        |_, before| if before == 10 { ok(GATEWAY) } else { redirect(302, format!("/{before}")) },
    );
    rest(&ends).fetch_gateway_bot().send().unwrap();
}

#[test]
fn a_token_in_a_path_stays_on_its_host() {
    let answer = || InteractionResponse::message("hi");
    let server = Server::start(|seen, before| match before {
        0 => redirect(307, seen.path.replace("v10", "v11")),
        2 => redirect(307, "/without"),
        _ => status(204, ""),
    });
    let rest = rest(&server);
    rest.create_interaction_response(Id::new(2), "s3cret", answer()).send().unwrap();
    rest.create_interaction_response(Id::new(2), "s3cret", answer()).send().unwrap();
    let paths: Vec<String> = server.seen().into_iter().map(|seen| seen.path).collect();
    assert_eq!(paths[1], "/api/v11/interactions/2/s3cret/callback");
    assert_eq!(paths[3], "/without");
    let other = Server::start(|_, _| ok("[]"));
    let place = other.address();
    let server = Server::start(move |seen, _| redirect(302, format!("http://{place}{}", seen.path)));
    let rest = super::rest_with(&server, Config::default().max_retries(0));
    let error = rest.fetch_webhook_with_token(Id::new(1), "s3cret").send().unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(text.contains(&place.to_string()) && !text.contains("s3cret"), "{text}");
    assert!(other.seen().is_empty());
}

#[test]
fn a_redirect_to_nowhere_is_an_error_and_one_without_an_address_is_an_answer() {
    for location in ["ftp://h/", "http://ada:secret@h/", "http://"] {
        let (server, answer) = asked(move || redirect(302, location));
        let text = answer.unwrap_err().to_string();
        assert!(text.contains("no http address") && !text.contains("secret"), "{text}");
        assert_eq!(server.seen().len(), 1);
    }
    let (_server, answer) = asked(|| status(302, ""));
    assert_eq!(answer.unwrap_err().status(), Some(302));
}
