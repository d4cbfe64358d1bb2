//! What happened: the payloads of events, and the kinds to listen to.
//!
//! An [`EventKind`] carries the type of its payload, so that a listener of messages is given a message; [`events`] is the
//! table of all of them. An [`Event`] is any event, as [`Bot::events`](crate::Bot::events) gives it.
//!
//! ```
//! use ito::event::{self, Event};
//! use ito::{Bot, EventKind};
//!
//! let bot = Bot::new("a.token");
//! bot.on(EventKind::GuildMemberAdd, |e| println!("{} joined", e.user.as_ref().map_or("somebody", |user| &user.name)));
//!
//! // Payloads can be read without a bot, too; what does not fit its type is left out and named.
//! let decoded = event::decode("TYPING_START", r#"{"channel_id":"1","user_id":"2","timestamp":"now"}"#)?;
//! assert!(matches!(&decoded.event, Event::TypingStart(typing) if typing.user_id.get() == 2));
//! assert_eq!(decoded.drift, ["/timestamp"]);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! A payload that *is* a thing derefs to it: [`MessageCreate`] to [`Message`](crate::model::Message). Events that this
//! version does not know come as [`EventKind::Unknown`], any event as it came is [`EventKind::Raw`], and events of types of
//! one's own are [`EventKind::custom`].

mod custom;
mod decode;
mod envelope;
pub mod events;
mod kind;
mod lifecycle;
mod payload;
mod types;

mod application;
mod auto_moderation;
mod channel;
mod connection;
mod expression;
mod guild;
mod integration;
mod interaction;
mod invite;
mod join_request;
mod member;
mod message;
mod presence;
mod reaction;
mod role;
mod scheduled_event;
mod stage;
mod thread;
mod voice;
mod webhook;

pub use self::application::*;
pub use self::auto_moderation::*;
pub use self::channel::*;
pub use self::connection::*;
pub use self::custom::{Custom, CustomEvent};
pub use self::decode::{Decoded, decode};
pub use self::envelope::Envelope;
pub use self::expression::*;
pub use self::guild::*;
pub use self::integration::*;
pub use self::interaction::*;
pub use self::invite::*;
pub use self::join_request::*;
pub use self::kind::{Event, EventKind, EventType};
pub use self::lifecycle::*;
pub use self::member::*;
pub use self::message::*;
pub use self::payload::{Former, Payload};
pub use self::presence::*;
pub use self::reaction::*;
pub use self::role::*;
pub use self::scheduled_event::*;
pub use self::stage::*;
pub use self::thread::*;
pub use self::types::EventTypes;
pub use self::voice::*;
pub use self::webhook::*;
