//! Guilds and what belongs to them.

mod audit_log;
mod auto_moderation;
mod ban;
mod channel;
mod emoji;
mod integration;
mod invite;
mod join_request;
mod member;
mod onboarding;
mod role;
mod scheduled_event;
mod search;
mod settings;
mod soundboard;
mod stage_instance;
mod sticker;
mod template;
mod voice;
mod widget;

use http::Method;

pub use self::audit_log::*;
pub use self::auto_moderation::*;
pub use self::ban::*;
pub use self::channel::*;
pub use self::emoji::*;
pub use self::invite::*;
pub use self::join_request::*;
pub use self::member::*;
pub use self::onboarding::*;
pub use self::role::*;
pub use self::scheduled_event::*;
pub use self::search::*;
pub use self::settings::*;
pub use self::soundboard::*;
pub use self::stage_instance::*;
pub use self::sticker::*;
pub use self::template::*;
pub use self::voice::*;
pub use self::widget::*;
use crate::model::{Guild, GuildPreview, Id, VanityUrl, Webhook};
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::route::{Route, Value};
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/guild>
impl Rest {
    /// A guild; channels, members and voice states come only through the gateway.
    pub fn fetch_guild(&self, guild: Id<Guild>) -> FetchGuild {
        FetchGuild::new(Request::json(self, of(Method::GET, "/guilds/{guild.id}", guild), Body::None))
    }

    /// What anybody sees of a guild that is in the directory.
    pub fn fetch_guild_preview(&self, guild: Id<Guild>) -> Request<GuildPreview> {
        Request::json(self, of(Method::GET, "/guilds/{guild.id}/preview", guild), Body::None)
    }

    /// The invite with a name of the guild's own choice, and how often it was used.
    pub fn fetch_guild_vanity_url(&self, guild: Id<Guild>) -> Request<VanityUrl> {
        Request::json(self, of(Method::GET, "/guilds/{guild.id}/vanity-url", guild), Body::None)
    }

    /// The webhooks of a guild.
    pub fn list_guild_webhooks(&self, guild: Id<Guild>) -> Request<Vec<Webhook>> {
        Request::list(self, of(Method::GET, "/guilds/{guild.id}/webhooks", guild))
    }
}

options! {
    /// A guild to fetch; see [`Rest::fetch_guild`].
    pub struct FetchGuild -> Guild;

    /// Whether to count members and those that are online, roughly.
    query with_counts: bool;
}

/// A route whose template names a guild only.
fn of(method: Method, template: &'static str, guild: Id<Guild>) -> Route {
    Route::new(method, template, &[Value::Id(guild.get())])
}

/// A route whose template names a guild and a thing in it.
fn within<T>(method: Method, template: &'static str, guild: Id<Guild>, thing: Id<T>) -> Route {
    Route::new(method, template, &[Value::Id(guild.get()), Value::Id(thing.get())])
}
