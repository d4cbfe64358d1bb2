//! What ito says in the log.

mod support;

use std::time::Duration;

use ito::bot::Limits;
use ito::sandbox::Sandbox;
use ito::sync::CloseFlag;
use ito::{Bot, EventKind, Intents};

use support::{Watchdog, eventually};

const SOON: Duration = Duration::from_secs(20);

/// Lines of the log with all of these words.
fn lines(words: &[&str]) -> Vec<String> {
    let log = support::log_text();
    log.lines().filter(|line| words.iter().all(|word| line.contains(word))).map(str::to_owned).collect()
}

#[test]
fn waiting_for_an_event_is_not_being_slow() -> ito::Result {
    support::keep_log();
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start()?;
    let hall = discord.guild("test").channel("hall");
    let ada = discord.user("ada");
    let mut limits = Limits::default();
    limits.slow_after = Duration::from_millis(30);
    let bot = Bot::builder(discord.token())
        .endpoints(discord.endpoints())
        .intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT)
        .limits(limits)
        .build()?;
    bot.on(EventKind::Message, move |e| match &*e.content {
        "wait" => drop(e.bot().wait_for(EventKind::TypingStart).timeout(Duration::from_millis(60)).wait()),
        "work" => drop(CloseFlag::new().wait_timeout(Duration::from_millis(60))),
        _ => {}
    });
    bot.start()?;
    ada.says(&hall, "wait");
    eventually("it is done", SOON, || bot.health().running.is_empty() && bot.health().weight == 0);
    ada.says(&hall, "work");
    let slow = || lines(&["logs.rs", "MESSAGE_CREATE of guild", "in the queue"]);
    eventually("a line tells of it", SOON, || !slow().is_empty());
    assert_eq!(slow().len(), 1, "{:?}", slow());
    bot.close()
}

#[test]
fn a_listener_that_no_intent_reaches_is_named_once() -> ito::Result {
    support::keep_log();
    let bot = Bot::builder("a.token").intents(Intents::GUILDS | Intents::DIRECT_MESSAGES).build()?;
    for _ in 0..3 {
        bot.on(EventKind::PresenceUpdate, |_| ());
    }
    let _stream = bot.stream(EventKind::GuildMessage);
    // These are heard.
    bot.on(EventKind::DirectMessage, |_| ());
    bot.on(EventKind::Message, |_| ());
    bot.on(EventKind::InteractionCreate, |_| ());
    bot.on(EventKind::Any, |_| ());
    let deaf = lines(&["will hear nothing"]);
    assert_eq!(deaf.len(), 2, "{deaf:?}");
    assert!(deaf[0].contains("PresenceUpdate at tests/logs.rs:") && deaf[0].contains("GUILD_PRESENCES"));
    assert!(deaf[1].contains("GuildMessage at tests/logs.rs:") && deaf[1].contains("intent GUILD_MESSAGES,"));
    Ok(())
}

#[test]
fn z105_a_start_tells_its_budget_and_its_windows_in_a_line_each() -> ito::Result {
    support::keep_log();
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::builder()
        .shards(3)
        .max_concurrency(3)
        .session_starts(777, 700, Duration::from_secs(60))
        .start()?;
    let bot = Bot::builder(discord.token()).endpoints(discord.endpoints()).build()?;
    bot.start()?;
    bot.close()?;
    let told = lines(&[
        "INFO ito ",
        "starting 3 of 3 shards, 3 of them with a new session",
        "700 of 777 session starts",
    ]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(!lines(&["INFO ito ", "closed in", "0 listener calls finished"]).is_empty());
    Ok(())
}

#[test]
fn a_place_of_drift_is_counted_and_told_of_once() -> ito::Result {
    support::keep_log();
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start()?;
    let bot = Bot::builder(discord.token()).endpoints(discord.endpoints()).build()?;
    let (tx, heard) = crossbeam_channel::unbounded();
    bot.on(EventKind::TypingStart, move |e| tx.send(e.user_id.get()).unwrap());
    for run in 0..2 {
        bot.start()?;
        for user in [7, 8] {
            let data = serde_json::json!({
                "channel_id": "1", "user_id": user.to_string(), "timestamp": "just now",
                "member": {"roles": ["5", {}], "deaf": null},
            });
            discord.shard(0).dispatch("TYPING_START", &data);
            assert_eq!(heard.recv_timeout(SOON)?, user, "run {run}");
        }
        bot.close()?;
    }
    let told = lines(&["TYPING_START/", "which does not fit"]);
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.iter().all(|line| line.contains("WARN ito::event")), "{told:?}");
    let drift = bot.drift().to_string();
    let expected = [
        "TYPING_START/member/deaf held null (4)",
        "TYPING_START/member/roles/* held an object (4)",
        "TYPING_START/timestamp held a string (4)",
    ];
    assert_eq!(drift.lines().collect::<Vec<_>>(), expected);
    Ok(())
}
