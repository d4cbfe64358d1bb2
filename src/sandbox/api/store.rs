//! What the application sells, and who has it.
//!
//! <https://docs.discord.com/developers/resources/entitlement>

use serde_json::{Value, json};

use super::refusal::Refusal;
use super::{Call, Outcome};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::store::TEST;

/// applications/{application.id}/skus and applications/{application.id}/entitlements….
pub(super) fn route(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    Some(match (call.method, &call.path[2..]) {
        ("GET", ["skus"]) => Ok(Answer::ok(&json!(state.world.skus.values().collect::<Vec<_>>()))),
        ("GET", ["entitlements"]) => Ok(list(state, call)),
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

fn list(state: &State, call: &Call<'_>) -> Answer {
    let asked = |name: &str| call.head.query(name);
    let is_set = |name: &str, default: bool| asked(name).map_or(default, |value| value == "true");
    let (user, guild) = (asked("user_id"), asked("guild_id"));
    // One value with commas, or several values.
    let skus: Vec<String> = call
        .head
        .parameters()
        .filter(|(name, _)| name == "sku_ids")
        .flat_map(|(_, ids)| ids.split(',').map(ToOwned::to_owned).collect::<Vec<_>>())
        .collect();
    let fits = |entitlement: &&Value| {
        user.as_ref().is_none_or(|user| entitlement["user_id"] == **user)
            && guild.as_ref().is_none_or(|guild| entitlement["guild_id"] == **guild)
            && (skus.is_empty() || skus.iter().any(|sku| entitlement["sku_id"] == **sku))
            && !(is_set("exclude_deleted", true) && entitlement["deleted"] == true)
    };
    let limit = call.number("limit").unwrap_or(100) as usize;
    let all = &state.world.entitlements;
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
    let sku = sku.ok_or_else(|| Refusal::unknown("SKU", 10027))?;
    let owner = id_of("owner_id").unwrap_or_default();
    let (user, guild) = match call.field("owner_type").as_u64() {
        Some(1) if state.world.guilds.contains_key(&owner) => (None, Some(owner)),
        Some(1) => return Err(Refusal::unknown("Guild", 10004)),
        Some(2) if state.world.users.contains_key(&owner) => (Some(owner), None),
        Some(2) => return Err(Refusal::unknown("User", 10013)),
        _ => return Err(Refusal::form("owner_type", "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")),
    };
    let entitlement = state.entitle(sku, user, guild, TEST);
    Ok(Answer::ok(&entitlement))
}

fn delete(state: &mut State, call: &Call<'_>) -> Outcome {
    let (id, entitlement) = find(state, call)?;
    if entitlement["type"] != TEST {
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
