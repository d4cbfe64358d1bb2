//! Events about voice.

use super::payload::things;
use crate::model::VoiceState;

things! {
    /// Where a user is in voice now; nowhere without `channel_id`.
    VoiceStateUpdate(VoiceState) in |e| e.guild_id;
}
