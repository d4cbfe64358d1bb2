//! What an application sells.
//!
//! <https://docs.discord.com/developers/resources/sku>

use serde::{Deserialize, Serialize};

use crate::model::{Application, Id, flags, open_enum};

/// Something that an application sells.
///
/// <https://docs.discord.com/developers/resources/sku#sku-object-sku-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Sku {
    /// The SKU's id.
    pub id: Id<Sku>,
    /// The kind.
    #[serde(rename = "type")]
    pub kind: SkuType,
    /// The SKU that one must have first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dependent_sku_id: Option<Id<Sku>>,
    /// The application.
    pub application_id: Id<Application>,
    /// The name that customers see.
    pub name: String,
    /// The name in addresses.
    pub slug: String,
    /// More about it.
    pub flags: SkuFlags,
}

open_enum! {
    /// The kinds of things for sale.
    ///
    /// <https://docs.discord.com/developers/resources/sku#sku-object-sku-types>
    pub enum SkuType: u32 {
        /// Bought once, kept for ever.
        Durable = 2,
        /// Bought to be used up.
        Consumable = 3,
        /// Paid again and again.
        Subscription = 5,
        /// The group that Discord makes for each subscription.
        SubscriptionGroup = 6,
    }
    default Durable
}

flags! {
    /// Flags of a thing for sale.
    ///
    /// <https://docs.discord.com/developers/resources/sku#sku-object-sku-flags>
    pub struct SkuFlags {
        /// It can be bought.
        const AVAILABLE = 1 << 2;
        /// A user pays, a guild has it.
        const GUILD_SUBSCRIPTION = 1 << 7;
        /// A user pays and has it in every guild.
        const USER_SUBSCRIPTION = 1 << 8;
    }
}
