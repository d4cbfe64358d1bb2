//! Who may do what: 50001 for what the bot cannot see, 50013 for what it may not do, or not to whom.

use serde_json::Value;

use super::refusal::Refusal;
use crate::model::Permissions;
use crate::sandbox::server::State;
use crate::sandbox::world::{Rank, bits};

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

/// Refuses when the bot does not stand above a member.
pub(super) fn above_member(state: &State, guild: u64, user: u64) -> Result<(), Refusal> {
    let world = &state.world;
    if world.rank(guild, world.bot) > world.rank(guild, user) {
        Ok(())
    } else {
        Err(Refusal::missing_permissions())
    }
}

/// Refuses when a role of the guild is not below the bot's highest one.
pub(super) fn above_role(state: &State, guild: u64, role: &str) -> Result<(), Refusal> {
    let world = &state.world;
    let role = world.guilds.get(&guild).and_then(|guild| guild.roles.iter().find(|r| r["id"] == role));
    match role {
        Some(role) if world.rank(guild, world.bot) <= Rank::of_role(role) => {
            Err(Refusal::missing_permissions())
        }
        _ => Ok(()),
    }
}

/// Refuses when permissions are to be given that the bot itself lacks.
pub(super) fn grants(state: &State, guild: u64, permissions: &Value) -> Result<(), Refusal> {
    in_guild(state, guild, Permissions::from_bits_retain(bits(permissions)))
}
