//! Channels.

use std::time::Duration;

use http::Method;

use super::guild::target_users;
use crate::model::{
    Application, Channel, ChannelFlags, ChannelType, DefaultReaction, FollowedChannel, ForumLayoutType,
    ForumSortOrderType, ForumTag, Guild, Id, Invite, InviteTargetType, Overwrite, OverwriteTarget,
    OverwriteType, Permissions, Role, SoundboardSound, ThreadSearchTagSetting, User, VideoQualityMode,
};
use crate::rest::body::Body;
use crate::rest::fields::{minutes, seconds};
use crate::rest::options::options;
use crate::rest::route::{Route, Value};
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/channel>
impl Rest {
    /// A channel or thread.
    pub fn fetch_channel(&self, channel: Id<Channel>) -> Request<Channel> {
        Request::json(self, one(Method::GET, channel), Body::None)
    }

    /// Changes a channel or a thread.
    ///
    /// ```no_run
    /// # fn f(rest: &ito::rest::Rest, channel: ito::model::Id<ito::model::Channel>) -> Result<(), ito::rest::Error> {
    /// rest.edit_channel(channel).name("tea").topic(None).reason("tidying up").send()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn edit_channel(&self, channel: Id<Channel>) -> EditChannel {
        EditChannel::new(Request::json(self, one(Method::PATCH, channel), Body::None))
    }

    /// Deletes a channel or a thread, or closes a private conversation. Threads go with their channel.
    pub fn delete_channel(&self, channel: Id<Channel>) -> Request<Channel> {
        Request::json(self, one(Method::DELETE, channel), Body::None)
    }

    /// Sets what a role or a member may do in a channel; nothing is allowed or denied unless it is set.
    pub fn edit_channel_permissions(
        &self,
        channel: Id<Channel>,
        overwrite: Id<OverwriteTarget>,
        kind: OverwriteType,
    ) -> EditChannelPermissions {
        let mut builder = EditChannelPermissions::new(Request::empty(
            self,
            permissions(Method::PUT, channel, overwrite),
            Body::None,
        ));
        builder.options.body.set("type", &kind);
        builder
    }

    /// Takes away what a channel allows and denies a role or a member.
    pub fn delete_channel_permission(
        &self,
        channel: Id<Channel>,
        overwrite: Id<OverwriteTarget>,
    ) -> Request<()> {
        Request::empty(self, permissions(Method::DELETE, channel, overwrite), Body::None)
    }

    /// Has an announcement channel's messages sent to another channel, too.
    pub fn follow_announcement_channel(
        &self,
        channel: Id<Channel>,
        target: Id<Channel>,
    ) -> Request<FollowedChannel> {
        let route = Route::new(Method::POST, "/channels/{channel.id}/followers", &[Value::Id(channel.get())]);
        Request::json(self, route, Body::field("webhook_channel_id", &target))
    }

    /// The invites to a channel.
    pub fn list_channel_invites(&self, channel: Id<Channel>) -> Request<Vec<Invite>> {
        let route = Route::new(Method::GET, "/channels/{channel.id}/invites", &[Value::Id(channel.get())]);
        Request::json(self, route, Body::None)
    }

    /// Creates an invite to a channel.
    pub fn create_channel_invite(&self, channel: Id<Channel>) -> CreateChannelInvite {
        let route = Route::new(Method::POST, "/channels/{channel.id}/invites", &[Value::Id(channel.get())]);
        CreateChannelInvite::new(Request::json(self, route, Body::None))
    }

    /// Shows the bot as typing, for 10 seconds or until it sends a message.
    pub fn trigger_typing(&self, channel: Id<Channel>) -> Request<()> {
        let route = Route::new(Method::POST, "/channels/{channel.id}/typing", &[Value::Id(channel.get())]);
        Request::empty(self, route.repeatable(), Body::None)
    }

    /// Adds a user to a conversation of several; needs a token of the user's with the scope `gdm.join`.
    pub fn add_group_dm_recipient(
        &self,
        channel: Id<Channel>,
        user: Id<User>,
        access_token: &str,
    ) -> AddGroupDmRecipient {
        let route = recipient(Method::PUT, channel, user);
        let mut builder = AddGroupDmRecipient::new(Request::empty(self, route, Body::None));
        builder.options.body.set("access_token", &access_token);
        builder
    }

    /// Removes a user from a conversation of several.
    pub fn delete_group_dm_recipient(&self, channel: Id<Channel>, user: Id<User>) -> Request<()> {
        Request::empty(self, recipient(Method::DELETE, channel, user), Body::None)
    }

    /// Plays a sound in the voice channel that the bot is in.
    pub fn send_soundboard_sound(
        &self,
        channel: Id<Channel>,
        sound: Id<SoundboardSound>,
    ) -> SendSoundboardSound {
        let route = Route::new(
            Method::POST,
            "/channels/{channel.id}/send-soundboard-sound",
            &[Value::Id(channel.get())],
        );
        let mut builder = SendSoundboardSound::new(Request::empty(self, route, Body::None));
        builder.options.body.set("sound_id", &sound);
        builder
    }

    /// Sets what stands below the name of a voice channel, at most 500 characters; `None` takes it away.
    pub fn edit_voice_channel_status(&self, channel: Id<Channel>, status: Option<&str>) -> Request<()> {
        let route =
            Route::new(Method::PUT, "/channels/{channel.id}/voice-status", &[Value::Id(channel.get())]);
        Request::empty(self, route, Body::field("status", &status))
            .look(|at| at.field("status", &status, ..=500))
    }
}

