//! What applications sell, and who has bought it.

mod entitlement;
mod sku;
mod subscription;

pub use self::entitlement::*;
pub use self::sku::*;
pub use self::subscription::*;
