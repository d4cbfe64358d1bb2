//! Which token goes with which call: a bot's, a user's, or none.

use std::time::Duration;

use ito::model::Id;
use ito::rest::{Config, Error, ErrorKind, Rest};
use ito::{Endpoints, Token};

use super::server::{Server, ok, status};
use super::{limited, rest};

fn endpoints(server: &Server) -> Endpoints {
    Endpoints::new(&format!("http://{}/api/v10", server.address())).unwrap()
}

fn user(server: &Server) -> Rest {
    Rest::bearer(endpoints(server), Token::new("acc3ss").unwrap(), Config::default()).unwrap()
}

fn nobody(server: &Server) -> Rest {
    Rest::new(endpoints(server), None, Config::default()).unwrap()
}

/// A call that needs no token.
fn open(rest: &Rest) -> Result<(), Error> {
    rest.fetch_guild_widget(Id::new(1)).send().map(drop)
}

fn refused_at_home(result: Result<(), Error>) -> String {
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Token, None, 0));
    error.to_string()
}

#[test]
fn calls_that_need_no_token_are_made_without_one() {
    let server = Server::start(|_, _| ok("{}"));
    for rest in [nobody(&server), user(&server), rest(&server)] {
        open(&rest).unwrap();
        rest.fetch_gateway().send().unwrap();
        rest.fetch_invite("x").send().unwrap();
        rest.fetch_guild_template("x").send().unwrap();
        rest.list_sticker_packs().send().unwrap();
        rest.fetch_public_keys().send().unwrap();
        rest.fetch_guild_widget_image(Id::new(1)).send().unwrap();
    }
    let sent = server.seen();
    assert!(sent[..14].iter().all(|seen| seen.header("authorization").is_none()));
    assert!(sent[14..].iter().all(|seen| seen.header("authorization") == Some("Bot a.bots.token")));
}

#[test]
fn a_call_with_the_wrong_kind_of_token_is_refused_before_it_is_sent() {
    let server = Server::start(|_, _| ok("{}"));
    let (bot, user, nobody) = (rest(&server), user(&server), nobody(&server));
    let text = refused_at_home(bot.fetch_current_authorization().send().map(drop));
    assert!(text.contains("/oauth2/@me: the call needs a user's access token"), "{text}");
    let text = refused_at_home(user.fetch_guild(Id::new(1)).send().map(drop));
    assert!(text.contains("needs a bot's token and there is a user's access token"), "{text}");
    let text = refused_at_home(nobody.fetch_current_user().send().map(drop));
    assert!(text.contains("there is none"), "{text}");
    assert!(server.seen().is_empty());

    user.fetch_current_authorization().send().unwrap();
    user.fetch_current_user().send().unwrap();
    bot.fetch_current_user().send().unwrap();
    let sent: Vec<_> =
        server.seen().iter().map(|seen| seen.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(sent, ["Bearer acc3ss", "Bearer acc3ss", "Bot a.bots.token"]);
}

#[test]
fn a_refused_token_poisons_no_other_kind() {
    let server = Server::start(|seen, _| match seen.header("authorization") {
        Some(_) if !seen.path.ends_with("/connections") => ok("{}"),
        Some(_) => status(401, r#"{"message":"401: Unauthorized","code":0}"#),
        None => status(401, ""),
    });
    let (bot, user, nobody) = (rest(&server), user(&server), nobody(&server));
    for _ in 0..3 {
        let error = user.list_current_user_connections().send().unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Token, Some(401)));
        assert!(error.to_string().contains("scope") && !error.to_string().contains("acc3ss"), "{error}");
    }
    assert_eq!(server.seen().len(), 1, "what was refused is not tried again");
    // The token lacks a scope and not more.
    user.fetch_current_user().send().unwrap();
    // An answer to a call without a token says nothing about the tokens of others.
    assert_eq!(open(&user).unwrap_err().status(), Some(401));
    assert_eq!(open(&nobody).unwrap_err().status(), Some(401));
    assert_eq!(open(&nobody).unwrap_err().attempts(), 1);
    user.fetch_current_user().send().unwrap();
    bot.fetch_current_user().send().unwrap();
    open(&bot).unwrap();
}

#[test]
fn nothing_in_a_path_is_taken_for_the_place_of_the_token() {
    let server = Server::start(|_, _| ok("{}"));
    let bot = rest(&server);
    for code in ["~authorization~", "<authorization>", "~token~"] {
        bot.delete_invite(code).send().unwrap();
    }
    for seen in server.seen() {
        assert_eq!(seen.header("authorization"), Some("Bot a.bots.token"));
        assert!(!seen.path.contains("a.bots.token"), "{}", seen.path);
    }
}

#[test]
fn a_bot_whose_token_was_refused_still_asks_what_needs_none() {
    let server = Server::start(|seen, _| match seen.header("authorization") {
        Some(_) => status(401, r#"{"message":"401: Unauthorized","code":0}"#),
        None => ok("{}"),
    });
    let bot = rest(&server);
    assert_eq!(bot.fetch_current_user().send().unwrap_err().status(), Some(401));
    open(&bot).unwrap();
}

#[test]
fn each_token_has_limits_of_its_own() {
    let server = Server::start(|seen, _| match seen.header("authorization") {
        Some("Bot a.bots.token") => limited("global", 600.0),
        _ => ok("{}"),
    });
    let (bot, user) = (rest(&server), user(&server));
    let error = bot.fetch_current_user().timeout(Duration::from_secs(5)).send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimit);
    user.fetch_current_user().send().unwrap();
}
