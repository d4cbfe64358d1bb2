//! What is sent when, in made-up time.

use serde_json::{Value, json};

use super::*;
use crate::gateway::Activity;
use crate::model::{ActivityType, PresenceStatus};

fn sent(outbox: &mut Outbox, now: Instant) -> Vec<Value> {
    let mut all = Vec::new();
    while let Next::Send(payload) = outbox.take(now) {
        all.push(serde_json::from_str::<Value>(&payload).unwrap());
    }
    all
}

fn secs(n: u64) -> Duration {
    Duration::from_secs(n)
}

#[test]
fn never_more_than_five_presences_in_twenty_seconds_and_the_newest_comes_last() {
    let start = Instant::now();
    let mut outbox = Outbox::default();
    let mut times = Vec::new();
    let mut last = Value::Null;
    for tenth in 0..600_u32 {
        let now = start + secs(1) * tenth / 10;
        if tenth < 400 {
            outbox.present(
                &PresencePatch::new().activity(Activity::new(ActivityType::Playing, tenth.to_string())),
            );
        }
        for payload in sent(&mut outbox, now) {
            times.push(now);
            last = payload;
        }
    }
    for from in &times {
        let within = times.iter().filter(|at| *at >= from && **at < *from + secs(20)).count();
        assert!(within <= 5, "{within} presences in 20 s");
    }
    assert_eq!(times.len(), 11);
    assert_eq!(last["d"]["activities"][0]["name"], "399");
}

#[test]
fn a_presence_that_was_never_changed_is_never_sent() {
    let mut outbox = Outbox::new(Some(Presence::new()));
    assert_eq!(outbox.identify(), Some(Presence::new()));
    outbox.resumed();
    assert_eq!(outbox.take(Instant::now()), Next::Nothing);
}

#[test]
fn the_newest_presence_goes_with_the_next_identify_or_after_the_next_resume() {
    let now = Instant::now();
    let idle = PresencePatch::new().status(PresenceStatus::Idle);
    let mut outbox = Outbox::default();
    outbox.present(&idle);
    assert_eq!(sent(&mut outbox, now).len(), 1);
    outbox.resumed();
    assert_eq!(sent(&mut outbox, now)[0]["d"]["status"], "idle");
    assert_eq!(outbox.identify(), Some(Presence::new().status(PresenceStatus::Idle)));
    outbox.began();
    assert_eq!(outbox.take(now), Next::Nothing);
}

#[test]
fn voice_keeps_its_flags_comes_back_with_a_new_session_and_follows_who_moves_it() {
    let (now, guild, hall, stage) = (Instant::now(), Id::new(1), Id::new(2), Id::new(3));
    let mut outbox = Outbox::default();
    outbox.speak(guild, Some(hall), Some(true), None);
    outbox.speak(guild, Some(hall), None, Some(true));
    let state = json!({"guild_id": "1", "channel_id": "2", "self_mute": true, "self_deaf": true});
    assert_eq!(sent(&mut outbox, now), [json!({"op": 4, "d": state})]);
    outbox.resumed();
    assert_eq!(sent(&mut outbox, now).len(), 1, "what was not confirmed is said again");
    outbox.spoken(guild, Some(hall));
    outbox.resumed();
    assert_eq!(outbox.take(now), Next::Nothing);
    outbox.spoken(guild, Some(stage));
    outbox.began();
    assert_eq!(sent(&mut outbox, now)[0]["d"]["channel_id"], "3");
    outbox.spoken(guild, Some(stage));
    assert_eq!(outbox.farewell().len(), 1);
    outbox.speak(guild, None, None, None);
    assert_eq!(sent(&mut outbox, now)[0]["d"]["self_mute"], true);
    outbox.spoken(guild, None);
    outbox.began();
    assert_eq!(outbox.take(now), Next::Nothing);
    assert!(outbox.farewell().is_empty());
}

#[test]
fn a_move_that_is_given_up_is_not_tried_again_and_a_close_leaves_wherever_the_bot_may_be() {
    let (now, guild, hall, stage) = (Instant::now(), Id::new(1), Id::new(2), Id::new(3));
    let mut outbox = Outbox::default();
    outbox.speak(guild, Some(hall), None, None);
    sent(&mut outbox, now);
    outbox.spoken(guild, Some(hall));
    outbox.speak(guild, Some(stage), None, None);
    sent(&mut outbox, now);
    outbox.stay(guild, Some(hall));
    outbox.resumed();
    assert_eq!(outbox.take(now), Next::Nothing);
    outbox.began();
    assert_eq!(sent(&mut outbox, now)[0]["d"]["channel_id"], "2");
    // Not sent yet, and so the bot is still elsewhere.
    outbox.speak(guild, Some(stage), None, None);
    assert_eq!(outbox.farewell().len(), 1);
    assert_eq!(outbox.take(now), Next::Nothing);
}

#[test]
fn a_question_is_dropped_when_nobody_waits_for_it_any_more() {
    let now = Instant::now();
    let mut outbox = Outbox::default();
    outbox.ask("{}".into(), now + secs(5));
    assert_eq!(outbox.take(now + secs(5)), Next::Nothing);
    outbox.ask("{}".into(), now + secs(9));
    assert_eq!(outbox.take(now + secs(6)), Next::Send("{}".into()));
}

#[test]
fn the_list_of_one_guild_is_asked_for_once_in_thirty_seconds() {
    let (now, one, two) = (Instant::now(), Id::new(1), Id::new(2));
    let mut outbox = Outbox::default();
    outbox.list(one, "1".into(), None, now);
    outbox.list(one, "1".into(), None, now);
    outbox.list(two, "2".into(), None, now);
    assert_eq!(outbox.take(now), Next::Send("1".into()));
    outbox.list(one, "1".into(), None, now + secs(1));
    assert_eq!(outbox.take(now + secs(1)), Next::Send("2".into()));
    assert_eq!(outbox.take(now + secs(1)), Next::At(now + secs(30)));
    assert_eq!(outbox.take(now + secs(30)), Next::Send("1".into()));
    assert_eq!(outbox.take(now + secs(90)), Next::Nothing);
    outbox.list(one, "1".into(), Some(now + secs(97)), now + secs(90));
    assert_eq!(outbox.take(now + secs(90)), Next::At(now + secs(97)));
    assert_eq!(outbox.take(now + secs(97)), Next::Send("1".into()));
}
