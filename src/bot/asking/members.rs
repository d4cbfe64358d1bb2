//! Members of a guild: all, by the beginning of their names, or by their ids.
//!
//! <https://docs.discord.com/developers/events/gateway-events#request-guild-members>

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::AskError;
use super::answers::{Answers, TIMEOUT};
use crate::bot::Bot;
use crate::error::Result;
use crate::event::{Event, EventType, EventTypes, GuildMembersChunk};
use crate::gateway::{Line, MembersQuestion, Question};
use crate::model::{Guild, Id, Intents, Member, User};

/// A request for members of a guild; made by [`Bot::request_members`].
///
/// `users` and `query` exclude each other:
///
/// ```compile_fail
/// # fn both(bot: ito::Bot, guild: ito::Id<ito::model::Guild>, ada: ito::Id<ito::model::User>) {
/// bot.request_members(guild).users([ada]).query("ad");
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "it is sent by `all`, `chunks` or `send`"]
pub struct MembersRequest<W> {
    bot: Bot,
    guild: Id<Guild>,
    which: W,
    presences: bool,
    nonce: Option<String>,
    timeout: Duration,
}

/// Every member. The list needs [`Intents::GUILD_MEMBERS`], and Discord gives it once in 30 s.
#[derive(Debug, Clone)]
pub struct AllMembers;

/// Members whose names begin with a text.
#[derive(Debug, Clone)]
pub struct MembersByName {
    query: String,
    limit: usize,
}

/// Members by their ids.
#[derive(Debug, Clone)]
pub struct MembersByUser(Vec<Id<User>>);

/// WhichMembers members are asked for.
pub trait WhichMembers: sealed::WhichMembers {}

impl<W: sealed::WhichMembers> WhichMembers for W {}

impl Bot {
    /// A request for members of a guild, whose shard must run in this process; it works inside a listener, too.
    ///
    /// ```no_run
    /// # fn list(bot: &ito::Bot, guild: ito::Id<ito::model::Guild>) -> ito::Result {
    /// for member in bot.request_members(guild).query("ad").limit(10).all()? {
    ///     println!("{:?}", member.user);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn request_members(&self, guild: Id<Guild>) -> MembersRequest<AllMembers> {
        MembersRequest {
            bot: self.clone(),
            guild,
            which: AllMembers,
            presences: false,
            nonce: None,
            timeout: TIMEOUT,
        }
    }
}

impl MembersRequest<AllMembers> {
    /// Only members whose names begin with `query`; 100 of them at most unless [`limit`](MembersRequest::limit) says less.
    pub fn query(self, query: impl Into<String>) -> MembersRequest<MembersByName> {
        self.of(MembersByName { query: query.into(), limit: 100 })
    }

    /// Only these users, at most 100; those who are no members are told in the chunks.
    pub fn users(self, users: impl IntoIterator<Item = Id<User>>) -> MembersRequest<MembersByUser> {
        self.of(MembersByUser(users.into_iter().collect()))
    }

    fn of<W>(self, which: W) -> MembersRequest<W> {
        let Self { bot, guild, which: AllMembers, presences, nonce, timeout } = self;
        MembersRequest { bot, guild, which, presences, nonce, timeout }
    }
}

impl MembersRequest<MembersByName> {
    /// How many members at most, up to 100. With an empty query, 0 is all.
    pub fn limit(mut self, limit: usize) -> Self {
        self.which.limit = limit;
        self
    }
}

impl<W: WhichMembers> MembersRequest<W> {
    /// Whether their presences are to come, too; needs [`Intents::GUILD_PRESENCES`].
    pub fn presences(mut self, presences: bool) -> Self {
        self.presences = presences;
        self
    }

