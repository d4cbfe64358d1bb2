//! Interactions: commands, components and modals that users make use of.
//!
//! <https://docs.discord.com/developers/interactions/receiving-and-responding>

mod callback;
mod data;
#[expect(clippy::module_inception, reason = "the page of Discord's documents has the name of its folder")]
mod interaction;
mod option;
mod resolved;
mod submit;

pub use self::callback::*;
pub use self::data::*;
pub use self::interaction::*;
pub use self::option::*;
pub use self::resolved::*;
pub use self::submit::*;
