//! Events about applications: who may use their commands, and what was bought.

use super::payload::things;
use crate::model::{Entitlement, GuildApplicationCommandPermissions, Subscription};

things! {
    /// The permissions of a command as they are now.
    ApplicationCommandPermissionsUpdate(GuildApplicationCommandPermissions) in |e| Some(e.guild_id);
    /// An entitlement that began.
    EntitlementCreate(Entitlement) in |e| e.guild_id;
    /// An entitlement as it is now; `ends_at` says when it ends.
    EntitlementUpdate(Entitlement) in |e| e.guild_id;
    /// An entitlement that Discord took back; those that end are not deleted.
    EntitlementDelete(Entitlement) in |e| e.guild_id;
    /// A subscription that began; it may not be paid yet.
    SubscriptionCreate(Subscription) in |_e| None;
    /// A subscription as it is now.
    SubscriptionUpdate(Subscription) in |_e| None;
    /// A subscription that is gone.
    SubscriptionDelete(Subscription) in |_e| None;
}
