//! A small sample of our own for each family of events, read and written again.

use ito::event;

use crate::mutation;

#[track_caller]
fn check(name: &str, data: &str) {
    let decoded = event::decode(name, data).unwrap();
    assert!(decoded.drift.is_empty(), "{name}: {:?}", decoded.drift);
    assert_eq!(decoded.event.name(), name);
    let before = serde_json::from_str(data).unwrap();
    let lost = mutation::lost(&before, &mutation::again(&decoded.event));
    assert!(lost.is_empty(), "{name} lost {lost:?}");
}

#[test]
fn events_travel_back_as_they_came() {
    check(
        "READY",
        r#"{"v":10,"user":{"id":"1","username":"bot","discriminator":"0","bot":true},"guilds":[{"id":"2","unavailable":true}],"session_id":"s","resume_gateway_url":"wss://gateway","shard":[0,2],"application":{"id":"1","flags":565248}}"#,
    );
    check("RESUMED", "{}");
    check("RATE_LIMITED", r#"{"opcode":8,"retry_after":27.5,"meta":{"guild_id":"2","nonce":"n"}}"#);
    check(
        "GUILD_CREATE",
        r#"{"id":"2","name":"hall","owner_id":"3","roles":[{"id":"2","name":"@everyone","permissions":"1071698660929"}],"joined_at":"2024-02-29T12:00:00.000000+00:00","member_count":1,"large":false,"channels":[{"id":"4","type":0,"name":"general","position":0}],"members":[{"user":{"id":"3","username":"ada"},"roles":["5"],"joined_at":"2024-02-29T12:00:00.000000+00:00","deaf":false,"mute":false,"flags":0}],"presences":[{"user":{"id":"3"},"status":"idle","activities":[],"client_status":{"web":"idle"}}]}"#,
    );
    check("GUILD_DELETE", r#"{"id":"2","unavailable":true}"#);
    check(
        "GUILD_MEMBER_ADD",
        r#"{"guild_id":"2","user":{"id":"3","username":"ada"},"roles":[],"joined_at":"2024-02-29T12:00:00.000000+00:00"}"#,
    );
    check("GUILD_MEMBER_REMOVE", r#"{"guild_id":"2","user":{"id":"3","username":"ada"}}"#);
    check(
        "GUILD_MEMBERS_CHUNK",
        r#"{"guild_id":"2","members":[],"chunk_index":0,"chunk_count":1,"not_found":["9"],"nonce":"n"}"#,
    );
    check("CHANNEL_CREATE", r#"{"id":"4","type":5,"guild_id":"2","name":"news","rate_limit_per_user":30}"#);
    check(
        "CHANNEL_INFO",
        r#"{"guild_id":"2","channels":[{"id":"4","status":"s","voice_start_time":1700000000}]}"#,
    );
    check("THREAD_LIST_SYNC", r#"{"guild_id":"2","channel_ids":["4"],"threads":[],"members":[]}"#);
    check(
        "MESSAGE_CREATE",
        r#"{"id":"7","channel_id":"4","guild_id":"2","author":{"id":"3","username":"ada"},"content":"!ping","timestamp":"2024-02-29T12:00:00.000000+00:00","mentions":[{"id":"1","username":"bot","member":{"roles":[]}}],"nonce":"7","type":19,"message_reference":{"type":0,"message_id":"6","channel_id":"4"},"referenced_message":{"id":"6","channel_id":"4","content":"hi"}}"#,
    );
    check("MESSAGE_DELETE_BULK", r#"{"ids":["7","8"],"channel_id":"4","guild_id":"2"}"#);
    check(
        "MESSAGE_REACTION_ADD",
        r##"{"user_id":"3","channel_id":"4","message_id":"7","emoji":{"id":null,"name":"🔥"},"burst":true,"burst_colors":["#ff0000"],"type":1}"##,
    );
    check("MESSAGE_POLL_VOTE_ADD", r#"{"user_id":"3","channel_id":"4","message_id":"7","answer_id":2}"#);
    check("TYPING_START", r#"{"channel_id":"4","user_id":"3","timestamp":1700000000}"#);
    check(
        "PRESENCE_UPDATE",
        r#"{"user":{"id":"3"},"guild_id":"2","status":"dnd","activities":[{"name":"chess","type":5,"created_at":1700000000123}],"client_status":{"desktop":"dnd"}}"#,
    );
    check(
        "INTERACTION_CREATE",
        r#"{"id":"9","application_id":"1","type":2,"token":"t","version":1,"guild_id":"2","data":{"id":"5","name":"ban","type":1,"options":[{"name":"who","type":6,"value":"3"}]}}"#,
    );
    check(
        "VOICE_STATE_UPDATE",
        r#"{"guild_id":"2","channel_id":null,"user_id":"3","session_id":"s","self_mute":true}"#,
    );
    check("VOICE_SERVER_UPDATE", r#"{"token":"t","guild_id":"2","endpoint":null}"#);
    check(
        "VOICE_CHANNEL_EFFECT_SEND",
        r#"{"channel_id":"4","guild_id":"2","user_id":"3","sound_id":1,"sound_volume":0.5}"#,
    );
    check(
        "INVITE_CREATE",
        r#"{"channel_id":"4","code":"abc","created_at":"2024-02-29T12:00:00.000000+00:00","guild_id":"2","max_age":86400,"max_uses":1,"temporary":true,"uses":0,"expires_at":null,"role_ids":["5"]}"#,
    );
    check("GUILD_JOIN_REQUEST_DELETE", r#"{"id":"1","guild_id":"2","user_id":"3"}"#);
}

#[test]
fn a_voice_token_is_not_shown() {
    let decoded = event::decode("VOICE_SERVER_UPDATE", r#"{"token":"secret","guild_id":"2"}"#).unwrap();
    assert!(!format!("{:?}", decoded.event).contains("secret"));
}
