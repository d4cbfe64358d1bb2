//! Applications, their teams and their commands.

#[expect(clippy::module_inception, reason = "the page of Discord's documents has the name of its folder")]
mod application;
mod command;
mod team;

pub use self::application::*;
pub use self::command::*;
pub use self::team::*;
