//! How a bot appears and where it is in voice: rows Z34, Z68 to Z71, Z80, Z81, Z88, Z94, L14.

use super::*;

#[test]
fn z34_voice_is_joined_listed_and_left() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let guilds: Vec<_> = ["one", "two"].into_iter().map(|name| discord.guild(name)).collect();
    let stages: Vec<_> = guilds.iter().map(|guild| guild.voice_channel("stage")).collect();
    let bot = started(&discord)?;
    for (guild, stage) in guilds.iter().zip(&stages) {
        let connection = bot.voice().join(id(guild), channel(stage)).deaf(true).wait()?;
        assert_eq!(connection.state.channel_id, Some(channel(stage)));
        assert!(connection.state.self_deaf && !connection.state.self_mute);
        assert!(connection.server.endpoint.is_some());
    }
    assert_eq!(bot.voice().connections().into_keys().collect::<Vec<_>>(), [id(&guilds[0]), id(&guilds[1])]);
    let other = guilds[0].voice_channel("other");
    let moved = bot.voice().join(id(&guilds[0]), channel(&other)).wait()?;
    assert_eq!(moved.state.channel_id, Some(channel(&other)));
    bot.voice().disconnect_all()?;
    eventually("voice to be left", SOON, || bot.voice().connections().is_empty());
    bot.close()
}

#[test]
fn z34_a_join_works_in_the_only_worker_and_ends_with_its_deadline() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let (guild, ada) = (discord.guild("test"), discord.user("ada"));
    let (hall, stage) = (guild.channel("hall"), guild.voice_channel("stage"));
    let bot = builder(&discord).limits(one_worker()).build()?;
    let (tx, joined) = unbounded();
    let (there, nowhere) = (channel(&stage), channel(&hall));
    bot.on(EventKind::Message, move |e| {
        let voice = e.bot().voice();
        let guild = e.guild_id.unwrap_or_default();
        let refused = voice.join(guild, nowhere).timeout(Duration::from_millis(200)).wait();
        tx.send((refused, voice.join(guild, there).wait()))?;
        Ok(())
    });
    bot.start()?;
    ada.says(&hall, "come");
    let (refused, connection) = joined.recv_timeout(SOON)?;
    assert!(matches!(refused.unwrap_err().downcast_ref(), Some(WaitError::Timeout { .. })));
    assert_eq!(connection?.state.channel_id, Some(there));
    assert_eq!(sent(&discord, 4, 2)?.len(), 2);
    bot.close()
}

#[test]
fn z34_closing_leaves_voice_first() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let guild = discord.guild("test");
    let bot = started(&discord)?;
    bot.voice().join(id(&guild), channel(&guild.voice_channel("stage"))).wait()?;
    bot.close()?;
    assert_eq!(sent(&discord, 4, 2)?[1]["channel_id"], Value::Null);
    assert!(discord.offences().is_empty());
    Ok(())
}

#[test]
fn z68_a_presence_is_changed_field_by_field_on_every_shard() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().max_concurrency(2).start()?;
    let bot = builder(&discord).sharding(Sharding::Total(2)).build()?;
    let error = bot.update_presence(PresencePatch::new()).unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&StateError::NotRunning));
    bot.start()?;
    bot.update_presence(PresencePatch::new().activity(playing("chess")))?;
    sent(&discord, 3, 2)?;
    bot.update_presence(PresencePatch::new().status(PresenceStatus::Dnd))?;
    let both = sent(&discord, 3, 4)?;
    for presence in &both[2..] {
        assert_eq!(
            (&presence["status"], &presence["activities"][0]["name"]),
            (&json!("dnd"), &json!("chess"))
        );
    }
    bot.update_presence(PresencePatch::new().activity(None))?;
    let cleared = &sent(&discord, 3, 6)?[5];
    assert_eq!((&cleared["status"], &cleared["activities"]), (&json!("dnd"), &json!([])));
    bot.close()
}

#[test]
fn z68_many_changes_are_sent_as_the_newest_within_discords_limit() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let bot = started(&discord)?;
    let begun = Instant::now();
    for number in 0..500 {
        bot.update_presence(PresencePatch::new().activity(playing(&number.to_string())))?;
    }
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let newest = |seen: &sandbox::Seen| {
        seen.commands.iter().any(|command| command.data["activities"][0]["name"] == "499")
    };
    discord.wait_for("the newest presence", Duration::from_secs(40), newest)?;
    let times: Vec<Instant> = discord.seen().commands.iter().map(|command| command.at).collect();
    assert!(times.len() <= 6, "{} presences were sent", times.len());
    bot.close()?;
    assert!(discord.offences().is_empty());
    Ok(())
}

