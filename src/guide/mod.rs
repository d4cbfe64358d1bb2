//! Pages to read: what a bot's author wants to know beside the reference.

#[doc = include_str!("coming_from_hikari.md")]
pub mod coming_from_hikari {}

#[doc = include_str!("speed.md")]
pub mod speed {}
