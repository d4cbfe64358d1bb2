//! Teams that applications belong to.
//!
//! <https://docs.discord.com/developers/topics/teams>

use serde::{Deserialize, Serialize};

use crate::model::{Id, ImageHash, User, open_enum};

/// A team of developers.
///
/// <https://docs.discord.com/developers/topics/teams#data-models-team-object>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Team {
    /// The icon.
    pub icon: Option<ImageHash>,
    /// The team's id.
    pub id: Id<Team>,
    /// Who is in the team.
    pub members: Vec<TeamMember>,
    /// The name.
    pub name: String,
    /// Who owns the team.
    pub owner_user_id: Id<User>,
}

/// Somebody in a team.
///
/// <https://docs.discord.com/developers/topics/teams#data-models-team-member-object>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TeamMember {
    /// Whether the user has joined.
    pub membership_state: TeamMembershipState,
    /// What the user may do, as it was told before `role`: always `*`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<String>,
    /// The team.
    pub team_id: Id<Team>,
    /// The user, in part: avatar, discriminator, id and name.
    pub user: User,
    /// What the user may do; the owner has no role on the wire.
    pub role: TeamMemberRole,
}

open_enum! {
    /// Whether somebody has joined a team.
    ///
    /// <https://docs.discord.com/developers/topics/teams#data-models-membership-state-enum>
    pub enum TeamMembershipState: u32 {
        /// Is invited.
        Invited = 1,
        /// Has joined.
        Accepted = 2,
    }
    default Invited
}

open_enum! {
    /// What somebody in a team may do.
    ///
    /// <https://docs.discord.com/developers/topics/teams#team-member-roles-team-member-role-types>
    pub enum TeamMemberRole: str {
        /// Everything, except deleting the team or what belongs to its owner.
        Admin = "admin",
        /// See secrets and change applications in part.
        Developer = "developer",
        /// See applications.
        ReadOnly = "read_only",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_is_read() {
        let json = r#"{"icon":"ab","id":"2","members":[{"membership_state":2,"team_id":"2","user":{"id":"3","username":"ada"},"role":"developer"}],"name":"Brewers","owner_user_id":"3"}"#;
        let team: Team = serde_json::from_str(json).unwrap();
        assert_eq!(team.members[0].role, TeamMemberRole::Developer);
        assert_eq!(team.members[0].user.name, "ada");
        let back: Team = serde_json::from_str(&serde_json::to_string(&team).unwrap()).unwrap();
        assert_eq!(back, team);
    }
}
