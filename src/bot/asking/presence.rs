//! How a bot appears.

use std::sync::atomic::Ordering;

use crate::bot::{Bot, StateError};
use crate::error::Result;
use crate::gateway::PresencePatch;

impl Bot {
    /// Changes how the bot appears: what the patch does not name stays as it is, and a [`Presence`](crate::gateway::Presence)
    /// changes everything.
    ///
    /// It does not wait. A shard that is connected sends the newest once its turn comes (Discord takes 5 in 20 s); one that
    /// is not sends the newest when it is back.
    ///
    /// ```no_run
    /// use ito::gateway::{Activity, PresencePatch};
    /// use ito::model::PresenceStatus;
    ///
    /// # fn change(bot: &ito::Bot) -> ito::Result {
    /// bot.update_presence(PresencePatch::new().activity(Activity::custom("counting waves")))?;
    /// bot.update_presence(PresencePatch::new().status(PresenceStatus::Idle))?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the bot does not run.
    pub fn update_presence(&self, patch: impl Into<PresencePatch>) -> Result {
        let patch = patch.into();
        let shards = self.0.lifecycle.shards().ok_or(StateError::NotRunning)?;
        self.warn_of_activity(&patch);
        for line in shards.lines().values() {
            line.update_presence(&patch);
        }
        Ok(())
    }

    /// Says once that Discord will not show an activity as it is meant.
    pub(super) fn warn_of_activity(&self, patch: &PresencePatch) {
        if let Some(activity) = patch.incomplete()
            && !self.0.has_warned_of_activity.swap(true, Ordering::Relaxed)
        {
            log::warn!(
                target: "ito",
                "the activity {:?} streams without a url, so that Discord shows it as played: use Activity::streaming",
                activity.name()
            );
        }
    }
}
