//! Members, roles, bans, permissions, invites, and the audit log that tells of them.

use ito::sandbox::Sandbox;
use serde_json::{Value, json};

use crate::client::{ALL, Gateway, call, request};

#[test]
fn a_ban_removes_deletes_and_is_written_down_with_its_reason() {
    let discord = Sandbox::start().unwrap();
    let guild = discord.guild("test");
    let hall = guild.channel("hall");
    let ada = discord.user("ada");
    ada.says(&hall, "spam");
    let (mut gateway, _) = Gateway::login(&discord, ALL);
    gateway.dispatch("GUILD_CREATE");
    let path = format!("/guilds/{}/bans/{}", guild.id(), ada.id());
    let headers = format!(
        "Authorization: Bot {}\r\nContent-Type: application/json\r\nX-Audit-Log-Reason: too%20loud\r\n",
        discord.token()
    );
    let done = request(&discord, "PUT", &path, &headers, br#"{"delete_message_seconds":3600}"#).unwrap();
    assert_eq!(done.status, 204);
    assert_eq!(gateway.dispatch("GUILD_BAN_ADD")["d"]["user"]["id"], ada.id().to_string());
    gateway.dispatch("GUILD_MEMBER_REMOVE");
    let entry = gateway.dispatch("GUILD_AUDIT_LOG_ENTRY_CREATE")["d"].clone();
    assert_eq!((&entry["action_type"], &entry["reason"]), (&json!(22), &json!("too loud")));
    gateway.dispatch("MESSAGE_DELETE");
    assert_eq!(hall.messages(), Vec::<Value>::new());
    assert_eq!(call(&discord, "GET", &path, &Value::Null).body["reason"], "too loud");
    ada.joins(&guild);
    assert_eq!(
        call(&discord, "GET", &format!("/guilds/{}/members/{}", guild.id(), ada.id()), &Value::Null).status,
        404
    );
    assert_eq!(call(&discord, "DELETE", &path, &Value::Null).status, 204);
    gateway.dispatch("GUILD_BAN_REMOVE");
    assert_eq!(call(&discord, "GET", &path, &Value::Null).body["code"], 10026);
    let log =
        call(&discord, "GET", &format!("/guilds/{}/audit-logs?action_type=22", guild.id()), &Value::Null);
    assert_eq!(log.body["audit_log_entries"].as_array().unwrap().len(), 1);
    assert_eq!(log.body["audit_log_entries"][0]["target_id"], ada.id().to_string());
}

#[test]
fn who_lost_a_role_may_no_more_what_it_gave() {
    let discord = Sandbox::start().unwrap();
    let guild = discord.guild("test");
    let hall = guild.channel("hall");
    let ada = discord.user("ada");
    ada.joins(&guild);
    let member = format!("/guilds/{}/members/{}", guild.id(), ada.id());
    assert_eq!(call(&discord, "PATCH", &member, &json!({"nick": "countess"})).body["nick"], "countess");
    guild.permit(1 << 10 | 1 << 28);
    for (method, path, body) in [
        ("PATCH", member.clone(), json!({"nick": "ada"})),
        ("PATCH", member.clone(), json!({"communication_disabled_until": "2030-01-01T00:00:00+00:00"})),
        ("DELETE", member.clone(), Value::Null),
        ("PUT", format!("/guilds/{}/bans/{}", guild.id(), ada.id()), json!({})),
        ("PATCH", format!("/channels/{}", hall.id()), json!({"name": "den"})),
        ("POST", format!("/guilds/{}/emojis", guild.id()), json!({"name": "x", "image": ""})),
        ("GET", format!("/guilds/{}/audit-logs", guild.id()), Value::Null),
        ("POST", format!("/channels/{}/webhooks", hall.id()), json!({"name": "x"})),
    ] {
        let refused = call(&discord, method, &path, &body);
        assert_eq!((refused.status, &refused.body["code"]), (403, &json!(50013)), "{method} {path}");
    }
    let role = call(&discord, "POST", &format!("/guilds/{}/roles", guild.id()), &json!({"name": "quiet"}));
    let given = format!("{member}/roles/{}", role.body["id"].as_str().unwrap());
    assert_eq!(call(&discord, "PUT", &given, &Value::Null).status, 204);
    assert_eq!(call(&discord, "GET", &member, &Value::Null).body["roles"], json!([role.body["id"]]));
}

#[test]
fn who_stands_above_the_bot_is_out_of_its_reach() {
    let discord = Sandbox::start().unwrap();
    let guild = discord.guild("test");
    let (ada, bob) = (discord.user("ada"), discord.user("bob"));
    ada.outranks_bot(&guild);
    bob.joins(&guild);
    let member = |id: u64| format!("/guilds/{}/members/{id}", guild.id());
    let above = call(&discord, "GET", &member(ada.id()), &Value::Null).body["roles"][0].clone();
    let above = above.as_str().unwrap();
    let mine = call(&discord, "GET", &member(discord.bot_id()), &Value::Null).body["roles"][0].clone();
    let roles = format!("/guilds/{}/roles", guild.id());
    for (method, path, body) in [
        ("DELETE", member(ada.id()), Value::Null),
        ("PUT", format!("/guilds/{}/bans/{}", guild.id(), ada.id()), json!({})),
        ("PATCH", member(ada.id()), json!({"nick": "x"})),
        ("PATCH", member(ada.id()), json!({"roles": []})),
        ("PATCH", member(bob.id()), json!({"roles": [above]})),
        ("PUT", format!("{}/roles/{above}", member(bob.id())), Value::Null),
        ("PATCH", format!("{roles}/{above}"), json!({"name": "x"})),
        ("DELETE", format!("{roles}/{above}"), Value::Null),
        ("PATCH", format!("{roles}/{}", mine.as_str().unwrap()), json!({"name": "x"})),
        ("PATCH", roles.clone(), json!([{"id": above, "position": 1}])),
    ] {
        let refused = call(&discord, method, &path, &body);
        assert_eq!((refused.status, &refused.body["code"]), (403, &json!(50013)), "{method} {path}");
    }
    let made = call(&discord, "POST", &roles, &json!({"name": "quiet"})).body["id"].clone();
    assert_eq!(
        call(&discord, "PATCH", &member(bob.id()), &json!({"nick": "x", "roles": [made]})).status,
        200
    );
    guild.permit(1 << 28);
    let given = call(&discord, "POST", &roles, &json!({"permissions": "8"}));
    assert_eq!(given.body["code"], 50013, "nobody gives what they lack");
}

#[test]
fn an_overwrite_hides_a_channel() {
    let discord = Sandbox::start().unwrap();
    let guild = discord.guild("test");
    let hall = guild.channel("hall");
    let but_administrator = ((1 << 53) - 1) & !8;
    guild.permit(but_administrator);
    let overwrite = format!("/channels/{}/permissions/{}", hall.id(), discord.bot_id());
    assert_eq!(call(&discord, "PUT", &overwrite, &json!({"type": 1, "deny": "2048"})).status, 204);
    let say =
        || call(&discord, "POST", &format!("/channels/{}/messages", hall.id()), &json!({"content": "x"}));
    assert_eq!(say().body["code"], 50013);
    assert_eq!(call(&discord, "PUT", &overwrite, &json!({"type": 1, "deny": "1024"})).status, 204);
    assert_eq!((say().status, say().body["code"].clone()), (403, json!(50001)));
}

#[test]
fn an_invite_is_made_found_and_withdrawn() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let (mut gateway, _) = Gateway::login(&discord, 1 << 6);
    let made = call(&discord, "POST", &format!("/channels/{}/invites", hall.id()), &json!({"max_age": 60}));
    let code = made.body["code"].as_str().unwrap();
    assert_eq!(gateway.dispatch("INVITE_CREATE")["d"]["code"], code);
    let found = call(&discord, "GET", &format!("/invites/{code}?with_counts=true"), &Value::Null);
    assert_eq!(
        (&found.body["guild"]["name"], &found.body["approximate_member_count"]),
        (&json!("test"), &json!(2))
    );
    assert_eq!(call(&discord, "DELETE", &format!("/invites/{code}"), &Value::Null).status, 200);
    gateway.dispatch("INVITE_DELETE");
    assert_eq!(call(&discord, "GET", &format!("/invites/{code}"), &Value::Null).body["code"], 10006);
}

