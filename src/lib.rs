#![doc = include_str!("../README.md")]
//!
//! # A way through these pages
//!
//! 1. [`Bot`]: made with its token or by [`Bot::builder`], then listened to, then run. The module [`bot`] shows what a bot
//!    does all day.
//! 2. [`EventKind`]: what can be listened to. The table of [`event::events`] names each event with its payload and the
//!    intents that bring it.
//! 3. [`Context`]: what a listener is given, and how it answers.
//! 4. [`Rest`]: what can be asked. The table of [`rest::operations`] names each operation of Discord with its call.
//! 5. [`model`]: Discord's nouns, and how those that are sent are built.
//! 6. `sandbox` (with the feature of that name): a bot's own tests, without Discord.
//! 7. [`Bot::health`] and [`Bot::drift`]: how a bot is, and what Discord has changed.
#![forbid(unsafe_code)]

pub mod bot;
pub mod cache;
pub mod config;
#[doc(hidden)]
pub mod dispatch;
mod error;
pub mod event;
pub mod gateway;
pub mod guide;
pub mod model;
#[doc(hidden)]
pub mod net;
pub mod rest;
#[cfg(feature = "sandbox")]
pub mod sandbox;
#[doc(hidden)]
pub mod sync;

pub use crate::bot::banner;
#[doc(inline)]
pub use crate::bot::{Bot, Builder, Context, Events, RunOptions, Sharding, Stream};
#[doc(inline)]
pub use crate::config::{Endpoints, Token};
pub use crate::error::{Error, Result};
#[doc(inline)]
pub use crate::event::{Event, EventKind};
#[doc(inline)]
pub use crate::model::{Id, Intents};
#[doc(inline)]
pub use crate::rest::Rest;
