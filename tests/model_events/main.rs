//! Every event of Discord's description is decoded, loses nothing that is known, and outlives any single change; so does
//! every answer.
//!
//! The samples of `facts.rs` are read from where `ITO_DISCORD_FACTS` says; without them those tests say that they were skipped.

mod answers;
mod drift;
mod facts;
mod kinds;
mod mutation;
mod own;
mod secrets;
mod table;
