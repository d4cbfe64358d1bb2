//! Events about channels.

use super::payload::things;
use crate::model::Channel;

things! {
    /// A channel that was made.
    ChannelCreate(Channel) in |e| e.guild_id;
    /// A channel as it is now.
    ChannelUpdate(Channel) in |e| e.guild_id;
    /// A channel that is gone.
    ChannelDelete(Channel) in |e| e.guild_id;
}
