//! What an access token is good for, and whose it is.
//!
//! <https://docs.discord.com/developers/topics/oauth2>

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::{Application, Guild, Locale, Secret, Timestamp, User, Webhook, duration, open_enum};

open_enum! {
    /// What a token may be allowed to do; some need Discord's approval.
    ///
    /// <https://docs.discord.com/developers/topics/oauth2#shared-resources-oauth2-scopes>
    pub enum OAuth2Scope: str {
        /// Read what a user does and did; for nobody so far.
        ActivitiesRead = "activities.read",
        /// Change what a user does; for nobody so far.
        ActivitiesWrite = "activities.write",
        /// Invite to activities.
        ActivitiesInvitesWrite = "activities.invites.write",
        /// Read the builds of a user's applications.
        ApplicationsBuildsRead = "applications.builds.read",
        /// Upload builds of a user's applications.
        ApplicationsBuildsUpload = "applications.builds.upload",
        /// Add commands to a guild; `bot` includes it.
        ApplicationsCommands = "applications.commands",
        /// Change the application's commands; only of client credentials.
        ApplicationsCommandsUpdate = "applications.commands.update",
        /// Change who may use the application's commands, where the user may.
        ApplicationsCommandsPermissionsUpdate = "applications.commands.permissions.update",
        /// Read the entitlements of a user's applications.
        ApplicationsEntitlements = "applications.entitlements",
        /// Read and change what a user's applications sell.
        ApplicationsStoreUpdate = "applications.store.update",
        /// Add the bot to a guild that the user chooses.
        Bot = "bot",
        /// List the accounts elsewhere that a user has connected.
        Connections = "connections",
        /// Read about a user's private conversations.
        DmChannelsRead = "dm_channels.read",
        /// Read a user's e-mail address.
        Email = "email",
        /// Add a user to a conversation of several.
        GdmJoin = "gdm.join",
        /// List a user's guilds.
        Guilds = "guilds",
        /// Add a user to a guild.
        GuildsJoin = "guilds.join",
        /// Read what a user is in a guild.
        GuildsMembersRead = "guilds.members.read",
        /// Read about a user, but for the e-mail address.
        Identify = "identify",
        /// Read a user's subscription to Nitro.
        IdentifyPremium = "identify.premium",
        /// Read messages of all channels, on the user's computer.
        MessagesRead = "messages.read",
        /// Learn who a user is in the words of OpenID Connect.
        Openid = "openid",
        /// Read a user's friends.
        RelationshipsRead = "relationships.read",
        /// Tell of a user's account for linked roles.
        RoleConnectionsWrite = "role_connections.write",
        /// Control the client on the user's computer.
        Rpc = "rpc",
        /// Change what a user does, on the user's computer.
        RpcActivitiesWrite = "rpc.activities.write",
        /// Read notifications, on the user's computer.
        RpcNotificationsRead = "rpc.notifications.read",
        /// Read the settings of shared screens, on the user's computer.
        RpcScreenshareRead = "rpc.screenshare.read",
        /// Change the settings of shared screens, on the user's computer.
        RpcScreenshareWrite = "rpc.screenshare.write",
        /// Read the settings of video, on the user's computer.
        RpcVideoRead = "rpc.video.read",
        /// Change the settings of video, on the user's computer.
        RpcVideoWrite = "rpc.video.write",
        /// Read the settings of voice, on the user's computer.
        RpcVoiceRead = "rpc.voice.read",
        /// Change the settings of voice, on the user's computer.
        RpcVoiceWrite = "rpc.voice.write",
        /// Connect to voice for a user.
        Voice = "voice",
        /// Make a webhook in a channel that the user chooses.
        WebhookIncoming = "webhook.incoming",
    }
}

