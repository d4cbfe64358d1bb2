//! The heartbeat's clock, in made-up time.

use super::*;

const INTERVAL: Duration = Duration::from_secs(40);

fn pulse() -> (Pulse, Instant) {
    let start = Instant::now();
    (Pulse::new(start, INTERVAL, 0.5), start)
}

fn secs(n: u64) -> Duration {
    Duration::from_secs(n)
}

#[test]
fn the_first_beat_is_jittered_over_a_whole_interval() {
    let start = Instant::now();
    for (jitter, first) in [(0.0, 0), (0.25, 10), (1.0, 40)] {
        let mut pulse = Pulse::new(start, INTERVAL, jitter);
        let due = start + secs(first);
        if first > 0 {
            assert_eq!(pulse.poll(start, start), Act::Sleep(due));
        }
        assert_eq!(pulse.poll(due, start), Act::Beat);
    }
}

#[test]
fn beats_keep_their_rhythm() {
    let (mut pulse, start) = pulse();
    let mut due = start + secs(20);
    for late in [0, 3, 0, 7] {
        assert_eq!(pulse.poll(due, due), Act::Beat);
        pulse.beat(due + secs(late));
        pulse.acknowledge(due + secs(late));
        due += INTERVAL;
        assert_eq!(pulse.poll(due.checked_sub(secs(1)).unwrap(), due), Act::Sleep(due));
    }
}

#[test]
fn silence_for_an_interval_after_a_beat_is_death() {
    let (mut pulse, start) = pulse();
    let beat = start + secs(20);
    pulse.beat(beat);
    assert_eq!(pulse.poll(beat + secs(39), beat), Act::Sleep(beat + INTERVAL));
    assert_eq!(pulse.poll(beat + INTERVAL, beat), Act::Cut);
}

#[test]
fn anything_received_is_life() {
    let (mut pulse, start) = pulse();
    let beat = start + secs(20);
    pulse.beat(beat);
    let life = beat + secs(30);
    assert_eq!(pulse.poll(beat + INTERVAL, life), Act::Beat);
    pulse.beat(beat + INTERVAL);
    assert_eq!(
        pulse.poll((life + INTERVAL).checked_sub(secs(1)).unwrap(), life),
        Act::Sleep(life + INTERVAL)
    );
    assert_eq!(pulse.poll(life + INTERVAL, life), Act::Cut);
}

#[test]
fn an_acknowledged_beat_never_kills() {
    let (mut pulse, start) = pulse();
    let beat = start + secs(20);
    pulse.beat(beat);
    assert_eq!(pulse.acknowledge(beat + secs(35)), Some(secs(35)));
    assert_eq!(pulse.acknowledge(beat + secs(36)), None);
    assert_eq!(pulse.poll(beat + INTERVAL, start), Act::Beat);
}

#[test]
fn a_beat_that_was_asked_for_is_no_false_zombie() {
    let (mut pulse, start) = pulse();
    let asked = start + secs(19);
    pulse.asked(asked);
    assert_eq!(pulse.poll(start + secs(20), asked), Act::Beat);
    pulse.beat(start + secs(20));
    pulse.acknowledge(start + secs(21));
    assert_eq!(pulse.poll(asked + INTERVAL, start + secs(21)), Act::Sleep(start + secs(60)));
}

#[test]
fn a_process_that_slept_gives_the_peer_a_new_chance() {
    for away in [46, 600] {
        let (mut pulse, start) = pulse();
        let beat = start + secs(20);
        pulse.beat(beat);
        let woken = beat + secs(away);
        assert_eq!(pulse.poll(woken, beat), Act::Beat);
        pulse.beat(woken);
        assert_eq!(pulse.poll(woken + INTERVAL, beat), Act::Cut);
        // One that sleeps all the time is no reason to wait for ever.
        assert_eq!(pulse.poll(woken + secs(600), beat), Act::Cut);
        pulse.acknowledge(woken + secs(601));
        pulse.beat(woken + secs(602));
        assert_eq!(pulse.poll(woken + secs(1200), beat), Act::Beat);
    }
}

#[test]
fn a_moment_too_late_is_no_sleep() {
    let (mut pulse, start) = pulse();
    let beat = start + secs(20);
    pulse.beat(beat);
    assert_eq!(pulse.poll(beat + secs(44), beat), Act::Cut);
}
