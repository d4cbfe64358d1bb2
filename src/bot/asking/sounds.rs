//! The sounds of guilds.
//!
//! <https://docs.discord.com/developers/events/gateway-events#request-soundboard-sounds>

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::answers::{Answers, TIMEOUT};
use crate::bot::Bot;
use crate::error::Result;
use crate::event::{Event, EventType, EventTypes};
use crate::gateway::{Line, Question};
use crate::model::{Guild, Id, SoundboardSound};

/// A request for the sounds of guilds; made by [`Bot::request_soundboard_sounds`].
#[derive(Debug, Clone)]
#[must_use = "it is sent by `all` or `send`"]
pub struct SoundsRequest {
    bot: Bot,
    guilds: Guilds,
    timeout: Duration,
}

type Guilds = BTreeSet<Id<Guild>>;

impl Bot {
    /// A request for the sounds of guilds, whose shards must run in this process; it works inside a listener, too.
    pub fn request_soundboard_sounds(&self, guilds: impl IntoIterator<Item = Id<Guild>>) -> SoundsRequest {
        SoundsRequest { bot: self.clone(), guilds: guilds.into_iter().collect(), timeout: TIMEOUT }
    }
}

impl SoundsRequest {
    /// How long the first answer may take, and each next one; 60 s by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Asks and waits for the sounds of each guild.
    ///
    /// # Errors
    /// An [`AskError`](super::AskError) when it cannot be asked or is not answered; a [`WaitError`](crate::bot::WaitError);
    /// [`StateError::NotRunning`](crate::bot::StateError::NotRunning).
    #[track_caller]
    pub fn all(self) -> Result<BTreeMap<Id<Guild>, Vec<SoundboardSound>>> {
        let types = EventTypes::of(EventType::SoundboardSounds).with(EventType::RateLimited);
        let mut asked = Vec::new();
        for (line, guilds) in self.by_line()? {
            let mine = guilds.clone();
            let fits = move |event: &Event| match event {
                Event::SoundboardSounds(sounds) => mine.contains(&sounds.guild_id),
                Event::RateLimited(limited) => limited.opcode == 31,
                _ => false,
            };
            let answers = Answers::to(questions(&guilds), (&self.bot, line), types, self.timeout, fits)?;
            asked.push((answers, guilds));
        }
        let mut all = BTreeMap::new();
        for (mut answers, mut open) in asked {
            while !open.is_empty() {
                if let Event::SoundboardSounds(sounds) = answers.next()? {
                    open.remove(&sounds.guild_id);
                    all.insert(sounds.guild_id, sounds.soundboard_sounds.clone());
                }
            }
        }
        Ok(all)
    }

    /// Only asks: the answers come as [`EventKind::SoundboardSounds`](crate::EventKind::SoundboardSounds).
    ///
    /// # Errors
    /// As [`SoundsRequest::all`], but for the wait.
    pub fn send(self) -> Result {
        for (line, guilds) in self.by_line()? {
            for question in questions(&guilds) {
                line.ask(&question, Instant::now() + self.timeout)?;
            }
        }
        Ok(())
    }

    /// The guilds of each shard.
    fn by_line(&self) -> Result<Vec<(Arc<Line>, Guilds)>> {
        let mut lines = BTreeMap::new();
        for guild in &self.guilds {
            let line = self.bot.line_for(*guild)?;
            let (_, guilds) = lines.entry(line.shard()).or_insert_with(|| (line, Guilds::new()));
            guilds.insert(*guild);
        }
        Ok(lines.into_values().collect())
    }
}

/// As many as are needed: a payload is 4096 bytes at most.
fn questions(guilds: &Guilds) -> Vec<Question> {
    let guilds: Vec<_> = guilds.iter().copied().collect();
    guilds.chunks(AT_ONCE).map(|some| Question::Sounds(some.to_vec())).collect()
}

/// Guilds of one payload, of which each takes 23 bytes.
const AT_ONCE: usize = 150;
