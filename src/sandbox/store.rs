//! What is sold and bought, as tests play it.

use serde_json::{Value, json};

use super::server::State;
use super::sessions::Scope;
use super::world::now;
use super::{Person, Sandbox};
use crate::model::{SubscriptionStatus, Timestamp};

impl Sandbox {
    /// Puts something up for sale, which is used up when it is consumed, and gives the id of its SKU.
    ///
    /// ```
    /// use ito::sandbox::Sandbox;
    ///
    /// let discord = Sandbox::start()?;
    /// let tea = discord.sells("Tea");
    /// discord.user("ada").buys(tea); // The bot hears ENTITLEMENT_CREATE.
    /// # Ok::<(), ito::sandbox::Error>(())
    /// ```
    pub fn sells(&self, name: &str) -> u64 {
        self.sku(name, CONSUMABLE, AVAILABLE)
    }

    /// Puts something up for sale that is paid for month by month, and gives the id of its SKU.
    ///
    /// ```
    /// use ito::sandbox::Sandbox;
    ///
    /// let discord = Sandbox::start()?;
    /// let club = discord.sells_subscription("Tea Club");
    /// let ada = discord.user("ada");
    /// let subscription = ada.subscribes(club); // The bot hears ENTITLEMENT_CREATE and SUBSCRIPTION_CREATE.
    /// ada.cancels(subscription); // And SUBSCRIPTION_UPDATE.
    /// # Ok::<(), ito::sandbox::Error>(())
    /// ```
    pub fn sells_subscription(&self, name: &str) -> u64 {
        self.sku(name, SUBSCRIPTION_SKU, AVAILABLE | USER_SUBSCRIPTION)
    }

    fn sku(&self, name: &str, kind: u64, flags: u64) -> u64 {
        self.shared.with(|state| {
            let id = state.world.id();
            let sku = json!({
                "id": id.to_string(),
                "type": kind,
                "application_id": state.world.bot.to_string(),
                "name": name,
                "slug": name.to_lowercase().replace(' ', "-"),
                "dependent_sku_id": null,
                "manifest_labels": null,
                "access_type": 1,
                "features": [],
                "release_date": null,
                "premium": false,
                "flags": flags,
                "show_age_gate": false,
            });
            state.world.skus.insert(id, sku);
            id
        })
    }
}

impl Person {
    /// Buys something that the bot's application sells; gives the id of the entitlement. Interactions of theirs show it
    /// from now on.
    pub fn buys(&self, sku: u64) -> u64 {
        self.shared.with(|state| {
            let entitlement = state.entitle(sku, Some(self.id), None, PURCHASE, Some(Timestamp::now()));
            entitlement["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
        })
    }

    /// Subscribes to something that the bot's application sells, for a month that begins now; gives the id of the
    /// subscription.
    pub fn subscribes(&self, sku: u64) -> u64 {
        self.shared.with(|state| {
            let now = Timestamp::now();
            let entitlement = state.entitle(sku, Some(self.id), None, SUBSCRIPTION, Some(now));
            let id = state.world.id();
            let subscription = json!({
                "id": id.to_string(),
                "user_id": self.id.to_string(),
                "sku_ids": [sku.to_string()],
                "entitlement_ids": [entitlement["id"]],
                "renewal_sku_ids": [sku.to_string()],
                "current_period_start": now,
                "current_period_end": Timestamp::from_secs(now.as_secs() + MONTH),
                "status": SubscriptionStatus::Active,
                "canceled_at": null,
            });
            state.world.subscriptions.insert(id, subscription.clone());
            state.emit("SUBSCRIPTION_CREATE", Scope::Direct, &subscription);
            id
        })
    }

    /// Cancels a subscription: it is to end with its month.
    pub fn cancels(&self, subscription: u64) {
        self.shared.with(|state| {
            let Some(kept) = state.world.subscriptions.get_mut(&subscription) else { return };
            kept["status"] = json!(SubscriptionStatus::Ending);
            kept["canceled_at"] = now();
            kept["renewal_sku_ids"] = json!([]);
            let event = kept.clone();
            state.emit("SUBSCRIPTION_UPDATE", Scope::Direct, &event);
        });
    }
}

impl State {
    /// Gives somebody, or a guild, what is sold, and tells of it; what is paid for begins some day.
    pub(super) fn entitle(
        &mut self,
        sku: u64,
        user: Option<u64>,
        guild: Option<u64>,
        kind: u64,
        starts: Option<Timestamp>,
    ) -> Value {
        let id = self.world.id();
        let mut entitlement = json!({
            "id": id.to_string(),
            "sku_id": sku.to_string(),
            "application_id": self.world.bot.to_string(),
            "user_id": user.map(|id| id.to_string()),
            "type": kind,
            "deleted": false,
            "consumed": false,
            "starts_at": starts,
            "ends_at": null,
        });
        if let Some(guild) = guild {
            entitlement["guild_id"] = guild.to_string().into();
        }
        self.world.entitlements.insert(id, entitlement.clone());
        self.tell_entitlement("ENTITLEMENT_CREATE", &entitlement);
        entitlement
    }

    pub(super) fn tell_entitlement(&mut self, event: &str, entitlement: &Value) {
        let guild = entitlement["guild_id"].as_str().and_then(|id| id.parse().ok());
        self.emit(event, guild.map_or(Scope::Direct, Scope::Guild), entitlement);
    }

    /// What somebody has, and a guild, as their interactions show it.
    pub(super) fn entitlements(&self, user: u64, guild: Option<u64>) -> Value {
        let (user, guild) = (user.to_string(), guild.map(|guild| guild.to_string()));
        let theirs = |one: &&Value| {
            let is_guilds = guild.as_ref().is_some_and(|guild| one["guild_id"] == **guild);
            one["consumed"] != true && (one["user_id"] == user || is_guilds)
        };
        self.world.entitlements.values().filter(theirs).cloned().collect()
    }
}

/// Discord's types of entitlements: bought, and part of a subscription, be it one made to test.
const PURCHASE: u64 = 1;
pub(super) const SUBSCRIPTION: u64 = 8;
/// Discord's types of SKUs: those that can be bought again once they are used up, and subscriptions.
const CONSUMABLE: u64 = 3;
const SUBSCRIPTION_SKU: u64 = 5;
/// The flags of a SKU that can be bought, and of one that is for the user who pays.
const AVAILABLE: u64 = 1 << 2;
const USER_SUBSCRIPTION: u64 = 1 << 8;
/// Seconds that a subscription holds: 30 days.
const MONTH: i64 = 30 * 24 * 3600;