#[test]
fn what_a_guild_has_lists_of_is_made_changed_and_deleted() {
    let discord = Sandbox::start().unwrap();
    let guild = discord.guild("test");
    let intents = 1 << 3 | 1 << 16 | 1 << 20;
    let (mut gateway, _) = Gateway::login(&discord, intents);
    for (path, body, made, changed, gone) in [
        (
            "emojis",
            json!({"name": "wave", "image": ""}),
            "GUILD_EMOJIS_UPDATE",
            "GUILD_EMOJIS_UPDATE",
            "GUILD_EMOJIS_UPDATE",
        ),
        (
            "scheduled-events",
            json!({"name": "fair", "entity_type": 3}),
            "GUILD_SCHEDULED_EVENT_CREATE",
            "GUILD_SCHEDULED_EVENT_UPDATE",
            "GUILD_SCHEDULED_EVENT_DELETE",
        ),
        (
            "auto-moderation/rules",
            json!({"name": "no", "event_type": 1, "trigger_type": 1}),
            "AUTO_MODERATION_RULE_CREATE",
            "AUTO_MODERATION_RULE_UPDATE",
            "AUTO_MODERATION_RULE_DELETE",
        ),
        (
            "soundboard-sounds",
            json!({"name": "quack", "sound": ""}),
            "GUILD_SOUNDBOARD_SOUND_CREATE",
            "GUILD_SOUNDBOARD_SOUND_UPDATE",
            "GUILD_SOUNDBOARD_SOUND_DELETE",
        ),
    ] {
        let all = format!("/guilds/{}/{path}", guild.id());
        let thing = call(&discord, "POST", &all, &body);
        assert!(matches!(thing.status, 200 | 201), "{path} {thing:?}");
        let id = thing.body["id"].as_str().or(thing.body["sound_id"].as_str()).unwrap();
        gateway.dispatch(made);
        let one = format!("{all}/{id}");
        assert_eq!(call(&discord, "PATCH", &one, &json!({"name": "other"})).body["name"], "other");
        gateway.dispatch(changed);
        assert_eq!(call(&discord, "GET", &one, &Value::Null).body["name"], "other");
        assert_eq!(call(&discord, "DELETE", &one, &Value::Null).status, 204);
        gateway.dispatch(gone);
        assert_eq!(call(&discord, "GET", &one, &Value::Null).status, 404);
    }
}