fn one(method: Method, channel: Id<Channel>) -> Route {
    Route::new(method, "/channels/{channel.id}", &[Value::Id(channel.get())])
}

fn permissions(method: Method, channel: Id<Channel>, overwrite: Id<OverwriteTarget>) -> Route {
    let values = [Value::Id(channel.get()), Value::Id(overwrite.get())];
    Route::new(method, "/channels/{channel.id}/permissions/{overwrite.id}", &values)
}

fn recipient(method: Method, channel: Id<Channel>, user: Id<User>) -> Route {
    let values = [Value::Id(channel.get()), Value::Id(user.get())];
    Route::new(method, "/channels/{channel.id}/recipients/{user.id}", &values)
}

options! {
    /// Changes to a channel or a thread; see [`Rest::edit_channel`]. What is not set stays as it is.
    pub struct EditChannel -> Channel, with reason;

    /// The name, of 1 to 100 characters.
    body name: String, 1..=100;
    /// The icon of a conversation of several, as a data URI.
    patch icon: String;
    /// The kind: a text channel can become an announcement channel and back.
    body kind as "type": ChannelType;
    /// Where it stands among its siblings.
    patch position: u32;
    /// The topic, of up to 1,024 characters, or 4,096 in a forum.
    patch topic: String, ..=4096;
    /// Whether it is restricted by age.
    patch nsfw: bool;
    /// How long a user waits between two messages, or between two threads of a forum: up to 6 hours.
    patch rate_limit_per_user: Duration => seconds, ..=21_600;
    /// The bitrate of a voice channel, in bits a second, from 8,000 on.
    patch bitrate: u32, 8000..;
    /// How many can be in a voice channel; 0 is no limit.
    patch user_limit: u32, ..=10_000;
    /// All overwrites.
    patch permission_overwrites: Vec<Overwrite>, ..=100;
    /// The category.
    patch parent_id: Id<Channel>;
    /// The voice region; Discord chooses when there is none.
    patch rtc_region: String;
    /// The quality of cameras.
    patch video_quality_mode: VideoQualityMode;
    /// After how much silence new threads are hidden.
    patch default_auto_archive_duration: Duration => minutes;
    /// More about the channel.
    patch flags: ChannelFlags;
    /// The tags that threads of a forum can have, at most 20.
    body available_tags: Vec<ForumTag>, ..=20;
    /// The emoji of the reaction button of a forum.
    patch default_reaction_emoji: DefaultReaction, ..;
    /// The `rate_limit_per_user` that new threads begin with.
    patch default_thread_rate_limit_per_user: Duration => seconds, ..=21_600;
    /// How a forum sorts its threads.
    patch default_sort_order: ForumSortOrderType;
    /// How a forum shows its threads.
    patch default_forum_layout: ForumLayoutType;
    /// Which threads match when a member looks for several tags.
    patch default_tag_setting: ThreadSearchTagSetting;
    /// Of a thread: whether it is archived.
    body archived: bool;
    /// Of a thread: after how much silence it is hidden: an hour, a day, three days or a week.
    body auto_archive_duration: Duration => minutes;
    /// Of a thread: whether only those who may manage threads can bring it back.
    body locked: bool;
    /// Of a private thread: whether everybody in it may invite others.
    body invitable: bool;
    /// Of a thread in a forum: its tags, at most 5.
    body applied_tags: Vec<Id<ForumTag>>, ..=5;
}

options! {
    /// What a role or a member may do in a channel; see [`Rest::edit_channel_permissions`].
    pub struct EditChannelPermissions -> (), with reason;

    /// What is allowed.
    body allow: Permissions;
    /// What is denied.
    body deny: Permissions;
}

options! {
    /// An invite to a channel; see [`Rest::create_channel_invite`].
    pub struct CreateChannelInvite -> Invite, with reason;

    /// How long it holds, up to 7 days; zero is for ever. A day unless set.
    body max_age: Duration => seconds, ..=5_184_000;
    /// How often it can be used, up to 100; 0 is without limit, as it is unless set.
    body max_uses = u32, ..=100;
    /// Whether who comes leaves with the connection unless given a role.
    body temporary: bool;
    /// Whether it is a new one even where a like one exists.
    body unique: bool;
    /// To what it leads in a voice channel.
    body target_type: InviteTargetType;
    /// Whose stream it leads to.
    body target_user_id: Id<User>;
    /// The activity that it leads to.
    body target_application_id: Id<Application>;
    /// The roles that who comes is given.
    body role_ids: Vec<Id<Role>>, ..=250;
}

impl CreateChannelInvite {
    /// For whom it is, and for nobody else; everybody unless set.
    pub fn target_users(mut self, users: impl IntoIterator<Item = Id<User>>) -> Self {
        self.options.part("target_users_file", "text/csv", target_users(users));
        self
    }
}

options! {
    /// A user to add to a conversation of several; see [`Rest::add_group_dm_recipient`].
    pub struct AddGroupDmRecipient -> ();

    /// The user's nickname.
    body nick: String;
}

options! {
    /// A sound to play; see [`Rest::send_soundboard_sound`].
    pub struct SendSoundboardSound -> ();

    /// The guild that the sound is of, where that is another one.
    body source_guild_id: Id<Guild>;
}
