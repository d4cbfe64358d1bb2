//! Where an example plays: on Discord, as `DISCORD_TOKEN` and `DISCORD_API_URL` say, or on a small Discord of its own.

#![allow(dead_code, reason = "each example uses a part of it")]

use std::fmt;
use std::io::{self, Write};
use std::process::Command;
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

    pub(crate) fn is_sandbox(&self) -> bool {
        self.0.is_some()
    }

    /// A bot that logs in there.
    pub(crate) fn builder(&self) -> ito::Result<Builder> {
        self.builder_of("DISCORD_TOKEN")
    }

    /// A bot whose token is in another variable, if that is set.
    pub(crate) fn builder_of(&self, variable: &str) -> ito::Result<Builder> {
        match (&self.0, std::env::var(variable)) {
            (Some(discord), _) => Ok(Bot::builder(discord.token()).endpoints(discord.endpoints())),
            (None, Ok(token)) => Ok(Builder::from_env()?.token(token)),
            (None, Err(_)) => Builder::from_env(),
        }
    }

    /// On the sandbox: plays a scene once the bot is there, then closes the bot. On Discord people do that.
    pub(crate) fn play(&self, bot: &Bot, scene: impl FnOnce(&mut Scene) + Send + 'static) {
        let Some(discord) = &self.0 else { return };
        let actors = Mutex::new(Some((scene, Scene::of(discord, Some(bot.stream(EventKind::Message))))));
        bot.on(EventKind::GuildCreate, move |e| {
            let taken = actors.lock().ok().and_then(|mut actors| actors.take());
            if let Some((play, mut scene)) = taken {
                let _curtain = Curtain(e.bot().clone());
                play(&mut scene);
            }
            Ok(())
        });
    }

    /// Tells a program that is a bot of its own where the sandbox is.
    pub(crate) fn invite<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        if let Some(discord) = &self.0 {
            command.env("DISCORD_TOKEN", discord.token()).env("DISCORD_API_URL", discord.api_url());
        }
        command
    }

    /// On the sandbox: a scene with a bot that runs elsewhere, once it is there.
    pub(crate) fn scene_without_bot(&self) -> ito::Result<Scene> {
        let discord = self.0.as_ref().ok_or("there is no sandbox")?;
        let scene = Scene::of(discord, None);
        discord.shard(0).wait_ready(PATIENCE)?;
        Ok(scene)
    }

    /// On the sandbox: waits until no bot is connected.
    pub(crate) fn wait_until_gone(&self) -> ito::Result {
        let discord = self.0.as_ref().ok_or("there is no sandbox")?;
        Ok(discord.wait_for("the bot leaves", PATIENCE, |seen| seen.connections == 0)?)
    }

    /// On the sandbox: makes so many people members of the guild of the scene.
    pub(crate) fn crowd(&self, people: usize) {
        if let Some(discord) = &self.0 {
            discord.guild("test").fill(people);
        }
    }

    /// The presences that the sandbox has seen, in the order of their coming.
    pub(crate) fn presences(&self) -> Vec<serde_json::Value> {
        let Some(discord) = &self.0 else { return Vec::new() };
        let seen = discord.seen();
        let at_login = seen.identifies.iter().map(|identify| identify.data["presence"].clone());
        let later =
            seen.commands.iter().filter(|command| command.op == 3).map(|command| command.data.clone());
        at_login.chain(later).collect()
    }

    /// How many sessions the sandbox has seen begin.
    pub(crate) fn identifies(&self) -> usize {
        self.0.as_ref().map_or(0, |discord| discord.seen().identifies.len())
    }
}

/// The program's arguments; what is no text in them is replaced, so that it can be shown.
pub(crate) fn arguments() -> impl Iterator<Item = String> {
    std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned())
}

/// Closes the bot after the scene, also when that broke off: where nobody takes what is printed, for example.
struct Curtain(Bot);

impl Drop for Curtain {
    fn drop(&mut self) {
        let _ = self.0.close();
    }
}

/// Prints a line; where nobody takes it the scene goes on.
fn show(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Somebody who talks to the bot.
pub(crate) struct Scene {
    ada: Person,
    hall: Channel,
    /// What the bot hears, if it is of this process.
    heard: Option<Stream<MessageCreate>>,
}

impl Scene {
    fn of(discord: &Sandbox, heard: Option<Stream<MessageCreate>>) -> Self {
        let hall = discord.guild("test").channel("hall");
        Self { ada: discord.user("ada"), hall, heard }
    }

    /// Says something, and waits until the bot has heard it.
    pub(crate) fn say(&mut self, text: &str) {
        let id = self.ada.says(&self.hall, text);
        self.wait_until_heard(id);
    }

    /// Says something to everyone, and waits until the bot has heard it.
    pub(crate) fn shout(&mut self, text: &str) {
        let fields = serde_json::json!({ "content": text, "mention_everyone": true });
        let id = self.ada.posts(&self.hall, &fields);
        self.wait_until_heard(id);
    }

    /// Says something to whoever is there.
    pub(crate) fn call(&mut self, text: &str) {
        show(format_args!("ada: {text}"));
        self.ada.says(&self.hall, text);
    }

    /// What the bot says next.
    pub(crate) fn answer(&mut self) -> ito::Result<String> {
        Ok(self.hall.next_message(PATIENCE)?.content)
    }

    /// Prints what the bot says next.
    pub(crate) fn show_answer(&mut self) {
        match self.answer() {
            Ok(answer) => show(format_args!("bot: {answer}")),
            Err(error) => eprintln!("the bot did not answer: {error}"),
        }
    }

    fn wait_until_heard(&mut self, id: u64) {
        while let Some(message) = self.heard.as_mut().and_then(|heard| heard.next_timeout(PATIENCE)) {
            if message.id.get() == id {
                break;
            }
        }
    }
}

const PATIENCE: Duration = Duration::from_secs(5);
