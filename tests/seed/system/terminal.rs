//! Logs, the banner and what the token says: rows Z03, Z09 to Z11, Z54, Z55, Z87, Z115, Z118.

use std::time::Duration;

use ito::banner::{self, Banner, BannerError, BannerOptions};
use ito::bot::{Logs, LogsError, Signals};
use ito::sandbox::Sandbox;
use ito::sync::thread;
use ito::{Bot, EventKind, Token};

use crate::support::{Watchdog, keep_log, log_text};

fn printed(options: &BannerOptions) -> Result<String, BannerError> {
    let mut out = Vec::new();
    banner::print(&mut out, options).map(|()| String::from_utf8(out).unwrap())
}

#[test]
fn z03_z54_the_banner_prints_what_it_should_without_a_bot() -> ito::Result {
    let text = printed(&BannerOptions::default())?;
    let program = std::env::current_exe()?.display().to_string();
    for word in [
        env!("CARGO_PKG_VERSION"),
        "MIT OR Apache-2.0",
        "https://docs.rs/ito",
        std::env::consts::OS,
        &program,
    ] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert!(!text.contains('\x1b') && !text.contains('$'), "{text:?}");
    assert!(printed(&BannerOptions::default().colored(true))?.contains("\x1b[36m"));
    assert_eq!(printed(&Banner::None.into())?, "");
    let path = std::env::temp_dir().join(format!("ito-banner-{}", std::process::id()));
    std::fs::write(&path, "from a file\n")?;
    assert_eq!(printed(&Banner::File(path.clone()).into())?, "from a file\n");
    std::fs::remove_file(&path)?;
    let text = Bot::builder("a.token").banner(Banner::File(path.clone())).build().unwrap_err().to_string();
    assert!(text.contains(path.to_str().unwrap()), "{text}");
    Ok(())
}

#[test]
fn z55_a_name_of_ones_own_is_put_into_the_banner_and_one_of_itos_is_refused() -> ito::Result {
    let banner = |text: &str| BannerOptions::new(Banner::Text(text.into()));
    let options = banner("$team ${team}s $teams $5 ${team $ $").arg("team", "red").arg("team", "blue");
    assert_eq!(printed(&options)?, "blue blues $teams $5 ${team $ $");
    for name in ["version", "cyan"] {
        let options = banner("x").arg(name, "1");
        assert!(matches!(printed(&options), Err(BannerError::ReservedName(found)) if found == name));
        assert!(Bot::builder("a.token").banner(options).build().is_err());
    }
    Ok(())
}

#[test]
fn z10_z11_an_unknown_level_is_an_error_of_build_that_names_it() -> ito::Result {
    for filter in ["info", "INFO", "off", "info,ito::gateway=debug,ito::rest=trace", " warn , a = debug ", ""]
    {
        Bot::builder("a.token").logs(filter).build()?;
    }
    Bot::builder("a.token").logs(Logs::Untouched).build()?;
    Bot::builder("a.token").logs(log::LevelFilter::Off).build()?;
    for filter in ["loud", "info,ito::gateway=loud", "ito="] {
        let error = Bot::builder("a.token").logs(filter).build().unwrap_err();
        assert!(matches!(error.downcast_ref(), Some(LogsError::Level { .. })), "{error}");
        assert!(error.to_string().contains("level"), "{error}");
        assert!(Logs::add_filter(filter).is_err());
    }
    Ok(())
}

#[test]
fn z118_filters_come_from_a_file() -> ito::Result {
    let path = std::env::temp_dir().join(format!("ito-logs-{}", std::process::id()));
    let build = || Bot::builder("a.token").logs(Logs::File(path.clone())).build();
    std::fs::write(&path, "# what is of interest\ninfo\n\nito::gateway=debug, ito::rest=trace\n")?;
    build()?;
    std::fs::write(&path, "info\nito::gateway=loud\n")?;
    assert!(build().unwrap_err().to_string().contains("loud"));
    std::fs::remove_file(&path)?;
    assert!(build().unwrap_err().to_string().contains(path.to_str().unwrap()));
    Ok(())
}

#[test]
fn z09_a_logger_of_the_programs_own_keeps_all_lines() -> ito::Result {
    keep_log();
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let discord = Sandbox::start()?;
    let bot = Bot::builder(discord.token()).endpoints(discord.endpoints()).logs("trace").build()?;
    bot.once(EventKind::Ready, |e| e.bot().close());
    bot.run()?;
    assert!(log_text().contains("starting 1 of 1 shards"));
    assert!(!Logs::add_filter("debug")?, "there is no logger of ito's to be added to");
    Ok(())
}

#[test]
fn z87_off_the_main_thread_run_leaves_signals_alone_and_ends_as_ever() -> ito::Result {
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    for signals in [Signals::Auto, Signals::Off] {
        let discord = Sandbox::start()?;
        let bot = Bot::builder(discord.token()).endpoints(discord.endpoints()).signals(signals).build()?;
        bot.once(EventKind::Ready, |e| e.bot().close());
        let runner = thread::spawn("runner", thread::SMALL_STACK, move || bot.run().is_ok())?;
        assert!(runner.join().unwrap());
        let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
        let names = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("comm")).ok());
        assert!(!names.into_iter().any(|name| name.trim() == "ctrl-c"), "a handler was set up");
    }
    Ok(())
}

#[test]
fn z115_the_id_of_the_bot_is_in_its_token() -> ito::Result {
    // base64 of 80351110224678912
    let bot = Bot::new("ODAzNTExMTAyMjQ2Nzg5MTI.x.y");
    assert_eq!(bot.token_id().map(ito::Id::get), Some(80_351_110_224_678_912));
    for none in ["a.token", "abc", "MA.x.y", "LTE.x.y"] {
        assert_eq!(Token::new(none)?.id(), None, "{none}");
    }
    Ok(())
}
