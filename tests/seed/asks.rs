//! What a bot asks of the gateway: rows Z25, Z26, Z32 to Z34, Z56 to Z61, Z68 to Z71, Z80, Z81, Z88, Z94, Z112, Z113, Z116,
//! and L14 to L18, L28.

mod appearance;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crossbeam_channel::unbounded;
use ito::bot::{AskError, StateError, WaitError};
use ito::gateway::{Activity, Presence, PresencePatch};
use ito::model::{
    ActivityType, Capabilities, Channel, ChannelFlags, Guild, Id, PresenceStatus, Timestamp, User,
};
use ito::sandbox::{self, ConnectionFault, Resumable, Sandbox};
use ito::sync::thread;
use ito::{Bot, Builder, EventKind, Intents, Sharding};
use serde_json::{Value, json};

use crate::support::{Watchdog, eventually, keep_log, log_text};

const SOON: Duration = Duration::from_secs(20);

fn watchdog() -> Watchdog {
    Watchdog::new(Duration::from_secs(90))
}

fn builder(discord: &Sandbox) -> Builder {
    Bot::builder(discord.token()).endpoints(discord.endpoints()).intents(Intents::all())
}

fn started(discord: &Sandbox) -> ito::Result<Bot> {
    let bot = builder(discord).build()?;
    bot.start()?;
    Ok(bot)
}

fn id(guild: &sandbox::Guild) -> Id<Guild> {
    Id::new(guild.id())
}

fn channel(channel: &sandbox::Channel) -> Id<Channel> {
    Id::new(channel.id())
}

fn ask_error(error: &ito::Error) -> Option<AskError> {
    error.downcast_ref().cloned()
}

/// Waits until the bot has sent `count` payloads of that opcode; gives their data.
fn sent(discord: &Sandbox, op: u64, count: usize) -> ito::Result<Vec<Value>> {
    let of = |seen: &sandbox::Seen| seen.commands.iter().filter(|command| command.op == op).count();
    discord.wait_for("payloads of the bot's", SOON, |seen| of(seen) >= count)?;
    let seen = discord.seen();
    Ok(seen.commands.iter().filter(|command| command.op == op).map(|command| command.data.clone()).collect())
}

fn playing(name: &str) -> Activity {
    Activity::new(ActivityType::Playing, name)
}

#[test]
fn z25_each_shard_has_its_latency_once_it_is_known() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().heartbeat_interval(Duration::from_millis(200)).start()?;
    let bot = builder(&discord).build()?;
    assert!(bot.shards().is_empty());
    bot.start()?;
    let shards = bot.shards();
    assert_eq!(shards.keys().copied().collect::<Vec<_>>(), [0]);
    eventually("a latency", SOON, || bot.shards()[&0].latency.is_some());
    bot.close()
}

#[test]
fn z26_the_latency_of_the_bot_is_the_mean_of_those_that_are_known() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder()
        .shards(2)
        .max_concurrency(2)
        .heartbeat_interval(Duration::from_millis(300))
        .start()?;
    let bot = builder(&discord).build()?;
    assert_eq!(bot.latency(), None);
    bot.start()?;
    discord.shard(1).stop_acknowledging();
    eventually("a latency", SOON, || bot.latency().is_some());
    eventually("the mean of what is known", SOON, || {
        let known: Vec<Duration> = bot.shards().values().filter_map(|shard| shard.latency).collect();
        let count = u32::try_from(known.len()).unwrap();
        count > 0 && bot.latency() == Some(known.iter().sum::<Duration>() / count)
    });
    bot.close()
}

#[test]
fn z32_the_number_of_shards_is_the_applications() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().max_concurrency(16).start()?;
    let bot = builder(&discord).sharding(Sharding::Subset { ids: vec![1, 3], total: 16 }).build()?;
    let guild = Id::new(19 << 22);
    assert_eq!((bot.shard_count(), bot.shard_for(guild)), (0, None));
    bot.start()?;
    assert_eq!((bot.shard_count(), bot.shard_for(guild)), (16, Some(3)));
    bot.close()?;
    assert_eq!(bot.shard_count(), 0);
    Ok(())
}

