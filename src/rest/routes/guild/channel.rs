//! The channels of a guild.

use std::time::Duration;

use http::Method;
use serde::Serialize;

use super::of;
use crate::model::{
    Channel, ChannelType, DefaultReaction, ForumLayoutType, ForumSortOrderType, ForumTag, Guild, Id,
    Overwrite, Patch, ThreadSearchTagSetting, Threads, VideoQualityMode,
};
use crate::rest::auth::Auth;
use crate::rest::body::Body;
use crate::rest::fields::{minutes, seconds};
use crate::rest::options::options;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/guild#get-guild-channels>
impl Rest {
    /// The channels of a guild, without threads.
    pub fn list_guild_channels(&self, guild: Id<Guild>) -> Request<Vec<Channel>> {
        Request::list(self, of(Method::GET, "/guilds/{guild.id}/channels", guild).auth(Auth::BotOrUser))
    }

    /// Creates a channel, of text unless asked otherwise.
    ///
    /// ```no_run
    /// # use ito::model::{ChannelType, Guild, Id};
    /// # fn f(rest: &ito::rest::Rest, guild: Id<Guild>) -> Result<(), ito::rest::Error> {
    /// let tea = rest.create_guild_channel(guild, "tea").kind(ChannelType::GuildVoice).user_limit(4).send()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_guild_channel(&self, guild: Id<Guild>, name: impl Into<String>) -> CreateGuildChannel {
        let route = of(Method::POST, "/guilds/{guild.id}/channels", guild);
        CreateGuildChannel::new(Request::json(self, route, Body::None)).name(name)
    }

    /// Moves channels.
    pub fn edit_guild_channel_positions(
        &self,
        guild: Id<Guild>,
        positions: impl IntoIterator<Item = ChannelPosition>,
    ) -> Request<()> {
        let route = of(Method::PATCH, "/guilds/{guild.id}/channels", guild);
        let positions: Vec<ChannelPosition> = positions.into_iter().collect();
        Request::empty(self, route, Body::json(&positions))
    }

    /// The threads of a guild that are not archived, and in which of them the bot is.
    pub fn list_active_guild_threads(&self, guild: Id<Guild>) -> Request<Threads> {
        Request::json(self, of(Method::GET, "/guilds/{guild.id}/threads/active", guild), Body::None)
    }
}

options! {
    /// A channel to create; see [`Rest::create_guild_channel`].
    pub struct CreateGuildChannel -> Channel, with reason;

    /// What kind of channel.
    body kind as "type": ChannelType;
    /// The name, of 1 to 100 characters.
    body name: String, 1..=100;
    /// Where it stands among its siblings.
    body position = u32;
    /// The topic, of up to 1,024 characters, or 4,096 in a forum.
    body topic: String, ..=4096;
    /// The bitrate of a voice channel, in bits a second, from 8,000 on.
    body bitrate = u32, 8000..;
    /// How many can be in a voice channel; 0 is no limit.
    body user_limit = u32, ..=10_000;
    /// Whether it is restricted by age.
    body nsfw: bool;
    /// How long a user waits between two messages, or between two threads of a forum: up to 6 hours.
    body rate_limit_per_user: Duration => seconds, ..=21_600;
    /// The category.
    body parent_id: Id<Channel>;
    /// What roles and members may do in it.
    body permission_overwrites: Vec<Overwrite>, ..=100;
    /// The voice region; Discord chooses when there is none.
    body rtc_region: String;
    /// The quality of cameras.
    body video_quality_mode: VideoQualityMode;
    /// After how much silence new threads are hidden.
    body default_auto_archive_duration: Duration => minutes;
    /// The emoji of the reaction button of a forum.
    body default_reaction_emoji: DefaultReaction, ..;
    /// The `rate_limit_per_user` that new threads begin with.
    body default_thread_rate_limit_per_user: Duration => seconds, ..=21_600;
    /// How a forum sorts its threads.
    body default_sort_order: ForumSortOrderType;
    /// How a forum shows its threads.
    body default_forum_layout: ForumLayoutType;
    /// Which threads match when a member looks for several tags.
    body default_tag_setting: ThreadSearchTagSetting;
    /// The tags that threads of a forum can have, at most 20.
    body available_tags: Vec<ForumTag>, ..=20;
}

/// Where a channel moves to; see [`Rest::edit_guild_channel_positions`]. What is not set stays as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChannelPosition {
    id: Id<Channel>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    position: Patch<u32>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    lock_permissions: Patch<bool>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    parent_id: Patch<Id<Channel>>,
}

impl ChannelPosition {
    /// A channel to move.
    pub fn new(id: Id<Channel>) -> Self {
        Self { id, position: Patch::Keep, lock_permissions: Patch::Keep, parent_id: Patch::Keep }
    }

    /// Where it stands among its siblings.
    #[must_use]
    pub fn position(mut self, position: u32) -> Self {
        self.position = Patch::Set(position);
        self
    }

    /// Whether it takes on the permissions of its new category.
    #[must_use]
    pub fn lock_permissions(mut self, lock: bool) -> Self {
        self.lock_permissions = Patch::Set(lock);
        self
    }

    /// The category; `None` takes it out of its own.
    #[must_use]
    pub fn parent_id(mut self, parent: impl Into<Patch<Id<Channel>>>) -> Self {
        self.parent_id = parent.into();
        self
    }
}
