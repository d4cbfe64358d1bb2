//! Channels.
//!
//! <https://docs.discord.com/developers/resources/channel>

use http::Method;

use crate::model::{Channel, Id};
use crate::rest::body::Body;
use crate::rest::route::{Route, Value};
use crate::rest::{Request, Rest};

impl Rest {
    /// A channel or thread.
    pub fn fetch_channel(&self, channel: Id<Channel>) -> Request<Channel> {
        let route = Route::new(Method::GET, "/channels/{channel.id}", &[Value::Id(channel.get())]);
        Request::json(self, route, Body::None)
    }

    /// Shows the bot as typing, for 10 seconds or until it sends a message.
    pub fn trigger_typing(&self, channel: Id<Channel>) -> Request<()> {
        let route = Route::new(Method::POST, "/channels/{channel.id}/typing", &[Value::Id(channel.get())]);
        Request::empty(self, route.repeatable(), Body::None)
    }
}