#[test]
fn z33_shards_are_a_map_of_handles_while_the_bot_runs() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().max_concurrency(2).start()?;
    let bot = builder(&discord).sharding(Sharding::Total(2)).build()?;
    assert!(bot.shards().is_empty());
    bot.start()?;
    let shards = bot.shards();
    assert!(shards.iter().all(|(key, shard)| *key == shard.id()));
    assert!(shards.values().all(|shard| shard.state == ito::gateway::ShardState::Ready));
    bot.close()?;
    assert!(bot.shards().is_empty());
    let error = shards[&1].update_presence(PresencePatch::new().afk(true)).unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&StateError::NotRunning));
    Ok(())
}

/// The limits of a bot with one worker, and as many as must be while it waits.
fn one_worker() -> ito::bot::Limits {
    let mut limits = ito::bot::Limits::default();
    limits.pool.core = 1;
    limits
}

#[test]
fn z56_the_full_list_comes_as_one_list_or_only_is_asked_for() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().members_every(Duration::ZERO).start()?;
    let guild = discord.guild("test");
    guild.fill(2500);
    let bot = started(&discord)?;
    let members = bot.request_members(id(&guild)).all()?;
    let ids: BTreeSet<Id<User>> = members.iter().filter_map(|m| Some(m.user.as_ref()?.id)).collect();
    assert_eq!((members.len(), ids.len()), (2502, 2502));
    let asked = &sent(&discord, 8, 1)?[0];
    assert_eq!((&asked["query"], &asked["limit"], asked.get("user_ids")), (&json!(""), &json!(0), None));
    let mut chunks = bot.stream(EventKind::GuildMembersChunk);
    bot.request_members(id(&guild)).nonce("mine").send()?;
    assert_eq!(chunks.next_timeout(SOON).unwrap().nonce.as_deref(), Some("mine"));
    bot.close()
}

#[test]
fn z57_members_are_asked_for_by_the_beginning_of_their_names() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let guild = discord.guild("test");
    guild.fill(30);
    let bot = builder(&discord).intents(Intents::unprivileged()).build()?;
    bot.start()?;
    assert_eq!(bot.request_members(id(&guild)).query("member-1").limit(50).all()?.len(), 11);
    assert_eq!(bot.request_members(id(&guild)).query("member-").limit(5).all()?.len(), 5);
    assert!(bot.request_members(id(&guild)).query("nobody").all()?.is_empty());
    let error = bot.request_members(id(&guild)).query("ab").limit(101).send().unwrap_err();
    assert_eq!(ask_error(&error), Some(AskError::TooMuch { what: "members by name", given: 101, most: 100 }));
    bot.close()?;
    assert_eq!(discord.seen().commands.len(), 3);
    Ok(())
}

#[test]
fn z58_members_are_asked_for_by_their_ids() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let (guild, ada, stranger) = (discord.guild("test"), discord.user("ada"), discord.user("bob"));
    ada.says(&guild.channel("hall"), "here");
    let bot = started(&discord)?;
    let users = [ada.id(), stranger.id()].map(Id::<User>::new);
    let chunks: Vec<_> =
        bot.request_members(id(&guild)).users(users).chunks()?.collect::<ito::Result<Vec<_>>>()?;
    assert_eq!((chunks.len(), chunks[0].members.len(), chunks[0].not_found.len()), (1, 1, 1));
    let asked = &sent(&discord, 8, 1)?[0];
    assert!(asked.get("query").is_none() && asked["user_ids"].as_array().is_some_and(|ids| ids.len() == 2));
    let error = bot.request_members(id(&guild)).users((1..=101).map(Id::new)).all().unwrap_err();
    assert_eq!(ask_error(&error), Some(AskError::TooMuch { what: "users", given: 101, most: 100 }));
    bot.close()
}

#[test]
fn z59_what_needs_an_intent_is_refused_without_it() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let guild = discord.guild("test");
    let bot = builder(&discord).intents(Intents::unprivileged()).build()?;
    bot.start()?;
    let missing = |error: ito::Error| match ask_error(&error) {
        Some(AskError::MissingIntent { intent, .. }) => Some(intent),
        _ => None,
    };
    let list = bot.request_members(id(&guild)).all().unwrap_err();
    assert!(list.to_string().contains("GUILD_MEMBERS"), "{list}");
    assert_eq!(missing(list), Some(Intents::GUILD_MEMBERS));
    let all = bot.request_members(id(&guild)).query("").limit(0).all().unwrap_err();
    assert_eq!(missing(all), Some(Intents::GUILD_MEMBERS));
    let presences = bot.request_members(id(&guild)).query("a").presences(true).all().unwrap_err();
    assert_eq!(missing(presences), Some(Intents::GUILD_PRESENCES));
    bot.close()?;
    assert!(discord.seen().commands.is_empty());

    let bot = started(&discord)?;
    let chunks = bot.request_members(id(&guild)).query("o").presences(true).chunks()?;
    let chunks = chunks.collect::<ito::Result<Vec<_>>>()?;
    assert_eq!((chunks[0].members.len(), chunks[0].presences.len()), (1, 1));
    bot.close()
}

