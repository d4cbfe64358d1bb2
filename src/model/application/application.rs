//! Applications.
//!
//! <https://docs.discord.com/developers/resources/application>

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{Guild, Id, ImageHash, OAuth2Scope, Permissions, Sku, Team, User, flags, open_enum};

/// An application; often only a part of it, such as `id` and `flags` in READY.
///
/// <https://docs.discord.com/developers/resources/application#application-object-application-structure>
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
    /// The kind of application, of which Discord documents no values.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<u32>,
    /// How many may take part in its activity; -1 without limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_participants: Option<i64>,
    /// The origins of RPC.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rpc_origins: Vec<String>,
    /// Whether anybody may add the bot to guilds.
    pub bot_public: bool,
    /// Whether the bot is added only at the end of the whole OAuth2 flow.
    pub bot_require_code_grant: bool,
    /// The user of the bot, in part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bot: Option<Box<User>>,
    /// The address of the terms of service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms_of_service_url: Option<String>,
    /// The address of the privacy policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy_policy_url: Option<String>,
    /// Who owns the application, in part; of a team's, a user that stands for the team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Box<User>>,
    /// The key, in hex, that interactions and events by webhook are signed with.
    pub verify_key: String,
    /// The team, where the application belongs to one.
    pub team: Option<Box<Team>>,
    /// The guild of the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The guild of the application, in part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild: Option<Box<Guild>>,
    /// The SKU of a game that is sold on Discord.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_sku_id: Option<Id<Sku>>,
    /// The end of the address in the store of a game that is sold on Discord.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The cover.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover_image: Option<ImageHash>,
    /// More about the application: the flags that are safe in 32 bits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<ApplicationFlags>,
    /// All flags, as digits; [`Application::all_flags`] reads them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags_new: Option<String>,
    /// In about how many guilds it is installed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approximate_guild_count: Option<u32>,
    /// About how many users have installed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approximate_user_install_count: Option<u32>,
    /// About how many users have authorised it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approximate_user_authorization_count: Option<u32>,
    /// What of OAuth2 the application may ask for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub eligible_oauth2_scopes: Vec<OAuth2Scope>,
    /// Which media are looked at before they are shown, of which Discord documents no values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explicit_content_filter: Option<u32>,
    /// Where OAuth2 may redirect to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub redirect_uris: Vec<String>,
    /// Where interactions are sent; to the gateway when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interactions_endpoint_url: Option<String>,
    /// Where users verify for linked roles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_connections_verification_url: Option<String>,
    /// Where events by webhook are sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_webhooks_url: Option<String>,
    /// Whether events are sent by webhook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_webhooks_status: Option<ApplicationEventWebhookStatus>,
    /// The events that are sent by webhook.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub event_webhooks_types: Vec<EventWebhookEventType>,
    /// Up to five tags that say what it is for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What the link in the application's profile asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub install_params: Option<InstallParams>,
    /// How it can be installed; what is not there is not possible.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub integration_types_config: BTreeMap<ApplicationIntegrationType, IntegrationTypeConfig>,
    /// The address of an install link of one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_install_url: Option<String>,
}

impl Application {
    /// All flags that it came with: those of `flags_new` where they are digits, and those of `flags`.
    pub fn all_flags(&self) -> ApplicationFlags {
        let new = self.flags_new.as_ref().and_then(|digits| digits.parse().ok()).unwrap_or(0);
        self.flags.unwrap_or_default() | ApplicationFlags::from_bits_retain(new)
    }
}

flags! {
    /// Flags of an application.
    ///
    /// <https://docs.discord.com/developers/resources/application#application-object-application-flags>
    pub struct ApplicationFlags {
        /// Uses auto moderation.
        const APPLICATION_AUTO_MODERATION_RULE_CREATE_BADGE = 1 << 6;
        /// May have presences, in 100 guilds or more.
        const GATEWAY_PRESENCE = 1 << 12;
        /// May have presences, in fewer than 100 guilds.
        const GATEWAY_PRESENCE_LIMITED = 1 << 13;
        /// May have members, in 100 guilds or more.
        const GATEWAY_GUILD_MEMBERS = 1 << 14;
        /// May have members, in fewer than 100 guilds.
        const GATEWAY_GUILD_MEMBERS_LIMITED = 1 << 15;
        /// Cannot be verified for now because it grows unusually.
        const VERIFICATION_PENDING_GUILD_LIMIT = 1 << 16;
        /// Is embedded in the client.
        const EMBEDDED = 1 << 17;
        /// May have the contents of messages, in 100 guilds or more.
        const GATEWAY_MESSAGE_CONTENT = 1 << 18;
        /// May have the contents of messages, in fewer than 100 guilds.
        const GATEWAY_MESSAGE_CONTENT_LIMITED = 1 << 19;
        /// Has global commands.
        const APPLICATION_COMMAND_BADGE = 1 << 23;
    }
}

