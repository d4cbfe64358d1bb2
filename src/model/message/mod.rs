//! Messages and what is in them.

mod attachment;
mod embed;
#[expect(clippy::module_inception, reason = "the page of Discord's documents has the name of its folder")]
mod message;
mod nonce;
mod reaction;
mod reference;

pub use self::attachment::*;
pub use self::embed::*;
pub use self::message::*;
pub use self::nonce::*;
pub use self::reaction::*;
pub use self::reference::*;
