//! Messages and what they are made of.

mod allowed_mentions;
mod attachment;
mod embed;
mod interaction;
#[expect(clippy::module_inception, reason = "the page of Discord's documents has the name of its folder")]
mod message;
mod message_reference;
mod nonce;
mod parts;
mod pin;
mod reaction;
mod search;
mod snapshot;
mod waveform;

pub use self::allowed_mentions::*;
pub use self::attachment::*;
pub use self::embed::*;
pub use self::interaction::*;
pub use self::message::*;
pub use self::message_reference::*;
pub use self::nonce::*;
pub use self::pin::*;
pub use self::reaction::*;
pub use self::search::*;
pub use self::snapshot::*;
pub use self::waveform::waveform;

pub(crate) use self::parts::{is_short_field, look_at_message, look_at_webhook_name};