impl OAuth2Scope {
    /// Scopes as one text, with spaces between them, as OAuth2 writes them.
    pub fn join(scopes: &[Self]) -> String {
        scopes.iter().map(Self::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// A token with which a user lets an application act; keep it secret.
///
/// <https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-access-token-response>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AccessToken {
    /// How it is sent, as `Bearer`.
    pub token_type: String,
    /// The token.
    pub access_token: Secret,
    /// For how long it holds, from when it was given; a week as a rule.
    #[serde(with = "duration::seconds")]
    pub expires_in: Duration,
    /// What brings the next token; not with client credentials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<Secret>,
    /// What it allows.
    #[serde(rename = "scope", with = "spaced")]
    pub scopes: Vec<OAuth2Scope>,
    /// Who the user is, signed; with the scope `openid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<Secret>,
    /// The guild to which the bot was added; with the scope `bot`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild: Option<Box<Guild>>,
    /// The webhook that was made; with the scope `webhook.incoming`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook: Option<Box<Webhook>>,
}

/// Scopes in one text, with spaces between them.
mod spaced {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::OAuth2Scope;

    pub(super) fn serialize<S: Serializer>(scopes: &[OAuth2Scope], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&OAuth2Scope::join(scopes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<OAuth2Scope>, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(text.split_whitespace().map(OAuth2Scope::from).collect())
    }
}

/// What the token of a request may be used for.
///
/// <https://docs.discord.com/developers/topics/oauth2#get-current-authorization-information-response-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Authorization {
    /// The application.
    pub application: Application,
    /// What the user allowed.
    pub scopes: Vec<OAuth2Scope>,
    /// When the token ends.
    pub expires: Timestamp,
    /// Who allowed it; only with the scope `identify`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
}

/// The keys by which Discord signs tokens of OpenID Connect.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PublicKeys {
    /// The keys.
    pub keys: Vec<PublicKey>,
}

/// A key by which Discord signs, as a JSON Web Key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PublicKey {
    /// The family of keys, as `RSA`.
    pub kty: String,
    /// What it is for, as `sig`.
    #[serde(rename = "use")]
    pub usage: String,
    /// The key's id.
    pub kid: String,
    /// The modulus, in base64url.
    pub n: String,
    /// The exponent, in base64url.
    pub e: String,
    /// The algorithm, as `RS256`.
    pub alg: String,
}

/// Who a user is, in the words of OpenID Connect.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct OpenIdUser {
    /// The user's id.
    pub sub: String,
    /// The address; only with the scope `email`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the address was confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_username: Option<String>,
    /// The name that is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// The address of the avatar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// The language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
}

/// A token of an account that a game made for a player who has none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ProvisionalToken {
    /// How it is sent, as `Bearer`.
    pub token_type: String,
    /// The token.
    pub access_token: Secret,
    /// For how many seconds it holds.
    pub expires_in: u64,
    /// What it allows, between spaces.
    pub scope: String,
    /// The token of OpenID Connect.
    pub id_token: Secret,
    /// What brings the next token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<Secret>,
    /// What it allows, one by one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// When it ends, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at_s: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_access_token_travels_back_as_it_came_and_is_not_printed() {
        let text = r#"{"token_type":"Bearer","access_token":"shh","expires_in":604800,"refresh_token":"hush","scope":"identify new.scope","webhook":{"id":"1","type":1,"channel_id":null,"name":null,"avatar":null,"token":"psst","application_id":null}}"#;
        let token: AccessToken = serde_json::from_str(text).unwrap();
        assert_eq!(token.expires_in, Duration::from_secs(7 * 24 * 3600));
        assert_eq!(token.scopes, [OAuth2Scope::Identify, OAuth2Scope::Unknown("new.scope".into())]);
        let shown = format!("{token:?}");
        assert!(!["shh", "hush", "psst"].iter().any(|secret| shown.contains(secret)), "{shown}");
        assert_eq!(serde_json::to_string(&token).unwrap(), text);
    }

    #[test]
    fn a_provisional_token_is_not_printed() {
        let text = r#"{"token_type":"Bearer","access_token":"shh","expires_in":60,"scope":"identify","id_token":"hush"}"#;
        let token: ProvisionalToken = serde_json::from_str(text).unwrap();
        let shown = format!("{token:?}");
        assert!(!shown.contains("shh") && !shown.contains("hush"), "{shown}");
        assert_eq!(serde_json::to_string(&token).unwrap(), text);
    }
}
