//! What was there before an event, and what it changed: `old` and `changed` of the contexts of updates and deletes.

use std::sync::Arc;

use super::Context;
use crate::cache::{self, CachedMessage, Compare};
use crate::event;
use crate::model::{
    Channel, Emoji, Guild, Role, ScheduledEvent, SoundboardSound, StageInstance, Sticker, User, VoiceState,
};

impl<E> Context<E> {
    /// What the cache held before the event, when it is of this type.
    fn former<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.former.clone()?.downcast().ok()
    }
}

/// What was there before an event.
macro_rules! old {
    ($( $event:ident: $old:ty, $what:literal; )+) => { $(
        impl Context<event::$event> {
            #[doc = concat!($what, " before the event; nothing when the cache did not hold it.")]
            pub fn old(&self) -> Option<Arc<$old>> {
                self.former()
            }
        }
    )+ };
}

/// What an update changed, beside what was there before.
macro_rules! changed {
    ($( $event:ident: $old:ty, $what:literal, |$e:ident| $new:expr; )+) => { $(
        old! { $event: $old, $what; }

        impl Context<event::$event> {
            /// The names of the fields that the event changed, as Discord has them, sorted; none when the cache did not
            /// hold what was before. They are looked for when this is called.
            pub fn changed(&self) -> Vec<String> {
                let $e = self;
                self.old().map(|old| old.changed($new)).unwrap_or_default()
            }
        }
    )+ };
}

changed! {
    ChannelUpdate: Channel, "The channel", |e| &e.0;
    ThreadUpdate: Channel, "The thread", |e| &e.0;
    GuildUpdate: Guild, "The guild, without the lists of what is in it,", |e| &e.0;
    GuildRoleUpdate: Role, "The role", |e| &e.role;
    GuildMemberUpdate: cache::Member, "The member", |e| &e.0;
    GuildScheduledEventUpdate: ScheduledEvent, "The scheduled event", |e| &e.0;
    GuildSoundboardSoundUpdate: SoundboardSound, "The sound", |e| &e.0;
    StageInstanceUpdate: StageInstance, "The stage", |e| &e.0;
    MessageUpdate: CachedMessage, "The message", |e| &e.0;
    PresenceUpdate: cache::Presence, "The presence", |e| e.payload();
    VoiceStateUpdate: VoiceState, "The voice state", |e| &e.0;
    UserUpdate: User, "The bot's own user", |e| &e.0;
}

old! {
    ChannelDelete: Channel, "The channel";
    ThreadDelete: Channel, "The thread";
    GuildDelete: Guild, "The guild that the bot left, without the lists of what was in it,";
    GuildRoleDelete: Role, "The role";
    GuildMemberRemove: cache::Member, "The member";
    GuildScheduledEventDelete: ScheduledEvent, "The scheduled event";
    GuildSoundboardSoundDelete: SoundboardSound, "The sound";
    StageInstanceDelete: StageInstance, "The stage";
    MessageDelete: CachedMessage, "The message";
    MessageDeleteBulk: Vec<CachedMessage>, "The messages, as far as they were held,";
    InviteDelete: event::InviteCreate, "The invite";
    GuildEmojisUpdate: Vec<Arc<Emoji>>, "The emojis";
    GuildStickersUpdate: Vec<Arc<Sticker>>, "The stickers";
}
