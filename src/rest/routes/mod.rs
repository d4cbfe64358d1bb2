//! What can be asked, one file per resource.

mod application;
mod channel;
mod gateway;
mod guild;
mod interaction;
mod message;
mod oauth2;
mod pin;
mod poll;
mod reaction;
mod thread;
mod user;
mod webhook;

pub use self::application::*;
pub use self::channel::*;
pub use self::guild::*;
pub use self::interaction::*;
pub use self::message::*;
pub use self::pin::*;
pub use self::poll::*;
pub use self::reaction::*;
pub use self::thread::*;
pub use self::user::*;
pub use self::webhook::*;
