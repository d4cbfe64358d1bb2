//! Events about members.

use serde::{Deserialize, Serialize};

use super::payload::{place, things};
use crate::model::{Guild, Id, Member, User};

things! {
    /// A member who joined.
    GuildMemberAdd(Member) in |e| e.guild_id;
    /// A member as it is now.
    GuildMemberUpdate(Member) in |e| e.guild_id;
}

/// A member who is gone.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildMemberRemove {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// Who is gone.
    pub user: User,
}

place!(GuildMemberRemove in |e| Some(e.guild_id));
