//! Events about interactions.

use super::payload::things;
use crate::model::Interaction;

things! {
    /// Somebody used a command, a component or a modal.
    InteractionCreate(Interaction) in |e| e.guild_id;
}
