//! Guilds and what belongs to them: roles, members, permissions.

mod access;
mod audit_log;
mod auto_moderation;
mod ban;
mod feature;
#[expect(clippy::module_inception, reason = "the page of Discord's documents has the name of its folder")]
mod guild;
mod incidents;
mod integration;
mod join_request;
mod member;
mod onboarding;
mod permissions;
mod preview;
mod recurrence;
mod role;
mod scheduled_event;
mod template;
mod welcome;
mod widget;

pub use self::access::*;
pub use self::audit_log::*;
pub use self::auto_moderation::*;
pub use self::ban::*;
pub use self::feature::*;
pub use self::guild::*;
pub use self::incidents::*;
pub use self::integration::*;
pub use self::join_request::*;
pub use self::member::*;
pub use self::onboarding::*;
pub use self::permissions::*;
pub use self::preview::*;
pub use self::recurrence::*;
pub use self::role::*;
pub use self::scheduled_event::*;
pub use self::template::*;
pub use self::welcome::*;
pub use self::widget::*;
