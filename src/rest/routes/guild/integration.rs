//! Integrations of a guild.

use http::Method;

use super::{of, within};
use crate::model::{Guild, Id, Integration};
use crate::rest::body::Body;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/guild#get-guild-integrations>
impl Rest {
    /// The integrations of a guild, at most 50.
    pub fn list_guild_integrations(&self, guild: Id<Guild>) -> Request<Vec<Integration>> {
        Request::list(self, of(Method::GET, "/guilds/{guild.id}/integrations", guild))
    }

    /// Deletes an integration with its webhooks, and kicks its bot.
    pub fn delete_guild_integration(&self, guild: Id<Guild>, integration: Id<Integration>) -> Request<()> {
        let template = "/guilds/{guild.id}/integrations/{integration.id}";
        Request::empty(self, within(Method::DELETE, template, guild, integration), Body::None)
    }
}