#[test]
fn z60_requests_that_overlap_are_told_apart_by_their_marks() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let guild = discord.guild("test");
    guild.fill(20);
    let bot = started(&discord)?;
    let one = bot.request_members(id(&guild)).query("member-1").chunks()?;
    let two = bot.request_members(id(&guild)).query("member-").limit(7).chunks()?;
    let count = |chunks: ito::bot::Chunks| -> ito::Result<usize> {
        Ok(chunks.collect::<ito::Result<Vec<_>>>()?.iter().map(|chunk| chunk.members.len()).sum())
    };
    assert_eq!((count(two)?, count(one)?), (7, 11));
    let asked = sent(&discord, 8, 2)?;
    assert_ne!(asked[0]["nonce"], asked[1]["nonce"]);
    assert!(asked.iter().all(|asked| asked["nonce"].as_str().is_some_and(|nonce| nonce.len() <= 32)));
    let error = bot.request_members(id(&guild)).nonce("é".repeat(16) + "x").send().unwrap_err();
    assert_eq!(ask_error(&error), Some(AskError::TooMuch { what: "bytes of a nonce", given: 33, most: 32 }));
    bot.close()
}

#[test]
fn z61_a_guild_of_a_shard_that_is_not_here_is_refused() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let guild = Id::<Guild>::new(1 << 22);
    let bot = builder(&discord).sharding(Sharding::Subset { ids: vec![0], total: 2 }).build()?;
    let state = bot.request_members(guild).all().unwrap_err();
    assert_eq!(state.downcast_ref(), Some(&StateError::NotRunning));
    bot.start()?;
    for error in [
        bot.request_members(guild).all().unwrap_err(),
        bot.update_voice_state(guild, None).send().unwrap_err(),
        bot.request_soundboard_sounds([guild]).all().unwrap_err(),
        bot.request_channel_info(guild).all().unwrap_err(),
        bot.voice().join(guild, Id::new(5)).wait().unwrap_err(),
    ] {
        assert_eq!(ask_error(&error), Some(AskError::GuildNotCovered { guild, shard: 1 }), "{error}");
    }
    bot.close()?;
    assert!(discord.seen().commands.is_empty());
    Ok(())
}

#[test]
fn z112_capabilities_are_in_the_identify() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let bot = builder(&discord).capabilities(Capabilities::CHANNEL_OBFUSCATION).build()?;
    bot.start()?;
    bot.close()?;
    let other = Sandbox::start()?;
    let bot = started(&other)?;
    bot.close()?;
    assert_eq!(discord.seen().identifies[0].data["capabilities"], 1 << 15);
    assert!(other.seen().identifies[0].data.get("capabilities").is_none());
    Ok(())
}

#[test]
fn z113_the_members_of_large_guilds_that_are_wanted_are_asked_for() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let (large, unwanted, small) =
        (discord.guild("large"), discord.guild("unwanted"), discord.guild("small"));
    large.fill(300);
    unwanted.fill(300);
    let bot = builder(&discord).auto_chunk(|guild| guild.name != "unwanted").build()?;
    let mut chunks = bot.stream(EventKind::GuildMembersChunk);
    bot.start()?;
    let chunk = chunks.next_timeout(SOON).unwrap();
    assert_eq!((chunk.guild_id, chunk.members.len(), chunk.presences.len()), (id(&large), 302, 302));
    // Anything that is asked later comes later.
    assert_eq!(bot.request_members(id(&small)).all()?.len(), 2);
    assert_eq!(sent(&discord, 8, 2)?.len(), 2);
    bot.close()?;
    assert!(discord.offences().is_empty());

    let error = builder(&discord).intents(Intents::unprivileged()).auto_chunk(|_| true).build().unwrap_err();
    assert!(error.to_string().contains("GUILD_MEMBERS"), "{error}");
    Ok(())
}

