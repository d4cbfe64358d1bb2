//! Members of a guild.

use http::Method;

use super::{of, within};
use crate::model::{Channel, Guild, Id, ImageData, Member, MemberFlags, Role, Timestamp, User};
use crate::rest::body::Body;
use crate::rest::fields::{DAY, ahead};
use crate::rest::options::options;
use crate::rest::page::{list, list_pages};
use crate::rest::route::{Route, Value};
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/guild#get-guild-member>
impl Rest {
    /// A member.
    pub fn fetch_guild_member(&self, guild: Id<Guild>, user: Id<User>) -> Request<Member> {
        Request::json(self, one(Method::GET, guild, user), Body::None)
    }

    /// The members of a guild, by their ids; a thousand at a time are fetched as the iterator goes on. Needs the intent
    /// `GUILD_MEMBERS`.
    ///
    /// ```no_run
    /// # fn f(rest: &ito::rest::Rest, guild: ito::model::Id<ito::model::Guild>) -> Result<(), ito::rest::Error> {
    /// for member in rest.list_guild_members(guild).limit(2500) {
    ///     println!("{:?}", member?.nick);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_guild_members(&self, guild: Id<Guild>) -> ListGuildMembers {
        let route = of(Method::GET, "/guilds/{guild.id}/members", guild);
        ListGuildMembers::new(self, route, 1000, |answer, query| {
            list(answer, query, |member: &Member| member.user.as_ref().map_or(0, |user| user.id.get()))
        })
    }

    /// Members whose name or nickname begins like this.
    pub fn search_guild_members(&self, guild: Id<Guild>, query: &str) -> SearchGuildMembers {
        let mut route = of(Method::GET, "/guilds/{guild.id}/members/search", guild);
        route.query("query", query);
        SearchGuildMembers::new(Request::list(self, route).look(|at| at.field("query", query, 1..=100)))
    }

    /// Adds a user who gave the application a token with the scope `guilds.join`; nothing when they were in the guild already.
    pub fn add_guild_member(&self, guild: Id<Guild>, user: Id<User>, access_token: &str) -> AddGuildMember {
        let mut builder = AddGuildMember::new(Request::maybe(self, one(Method::PUT, guild, user)));
        builder.options.body.set("access_token", &access_token);
        builder
    }

    /// Changes a member; gives the member as it is now, which Discord may leave out.
    pub fn edit_guild_member(&self, guild: Id<Guild>, user: Id<User>) -> EditGuildMember {
        EditGuildMember::new(Request::maybe(self, one(Method::PATCH, guild, user)))
    }

    /// Changes how the bot looks in a guild.
    pub fn edit_current_member(&self, guild: Id<Guild>) -> EditCurrentMember {
        let route = of(Method::PATCH, "/guilds/{guild.id}/members/@me", guild);
        EditCurrentMember::new(Request::json(self, route, Body::None))
    }

    /// Changes the bot's nickname; `None` takes it away. [`Rest::edit_current_member`] has taken its place.
    pub fn edit_current_user_nick(&self, guild: Id<Guild>, nick: Option<&str>) -> Request<()> {
        let route = of(Method::PATCH, "/guilds/{guild.id}/members/@me/nick", guild);
        Request::empty(self, route, Body::field("nick", &nick)).look(|at| at.field("nick", &nick, ..=32))
    }

    /// Removes a member, who can come back.
    pub fn delete_guild_member(&self, guild: Id<Guild>, user: Id<User>) -> Request<()> {
        Request::empty(self, one(Method::DELETE, guild, user), Body::None)
    }

    /// Gives a member a role.
    pub fn add_guild_member_role(&self, guild: Id<Guild>, user: Id<User>, role: Id<Role>) -> Request<()> {
        Request::empty(self, role_of(Method::PUT, guild, user, role), Body::None)
    }

    /// Takes a role from a member.
    pub fn delete_guild_member_role(&self, guild: Id<Guild>, user: Id<User>, role: Id<Role>) -> Request<()> {
        Request::empty(self, role_of(Method::DELETE, guild, user, role), Body::None)
    }
}

fn one(method: Method, guild: Id<Guild>, user: Id<User>) -> Route {
    within(method, "/guilds/{guild.id}/members/{user.id}", guild, user)
}

fn role_of(method: Method, guild: Id<Guild>, user: Id<User>, role: Id<Role>) -> Route {
    let values = [Value::Id(guild.get()), Value::Id(user.get()), Value::Id(role.get())];
    Route::new(method, "/guilds/{guild.id}/members/{user.id}/roles/{role.id}", &values)
}

list_pages! {
    /// The members of a guild; see [`Rest::list_guild_members`].
    pub struct ListGuildMembers -> Member;

    /// Starts with the lowest id above this one.
    query after: Id<User>;
}

options! {
    /// Members to look for; see [`Rest::search_guild_members`].
    pub struct SearchGuildMembers -> Vec<Member>;

    /// How many at most, up to 1,000; one unless set.
    query limit = u32, 1..=1000;
}

options! {
    /// A user to add; see [`Rest::add_guild_member`].
    pub struct AddGuildMember -> Option<Member>;

    /// The nickname, at most 32 characters.
    body nick: String, ..=32;
    /// The roles.
    body roles: Vec<Id<Role>>, ..=250;
    /// Whether nobody hears the member.
    body mute: bool;
    /// Whether the member hears nobody.
    body deaf: bool;
    /// More about the member.
    body flags: MemberFlags;
}

options! {
    /// Changes to a member; see [`Rest::edit_guild_member`]. What is not set stays as it is.
    pub struct EditGuildMember -> Option<Member>, with reason;

    /// The nickname, at most 32 characters.
    patch nick: String, ..=32;
    /// All roles.
    patch roles: Vec<Id<Role>>, ..=350;
    /// Whether nobody hears the member, who must be in a voice channel.
    patch mute: bool;
    /// Whether the member hears nobody.
    patch deaf: bool;
    /// The voice channel to move the member to; `None` takes the member out of the one they are in.
    patch channel_id: Id<Channel>;
    /// Until when the member has to be silent, at most 28 days; `None` ends it.
    patch communication_disabled_until: Timestamp, ahead(28 * DAY);
    /// More about the member.
    patch flags: MemberFlags;
}

options! {
    /// How the bot looks in a guild; see [`Rest::edit_current_member`]. What is not set stays as it is.
    pub struct EditCurrentMember -> Member, with reason;

    /// The nickname, at most 32 characters.
    patch nick: String, ..=32;
    /// The avatar.
    patch avatar: ImageData;
    /// The banner of the profile.
    patch banner: ImageData;
    /// The text of the profile, at most 190 characters.
    patch bio: String, ..=190;
}
