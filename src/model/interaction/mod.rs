//! Interactions: somebody used a command, a component or a modal.

mod callback;
mod data;
#[expect(clippy::module_inception, reason = "the page of Discord's documents has the name of its folder")]
mod interaction;
mod option;

pub use self::callback::*;
pub use self::data::*;
pub use self::interaction::*;
pub use self::option::*;
