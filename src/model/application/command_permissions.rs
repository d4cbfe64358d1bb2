//! Who may use a command in a guild.
//!
//! <https://docs.discord.com/developers/interactions/application-commands#permissions>

use serde::{Deserialize, Serialize};

use crate::model::{Application, Channel, Guild, Id, Role, User, open_enum};

/// Who may use a command, or all commands of an application, in a guild.
///
/// <https://docs.discord.com/developers/interactions/application-commands#application-command-permissions-object-guild-application-command-permissions-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildApplicationCommandPermissions {
    /// The command's id, or the application's for all commands that have no permissions of their own.
    pub id: Id<CommandPermissionsOf>,
    /// The application.
    pub application_id: Id<Application>,
    /// The guild.
    pub guild_id: Id<Guild>,
    /// Up to 100 permissions.
    pub permissions: Vec<ApplicationCommandPermission>,
}

/// What the permissions are of: the id is that of a command or of an application.
#[derive(Debug)]
pub enum CommandPermissionsOf {}

/// Whether a role, a user, or everybody in a channel may use a command.
///
/// <https://docs.discord.com/developers/interactions/application-commands#application-command-permissions-object-application-command-permissions-structure>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ApplicationCommandPermission {
    /// The id: of a role, a user or a channel. The guild's is everybody, the guild's less one is all channels.
    pub id: Id<CommandPermissionTarget>,
    /// Of which of them.
    #[serde(rename = "type")]
    pub kind: ApplicationCommandPermissionType,
    /// Whether it is allowed.
    pub permission: bool,
}

/// Whom a permission is for: the id is that of a role, a user or a channel.
#[derive(Debug)]
pub enum CommandPermissionTarget {}

impl ApplicationCommandPermission {
    /// Whether a role may use the command.
    pub const fn role(role: Id<Role>, permission: bool) -> Self {
        Self { id: role.cast(), kind: ApplicationCommandPermissionType::Role, permission }
    }

    /// Whether a user may use the command.
    pub const fn user(user: Id<User>, permission: bool) -> Self {
        Self { id: user.cast(), kind: ApplicationCommandPermissionType::User, permission }
    }

    /// Whether the command may be used in a channel.
    pub const fn channel(channel: Id<Channel>, permission: bool) -> Self {
        Self { id: channel.cast(), kind: ApplicationCommandPermissionType::Channel, permission }
    }
}

open_enum! {
    /// What a permission of a command is for.
    ///
    /// <https://docs.discord.com/developers/interactions/application-commands#application-command-permissions-object-application-command-permission-type>
    pub enum ApplicationCommandPermissionType: u32 {
        /// A role.
        Role = 1,
        /// A user.
        User = 2,
        /// A channel.
        Channel = 3,
    }
    default Role
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_travel_back_as_they_came() {
        let json = r#"{"id":"1","application_id":"2","guild_id":"3","permissions":[{"id":"3","type":1,"permission":false},{"id":"5","type":2,"permission":true},{"id":"6","type":9,"permission":true}]}"#;
        let permissions: GuildApplicationCommandPermissions = serde_json::from_str(json).unwrap();
        assert_eq!(permissions.permissions[1], ApplicationCommandPermission::user(Id::new(5), true));
        assert_eq!(serde_json::to_string(&permissions).unwrap(), json);
    }
}
