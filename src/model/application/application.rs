//! Applications.
//!
//! <https://docs.discord.com/developers/resources/application>

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{Channel, Guild, Id, ImageHash, Permissions, Sku, Team, User, flags, open_enum};

/// An application. In READY it is its id and flags.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Application {
    /// The application's id.
    pub id: Id<Application>,
    /// The name.
    pub name: String,
    /// The icon.
    pub icon: Option<ImageHash>,
    /// The description.
    pub description: String,
    /// The origins for RPC.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rpc_origins: Vec<String>,
    /// Whether everybody may add its bot to guilds.
    pub bot_public: bool,
    /// Whether its bot joins only once the whole OAuth2 flow is done.
    pub bot_require_code_grant: bool,
    /// Its bot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bot: Option<Box<User>>,
    /// Its terms of service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms_of_service_url: Option<String>,
    /// Its privacy policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy_policy_url: Option<String>,
    /// Who owns it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Box<User>>,
    /// The key that proves interactions over HTTP, in hexadecimal.
    pub verify_key: String,
    /// The team that owns it.
    pub team: Option<Box<Team>>,
    /// The guild that belongs to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// That guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild: Option<Box<Guild>>,
    /// The game's SKU, when it is sold on Discord.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_sku_id: Option<Id<Sku>>,
    /// The end of its address in the store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The image in invites.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover_image: Option<ImageHash>,
    /// Flags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<ApplicationFlags>,
    /// All flags, those included that do not fit `flags`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags_new: Option<ApplicationFlagsText>,
    /// About how many guilds it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approximate_guild_count: Option<u64>,
    /// About how many users have installed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approximate_user_install_count: Option<u64>,
    /// About how many users have authorised it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approximate_user_authorization_count: Option<u64>,
    /// Where OAuth2 may lead back to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub redirect_uris: Vec<String>,
    /// Where interactions are sent over HTTP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interactions_endpoint_url: Option<String>,
    /// Where linked roles are verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_connections_verification_url: Option<String>,
    /// Where webhook events are sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_webhooks_url: Option<String>,
    /// Whether they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_webhooks_status: Option<ApplicationEventWebhookStatus>,
    /// Which are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub event_webhooks_types: Vec<String>,
    /// Up to five words about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// How the link in its profile installs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub install_params: Option<InstallParams>,
    /// How it is installed in each place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration_types_config: Option<BTreeMap<ApplicationIntegrationType, Option<IntegrationTypeConfig>>>,
    /// The link in its profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_install_url: Option<String>,
}

/// How an application is installed in one kind of place.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct IntegrationTypeConfig {
    /// Scopes and permissions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oauth2_install_params: Option<InstallParams>,
}

/// What an application asks for when it is installed.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InstallParams {
    /// The scopes.
    pub scopes: Vec<String>,
    /// The permissions of its bot.
    pub permissions: Permissions,
}

/// An activity that runs inside Discord.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ActivityInstance {
    /// The application.
    pub application_id: Id<Application>,
    /// The instance's id.
    pub instance_id: String,
    /// The id of its launch.
    pub launch_id: Id<ActivityInstance>,
    /// Where it runs.
    pub location: ActivityLocation,
    /// Who takes part.
    pub users: Vec<Id<User>>,
}

/// Where an activity runs.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ActivityLocation {
    /// The place's id.
    pub id: String,
    /// The kind of place.
    pub kind: ActivityLocationKind,
    /// The channel.
    pub channel_id: Id<Channel>,
    /// The guild.
    pub guild_id: Option<Id<Guild>>,
}

open_enum! {
    /// The kinds of places where activities run.
    pub enum ActivityLocationKind: str {
        /// A channel of a guild.
        GuildChannel = "gc",
        /// A private channel.
        PrivateChannel = "pc",
        /// A party.
        Party = "party",
    }
}

open_enum! {
    /// Where an application is installed.
    pub enum ApplicationIntegrationType: u8 {
        /// In a guild.
        GuildInstall = 0,
        /// With a user.
        UserInstall = 1,
    }
    default GuildInstall
}

open_enum! {
    /// Whether webhook events are sent.
    pub enum ApplicationEventWebhookStatus: u8 {
        /// No.
        Disabled = 1,
        /// Yes.
        Enabled = 2,
        /// No longer, because too many failed.
        DisabledByDiscord = 3,
    }
    default Disabled
}

flags! {
    /// Flags of an application.
    pub struct ApplicationFlags {
        /// Uses auto moderation.
        const APPLICATION_AUTO_MODERATION_RULE_CREATE_BADGE = 1 << 6;
        /// May have presences, in 100 guilds or more.
        const GATEWAY_PRESENCE = 1 << 12;
        /// May have presences, in fewer guilds.
        const GATEWAY_PRESENCE_LIMITED = 1 << 13;
        /// May have members, in 100 guilds or more.
        const GATEWAY_GUILD_MEMBERS = 1 << 14;
        /// May have members, in fewer guilds.
        const GATEWAY_GUILD_MEMBERS_LIMITED = 1 << 15;
        /// Grows so strangely that it was not verified.
        const VERIFICATION_PENDING_GUILD_LIMIT = 1 << 16;
        /// Runs inside Discord.
        const EMBEDDED = 1 << 17;
        /// May have the content of messages, in 100 guilds or more.
        const GATEWAY_MESSAGE_CONTENT = 1 << 18;
        /// May have the content of messages, in fewer guilds.
        const GATEWAY_MESSAGE_CONTENT_LIMITED = 1 << 19;
        /// Has registered commands.
        const APPLICATION_COMMAND_BADGE = 1 << 23;
    }
}

/// [`ApplicationFlags`] that travel as a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ApplicationFlagsText(pub ApplicationFlags);

impl Serialize for ApplicationFlagsText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.bits())
    }
}

impl<'de> Deserialize<'de> for ApplicationFlagsText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ApplicationFlags::deserialize(deserializer).map(Self)
    }
}
