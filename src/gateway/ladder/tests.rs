//! The ladder, in made-up time.

use super::*;

fn lost(phase: Phase) -> Left {
    Left::Lost(phase, "test".into())
}

fn closed(code: u16) -> Left {
    Left::Closed(Phase::Live, CloseCode(code), "".into())
}

/// Plays `left` again and again from the rung that comes up, as a shard with a session would; returns the rungs tried.
fn climb(left: &Left, tries: usize) -> Vec<Rung> {
    let mut ladder = Ladder::new();
    let (now, mut session) = (Instant::now(), true);
    let mut rungs = Vec::new();
    for _ in 0..tries {
        let rung = ladder.rung(session, true);
        rungs.push(rung);
        if let Plan::Anew(_) = ladder.left(left, rung, Some(7), now, 0.5) {
            session = false;
        }
    }
    rungs
}

#[test]
fn a_dead_resume_host_is_left_for_the_main_address() {
    use Rung::{ResumeHere, ResumeThere};
    let rungs = climb(&Left::Unreached("refused".into()), 50);
    assert_eq!(rungs[..3], [ResumeThere, ResumeThere, ResumeHere]);
    assert!(rungs[2..].iter().all(|r| *r == ResumeHere), "a network that is down costs no session");
}

#[test]
fn a_resume_that_is_refused_again_and_again_ends_in_an_identify() {
    use Rung::{Identify, ResumeHere, ResumeThere};
    for left in
        [lost(Phase::Resuming), Left::Invalid(Phase::Resuming, true), Left::Reconnect(Phase::Resuming)]
    {
        assert_eq!(climb(&left, 4), [ResumeThere, ResumeThere, ResumeHere, Identify], "{left:?}");
    }
}

#[test]
fn a_resume_that_makes_progress_is_not_refused() {
    let mut ladder = Ladder::new();
    for seq in 0..100 {
        let rung = ladder.rung(true, true);
        let plan = ladder.left(&lost(Phase::Resuming), rung, Some(seq), Instant::now(), 0.5);
        assert!(matches!(plan, Plan::Again(_)), "after {seq}");
    }
}

#[test]
fn each_close_code_has_its_plan() {
    for (code, stop, anew) in [
        (4000, false, false),
        (4009, false, true),
        (4007, false, true),
        (4004, true, false),
        (4014, true, false),
        (4242, false, false),
    ] {
        let mut ladder = Ladder::new();
        let now = Instant::now();
        ladder.live(true, now);
        let plan = ladder.left(&closed(code), Rung::Identify, Some(7), now + Duration::from_secs(1), 0.5);
        assert_eq!(matches!(plan, Plan::Stop(_)), stop, "{code}");
        assert_eq!(matches!(plan, Plan::Anew(_)), anew, "{code}");
    }
    let fatal = Left::Closed(Phase::Resuming, CloseCode(4004), "".into());
    assert_eq!(
        Ladder::new().left(&fatal, Rung::ResumeThere, Some(1), Instant::now(), 0.0),
        Plan::Stop(CloseCode(4004))
    );
}

#[test]
fn op_9_waits_one_to_five_seconds() {
    for (random, resumable) in [(0.0, true), (1.0, true), (0.0, false), (1.0, false)] {
        let mut ladder = Ladder::new();
        let now = Instant::now();
        ladder.live(true, now);
        let plan = ladder.left(&Left::Invalid(Phase::Live, resumable), Rung::Identify, Some(7), now, random);
        let (Plan::Again(wait) | Plan::Anew(wait)) = plan else { panic!("{plan:?}") };
        assert!(wait >= Duration::from_secs(1) && wait <= Duration::from_secs(5), "{wait:?}");
        assert_eq!(matches!(plan, Plan::Anew(_)), !resumable);
    }
}

