//! What a bot is made with: rows Z01, Z08, Z13, Z14, Z16, Z20, Z28 and Z119.

use std::time::Duration;

use ito::gateway::{Compression, ShardState};
use ito::rest::{self, ErrorKind};
use ito::sandbox::{Fault, Sandbox, Scope};
use ito::{Bot, Builder, EventKind, Intents};

use crate::support::Watchdog;

fn builder(discord: &Sandbox) -> Builder {
    Bot::builder(discord.token()).endpoints(discord.endpoints())
}

#[test]
fn z01_a_token_is_trimmed_and_never_shown_and_an_empty_one_is_refused() -> ito::Result {
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start()?;
    let padded = format!("  {}\n", discord.token());
    let builder = Bot::builder(&padded).endpoints(discord.endpoints());
    assert!(!format!("{builder:?}").contains(discord.token()) && format!("{builder:?}").contains("***"));
    let bot = builder.build()?;
    assert!(!format!("{bot:?} {:?}", bot.rest()).contains(discord.token()));
    // Both REST and the shards use it trimmed.
    bot.start()?;
    bot.close()?;
    for empty in ["", " \n"] {
        assert!(Bot::builder(empty).build().unwrap_err().to_string().contains("token"));
        assert!(Bot::new(empty).start().unwrap_err().to_string().contains("token"));
    }
    Ok(())
}

#[test]
fn z08_z28_intents_are_all_that_are_not_privileged_unless_chosen() -> ito::Result {
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start()?;
    let bot = builder(&discord).build()?;
    let privileged = Intents::GUILD_MEMBERS | Intents::GUILD_PRESENCES | Intents::MESSAGE_CONTENT;
    assert_eq!(bot.intents(), Intents::all() - privileged);
    assert!(bot.intents().contains(Intents::from_bits_retain(98_045)));
    bot.start()?;
    assert_eq!(discord.seen().identifies[0].data["intents"], bot.intents().bits());
    bot.close()?;
    assert_eq!(builder(&discord).intents(Intents::GUILDS).build()?.intents(), Intents::GUILDS);
    Ok(())
}

#[test]
fn z13_a_wait_above_the_ceiling_is_refused_at_once() -> ito::Result {
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start()?;
    let bot = builder(&discord).build()?;
    assert_eq!(bot.rest().config().max_rate_limit, Duration::from_secs(300));
    bot.start()?;
    let retry_after = Duration::from_secs(301);
    discord.fail("GET /users/@me", 1, Fault::RateLimit { scope: Scope::User, retry_after });
    let error = bot.rest().fetch_current_user().send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimit, "{error}");
    assert!(error.retry_after().is_some_and(|wait| wait > Duration::from_secs(299)), "{error}");
    assert!(bot.shards().values().all(|shard| shard.state == ShardState::Ready), "shards are unaffected");
    bot.close()?;
    // Without a ceiling it waits.
    let patient = builder(&discord).max_rate_limit(Duration::MAX).build()?;
    let retry_after = Duration::from_millis(300);
    discord.fail("GET /gateway/bot", 1, Fault::RateLimit { scope: Scope::User, retry_after });
    patient.rest().fetch_gateway_bot().send()?;
    Ok(())
}

#[test]
fn z14_failures_are_retried_as_often_as_told() -> ito::Result {
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start()?;
    let attempts = |bot: &Bot| {
        let before = discord.seen().requests.len();
        discord.fail("GET /users/@me", 10, Fault::Status(500));
        bot.rest().fetch_current_user().send().unwrap_err();
        discord.clear_faults();
        discord.seen().requests.len() - before
    };
    assert_eq!(attempts(&builder(&discord).build()?), 4);
    assert_eq!(attempts(&builder(&discord).max_retries(0).build()?), 1);
    let error = builder(&discord).max_retries(6).build().unwrap_err();
    assert!(error.to_string().contains("max_retries is 6"), "{error}");
    Ok(())
}

#[test]
fn z16_all_addresses_come_from_the_one_that_was_given() -> ito::Result {
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start()?;
    let bot = builder(&discord).rest(rest::Config::default()).build()?;
    assert_eq!(bot.rest().endpoints().api(), discord.api_url());
    bot.start()?;
    assert_eq!(discord.seen().connections, 1);
    bot.close()
}

#[test]
fn z119_each_compression_of_the_gateway_carries_a_session_and_zstd_is_the_default() -> ito::Result {
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    assert_eq!(Compression::default(), Compression::Zstd);
    // That the address asks for it is shown beside `gateway/connection.rs`; one who unpacks what is not packed so hears nothing.
    for compression in [Compression::Zstd, Compression::Zlib, Compression::None] {
        let discord = Sandbox::start()?;
        let hall = discord.guild("test").channel("hall");
        let bot = builder(&discord).compression(compression).build()?;
        let mut heard = bot.stream(EventKind::Message);
        bot.start()?;
        let id = discord.user("ada").says(&hall, "hello");
        assert_eq!(heard.next_timeout(Duration::from_secs(20)).map(|e| e.id.get()), Some(id));
        bot.close()?;
    }
    Ok(())
}
