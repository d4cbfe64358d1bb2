//! Where an example plays: on Discord, as `DISCORD_TOKEN` and `DISCORD_API_URL` say, or on a small Discord of its own.

use std::sync::Mutex;
use std::time::Duration;

use ito::event::MessageCreate;
use ito::sandbox::{Channel, Person, Sandbox};
use ito::{Bot, Builder, EventKind, Stream};

/// Discord, or a sandbox when neither variable is set.
pub(crate) struct Stage(Option<Sandbox>);

impl Stage {
    pub(crate) fn set() -> ito::Result<Self> {
        let is_configured =
            ["DISCORD_TOKEN", "DISCORD_API_URL"].iter().any(|name| std::env::var_os(name).is_some());
        Ok(Self(if is_configured { None } else { Some(Sandbox::start()?) }))
    }

    /// A bot that logs in there.
    pub(crate) fn builder(&self) -> ito::Result<Builder> {
        match &self.0 {
            None => Builder::from_env(),
            Some(discord) => Ok(Bot::builder(discord.token()).endpoints(discord.endpoints())),
        }
    }

    /// On the sandbox: plays a scene once the bot is there, then closes the bot. On Discord people do that.
    pub(crate) fn play(&self, bot: &Bot, scene: impl FnOnce(&mut Scene) + Send + 'static) {
        let Some(discord) = &self.0 else { return };
        let hall = discord.guild("test").channel("hall");
        let ada = discord.user("ada");
        let actors = Mutex::new(Some((scene, Scene { ada, hall, heard: bot.stream(EventKind::Message) })));
        bot.on(EventKind::GuildCreate, move |e| {
            let taken = actors.lock().ok().and_then(|mut actors| actors.take());
            if let Some((play, mut scene)) = taken {
                play(&mut scene);
                e.bot().close()?;
            }
            Ok(())
        });
    }
}

/// Somebody who talks to the bot.
pub(crate) struct Scene {
    ada: Person,
    hall: Channel,
    heard: Stream<MessageCreate>,
}

#[allow(dead_code, reason = "each example uses a part of it")]
impl Scene {
    /// Says something, and waits until the bot has heard it.
    pub(crate) fn say(&mut self, text: &str) {
        let id = self.ada.says(&self.hall, text);
        while let Some(message) = self.heard.next_timeout(PATIENCE) {
            if message.id.get() == id {
                break;
            }
        }
    }

    /// What the bot says next.
    pub(crate) fn answer(&mut self) -> ito::Result<String> {
        Ok(self.hall.next_message(PATIENCE)?.content)
    }
}

const PATIENCE: Duration = Duration::from_secs(5);
