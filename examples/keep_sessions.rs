//! A process that is replaced without missing a word: told `!restart`, the bot keeps its sessions, starts itself anew as
//! another process, and goes on where it was.
//!
//! ```text
//! cargo run --example keep_sessions
//! ```
//! Without a token the first process is a small Discord, and the bot runs beside it.

mod support;

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ito::{EventKind, Intents};
use support::Stage;

fn main() -> ExitCode {
    let played =
        Stage::set().and_then(|stage| if stage.is_sandbox() { direct(&stage) } else { run_bot(&stage) });
    match played {
        Ok(code) => code,
        Err(error) => {
            eprintln!("keep_sessions: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The bot; each word that it hears it answers with the number of its process.
fn run_bot(stage: &Stage) -> ito::Result<ExitCode> {
    let sessions = std::env::var_os("SESSIONS").map_or_else(|| PathBuf::from("sessions"), PathBuf::from);
    let bot = stage
        .builder()?
        .intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT)
        .keep_sessions(sessions)
        .build()?;
    let restart = Arc::new(AtomicBool::new(false));
    let wanted = restart.clone();
    bot.on(EventKind::ShardConnected, |e| {
        println!("process {}: {} events were missed and came now", std::process::id(), e.replayed);
    });
    bot.listen(EventKind::Message).when(|e| !e.author.bot).call(move |e| {
        match &*e.content {
            "!restart" => {
                wanted.store(true, Ordering::Relaxed);
                e.bot().close()?;
            }
            "!stop" => e.bot().close()?,
            word => drop(e.reply(format!("process {} heard {word:?}", std::process::id()))?),
        }
        Ok(())
    });
    bot.run()?;
    if restart.load(Ordering::Relaxed) {
        let status = Command::new(std::env::current_exe()?).status()?;
        return Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    Ok(ExitCode::SUCCESS)
}

/// The small Discord: runs the bot as a process of its own, and talks to it while it is replaced.
fn direct(stage: &Stage) -> ito::Result<ExitCode> {
    let sessions = std::env::temp_dir().join(format!("ito-sessions-{}", std::process::id()));
    let mut command = Command::new(std::env::current_exe()?);
    stage.invite(&mut command).env("SESSIONS", &sessions);
    let mut bot = command.spawn()?;
    let mut scene = stage.scene_without_bot()?;
    for word in ["one", "two"] {
        scene.call(word);
        scene.show_answer();
    }
    scene.call("!restart");
    stage.wait_until_gone()?;
    // Nobody is there to hear these.
    for word in ["three", "four"] {
        scene.call(word);
    }
    for _ in 0..2 {
        scene.show_answer();
    }
    scene.call("!stop");
    let status = bot.wait()?;
    for beside in ["", ".identifies", ".limits", ".cache"] {
        let mut file = sessions.clone().into_os_string();
        file.push(beside);
        let _ = std::fs::remove_file(file);
    }
    println!("{} session was started in all", stage.identifies());
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
