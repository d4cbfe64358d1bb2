//! Each operation of Discord's API that a bot can use, by the id that Discord's OpenAPI description gives it, with the call
//! that makes it. A test makes this table from the calls, so none can be forgotten.
//!
#![doc = include_str!("operations.md")]
