//! Events about integrations.

use serde::{Deserialize, Serialize};

use super::payload::{place, things};
use crate::model::{Application, Guild, Id, Integration};

things! {
    /// An integration that was made.
    IntegrationCreate(Integration) in |e| e.guild_id;
    /// An integration as it is now.
    IntegrationUpdate(Integration) in |e| e.guild_id;
}

/// An integration that is gone.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct IntegrationDelete {
    /// The integration.
    pub id: Id<Integration>,
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The application of its bot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_id: Option<Id<Application>>,
}

/// The integrations of a guild changed.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildIntegrationsUpdate {
    /// The guild.
    pub guild_id: Id<Guild>,
}

place!(IntegrationDelete in |e| Some(e.guild_id));
place!(GuildIntegrationsUpdate in |e| Some(e.guild_id));
