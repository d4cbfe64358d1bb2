//! Names of things whose models are on their way, so that their ids have a type.

#![allow(missing_docs, missing_debug_implementations)]

pub enum Application {}
pub enum Command {}
pub enum Message {}
pub enum Team {}
