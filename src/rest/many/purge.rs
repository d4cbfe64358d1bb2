//! Messages that are deleted together where Discord takes that, and one by one where it does not.
//!
//! Discord deletes 2 to 100 messages in one call, none older than two weeks.
//! <https://docs.discord.com/developers/resources/message#bulk-delete-messages>

use std::time::Duration;

use super::in_groups;
use crate::model::{Channel, Id, Message, Timestamp};
use crate::rest::{Error, Rest};
use crate::sync::CloseFlag;

impl Rest {
    /// Deletes any number of messages of any age: those of the last two weeks a hundred at a time, older ones one by one,
    /// which takes long, since Discord limits that.
    ///
    /// ```no_run
    /// # use ito::model::{Channel, Id, Message};
    /// # fn f(rest: &ito::rest::Rest, channel: Id<Channel>, messages: Vec<Id<Message>>) {
    /// let purged = rest.purge_messages(channel, messages).reason("spam").send();
    /// println!("{} at once, {} one by one, {} not", purged.together.len(), purged.singly.len(), purged.left());
    /// # }
    /// ```
    pub fn purge_messages(
        &self,
        channel: Id<Channel>,
        messages: impl IntoIterator<Item = Id<Message>>,
    ) -> PurgeMessages {
        let mut messages: Vec<Id<Message>> = messages.into_iter().collect();
        messages.sort_unstable_by(|a, b| b.cmp(a));
        messages.dedup();
        PurgeMessages { rest: self.clone(), channel, messages, reason: None, end: None }
    }
}

/// Messages to delete; see [`Rest::purge_messages`].
#[derive(Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct PurgeMessages {
    rest: Rest,
    channel: Id<Channel>,
    /// The newest first, each once.
    messages: Vec<Id<Message>>,
    reason: Option<String>,
    end: Option<CloseFlag>,
}

/// What became of the messages of a purge.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Purged {
    /// Deleted a hundred at a time.
    pub together: Vec<Id<Message>>,
    /// Deleted one by one, or gone already.
    pub singly: Vec<Id<Message>>,
    /// Not deleted, each group with the reason.
    pub failed: Vec<(Vec<Id<Message>>, Error)>,
}

impl PurgeMessages {
    /// Why, for the guild's audit log; at most 512 characters.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Ends the purge when `flag` is set; what is deleted until then stays deleted.
    pub fn ended_by(mut self, flag: &CloseFlag) -> Self {
        self.end = Some(flag.clone());
        self
    }

    /// Deletes them, the newest first, and says what became of each. A failure does not keep the others, but for one that
    /// all would meet: a close, an end, a token that is refused.
    #[must_use = "some may not have been deleted"]
    pub fn send(self) -> Purged {
        let now = Timestamp::now().as_millis();
        let is_young = |message: &Id<Message>| now - message.created_at().as_millis() < YOUNG;
        let (young, old): (Vec<_>, Vec<_>) = self.messages.iter().copied().partition(is_young);
        let mut purged = Purged::default();
        purged.failed = in_groups(young.chunks(100).chain(old.chunks(1)), |group| {
            self.delete(group)?;
            if group.len() > 1 { &mut purged.together } else { &mut purged.singly }.extend(group);
            Ok(())
        });
        purged
    }

    fn delete(&self, group: &[Id<Message>]) -> Result<(), Error> {
        let mut request = match group {
            [one] => self.rest.delete_message(self.channel, *one),
            many => self.rest.bulk_delete_messages(self.channel, many.iter().copied()),
        };
        if let Some(reason) = &self.reason {
            request = request.reason(reason.as_str());
        }
        if let Some(end) = &self.end {
            request = request.ended_by(end);
        }
        match request.send() {
            Err(error) if group.len() == 1 && error.is_not_found() => Ok(()),
            answer => answer,
        }
    }
}

impl Purged {
    /// How many are left.
    pub fn left(&self) -> usize {
        self.failed.iter().map(|(messages, _)| messages.len()).sum()
    }
}

/// Two weeks, less an hour for a clock that is wrong and for the calls before.
const YOUNG: i64 = Duration::from_secs(14 * 86_400 - 3600).as_millis() as i64;
