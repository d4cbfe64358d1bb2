//! Events about guilds.

use super::payload::things;
use crate::model::{Guild, UnavailableGuild};

things! {
    /// A guild with all that is in it; only an id and `unavailable` during an outage.
    GuildCreate(Guild) in |e| Some(e.id);
    /// A guild as it is now, without what only GUILD_CREATE brings.
    GuildUpdate(Guild) in |e| Some(e.id);
    /// A guild that is gone: for an outage when `unavailable` is there, else for good.
    GuildDelete(UnavailableGuild) in |e| Some(e.id);
}