    /// A mark that the answers will have, at most 32 bytes; one that is not used twice is made unless it is given.
    pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
        self.nonce = Some(nonce.into());
        self
    }

    /// How long the first answer may take, and each next one; 60 s by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Asks and waits for all members that answer.
    ///
    /// # Errors
    /// As [`MembersRequest::chunks`] and its items.
    #[track_caller]
    pub fn all(self) -> Result<Vec<Member>> {
        let mut members = Vec::new();
        for chunk in self.chunks()? {
            let chunk = chunk?;
            members.extend(Arc::try_unwrap(chunk).map_or_else(|chunk| chunk.members.clone(), |c| c.members));
        }
        Ok(members)
    }

    /// Asks, and gives the answers as they come, in no certain order, with presences and with who was not found.
    ///
    /// When Discord says that it answers only later, that is waited for within the timeout, and asked again.
    ///
    /// # Errors
    /// An [`AskError`] when it cannot be asked; [`StateError::NotRunning`](crate::bot::StateError::NotRunning). Of the items
    /// also a [`WaitError`](crate::bot::WaitError).
    #[track_caller]
    pub fn chunks(mut self) -> Result<Chunks> {
        let mark = self.nonce.get_or_insert_with(|| format!("{:032x}", fastrand::u128(..))).clone();
        let (line, question) = self.checked()?;
        let fits = move |event: &Event| match event {
            Event::GuildMembersChunk(chunk) => chunk.nonce.as_deref() == Some(&mark),
            Event::RateLimited(limited) => {
                limited.opcode == 8 && limited.meta.nonce.as_deref() == Some(&mark)
            }
            _ => false,
        };
        let types = EventTypes::of(EventType::GuildMembersChunk).with(EventType::RateLimited);
        let questions = vec![Question::Members(question)];
        let answers = Answers::to(questions, (&self.bot, line), types, self.timeout, fits)?;
        Ok(Chunks { answers, came: BTreeSet::new(), left: true })
    }

    /// Only asks: the answers come as [`EventKind::GuildMembersChunk`](crate::EventKind::GuildMembersChunk).
    ///
    /// # Errors
    /// An [`AskError`] when it cannot be asked; [`StateError::NotRunning`](crate::bot::StateError::NotRunning).
    pub fn send(self) -> Result {
        let (line, question) = self.checked()?;
        Ok(line.ask(&Question::Members(question), Instant::now() + self.timeout)?)
    }

    /// What is asked, if it may be.
    fn checked(&self) -> Result<(Arc<Line>, MembersQuestion)> {
        let line = self.bot.line_for(self.guild)?;
        let mut question = MembersQuestion::all(self.guild);
        question.presences = self.presences;
        question.nonce.clone_from(&self.nonce);
        self.which.write(&mut question)?;
        let intents = self.bot.intents();
        for (needs, what, intent) in [
            (question.is_whole_list(), "the list of all members", Intents::GUILD_MEMBERS),
            (self.presences, "a request for presences", Intents::GUILD_PRESENCES),
        ] {
            if needs && !intents.contains(intent) {
                return Err(AskError::MissingIntent { what, intent }.into());
            }
        }
        at_most("bytes of a nonce", self.nonce.as_ref().map_or(0, String::len), 32)?;
        Ok((line, question))
    }
}

/// The members of a guild as they come; made by [`MembersRequest::chunks`].
pub struct Chunks {
    answers: Answers,
    came: BTreeSet<u32>,
    left: bool,
}

impl Iterator for Chunks {
    type Item = Result<Arc<GuildMembersChunk>>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.left {
            match self.answers.next() {
                Ok(Event::GuildMembersChunk(chunk)) => {
                    let is_new = self.came.insert(chunk.chunk_index);
                    self.left = self.came.len() < chunk.chunk_count as usize;
                    if is_new {
                        return Some(Ok(chunk));
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    self.left = false;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

impl fmt::Debug for Chunks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chunks").field("came", &self.came.len()).finish_non_exhaustive()
    }
}

fn at_most(what: &'static str, given: usize, most: usize) -> Result<(), AskError> {
    if given <= most { Ok(()) } else { Err(AskError::TooMuch { what, given, most }) }
}

mod sealed {
    use super::{AllMembers, AskError, MembersByName, MembersByUser, MembersQuestion, at_most};

    pub trait WhichMembers {
        /// Says in the question who is meant.
        fn write(&self, question: &mut MembersQuestion) -> Result<(), AskError>;
    }

    impl WhichMembers for AllMembers {
        fn write(&self, _: &mut MembersQuestion) -> Result<(), AskError> {
            Ok(())
        }
    }

    impl WhichMembers for MembersByName {
        fn write(&self, question: &mut MembersQuestion) -> Result<(), AskError> {
            at_most("members by name", self.limit, 100)?;
            question.query = Some(self.query.clone());
            question.limit = u8::try_from(self.limit).unwrap_or(100);
            Ok(())
        }
    }

    impl WhichMembers for MembersByUser {
        fn write(&self, question: &mut MembersQuestion) -> Result<(), AskError> {
            at_most("users", self.0.len(), 100)?;
            question.query = None;
            question.user_ids.clone_from(&self.0);
            Ok(())
        }
    }
}
