//! Typing that is shown for as long as it is held.

use std::time::{Duration, Instant};

use ito::model::Id;
use ito::sandbox::Sandbox;

use crate::bot;
use crate::support::{eventually, threads};

const SOON: Duration = Duration::from_secs(20);

#[test]
fn typing_is_shown_for_as_long_as_it_is_held() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let (rest, channel) = (bot(&discord), Id::new(hall.id()));
    let shown = || discord.seen().requests.iter().filter(|one| one.path.ends_with("/typing")).count();
    let is_there = || threads().iter().any(|name| name == "ito-typing");
    let typing = rest.keep_typing(channel).unwrap();
    assert_eq!(shown(), 1);
    eventually("a thread keeps it", SOON, is_there);
    // Discord shows it for ten seconds.
    let begun = Instant::now();
    eventually("it is shown again", SOON, || shown() == 2);
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    drop(typing);
    eventually("its thread ends", SOON, || !is_there());
    let typing = rest.keep_typing(channel).unwrap();
    rest.close();
    eventually("a close ends it", SOON, || !is_there());
    drop(typing);
    assert!(rest.keep_typing(channel).is_err());
}
