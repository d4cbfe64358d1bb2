//! Discord's nouns as plain data: no I/O, no locks, one file per page of Discord's documents.
//!
//! What may change on Discord's side costs nothing here: a field that vanishes is at its default, an enum value or a flag
//! that is not known is kept, and numbers travel back as they came.
//!
//! What comes from Discord has public fields in Discord's order and words; an `Option` may be absent. What is sent is built
//! with setters, and counted before it goes ([`check()`]):
//!
//! ```
//! use ito::model::{Button, Embed, Id, Message, decode};
//!
//! let message = decode::<Message>(r#"{"id":"81","channel_id":"41","content":"tea?"}"#)?.value;
//! assert_eq!((message.id, message.edited_timestamp), (Id::new(81), None));
//!
//! let embed = Embed::new().title("Tea").field("water", "80 °C", true);
//! let button = Button::primary("brew").label("Brew");
//! # let _ = (embed, button);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! Where to begin: [`Message`], [`Guild`], [`Channel`], [`Member`], [`User`], [`Interaction`]; [`Id`], [`Timestamp`],
//! [`Intents`], [`Permissions`]; [`Embed`], [`Component`], [`Command`]; [`markdown`] for mentions and marks in texts.

mod activity;
mod api_error;
mod application;
pub(crate) mod base64;
mod channel;
mod check;
mod color;
mod component;
mod connection;
mod decode;
mod discriminator;
mod drift;
pub(crate) mod duration;
mod emoji;
mod flags;
mod gateway;
mod guild;
mod id;
mod image;
mod image_data;
mod image_hash;
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
mod oauth2;
pub(crate) mod objects;
mod open_enum;
mod patch;
mod poll;
mod presence;
pub(crate) mod seconds;
mod secret;
mod soundboard;
mod sticker;
mod text;
mod timestamp;
pub(crate) mod tolerant;
mod user;
mod voice;
mod webhook;

pub use self::activity::*;
pub use self::api_error::*;
pub use self::application::*;
pub use self::channel::*;
pub use self::check::{Check, FieldError, FieldErrors, check};
pub use self::color::{Color, ColorError};
pub use self::component::*;
pub use self::connection::*;
pub use self::decode::{Decoded, decode};
pub use self::discriminator::Discriminator;
pub use self::drift::{Drift, DriftPlace};
pub use self::emoji::*;
pub use self::gateway::*;
pub use self::guild::*;
pub use self::id::{Id, IdError};
pub use self::image::*;
pub use self::image_data::{ImageData, SoundData};
pub use self::image_hash::ImageHash;
pub use self::intents::*;
pub use self::interaction::*;
pub use self::invite::*;
pub use self::lobby::*;
pub use self::locale::Locale;
pub use self::mention::*;
pub use self::message::*;
pub use self::monetization::*;
pub use self::oauth2::*;
pub use self::patch::Patch;
pub use self::poll::*;
pub use self::presence::*;
pub use self::secret::Secret;
pub use self::soundboard::*;
pub use self::sticker::*;
pub use self::timestamp::{Timestamp, TimestampError};
pub use self::user::*;
pub use self::voice::*;
pub use self::webhook::*;

pub(crate) use self::check::{Checker, Size, characters, limits};
pub(crate) use self::flags::flags;
pub(crate) use self::nullable::nullable;
pub(crate) use self::open_enum::open_enum;
