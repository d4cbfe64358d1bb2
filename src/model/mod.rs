//! Discord's nouns as plain data: no I/O, no locks, one file per page of Discord's documents.
//!
//! What may change on Discord's side costs nothing here: a field that vanishes is at its default, an enum value or a flag
//! that is not known is kept, and numbers travel back as they came.

mod activity;
mod application;
mod channel;
mod color;
mod component;
mod decode;
pub(crate) mod duration;
mod emoji;
mod flags;
mod gateway;
mod guild;
mod id;
mod image;
mod image_data;
mod intents;
mod interaction;
mod invite;
mod lobby;
mod locale;
pub mod markdown;
mod mention;
mod message;
mod millis;
mod monetization;
mod nullable;
mod objects;
mod open_enum;
mod patch;
mod poll;
mod presence;
pub(crate) mod seconds;
mod soundboard;
mod sticker;
mod text;
mod timestamp;
pub(crate) mod tolerant;
mod user;
mod voice;
mod webhook;

pub use self::activity::*;
pub use self::application::*;
pub use self::channel::*;
pub use self::color::Color;
pub use self::component::*;
pub use self::decode::{Decoded, decode};
pub use self::emoji::*;
pub use self::gateway::*;
pub use self::guild::*;
pub use self::id::{Id, IdError};
pub use self::image::*;
pub use self::image_data::{ImageData, SoundData};
pub use self::intents::*;
pub use self::interaction::*;
pub use self::invite::*;
pub use self::lobby::*;
pub use self::locale::Locale;
pub use self::mention::*;
pub use self::message::*;
pub use self::monetization::*;
pub use self::patch::Patch;
pub use self::poll::*;
pub use self::presence::*;
pub use self::soundboard::*;
pub use self::sticker::*;
pub use self::timestamp::{Timestamp, TimestampError};
pub use self::user::*;
pub use self::voice::*;
pub use self::webhook::*;

pub(crate) use self::flags::flags;
pub(crate) use self::nullable::nullable;
pub(crate) use self::open_enum::open_enum;
