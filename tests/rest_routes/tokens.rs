//! Each call with a bot's token, with a user's and with none: it is sent where Discord's description takes that token, with
//! it where it is the bot's, and is refused before it is sent where not.

use ito::rest::{Config, ErrorKind, Rest};
use ito::{Endpoints, Token};

use super::calls::CALLS;
use super::server::{Server, status};
use super::{facts, is_of_users};

#[test]
fn each_call_takes_the_tokens_that_discord_takes() {
    let Some(operations) = facts("operations.json") else { return };
    let server = Server::start(|_, _| status(418, ""));
    let endpoints = Endpoints::new(&format!("http://{}/api/v10", server.address())).unwrap();
    let token = Token::new("a.token").unwrap();
    let bot = Rest::new(endpoints.clone(), Some(token.clone()), Config::default()).unwrap();
    let user = Rest::bearer(endpoints.clone(), token, Config::default()).unwrap();
    let nobody = Rest::new(endpoints, None, Config::default()).unwrap();

    let mut problems = Vec::new();
    for (id, call) in CALLS.iter().copied().flatten() {
        let mut all = operations["operations"].as_array().unwrap().iter();
        let operation = all.find(|operation| operation["operation_id"] == *id).unwrap();
        let auth = &operation["auth"];
        let open = auth["none"] == true;
        // The documents know better of some that only a user may make.
        let for_bots = open || (auth["bot"] == true && !is_of_users(id));
        let for_users = open || !auth["oauth2_scopes"].is_null();
        // A token in the path takes the place of any other.
        let of_bot = Some("Bot a.token").filter(|_| !operation["path"].as_str().unwrap().contains("_token}"));
        let of_user = Some("Bearer a.token").filter(|_| !open);
        for (rest, takes, wanted) in
            [(&bot, for_bots, of_bot), (&user, for_users, of_user), (&nobody, open, None)]
        {
            let before = server.seen().len();
            let error = call(rest).unwrap_err();
            let seen = server.seen();
            let sent = seen.get(before);
            if takes != sent.is_some() || takes == (error.kind() == ErrorKind::Token) {
                problems.push(format!(
                    "{id} was {}sent with {wanted:?}: {error}",
                    if takes { "not " } else { "" }
                ));
            }
            let header = sent.and_then(|seen| seen.header("authorization"));
            if sent.is_some() && header != wanted {
                problems.push(format!("{id} says {header:?} and should say {wanted:?}"));
            }
        }
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}
