//! What a user or a guild has got of what an application sells.
//!
//! <https://docs.discord.com/developers/resources/entitlement>

use serde::{Deserialize, Serialize};

use crate::model::{Application, Guild, Id, Sku, Subscription, Timestamp, User, open_enum};

/// A user's or a guild's right to something that an application sells.
///
/// <https://docs.discord.com/developers/resources/entitlement#entitlement-object-entitlement-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Entitlement {
    /// The entitlement's id.
    pub id: Id<Entitlement>,
    /// The SKU.
    pub sku_id: Id<Sku>,
    /// The application.
    pub application_id: Id<Application>,
    /// The user who has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Id<User>>,
    /// How it came about.
    #[serde(rename = "type")]
    pub kind: EntitlementType,
    /// Whether it was taken back.
    pub deleted: bool,
    /// Since when it holds.
    pub starts_at: Option<Timestamp>,
    /// Until when it holds.
    pub ends_at: Option<Timestamp>,
    /// The guild that has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// Whether it is used up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumed: Option<bool>,
    /// More about the gift that gave it, as Discord counts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gift_code_flags: Option<u64>,
    /// The subscription that gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_id: Option<Id<Subscription>>,
    /// When the application delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfilled_at: Option<Timestamp>,
    /// Whether the application delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfillment_status: Option<FulfillmentStatus>,
    /// The user who gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gifter_user_id: Option<Id<User>>,
    /// The entitlement that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<Id<Entitlement>>,
}

open_enum! {
    /// How an entitlement came about.
    ///
    /// <https://docs.discord.com/developers/resources/entitlement#entitlement-object-entitlement-types>
    pub enum EntitlementType: u32 {
        /// It was bought.
        Purchase = 1,
        /// It comes with Nitro.
        PremiumSubscription = 2,
        /// The developers gave it.
        DeveloperGift = 3,
        /// Developers bought it in the test mode of the application.
        TestModePurchase = 4,
        /// It was for free.
        FreePurchase = 5,
        /// Another user gave it.
        UserGift = 6,
        /// It was for free to somebody with Nitro.
        PremiumPurchase = 7,
        /// It comes with a subscription of the application.
        ApplicationSubscription = 8,
        /// It is the reward of a quest.
        QuestReward = 10,
    }
    default Purchase
}

open_enum! {
    /// Who has a test entitlement.
    pub enum EntitlementOwnerType: u32 {
        /// A guild.
        Guild = 1,
        /// A user.
        User = 2,
    }
    default User
}

open_enum! {
    /// Whether an application delivered.
    pub enum FulfillmentStatus: u32 {
        /// Nobody knows.
        NotKnown = 0,
        /// There is nothing to deliver.
        FulfillmentNotNeeded = 1,
        /// It is to deliver.
        FulfillmentNeeded = 2,
        /// It has delivered.
        Fulfilled = 3,
        /// It could not deliver.
        FulfillmentFailed = 4,
        /// It is to take back.
        UnfulfillmentNeeded = 5,
        /// It has taken back.
        Unfulfilled = 6,
        /// It could not take back.
        UnfulfillmentFailed = 7,
    }
    default NotKnown
}
