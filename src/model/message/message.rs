//! Messages.
//!
//! <https://docs.discord.com/developers/resources/message>

use serde::{Deserialize, Serialize};

use crate::model::{
    Application, Attachment, Channel, ChannelType, Component, Embed, Guild, Id, IntegrationOwners,
    Interaction, InteractionType, Member, MessageReference, MessageSnapshot, Nonce, Poll, Reaction,
    ResolvedData, Role, Sticker, StickerItem, Timestamp, User, Webhook, flags, open_enum,
};

/// A message.
///
/// Without the intent MESSAGE_CONTENT, content, embeds, files, components and polls are empty, but in messages to the
/// bot, of the bot, and that mention it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Message {
    /// The message's id.
    pub id: Id<Message>,
    /// The channel.
    pub channel_id: Id<Channel>,
    /// Who wrote it; for a webhook's message the webhook's id, name and avatar.
    pub author: User,
    /// The text.
    pub content: String,
    /// When it was sent.
    pub timestamp: Timestamp,
    /// When it was changed.
    pub edited_timestamp: Option<Timestamp>,
    /// Whether it is read aloud.
    pub tts: bool,
    /// Whether it mentions @everyone or @here.
    pub mention_everyone: bool,
    /// Whom it mentions; in events of a guild each has its member.
    pub mentions: Vec<User>,
    /// Which roles it mentions.
    pub mention_roles: Vec<Id<Role>>,
    /// Which channels it mentions; only in messages that are shown in several guilds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mention_channels: Vec<ChannelMention>,
    /// The files.
    pub attachments: Vec<Attachment>,
    /// The embeds.
    pub embeds: Vec<Embed>,
    /// The reactions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// The mark that the sender put on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Nonce>,
    /// Whether it is pinned.
    pub pinned: bool,
    /// The webhook that wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_id: Option<Id<Webhook>>,
    /// The kind of message.
    #[serde(rename = "type")]
    pub kind: MessageType,
    /// What the message of an activity is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<MessageActivity>,
    /// The application of an activity's message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<Box<Application>>,
    /// The application that wrote it, in answer to an interaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_id: Option<Id<Application>>,
    /// Flags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<MessageFlags>,
    /// The message to which it points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_reference: Option<MessageReference>,
    /// The message that it forwards.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub message_snapshots: Vec<MessageSnapshot>,
    /// The message that it answers; nothing when that one is gone or was not looked up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referenced_message: Option<Box<Message>>,
    /// The interaction that it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interaction_metadata: Option<Box<MessageInteractionMetadata>>,
    /// The interaction that it answers, as it was told before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interaction: Option<Box<MessageInteraction>>,
    /// The thread that began at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread: Option<Box<Channel>>,
    /// Buttons, selects, and all else that components can be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    /// The stickers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sticker_items: Vec<StickerItem>,
    /// The stickers, as they were told before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stickers: Vec<Sticker>,
    /// About the place in a thread.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// What was bought or renewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_subscription_data: Option<RoleSubscriptionData>,
    /// The things that its selects hold by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Box<ResolvedData>>,
    /// The poll.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poll: Option<Box<Poll>>,
    /// The call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<MessageCall>,
    /// The theme that it shares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_client_theme: Option<SharedClientTheme>,
    /// In events: the guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// In events: the author as a member, without `user`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
    /// In events: the kind of channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_type: Option<ChannelType>,
}

impl Message {
    /// The address of the message in Discord's client.
    pub fn link(&self) -> String {
        let guild = self.guild_id.map_or_else(|| "@me".to_owned(), |guild| guild.to_string());
        format!("https://discord.com/channels/{guild}/{}/{}", self.channel_id, self.id)
    }

    /// Whether it mentions the user by name.
    pub fn mentions_user(&self, user: Id<User>) -> bool {
        self.mentions.iter().any(|mentioned| mentioned.id == user)
    }
}

