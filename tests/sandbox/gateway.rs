//! Logins, resumes, refusals and faults of the gateway.

use std::time::Duration;

use ito::sandbox::Sandbox;
use serde_json::{Value, json};

use crate::client::{ALL, Gateway, SOON, call};

#[test]
fn a_bot_logs_in_hears_a_message_and_answers() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let (mut gateway, ready) = Gateway::login(&discord, ALL);
    assert_eq!(ready["guilds"][0]["id"], discord.guild("test").id().to_string());
    let guild = gateway.dispatch("GUILD_CREATE");
    assert_eq!(guild["d"]["channels"][0]["name"], "hall");
    discord.user("ada").says(&hall, "!ping");
    gateway.dispatch("GUILD_MEMBER_ADD");
    let message = gateway.dispatch("MESSAGE_CREATE");
    assert_eq!(
        (&message["d"]["content"], &message["d"]["author"]["username"]),
        (&json!("!ping"), &json!("ada"))
    );
    let path = format!("/channels/{}/messages", hall.id());
    let answer = call(&discord, "POST", &path, &json!({"content": "Pong!"}));
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(gateway.dispatch("MESSAGE_CREATE")["d"]["id"], answer.body["id"]);
    assert_eq!(hall.next_message(SOON).unwrap().content, "Pong!");
    assert!(hall.next_message(Duration::from_millis(1)).is_err());
    gateway.close(1000);
    discord.wait_for("the goodbye", SOON, |seen| seen.closes.iter().any(|c| c.code == Some(1000))).unwrap();
    assert!(discord.offences().is_empty(), "{:?}", discord.offences());
    assert_eq!(call(&discord, "GET", "/users/@me", &Value::Null).body["bot"], true);
}

#[test]
fn a_lost_connection_is_resumed_with_what_was_missed() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let ada = discord.user("ada");
    ada.joins(&discord.guild("test"));
    let (mut gateway, ready) = Gateway::login(&discord, ALL);
    let seq = gateway.dispatch("GUILD_CREATE")["s"].as_u64().unwrap();
    discord.shard(0).cut();
    assert_eq!(gateway.closed(), 0);
    ada.says(&hall, "one");
    ada.says(&hall, "two");
    let url = ready["resume_gateway_url"].as_str().unwrap();
    let mut gateway = Gateway::connect(url, "").unwrap();
    gateway.hello();
    gateway.resume(&discord, &ready["session_id"], seq);
    let first = gateway.dispatch("MESSAGE_CREATE");
    assert_eq!((&first["d"]["content"], first["s"].as_u64()), (&json!("one"), Some(seq + 1)));
    assert_eq!(gateway.dispatch("MESSAGE_CREATE")["s"], seq + 2);
    gateway.dispatch("RESUMED");
    ada.says(&hall, "three");
    assert_eq!(gateway.dispatch("MESSAGE_CREATE")["d"]["content"], "three");
    let seen = discord.seen();
    assert!(seen.resumes[0].at_resume_host);
    assert!(seen.offences.is_empty(), "{:?}", seen.offences);
}

#[test]
fn a_session_ends_with_a_goodbye_and_only_with_one() {
    for (code, kept) in [(1000, false), (1001, false), (4000, true), (3000, true)] {
        let discord = Sandbox::start().unwrap();
        let (mut gateway, ready) = Gateway::login(&discord, ALL);
        gateway.close(code);
        discord.wait_for("the close", SOON, |seen| seen.closes.len() == 1).unwrap();
        let mut gateway = Gateway::open(&discord, "");
        gateway.hello();
        gateway.resume(&discord, &ready["session_id"], 1);
        let answer = gateway.payload();
        if kept {
            assert_eq!(answer["t"], "RESUMED", "{code}");
        } else {
            assert_eq!((&answer["op"], &answer["d"]), (&json!(9), &json!(false)), "{code}");
        }
    }
}

