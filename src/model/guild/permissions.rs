//! What roles and overwrites allow.
//!
//! <https://docs.discord.com/developers/topics/permissions>

use crate::model::flags;

flags! {
    /// What somebody may do. It travels as a string of digits. [`Access`](super::Access) computes it.
    ///
    /// <https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags>
    pub struct Permissions as string {
        /// Create invites.
        const CREATE_INSTANT_INVITE = 1 << 0;
        /// Kick members.
        const KICK_MEMBERS = 1 << 1;
        /// Ban members.
        const BAN_MEMBERS = 1 << 2;
        /// Everything, whatever overwrites say.
        const ADMINISTRATOR = 1 << 3;
        /// Create, edit and delete channels.
        const MANAGE_CHANNELS = 1 << 4;
        /// Edit the guild.
        const MANAGE_GUILD = 1 << 5;
        /// Add new reactions to messages; joining in with one that is there needs nothing.
        const ADD_REACTIONS = 1 << 6;
        /// Read the audit log.
        const VIEW_AUDIT_LOG = 1 << 7;
        /// Be louder than others in a voice channel.
        const PRIORITY_SPEAKER = 1 << 8;
        /// Go live.
        const STREAM = 1 << 9;
        /// See a channel: read its messages, find its voice.
        const VIEW_CHANNEL = 1 << 10;
        /// Send messages, and begin threads in a forum; not send messages in threads.
        const SEND_MESSAGES = 1 << 11;
        /// Send messages that are read aloud.
        const SEND_TTS_MESSAGES = 1 << 12;
        /// Delete messages of others.
        const MANAGE_MESSAGES = 1 << 13;
        /// Have links embedded.
        const EMBED_LINKS = 1 << 14;
        /// Upload files.
        const ATTACH_FILES = 1 << 15;
        /// Read what was written before.
        const READ_MESSAGE_HISTORY = 1 << 16;
        /// Notify through @everyone, @here and every role.
        const MENTION_EVERYONE = 1 << 17;
        /// Use custom emojis of other guilds.
        const USE_EXTERNAL_EMOJIS = 1 << 18;
        /// See the insights of the guild.
        const VIEW_GUILD_INSIGHTS = 1 << 19;
        /// Join a voice channel.
        const CONNECT = 1 << 20;
        /// Speak in a voice channel.
        const SPEAK = 1 << 21;
        /// Mute members in voice channels.
        const MUTE_MEMBERS = 1 << 22;
        /// Deafen members in voice channels.
        const DEAFEN_MEMBERS = 1 << 23;
        /// Move members between voice channels.
        const MOVE_MEMBERS = 1 << 24;
        /// Speak by voice activity rather than by push-to-talk.
        const USE_VAD = 1 << 25;
        /// Change the own nickname.
        const CHANGE_NICKNAME = 1 << 26;
        /// Change nicknames of others.
        const MANAGE_NICKNAMES = 1 << 27;
        /// Create and edit roles; as an overwrite, edit the overwrites of the channel.
        const MANAGE_ROLES = 1 << 28;
        /// Create, edit and delete webhooks.
        const MANAGE_WEBHOOKS = 1 << 29;
        /// Edit and delete everybody's emojis, stickers and sounds.
        const MANAGE_GUILD_EXPRESSIONS = 1 << 30;
        /// Use the commands of applications.
        const USE_APPLICATION_COMMANDS = 1 << 31;
        /// Ask to speak on a stage.
        const REQUEST_TO_SPEAK = 1 << 32;
        /// Edit and delete everybody's scheduled events.
        const MANAGE_EVENTS = 1 << 33;
        /// Archive and delete threads, and see all private ones.
        const MANAGE_THREADS = 1 << 34;
        /// Begin public threads and threads of announcements.
        const CREATE_PUBLIC_THREADS = 1 << 35;
        /// Begin private threads.
        const CREATE_PRIVATE_THREADS = 1 << 36;
        /// Use stickers of other guilds.
        const USE_EXTERNAL_STICKERS = 1 << 37;
        /// Send messages in threads.
        const SEND_MESSAGES_IN_THREADS = 1 << 38;
        /// Use activities.
        const USE_EMBEDDED_ACTIVITIES = 1 << 39;
        /// Put members in a timeout.
        const MODERATE_MEMBERS = 1 << 40;
        /// See how role subscriptions fare.
        const VIEW_CREATOR_MONETIZATION_ANALYTICS = 1 << 41;
        /// Use the soundboard.
        const USE_SOUNDBOARD = 1 << 42;
        /// Create emojis, stickers and sounds, and edit and delete the own ones.
        const CREATE_GUILD_EXPRESSIONS = 1 << 43;
        /// Create scheduled events, and edit and delete the own ones.
        const CREATE_EVENTS = 1 << 44;
        /// Use sounds of other guilds.
        const USE_EXTERNAL_SOUNDS = 1 << 45;
        /// Send voice messages.
        const SEND_VOICE_MESSAGES = 1 << 46;
        /// Set the status of a voice channel.
        const SET_VOICE_CHANNEL_STATUS = 1 << 48;
        /// Send polls.
        const SEND_POLLS = 1 << 49;
        /// Let apps that only the user has installed answer in public.
        const USE_EXTERNAL_APPS = 1 << 50;
        /// Pin and unpin messages.
        const PIN_MESSAGES = 1 << 51;
        /// Write without waiting between messages.
        const BYPASS_SLOWMODE = 1 << 52;
    }
}

impl Permissions {
    /// Every permission that this version of ito knows; unlike `all()`, without bits that nobody has named yet.
    pub const KNOWN: Self = {
        let mut known = Self::empty();
        let mut at = 0;
        while at < <Self as bitflags::Flags>::FLAGS.len() {
            let flag = &<Self as bitflags::Flags>::FLAGS[at];
            if !flag.name().is_empty() {
                known = known.union(*flag.value());
            }
            at += 1;
        }
        known
    };

    /// What remains to somebody in a timeout: to look and to read.
    pub const TIMED_OUT: Self = Self::VIEW_CHANNEL.union(Self::READ_MESSAGE_HISTORY);

    /// What needs two-factor authentication of those who use it, where the guild asks for it.
    pub const NEEDING_MFA: Self = Self::KICK_MEMBERS
        .union(Self::BAN_MEMBERS)
        .union(Self::ADMINISTRATOR)
        .union(Self::MANAGE_CHANNELS)
        .union(Self::MANAGE_GUILD)
        .union(Self::MANAGE_MESSAGES)
        .union(Self::MANAGE_ROLES)
        .union(Self::MANAGE_WEBHOOKS)
        .union(Self::MANAGE_GUILD_EXPRESSIONS)
        .union(Self::MANAGE_THREADS)
        .union(Self::VIEW_CREATOR_MONETIZATION_ANALYTICS);
}