/// A channel that a message mentions.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ChannelMention {
    /// The channel.
    pub id: Id<Channel>,
    /// Its guild.
    pub guild_id: Id<Guild>,
    /// The kind of channel.
    #[serde(rename = "type")]
    pub kind: ChannelType,
    /// The name.
    pub name: String,
}

/// What the message of an activity is for.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageActivity {
    /// What it is for.
    #[serde(rename = "type")]
    pub kind: MessageActivityType,
    /// The party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party_id: Option<String>,
}

/// The interaction that a message answers.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageInteractionMetadata {
    /// The interaction.
    pub id: Id<Interaction>,
    /// The kind of interaction.
    #[serde(rename = "type")]
    pub kind: InteractionType,
    /// Who did it.
    pub user: User,
    /// Whose installations of the application took part.
    pub authorizing_integration_owners: IntegrationOwners,
    /// The first answer, in later ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_response_message_id: Option<Id<Message>>,
    /// The user in whose menu the command was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_user: Option<Box<User>>,
    /// The message in whose menu the command was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_message_id: Option<Id<Message>>,
    /// The message whose component was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interacted_message_id: Option<Id<Message>>,
    /// The interaction that opened the modal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub triggering_interaction_metadata: Option<Box<MessageInteractionMetadata>>,
    /// The name of the command.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The kind of command, as a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command_type: Option<u8>,
}

/// The interaction that a message answers, as it was told before.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageInteraction {
    /// The interaction.
    pub id: Id<Interaction>,
    /// The kind of interaction.
    #[serde(rename = "type")]
    pub kind: InteractionType,
    /// The name of the command.
    pub name: String,
    /// Who did it.
    pub user: User,
    /// The member, in a guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
}

/// What was bought or renewed.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RoleSubscriptionData {
    /// What is sold.
    pub role_subscription_listing_id: Id<RoleSubscriptionListing>,
    /// The name of the tier.
    pub tier_name: String,
    /// For how many months the user has had it.
    pub total_months_subscribed: u32,
    /// Whether it was renewed.
    pub is_renewal: bool,
}

/// The mark of ids of role subscriptions, about which Discord tells no more.
#[derive(Debug)]
pub enum RoleSubscriptionListing {}

/// A call in a private channel.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageCall {
    /// Who took part.
    pub participants: Vec<Id<User>>,
    /// When it ended.
    pub ended_timestamp: Option<Timestamp>,
}

/// A theme that a message shares.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SharedClientTheme {
    /// Up to five colours, as `rrggbb`.
    pub colors: Vec<String>,
    /// The direction in which they change, from 0 to 360.
    pub gradient_angle: u32,
    /// How strong they are, from 0 to 100.
    pub base_mix: u32,
    /// The theme beneath.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_theme: Option<SharedClientThemeBase>,
}

/// A message that is pinned.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessagePin {
    /// Since when.
    pub pinned_at: Timestamp,
    /// The message.
    pub message: Message,
}

/// A page of pinned messages.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessagePins {
    /// The messages.
    pub items: Vec<MessagePin>,
    /// Whether there are more.
    pub has_more: bool,
}

open_enum! {
    /// The themes beneath a shared one.
    pub enum SharedClientThemeBase: u8 {
        /// None.
        Unset = 0,
        /// Dark.
        Dark = 1,
        /// Light.
        Light = 2,
        /// Darker.
        Darker = 3,
        /// Midnight.
        Midnight = 4,
    }
    default Unset
}

open_enum! {
    /// What the message of an activity is for.
    pub enum MessageActivityType: u8 {
        /// To join.
        Join = 1,
        /// To watch.
        Spectate = 2,
        /// To listen.
        Listen = 3,
        /// To ask to join.
        JoinRequest = 5,
        /// To ask for a stream.
        StreamRequest = 6,
    }
}

