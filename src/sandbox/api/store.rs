//! What the application sells, and who has it.
//!
//! <https://docs.discord.com/developers/resources/entitlement>

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::refusal::Refusal;
use super::{Call, Outcome};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::store::SUBSCRIPTION;

/// skus/{sku.id}/subscriptions…, of the user who asks or whom the bot asks about.
pub(super) fn subscriptions(state: &mut State, call: &Call<'_>, asker: Option<u64>) -> Option<Outcome> {
    let sku = match call.id(1) {
        Ok(sku) if state.world.skus.contains_key(&sku) => sku.to_string(),
        Ok(_) => return Some(Err(unknown_sku())),
        Err(refusal) => return Some(Err(refusal)),
    };
    let user = asker.or_else(|| call.number("user_id")).map(|id| id.to_string());
    let of_sku =
        |one: &Value| one["sku_ids"].as_array().is_some_and(|skus| skus.iter().any(|id| id == sku.as_str()));
    let of_user = |one: &Value| user.as_ref().is_none_or(|user| one["user_id"] == user.as_str());
    let fits = |one: &&Value| of_sku(one) && of_user(one);
    let all = &state.world.subscriptions;
    Some(match (call.method, &call.path[2..]) {
        ("GET", ["subscriptions"]) if user.is_none() => {
            Err(Refusal::form("user_id", "BASE_TYPE_REQUIRED", "This field is required"))
        }
        ("GET", ["subscriptions"]) => Ok(page(all, call, fits)),
        ("GET", ["subscriptions", _]) => call.id(3).and_then(|id| {
            let found = all.get(&id).filter(fits).map(Answer::ok);
            found.ok_or_else(|| Refusal::new(404, 0, "404: Not Found"))
        }),
        _ => return None,
    })
}

/// applications/{application.id}/skus and applications/{application.id}/entitlements….
pub(super) fn route(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    Some(match (call.method, &call.path[2..]) {
        ("GET", ["skus"]) => Ok(Answer::ok(&json!(state.world.skus.values().collect::<Vec<_>>()))),
        ("GET", ["entitlements"]) => Ok(list(state, call, None)),
        ("POST", ["entitlements"]) => create(state, call),
        ("GET", ["entitlements", _]) => find(state, call).map(|(_, entitlement)| Answer::ok(&entitlement)),
        ("DELETE", ["entitlements", _]) => delete(state, call),
        ("POST", ["entitlements", _, "consume"]) => consume(state, call),
        _ => return None,
    })
}

fn find(state: &State, call: &Call<'_>) -> Result<(u64, Value), Refusal> {
    let id = call.id(3)?;
    let found = state.world.entitlements.get(&id);
    found.map(|entitlement| (id, entitlement.clone())).ok_or_else(unknown)
}

/// Entitlements, all or those of the user who asks.
pub(super) fn list(state: &State, call: &Call<'_>, asker: Option<u64>) -> Answer {
    let asked = |name: &str| call.head.query(name);
    let (user, guild) = (asker.map(|id| id.to_string()).or_else(|| asked("user_id")), asked("guild_id"));
    let skus = call.ids("sku_ids");
    page(&state.world.entitlements, call, |entitlement| {
        user.as_ref().is_none_or(|user| entitlement["user_id"] == **user)
            && guild.as_ref().is_none_or(|guild| entitlement["guild_id"] == **guild)
            && (skus.is_empty() || skus.iter().any(|sku| entitlement["sku_id"] == **sku))
            && !(call.flag("exclude_deleted") != Some(false) && entitlement["deleted"] == true)
    })
}

/// What fits, as `before`, `after` and `limit` ask for it, up to 100.
fn page(all: &BTreeMap<u64, Value>, call: &Call<'_>, fits: impl Fn(&&Value) -> bool) -> Answer {
    let limit = call.number("limit").unwrap_or(100) as usize;
    let found: Vec<&Value> = match (call.number("before"), call.number("after")) {
        (Some(before), _) => {
            let mut found: Vec<&Value> =
                all.range(..before).rev().map(|(_, one)| one).filter(fits).take(limit).collect();
            found.reverse();
            found
        }
        (_, after) => {
            all.range(after.map_or(0, |id| id + 1)..).map(|(_, one)| one).filter(fits).take(limit).collect()
        }
    };
    Answer::ok(&json!(found))
}

fn create(state: &mut State, call: &Call<'_>) -> Outcome {
    let id_of = |name: &str| call.field(name).as_str().and_then(|id| id.parse::<u64>().ok());
    let sku = id_of("sku_id").filter(|id| state.world.skus.contains_key(id));
    let sku = sku.ok_or_else(unknown_sku)?;
    let owner = id_of("owner_id").unwrap_or_default();
    let (user, guild) = match call.field("owner_type").as_u64() {
        Some(1) if state.world.guilds.contains_key(&owner) => (None, Some(owner)),
        Some(1) => return Err(Refusal::unknown("Guild", 10004)),
        Some(2) if state.world.users.contains_key(&owner) => (Some(owner), None),
        Some(2) => return Err(Refusal::unknown("User", 10013)),
        _ => return Err(Refusal::form("owner_type", "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")),
    };
    let entitlement = state.entitle(sku, user, guild, SUBSCRIPTION, None);
    Ok(Answer::ok(&entitlement))
}

fn delete(state: &mut State, call: &Call<'_>) -> Outcome {
    let (id, entitlement) = find(state, call)?;
    // What is paid for begins some day; what was made to test does not.
    if !entitlement["starts_at"].is_null() {
        return Err(unknown());
    }
    state.world.entitlements.remove(&id);
    state.tell_entitlement("ENTITLEMENT_DELETE", &entitlement);
    Ok(Answer::none())
}

fn consume(state: &mut State, call: &Call<'_>) -> Outcome {
    let (id, mut entitlement) = find(state, call)?;
    entitlement["consumed"] = true.into();
    state.world.entitlements.insert(id, entitlement.clone());
    state.tell_entitlement("ENTITLEMENT_UPDATE", &entitlement);
    Ok(Answer::none())
}

fn unknown() -> Refusal {
    Refusal::unknown("Entitlement", 10029)
}

fn unknown_sku() -> Refusal {
    Refusal::unknown("SKU", 10027)
}
