//! Templates of guilds.

use http::Method;

use super::of;
use crate::model::{Guild, Id, Template};
use crate::rest::auth::Auth;
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::route::{Route, Value};
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/guild-template>
impl Rest {
    /// A template by its code.
    pub fn fetch_guild_template(&self, code: &str) -> Request<Template> {
        let route = Route::new(Method::GET, "/guilds/templates/{template.code}", &[Value::Text(code)])
            .auth(Auth::Anybody);
        Request::json(self, route, Body::None)
    }

    /// The templates of a guild.
    pub fn list_guild_templates(&self, guild: Id<Guild>) -> Request<Vec<Template>> {
        Request::list(self, of(Method::GET, "/guilds/{guild.id}/templates", guild))
    }

    /// Makes a template of a guild as it is.
    pub fn create_guild_template(&self, guild: Id<Guild>, name: impl Into<String>) -> CreateGuildTemplate {
        let route = of(Method::POST, "/guilds/{guild.id}/templates", guild);
        CreateGuildTemplate::new(Request::json(self, route, Body::None)).name(name)
    }

    /// Makes a template anew of the guild as it is now.
    pub fn sync_guild_template(&self, guild: Id<Guild>, code: &str) -> Request<Template> {
        Request::json(self, one(Method::PUT, guild, code), Body::None)
    }

    /// Changes what a template says about itself.
    pub fn edit_guild_template(&self, guild: Id<Guild>, code: &str) -> EditGuildTemplate {
        EditGuildTemplate::new(Request::json(self, one(Method::PATCH, guild, code), Body::None))
    }

    /// Deletes a template, and gives it.
    pub fn delete_guild_template(&self, guild: Id<Guild>, code: &str) -> Request<Template> {
        Request::json(self, one(Method::DELETE, guild, code), Body::None)
    }
}

fn one(method: Method, guild: Id<Guild>, code: &str) -> Route {
    let values = [Value::Id(guild.get()), Value::Text(code)];
    Route::new(method, "/guilds/{guild.id}/templates/{template.code}", &values)
}

options! {
    /// A template to create; see [`Rest::create_guild_template`].
    pub struct CreateGuildTemplate -> Template;

    /// The name, of 1 to 100 characters.
    body name: String, 1..=100;
    /// What it is for, at most 120 characters.
    body description: String, ..=120;
}

options! {
    /// Changes to a template; see [`Rest::edit_guild_template`]. What is not set stays as it is.
    pub struct EditGuildTemplate -> Template;

    /// The name, of 1 to 100 characters.
    body name: String, 1..=100;
    /// What it is for, at most 120 characters.
    patch description: String, ..=120;
}