open_enum! {
    /// The ways to install an application.
    ///
    /// <https://docs.discord.com/developers/resources/application#application-object-application-integration-types>
    pub enum ApplicationIntegrationType: u32 {
        /// In a guild.
        GuildInstall = 0,
        /// For a user.
        UserInstall = 1,
    }
    default GuildInstall
}

/// How an application is installed in one of the ways.
///
/// <https://docs.discord.com/developers/resources/application#application-object-application-integration-type-configuration-object>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct IntegrationTypeConfig {
    /// What the link in the application's profile asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oauth2_install_params: Option<InstallParams>,
}

impl IntegrationTypeConfig {
    /// A way to install an application, and what its link asks for.
    pub fn new(params: InstallParams) -> Self {
        Self { oauth2_install_params: Some(params) }
    }
}

/// What an install link asks for.
///
/// <https://docs.discord.com/developers/resources/application#install-params-object-install-params-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InstallParams {
    /// The OAuth2 scopes.
    pub scopes: Vec<OAuth2Scope>,
    /// The permissions of the bot's role.
    pub permissions: Permissions,
}

impl InstallParams {
    /// What an install link asks for.
    pub fn new(scopes: impl Into<Vec<OAuth2Scope>>, permissions: Permissions) -> Self {
        Self { scopes: scopes.into(), permissions }
    }
}

open_enum! {
    /// Whether events are sent by webhook.
    ///
    /// <https://docs.discord.com/developers/resources/application#application-object-application-event-webhook-status>
    pub enum ApplicationEventWebhookStatus: u32 {
        /// The developer has not enabled them.
        Disabled = 1,
        /// They are sent.
        Enabled = 2,
        /// Discord has disabled them, as a rule because the endpoint does not answer.
        DisabledByDiscord = 3,
    }
    default Disabled
}

open_enum! {
    /// The events that can be sent by webhook.
    ///
    /// <https://docs.discord.com/developers/events/webhook-events#event-types>
    pub enum EventWebhookEventType: str {
        /// The application was authorised.
        ApplicationAuthorized = "APPLICATION_AUTHORIZED",
        /// The application is no longer authorised.
        ApplicationDeauthorized = "APPLICATION_DEAUTHORIZED",
        /// An entitlement was made.
        EntitlementCreate = "ENTITLEMENT_CREATE",
        /// An entitlement changed.
        EntitlementUpdate = "ENTITLEMENT_UPDATE",
        /// An entitlement is gone.
        EntitlementDelete = "ENTITLEMENT_DELETE",
        /// A user takes part in a quest.
        QuestUserEnrollment = "QUEST_USER_ENROLLMENT",
        /// A message was written in a lobby.
        LobbyMessageCreate = "LOBBY_MESSAGE_CREATE",
        /// A message in a lobby changed.
        LobbyMessageUpdate = "LOBBY_MESSAGE_UPDATE",
        /// A message in a lobby is gone.
        LobbyMessageDelete = "LOBBY_MESSAGE_DELETE",
        /// A private message was written within a game.
        GameDirectMessageCreate = "GAME_DIRECT_MESSAGE_CREATE",
        /// A private message within a game changed.
        GameDirectMessageUpdate = "GAME_DIRECT_MESSAGE_UPDATE",
        /// A private message within a game is gone.
        GameDirectMessageDelete = "GAME_DIRECT_MESSAGE_DELETE",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_travels_back_as_it_came() {
        let json = r#"{"id":"1","name":"Tea","icon":null,"description":"Brews","bot_public":true,"bot_require_code_grant":false,"verify_key":"ab","team":{"icon":null,"id":"2","members":[],"name":"Brewers","owner_user_id":"3"},"flags":8953856,"flags_new":"1099520581632","approximate_guild_count":5,"event_webhooks_status":2,"event_webhooks_types":["ENTITLEMENT_CREATE","NEW"],"tags":["tea"],"install_params":{"scopes":["bot"],"permissions":"2048"},"integration_types_config":{"0":{"oauth2_install_params":{"scopes":["bot","applications.commands"],"permissions":"0"}},"1":{}}}"#;
        let application: Application = serde_json::from_str(json).unwrap();
        assert!(application.flags.unwrap().contains(ApplicationFlags::APPLICATION_COMMAND_BADGE));
        assert!(application.all_flags().bits() == 1_099_520_581_632);
        assert_eq!(application.team.as_ref().unwrap().name, "Brewers");
        assert!(application.integration_types_config.contains_key(&ApplicationIntegrationType::UserInstall));
        assert_eq!(serde_json::to_string(&application).unwrap(), json);
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::from_value::<Application>(value).unwrap(), application);
    }
}