#[test]
fn mistakes_are_answered_with_the_documented_codes() {
    fn check(expected: u16, act: impl FnOnce(&Sandbox, &mut Gateway)) {
        let discord = Sandbox::builder().privileged_intents(0).start().unwrap();
        let mut gateway = Gateway::open(&discord, "");
        gateway.hello();
        act(&discord, &mut gateway);
        assert_eq!(gateway.closed(), expected);
        assert_eq!(discord.offences().len(), 1, "{:?}", discord.offences());
    }
    let identify = |changes: Value| {
        move |discord: &Sandbox, gateway: &mut Gateway| {
            let mut d = json!({"token": discord.token(), "intents": 512, "properties": {}});
            d.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
            gateway.send(&json!({"op": 2, "d": d}));
        }
    };
    check(4001, |_, g| g.send(&json!({"op": 99, "d": null})));
    check(4002, |_, g| g.send_text("{"));
    check(4002, |_, g| g.send(&json!({"op": 1, "d": "x".repeat(4096)})));
    check(4003, |_, g| g.send(&json!({"op": 3, "d": {}})));
    check(4004, identify(json!({"token": "wrong"})));
    check(4002, identify(json!({"properties": null})));
    check(4005, |d, g| {
        g.identify(d, [0, 1], 512);
        g.dispatch("READY");
        g.identify(d, [0, 1], 512);
    });
    check(4007, |d, g| {
        g.identify(d, [0, 1], 512);
        let id = g.dispatch("READY")["d"]["session_id"].clone();
        let mut second = Gateway::open(d, "");
        second.hello();
        second.resume(d, &id, 100);
        assert_eq!(second.closed(), 4007);
        d.shard(0).close(4007);
    });
    check(4008, |_, g| {
        for _ in 0..121 {
            g.send(&json!({"op": 1, "d": null}));
        }
    });
    check(4010, identify(json!({"shard": [1, 1]})));
    check(4013, identify(json!({"intents": 1u64 << 40})));
    check(4013, identify(json!({"intents": null})));
    check(4014, identify(json!({"intents": 1 << 15})));
}

#[test]
fn a_version_that_is_gone_is_refused() {
    let discord = Sandbox::start().unwrap();
    // The client's own `v=10` becomes a part of the last parameter.
    let url = discord.api_url().replace("http://", "ws://").replace("/api/v10", "/?v=6&x=");
    let mut gateway = Gateway::connect(&url, "").unwrap();
    assert_eq!(gateway.closed(), 4012);
}

#[test]
fn who_sends_no_heartbeat_is_hung_up_on() {
    let discord = Sandbox::builder().heartbeat_interval(Duration::from_millis(100)).start().unwrap();
    let mut gateway = Gateway::open(&discord, "");
    gateway.hello();
    gateway.send(&json!({"op": 1, "d": null}));
    assert_eq!(gateway.payload()["op"], 11);
    assert_eq!(gateway.closed(), 4009);
    assert_eq!(discord.seen().heartbeats.len(), 1);
}

#[test]
fn shards_of_one_key_identify_five_seconds_apart() {
    let discord = Sandbox::builder().shards(4).max_concurrency(2).start().unwrap();
    let login = |shard| {
        let mut gateway = Gateway::open(&discord, "");
        gateway.hello();
        gateway.identify(&discord, [shard, 4], 0);
        gateway.payload()
    };
    assert_eq!(login(0)["t"], "READY");
    assert_eq!(login(1)["t"], "READY");
    assert_eq!(login(2)["op"], 9);
    assert_eq!(discord.offences().len(), 1);
    let body = call(&discord, "GET", "/gateway/bot", &Value::Null).body;
    assert_eq!(body["shards"], 4);
    assert_eq!(
        (&body["session_start_limit"]["remaining"], &body["session_start_limit"]["max_concurrency"]),
        (&json!(998), &json!(2))
    );
}

