//! Discord's nouns as plain data: no I/O, no locks, one file per page of Discord's documents.
//!
//! What may change on Discord's side costs nothing here: a field that vanishes is at its default, an enum value or a flag
//! that is not known is kept, and numbers travel back as they came.

mod flags;
mod id;
mod open_enum;
mod patch;
mod timestamp;

pub use self::id::{Id, IdError};
pub use self::patch::Patch;
pub use self::timestamp::{Timestamp, TimestampError};

pub(crate) use self::flags::flags;
pub(crate) use self::open_enum::open_enum;