#[test]
fn z69_the_presence_of_one_shard_is_its_own() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::builder().max_concurrency(3).start()?;
    let bot = builder(&discord).sharding(Sharding::Total(3)).build()?;
    bot.start()?;
    bot.shards()[&2].update_presence(PresencePatch::new().status(PresenceStatus::Idle))?;
    sent(&discord, 3, 1)?;
    bot.update_presence(PresencePatch::new().afk(true))?;
    let all = sent(&discord, 3, 4)?;
    let idle: Vec<bool> = all.iter().map(|presence| presence["status"] == "idle").collect();
    let (seen, of_two) = (discord.seen(), |connection| {
        move |login: &&sandbox::Login| login.connection == connection && login.shard == 2
    });
    for (command, idle) in seen.commands.iter().zip(idle) {
        assert_eq!(seen.logins.iter().any(|login| of_two(command.connection)(&login)), idle);
    }
    bot.close()
}

#[test]
fn z70_an_activity_that_streams_nowhere_is_warned_of_once() -> ito::Result {
    let _watchdog = watchdog();
    keep_log();
    let discord = Sandbox::start()?;
    let bot = started(&discord)?;
    let warnings = || log_text().matches("streams without a url").count();
    for activity in [Activity::streaming("z70", "https://twitch.tv/x"), Activity::custom("z70")] {
        bot.update_presence(PresencePatch::new().activity(activity))?;
    }
    assert_eq!(warnings(), 0);
    for _ in 0..3 {
        bot.update_presence(PresencePatch::new().activity(Activity::new(ActivityType::Streaming, "z70")))?;
    }
    assert_eq!(warnings(), 1);
    bot.close()
}

#[test]
fn z71_a_voice_state_keeps_the_flags_that_are_not_named() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let guild = discord.guild("test");
    let stage = channel(&guild.voice_channel("stage"));
    let bot = started(&discord)?;
    bot.update_voice_state(id(&guild), Some(stage)).mute(true).send()?;
    sent(&discord, 4, 1)?;
    bot.update_voice_state(id(&guild), Some(stage)).deaf(true).send()?;
    sent(&discord, 4, 2)?;
    bot.update_voice_state(id(&guild), None).send()?;
    let flags: Vec<_> = sent(&discord, 4, 3)?
        .iter()
        .map(|state| {
            (state["channel_id"].is_string(), state["self_mute"] == true, state["self_deaf"] == true)
        })
        .collect();
    assert_eq!(flags, [(true, true, false), (true, true, true), (false, true, true)]);
    bot.close()
}

/// What a bot says of itself when it logs in with a presence.
fn presence_at_login(presence: Presence) -> ito::Result<Value> {
    let discord = Sandbox::start()?;
    let bot = builder(&discord).presence(presence).build()?;
    bot.start()?;
    bot.close()?;
    assert!(discord.seen().commands.is_empty());
    Ok(discord.seen().identifies[0].data["presence"].clone())
}

#[test]
fn z80_the_activity_is_in_the_identify() -> ito::Result {
    let _watchdog = watchdog();
    let presence = presence_at_login(Presence::new().activity(Activity::custom("counting waves")))?;
    let activity = json!({"name": "Custom Status", "type": 4, "state": "counting waves"});
    assert_eq!(presence["activities"], json!([activity]));
    Ok(())
}

#[test]
fn z81_afk_is_in_the_identify() -> ito::Result {
    let _watchdog = watchdog();
    assert_eq!(presence_at_login(Presence::new().afk(true))?["afk"], true);
    assert_eq!(presence_at_login(Presence::new())?["afk"], false);
    Ok(())
}

#[test]
fn z88_idle_since_is_in_milliseconds() -> ito::Result {
    let _watchdog = watchdog();
    let now = Timestamp::now();
    let presence = presence_at_login(Presence::new().idle_since(now))?;
    assert_eq!(presence["since"], now.as_millis());
    Ok(())
}

#[test]
fn z94_all_five_statuses_are_on_the_wire() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let bot = started(&discord)?;
    let names = ["online", "idle", "dnd", "invisible", "offline"];
    for (n, name) in names.into_iter().enumerate() {
        let status: PresenceStatus = serde_json::from_value(name.into())?;
        bot.update_presence(PresencePatch::new().status(status))?;
        sent(&discord, 3, n + 1)?;
    }
    let statuses: Vec<Value> =
        sent(&discord, 3, 5)?.iter().map(|presence| presence["status"].clone()).collect();
    assert_eq!(statuses, names);
    bot.close()?;
    assert!(discord.offences().is_empty());
    Ok(())
}

#[test]
fn l14_a_shard_that_comes_back_shows_the_newest_presence() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let bot = started(&discord)?;
    bot.update_presence(PresencePatch::new().activity(playing("chess")))?;
    sent(&discord, 3, 1)?;
    discord.shard(0).invalidate(Resumable::No);
    bot.update_presence(PresencePatch::new().status(PresenceStatus::Idle))?;
    discord.wait_for("a new session", SOON, |seen| seen.logins.iter().filter(|l| !l.resumed).count() == 2)?;
    let knows =
        |presence: &Value| presence["status"] == "idle" && presence["activities"][0]["name"] == "chess";
    discord.wait_for("the newest presence", SOON, |seen| {
        let at_login = seen.identifies.last().is_some_and(|identify| knows(&identify.data["presence"]));
        at_login || seen.commands.last().is_some_and(|command| knows(&command.data))
    })?;
    bot.close()
}
