//! Guilds.
//!
//! <https://docs.discord.com/developers/resources/guild>

use http::Method;

use crate::model::{Guild, Id};
use crate::rest::body::Body;
use crate::rest::route::{Route, Value};
use crate::rest::{Request, Rest};

impl Rest {
    /// A guild; channels, members and voice states come only through the gateway.
    pub fn fetch_guild(&self, guild: Id<Guild>) -> Request<Guild> {
        let route = Route::new(Method::GET, "/guilds/{guild.id}", &[Value::Id(guild.get())]);
        Request::json(self, route, Body::None)
    }
}
