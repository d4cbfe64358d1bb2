//! Pinned messages.

use http::Method;

use super::message::{of, one};
use crate::model::{Channel, ChannelPins, Id, Message, MessagePin, Timestamp};
use crate::rest::body::Body;
use crate::rest::page::{Page, list_pages};
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/message#get-channel-pins>
impl Rest {
    /// The pinned messages of a channel, the one pinned last first, fetched 50 at a time as the iterator goes on.
    pub fn list_channel_pins(&self, channel: Id<Channel>) -> ListChannelPins {
        let route = of(Method::GET, "/channels/{channel.id}/messages/pins", channel);
        ListChannelPins::new(self, route, 50, |answer, _| {
            let pins: ChannelPins = answer.read()?;
            let last = pins.items.last().filter(|_| pins.has_more);
            let next = last.map(|pin| ("before", pin.pinned_at.to_string()));
            Ok(Page { items: pins.items, next })
        })
    }

    /// Pins a message; a channel has room for 250.
    pub fn pin_message(&self, channel: Id<Channel>, message: Id<Message>) -> Request<()> {
        Request::empty(self, one(Method::PUT, PIN, channel, message), Body::None)
    }

    /// Unpins a message.
    pub fn unpin_message(&self, channel: Id<Channel>, message: Id<Message>) -> Request<()> {
        Request::empty(self, one(Method::DELETE, PIN, channel, message), Body::None)
    }

    /// At most 50 pinned messages of a channel, as Discord gave them before they came in pages.
    #[deprecated(note = "Discord has replaced it: use `list_channel_pins`")]
    pub fn deprecated_list_pins(&self, channel: Id<Channel>) -> Request<Vec<Message>> {
        Request::list(self, of(Method::GET, "/channels/{channel.id}/pins", channel))
    }

    /// Pins a message.
    #[deprecated(note = "Discord has replaced it: use `pin_message`")]
    pub fn deprecated_create_pin(&self, channel: Id<Channel>, message: Id<Message>) -> Request<()> {
        Request::empty(self, one(Method::PUT, OLD_PIN, channel, message), Body::None)
    }

    /// Unpins a message.
    #[deprecated(note = "Discord has replaced it: use `unpin_message`")]
    pub fn deprecated_delete_pin(&self, channel: Id<Channel>, message: Id<Message>) -> Request<()> {
        Request::empty(self, one(Method::DELETE, OLD_PIN, channel, message), Body::None)
    }
}

const PIN: &str = "/channels/{channel.id}/messages/pins/{message.id}";
const OLD_PIN: &str = "/channels/{channel.id}/pins/{message.id}";

list_pages! {
    /// The pinned messages of a channel; see [`Rest::list_channel_pins`].
    pub struct ListChannelPins -> MessagePin;

    /// Starts with the one pinned last before this time.
    query before: Timestamp;
}
