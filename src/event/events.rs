//! Every event: what Discord calls it, the constant to listen with, its payload, and the intents of which each brings it.
//! Events without an intent come always, or are the answer to a request. Those in small letters are ito's own.
//!
//! Three constants are not in the table: [`EventKind::GuildMessage`](crate::EventKind::GuildMessage) and
//! [`EventKind::DirectMessage`](crate::EventKind::DirectMessage) are halves of `Message`, and
//! [`EventKind::Any`](crate::EventKind::Any) is everything.
//!
#![doc = include_str!("events.md")]
