//! Threads, forums and webhooks.

use ito::sandbox::Sandbox;
use serde_json::{Value, json};

use crate::client::{ALL, Gateway, SOON, call, request};

#[test]
fn a_thread_lives_from_its_message_to_its_end() {
    let discord = Sandbox::start().unwrap();
    let guild = discord.guild("test");
    let hall = guild.channel("hall");
    let ada = discord.user("ada");
    let message = ada.says(&hall, "let us talk");
    let (mut gateway, _) = Gateway::login(&discord, 1 | 1 << 9);
    gateway.dispatch("GUILD_CREATE");
    let start = format!("/channels/{}/messages/{message}/threads", hall.id());
    let thread = call(&discord, "POST", &start, &json!({"name": "talk", "auto_archive_duration": 60}));
    assert_eq!((thread.status, &thread.body["type"]), (201, &json!(11)));
    assert_eq!(thread.body["thread_metadata"]["auto_archive_duration"], 60);
    assert_eq!(gateway.dispatch("THREAD_CREATE")["d"]["newly_created"], true);
    assert_eq!(gateway.dispatch("MESSAGE_UPDATE")["d"]["thread"]["id"], thread.body["id"]);
    assert_eq!(call(&discord, "POST", &start, &json!({"name": "again"})).body["code"], 160_004);

    let path = format!("/channels/{}", thread.body["id"].as_str().unwrap());
    let said = call(&discord, "POST", &format!("{path}/messages"), &json!({"content": "here"}));
    assert_eq!(said.status, 200);
    gateway.dispatch("MESSAGE_CREATE");
    assert_eq!(call(&discord, "GET", &path, &Value::Null).body["message_count"], 1);

    assert_eq!(
        call(&discord, "PUT", &format!("{path}/thread-members/{}", ada.id()), &Value::Null).status,
        204
    );
    let told = gateway.dispatch("THREAD_MEMBERS_UPDATE")["d"].clone();
    assert_eq!(
        (&told["member_count"], &told["added_members"][0]["user_id"]),
        (&json!(2), &json!(ada.id().to_string()))
    );
    assert_eq!(call(&discord, "DELETE", &format!("{path}/thread-members/@me"), &Value::Null).status, 204);
    gateway.dispatch("THREAD_MEMBERS_UPDATE");

    let active = format!("/guilds/{}/threads/active", guild.id());
    assert_eq!(call(&discord, "GET", &active, &Value::Null).body["threads"][0]["id"], thread.body["id"]);
    assert_eq!(call(&discord, "PATCH", &path, &json!({"archived": true, "locked": true})).status, 200);
    gateway.dispatch("THREAD_UPDATE");
    assert_eq!(call(&discord, "GET", &active, &Value::Null).body["threads"], json!([]));
    let archived =
        call(&discord, "GET", &format!("/channels/{}/threads/archived/public", hall.id()), &Value::Null);
    assert_eq!(archived.body["threads"][0]["id"], thread.body["id"]);
    let refused = call(&discord, "POST", &format!("{path}/messages"), &json!({"content": "late"}));
    assert_eq!(refused.body["code"], 50083);
    assert_eq!(call(&discord, "DELETE", &path, &Value::Null).status, 200);
    assert_eq!(gateway.dispatch("THREAD_DELETE")["d"]["parent_id"], hall.id().to_string());
}

#[test]
fn a_post_of_a_forum_has_its_first_message() {
    let discord = Sandbox::start().unwrap();
    let guild = discord.guild("test");
    let forum = call(
        &discord,
        "POST",
        &format!("/guilds/{}/channels", guild.id()),
        &json!({"name": "forum", "type": 15}),
    );
    let path = format!("/channels/{}/threads", forum.body["id"].as_str().unwrap());
    let refused = call(&discord, "POST", &path, &json!({"name": "empty"}));
    assert_eq!(refused.body["errors"]["message"]["_errors"][0]["code"], "BASE_TYPE_REQUIRED");
    let post = call(&discord, "POST", &path, &json!({"name": "first", "message": {"content": "hello"}}));
    assert_eq!((post.status, &post.body["message"]["content"]), (201, &json!("hello")));
    assert_eq!(post.body["message"]["id"], post.body["id"]);
}