#[test]
fn z116_channel_information_is_collected() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let guild = discord.guild("test");
    let bot = started(&discord)?;
    assert!(bot.request_channel_info(id(&guild)).all()?.is_empty());
    assert_eq!(sent(&discord, 43, 1)?[0]["fields"], json!(["status", "voice_start_time"]));
    let mut answers = bot.stream(EventKind::ChannelInfo);
    bot.request_channel_info(id(&guild)).send()?;
    assert_eq!(answers.next_timeout(SOON).unwrap().guild_id, id(&guild));
    bot.close()
}

#[test]
fn l15_many_members_come_as_one_list_whatever_the_order_of_their_chunks() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let guild = discord.guild("test");
    guild.fill(11_498);
    let bot = started(&discord)?;
    let mut chunks = bot.stream(EventKind::GuildMembersChunk);
    assert_eq!(bot.request_members(id(&guild)).all()?.len(), 11_500);
    let order: Vec<u32> = (0..12).filter_map(|_| Some(chunks.next_timeout(SOON)?.chunk_index)).collect();
    assert_eq!(order.len(), 12);
    assert!(!order.is_sorted(), "{order:?}");
    bot.close()
}

#[test]
fn l15_requests_work_in_the_only_worker_and_in_hundreds_of_listeners() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let (guild, ada) = (discord.guild("test"), discord.user("ada"));
    let hall = guild.channel("hall");
    guild.fill(10);
    let bot = builder(&discord).limits(one_worker()).build()?;
    let (tx, counted) = unbounded();
    bot.on(EventKind::Message, move |e| {
        let members = e.bot().request_members(e.guild_id.unwrap_or_default()).query("member-").all()?;
        tx.send(members.len())?;
        Ok(())
    });
    bot.start()?;
    for _ in 0..100 {
        ada.says(&hall, "how many?");
    }
    for _ in 0..100 {
        assert_eq!(counted.recv_timeout(SOON)?, 10);
    }
    bot.close()?;
    assert!(discord.offences().is_empty());
    Ok(())
}

#[test]
fn l15_a_close_ends_requests_that_nobody_answers() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let bot = started(&discord)?;
    // Discord answers nothing for a guild that the bot is not in.
    let nowhere = Id::<Guild>::new(7 << 22);
    let late = bot.request_members(nowhere).query("a").timeout(Duration::from_millis(50)).all().unwrap_err();
    assert!(matches!(late.downcast_ref(), Some(WaitError::Timeout { .. })), "{late}");
    let mut chunks = bot.request_members(nowhere).query("a").chunks()?;
    let waiting = thread::spawn("asker", thread::SMALL_STACK, move || chunks.next())?;
    sent(&discord, 8, 2)?;
    bot.close()?;
    let error = waiting.join().unwrap().unwrap().unwrap_err();
    let is_told = error.downcast_ref() == Some(&WaitError::Closed)
        || error.downcast_ref() == Some(&StateError::NotRunning);
    assert!(is_told, "{error}");
    Ok(())
}

#[test]
fn l16_a_request_that_is_limited_is_asked_again_or_refused() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().members_every(Duration::from_secs(1)).start()?;
    let guild = discord.guild("test");
    let bot = started(&discord)?;
    let mut limits = bot.stream(EventKind::RateLimited);
    bot.request_members(id(&guild)).all()?;
    let error = bot.request_members(id(&guild)).timeout(Duration::from_millis(300)).all().unwrap_err();
    assert!(
        matches!(ask_error(&error), Some(AskError::RetryAfter(after)) if after > Duration::ZERO),
        "{error}"
    );
    let begun = Instant::now();
    assert_eq!(bot.request_members(id(&guild)).all()?.len(), 2);
    assert!(begun.elapsed() > Duration::from_millis(100), "{:?}", begun.elapsed());
    let limited = limits.next_timeout(SOON).unwrap();
    assert_eq!((limited.opcode, limited.meta.guild_id), (8, Some(id(&guild))));
    bot.close()
}

#[test]
fn l16_what_was_asked_in_a_session_that_is_gone_is_asked_again() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let guild = discord.guild("test");
    let bot = started(&discord)?;
    discord.shard(0).freeze();
    let chunks = bot.request_members(id(&guild)).query("owner").chunks()?;
    discord.fail_connection(ConnectionFault::InvalidSession(false));
    discord.shard(0).cut();
    assert_eq!(chunks.collect::<ito::Result<Vec<_>>>()?[0].members.len(), 1);
    bot.close()
}

