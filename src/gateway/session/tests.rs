//! The session in every phase.

use super::*;

fn receive(session: &mut Session, text: &str) -> Step {
    session.receive(&mut Envelope::read(text).unwrap())
}

/// A session that has come to `phase`.
fn led_to(phase: Phase) -> Session {
    let mut session = Session::default();
    session.opened();
    match phase {
        Phase::Hello => {}
        Phase::Identifying => session.identified(),
        Phase::Live | Phase::Resuming => {
            session.identified();
            let ready =
                r#"{"t":"READY","s":1,"op":0,"d":{"session_id":"abc","resume_gateway_url":"wss://there"}}"#;
            assert_eq!(receive(&mut session, ready), Step::HandOn(Milestone::Ready));
            session.handed_on(Some(1), Milestone::Ready);
            if phase == Phase::Resuming {
                session.opened();
                session.resuming();
            }
        }
    }
    session
}

const PHASES: [Phase; 4] = [Phase::Hello, Phase::Identifying, Phase::Resuming, Phase::Live];

#[test]
fn ready_gives_what_a_resume_needs() {
    let session = led_to(Phase::Live);
    let (identity, seq) = session.resumable().unwrap();
    assert_eq!((identity.id.as_str(), identity.resume_url.as_deref(), seq), ("abc", Some("wss://there"), 1));
}

