//! What can be asked, one file per resource.

mod gateway;

pub use self::gateway::{GatewayBot, SessionStartLimit};
