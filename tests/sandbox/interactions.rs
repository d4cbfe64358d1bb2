//! Commands with options, menus, forms and choices while somebody types.

use ito::sandbox::Sandbox;
use serde_json::{Value, json};

use crate::client::{Gateway, SOON, call};

/// Answers the interaction that an event tells of.
fn answer(discord: &Sandbox, event: &Value, body: Value) -> u16 {
    let [id, token] = ["id", "token"].map(|name| event[name].as_str().unwrap());
    call(discord, "POST", &format!("/interactions/{id}/{token}/callback"), &body).status
}

#[test]
fn a_command_comes_with_its_options_and_whom_they_name() {
    let discord = Sandbox::start().unwrap();
    let guild = discord.guild("test");
    let hall = guild.channel("hall");
    let (ada, bob) = (discord.user("ada"), discord.user("bob"));
    bob.joins(&guild);
    let commands = format!("/applications/{}/guilds/{}/commands", discord.bot_id(), guild.id());
    let options = json!([{"name": "who", "description": "x", "type": 6}, {"name": "days", "description": "x", "type": 4}, {"name": "why", "description": "x", "type": 3}]);
    call(&discord, "POST", &commands, &json!({"name": "ban", "description": "Bans.", "options": options}));
    let (mut gateway, _) = Gateway::login(&discord, 0);
    let id = ada.uses(&hall, "/ban who:bob days:3 why:\"too loud\"");
    let event = gateway.dispatch("INTERACTION_CREATE")["d"].clone();
    let who = bob.id().to_string();
    assert_eq!(event["id"], id.to_string());
    assert_eq!(event["data"]["guild_id"], guild.id().to_string());
    assert_eq!(
        event["data"]["options"],
        json!([
            {"name": "who", "type": 6, "value": who}, {"name": "days", "type": 4, "value": 3},
            {"name": "why", "type": 3, "value": "too loud"},
        ])
    );
    assert_eq!(event["data"]["resolved"]["users"][&who]["username"], "bob");
    assert!(event["data"]["resolved"]["members"][&who]["roles"].is_array());
    assert_eq!(
        answer(&discord, &event, json!({"type": 8, "data": {"choices": []}})),
        400,
        "no choices are asked for"
    );
    assert_eq!(answer(&discord, &event, json!({"type": 4, "data": {"content": "done"}})), 204);
    assert_eq!(discord.answer_to(id, SOON).unwrap()["data"]["content"], "done");
}

#[test]
fn choices_are_asked_for_while_somebody_types() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let (mut gateway, _) = Gateway::login(&discord, 0);
    let id = discord.user("ada").completes(&hall, "/tea kind:gre");
    let event = gateway.dispatch("INTERACTION_CREATE")["d"].clone();
    assert_eq!((&event["type"], &event["data"]["options"][0]["focused"]), (&json!(4), &json!(true)));
    assert_eq!(
        answer(&discord, &event, json!({"type": 8, "data": {"choices": [{"name": "green", "value": "g"}]}})),
        204
    );
    assert_eq!(discord.answer_to(id, SOON).unwrap()["data"]["choices"][0]["value"], "g");
}

#[test]
fn a_button_opens_a_form_and_the_form_changes_the_message() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let ada = discord.user("ada");
    let (mut gateway, _) = Gateway::login(&discord, 0);
    let rows = json!([{"type": 1, "components": [
        {"type": 2, "style": 1, "label": "Tell", "custom_id": "tell"},
        {"type": 3, "custom_id": "pick", "options": [{"label": "a", "value": "a"}]},
    ]}]);
    let path = format!("/channels/{}/messages", hall.id());
    let message = call(&discord, "POST", &path, &json!({"content": "?", "components": rows})).body;
    let message: u64 = message["id"].as_str().unwrap().parse().unwrap();

    ada.selects(&hall, message, "pick", &["a"]);
    let event = gateway.dispatch("INTERACTION_CREATE")["d"].clone();
    assert_eq!((&event["data"]["component_type"], &event["data"]["values"]), (&json!(3), &json!(["a"])));
    assert_eq!(answer(&discord, &event, json!({"type": 6})), 204);

    let pressed = ada.presses(&hall, message, "tell");
    let event = gateway.dispatch("INTERACTION_CREATE")["d"].clone();
    assert_eq!(
        (&event["data"]["component_type"], &event["message"]["id"]),
        (&json!(2), &json!(message.to_string()))
    );
    let form = json!({"type": 9, "data": {"custom_id": "form", "title": "Tell", "components": [
        {"type": 18, "label": "What", "component": {"type": 4, "custom_id": "what", "style": 1}},
        {"type": 1, "components": [{"type": 4, "custom_id": "why", "style": 1, "label": "Why", "value": "because"}]},
    ]}});
    assert_eq!(answer(&discord, &event, form), 204);

    ada.submits(&hall, pressed, &[("what", "a secret")]);
    let event = gateway.dispatch("INTERACTION_CREATE")["d"].clone();
    assert_eq!((&event["type"], &event["data"]["custom_id"]), (&json!(5), &json!("form")));
    assert_eq!(event["data"]["components"][0]["component"]["value"], "a secret");
    assert_eq!(event["data"]["components"][1]["components"][0]["value"], "because");
    assert_eq!(answer(&discord, &event, json!({"type": 7, "data": {"content": "told"}})), 204);
    assert_eq!(hall.messages()[0]["content"], "told");
}

