//! Emojis of a guild.

use http::Method;

use super::{of, within};
use crate::model::{Emoji, Guild, Id, ImageData, Role};
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::route::Route;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/emoji>
impl Rest {
    /// The emojis of a guild.
    pub fn list_guild_emojis(&self, guild: Id<Guild>) -> Request<Vec<Emoji>> {
        Request::list(self, of(Method::GET, "/guilds/{guild.id}/emojis", guild))
    }

    /// An emoji of a guild.
    pub fn fetch_guild_emoji(&self, guild: Id<Guild>, emoji: Id<Emoji>) -> Request<Emoji> {
        Request::json(self, one(Method::GET, guild, emoji), Body::None)
    }

    /// Creates an emoji; the image has at most 256 KiB.
    pub fn create_guild_emoji(
        &self,
        guild: Id<Guild>,
        name: impl Into<String>,
        image: ImageData,
    ) -> CreateGuildEmoji {
        let route = of(Method::POST, "/guilds/{guild.id}/emojis", guild);
        let mut builder = CreateGuildEmoji::new(Request::json(self, route, Body::None)).name(name);
        builder.options.body.set_within("image", &image, ..=256 * 1024);
        builder
    }

    /// Changes an emoji.
    pub fn edit_guild_emoji(&self, guild: Id<Guild>, emoji: Id<Emoji>) -> EditGuildEmoji {
        EditGuildEmoji::new(Request::json(self, one(Method::PATCH, guild, emoji), Body::None))
    }

    /// Deletes an emoji.
    pub fn delete_guild_emoji(&self, guild: Id<Guild>, emoji: Id<Emoji>) -> Request<()> {
        Request::empty(self, one(Method::DELETE, guild, emoji), Body::None)
    }
}

fn one(method: Method, guild: Id<Guild>, emoji: Id<Emoji>) -> Route {
    within(method, "/guilds/{guild.id}/emojis/{emoji.id}", guild, emoji)
}

options! {
    /// An emoji to create; see [`Rest::create_guild_emoji`].
    pub struct CreateGuildEmoji -> Emoji, with reason;

    /// The name.
    body name: String, 2..=32;
    /// The roles that may use it; everybody may unless set.
    body roles: Vec<Id<Role>>;
}

options! {
    /// Changes to an emoji; see [`Rest::edit_guild_emoji`]. What is not set stays as it is.
    pub struct EditGuildEmoji -> Emoji, with reason;

    /// The name.
    body name: String, 2..=32;
    /// The roles that may use it; `None` lets everybody.
    patch roles: Vec<Id<Role>>;
}