#[test]
fn sessions_that_do_not_live_come_with_growing_gaps() {
    for left in [
        lost(Phase::Identifying),
        Left::Invalid(Phase::Identifying, false),
        Left::Closed(Phase::Identifying, CloseCode(4000), "".into()),
    ] {
        let mut ladder = Ladder::new();
        let mut waits = Vec::new();
        for _ in 0..12 {
            let Plan::Anew(wait) = ladder.left(&left, Rung::Identify, None, Instant::now(), fastrand::f64())
            else {
                panic!()
            };
            waits.push(wait);
        }
        assert!(waits[3..].windows(2).all(|w| w[0] < w[1] || w[1] >= Duration::from_secs(450)), "{waits:?}");
    }
}

#[test]
fn a_day_of_closes_after_every_ready_stays_far_below_the_budget() {
    let mut ladder = Ladder::new();
    let start = Instant::now();
    let (mut now, mut identifies) = (start, 0);
    while now < start + Duration::from_secs(86_400) {
        identifies += 1;
        ladder.live(true, now);
        now += Duration::from_secs(1);
        let Plan::Anew(wait) = ladder.left(&closed(4009), Rung::Identify, Some(1), now, 0.5) else {
            panic!()
        };
        now += wait.max(Duration::from_secs(5));
    }
    assert!(identifies < 250, "{identifies} of 1000 session starts");
}

#[test]
fn a_day_of_closes_after_every_identify_stays_far_below_the_budget() {
    for random in [0.0, 0.5, 0.999] {
        let mut ladder = Ladder::new();
        let start = Instant::now();
        let (mut now, mut identifies) = (start, 0);
        while now < start + Duration::from_secs(86_400) {
            identifies += 1;
            let left = Left::Closed(Phase::Identifying, CloseCode(4000), "".into());
            let Plan::Anew(wait) = ladder.left(&left, Rung::Identify, None, now, random) else { panic!() };
            now += wait.max(Duration::from_secs(5));
        }
        assert!(identifies < 350, "{identifies} of 1000 session starts, with {random}");
    }
}

#[test]
fn a_session_that_lasted_is_followed_by_another_at_once() {
    let mut ladder = Ladder::new();
    let mut now = Instant::now();
    for _ in 0..10 {
        ladder.live(true, now);
        now += Duration::from_secs(3600);
        let plan = ladder.left(&closed(4009), Rung::Identify, Some(1), now, 0.0);
        assert!(matches!(plan, Plan::Anew(wait) if wait <= Duration::from_millis(500)), "{plan:?}");
    }
}

#[test]
fn a_live_connection_that_breaks_is_resumed_within_half_a_second_and_never_hotly() {
    let mut ladder = Ladder::new();
    let mut now = Instant::now();
    ladder.live(true, now);
    for _ in 0..100 {
        let plan = ladder.left(&lost(Phase::Live), Rung::ResumeThere, Some(1), now, fastrand::f64());
        let Plan::Again(wait) = plan else { panic!("{plan:?}") };
        assert!(wait >= Duration::from_millis(100) && wait <= Duration::from_millis(500), "{wait:?}");
        now += wait;
        ladder.live(false, now);
    }
}

#[test]
fn two_hours_without_names_and_two_without_packets_cost_no_session_and_no_flood() {
    let mut ladder = Ladder::new();
    let start = Instant::now();
    ladder.live(true, start);
    let (mut now, mut tries) = (start, 0);
    while now < start + Duration::from_secs(4 * 3600) {
        tries += 1;
        let left = Left::Unreached("the name cannot be resolved".into());
        // A session that is known is resumed; only Discord can say that it is over.
        let rung = ladder.rung(true, true);
        let Plan::Again(wait) = ladder.left(&left, rung, Some(7), now, fastrand::f64()) else { panic!() };
        assert!(wait <= Duration::from_secs(120), "it is back soon after the network is: {wait:?}");
        // Without packets each try takes as long as its time limits allow.
        let takes = if now < start + Duration::from_secs(2 * 3600) { 0 } else { 10 };
        now += wait + Duration::from_secs(takes);
    }
    assert!(tries < 1000, "{tries} tries in four hours");
}