#[test]
fn an_ephemeral_message_is_reached_by_its_interaction_only() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let direct_messages = 1 << 12;
    let (mut gateway, _) = Gateway::login(&discord, direct_messages);
    discord.user("ada").uses(&hall, "/secret");
    let event = gateway.dispatch("INTERACTION_CREATE")["d"].clone();
    assert_eq!(answer(&discord, &event, json!({"type": 5, "data": {"flags": 64}})), 204);
    assert_eq!(gateway.dispatch("MESSAGE_CREATE")["d"]["flags"], 64 | 128);
    let token = event["token"].as_str().unwrap();
    let follow_up = format!("/webhooks/{}/{token}", discord.bot_id());
    let said = call(&discord, "POST", &follow_up, &json!({"content": "psst"})).body;
    assert_eq!((&said["content"], &said["flags"]), (&json!("psst"), &json!(64)), "it stays what it was");
    let told = gateway.dispatch("MESSAGE_UPDATE")["d"].clone();
    assert_eq!((told["content"].as_str(), told.get("guild_id")), (Some("psst"), None));
    let ordinary = format!("/channels/{}/messages/{}", hall.id(), said["id"].as_str().unwrap());
    for (method, body) in [("GET", Value::Null), ("PATCH", json!({"content": "x"})), ("DELETE", Value::Null)]
    {
        assert_eq!(call(&discord, method, &ordinary, &body).body["code"], 10008, "{method}");
    }
    assert_eq!(call(&discord, "PUT", &format!("{ordinary}/reactions/x/@me"), &Value::Null).status, 404);
    assert_eq!(hall.messages(), Vec::<Value>::new());
    assert_eq!(hall.next_message(SOON).unwrap().body["flags"], 64, "whoever tests sees it");
    let original = format!("{follow_up}/messages/@original");
    assert_eq!(call(&discord, "PATCH", &original, &json!({"content": "pssst"})).body["flags"], 64);
    gateway.dispatch("MESSAGE_UPDATE");
    assert_eq!(call(&discord, "DELETE", &original, &Value::Null).status, 204);
    gateway.dispatch("MESSAGE_DELETE");
    assert_eq!(call(&discord, "GET", &original, &Value::Null).body["code"], 10008);
}

#[test]
fn a_token_reaches_no_message_of_others() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let heard = discord.user("ada").says(&hall, "mine");
    let (mut gateway, _) = Gateway::login(&discord, 0);
    discord.user("ada").uses(&hall, "/x");
    let event = gateway.dispatch("INTERACTION_CREATE")["d"].clone();
    answer(&discord, &event, json!({"type": 4, "data": {"content": "x"}}));
    let messages = format!("/webhooks/{}/{}/messages", discord.bot_id(), event["token"].as_str().unwrap());
    let edited = call(&discord, "PATCH", &format!("{messages}/{heard}"), &json!({"content": "yours"}));
    assert_eq!((edited.status, &edited.body["code"]), (404, &json!(10008)));
    assert_eq!(hall.messages()[0]["content"], "mine");
}

#[test]
fn an_activity_that_was_launched_runs_where_it_was_and_can_be_asked_for() {
    let discord = Sandbox::start().unwrap();
    let guild = discord.guild("test");
    let (hall, ada) = (guild.channel("hall"), discord.user("ada"));
    let (mut gateway, _) = Gateway::login(&discord, 0);
    ada.uses(&hall, "/play");
    let asked = gateway.until("INTERACTION_CREATE")["d"].clone();
    let text = |name: &str| asked[name].as_str().unwrap().to_owned();
    let path = format!("/interactions/{}/{}/callback?with_response=true", text("id"), text("token"));
    let answer = call(&discord, "POST", &path, &json!({"type": 12})).body;
    let id = answer["interaction"]["activity_instance_id"].as_str().unwrap();
    assert_eq!(answer["resource"], json!({"type": 12, "activity_instance": {"id": id}}));
    let path = format!("/applications/{}/activity-instances/{id}", discord.bot_id());
    let activity = call(&discord, "GET", &path, &Value::Null).body;
    assert_eq!(activity["users"], json!([ada.id().to_string()]));
    assert_eq!(activity["location"]["guild_id"], guild.id().to_string());
}
