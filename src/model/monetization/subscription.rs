//! Subscriptions to what an application sells.
//!
//! <https://docs.discord.com/developers/resources/subscription>

use serde::{Deserialize, Serialize};

use crate::model::{Entitlement, Id, Sku, Timestamp, User, open_enum};

/// A user who pays again and again. Whether it may use what it paid for is a matter of its entitlements.
///
/// <https://docs.discord.com/developers/resources/subscription#subscription-object>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Subscription {
    /// The subscription's id.
    pub id: Id<Subscription>,
    /// The user.
    pub user_id: Id<User>,
    /// What it pays for.
    pub sku_ids: Vec<Id<Sku>>,
    /// What it gets for that.
    pub entitlement_ids: Vec<Id<Entitlement>>,
    /// What it will pay for next time.
    pub renewal_sku_ids: Option<Vec<Id<Sku>>>,
    /// When the current span began.
    pub current_period_start: Timestamp,
    /// When the current span ends.
    pub current_period_end: Timestamp,
    /// Whether it goes on.
    pub status: SubscriptionStatus,
    /// When it was cancelled.
    pub canceled_at: Option<Timestamp>,
    /// The country of whoever pays, in two letters; only for some tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

open_enum! {
    /// Whether a subscription goes on.
    ///
    /// <https://docs.discord.com/developers/resources/subscription#subscription-statuses>
    pub enum SubscriptionStatus: u32 {
        /// It will be renewed.
        Active = 0,
        /// It is over, and nothing is charged.
        Inactive = 1,
        /// It holds, but will not be renewed.
        Ending = 2,
    }
    default Active
}
