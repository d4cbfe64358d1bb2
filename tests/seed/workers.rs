//! Workers that bots share: rows Z04 and Z84.

use std::time::Duration;

use crossbeam_channel::{Sender, unbounded};
use ito::bot::{PoolSize, Workers, WorkersInUse};
use ito::sandbox::{Channel, Person, Sandbox};
use ito::{Bot, EventKind, Intents, RunOptions};

use crate::support::{Watchdog, eventually, threads};

const SOON: Duration = Duration::from_secs(20);

struct Scene {
    discord: Sandbox,
    hall: Channel,
    ada: Person,
    bot: Bot,
}

/// A bot that uploads a file for each message, and tells on which thread.
fn uploader(workers: &Workers, told: Sender<String>) -> ito::Result<Scene> {
    let discord = Sandbox::start()?;
    let hall = discord.guild("test").channel("hall");
    let ada = discord.user("ada");
    let bot = Bot::builder(discord.token())
        .endpoints(discord.endpoints())
        .intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT)
        .workers(workers)
        .build()?;
    bot.on(EventKind::Message, move |e| {
        if !e.author.bot {
            e.rest().create_message(e.channel_id).file("tea.txt", e.content.as_bytes().to_vec()).send()?;
            told.send(std::thread::current().name().unwrap_or_default().to_owned())?;
        }
        Ok(())
    });
    Ok(Scene { discord, hall, ada, bot })
}

/// Workers whose names no other test gives.
fn workers(name: &str) -> ito::Result<Workers> {
    let mut size = PoolSize::default();
    name.clone_into(&mut size.name);
    Workers::new(size)
}

fn are_left(name: &str) -> bool {
    threads().iter().any(|thread| thread.starts_with(name))
}

#[test]
fn z04_uploads_run_on_named_threads_that_two_bots_share() -> ito::Result {
    let _watchdog = Watchdog::new(Duration::from_secs(120));
    let workers = workers("ito-z04")?;
    let (tx, told) = unbounded();
    let scenes = [uploader(&workers, tx.clone())?, uploader(&workers, tx)?];
    for scene in &scenes {
        scene.bot.start()?;
        for n in 0..8 {
            scene.ada.says(&scene.hall, &format!("leaf {n}"));
        }
    }
    for _ in 0..16 {
        let thread = told.recv_timeout(SOON)?;
        assert!(thread.starts_with("ito-z04-"), "{thread}");
    }
    assert!(workers.count() >= 1 && scenes[0].bot.workers().is_some());
    let [first, second] = &scenes;
    let error = workers.close().unwrap_err();
    assert_eq!(error.downcast_ref::<WorkersInUse>().map(|in_use| in_use.bots), Some(2), "{error}");
    // One closes; the other goes on.
    first.bot.close()?;
    second.ada.says(&second.hall, "one more");
    told.recv_timeout(SOON)?;
    let files = |scene: &Scene| {
        scene.discord.seen().requests.iter().filter(|request| request.method == "POST").count()
    };
    assert_eq!((files(first), files(second)), (8, 9));
    second.bot.close()?;
    workers.close()?;
    eventually("the workers are gone", SOON, || !are_left("ito-z04"));
    let error = first.bot.start().unwrap_err().to_string();
    assert!(error.contains("its workers were closed"), "{error}");
    Ok(())
}

#[test]
fn z04_a_listener_that_blocks_holds_up_no_other_bot() -> ito::Result {
    let _watchdog = Watchdog::new(Duration::from_secs(120));
    let mut size = PoolSize::default();
    (size.core, size.name) = (1, "ito-z04b".to_owned());
    let workers = Workers::new(size)?;
    let (tx, told) = unbounded();
    let (idle, busy) = (uploader(&workers, tx.clone())?, uploader(&workers, tx)?);
    let (wake, sleeping) = unbounded::<()>();
    busy.bot.on(EventKind::Message, move |_| {
        let _ = sleeping.recv();
    });
    idle.bot.start()?;
    busy.bot.start()?;
    for _ in 0..4 {
        busy.ada.says(&busy.hall, "sleep");
    }
    idle.ada.says(&idle.hall, "hello");
    for _ in 0..5 {
        told.recv_timeout(SOON)?;
    }
    // A close of one waits for its own listeners and for no other's.
    idle.bot.close()?;
    drop(wake);
    busy.bot.close()?;
    workers.close()
}

#[test]
fn z84_shared_workers_outlive_a_bot_unless_it_closes_them() -> ito::Result {
    let _watchdog = Watchdog::new(Duration::from_secs(120));
    let workers = workers("ito-z84")?;
    let (tx, told) = unbounded();
    let scene = uploader(&workers, tx)?;
    for close_workers in [false, true] {
        scene.bot.start_with(RunOptions::new().close_workers(close_workers))?;
        scene.ada.says(&scene.hall, "leaf");
        told.recv_timeout(SOON)?;
        scene.bot.close()?;
        assert_eq!(workers.count() == 0, close_workers);
        assert_eq!(are_left("ito-z84"), !close_workers);
    }
    Ok(())
}