#[test]
fn guilds_go_to_their_shard_and_direct_messages_to_the_first() {
    let discord = Sandbox::builder().shards(2).max_concurrency(2).start().unwrap();
    let guilds = [discord.guild("zero"), discord.guild("one")];
    let mut shards = [0, 1].map(|shard| {
        let mut gateway = Gateway::open(&discord, "");
        gateway.hello();
        gateway.identify(&discord, [shard, 2], ALL);
        gateway.dispatch("READY");
        gateway
    });
    for (gateway, guild) in shards.iter_mut().zip(&guilds) {
        assert_eq!(gateway.dispatch("GUILD_CREATE")["d"]["id"], guild.id().to_string());
    }
    discord.user("ada").says_directly("hello");
    assert_eq!(shards[0].dispatch("MESSAGE_CREATE")["d"]["guild_id"], Value::Null);
    discord.user("ada").says(&guilds[1].channel("hall"), "hello");
    shards[1].dispatch("CHANNEL_CREATE");
    shards[1].dispatch("GUILD_MEMBER_ADD");
    shards[1].dispatch("MESSAGE_CREATE");
}

#[test]
fn intents_say_what_is_heard_and_how_much_of_it() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let ada = discord.user("ada");
    let (mut gateway, _) = Gateway::login(&discord, 1 << 9);
    ada.says_directly("unheard");
    ada.types(&hall);
    ada.says(&hall, "secret");
    assert_eq!(gateway.dispatch("MESSAGE_CREATE")["d"]["content"], "");
    ada.says(&hall, &format!("<@{}> hello", discord.bot_id()));
    assert_ne!(gateway.dispatch("MESSAGE_CREATE")["d"]["content"], "");
}

#[test]
fn both_compressions_carry_what_no_compression_carries() {
    for query in ["", "&compress=zlib-stream", "&compress=zstd-stream"] {
        let discord = Sandbox::start().unwrap();
        let hall = discord.guild("test").channel("hall");
        let mut gateway = Gateway::open(&discord, query);
        gateway.hello();
        gateway.identify(&discord, [0, 1], ALL);
        gateway.dispatch("READY");
        gateway.dispatch("GUILD_CREATE");
        let long = "x".repeat(300_000);
        for text in ["a", &long, "b"] {
            discord.user("ada").says(&hall, text);
            assert_eq!(gateway.until("MESSAGE_CREATE")["d"]["content"], text, "{query}");
        }
    }
}

#[test]
fn a_burst_comes_whole_and_in_order() {
    let discord = Sandbox::start().unwrap();
    let (mut gateway, _) = Gateway::login(&discord, 0);
    let shard = discord.shard(0);
    let sender = ito::sync::thread::spawn("burst", 1 << 18, move || {
        shard.burst("SOMETHING_NEW", 50_000, |i| format!("{{\"i\":{i}}}"))
    })
    .unwrap();
    for i in 0..50_000 {
        assert_eq!(gateway.dispatch("SOMETHING_NEW")["d"]["i"], i);
    }
    sender.join().unwrap().unwrap();
}

#[test]
fn members_are_sent_in_chunks_of_a_thousand() {
    let discord = Sandbox::start().unwrap();
    let guild = discord.guild("test");
    for i in 0..1001 {
        discord.user(&format!("person{i}")).joins(&guild);
    }
    let (mut gateway, _) = Gateway::login(&discord, 0b11);
    gateway.dispatch("GUILD_CREATE");
    let ask = json!({"guild_id": guild.id().to_string(), "query": "person", "limit": 0, "nonce": "n"});
    gateway.send(&json!({"op": 8, "d": ask}));
    let first = gateway.dispatch("GUILD_MEMBERS_CHUNK");
    assert_eq!((&first["d"]["chunk_count"], &first["d"]["nonce"]), (&json!(2), &json!("n")));
    let second = gateway.dispatch("GUILD_MEMBERS_CHUNK");
    let of =
        |chunk: &Value| (chunk["d"]["chunk_index"].clone(), chunk["d"]["members"].as_array().unwrap().len());
    assert_eq!((of(&first), of(&second)), ((json!(1), 1), (json!(0), 1000)), "Discord promises no order");
    let ask = json!({"guild_id": guild.id().to_string(), "user_ids": ["1"], "limit": 0});
    gateway.send(&json!({"op": 8, "d": ask}));
    assert_eq!(gateway.dispatch("GUILD_MEMBERS_CHUNK")["d"]["not_found"], json!(["1"]));
}
