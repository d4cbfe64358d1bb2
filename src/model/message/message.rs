//! Messages.
//!
//! <https://docs.discord.com/developers/resources/message>

use serde::{Deserialize, Serialize};

use crate::model::{
    Application, Attachment, Channel, ChannelType, Check, Checker, Component, Embed, Guild, Id,
    LobbyMessageMember, Member, MessageInteraction, MessageInteractionMetadata, MessageReference,
    MessageSnapshot, Nonce, Poll, Reaction, ResolvedData, Role, Sku, Sticker, StickerItem, Timestamp, User,
    Webhook, flags, open_enum,
};

/// A message. Without the intent `MESSAGE_CONTENT`, `content`, `embeds`, `attachments`, `components` and `poll` are empty
/// in guilds, except in the bot's own messages and in those that mention it.
///
/// <https://docs.discord.com/developers/resources/message#message-object-message-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Message {
    /// The message's id.
    pub id: Id<Message>,
    /// The channel.
    pub channel_id: Id<Channel>,
    /// Who sent it; for a webhook, its name and avatar at that time.
    pub author: User,
    /// The text.
    pub content: String,
    /// When it was sent.
    pub timestamp: Timestamp,
    /// When it was edited.
    pub edited_timestamp: Option<Timestamp>,
    /// Whether it is read out.
    pub tts: bool,
    /// Whether it mentions everyone.
    pub mention_everyone: bool,
    /// The users that it mentions; in events with their members.
    pub mentions: Vec<User>,
    /// The roles that it mentions.
    pub mention_roles: Vec<Id<Role>>,
    /// The channels that it mentions; only in posts of followed channels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mention_channels: Vec<ChannelMention>,
    /// The files.
    pub attachments: Vec<Attachment>,
    /// The embeds.
    pub embeds: Vec<Embed>,
    /// The reactions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// The mark by which the sender knows it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Nonce>,
    /// Whether it is pinned.
    pub pinned: bool,
    /// The webhook that sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_id: Option<Id<Webhook>>,
    /// The kind of message.
    #[serde(rename = "type")]
    pub kind: MessageType,
    /// The activity of a rich presence that it invites to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<MessageActivity>,
    /// The application of a rich presence that it invites to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<Box<Application>>,
    /// The application that answered an interaction with it, or that owns the webhook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_id: Option<Id<Application>>,
    /// More about the message.
    pub flags: MessageFlags,
    /// The message that it refers to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_reference: Option<MessageReference>,
    /// The forwarded message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub message_snapshots: Vec<MessageSnapshot>,
    /// The message that it replies to, or that began the thread; nothing when it is gone or Discord did not look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referenced_message: Option<Box<Message>>,
    /// The interaction that it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interaction_metadata: Option<Box<MessageInteractionMetadata>>,
    /// The interaction that it answers, as it was told before `interaction_metadata`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interaction: Option<Box<MessageInteraction>>,
    /// The thread that began with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread: Option<Box<Channel>>,
    /// The components.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    /// The stickers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sticker_items: Vec<StickerItem>,
    /// The stickers in full; no longer sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stickers: Vec<Sticker>,
    /// About the how-manieth message of its thread it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
    /// What was bought, or renewed, when it tells of a role's subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_subscription_data: Option<Box<RoleSubscriptionData>>,
    /// Users, members, channels and roles that its select menus choose by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Box<ResolvedData>>,
    /// The poll.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poll: Option<Box<Poll>>,
    /// The call in a private channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<MessageCall>,
    /// The theme that it shares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_client_theme: Option<Box<SharedClientTheme>>,
    /// What was bought in the guild's shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purchase_notification: Option<Box<PurchaseNotification>>,
    /// The author as a member of the lobby that the message came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lobby_member: Option<Box<LobbyMessageMember>>,
    /// Whether it is what was searched for; only in search results.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hit: Option<bool>,
    /// How many restrictions there are on it; only in search results, and not documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restriction_count: Option<u32>,
    /// The guild; only in events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The author as a member of the guild, without its user; only in events, and not of webhooks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
    /// The kind of channel; only in events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_type: Option<ChannelType>,
}

