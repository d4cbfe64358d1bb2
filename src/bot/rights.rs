//! What the bot may do, as its cache knows it, for calls that are to be refused before they are sent.

use super::asking::AskError;
use super::builder::Setup;
use crate::cache::{Cache, Kind};
use crate::error::{Error, Result};
use crate::model::{Intents, Permissions};
use crate::rest::Place;

/// What the bot may do in a place; nothing is said of what is not known.
pub(super) fn may(cache: &Cache, place: Place) -> Option<Permissions> {
    let me = cache.me()?.id;
    match place {
        Place::Guild(guild) => cache.guild(guild)?.permissions(me),
        Place::Channel(channel) => {
            let guild = cache.guild_of(channel)?;
            let may = guild.permissions_in(channel, me)?;
            // Who made a thread may change it and close it, and others with other permissions than in channels.
            let is_thread = guild.channel(channel)?.is_thread();
            Some(if is_thread { may | Permissions::MANAGE_CHANNELS } else { may })
        }
    }
}

/// Whether the bot's cache will know it.
pub(super) fn check(setup: &Setup) -> Result {
    if !setup.intents.contains(Intents::GUILDS) {
        return Err(AskError::MissingIntent { what: "check_permissions", intent: Intents::GUILDS }.into());
    }
    let needed = [Kind::Guilds, Kind::Channels, Kind::Threads, Kind::Roles, Kind::Members, Kind::Me];
    match needed.into_iter().find(|kind| !setup.cache.holds(*kind)) {
        Some(kind) => Err(Error::from(format!(
            "check_permissions needs {kind:?} in the cache; leave them there, or leave permissions to Discord"
        ))),
        None => Ok(()),
    }
}
