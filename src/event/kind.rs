//! The table of events: Discord's name, the variant, the payload, the intents that bring it. To add an event is a line here
//! and a struct in the file of its family.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::ser::Error as _;
use serde::{Serialize, Serializer};

use super::payload::Place;
use super::{
    ApplicationCommandPermissionsUpdate, AutoModerationActionExecution, AutoModerationRuleCreate,
    AutoModerationRuleDelete, AutoModerationRuleUpdate, ChannelCreate, ChannelDelete, ChannelInfo,
    ChannelPinsUpdate, ChannelUpdate, Custom, EntitlementCreate, EntitlementDelete, EntitlementUpdate,
    EventTypes, GuildAuditLogEntryCreate, GuildBanAdd, GuildBanRemove, GuildCreate, GuildDelete,
    GuildEmojisUpdate, GuildIntegrationsUpdate, GuildJoinRequestCreate, GuildJoinRequestDelete,
    GuildJoinRequestUpdate, GuildMemberAdd, GuildMemberRemove, GuildMemberUpdate, GuildMembersChunk,
    GuildRoleCreate, GuildRoleDelete, GuildRoleUpdate, GuildScheduledEventCreate, GuildScheduledEventDelete,
    GuildScheduledEventUpdate, GuildScheduledEventUserAdd, GuildScheduledEventUserRemove,
    GuildSoundboardSoundCreate, GuildSoundboardSoundDelete, GuildSoundboardSoundUpdate,
    GuildSoundboardSoundsUpdate, GuildStickersUpdate, GuildUpdate, IntegrationCreate, IntegrationDelete,
    IntegrationUpdate, InteractionCreate, InviteCreate, InviteDelete, ListenerFailed, MessageCreate,
    MessageDelete, MessageDeleteBulk, MessagePollVoteAdd, MessagePollVoteRemove, MessageReactionAdd,
    MessageReactionRemove, MessageReactionRemoveAll, MessageReactionRemoveEmoji, MessageUpdate, Payload,
    PresenceUpdate, RateLimited, RawEvent, Ready, Resumed, ShardConnected, ShardDisconnected,
    SoundboardSounds, StageInstanceCreate, StageInstanceDelete, StageInstanceUpdate, Started, Starting,
    Stopped, Stopping, SubscriptionCreate, SubscriptionDelete, SubscriptionUpdate, ThreadCreate,
    ThreadDelete, ThreadListSync, ThreadMemberUpdate, ThreadMembersUpdate, ThreadUpdate, TypingStart,
    UnknownEvent, UserUpdate, VoiceChannelEffectSend, VoiceChannelStartTimeUpdate, VoiceChannelStatusUpdate,
    VoiceServerUpdate, VoiceStateUpdate, WebhooksUpdate, decode,
};
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

    /// The intents of which each brings such events; none when some of them come without.
    pub fn intents(&self) -> Intents {
        let mut all = Intents::empty();
        for event in self.types.iter() {
            if event.intents().is_empty() {
                return Intents::empty();
            }
            all |= event.intents();
        }
        match self.scope {
            Scope::Anywhere => all,
            Scope::Guild => all - DIRECT,
            Scope::Direct => all & DIRECT,
        }
    }

    /// Whether the event is of this kind.
    pub fn fits(&self, event: &Event) -> bool {
        self.types.contains(event.event_type())
            && match self.scope {
                Scope::Anywhere => true,
                Scope::Guild => event.guild_id().is_some(),
                Scope::Direct => event.guild_id().is_none(),
            }
            && E::is_in(event)
    }

    /// The payload of the event, when it is of this kind.
    pub fn select(&self, event: &Event) -> Option<Arc<E>> {
        if self.fits(event) { E::of(event) } else { None }
    }
}

impl<E> EventKind<E> {
    pub(super) const fn new(name: &'static str, types: EventTypes) -> Self {
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

    /// Events of some types.
    pub const fn any_of(types: EventTypes) -> Self {
        Self::new("any_of", types)
    }
}

impl Payload for Event {
    fn of(event: &Event) -> Option<Arc<Self>> {
        Some(Arc::new(event.clone()))
    }

    fn guild_id(&self) -> Option<Id<Guild>> {
        self.guild_id()
    }
}

/// The intents that bring what happens outside of guilds.
const DIRECT: Intents = Intents::DIRECT_MESSAGES
    .union(Intents::DIRECT_MESSAGE_REACTIONS)
    .union(Intents::DIRECT_MESSAGE_TYPING)
    .union(Intents::DIRECT_MESSAGE_POLLS);

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