impl Message {
    /// The author's name as clients show it: the nickname, the chosen name, or the name.
    pub fn author_name(&self) -> &str {
        let nick = self.member.as_ref().and_then(|member| member.nick.as_deref());
        nick.unwrap_or_else(|| self.author.display_name())
    }

    /// Its components with each button and select made unusable: what to edit it to when its question is answered.
    pub fn disabled_components(&self) -> Vec<Component> {
        let mut components = self.components.clone();
        Component::disable_all(&mut components);
        components
    }

    /// Whether it mentions the user by name (not by a role, nor with everyone).
    pub fn mentions_user(&self, user: Id<User>) -> bool {
        self.mentions.iter().any(|mentioned| mentioned.id == user)
    }

    /// Whether it is a reply to another message.
    pub fn is_reply(&self) -> bool {
        self.kind == MessageType::Reply
    }

    /// The address that leads to it: `https://discord.com/channels/…`. The guild is known only in events.
    pub fn link(&self) -> String {
        let guild = self.guild_id.map_or_else(|| "@me".to_owned(), |guild| guild.to_string());
        format!("https://discord.com/channels/{guild}/{}/{}", self.channel_id, self.id)
    }
}

open_enum! {
    /// The kinds of messages.
    ///
    /// <https://docs.discord.com/developers/resources/message#message-object-message-types>
    pub enum MessageType: u32 {
        /// A message.
        Default = 0,
        /// A user was added to the group or the thread.
        RecipientAdd = 1,
        /// A user was removed from the group or the thread.
        RecipientRemove = 2,
        /// A call began.
        Call = 3,
        /// The channel has a new name.
        ChannelNameChange = 4,
        /// The channel has a new icon.
        ChannelIconChange = 5,
        /// A message was pinned.
        ChannelPinnedMessage = 6,
        /// A user joined the guild.
        UserJoin = 7,
        /// The guild was boosted.
        GuildBoost = 8,
        /// The guild reached tier 1.
        GuildBoostTier1 = 9,
        /// The guild reached tier 2.
        GuildBoostTier2 = 10,
        /// The guild reached tier 3.
        GuildBoostTier3 = 11,
        /// The channel follows another.
        ChannelFollowAdd = 12,
        /// The guild can no longer be discovered.
        GuildDiscoveryDisqualified = 14,
        /// The guild can be discovered again.
        GuildDiscoveryRequalified = 15,
        /// The guild may soon no longer be discovered.
        GuildDiscoveryGracePeriodInitialWarning = 16,
        /// The guild will soon no longer be discovered.
        GuildDiscoveryGracePeriodFinalWarning = 17,
        /// A thread was begun.
        ThreadCreated = 18,
        /// A reply.
        Reply = 19,
        /// The answer to a slash command.
        ChatInputCommand = 20,
        /// The first of a thread; the message is the one that it refers to.
        ThreadStarterMessage = 21,
        /// Advice to invite more people.
        GuildInviteReminder = 22,
        /// The answer to a command of a menu.
        ContextMenuCommand = 23,
        /// Auto moderation did something.
        AutoModerationAction = 24,
        /// A role's subscription was bought or renewed.
        RoleSubscriptionPurchase = 25,
        /// An application asks for a purchase.
        InteractionPremiumUpsell = 26,
        /// A stage began.
        StageStart = 27,
        /// A stage ended.
        StageEnd = 28,
        /// A stage has a new speaker.
        StageSpeaker = 29,
        /// A stage has a new topic.
        StageTopic = 31,
        /// An application's subscription was bought for the guild.
        GuildApplicationPremiumSubscription = 32,
        /// The guild's alert mode is on.
        GuildIncidentAlertModeEnabled = 36,
        /// The guild's alert mode is off.
        GuildIncidentAlertModeDisabled = 37,
        /// A raid was reported.
        GuildIncidentReportRaid = 38,
        /// A raid was none.
        GuildIncidentReportFalseAlarm = 39,
        /// Something was bought in the guild.
        PurchaseNotification = 44,
        /// A poll is over.
        PollResult = 46,
        /// Streams were upgraded to high definition.
        HdStreamingUpgraded = 55,
    }
    default Default
}

