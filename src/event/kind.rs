//! The table of events: Discord's name, the variant, the payload, the intents that bring it. To add an event is a line here
//! and a struct in the file of its family.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::payload::Place;
use super::*;
use crate::model::{Guild, Id, Intents};

/// A kind of event to listen to; it carries the type of its payload.
pub struct EventKind<E> {
    name: &'static str,
    types: EventTypes,
    scope: Scope,
    payload: PhantomData<fn() -> E>,
}

/// Where events of a kind happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Anywhere,
    Guild,
    Direct,
}

impl<E: Payload> EventKind<E> {
    /// The types of events that it may select.
    pub fn types(&self) -> EventTypes {
        self.types
    }

    /// Whether it selects payloads as they came, decoded or not.
    pub fn is_raw(&self) -> bool {
        self.types.contains(EventType::Raw)
    }

    /// The name of its constant.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether the event is of this kind.
    pub fn fits(&self, event: &Event) -> bool {
        self.types.contains(event.event_type())
            && match self.scope {
                Scope::Anywhere => true,
                Scope::Guild => event.guild_id().is_some(),
                Scope::Direct => event.guild_id().is_none(),
            }
    }

    /// The payload of the event, when it is of this kind.
    pub fn select(&self, event: &Event) -> Option<Arc<E>> {
        if self.fits(event) { E::of(event) } else { None }
    }
}

impl<E> EventKind<E> {
    const fn new(name: &'static str, types: EventTypes) -> Self {
        Self { name, types, scope: Scope::Anywhere, payload: PhantomData }
    }

    const fn within(name: &'static str, of: EventType, scope: Scope) -> Self {
        Self { name, types: EventTypes::of(of), scope, payload: PhantomData }
    }
}

#[expect(non_upper_case_globals, reason = "the constants are named as the variants of `Event`")]
impl EventKind<MessageCreate> {
    /// A message in a guild.
    pub const GuildMessage: Self = Self::within("GuildMessage", EventType::Message, Scope::Guild);
    /// A message outside of guilds.
    pub const DirectMessage: Self = Self::within("DirectMessage", EventType::Message, Scope::Direct);
}

#[expect(non_upper_case_globals, reason = "the constants are named as the variants of `Event`")]
impl EventKind<Event> {
    /// Every event, known or not, each once; without the raw ones.
    pub const Any: Self = Self::new("Any", EventTypes::all().without(EventType::Raw));
}

impl Payload for Event {
    fn of(event: &Event) -> Option<Arc<Self>> {
        Some(Arc::new(event.clone()))
    }

    fn guild_id(&self) -> Option<Id<Guild>> {
        self.guild_id()
    }
}

impl<E> Clone for EventKind<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for EventKind<E> {}

