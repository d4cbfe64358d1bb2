//! Users, and what a user has: guilds, conversations, accounts elsewhere.

use std::collections::BTreeMap;

use http::Method;

use crate::model::{Channel, Connection, CurrentUserGuild, Guild, Id, ImageData, Member, User};
use crate::rest::auth::Auth;
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::page::{list, list_pages};
use crate::rest::route::{Route, Value};
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/user>
impl Rest {
    /// The bot itself, or the user whose access token it is, with the scope `identify`.
    pub fn fetch_current_user(&self) -> Request<User> {
        Request::json(self, Route::new(Method::GET, "/users/@me", &[]).auth(Auth::BotOrUser), Body::None)
    }

    /// A user.
    pub fn fetch_user(&self, user: Id<User>) -> Request<User> {
        let route = Route::new(Method::GET, "/users/{user.id}", &[Value::Id(user.get())]);
        Request::json(self, route, Body::None)
    }

    /// Changes the bot itself.
    pub fn edit_current_user(&self) -> EditCurrentUser {
        let route = Route::new(Method::PATCH, "/users/@me", &[]);
        EditCurrentUser::new(Request::json(self, route, Body::None))
    }

    /// The guilds of the bot, or of the user whose access token it is, with the scope `guilds`; 200 at a time are fetched
    /// as the iterator goes on.
    pub fn list_current_user_guilds(&self) -> ListCurrentUserGuilds {
        let route = Route::new(Method::GET, "/users/@me/guilds", &[]).auth(Auth::BotOrUser);
        ListCurrentUserGuilds::new(self, route, 200, |answer, query| {
            list(answer, query, |guild: &CurrentUserGuild| guild.id.get())
        })
    }

    /// What the user is in a guild; needs an access token with the scope `guilds.members.read`.
    pub fn fetch_current_user_guild_member(&self, guild: Id<Guild>) -> Request<Member> {
        let route = Route::new(Method::GET, "/users/@me/guilds/{guild.id}/member", &[Value::Id(guild.get())]);
        Request::json(self, route.auth(Auth::User), Body::None)
    }

    /// Leaves a guild.
    pub fn leave_guild(&self, guild: Id<Guild>) -> Request<()> {
        let route = Route::new(Method::DELETE, "/users/@me/guilds/{guild.id}", &[Value::Id(guild.get())]);
        Request::empty(self, route, Body::None)
    }

    /// The private channel with a user, which is made if there is none. To do so for many users looks like spam.
    pub fn create_dm(&self, user: Id<User>) -> Request<Channel> {
        let route = Route::new(Method::POST, "/users/@me/channels", &[]).repeatable();
        Request::json(self, route, Body::field("recipient_id", &user))
    }

    /// Begins a conversation of several users, who each gave an access token with the scope `gdm.join`.
    pub fn create_group_dm(
        &self,
        access_tokens: impl IntoIterator<Item = impl Into<String>>,
    ) -> CreateGroupDm {
        let route = Route::new(Method::POST, "/users/@me/channels", &[]);
        let mut builder = CreateGroupDm::new(Request::json(self, route, Body::None));
        let tokens: Vec<String> = access_tokens.into_iter().map(Into::into).collect();
        builder.options.body.set("access_tokens", &tokens);
        builder
    }

    /// The accounts elsewhere that the user has connected; needs an access token with the scope `connections`.
    pub fn list_current_user_connections(&self) -> Request<Vec<Connection>> {
        Request::list(self, Route::new(Method::GET, "/users/@me/connections", &[]).auth(Auth::User))
    }
}

options! {
    /// Changes to the bot itself; see [`Rest::edit_current_user`]. What is not set stays as it is.
    pub struct EditCurrentUser -> User;

    /// The name.
    body username: String, 2..=32;
    /// The avatar.
    patch avatar: ImageData;
    /// The banner.
    patch banner: ImageData;
}

list_pages! {
    /// The guilds of a user; see [`Rest::list_current_user_guilds`].
    pub struct ListCurrentUserGuilds -> CurrentUserGuild;

    /// Starts below this one and goes on to lower ids.
    query before: Id<Guild>;
    /// Starts above this one.
    query after: Id<Guild>;
    /// Whether to count members and those that are online, roughly.
    query with_counts: bool;
}

options! {
    /// A conversation of several to begin; see [`Rest::create_group_dm`].
    pub struct CreateGroupDm -> Channel;

    /// The nicknames of the users.
    body nicks: BTreeMap<Id<User>, String>;
}