#[test]
fn a_webhook_speaks_under_names_of_its_own_and_needs_no_bot() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let (mut gateway, _) = Gateway::login(&discord, 1 << 5 | 1 << 9 | 1 << 15);
    let hooks = format!("/channels/{}/webhooks", hall.id());
    let hook = call(&discord, "POST", &hooks, &json!({"name": "news"})).body;
    gateway.dispatch("WEBHOOKS_UPDATE");
    let path = format!("/webhooks/{}/{}", hook["id"].as_str().unwrap(), hook["token"].as_str().unwrap());
    let ask = |method: &str, path: &str, body: Value| {
        request(&discord, method, path, "Content-Type: application/json\r\n", body.to_string().as_bytes())
            .unwrap()
    };
    assert_eq!(ask("POST", &path, json!({"content": "one"})).status, 204);
    assert_eq!(gateway.dispatch("MESSAGE_CREATE")["d"]["author"]["username"], "news");
    assert_eq!(hall.next_message(SOON).unwrap().content, "one");
    let said = ask("POST", &format!("{path}?wait=true"), json!({"content": "two", "username": "ada"}));
    assert_eq!((&said.body["author"]["username"], &said.body["webhook_id"]), (&json!("ada"), &hook["id"]));
    let message = format!("{path}/messages/{}", said.body["id"].as_str().unwrap());
    assert_eq!(ask("PATCH", &message, json!({"content": "three"})).body["content"], "three");
    assert_eq!(ask("DELETE", &message, json!({})).status, 204);
    assert_eq!(ask("GET", &message, json!({})).body["code"], 10008);
    assert_eq!(ask("GET", &path, json!({})).body.get("user"), None);
    assert_eq!(
        ask("GET", &path.replace(hook["token"].as_str().unwrap(), "x"), json!({})).body["code"],
        50027
    );
    assert_eq!(ask("DELETE", &path, json!({})).status, 204);
    assert_eq!(ask("GET", &path, json!({})).body["code"], 10015);
}

#[test]
fn a_poll_counts_its_votes_and_ends() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let ada = discord.user("ada");
    let (mut gateway, _) = Gateway::login(&discord, ALL);
    gateway.dispatch("GUILD_CREATE");
    let poll = json!({"poll": {"question": {"text": "tea?"}, "answers": [{"poll_media": {"text": "yes"}}, {"poll_media": {"text": "no"}}], "duration": 1}});
    let asked = call(&discord, "POST", &format!("/channels/{}/messages", hall.id()), &poll);
    assert_eq!(asked.body["poll"]["answers"][1]["answer_id"], 2);
    let id: u64 = asked.body["id"].as_str().unwrap().parse().unwrap();
    assert!(ada.votes(&hall, id, 1));
    assert_eq!(gateway.until("MESSAGE_POLL_VOTE_ADD")["d"]["answer_id"], 1);
    assert!(ada.votes(&hall, id, 2), "of a poll for one answer, the later vote counts");
    assert!(!ada.votes(&hall, id, 3));
    let voters = |answer: u64| {
        let path = format!("/channels/{}/polls/{id}/answers/{answer}", hall.id());
        call(&discord, "GET", &path, &Value::Null).body["users"].as_array().unwrap().len()
    };
    assert_eq!((voters(1), voters(2)), (0, 1));
    let ended = call(&discord, "POST", &format!("/channels/{}/polls/{id}/expire", hall.id()), &Value::Null);
    assert_eq!(
        ended.body["poll"]["results"],
        json!({"answer_counts": [{"id": 2, "count": 1, "me_voted": false}], "is_finalized": true})
    );
    assert!(!ada.votes(&hall, id, 1));
}
