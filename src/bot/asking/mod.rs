//! What a bot asks of the gateway: how it appears, where it is in voice, who is in a guild, and what else Discord tells
//! only who asks.
//!
//! A question goes to the shard of its guild (`shards`), is put on the shard's line, and its answers come back as events
//! (`answers`): inside a listener or outside, until the bot closes or a deadline is over.

mod answers;
mod channel_info;
mod error;
mod members;
mod presence;
mod shards;
mod sounds;
mod voice;

pub use self::channel_info::ChannelInfoRequest;
pub use self::error::AskError;
pub use self::members::{AllMembers, Chunks, MembersByName, MembersByUser, MembersRequest, WhichMembers};
pub use self::shards::Shard;
pub(super) use self::shards::shard_of;
pub use self::sounds::SoundsRequest;
pub(super) use self::voice::VoiceBook;
pub use self::voice::{Join, Voice, VoiceConnection, VoiceUpdate};
