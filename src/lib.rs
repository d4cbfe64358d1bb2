#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod bot;
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
pub use crate::bot::{Bot, Builder, Context, Events, RunOptions, Sharding, Stream};
pub use crate::config::{Endpoints, Token};
pub use crate::error::{Error, Result};
pub use crate::event::{Event, EventKind};
pub use crate::model::{Id, Intents};
pub use crate::rest::Rest;
