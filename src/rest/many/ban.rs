//! Any number of bans: Discord takes 200 in one call.
//!
//! <https://docs.discord.com/developers/resources/guild#bulk-guild-ban>

use std::time::Duration;

use super::in_groups;
use crate::model::{BulkBan, Guild, Id, User};
use crate::rest::{Error, ErrorCode, Rest};
use crate::sync::CloseFlag;

impl Rest {
    /// Bans any number of users, 200 in a call, and says what became of each.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use ito::model::{Guild, Id, User};
    /// # fn f(rest: &ito::rest::Rest, guild: Id<Guild>, raiders: Vec<Id<User>>) {
    /// let done = rest.ban_users(guild, raiders).delete_messages(Duration::from_secs(3600)).reason("raid").send();
    /// println!("{} are banned, {} are not", done.banned.len(), done.left());
    /// # }
    /// ```
    pub fn ban_users(&self, guild: Id<Guild>, users: impl IntoIterator<Item = Id<User>>) -> BanUsers {
        let mut users: Vec<Id<User>> = users.into_iter().collect();
        users.sort_unstable();
        users.dedup();
        BanUsers { rest: self.clone(), guild, users, messages: Duration::ZERO, reason: None, end: None }
    }
}

/// Users to ban; see [`Rest::ban_users`].
#[derive(Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct BanUsers {
    rest: Rest,
    guild: Id<Guild>,
    /// Each once.
    users: Vec<Id<User>>,
    messages: Duration,
    reason: Option<String>,
    end: Option<CloseFlag>,
}

/// What became of the users of a [`BanUsers`].
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Banned {
    /// Banned now.
    pub banned: Vec<Id<User>>,
    /// Not banned by these calls: they were banned before, or stand too high.
    pub refused: Vec<Id<User>>,
    /// Not banned, each group with the reason.
    pub failed: Vec<(Vec<Id<User>>, Error)>,
}

impl BanUsers {
    /// From how far back the users' messages are deleted, up to 7 days; none unless set.
    pub fn delete_messages(mut self, from: Duration) -> Self {
        self.messages = from;
        self
    }

    /// Why, for the guild's audit log; at most 512 characters.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Ends it when `flag` is set; who is banned until then stays banned.
    pub fn ended_by(mut self, flag: &CloseFlag) -> Self {
        self.end = Some(flag.clone());
        self
    }

    /// Bans them and says what became of each. A failure does not keep the others, but for one that all would meet: a
    /// close, an end, a token that is refused.
    #[must_use = "some may not have been banned"]
    pub fn send(self) -> Banned {
        let mut done = Banned::default();
        done.failed = in_groups(self.users.chunks(MOST), |group| {
            match self.ban(group) {
                Ok(answer) => {
                    done.banned.extend(answer.banned_users);
                    done.refused.extend(answer.failed_users);
                }
                Err(error) if error.code() == Some(ErrorCode::FailedBanUsers) => done.refused.extend(group),
                Err(error) => return Err(error),
            }
            Ok(())
        });
        done
    }

    fn ban(&self, group: &[Id<User>]) -> Result<BulkBan, Error> {
        let mut request = self.rest.bulk_guild_ban(self.guild, group.iter().copied());
        if !self.messages.is_zero() {
            request = request.delete_message_seconds(self.messages);
        }
        if let Some(reason) = &self.reason {
            request = request.reason(reason.as_str());
        }
        if let Some(end) = &self.end {
            request = request.ended_by(end);
        }
        request.send()
    }
}

impl Banned {
    /// How many are not banned by these calls.
    pub fn left(&self) -> usize {
        self.refused.len() + self.failed.iter().map(|(users, _)| users.len()).sum::<usize>()
    }
}

const MOST: usize = 200;
