//! What messages have in common, wherever they are sent to; and lists whose pages go by time.

use ito::model::{AllowedMentions, Embed, Id, MessageFlags, SkuIneligibilityReason, SkuPurchaseEligibility};
use ito::rest::{InteractionResponse, ResponseChanges, ResponseMessage};
use serde_json::json;

use super::server::{Server, ok, status};
use super::{HALL, rest};

#[test]
fn a_message_is_the_same_wherever_it_is_sent_to() {
    let server = Server::start(|_, _| ok(r#"{"id":"1"}"#));
    let rest = rest(&server);
    let embed = || Embed::new().title("t");
    rest.create_message(HALL).content("a").embed(embed()).nonce("n").send().unwrap();
    rest.create_forum_thread(HALL, "f").content("a").embed(embed()).send().unwrap();
    rest.execute_webhook(Id::new(2), "t").content("a").embed(embed()).wait(true).send().unwrap();
    rest.create_followup_message(Id::new(3), "t").content("a").embed(embed()).send().unwrap();
    let answer = ResponseMessage::new().content("a").embed(embed());
    rest.create_interaction_response(Id::new(4), "t", InteractionResponse::Message(answer)).send().unwrap();
    let message = json!({"allowed_mentions": {"parse": []}, "content": "a", "embeds": [embed()]});
    let bodies: Vec<serde_json::Value> = server.seen().iter().map(super::server::Seen::json).collect();
    let mut first = message.clone();
    (first["nonce"], first["enforce_nonce"]) = (json!("n"), json!(true));
    assert_eq!(bodies[0], first);
    assert_eq!(bodies[1], json!({"name": "f", "message": message}));
    assert_eq!((&bodies[2], &bodies[3]), (&message, &message));
    assert_eq!(bodies[4], json!({"type": 4, "data": message}));
}

#[test]
fn limits_of_a_message_within_another_body_have_their_place() {
    let server = Server::start(|_, _| ok("{}"));
    let rest = rest(&server);
    let long = "a".repeat(2001);
    let error = rest.create_forum_thread(HALL, "f").content(&*long).send().unwrap_err();
    assert_eq!(error.fields()[0].path, "message.content");
    let answer = InteractionResponse::message(&*long);
    let error = rest.create_interaction_response(Id::new(4), "t", answer).send().unwrap_err();
    assert_eq!(error.fields()[0].path, "data.content");
    let error = rest.execute_webhook(Id::new(4), "t").content("a").username("discord").send().unwrap_err();
    assert_eq!(error.fields()[0].path, "username");
    assert!(server.seen().is_empty());
}

#[test]
fn answers_have_the_flags_and_the_kind_that_was_chosen() {
    let server = Server::start(|_, _| status(204, ""));
    let rest = rest(&server);
    let message = ResponseMessage::new().flags(MessageFlags::SUPPRESS_EMBEDS).ephemeral();
    let changes = ResponseChanges::new().content(None).allowed_mentions(AllowedMentions::none());
    for response in [
        InteractionResponse::Pong,
        InteractionResponse::Message(message),
        InteractionResponse::DeferredMessage(MessageFlags::EPHEMERAL),
        InteractionResponse::DeferredMessage(MessageFlags::empty()),
        InteractionResponse::DeferredUpdate,
        InteractionResponse::Update(changes),
        InteractionResponse::LaunchActivity,
        InteractionResponse::PurchaseEligibility(
            SkuPurchaseEligibility::ineligible(SkuIneligibilityReason::PlatformRestriction)
                .description("Not here"),
        ),
    ] {
        let answer = rest.create_interaction_response(Id::new(4), "t", response).send().unwrap();
        assert!(answer.is_none());
    }
    let bodies: Vec<serde_json::Value> = server.seen().iter().map(super::server::Seen::json).collect();
    let nobody = json!({"parse": []});
    assert_eq!(
        bodies,
        [
            json!({"type": 1}),
            json!({"type": 4, "data": {"allowed_mentions": nobody, "flags": 68}}),
            json!({"type": 5, "data": {"flags": 64}}),
            json!({"type": 5}),
            json!({"type": 6}),
            json!({"type": 7, "data": {"allowed_mentions": nobody, "content": null}}),
            json!({"type": 12}),
            json!({"type": 13, "data": {
                "eligible": false, "ineligible_reason": 2, "ineligible_reason_description": "Not here",
            }}),
        ]
    );
}

#[test]
fn archived_threads_and_pins_go_on_where_the_last_page_ended() {
    let server = Server::start(|seen, _| {
        let archived = seen.path.contains("/threads/archived/");
        let time = "2026-01-02T03:04:05.123456+00:00";
        let is_first = !seen.path.contains("before=");
        match (archived, is_first) {
            (true, true) => ok(&format!(
                r#"{{"threads":[{{"id":"1","type":11,"thread_metadata":{{"archive_timestamp":"{time}"}}}}],"members":[{{"id":"1","flags":1}}],"has_more":true}}"#
            )),
            (true, false) => ok(r#"{"threads":[{"id":"2","type":11}],"members":[],"has_more":false}"#),
            (false, true) => ok(&format!(
                r#"{{"items":[{{"pinned_at":"{time}","message":{{"id":"1"}}}}],"has_more":true}}"#
            )),
            (false, false) => ok(&format!(
                r#"{{"items":[{{"pinned_at":"{time}","message":{{"id":"2"}}}}],"has_more":false}}"#
            )),
        }
    });
    let rest = rest(&server);
    let threads: Vec<_> = rest.list_public_archived_threads(HALL).map(Result::unwrap).collect();
    assert_eq!(threads.iter().map(|thread| thread.id.get()).collect::<Vec<_>>(), [1, 2]);
    assert!(threads[0].member.is_some() && threads[1].member.is_none());
    let pins: Vec<u64> = rest.list_channel_pins(HALL).map(|pin| pin.unwrap().message.id.get()).collect();
    assert_eq!(pins, [1, 2]);
    let seen = server.seen();
    for second in [&seen[1], &seen[3]] {
        assert!(second.path.contains("before=2026-01-02T03%3A04%3A05.123456"), "{}", second.path);
    }
    assert_eq!(seen.len(), 4);
}
