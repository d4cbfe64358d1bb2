//! Who may do what: 50001 for what the bot cannot see, 50013 for what it may not do.

use super::refusal::Refusal;
use crate::model::Permissions;
use crate::sandbox::server::State;

/// Refuses when the bot lacks permissions in a channel.
pub(super) fn in_channel(state: &State, channel: u64, wanted: Permissions) -> Result<(), Refusal> {
    let has = state.world.permissions(channel, state.world.bot);
    if !has.contains(Permissions::VIEW_CHANNEL) {
        return Err(Refusal::missing_access());
    }
    if has.contains(wanted) { Ok(()) } else { Err(Refusal::missing_permissions()) }
}

/// Refuses when the bot lacks permissions in a guild.
pub(super) fn in_guild(state: &State, guild: u64, wanted: Permissions) -> Result<(), Refusal> {
    let has = state.world.guild_permissions(guild, state.world.bot);
    if has.contains(wanted) { Ok(()) } else { Err(Refusal::missing_permissions()) }
}
