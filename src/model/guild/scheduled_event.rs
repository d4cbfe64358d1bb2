//! Scheduled events, how they recur, and single ones that are moved or called off.
//!
//! <https://docs.discord.com/developers/resources/guild-scheduled-event>

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{
    Channel, Guild, Id, Image, ImageHash, Member, RecurrenceRule, Timestamp, User, open_enum,
};

/// Whatever a [`ScheduledEvent`] stands for, such as a stage.
#[derive(Debug)]
pub enum ScheduledEntity {}

/// An event in the calendar of a guild.
///
/// <https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ScheduledEvent {
    /// The event's id.
    pub id: Id<ScheduledEvent>,
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The voice channel or stage; nothing when it is elsewhere.
    pub channel_id: Option<Id<Channel>>,
    /// Who created it; nothing for events before 2021-10-25.
    pub creator_id: Option<Id<User>>,
    /// The name, of 1 to 100 characters.
    pub name: String,
    /// The description, of 1 to 1000 characters.
    pub description: Option<String>,
    /// When it begins.
    pub scheduled_start_time: Timestamp,
    /// When it ends; always there when it is elsewhere.
    pub scheduled_end_time: Option<Timestamp>,
    /// Who sees it.
    pub privacy_level: ScheduledEventPrivacyLevel,
    /// Whether it is still to come.
    pub status: ScheduledEventStatus,
    /// Where it takes place.
    pub entity_type: ScheduledEventEntityType,
    /// What it stands for, such as a stage.
    pub entity_id: Option<Id<ScheduledEntity>>,
    /// More about the place.
    pub entity_metadata: Option<ScheduledEventMetadata>,
    /// The user who created it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creator: Option<Box<User>>,
    /// How many are interested; only when counts were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_count: Option<u64>,
    /// The cover.
    pub image: Option<ImageHash>,
    /// How often it takes place.
    pub recurrence_rule: Option<RecurrenceRule>,
    /// What the current user has answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_rsvp: Option<Box<ScheduledEventUser>>,
    /// The single ones that are moved or called off.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guild_scheduled_event_exceptions: Vec<ScheduledEventException>,
}

impl ScheduledEvent {
    /// Where the cover is, if there is one.
    pub fn cover_image(&self) -> Option<Image> {
        self.image.as_ref().map(|hash| Image::scheduled_event_cover(self.id, hash))
    }
}

/// More about the place of an event.
///
/// <https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-entity-metadata>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ScheduledEventMetadata {
    /// Where it is, of 1 to 100 characters, when it is elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
}

open_enum! {
    /// Who sees an event.
    ///
    /// <https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-privacy-level>
    pub enum ScheduledEventPrivacyLevel: u32 {
        /// The members of the guild.
        GuildOnly = 2,
    }
    default GuildOnly
}

open_enum! {
    /// Where an event takes place.
    ///
    /// <https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-entity-types>
    pub enum ScheduledEventEntityType: u32 {
        /// Nowhere yet.
        None = 0,
        /// On a stage.
        StageInstance = 1,
        /// In a voice channel.
        Voice = 2,
        /// Elsewhere.
        External = 3,
    }
    default None
}

open_enum! {
    /// Whether an event is still to come. The last two are final.
    ///
    /// <https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-status>
    pub enum ScheduledEventStatus: u32 {
        /// It is to come.
        Scheduled = 1,
        /// It takes place now.
        Active = 2,
        /// It is over.
        Completed = 3,
        /// It was called off.
        Canceled = 4,
    }
    default Scheduled
}

/// One of the recurring events that is moved or called off.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ScheduledEventException {
    /// The recurring event.
    pub event_id: Id<ScheduledEvent>,
    /// The id of the exception: its time of creation is when it would have begun.
    pub event_exception_id: Id<ScheduledEventException>,
    /// When it begins instead.
    pub scheduled_start_time: Option<Timestamp>,
    /// When it ends instead.
    pub scheduled_end_time: Option<Timestamp>,
    /// Whether it was called off.
    pub is_canceled: bool,
}

/// A user's answer to an event.
///
/// <https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-user-object-guild-scheduled-event-user-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ScheduledEventUser {
    /// The event.
    pub guild_scheduled_event_id: Id<ScheduledEvent>,
    /// The single one of a recurring event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_scheduled_event_exception_id: Option<Id<ScheduledEventException>>,
    /// The user's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Id<User>>,
    /// The user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
    /// The member, when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// The answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<ScheduledEventUserResponse>,
}

open_enum! {
    /// A user's answer to an event.
    pub enum ScheduledEventUserResponse: u32 {
        /// Does not come.
        Uninterested = 0,
        /// Comes.
        Interested = 1,
    }
    default Interested
}

/// How many are interested in an event.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ScheduledEventUserCount {
    /// How many in the event as a whole.
    pub guild_scheduled_event_count: u64,
    /// How many in each single one that is moved.
    pub guild_scheduled_event_exception_counts: BTreeMap<Id<ScheduledEventException>, u64>,
}
