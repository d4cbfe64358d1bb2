//! Members without an end under a ceiling: what the process takes stays below 1.15 of it. `ITO_LOAD` makes it five million.

mod support;

use std::fmt::Write as _;
use std::time::Instant;

use ito::cache::{Cache, CacheSettings, Kind};
use ito::event;
use support::resident;

/// One test, so that no other takes memory meanwhile.
#[test]
fn c09_members_without_an_end_stay_below_the_ceiling() {
    if resident() == 0 {
        println!("!! LEFT OUT: this system does not say how much memory a process takes");
        return;
    }
    let is_long = std::env::var_os("ITO_LOAD").is_some();
    let (guilds, chunk, ceiling) = if is_long { (500, 1000, 256 << 20) } else { (300, 100, 40 << 20) };
    let feed = |cache: &Cache, guild, step| feed(cache, guild, step, chunk);
    // What is not the cache: the program, and the text and the event of one step at a time. That is what is resident while a
    // cache that holds nothing is given the same steps.
    let nothing = Cache::new(CacheSettings::none()).unwrap();
    let resting = (0..STEPS).map(|step| feed(&nothing, 1, step)).max().unwrap();
    let cache = Cache::new(CacheSettings::default().memory_ceiling(ceiling)).unwrap();
    let (begin, mut most) = (Instant::now(), 0);
    for guild in 1..=guilds {
        for step in 0..STEPS {
            let taken = feed(&cache, guild, step).saturating_sub(resting);
            most = most.max(taken);
            assert!(taken * 100 <= ceiling * 115, "{taken} bytes taken of {ceiling}\n{}", cache.report());
        }
    }
    let report = cache.report();
    println!(
        "{} members in {:.1?}: {most} bytes at the most, {:.3} of the ceiling; {resting} before\n{report}",
        guilds * STEPS * chunk,
        begin.elapsed(),
        most as f64 / ceiling as f64,
    );
    let (members, users) = (report.of_kind(Kind::Members).count, report.of_kind(Kind::Users).count);
    assert!(report.bytes <= ceiling && report.bytes > ceiling / 4 * 3, "it is full, and no fuller: {report}");
    assert!(members < (guilds * STEPS * chunk) as usize / 2, "most are gone: {report}");
    assert!(users <= members, "a user goes with its last member: {report}");
}

/// A step: some members of a guild with their presences, and, before the first, the guild. Gives what is resident while
/// the event is still there.
fn feed(cache: &Cache, guild: u64, step: u64, chunk: u64) -> usize {
    if step == 0 {
        take(
            cache,
            "GUILD_CREATE",
            &format!(
                r#"{{"id":"{guild}","name":"tea","member_count":10000,"roles":[{{"id":"{guild}","permissions":"1024"}}]}}"#
            ),
        );
    }
    let (mut members, mut presences) = (String::new(), String::new());
    for n in 0..chunk {
        // One in ten is in the next guild, too.
        let at = if n % 10 == 0 { guild + 1 } else { guild };
        let id = (at * 100_000 + step * chunk + n) << 22;
        let comma = if n == 0 { "" } else { "," };
        let nick = if n % 4 == 0 { format!(r#""The {n}th of {step}""#) } else { "null".to_owned() };
        let _ = write!(
            members,
            r#"{comma}{{"user":{{"id":"{id}","username":"pixelfox{id}","discriminator":"0","global_name":"Fox {n}","avatar":"{id:032x}","public_flags":64}},"nick":{nick},"roles":["{}"],"joined_at":"2024-03-01T12:00:00.000000+00:00","deaf":false,"mute":false,"flags":0}}"#,
            n % 50 + 1,
        );
        let _ = write!(
            presences,
            r#"{comma}{{"user":{{"id":"{id}"}},"status":"online","client_status":{{"web":"online"}},"activities":[{{"name":"Some Game {}","type":0,"created_at":1700000000000}}]}}"#,
            n % 200,
        );
    }
    take(
        cache,
        "GUILD_MEMBERS_CHUNK",
        &format!(
            r#"{{"guild_id":"{guild}","members":[{members}],"presences":[{presences}],"chunk_index":{step},"chunk_count":{STEPS}}}"#
        ),
    )
}

fn take(cache: &Cache, name: &str, text: &str) -> usize {
    let decoded = event::decode(name, text).unwrap();
    assert!(decoded.drift.is_empty(), "{:?}", decoded.drift);
    cache.update(&decoded.event, Instant::now());
    resident()
}

/// Steps of a guild.
const STEPS: u64 = 10;
