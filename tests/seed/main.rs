//! The bot of the system that ito replaces, row by row: each test is named for the row that it shows.

mod asks;
mod cache;
mod construction;
mod events;
mod lifecycle;
mod listeners;
mod sessions;
#[path = "../support/mod.rs"]
mod support;
mod system;
mod warm;
mod workers;
