//! What happened: the payloads of events, and the table that ties names to types.
//!
//! To add an event: a struct in the file of its family, and a line in the table of `kind.rs`.

mod custom;
mod decode;
mod envelope;
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
pub use self::payload::Payload;
pub use self::presence::*;
pub use self::reaction::*;
pub use self::role::*;
pub use self::scheduled_event::*;
pub use self::stage::*;
pub use self::thread::*;
pub use self::types::EventTypes;
pub use self::voice::*;
pub use self::webhook::*;
