//! Components: buttons, selects, texts and all else that messages and modals can be made of.

#[expect(clippy::module_inception, reason = "the page of Discord's documents has the name of its folder")]
mod component;
mod kinds;
mod submitted;
mod wire;

pub use self::component::*;
pub use self::kinds::*;
pub use self::submitted::*;
