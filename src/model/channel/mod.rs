//! Channels and what belongs to them: threads, overwrites, stages.

#[expect(clippy::module_inception, reason = "the page of Discord's documents has the name of its folder")]
mod channel;
mod followed;
mod forum;
mod overwrite;
mod stage_instance;
mod thread;

pub use self::channel::*;
pub use self::followed::*;
pub use self::forum::*;
pub use self::overwrite::*;
pub use self::stage_instance::*;
pub use self::thread::*;
