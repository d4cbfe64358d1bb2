//! Teams, which own applications together.
//!
//! <https://docs.discord.com/developers/topics/teams>

use serde::{Deserialize, Serialize};

use crate::model::{Id, ImageHash, User, open_enum};

/// A team.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Team {
    /// The icon.
    pub icon: Option<ImageHash>,
    /// The team's id.
    pub id: Id<Team>,
    /// Who is in it.
    pub members: Vec<TeamMember>,
    /// The name.
    pub name: String,
    /// Who owns it.
    pub owner_user_id: Id<User>,
}

/// A user in a team.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TeamMember {
    /// Whether the user has accepted.
    pub membership_state: TeamMembershipState,
    /// The team.
    pub team_id: Id<Team>,
    /// The user: avatar, discriminator, id and name.
    pub user: User,
    /// What the user may do.
    pub role: TeamMemberRole,
}

open_enum! {
    /// Whether a user has accepted to be in a team.
    pub enum TeamMembershipState: u8 {
        /// Not yet.
        Invited = 1,
        /// Yes.
        Accepted = 2,
    }
    default Invited
}

open_enum! {
    /// What a user in a team may do.
    pub enum TeamMemberRole: str {
        /// Everything.
        Owner = "owner",
        /// Nearly what the owner may.
        Admin = "admin",
        /// Read secrets, change the application, but not delete it.
        Developer = "developer",
        /// Look.
        ReadOnly = "read_only",
    }
}