flags! {
    /// Flags of a message.
    pub struct MessageFlags {
        /// It was published to channels that follow.
        const CROSSPOSTED = 1 << 0;
        /// It comes from a channel that is followed.
        const IS_CROSSPOST = 1 << 1;
        /// Its embeds are not shown.
        const SUPPRESS_EMBEDS = 1 << 2;
        /// The message that it was published from is gone.
        const SOURCE_MESSAGE_DELETED = 1 << 3;
        /// It comes from Discord's system for urgent messages.
        const URGENT = 1 << 4;
        /// A thread with its id began at it.
        const HAS_THREAD = 1 << 5;
        /// Only who used the interaction sees it.
        const EPHEMERAL = 1 << 6;
        /// It shows that an answer will come.
        const LOADING = 1 << 7;
        /// Some roles that it mentions were not added to the thread.
        const FAILED_TO_MENTION_SOME_ROLES_IN_THREAD = 1 << 8;
        /// It makes no sound.
        const SUPPRESS_NOTIFICATIONS = 1 << 12;
        /// It is a voice message.
        const IS_VOICE_MESSAGE = 1 << 13;
        /// It forwards another one.
        const HAS_SNAPSHOT = 1 << 14;
        /// It is made of components alone.
        const IS_COMPONENTS_V2 = 1 << 15;
    }
}

open_enum! {
    /// The kinds of messages.
    pub enum MessageType: u8 {
        /// A message.
        Default = 0,
        /// Somebody was added to a group or a thread.
        RecipientAdd = 1,
        /// Somebody was removed from a group or a thread.
        RecipientRemove = 2,
        /// A call.
        Call = 3,
        /// The channel has a new name.
        ChannelNameChange = 4,
        /// The group has a new icon.
        ChannelIconChange = 5,
        /// A message was pinned.
        ChannelPinnedMessage = 6,
        /// Somebody joined the guild.
        UserJoin = 7,
        /// Somebody boosted the guild.
        GuildBoost = 8,
        /// A boost brought the guild to level 1.
        GuildBoostTier1 = 9,
        /// A boost brought the guild to level 2.
        GuildBoostTier2 = 10,
        /// A boost brought the guild to level 3.
        GuildBoostTier3 = 11,
        /// The channel follows another one.
        ChannelFollowAdd = 12,
        /// The guild can no longer be discovered.
        GuildDiscoveryDisqualified = 14,
        /// The guild can be discovered again.
        GuildDiscoveryRequalified = 15,
        /// The guild will soon not be discovered.
        GuildDiscoveryGracePeriodInitialWarning = 16,
        /// The guild will very soon not be discovered.
        GuildDiscoveryGracePeriodFinalWarning = 17,
        /// A thread began.
        ThreadCreated = 18,
        /// An answer to a message.
        Reply = 19,
        /// The answer to a slash command.
        ChatInputCommand = 20,
        /// The first message of a thread, which points to where it began.
        ThreadStarterMessage = 21,
        /// A reminder to invite people.
        GuildInviteReminder = 22,
        /// The answer to a command from a menu.
        ContextMenuCommand = 23,
        /// Auto moderation did something.
        AutoModerationAction = 24,
        /// A role subscription was bought or renewed.
        RoleSubscriptionPurchase = 25,
        /// An offer to buy.
        InteractionPremiumUpsell = 26,
        /// A stage began.
        StageStart = 27,
        /// A stage ended.
        StageEnd = 28,
        /// Somebody speaks on the stage.
        StageSpeaker = 29,
        /// The stage has a new topic.
        StageTopic = 31,
        /// An application's subscription was bought for the guild.
        GuildApplicationPremiumSubscription = 32,
        /// Safety measures were taken.
        GuildIncidentAlertModeEnabled = 36,
        /// Safety measures ended.
        GuildIncidentAlertModeDisabled = 37,
        /// A raid was reported.
        GuildIncidentReportRaid = 38,
        /// A raid was none.
        GuildIncidentReportFalseAlarm = 39,
        /// Something was bought.
        PurchaseNotification = 44,
        /// A poll has ended.
        PollResult = 46,
        /// A stream became sharper.
        HdStreamingUpgraded = 55,
    }
    default Default
}