flags! {
    /// Flags of a message.
    ///
    /// <https://docs.discord.com/developers/resources/message#message-object-message-flags>
    pub struct MessageFlags {
        /// Was published to the channels that follow.
        const CROSSPOSTED = 1 << 0;
        /// Comes from a followed channel.
        const IS_CROSSPOST = 1 << 1;
        /// Shows no embeds.
        const SUPPRESS_EMBEDS = 1 << 2;
        /// The message in the followed channel is gone.
        const SOURCE_MESSAGE_DELETED = 1 << 3;
        /// Comes from Discord's urgent messages.
        const URGENT = 1 << 4;
        /// A thread began with it, and has its id.
        const HAS_THREAD = 1 << 5;
        /// Only the user of the interaction sees it.
        const EPHEMERAL = 1 << 6;
        /// The bot is "thinking".
        const LOADING = 1 << 7;
        /// Some roles could not be mentioned, and their members not added to the thread.
        const FAILED_TO_MENTION_SOME_ROLES_IN_THREAD = 1 << 8;
        /// Notifies nobody by push or desktop notification.
        const SUPPRESS_NOTIFICATIONS = 1 << 12;
        /// Is a voice message.
        const IS_VOICE_MESSAGE = 1 << 13;
        /// Was forwarded.
        const HAS_SNAPSHOT = 1 << 14;
        /// Is made of components alone.
        const IS_COMPONENTS_V2 = 1 << 15;
    }
}

/// A channel that a message mentions.
///
/// <https://docs.discord.com/developers/resources/message#channel-mention-object-channel-mention-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
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
    /// The channel's name.
    pub name: String,
}

/// The activity of a rich presence that a message invites to.
///
/// <https://docs.discord.com/developers/resources/message#message-object-message-activity-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageActivity {
    /// The kind of invitation.
    #[serde(rename = "type")]
    pub kind: MessageActivityType,
    /// The party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party_id: Option<String>,
}

open_enum! {
    /// The kinds of invitations to an activity.
    ///
    /// <https://docs.discord.com/developers/resources/message#message-object-message-activity-types>
    pub enum MessageActivityType: u32 {
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
    default Join
}

/// What was bought, or renewed, with a role's subscription.
///
/// <https://docs.discord.com/developers/resources/message#role-subscription-data-object-role-subscription-data-object-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RoleSubscriptionData {
    /// What was bought.
    pub role_subscription_listing_id: Id<Sku>,
    /// The name of the tier.
    pub tier_name: String,
    /// For how many months the user has subscribed so far.
    pub total_months_subscribed: u32,
    /// Whether it was renewed.
    pub is_renewal: bool,
}

/// A call in a private channel.
///
/// <https://docs.discord.com/developers/resources/message#message-call-object-message-call-object-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageCall {
    /// Who took part.
    pub participants: Vec<Id<User>>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_timestamp: Option<Timestamp>,
}

/// A theme of the client that a message shares.
///
/// <https://docs.discord.com/developers/resources/message#shared-client-theme-object-shared-client-theme-object-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SharedClientTheme {
    /// Up to five colours, as `rrggbb`.
    pub colors: Vec<String>,
    /// The direction of the gradient, in degrees.
    pub gradient_angle: u32,
    /// How strong the colours are, of 100.
    pub base_mix: u32,
    /// What the colours are mixed with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_theme: Option<SharedClientThemeBase>,
}

impl Check for SharedClientTheme {
    fn look(&self, at: &mut Checker) {
        at.field("colors", &self.colors, 1..=5);
        at.each("colors", &self.colors, 6..=6);
        at.field("gradient_angle", &self.gradient_angle, ..=360);
        at.field("base_mix", &self.base_mix, ..=100);
    }
}

