//! Names of things whose models are on their way, so that their ids have a type.

#![allow(missing_docs, missing_debug_implementations)]

pub enum Message {}
pub enum Attachment {}
