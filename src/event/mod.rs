//! What happened: the payloads of events, and the table that ties names to types.
//!
//! To add an event: a struct in the file of its family, and a line in the table of `kind.rs`.

mod decode;
mod envelope;
mod kind;
mod lifecycle;
mod payload;
mod types;

mod channel;
mod connection;
mod guild;
mod interaction;
mod member;
mod message;
mod presence;
mod reaction;
mod voice;

pub use self::channel::*;
pub use self::connection::*;
pub use self::decode::{Decoded, decode};
pub use self::envelope::Envelope;
pub use self::guild::*;
pub use self::interaction::*;
pub use self::kind::{Event, EventKind, EventType};
pub use self::lifecycle::*;
pub use self::member::*;
pub use self::message::*;
pub use self::payload::Payload;
pub use self::presence::*;
pub use self::reaction::*;
pub use self::types::EventTypes;
pub use self::voice::*;
