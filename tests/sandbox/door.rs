//! The door: requests are checked against a description of the API before the world hears of them.

use ito::sandbox::{Error, Sandbox};
use serde_json::{Value, json};

use crate::client::call;

fn description() -> String {
    let snowflake = json!({"type": "string", "format": "snowflake"});
    json!({"paths": {"/channels/{channel_id}/messages": {
        "get": {"parameters": [{"in": "query", "name": "before", "schema": snowflake}]},
        "post": {"requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {
            "content": {"type": ["string", "null"], "maxLength": 4000},
            "embeds": {"type": "array", "items": {"type": "object", "properties": {"title": {"type": "string"}}}},
        }}}}}},
    }}})
    .to_string()
}

#[test]
fn what_does_not_fit_is_refused_with_its_place_and_not_done() {
    let discord = Sandbox::builder().description(description()).start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let path = format!("/channels/{}/messages", hall.id());
    let refused =
        call(&discord, "POST", &path, &json!({"content": "hello", "embeds": [{"title": 1}], "embed": {}}));
    assert_eq!((refused.status, &refused.body["code"]), (400, &json!(50035)));
    let errors = &refused.body["errors"];
    assert_eq!(errors["embeds"]["0"]["title"]["_errors"][0]["message"], "should be string and is number");
    assert_eq!(errors["embed"]["_errors"][0]["message"], "is not known");
    let places: Vec<_> = discord.offences().into_iter().filter_map(|offence| offence.place).collect();
    assert_eq!(places, ["/embed", "/embeds/0/title"]);
    assert_eq!(hall.messages(), Vec::<Value>::new());

    let refused = call(&discord, "GET", &format!("{path}?before=noon"), &Value::Null);
    assert_eq!(refused.status, 400);
    assert_eq!(discord.offences()[2].place.as_deref(), Some("?before"));

    assert_eq!(call(&discord, "POST", &path, &json!({"content": "hello"})).status, 200);
    assert_eq!(call(&discord, "GET", "/users/@me", &Value::Null).status, 200, "it is not described");
    assert_eq!(discord.offences().len(), 3);
}

#[test]
fn what_is_no_description_starts_nothing() {
    let error = Sandbox::builder().description("{}").start().unwrap_err();
    assert!(matches!(error, Error::Description(_)), "{error}");
}