            /// The name of the payload's type, as `MessageCreate`.
            pub const fn payload(self) -> &'static str {
                match self {
                    $( Self::$variant => stringify!($payload), )+
                    $( Self::$own => stringify!($own_payload), )+
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

        /// Writes the payload as Discord does; events of ito's own cannot be written.
        impl Serialize for Event {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $( Self::$variant(payload) => payload.serialize(serializer), )+
                    own => Err(S::Error::custom(format_args!("{} is no event of Discord that ito knows", own.name()))),
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
            Self::Custom(event) => event.name(),
            known => known.event_type().name(),
        }
    }
}

events! {
    /// The shard has a new session.
    "READY" Ready(Ready);
    /// The shard has its session back; what was missed has come.
    "RESUMED" Resumed(Resumed);
    /// A request over the gateway came too soon and was not done.
    "RATE_LIMITED" RateLimited(RateLimited);
    /// A guild changed who may use a command of the application.
    "APPLICATION_COMMAND_PERMISSIONS_UPDATE" ApplicationCommandPermissionsUpdate(ApplicationCommandPermissionsUpdate)
       ;
    /// A rule of auto moderation was made.
    "AUTO_MODERATION_RULE_CREATE" AutoModerationRuleCreate(AutoModerationRuleCreate)
        by AUTO_MODERATION_CONFIGURATION;
    /// A rule of auto moderation was changed.
    "AUTO_MODERATION_RULE_UPDATE" AutoModerationRuleUpdate(AutoModerationRuleUpdate)
        by AUTO_MODERATION_CONFIGURATION;
    /// A rule of auto moderation was deleted.
    "AUTO_MODERATION_RULE_DELETE" AutoModerationRuleDelete(AutoModerationRuleDelete)
        by AUTO_MODERATION_CONFIGURATION;
    /// A rule of auto moderation did something.
    "AUTO_MODERATION_ACTION_EXECUTION" AutoModerationActionExecution(AutoModerationActionExecution)
        by AUTO_MODERATION_EXECUTION;
    /// A channel of a guild was made.
    "CHANNEL_CREATE" ChannelCreate(ChannelCreate) by GUILDS;
    /// A channel of a guild was changed.
    "CHANNEL_UPDATE" ChannelUpdate(ChannelUpdate) by GUILDS;
    /// A channel of a guild was deleted.
    "CHANNEL_DELETE" ChannelDelete(ChannelDelete) by GUILDS;
    /// The answer to a request for what channels do.
    "CHANNEL_INFO" ChannelInfo(ChannelInfo);
    /// A message was pinned, or is no longer.
    "CHANNEL_PINS_UPDATE" ChannelPinsUpdate(ChannelPinsUpdate) by GUILDS | DIRECT_MESSAGES;
    /// A thread began, or the bot was added to a private one.
    "THREAD_CREATE" ThreadCreate(ThreadCreate) by GUILDS;
    /// A thread was changed.
    "THREAD_UPDATE" ThreadUpdate(ThreadUpdate) by GUILDS;
    /// A thread was deleted.
    "THREAD_DELETE" ThreadDelete(ThreadDelete) by GUILDS;
    /// The bot can see a channel from now on; these are its threads.
    "THREAD_LIST_SYNC" ThreadListSync(ThreadListSync) by GUILDS;
    /// The bot's membership of a thread was changed.
    "THREAD_MEMBER_UPDATE" ThreadMemberUpdate(ThreadMemberUpdate) by GUILDS;
    /// Somebody joined or left a thread; without GUILD_MEMBERS only the bot.
    "THREAD_MEMBERS_UPDATE" ThreadMembersUpdate(ThreadMembersUpdate) by GUILDS | GUILD_MEMBERS;
    /// Something was bought or given.
    "ENTITLEMENT_CREATE" EntitlementCreate(EntitlementCreate);
    /// What was bought or given was changed: it ends, for example.
    "ENTITLEMENT_UPDATE" EntitlementUpdate(EntitlementUpdate);
    /// What was bought or given was taken back.
    "ENTITLEMENT_DELETE" EntitlementDelete(EntitlementDelete);
    /// A guild is there: after READY, after an outage, or because the bot joined it.
    "GUILD_CREATE" GuildCreate(GuildCreate) by GUILDS;
    /// A guild was changed.
    "GUILD_UPDATE" GuildUpdate(GuildUpdate) by GUILDS;
    /// A guild is gone: an outage, or the bot was removed.
    "GUILD_DELETE" GuildDelete(GuildDelete) by GUILDS;
    /// The audit log has a new entry; only for bots that may see it.
    "GUILD_AUDIT_LOG_ENTRY_CREATE" GuildAuditLogEntryCreate(GuildAuditLogEntryCreate) by GUILD_MODERATION;
    /// Somebody was banned.
    "GUILD_BAN_ADD" GuildBanAdd(GuildBanAdd) by GUILD_MODERATION;
    /// Somebody is no longer banned.
    "GUILD_BAN_REMOVE" GuildBanRemove(GuildBanRemove) by GUILD_MODERATION;
    /// The emojis of a guild changed.
    "GUILD_EMOJIS_UPDATE" GuildEmojisUpdate(GuildEmojisUpdate) by GUILD_EXPRESSIONS;
    /// The stickers of a guild changed.
    "GUILD_STICKERS_UPDATE" GuildStickersUpdate(GuildStickersUpdate) by GUILD_EXPRESSIONS;
    /// The integrations of a guild changed.
    "GUILD_INTEGRATIONS_UPDATE" GuildIntegrationsUpdate(GuildIntegrationsUpdate) by GUILD_INTEGRATIONS;
    /// Somebody joined a guild.
    "GUILD_MEMBER_ADD" GuildMemberAdd(GuildMemberAdd) by GUILD_MEMBERS;
    /// Somebody left a guild, or was made to.
    "GUILD_MEMBER_REMOVE" GuildMemberRemove(GuildMemberRemove) by GUILD_MEMBERS;
    /// A member, or its user, was changed.
    "GUILD_MEMBER_UPDATE" GuildMemberUpdate(GuildMemberUpdate) by GUILD_MEMBERS;
    /// The answer to a request for members.
    "GUILD_MEMBERS_CHUNK" GuildMembersChunk(GuildMembersChunk);
    /// A role was made.
    "GUILD_ROLE_CREATE" GuildRoleCreate(GuildRoleCreate) by GUILDS;
    /// A role was changed.
    "GUILD_ROLE_UPDATE" GuildRoleUpdate(GuildRoleUpdate) by GUILDS;
    /// A role was deleted.
    "GUILD_ROLE_DELETE" GuildRoleDelete(GuildRoleDelete) by GUILDS;
    /// A scheduled event was made.
    "GUILD_SCHEDULED_EVENT_CREATE" GuildScheduledEventCreate(GuildScheduledEventCreate)
        by GUILD_SCHEDULED_EVENTS;
    /// A scheduled event was changed.
    "GUILD_SCHEDULED_EVENT_UPDATE" GuildScheduledEventUpdate(GuildScheduledEventUpdate)
        by GUILD_SCHEDULED_EVENTS;
    /// A scheduled event was deleted.
    "GUILD_SCHEDULED_EVENT_DELETE" GuildScheduledEventDelete(GuildScheduledEventDelete)
        by GUILD_SCHEDULED_EVENTS;
    /// Somebody is interested in a scheduled event.
    "GUILD_SCHEDULED_EVENT_USER_ADD" GuildScheduledEventUserAdd(GuildScheduledEventUserAdd)
        by GUILD_SCHEDULED_EVENTS;
    /// Somebody is no longer interested in a scheduled event.
    "GUILD_SCHEDULED_EVENT_USER_REMOVE" GuildScheduledEventUserRemove(GuildScheduledEventUserRemove)
        by GUILD_SCHEDULED_EVENTS;
    /// A sound of a guild was made.
    "GUILD_SOUNDBOARD_SOUND_CREATE" GuildSoundboardSoundCreate(GuildSoundboardSoundCreate)
        by GUILD_EXPRESSIONS;
    /// A sound of a guild was changed.
    "GUILD_SOUNDBOARD_SOUND_UPDATE" GuildSoundboardSoundUpdate(GuildSoundboardSoundUpdate)
        by GUILD_EXPRESSIONS;
    /// A sound of a guild was deleted.
    "GUILD_SOUNDBOARD_SOUND_DELETE" GuildSoundboardSoundDelete(GuildSoundboardSoundDelete)
        by GUILD_EXPRESSIONS;
    /// Several sounds of a guild were changed.
    "GUILD_SOUNDBOARD_SOUNDS_UPDATE" GuildSoundboardSoundsUpdate(GuildSoundboardSoundsUpdate)
        by GUILD_EXPRESSIONS;
    /// The answer to a request for sounds.
    "SOUNDBOARD_SOUNDS" SoundboardSounds(SoundboardSounds);
    /// An integration was made.
    "INTEGRATION_CREATE" IntegrationCreate(IntegrationCreate) by GUILD_INTEGRATIONS;
    /// An integration was changed.
    "INTEGRATION_UPDATE" IntegrationUpdate(IntegrationUpdate) by GUILD_INTEGRATIONS;
    /// An integration was deleted.
    "INTEGRATION_DELETE" IntegrationDelete(IntegrationDelete) by GUILD_INTEGRATIONS;
    /// Somebody used a command, a component or a modal.
    "INTERACTION_CREATE" InteractionCreate(InteractionCreate);
    /// An invite was made.
    "INVITE_CREATE" InviteCreate(InviteCreate) by GUILD_INVITES;
    /// An invite was deleted.
    "INVITE_DELETE" InviteDelete(InviteDelete) by GUILD_INVITES;
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
    /// Somebody voted in a poll.
    "MESSAGE_POLL_VOTE_ADD" MessagePollVoteAdd(MessagePollVoteAdd)
        by GUILD_MESSAGE_POLLS | DIRECT_MESSAGE_POLLS;
    /// Somebody took a vote back.
    "MESSAGE_POLL_VOTE_REMOVE" MessagePollVoteRemove(MessagePollVoteRemove)
        by GUILD_MESSAGE_POLLS | DIRECT_MESSAGE_POLLS;
    /// Somebody's status or activity changed.
    "PRESENCE_UPDATE" PresenceUpdate(PresenceUpdate) by GUILD_PRESENCES;
    /// A stage began.
    "STAGE_INSTANCE_CREATE" StageInstanceCreate(StageInstanceCreate) by GUILDS;
    /// A stage was changed.
    "STAGE_INSTANCE_UPDATE" StageInstanceUpdate(StageInstanceUpdate) by GUILDS;
    /// A stage ended.
    "STAGE_INSTANCE_DELETE" StageInstanceDelete(StageInstanceDelete) by GUILDS;
    /// A subscription began.
    "SUBSCRIPTION_CREATE" SubscriptionCreate(SubscriptionCreate);
    /// A subscription was changed.
    "SUBSCRIPTION_UPDATE" SubscriptionUpdate(SubscriptionUpdate);
    /// A subscription was deleted.
    "SUBSCRIPTION_DELETE" SubscriptionDelete(SubscriptionDelete);
    /// Somebody began to write.
    "TYPING_START" TypingStart(TypingStart) by GUILD_MESSAGE_TYPING | DIRECT_MESSAGE_TYPING;
    /// The bot's user was changed.
    "USER_UPDATE" UserUpdate(UserUpdate);
    /// Somebody sent an effect in a voice channel where the bot is.
    "VOICE_CHANNEL_EFFECT_SEND" VoiceChannelEffectSend(VoiceChannelEffectSend) by GUILD_VOICE_STATES;
    /// A voice channel has somebody in it, or nobody any more.
    "VOICE_CHANNEL_START_TIME_UPDATE" VoiceChannelStartTimeUpdate(VoiceChannelStartTimeUpdate) by GUILDS;
    /// A voice channel has another status.
    "VOICE_CHANNEL_STATUS_UPDATE" VoiceChannelStatusUpdate(VoiceChannelStatusUpdate) by GUILDS;
    /// Somebody joined or left a voice channel, or changed something there.
    "VOICE_STATE_UPDATE" VoiceStateUpdate(VoiceStateUpdate) by GUILD_VOICE_STATES;
    /// Voice of a guild is served elsewhere now, or the bot joined a voice channel.
    "VOICE_SERVER_UPDATE" VoiceServerUpdate(VoiceServerUpdate);
    /// The webhooks of a channel changed.
    "WEBHOOKS_UPDATE" WebhooksUpdate(WebhooksUpdate) by GUILD_WEBHOOKS;
    /// Somebody asks to join a guild. A draft of Discord: it may change.
    "GUILD_JOIN_REQUEST_CREATE" GuildJoinRequestCreate(GuildJoinRequestCreate) by GUILD_MODERATION;
    /// A request to join a guild was answered or changed. A draft of Discord: it may change.
    "GUILD_JOIN_REQUEST_UPDATE" GuildJoinRequestUpdate(GuildJoinRequestUpdate) by GUILD_MODERATION;
    /// A request to join a guild was taken back. A draft of Discord: it may change.
    "GUILD_JOIN_REQUEST_DELETE" GuildJoinRequestDelete(GuildJoinRequestDelete) by GUILD_MODERATION;

    of ito:
    /// Any event of Discord, as it came.
    "raw" Raw(RawEvent);
    /// An event that this version of ito does not know.
    "unknown" Unknown(UnknownEvent);
    /// A listener returned an error or panicked.
    "listener_failed" ListenerFailed(ListenerFailed);
    /// The bot is about to connect; it waits for the listeners of this.
    "starting" Starting(Starting);
    /// All shards have been ready.
    "started" Started(Started);
    /// The bot is about to close; it waits for the listeners of this.
    "stopping" Stopping(Stopping);
    /// The bot has closed.
    "stopped" Stopped(Stopped);
    /// A shard has a connection over which events come.
    "shard_connected" ShardConnected(ShardConnected);
    /// A shard lost the connection over which events came.
    "shard_disconnected" ShardDisconnected(ShardDisconnected);
    /// An event of a type of one's own, whatever that is; those of one type are [`EventKind::custom`].
    "custom" Custom(Custom);
}
