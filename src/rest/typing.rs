//! Showing the bot as typing for as long as it works on an answer.
//!
//! Threads: `ito-typing`, one for each [`Typing`]; it ends with it, or with REST.

use std::fmt;
use std::time::Duration;

use super::{Error, ErrorKind, Rest};
use crate::model::{Channel, Id};
use crate::sync::CloseFlag;
use crate::sync::thread::{self, Thread};

impl Rest {
    /// Shows the bot as typing in a channel until what this gives is dropped; [`Rest::trigger_typing`] shows it once, for 10
    /// seconds.
    ///
    /// ```no_run
    /// # fn f(bot: &ito::Bot) {
    /// bot.on(ito::EventKind::Message, |e| {
    ///     let _typing = e.rest().keep_typing(e.channel_id)?;
    ///     // What takes long.
    ///     e.reply("done")?;
    ///     Ok(())
    /// });
    /// # }
    /// ```
    ///
    /// # Errors
    /// When Discord refuses it, or the system has no thread to give.
    pub fn keep_typing(&self, channel: Id<Channel>) -> Result<Typing, Error> {
        let end = self.0.run.lock().close.child();
        self.trigger_typing(channel).send()?;
        let (rest, flag) = (self.clone(), end.clone());
        let again = move || {
            while !flag.wait_timeout(EVERY) {
                if let Err(error) = rest.trigger_typing(channel).timeout(PATIENCE).ended_by(&flag).send() {
                    log::debug!(target: "ito::rest", "typing is shown no longer: {error}");
                    return;
                }
            }
        };
        let thread = thread::spawn("ito-typing", STACK, again)
            .map_err(|error| Error::new(ErrorKind::Request, format!("no thread for typing: {error}")))?;
        Ok(Typing { end, _thread: thread })
    }
}

/// The bot is shown as typing until this is dropped; made by [`Rest::keep_typing`].
#[must_use = "the bot is shown as typing until this is dropped"]
pub struct Typing {
    end: CloseFlag,
    _thread: Thread<()>,
}

impl Drop for Typing {
    fn drop(&mut self) {
        self.end.set();
    }
}

impl fmt::Debug for Typing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typing")
    }
}

/// Discord shows it for 10 seconds.
const EVERY: Duration = Duration::from_secs(9);
/// Who drops it waits for a call that is on its way, and so long at the most.
const PATIENCE: Duration = Duration::from_secs(5);
/// Stack of the thread; 512 KiB: it makes calls, as workers do.
const STACK: usize = 512 * 1024;
