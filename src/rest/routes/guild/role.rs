//! Roles of a guild.

use std::collections::BTreeMap;

use http::Method;
use serde::Serialize;

use super::{of, within};
use crate::model::{Color, Guild, Id, ImageData, Permissions, Role, RoleColors};
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::route::Route;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/guild#get-guild-roles>
impl Rest {
    /// The roles of a guild.
    pub fn list_guild_roles(&self, guild: Id<Guild>) -> Request<Vec<Role>> {
        Request::list(self, of(Method::GET, "/guilds/{guild.id}/roles", guild))
    }

    /// A role.
    pub fn fetch_guild_role(&self, guild: Id<Guild>, role: Id<Role>) -> Request<Role> {
        Request::json(self, one(Method::GET, guild, role), Body::None)
    }

    /// How many members have each role; `@everyone` is not among them.
    pub fn fetch_guild_role_member_counts(&self, guild: Id<Guild>) -> Request<BTreeMap<Id<Role>, u64>> {
        let route = of(Method::GET, "/guilds/{guild.id}/roles/member-counts", guild);
        Request::new(self, route, Body::None, |answer| {
            let counts: BTreeMap<String, u64> = answer.read()?;
            // A key that is no id costs the others nothing.
            Ok(counts.into_iter().filter_map(|(role, count)| Some((role.parse().ok()?, count))).collect())
        })
    }

    /// Creates a role.
    ///
    /// ```no_run
    /// # use ito::model::{Color, Guild, Id};
    /// # fn f(rest: &ito::rest::Rest, guild: Id<Guild>) -> Result<(), ito::rest::Error> {
    /// let brewer = rest.create_guild_role(guild).name("brewer").color(Color(0x88_44_22)).hoist(true).send()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_guild_role(&self, guild: Id<Guild>) -> CreateGuildRole {
        let route = of(Method::POST, "/guilds/{guild.id}/roles", guild);
        CreateGuildRole::new(Request::json(self, route, Body::None))
    }

    /// Changes a role.
    pub fn edit_guild_role(&self, guild: Id<Guild>, role: Id<Role>) -> EditGuildRole {
        EditGuildRole::new(Request::json(self, one(Method::PATCH, guild, role), Body::None))
    }

    /// Moves roles: each with its new position, 1 being the lowest that can be moved. Gives all roles.
    pub fn edit_guild_role_positions(
        &self,
        guild: Id<Guild>,
        positions: impl IntoIterator<Item = (Id<Role>, u32)>,
    ) -> Request<Vec<Role>> {
        let route = of(Method::PATCH, "/guilds/{guild.id}/roles", guild);
        let positions: Vec<RolePosition> =
            positions.into_iter().map(|(id, position)| RolePosition { id, position }).collect();
        Request::json(self, route, Body::json(&positions))
    }

    /// Deletes a role.
    pub fn delete_guild_role(&self, guild: Id<Guild>, role: Id<Role>) -> Request<()> {
        Request::empty(self, one(Method::DELETE, guild, role), Body::None)
    }
}

fn one(method: Method, guild: Id<Guild>, role: Id<Role>) -> Route {
    within(method, "/guilds/{guild.id}/roles/{role.id}", guild, role)
}

#[derive(Serialize)]
struct RolePosition {
    id: Id<Role>,
    position: u32,
}

options! {
    /// A role to create; see [`Rest::create_guild_role`].
    pub struct CreateGuildRole -> Role, with reason;

    /// The name, at most 100 characters.
    body name: String, 1..=100;
    /// What its members may do; what `@everyone` may unless set.
    body permissions: Permissions;
    /// The colour.
    body color: Color, ..=0xff_ffff;
    /// The colours, where the guild has gradients.
    body colors: RoleColors, ..;
    /// Whether its members are listed apart.
    body hoist: bool;
    /// The icon, where the guild has role icons.
    body icon: ImageData;
    /// An emoji as its icon.
    body unicode_emoji: String, ..=100;
    /// Whether everybody may mention it.
    body mentionable: bool;
}

options! {
    /// Changes to a role; see [`Rest::edit_guild_role`]. What is not set stays as it is.
    pub struct EditGuildRole -> Role, with reason;

    /// The name, at most 100 characters.
    patch name: String, 1..=100;
    /// What its members may do.
    patch permissions: Permissions;
    /// The colour.
    patch color: Color, ..=0xff_ffff;
    /// The colours, where the guild has gradients.
    patch colors: RoleColors, ..;
    /// Whether its members are listed apart.
    patch hoist: bool;
    /// The icon, where the guild has role icons.
    patch icon: ImageData;
    /// An emoji as its icon.
    patch unicode_emoji: String, ..=100;
    /// Whether everybody may mention it.
    patch mentionable: bool;
}
