//! What is sold and bought, as tests play it.

use serde_json::{Value, json};

use super::server::State;
use super::sessions::Scope;
use super::{Person, Sandbox};
use crate::model::Timestamp;

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
        self.shared.with(|state| {
            let id = state.world.id();
            let sku = json!({
                "id": id.to_string(),
                "type": CONSUMABLE,
                "application_id": state.world.bot.to_string(),
                "name": name,
                "slug": name.to_lowercase().replace(' ', "-"),
                "dependent_sku_id": null,
                "manifest_labels": null,
                "access_type": 1,
                "features": [],
                "release_date": null,
                "premium": false,
                "flags": AVAILABLE,
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
            let entitlement = state.entitle(sku, Some(self.id), None, PURCHASE);
            entitlement["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
        })
    }
}

impl State {
    /// Gives somebody, or a guild, what is sold, and tells of it.
    pub(super) fn entitle(&mut self, sku: u64, user: Option<u64>, guild: Option<u64>, kind: u64) -> Value {
        let id = self.world.id();
        let starts = (kind != TEST).then(|| Timestamp::now().to_string());
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

/// Discord's types of entitlements: bought, and made to test an application subscription.
const PURCHASE: u64 = 1;
pub(super) const TEST: u64 = 8;
/// Discord's type of SKUs that can be bought again once they are used up.
const CONSUMABLE: u64 = 3;
/// The flag of a SKU that can be bought.
const AVAILABLE: u64 = 1 << 2;
