//! Components: what messages and modals are laid out with.
//!
//! <https://docs.discord.com/developers/components/reference>

mod button;
#[expect(clippy::module_inception, reason = "the page of Discord's documents has the name of its folder")]
mod component;
mod field;
mod layout;
mod media;
mod modal;
mod select;
mod setters;
mod tag;
mod tree;

pub use self::button::*;
pub use self::component::*;
pub use self::field::*;
pub use self::layout::*;
pub use self::media::*;
pub use self::modal::*;
pub use self::select::*;

pub(crate) use self::tree::{Layout, look_at_layout};

use self::tag::{Tag, Tagged, read_tagged, untold};
