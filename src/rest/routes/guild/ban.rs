//! Bans and prunes.

use std::time::Duration;

use http::Method;

use super::{of, within};
use crate::model::{Ban, BulkBan, Guild, Id, Prune, Role, User};
use crate::rest::body::Body;
use crate::rest::fields::{commas, seconds};
use crate::rest::options::options;
use crate::rest::page::{list, list_pages};
use crate::rest::route::Route;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/guild#get-guild-bans>
impl Rest {
    /// The bans of a guild by the ids of the users, a thousand at a time as the iterator goes on.
    pub fn list_guild_bans(&self, guild: Id<Guild>) -> ListGuildBans {
        let route = of(Method::GET, "/guilds/{guild.id}/bans", guild);
        ListGuildBans::new(self, route, 1000, |answer, query| {
            list(answer, query, |ban: &Ban| ban.user.id.get())
        })
    }

    /// A ban.
    pub fn fetch_guild_ban(&self, guild: Id<Guild>, user: Id<User>) -> Request<Ban> {
        Request::json(self, one(Method::GET, guild, user), Body::None)
    }

    /// Bans a user, who need not be a member.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use ito::model::{Guild, Id, User};
    /// # fn f(rest: &ito::rest::Rest, guild: Id<Guild>, user: Id<User>) -> Result<(), ito::rest::Error> {
    /// rest.create_guild_ban(guild, user).delete_message_seconds(Duration::from_secs(3600)).reason("spam").send()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_guild_ban(&self, guild: Id<Guild>, user: Id<User>) -> CreateGuildBan {
        CreateGuildBan::new(Request::empty(self, one(Method::PUT, guild, user), Body::None))
    }

    /// Lifts a ban.
    pub fn delete_guild_ban(&self, guild: Id<Guild>, user: Id<User>) -> Request<()> {
        Request::empty(self, one(Method::DELETE, guild, user), Body::None)
    }

    /// Bans users, at most 200, and says which of them could be banned.
    pub fn bulk_guild_ban(
        &self,
        guild: Id<Guild>,
        users: impl IntoIterator<Item = Id<User>>,
    ) -> BulkGuildBan {
        let users: Vec<Id<User>> = users.into_iter().collect();
        let route = of(Method::POST, "/guilds/{guild.id}/bulk-ban", guild);
        let mut builder = BulkGuildBan::new(Request::json(self, route.repeatable(), Body::None));
        builder.options.body.set_within("user_ids", &users, 1..=200);
        builder
    }

    /// How many members a prune would remove.
    pub fn fetch_guild_prune_count(&self, guild: Id<Guild>) -> FetchGuildPruneCount {
        let route = of(Method::GET, "/guilds/{guild.id}/prune", guild);
        FetchGuildPruneCount::new(Request::json(self, route, Body::None))
    }

    /// Removes the members that were away for days and have no role.
    pub fn begin_guild_prune(&self, guild: Id<Guild>) -> BeginGuildPrune {
        let route = of(Method::POST, "/guilds/{guild.id}/prune", guild);
        BeginGuildPrune::new(Request::json(self, route, Body::None))
    }
}

fn one(method: Method, guild: Id<Guild>, user: Id<User>) -> Route {
    within(method, "/guilds/{guild.id}/bans/{user.id}", guild, user)
}

list_pages! {
    /// The bans of a guild; see [`Rest::list_guild_bans`].
    pub struct ListGuildBans -> Ban;

    /// Starts below this one and goes on to lower ids.
    query before: Id<User>;
    /// Starts above this one.
    query after: Id<User>;
}

options! {
    /// A ban; see [`Rest::create_guild_ban`].
    pub struct CreateGuildBan -> (), with reason;

    /// From how far back the user's messages are deleted, up to 7 days.
    body delete_message_seconds: Duration => seconds, ..=604_800;
}

options! {
    /// Bans; see [`Rest::bulk_guild_ban`].
    pub struct BulkGuildBan -> BulkBan, with reason;

    /// From how far back the users' messages are deleted, up to 7 days.
    body delete_message_seconds: Duration => seconds, ..=604_800;
}

options! {
    /// A prune to think about; see [`Rest::fetch_guild_prune_count`].
    pub struct FetchGuildPruneCount -> Prune;

    /// How many days a member was away, from 1 to 30; 7 unless set.
    query days = u32, 1..=30;
    /// Roles that save nobody.
    query include_roles: Vec<Id<Role>> => commas, ..=100;
}

options! {
    /// A prune; see [`Rest::begin_guild_prune`].
    pub struct BeginGuildPrune -> Prune, with reason;

    /// How many days a member was away, from 1 to 30; 7 unless set.
    body days = u32, 1..=30;
    /// Whether to count them, which takes long in large guilds; it does unless told not to.
    body compute_prune_count: bool;
    /// Roles that save nobody.
    body include_roles: Vec<Id<Role>>, ..=100;
}
