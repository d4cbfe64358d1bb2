//! Every event of Discord's description is decoded, loses nothing that is known, and outlives any single change.
//!
//! The samples of `facts.rs` are read from where `ITO_DISCORD_FACTS` says; without them those tests say that they were skipped.

mod drift;
mod facts;
mod kinds;
mod mutation;
mod own;
