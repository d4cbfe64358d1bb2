//! Access tokens: asked for, used, renewed and given back, against a server that answers what each test says.

use std::time::Duration;

use ito::Endpoints;
use ito::model::{AccessToken, Id, OAuth2Scope};
use ito::rest::{Config, ErrorKind, OAuth2};

use super::server::{Reply, Seen, Server, ok, status};

const TOKEN: &str = r#"{"token_type":"Bearer","access_token":"acc3ss","expires_in":604800,
    "refresh_token":"r3fresh","scope":"identify guilds"}"#;

fn oauth2(server: &Server) -> OAuth2 {
    let endpoints = Endpoints::new(&format!("http://{}/api/v10", server.address())).unwrap();
    OAuth2::new(endpoints, Id::new(41), "s3cret", Config::default()).unwrap()
}

/// The form that a request carried, and that an application sent it.
fn form(seen: &Seen) -> (&str, &str) {
    assert_eq!(seen.method, "POST");
    assert_eq!(seen.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(seen.header("authorization"), Some("Basic NDE6czNjcmV0"));
    (seen.path.strip_prefix("/api/v10").unwrap(), std::str::from_utf8(&seen.body).unwrap())
}

#[test]
fn r20_a_code_becomes_a_token_that_is_used_and_renewed_and_given_back() {
    let server = Server::start(|seen, _| match seen.path.as_str() {
        "/api/v10/oauth2/token" => ok(TOKEN),
        "/api/v10/users/@me" => ok(r#"{"id":"7","username":"ada"}"#),
        _ => ok("{}"),
    });
    let oauth2 = oauth2(&server);
    let token = oauth2
        .exchange_code("a code&more")
        .redirect_uri("https://example.org/back?a=b")
        .code_verifier("v3rifier")
        .send()
        .unwrap();
    assert_eq!(token.expires_in, Duration::from_secs(604_800));
    assert_eq!(token.scopes, [OAuth2Scope::Identify, OAuth2Scope::Guilds]);
    assert_eq!(oauth2.rest(&token).unwrap().fetch_current_user().send().unwrap().name, "ada");
    let refresh_token = token.refresh_token.as_deref().unwrap();
    assert_eq!(oauth2.refresh(refresh_token).send().unwrap().access_token, "acc3ss");
    oauth2.client_credentials([OAuth2Scope::Identify, OAuth2Scope::Connections]).send().unwrap();
    oauth2.revoke(refresh_token).send().unwrap();

    let seen = server.seen();
    assert_eq!(
        form(&seen[0]),
        (
            "/oauth2/token",
            "grant_type=authorization_code&code=a%20code%26more\
             &redirect_uri=https%3A%2F%2Fexample.org%2Fback%3Fa%3Db&code_verifier=v3rifier"
        )
    );
    assert_eq!(seen[1].header("authorization"), Some("Bearer acc3ss"));
    assert_eq!(form(&seen[2]), ("/oauth2/token", "grant_type=refresh_token&refresh_token=r3fresh"));
    assert_eq!(
        form(&seen[3]),
        ("/oauth2/token", "grant_type=client_credentials&scope=identify%20connections")
    );
    assert_eq!(form(&seen[4]), ("/oauth2/token/revoke", "token=r3fresh"));
}

#[test]
fn what_oauth2_refuses_is_told_without_a_secret() {
    let server = Server::start(|_, before| match before {
        0 => status(400, r#"{"error":"invalid_grant","error_description":"Invalid \"code\" in request."}"#),
        1 => ok(r#"{"token_type":"Bearer"}"#),
        _ => status(401, r#"{"error":"invalid_client"}"#),
    });
    let oauth2 = oauth2(&server);
    let exchange = oauth2.exchange_code("c0de").redirect_uri("https://x").code_verifier("v3rifier");
    let mut shown = format!("{oauth2:?} {exchange:?}");
    let error = exchange.send().unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"POST /oauth2/token: invalid_grant: Invalid "code" in request. (status 400)"#
    );
    shown += &format!("{error:?}");
    let error = oauth2.refresh("r3fresh").send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Answer);
    shown += &format!("{error} {error:?}");
    for _ in 0..3 {
        let error = oauth2.revoke("acc3ss").send().unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Token, Some(401)));
        assert!(error.to_string().contains("id and secret"), "{error}");
        shown += &format!("{error:?}");
    }
    assert_eq!(server.seen().len(), 3, "what was refused is not tried again");
    for secret in ["s3cret", "NDE6czNjcmV0", "c0de", "v3rifier", "r3fresh", "acc3ss"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn a_code_is_not_sent_again_when_its_answer_is_lost() {
    let server = Server::start(|_, _| Reply::Raw(Vec::new()));
    let error = oauth2(&server).exchange_code("c0de").send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn a_token_that_is_none_is_refused_without_being_shown() {
    let server = Server::start(|_, _| ok("{}"));
    let token: AccessToken = serde_json::from_str(r#"{"access_token":"s3cret\n1"}"#).unwrap();
    let error = oauth2(&server).rest(&token).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Token);
    assert!(!error.to_string().contains("s3cret"), "{error}");
}
