//! What GUILD_CREATE does not tell of voice channels: their status, and since when somebody is in them.
//!
//! <https://docs.discord.com/developers/events/gateway-events#request-channel-info>

use std::time::{Duration, Instant};

use super::answers::{Answers, TIMEOUT};
use crate::bot::Bot;
use crate::error::Result;
use crate::event::{ChannelInfoChannel, Event, EventType, EventTypes};
use crate::gateway::Question;
use crate::model::{Guild, Id};

/// A request for what is not in GUILD_CREATE of channels; made by [`Bot::request_channel_info`].
#[derive(Debug, Clone)]
#[must_use = "it is sent by `all` or `send`"]
pub struct ChannelInfoRequest {
    bot: Bot,
    guild: Id<Guild>,
    timeout: Duration,
}

impl Bot {
    /// A request for the status of the voice channels of a guild and since when somebody is in them; the shard of the
    /// guild must run in this process. It works inside a listener, too.
    pub fn request_channel_info(&self, guild: Id<Guild>) -> ChannelInfoRequest {
        ChannelInfoRequest { bot: self.clone(), guild, timeout: TIMEOUT }
    }
}

impl ChannelInfoRequest {
    /// How long the answer may take; 60 s by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Asks and waits for the answer.
    ///
    /// # Errors
    /// An [`AskError`](super::AskError) when it cannot be asked or is not answered; a [`WaitError`](crate::bot::WaitError);
    /// [`StateError::NotRunning`](crate::bot::StateError::NotRunning).
    #[track_caller]
    pub fn all(self) -> Result<Vec<ChannelInfoChannel>> {
        let (line, guild) = (self.bot.line_for(self.guild)?, self.guild);
        let fits = move |event: &Event| match event {
            Event::ChannelInfo(info) => info.guild_id == guild,
            Event::RateLimited(limited) => limited.opcode == 43 && limited.meta.guild_id == Some(guild),
            _ => false,
        };
        let types = EventTypes::of(EventType::ChannelInfo).with(EventType::RateLimited);
        let questions = vec![self.question()];
        let mut answers = Answers::to(questions, (&self.bot, line), types, self.timeout, fits)?;
        loop {
            if let Event::ChannelInfo(info) = answers.next()? {
                return Ok(info.channels.clone());
            }
        }
    }

    /// Only asks: the answer comes as [`EventKind::ChannelInfo`](crate::EventKind::ChannelInfo).
    ///
    /// # Errors
    /// As [`ChannelInfoRequest::all`], but for the wait.
    pub fn send(self) -> Result {
        let line = self.bot.line_for(self.guild)?;
        Ok(line.ask(&self.question(), Instant::now() + self.timeout)?)
    }

    fn question(&self) -> Question {
        Question::Channels(self.guild, &["status", "voice_start_time"])
    }
}