#[test]
fn a_ready_whose_fields_drifted_still_makes_the_shard_ready() {
    for data in ["{}", "null", r#"{"session_id":7}"#, r#"{"session_id":null,"resume_gateway_url":null}"#] {
        let mut session = led_to(Phase::Identifying);
        let text = format!(r#"{{"t":"READY","s":1,"op":0,"d":{data}}}"#);
        assert_eq!(receive(&mut session, &text), Step::HandOn(Milestone::Ready), "{data}");
        session.handed_on(Some(1), Milestone::Ready);
        assert_eq!(session.resumable(), None);
    }
}

#[test]
fn a_number_that_cannot_be_makes_the_shard_not_deaf() {
    for name in ["READY", "RESUMED", "X"] {
        for seq in [(1 << 53) + 1, u64::MAX] {
            for phase in [Phase::Identifying, Phase::Resuming, Phase::Live] {
                let mut session = led_to(phase);
                let before = session.seq();
                let text = format!(r#"{{"t":"{name}","s":{seq},"op":0,"d":{{}}}}"#);
                assert!(matches!(receive(&mut session, &text), Step::Malformed(_)), "{name} {seq} {phase:?}");
                assert_eq!(session.seq(), before);
            }
        }
    }
}

#[test]
fn numbers_that_leap_and_come_back_make_the_shard_not_deaf() {
    let mut session = led_to(Phase::Live);
    for (seq, is_new, last) in [
        (2, true, 2),
        (1_000_000, true, 1_000_000),
        (3, true, 1_000_000),
        (3, false, 1_000_000),
        (2, false, 1_000_000),
        (4, true, 1_000_000),
        (1_000_000, false, 1_000_000),
        (1_000_001, true, 1_000_001),
        (5, true, 1_000_001),
        (4, false, 1_000_001),
    ] {
        let step = receive(&mut session, &format!(r#"{{"t":"X","s":{seq},"op":0,"d":{{}}}}"#));
        let expected = if is_new { Step::HandOn(Milestone::None) } else { Step::Ignore };
        assert_eq!(step, expected, "{seq}");
        if is_new {
            session.handed_on(Some(seq), Milestone::None);
        }
        assert_eq!(session.seq(), Some(last), "{seq}");
    }
}

#[test]
fn a_resume_address_that_is_none_costs_not_the_session() {
    for url in ["7", "null", "{}", "\"\""] {
        let mut session = led_to(Phase::Identifying);
        let text =
            format!(r#"{{"t":"READY","s":1,"op":0,"d":{{"session_id":"abc","resume_gateway_url":{url}}}}}"#);
        assert_eq!(receive(&mut session, &text), Step::HandOn(Milestone::Ready), "{url}");
        session.handed_on(Some(1), Milestone::Ready);
        let resumable = session.resumable().map(|(identity, seq)| (identity.clone(), seq));
        assert_eq!(resumable, Some((Identity { id: "abc".into(), resume_url: None }, 1)), "{url}");
    }
}

#[test]
fn a_replay_that_begins_with_ready_is_no_new_session() {
    let mut session = led_to(Phase::Resuming);
    let again = r#"{"t":"READY","s":1,"op":0,"d":{"session_id":"abc","resume_gateway_url":"wss://there"}}"#;
    assert_eq!(receive(&mut session, again), Step::Ignore);
    assert_eq!(session.resumable().map(|(_, seq)| seq), Some(1));
    let other = r#"{"t":"READY","s":1,"op":0,"d":{"session_id":"new","resume_gateway_url":"wss://there"}}"#;
    assert_eq!(receive(&mut session, other), Step::HandOn(Milestone::Ready));
    assert_eq!(session.resumable(), None);
}

#[test]
fn reconnect_and_invalid_session_are_heard_in_every_phase() {
    for phase in PHASES {
        assert_eq!(receive(&mut led_to(phase), r#"{"op":7,"d":null}"#), Step::Reconnect, "{phase:?}");
        for (d, resumable) in
            [("true", true), ("false", false), ("null", false), ("\"true\"", false), ("1", false)]
        {
            let text = format!(r#"{{"t":null,"s":null,"op":9,"d":{d}}}"#);
            assert_eq!(receive(&mut led_to(phase), &text), Step::Invalid(resumable), "{phase:?} {d}");
        }
        assert_eq!(receive(&mut led_to(phase), r#"{"op":9}"#), Step::Invalid(false));
    }
}

#[test]
fn nothing_is_handed_on_twice() {
    let mut session = led_to(Phase::Live);
    let event = |seq: u64| format!(r#"{{"t":"X","s":{seq},"op":0,"d":{{}}}}"#);
    for seq in 2..10 {
        assert_eq!(receive(&mut session, &event(seq)), Step::HandOn(Milestone::None));
        session.handed_on(Some(seq), Milestone::None);
    }
    session.opened();
    session.resuming();
    for seq in 3..10 {
        assert_eq!(receive(&mut session, &event(seq)), Step::Ignore, "{seq}");
    }
    assert_eq!(receive(&mut session, &event(10)), Step::HandOn(Milestone::None));
    session.handed_on(Some(10), Milestone::None);
    assert_eq!(
        receive(&mut session, r#"{"t":"RESUMED","s":11,"op":0,"d":{}}"#),
        Step::HandOn(Milestone::Resumed)
    );
}

#[test]
fn what_was_not_handed_on_comes_again() {
    let mut session = led_to(Phase::Live);
    let event = r#"{"t":"X","s":2,"op":0,"d":{}}"#;
    assert_eq!(receive(&mut session, event), Step::HandOn(Milestone::None));
    session.opened();
    session.resuming();
    assert_eq!(session.resumable().unwrap().1, 1);
    assert_eq!(receive(&mut session, event), Step::HandOn(Milestone::None));
}

#[test]
fn an_event_without_a_number_changes_none() {
    let mut session = led_to(Phase::Live);
    assert_eq!(receive(&mut session, r#"{"t":"X","s":null,"op":0,"d":{}}"#), Step::HandOn(Milestone::None));
    session.handed_on(None, Milestone::None);
    assert_eq!(session.seq(), Some(1));
}

#[test]
fn an_identify_ends_the_session_before_it() {
    let mut session = led_to(Phase::Live);
    session.opened();
    session.identified();
    assert_eq!((session.resumable(), session.seq()), (None, None));
    assert_eq!(
        receive(&mut session, r#"{"t":"READY","s":1,"op":0,"d":{"session_id":"new"}}"#),
        Step::HandOn(Milestone::Ready)
    );
}

#[test]
fn any_first_frame_in_place_of_hello_is_survived() {
    for (text, step) in [
        (r#"{"t":"READY","s":1,"op":0,"d":{"session_id":"x"}}"#, Step::Ignore),
        (r#"{"op":11}"#, Step::Acknowledge),
        (r#"{"op":1,"d":null}"#, Step::Beat),
        (r#"{"op":99,"d":{}}"#, Step::Ignore),
        (
            r#"{"op":10,"d":{"heartbeat_interval":41250,"new":[]}}"#,
            Step::Hello(Duration::from_millis(41_250)),
        ),
    ] {
        assert_eq!(receive(&mut led_to(Phase::Hello), text), step, "{text}");
    }
}

#[test]
fn a_hello_without_a_usable_interval_is_malformed() {
    for d in [
        "null",
        "{}",
        r#"{"heartbeat_interval":0}"#,
        r#"{"heartbeat_interval":-5}"#,
        r#"{"heartbeat_interval":"x"}"#,
        "[]",
    ] {
        let text = format!(r#"{{"op":10,"d":{d}}}"#);
        assert!(matches!(receive(&mut led_to(Phase::Hello), &text), Step::Malformed(_)), "{d}");
    }
    let tiny = receive(&mut led_to(Phase::Hello), r#"{"op":10,"d":{"heartbeat_interval":1}}"#);
    assert_eq!(tiny, Step::Hello(SHORTEST));
    let huge = receive(&mut led_to(Phase::Hello), r#"{"op":10,"d":{"heartbeat_interval":1e300}}"#);
    assert_eq!(huge, Step::Hello(Duration::from_secs(3600)));
}

#[test]
fn a_kept_session_resumes_before_what_was_missed_and_hands_on_only_that() {
    let live = led_to(Phase::Live);
    let mut kept = live.keep(3).unwrap();
    assert_eq!((kept.shard, kept.seq, kept.missed.len()), (3, 1, 0));
    kept.seq = 9;
    kept.missed = [5, 7].into();
    let mut session = Session::kept(&kept);
    assert_eq!(session.resumable().map(|(_, seq)| seq), Some(4));
    assert_eq!(session.keep(3).unwrap(), kept);
    session.opened();
    session.resuming();
    let mut handed_on = Vec::new();
    for seq in 3..=11 {
        let event = format!(r#"{{"t":"X","s":{seq},"op":0,"d":{{}}}}"#);
        if receive(&mut session, &event) == Step::HandOn(Milestone::None) {
            session.handed_on(Some(seq), Milestone::None);
            handed_on.push(seq);
        }
    }
    assert_eq!(handed_on, [5, 7, 10, 11]);
    assert_eq!(session.keep(3).unwrap().missed.len(), 0);
    session.drop_session();
    assert_eq!(session.keep(3), None);
}
