//! What happens to a call that meets a limit, and how to ask: a page for authors of bots.
//!
#![doc = include_str!("limits.md")]
