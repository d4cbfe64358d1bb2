//! Events about stages.

use super::payload::things;
use crate::model::StageInstance;

things! {
    /// A stage that began.
    StageInstanceCreate(StageInstance) in |e| Some(e.guild_id);
    /// A stage as it is now.
    StageInstanceUpdate(StageInstance) in |e| Some(e.guild_id);
    /// A stage that ended.
    StageInstanceDelete(StageInstance) in |e| Some(e.guild_id);
}
