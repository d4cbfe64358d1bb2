//! Reactions one after another, as a menu under a message has them.

use crate::model::{Channel, Id, Message};
use crate::rest::{Error, ReactionEmoji, Rest};
use crate::sync::CloseFlag;

impl Rest {
    /// Reacts to a message with several emojis, which stand there in this order.
    ///
    /// ```no_run
    /// # use ito::model::{Channel, Id, Message};
    /// # fn f(rest: &ito::rest::Rest, channel: Id<Channel>, poll: Id<Message>) -> Result<(), ito::rest::Error> {
    /// rest.create_reactions(channel, poll, ["👍", "👎", "🤷"]).send()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_reactions<E: Into<ReactionEmoji>>(
        &self,
        channel: Id<Channel>,
        message: Id<Message>,
        emojis: impl IntoIterator<Item = E>,
    ) -> CreateReactions {
        let emojis = emojis.into_iter().map(Into::into).collect();
        CreateReactions { rest: self.clone(), channel, message, emojis, end: None }
    }
}

/// Reactions to add; see [`Rest::create_reactions`].
#[derive(Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct CreateReactions {
    rest: Rest,
    channel: Id<Channel>,
    message: Id<Message>,
    emojis: Vec<ReactionEmoji>,
    end: Option<CloseFlag>,
}

impl CreateReactions {
    /// Ends it when `flag` is set; the reactions until then stay.
    pub fn ended_by(mut self, flag: &CloseFlag) -> Self {
        self.end = Some(flag.clone());
        self
    }

    /// Adds them one after another; Discord takes about four a second. To do it again does no harm.
    ///
    /// # Errors
    /// The first failure, after which none is added any more; those before it stay.
    pub fn send(self) -> Result<(), Error> {
        for emoji in self.emojis {
            let mut request = self.rest.create_reaction(self.channel, self.message, emoji);
            if let Some(end) = &self.end {
                request = request.ended_by(end);
            }
            request.send()?;
        }
        Ok(())
    }
}
