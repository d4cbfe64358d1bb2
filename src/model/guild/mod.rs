//! Guilds and what belongs to them: roles, members, permissions.

mod access;
mod feature;
#[expect(clippy::module_inception, reason = "the page of Discord's documents has the name of its folder")]
mod guild;
mod incidents;
mod member;
mod permissions;
mod role;
mod welcome;

pub use self::access::*;
pub use self::feature::*;
pub use self::guild::*;
pub use self::incidents::*;
pub use self::member::*;
pub use self::permissions::*;
pub use self::role::*;
pub use self::welcome::*;
