//! The warning of a debug build, which a process gives once, and so in a process of its own: row Z110.

mod support;

use std::time::Duration;

use ito::sandbox::Sandbox;
use ito::{Bot, Sharding};

use support::{Watchdog, keep_log, log_text};

fn warnings() -> usize {
    log_text().lines().filter(|line| line.starts_with("WARN ito this debug build runs")).count()
}

fn run(shards: u32, suppress: bool) -> ito::Result {
    let discord = Sandbox::builder().shards(shards).max_concurrency(shards).start()?;
    let bot = Bot::builder(discord.token())
        .endpoints(discord.endpoints())
        .sharding(Sharding::Total(shards))
        .suppress_debug_warning(suppress)
        .build()?;
    bot.start()?;
    bot.close()
}

#[test]
fn z110_a_debug_build_with_more_than_one_shard_is_told_of_once_unless_muted() -> ito::Result {
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    keep_log();
    run(1, false)?;
    run(2, true)?;
    assert_eq!(warnings(), 0, "one shard, or muted");
    let once = usize::from(cfg!(debug_assertions));
    run(2, false)?;
    assert_eq!(warnings(), once);
    run(3, false)?;
    assert_eq!(warnings(), once, "not again");
    Ok(())
}