#[test]
fn l17_the_sounds_of_two_guilds_are_collected() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().max_concurrency(2).start()?;
    let guilds = [discord.guild("one"), discord.guild("two")];
    guilds[0].add_sound("horn");
    guilds[1].add_sound("drum");
    guilds[1].add_sound("bell");
    let bot = builder(&discord).sharding(Sharding::Total(2)).build()?;
    bot.start()?;
    let sounds = bot.request_soundboard_sounds(guilds.iter().map(id)).all()?;
    let names = |guild: &sandbox::Guild| -> Vec<&str> {
        sounds[&id(guild)].iter().map(|sound| sound.name.as_str()).collect()
    };
    assert_eq!((names(&guilds[0]), names(&guilds[1])), (vec!["horn"], vec!["drum", "bell"]));
    bot.close()
}

#[test]
fn l18_the_status_of_a_voice_channel_and_its_start_are_returned() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let guild = discord.guild("test");
    let (stage, quiet) = (guild.voice_channel("stage"), guild.voice_channel("quiet"));
    stage.set_info(Some("chess tonight"), Some(1_700_000_000));
    quiet.set_info(None, None);
    let bot = started(&discord)?;
    let channels = bot.request_channel_info(id(&guild)).all()?;
    assert_eq!(channels.len(), 2);
    assert_eq!((channels[0].id, channels[0].status.as_deref()), (channel(&stage), Some("chess tonight")));
    assert_eq!(channels[0].voice_start_time.map(Timestamp::as_millis), Some(1_700_000_000_000));
    assert_eq!((channels[1].status.as_deref(), channels[1].voice_start_time), (None, None));
    bot.close()
}

#[test]
fn l28_obfuscated_channels_are_flagged_in_the_model() {
    let text = r#"{"id":"5","type":0,"position":2,"parent_id":null,"name":"___hidden___","flags":131072}"#;
    let channel: Channel = serde_json::from_str(text).unwrap();
    assert!(channel.flags.is_some_and(|flags| flags.contains(ChannelFlags::CHANNEL_OBFUSCATED)));
    assert_eq!(channel.name.as_deref(), Some("___hidden___"));
}

#[test]
fn z113_members_that_are_asked_for_too_soon_after_another_process_come_later() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().members_every(Duration::from_secs(7)).max_concurrency(2).start()?;
    let guild = discord.guild("large");
    guild.fill(300);
    for _ in 0..2 {
        let bot = builder(&discord).auto_chunk(|_| true).build()?;
        let mut chunks = bot.stream(EventKind::GuildMembersChunk);
        bot.start()?;
        assert_eq!(chunks.next_timeout(SOON).unwrap().members.len(), 302);
        bot.close()?;
    }
    assert_eq!(sent(&discord, 8, 3)?.len(), 3);
    Ok(())
}

#[test]
fn l15_a_request_is_answered_while_a_thousand_listeners_wait() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let (guild, ada) = (discord.guild("test"), discord.user("ada"));
    let hall = guild.channel("hall");
    guild.fill(10);
    let bot = started(&discord)?;
    let (tx, began) = unbounded();
    let (counter, counted) = unbounded();
    bot.on(EventKind::Message, move |e| {
        match e.content.as_str() {
            "wait" => {
                let end = e.bot().wait_for(EventKind::Message).filter(|e| e.content == "end").timeout(SOON);
                tx.send(())?;
                end.wait()?;
                counter.send(0)?;
            }
            "count" => {
                let guild = e.guild_id.unwrap_or_default();
                counter.send(e.bot().request_members(guild).query("member-").all()?.len())?;
            }
            _ => {}
        }
        Ok(())
    });
    for _ in 0..1000 {
        ada.says(&hall, "wait");
    }
    for _ in 0..1000 {
        began.recv_timeout(SOON)?;
    }
    ada.says(&hall, "count");
    assert_eq!(counted.recv_timeout(SOON)?, 10);
    ada.says(&hall, "end");
    for _ in 0..1000 {
        assert_eq!(counted.recv_timeout(SOON)?, 0);
    }
    bot.close()
}