impl<E> fmt::Debug for EventKind<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventKind::{}", self.name)
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! events {
    (
        $( $(#[$doc:meta])+ $name:literal $variant:ident($payload:ty) $(by $($intent:ident)|+)?; )+
        of ito:
        $( $(#[$own_doc:meta])+ $own_name:literal $own:ident($own_payload:ty); )+
    ) => {
        /// An event, its payload shared: a clone costs nothing.
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub enum Event {
            $( $(#[$doc])+ $variant(Arc<$payload>), )+
            $( $(#[$own_doc])+ $own(Arc<$own_payload>), )+
        }

        impl Event {
            /// The type of the event.
            pub fn event_type(&self) -> EventType {
                match self {
                    $( Self::$variant(_) => EventType::$variant, )+
                    $( Self::$own(_) => EventType::$own, )+
                }
            }

            /// The guild in which it happened, if its payload says so.
            pub fn guild_id(&self) -> Option<Id<Guild>> {
                match self {
                    $( Self::$variant(payload) => payload.place(), )+
                    $( Self::$own(payload) => payload.place(), )+
                }
            }
        }

        /// The type of an event, without its payload.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[non_exhaustive]
        pub enum EventType {
            $( $(#[$doc])+ $variant, )+
            $( $(#[$own_doc])+ $own, )+
        }

        impl EventType {
            /// Every type, Discord's before ito's own.
            pub const ALL: &[Self] = &[$( Self::$variant, )+ $( Self::$own, )+];

            /// Discord's name, as `MESSAGE_CREATE`; ito's own are in small letters.
            pub const fn name(self) -> &'static str {
                match self {
                    $( Self::$variant => $name, )+
                    $( Self::$own => $own_name, )+
                }
            }

            /// The type that Discord calls so.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $( $name => Some(Self::$variant), )+
                    _ => None,
                }
            }

            /// The intents of which each brings such events; none for those that come always, or when asked for.
            pub const fn intents(self) -> Intents {
                match self {
                    $( Self::$variant => Intents::empty()$($( .union(Intents::$intent) )+)?, )+
                    $( Self::$own => Intents::empty(), )+
                }
            }
        }

        /// Decodes the payload of the event that Discord calls so, if there is one.
        pub(super) fn by_name(
            name: &str,
            data: &str,
            drift: &mut Vec<String>,
        ) -> Option<Result<Event, serde_json::Error>> {
            Some(match name {
                $( $name => decode::payload(data, drift).map(Event::$variant), )+
                _ => return None,
            })
        }

        $( events!(@kind $(#[$doc])+ $variant($payload)); )+
        $( events!(@kind $(#[$own_doc])+ $own($own_payload)); )+
    };
    (@kind $(#[$doc:meta])+ $variant:ident($payload:ty)) => {
        impl Payload for $payload {
            fn of(event: &Event) -> Option<Arc<Self>> {
                match event {
                    Event::$variant(payload) => Some(Arc::clone(payload)),
                    _ => None,
                }
            }

            fn guild_id(&self) -> Option<Id<Guild>> {
                self.place()
            }
        }

        #[expect(non_upper_case_globals, reason = "the constants are named as the variants of `Event`")]
        impl EventKind<$payload> {
            $(#[$doc])+
            pub const $variant: Self = Self::new(stringify!($variant), EventTypes::of(EventType::$variant));
        }
    };
}

impl Event {
    /// Discord's name of the event, as `MESSAGE_CREATE`; ito's own are in small letters.
    pub fn name(&self) -> &str {
        match self {
            Self::Unknown(event) => &event.name,
            known => known.event_type().name(),
        }
    }
}

events! {
    /// The shard has a new session.
    "READY" Ready(Ready);
    /// The shard has its session back; what was missed has come.
    "RESUMED" Resumed(Resumed);
    /// A channel of a guild was made.
    "CHANNEL_CREATE" ChannelCreate(ChannelCreate) by GUILDS;
    /// A channel of a guild was changed.
    "CHANNEL_UPDATE" ChannelUpdate(ChannelUpdate) by GUILDS;
    /// A channel of a guild was deleted.
    "CHANNEL_DELETE" ChannelDelete(ChannelDelete) by GUILDS;
    /// A guild is there: after READY, after an outage, or because the bot joined it.
    "GUILD_CREATE" GuildCreate(GuildCreate) by GUILDS;
    /// A guild was changed.
    "GUILD_UPDATE" GuildUpdate(GuildUpdate) by GUILDS;
    /// A guild is gone: an outage, or the bot was removed.
    "GUILD_DELETE" GuildDelete(GuildDelete) by GUILDS;
    /// Somebody joined a guild.
    "GUILD_MEMBER_ADD" GuildMemberAdd(GuildMemberAdd) by GUILD_MEMBERS;
    /// Somebody left a guild, or was made to.
    "GUILD_MEMBER_REMOVE" GuildMemberRemove(GuildMemberRemove) by GUILD_MEMBERS;
    /// A member, or its user, was changed.
    "GUILD_MEMBER_UPDATE" GuildMemberUpdate(GuildMemberUpdate) by GUILD_MEMBERS;
    /// Somebody used a command, a component or a modal.
    "INTERACTION_CREATE" InteractionCreate(InteractionCreate);
    /// A message was sent, in a guild or directly.
    "MESSAGE_CREATE" Message(MessageCreate) by GUILD_MESSAGES | DIRECT_MESSAGES;
    /// A message was changed; Discord gives it whole.
    "MESSAGE_UPDATE" MessageUpdate(MessageUpdate) by GUILD_MESSAGES | DIRECT_MESSAGES;
    /// A message was deleted.
    "MESSAGE_DELETE" MessageDelete(MessageDelete) by GUILD_MESSAGES | DIRECT_MESSAGES;
    /// Several messages were deleted at once.
    "MESSAGE_DELETE_BULK" MessageDeleteBulk(MessageDeleteBulk) by GUILD_MESSAGES;
    /// Somebody reacted to a message.
    "MESSAGE_REACTION_ADD" MessageReactionAdd(MessageReactionAdd)
        by GUILD_MESSAGE_REACTIONS | DIRECT_MESSAGE_REACTIONS;
    /// Somebody took a reaction back, or it was removed.
    "MESSAGE_REACTION_REMOVE" MessageReactionRemove(MessageReactionRemove)
        by GUILD_MESSAGE_REACTIONS | DIRECT_MESSAGE_REACTIONS;
    /// All reactions were removed from a message.
    "MESSAGE_REACTION_REMOVE_ALL" MessageReactionRemoveAll(MessageReactionRemoveAll)
        by GUILD_MESSAGE_REACTIONS | DIRECT_MESSAGE_REACTIONS;
    /// All reactions with one emoji were removed from a message.
    "MESSAGE_REACTION_REMOVE_EMOJI" MessageReactionRemoveEmoji(MessageReactionRemoveEmoji)
        by GUILD_MESSAGE_REACTIONS | DIRECT_MESSAGE_REACTIONS;
    /// Somebody's status or activity changed.
    "PRESENCE_UPDATE" PresenceUpdate(PresenceUpdate) by GUILD_PRESENCES;
    /// Somebody began to write.
    "TYPING_START" TypingStart(TypingStart) by GUILD_MESSAGE_TYPING | DIRECT_MESSAGE_TYPING;
    /// Somebody joined or left a voice channel, or changed something there.
    "VOICE_STATE_UPDATE" VoiceStateUpdate(VoiceStateUpdate) by GUILD_VOICE_STATES;

    of ito:
    /// Any event of Discord, as it came.
    "raw" Raw(RawEvent);
    /// An event that this version of ito does not know.
    "unknown" Unknown(UnknownEvent);
    /// A listener returned an error or panicked.
    "listener_failed" ListenerFailed(ListenerFailed);
}
