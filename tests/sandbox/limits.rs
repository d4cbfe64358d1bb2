//! Limits that no header shows, the ban of who is refused too often, and interactions that are over.

use std::time::Duration;

use ito::sandbox::{Offence, Sandbox};
use serde_json::{Value, json};

use crate::client::{Answer, Gateway, call, request};

const TEN_MINUTES: Duration = Duration::from_secs(600);

fn offences(discord: &Sandbox) -> Vec<String> {
    discord.offences().iter().map(Offence::to_string).collect()
}

#[test]
fn the_third_name_within_ten_minutes_is_refused_although_the_bucket_has_room() {
    let discord = Sandbox::start().unwrap();
    let guild = discord.guild("test");
    let [one, two] = ["one", "two"].map(|name| format!("/channels/{}", guild.channel(name).id()));
    let patch = |path: &str, body: Value| call(&discord, "PATCH", path, &body);
    for name in ["a", "b"] {
        assert_eq!(patch(&one, json!({"name": name})).status, 200);
    }
    let refused = patch(&one, json!({"name": "c"}));
    assert_eq!((refused.status, refused.header("X-RateLimit-Scope")), (429, Some("user")));
    assert!(refused.body["retry_after"].as_f64().unwrap() > 500.0);
    let left: u32 = refused.header("X-RateLimit-Remaining").unwrap().parse().unwrap();
    assert!(left > 0, "the bucket has room");
    assert_eq!(patch(&one, json!({"topic": "tea"})).status, 200, "topics are counted apart");
    assert_eq!(patch(&one, json!({"nsfw": true})).status, 200);
    assert_eq!(patch(&two, json!({"name": "c"})).status, 200);
    discord.advance(TEN_MINUTES);
    assert_eq!(patch(&one, json!({"name": "c"})).body["name"], "c");
    let path = format!("429 at PATCH /api/v10{one}: too many changes of the name");
    assert_eq!(offences(&discord), [path]);
}

#[test]
fn the_fourth_edit_of_an_old_message_has_a_code_of_its_own() {
    let discord = Sandbox::start().unwrap();
    let messages = format!("/channels/{}/messages", discord.guild("test").channel("hall").id());
    let said = call(&discord, "POST", &messages, &json!({"content": "0"})).body;
    let message = format!("{messages}/{}", said["id"].as_str().unwrap());
    let edit = |n: u32| call(&discord, "PATCH", &message, &json!({"content": n.to_string()}));
    assert!((0..5).all(|n| edit(n).status == 200), "it is young");
    discord.advance(Duration::from_secs(3601));
    assert!((0..3).all(|n| edit(n).status == 200));
    let refused = edit(3);
    assert_eq!((refused.status, &refused.body["code"]), (429, &json!(30_046)));
}

#[test]
fn a_limit_that_is_shared_is_nobodys_offence() {
    let discord = Sandbox::builder().invalid_requests(1).start().unwrap();
    let emojis = format!("/guilds/{}/emojis", discord.guild("test").id());
    let make = || call(&discord, "POST", &emojis, &json!({"name": "tea", "image": ""}));
    for _ in 0..30 {
        assert_eq!(make().status, 201);
        discord.advance(Duration::from_millis(200));
    }
    let refused = make();
    assert_eq!((refused.status, refused.header("X-RateLimit-Scope")), (429, Some("shared")));
    assert_eq!(call(&discord, "GET", &emojis, &Value::Null).status, 200, "it is not banned");
    assert_eq!(offences(&discord), Vec::<String>::new());
}

#[test]
fn who_is_refused_too_often_meets_a_page_without_a_word_of_how_long() {
    let discord = Sandbox::builder().invalid_requests(3).start().unwrap();
    let ask = |token: &str| {
        request(&discord, "GET", "/users/@me", &format!("Authorization: Bot {token}\r\n"), b"").unwrap()
    };
    assert!((0..3).all(|_| ask("wrong").status == 401));
    let banned: Answer = ask(discord.token());
    assert_eq!((banned.status, banned.header("Content-Type")), (429, Some("text/html")));
    for name in ["Retry-After", "Via", "X-RateLimit-Scope"] {
        assert_eq!(banned.header(name), None, "{name}");
    }
    discord.advance(TEN_MINUTES);
    assert_eq!(ask(discord.token()).status, 200);
    let told = offences(&discord);
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(told[3].starts_with("banned: 3 requests") && told[4].ends_with("while banned"), "{told:?}");
}

#[test]
fn an_interaction_waits_three_seconds_for_an_answer_and_fifteen_minutes_for_the_rest() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let (mut gateway, _) = Gateway::login(&discord, 0);
    let mut begin = || {
        discord.user("ada").uses(&hall, "/ping");
        let event = gateway.dispatch("INTERACTION_CREATE")["d"].clone();
        let [id, token] = ["id", "token"].map(|name| event[name].as_str().unwrap().to_owned());
        (format!("/interactions/{id}/{token}/callback"), format!("/webhooks/{}/{token}", discord.bot_id()))
    };
    let (late, _) = begin();
    let (timely, follow_up) = begin();
    let answer = json!({"type": 4, "data": {"content": "pong"}});
    assert_eq!(call(&discord, "POST", &timely, &answer).status, 204);
    discord.advance(Duration::from_secs(4));
    let refused = call(&discord, "POST", &late, &answer);
    assert_eq!((refused.status, &refused.body["code"]), (404, &json!(10062)));
    assert_eq!(call(&discord, "POST", &follow_up, &json!({"content": "more"})).status, 200);
    discord.advance(Duration::from_secs(900));
    let refused = call(&discord, "POST", &follow_up, &json!({"content": "more"}));
    assert_eq!((refused.status, &refused.body["code"]), (401, &json!(50027)));
    assert_eq!(offences(&discord).len(), 2, "{:?}", offences(&discord));
}
