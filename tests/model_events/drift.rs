//! What does not fit costs its own place, and no more.

use ito::event::{self, Event, EventType};

#[test]
fn data_of_any_kind_gives_every_event() {
    let names =
        EventType::ALL.iter().map(|kind| kind.name()).filter(|name| EventType::from_name(name).is_some());
    for name in names {
        for data in
            ["null", "[]", "5", "\"x\"", "true", "{}", "[[[]]]", "{\"id\":null}", "{\"id\":{\"id\":[]}}"]
        {
            let decoded = event::decode(name, data).unwrap();
            assert_eq!(decoded.event.name(), name, "{data}");
        }
        for data in ["", "{", "[1,]", "{\"a\":1}}", "nul"] {
            assert!(event::decode(name, data).is_err(), "{name} {data}");
        }
    }
}

#[test]
fn a_broken_field_is_named_and_the_rest_is_given() {
    let data = r#"{"id":"1","channel_id":"2","content":"hi","author":{"id":"3","username":7},"mentions":[null,{"id":"4"}],"tts":null,"type":99}"#;
    let decoded = event::decode("MESSAGE_CREATE", data).unwrap();
    let Event::Message(message) = &decoded.event else { panic!("{:?}", decoded.event) };
    assert_eq!((message.id.get(), message.author.id.get(), &*message.content), (1, 3, "hi"));
    assert_eq!(message.mentions.len(), 1);
    assert_eq!(decoded.drift, ["/author/username", "/mentions/0", "/tts"]);
}

#[test]
fn one_broken_member_of_many_costs_that_member() {
    let member =
        |id: u32| format!(r#"{{"user":{{"id":"{id}","username":"ada"}},"roles":[],"joined_at":null}}"#);
    let mut members = (1..=1000).map(member).collect::<Vec<_>>();
    members[500] = "7".to_owned();
    members[700] = r#"{"user":{"id":"701"},"roles":{"a":1},"deaf":"yes"}"#.to_owned();
    let data = format!(r#"{{"id":"9","name":"hall","members":[{}]}}"#, members.join(","));
    let decoded = event::decode("GUILD_CREATE", &data).unwrap();
    let Event::GuildCreate(guild) = &decoded.event else { panic!("{:?}", decoded.event) };
    assert_eq!((&*guild.name, guild.members.len()), ("hall", 999));
    assert_eq!(decoded.drift, ["/members/500", "/members/700/roles", "/members/700/deaf"]);
}

#[test]
fn nesting_costs_no_stack() {
    let deep =
        format!(r#"{{"id":"1","content":"a","components":{}{}}}"#, "[".repeat(200_000), "]".repeat(200_000));
    let decoded = event::decode("MESSAGE_CREATE", &deep).unwrap();
    let Event::Message(message) = &decoded.event else { panic!("{:?}", decoded.event) };
    assert_eq!((message.id.get(), &*message.content), (1, "a"));
    let rows = "{\"type\":17,\"components\":[".repeat(5_000) + &"]}".repeat(5_000);
    let deep = format!(r#"{{"id":"1","content":"a","components":[{rows}]}}"#);
    let decoded = event::decode("MESSAGE_CREATE", &deep).unwrap();
    let Event::Message(message) = &decoded.event else { panic!("{:?}", decoded.event) };
    assert_eq!((message.id.get(), &*message.content), (1, "a"));
}

#[test]
fn an_event_that_is_not_known_is_kept_as_it_came() {
    let decoded = event::decode("NEW_THING", r#"{ "a": 1 }"#).unwrap();
    let Event::Unknown(unknown) = &decoded.event else { panic!("{:?}", decoded.event) };
    assert_eq!((&*unknown.name, &*unknown.data), ("NEW_THING", r#"{ "a": 1 }"#));
    assert!(event::decode("NEW_THING", "{").is_err());
}
