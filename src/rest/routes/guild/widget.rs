//! The widget of a guild.

use http::Method;

use super::of;
use crate::model::{Channel, Guild, Id, Widget, WidgetSettings, WidgetStyle};
use crate::rest::auth::Auth;
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/guild#get-guild-widget>
impl Rest {
    /// Whether a guild has a widget, and to which channel it leads.
    pub fn fetch_guild_widget_settings(&self, guild: Id<Guild>) -> Request<WidgetSettings> {
        Request::json(self, of(Method::GET, "/guilds/{guild.id}/widget", guild), Body::None)
    }

    /// Changes a widget.
    pub fn edit_guild_widget(&self, guild: Id<Guild>) -> EditGuildWidget {
        let route = of(Method::PATCH, "/guilds/{guild.id}/widget", guild);
        EditGuildWidget::new(Request::json(self, route, Body::None))
    }

    /// What a widget shows; needs no token.
    pub fn fetch_guild_widget(&self, guild: Id<Guild>) -> Request<Widget> {
        let route = of(Method::GET, "/guilds/{guild.id}/widget.json", guild).auth(Auth::Anybody);
        Request::json(self, route, Body::None)
    }

    /// A widget as a picture: the bytes of a PNG; needs no token.
    pub fn fetch_guild_widget_image(&self, guild: Id<Guild>) -> FetchGuildWidgetImage {
        let route = of(Method::GET, "/guilds/{guild.id}/widget.png", guild).auth(Auth::Anybody);
        FetchGuildWidgetImage::new(Request::new(self, route, Body::None, |answer| Ok(answer.body.to_vec())))
    }
}

options! {
    /// Changes to a widget; see [`Rest::edit_guild_widget`]. What is not set stays as it is.
    pub struct EditGuildWidget -> WidgetSettings, with reason;

    /// Whether there is one.
    patch enabled: bool;
    /// The channel that it leads to.
    patch channel_id: Id<Channel>;
}

options! {
    /// A picture to fetch; see [`Rest::fetch_guild_widget_image`].
    pub struct FetchGuildWidgetImage -> Vec<u8>;

    /// How it looks.
    query style: WidgetStyle;
}
