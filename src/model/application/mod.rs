//! Applications and what belongs to them: teams, commands, linked roles, activities.

mod activity_instance;
#[expect(clippy::module_inception, reason = "the page of Discord's documents has the name of its folder")]
mod application;
mod command;
mod command_choice;
mod command_limits;
mod command_option;
mod command_permissions;
mod new_command;
mod role_connection;
mod team;

pub use self::activity_instance::*;
pub use self::application::*;
pub use self::command::*;
pub use self::command_choice::*;
pub use self::command_option::*;
pub use self::command_permissions::*;
pub use self::new_command::*;
pub use self::role_connection::*;
pub use self::team::*;

pub(crate) use self::command_limits::look_at_commands;