#[test]
fn who_asks_to_join_and_what_is_played_in_voice_is_heard() {
    let discord = Sandbox::start().unwrap();
    let guild = discord.guild("test");
    guild.add_sound("gong");
    let (lounge, ada) = (guild.voice_channel("lounge"), discord.user("ada"));
    let (mut gateway, _) = Gateway::login(&discord, ALL);
    let home = format!("/guilds/{}", guild.id());
    let request = ada.asks_to_join(&guild, &[("Why?", "For the tea.")]);
    let asked = gateway.until("GUILD_JOIN_REQUEST_CREATE")["d"].clone();
    assert_eq!(
        (&asked["status"], &asked["request"]["id"]),
        (&json!("SUBMITTED"), &json!(request.to_string()))
    );
    call(&discord, "PATCH", &format!("{home}/requests/{request}"), &json!({"action": "APPROVED"}));
    assert_eq!(gateway.dispatch("GUILD_JOIN_REQUEST_UPDATE")["d"]["status"], "APPROVED");
    assert_eq!(gateway.dispatch("GUILD_MEMBER_ADD")["d"]["user"]["id"], ada.id().to_string());

    gateway.send(
        &json!({"op": 4, "d": {"guild_id": guild.id().to_string(), "channel_id": lounge.id().to_string()}}),
    );
    gateway.until("VOICE_STATE_UPDATE");
    let sound =
        call(&discord, "GET", &format!("{home}/soundboard-sounds"), &Value::Null).body["items"][0].clone();
    let path = format!("/channels/{}/send-soundboard-sound", lounge.id());
    let played = call(&discord, "POST", &path, &json!({"sound_id": sound["sound_id"]}));
    assert_eq!(played.status, 204, "{played:?}");
    let effect = gateway.until("VOICE_CHANNEL_EFFECT_SEND")["d"].clone();
    assert_eq!((&effect["sound_id"], &effect["sound_volume"]), (&sound["sound_id"], &json!(1.0)));
    let path = format!("/channels/{}/voice-status", lounge.id());
    assert_eq!(call(&discord, "PUT", &path, &json!({"status": "Tea time"})).status, 204);
    assert_eq!(gateway.dispatch("VOICE_CHANNEL_STATUS_UPDATE")["d"]["status"], "Tea time");
}
