//! What opens doors is read as it came, is written as it came, and is in no `Debug`.

use std::fmt::Debug;

use ito::event::VoiceServerUpdate;
use ito::model::{AccessToken, Activity, Interaction, ProvisionalToken, Webhook};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn check<T: DeserializeOwned + Serialize + Debug>(value: &Value, places: &[&str]) {
    let read: T = serde_json::from_value(value.clone()).unwrap();
    let shown = format!("{read:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
    assert_eq!(shown.matches("***").count(), places.len(), "{shown}");
    let written = serde_json::to_value(&read).unwrap();
    for place in places {
        assert_eq!(written.pointer(place), value.pointer(place), "{place}");
    }
}

#[test]
fn no_token_is_in_debug() {
    let (token, address) = ("s3cret", "https://discord.com/api/webhooks/1/s3cret");
    let hook = json!({"id": "1", "type": 1, "token": token, "url": address});
    check::<Webhook>(&hook, &["/token", "/url"]);
    check::<Interaction>(&json!({"id": "1", "type": 2, "token": token}), &["/token"]);
    check::<VoiceServerUpdate>(&json!({"guild_id": "1", "token": token}), &["/token"]);
    let secrets = json!({"join": token, "spectate": token, "match": token});
    let activity = json!({"name": "Chess", "type": 0, "created_at": 1, "secrets": secrets});
    check::<Activity>(&activity, &["/secrets/join", "/secrets/spectate", "/secrets/match"]);
    let access = json!({
        "token_type": "Bearer", "access_token": token, "expires_in": 60, "refresh_token": token, "scope": "identify",
        "id_token": token, "webhook": hook,
    });
    let own = ["/access_token", "/refresh_token", "/id_token"];
    check::<AccessToken>(&access, &[&own[..], &["/webhook/token", "/webhook/url"]].concat());
    check::<ProvisionalToken>(&access, &own);
}
