//! What belongs to the application: emojis, what it sells, who has it.

use ito::sandbox::Sandbox;
use serde_json::{Value, json};

use crate::client::{Gateway, call};

#[test]
fn an_emoji_of_the_application_is_made_renamed_and_deleted() {
    let discord = Sandbox::start().unwrap();
    let all = format!("/applications/{}/emojis", discord.bot_id());
    assert_eq!(call(&discord, "POST", &all, &json!({"name": "x", "image": "data:"})).body["code"], 50035);
    let made = call(&discord, "POST", &all, &json!({"name": "tea", "image": "data:"}));
    assert_eq!((made.status, &made.body["name"]), (201, &json!("tea")));
    let one = format!("{all}/{}", made.body["id"].as_str().unwrap());
    assert_eq!(call(&discord, "PATCH", &one, &json!({"name": "cup"})).body["name"], "cup");
    assert_eq!(call(&discord, "GET", &all, &Value::Null).body["items"][0]["name"], "cup");
    assert_eq!(call(&discord, "DELETE", &one, &Value::Null).status, 204);
    assert_eq!(call(&discord, "GET", &one, &Value::Null).body["code"], 10014);
}

#[test]
fn what_is_bought_is_seen_until_it_is_consumed() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let (ada, tea) = (discord.user("ada"), discord.sells("Green Tea"));
    let (mut gateway, _) = Gateway::login(&discord, 0);
    let bought = ada.buys(tea).to_string();
    assert_eq!(gateway.dispatch("ENTITLEMENT_CREATE")["d"]["id"], bought);
    let home = format!("/applications/{}", discord.bot_id());
    assert_eq!(call(&discord, "GET", &format!("{home}/skus"), &Value::Null).body[0]["slug"], "green-tea");
    let all = format!("{home}/entitlements");
    let of = |query: String| {
        let found = call(&discord, "GET", &format!("{all}?{query}"), &Value::Null).body;
        found.as_array().unwrap().len()
    };
    assert_eq!((of(format!("user_id={}", ada.id())), of("user_id=1".into())), (1, 0));
    assert_eq!((of(format!("sku_ids=1,{tea}")), of("sku_ids=1".into())), (1, 0));
    let one = format!("{all}/{bought}");
    ada.uses(&hall, "/drink");
    assert_eq!(gateway.dispatch("INTERACTION_CREATE")["d"]["entitlements"][0]["id"], bought);
    assert_eq!(call(&discord, "DELETE", &one, &Value::Null).status, 404, "it is no test entitlement");
    assert_eq!(call(&discord, "POST", &format!("{one}/consume"), &Value::Null).status, 204);
    assert_eq!(gateway.dispatch("ENTITLEMENT_UPDATE")["d"]["consumed"], true);
    ada.uses(&hall, "/drink");
    assert_eq!(gateway.dispatch("INTERACTION_CREATE")["d"]["entitlements"], json!([]));
}

#[test]
fn a_test_entitlement_comes_and_goes() {
    let discord = Sandbox::start().unwrap();
    let (guild, tea) = (discord.guild("test").id().to_string(), discord.sells("Tea").to_string());
    let (mut gateway, _) = Gateway::login(&discord, 0);
    let all = format!("/applications/{}/entitlements", discord.bot_id());
    let unknown = json!({"sku_id": "1", "owner_id": guild, "owner_type": 1});
    assert_eq!(call(&discord, "POST", &all, &unknown).body["code"], 10027);
    let made = call(&discord, "POST", &all, &json!({"sku_id": tea, "owner_id": guild, "owner_type": 1})).body;
    assert_eq!((&made["guild_id"], &made["starts_at"]), (&json!(guild), &Value::Null));
    gateway.dispatch("ENTITLEMENT_CREATE");
    let one = format!("{all}/{}", made["id"].as_str().unwrap());
    assert_eq!(call(&discord, "DELETE", &one, &Value::Null).status, 204);
    gateway.dispatch("ENTITLEMENT_DELETE");
    assert_eq!(call(&discord, "GET", &one, &Value::Null).body["code"], 10029);
}

#[test]
fn permissions_of_commands_are_for_people_to_give() {
    let discord = Sandbox::start().unwrap();
    let guild = discord.guild("test").id();
    let all = format!("/applications/{}/guilds/{guild}/commands", discord.bot_id());
    let command = call(&discord, "POST", &all, &json!({"name": "tea", "description": "Tea."})).body;
    let permissions = format!("{all}/{}/permissions", command["id"].as_str().unwrap());
    assert_eq!(call(&discord, "GET", &format!("{all}/permissions"), &Value::Null).body, json!([]));
    assert_eq!(call(&discord, "GET", &permissions, &Value::Null).body["code"], 10066);
    let given = call(&discord, "PUT", &permissions, &json!({"permissions": []}));
    assert_eq!((given.status, &given.body["code"]), (403, &json!(20001)));
}

#[test]
fn five_records_of_a_connection_are_kept_and_no_sixth() {
    let discord = Sandbox::start().unwrap();
    let metadata = format!("/applications/{}/role-connections/metadata", discord.bot_id());
    let record = json!({"type": 1, "key": "cups", "name": "Cups", "description": "How many"});
    assert_eq!(call(&discord, "PUT", &metadata, &json!([record])).body[0]["key"], "cups");
    assert_eq!(call(&discord, "PUT", &metadata, &json!(vec![&record; 6])).status, 400);
    assert_eq!(call(&discord, "GET", &metadata, &Value::Null).body, json!([record]));
}
