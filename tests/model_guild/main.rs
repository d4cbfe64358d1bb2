//! Guilds and what belongs to them: who may do what, where images are, and whether Discord's samples survive.

mod image;
mod permissions;
mod samples;
