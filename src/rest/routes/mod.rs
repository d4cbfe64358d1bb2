//! What can be asked, one file per resource.

mod application;
mod channel;
mod draft;
mod gateway;
mod guild;
mod interaction;
mod message;
mod oauth2;
mod reaction;
mod user;

pub use self::application::*;
pub use self::channel::*;
pub use self::guild::*;
pub use self::interaction::{InteractionResponse, ResponseMessage};
pub use self::message::{CreateMessage, EditMessage, ListMessages};
pub use self::reaction::ReactionEmoji;
pub use self::user::*;
