//! A Discord bot library without an async runtime.

#![forbid(unsafe_code)]

pub mod config;
pub mod event;
pub mod gateway;
pub mod model;
#[doc(hidden)]
pub mod net;
pub mod rest;
#[cfg(feature = "sandbox")]
pub mod sandbox;
#[doc(hidden)]
pub mod sync;

pub use crate::config::{Endpoints, Token};