impl SharedClientTheme {
    /// One to five colours, as `rrggbb`, the direction of their gradient in degrees, and how strong they are, of 100.
    pub fn new<C: Into<String>>(
        colors: impl IntoIterator<Item = C>,
        gradient_angle: u32,
        base_mix: u32,
    ) -> Self {
        let colors = colors.into_iter().map(Into::into).collect();
        Self { colors, gradient_angle, base_mix, base_theme: None }
    }
}

open_enum! {
    /// What the colours of a theme are mixed with.
    ///
    /// <https://docs.discord.com/developers/resources/message#base-theme-types>
    pub enum SharedClientThemeBase: u32 {
        /// Nothing chosen.
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

/// What was bought in a guild's shop.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PurchaseNotification {
    /// The kind of purchase.
    #[serde(rename = "type")]
    pub kind: PurchaseType,
    /// What was bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_product_purchase: Option<GuildProductPurchase>,
}

/// A product of a guild's shop that was bought.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildProductPurchase {
    /// The product.
    pub listing_id: Id<GuildProduct>,
    /// The name of the product.
    pub product_name: String,
}

/// A product of a guild's shop, of which Discord tells only the id.
#[derive(Debug)]
pub enum GuildProduct {}

open_enum! {
    /// The kinds of purchases in a guild's shop.
    pub enum PurchaseType: u32 {
        /// A product of a guild's shop.
        GuildProduct = 0,
    }
    default GuildProduct
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROBIN: &str =
        r#"{"id":"5","username":"robin","discriminator":"0","global_name":null,"avatar":null}"#;

    #[test]
    fn a_message_is_read_and_written_as_discord_does() {
        let text = format!(
            r#"{{"id":"31","channel_id":"32","author":{ROBIN},"content":"hi <@5>","timestamp":"2025-01-02T03:04:05.678000+00:00","edited_timestamp":null,"tts":false,"mention_everyone":false,"mentions":[{ROBIN}],"mention_roles":["7"],"mention_channels":[{{"id":"33","guild_id":"6","type":5,"name":"news"}}],"attachments":[],"embeds":[{{"title":"t"}}],"reactions":[{{"count":1,"count_details":{{"burst":0,"normal":1}},"me":false,"me_burst":false,"emoji":{{"id":null,"name":"🔥"}},"burst_colors":[]}}],"nonce":17,"pinned":true,"webhook_id":"34","type":19,"activity":{{"type":3,"party_id":"p"}},"application":{{"id":"8","name":"Chess","icon":null,"description":"","bot_public":false,"bot_require_code_grant":false,"verify_key":"","team":null}},"application_id":"8","flags":64,"message_reference":{{"type":0,"message_id":"30","channel_id":"32"}},"position":3,"role_subscription_data":{{"role_subscription_listing_id":"9","tier_name":"Gold","total_months_subscribed":2,"is_renewal":true}},"call":{{"participants":["5"]}},"shared_client_theme":{{"colors":["5865f2"],"gradient_angle":90,"base_mix":58,"base_theme":1}},"guild_id":"6","channel_type":0}}"#
        );
        let message: Message = serde_json::from_str(&text).unwrap();
        assert!(message.is_reply() && message.mentions_user(Id::new(5)));
        assert_eq!(message.flags, MessageFlags::EPHEMERAL);
        assert_eq!(message.link(), "https://discord.com/channels/6/32/31");
        assert_eq!(serde_json::to_string(&message).unwrap(), text);
    }

    #[test]
    fn an_event_brings_the_member_and_the_message_replied_to() {
        let text = r#"{"id":"31","member":{"nick":"Rob"},"mentions":[{"id":"5","member":{"nick":"Ro"}}],"referenced_message":{"id":"30","referenced_message":null},"poll":{"question":{"text":"Tea?"}},"nonce":"n"}"#;
        let message: Message = serde_json::from_str(text).unwrap();
        assert_eq!((message.author_name(), &message.nonce), ("Rob", &Some("n".into())));
        let mentioned = message.mentions[0].member.as_ref();
        assert_eq!(mentioned.and_then(|member| member.nick.as_deref()), Some("Ro"));
        assert_eq!(message.referenced_message.map(|message| message.id), Some(Id::new(30)));
    }
}
