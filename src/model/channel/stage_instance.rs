//! Live stages.
//!
//! <https://docs.discord.com/developers/resources/stage-instance>

use serde::{Deserialize, Serialize};

use crate::model::{Channel, Guild, Id, ScheduledEvent, open_enum};

/// A live stage.
///
/// <https://docs.discord.com/developers/resources/stage-instance#stage-instance-object-stage-instance-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct StageInstance {
    /// The id of the stage instance.
    pub id: Id<StageInstance>,
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The stage channel.
    pub channel_id: Id<Channel>,
    /// The topic, of 1 to 120 characters.
    pub topic: String,
    /// Who sees it.
    pub privacy_level: StagePrivacyLevel,
    /// Whether it is left out of stage discovery, which is no more.
    pub discoverable_disabled: bool,
    /// The scheduled event that it is.
    pub guild_scheduled_event_id: Option<Id<ScheduledEvent>>,
}

open_enum! {
    /// Who sees a stage.
    ///
    /// <https://docs.discord.com/developers/resources/stage-instance#stage-instance-object-privacy-level>
    pub enum StagePrivacyLevel: u32 {
        /// Everybody; no longer possible.
        Public = 1,
        /// The members of the guild.
        GuildOnly = 2,
    }
    default GuildOnly
}
