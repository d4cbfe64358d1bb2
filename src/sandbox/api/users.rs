//! Users, the bot first of all, and channels of direct messages.

use serde_json::{Value, json};

use super::refusal::{Refusal, for_people, not_a_snowflake};
use super::{Call, Outcome};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;
use crate::sandbox::world::Guild;

pub(super) fn route(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    Some(match (call.method, call.path.as_slice()) {
        ("GET", ["users", "@me"]) => Ok(Answer::ok(&me(state))),
        ("PATCH", ["users", "@me"]) => edit_me(state, call),
        ("GET", ["users", "@me", "guilds"]) => Ok(guilds(state, call, state.world.bot)),
        ("DELETE", ["users", "@me", "guilds", _]) => leave(state, call),
        ("POST", ["users", "@me", "channels"]) => direct(state, call),
        // Only people have these.
        (
            _,
            ["users", "@me", "connections"]
            | ["users", "@me", "guilds", _, "member"]
            | ["users", "@me", "applications", _, "role-connection" | "entitlements"],
        ) => Err(for_people()),
        ("GET", ["users", _]) => user(state, call),
        _ => return None,
    })
}

/// The bot as it sees itself.
fn me(state: &State) -> Value {
    let mut user = state.world.user(state.world.bot);
    user["mfa_enabled"] = false.into();
    user["locale"] = "en-US".into();
    user["verified"] = true.into();
    user["email"] = Value::Null;
    user["bio"] = "".into();
    user
}

fn edit_me(state: &mut State, call: &Call<'_>) -> Outcome {
    if let Value::String(name) = call.field("username") {
        if !(2..=32).contains(&name.chars().count()) {
            return Err(Refusal::form(
                "username",
                "BASE_TYPE_BAD_LENGTH",
                "Must be between 2 and 32 in length.",
            ));
        }
        let name = name.clone();
        let bot = state.world.bot;
        if let Some(user) = state.world.users.get_mut(&bot) {
            user["username"] = name.into();
        }
        let user = me(state);
        state.emit("USER_UPDATE", Scope::All, &user);
    }
    Ok(Answer::ok(&me(state)))
}

/// The guilds that somebody is a member of.
pub(super) fn guilds(state: &State, call: &Call<'_>, user: u64) -> Answer {
    let (counts, me) = (call.flag("with_counts") == Some(true), user.to_string());
    let partial = |guild: &Guild| {
        let mut partial = json!({
            "id": guild.body["id"],
            "name": guild.body["name"],
            "icon": guild.body["icon"],
            "banner": guild.body["banner"],
            "owner": guild.body["owner_id"] == me,
            "permissions": state.world.guild_permissions(guild.id, user).bits().to_string(),
            "features": guild.body["features"],
        });
        if counts {
            partial["approximate_member_count"] = guild.members.len().into();
            partial["approximate_presence_count"] = guild.members.len().into();
        }
        partial
    };
    let limit = call.number("limit").unwrap_or(200) as usize;
    let is_in = |(_, guild): &(&u64, &Guild)| guild.members.contains_key(&user);
    let all = &state.world.guilds;
    let mut found: Vec<&Guild> = match (call.number("before"), call.number("after")) {
        (Some(before), _) => {
            all.range(..before).rev().filter(is_in).take(limit).map(|(_, guild)| guild).collect()
        }
        (_, after) => {
            let first = after.map_or(0, |id| id + 1);
            all.range(first..).filter(is_in).take(limit).map(|(_, guild)| guild).collect()
        }
    };
    found.sort_by_key(|guild| guild.id);
    Answer::ok(&found.into_iter().map(partial).collect())
}

fn leave(state: &mut State, call: &Call<'_>) -> Outcome {
    let id = call.id(3)?;
    if !state.world.guilds.contains_key(&id) {
        return Err(Refusal::unknown("Guild", 10004));
    }
    state.remove_guild(id);
    Ok(Answer::none())
}

fn direct(state: &mut State, call: &Call<'_>) -> Outcome {
    let given = call.field("recipient_id");
    let text = given.as_str().map_or_else(|| given.to_string(), ToOwned::to_owned);
    if given.is_null() {
        return Err(Refusal::form("recipient_id", "BASE_TYPE_REQUIRED", "This field is required"));
    }
    let person: u64 = text.parse().map_err(|_| not_a_snowflake(&text))?;
    if !state.world.users.contains_key(&person) {
        return Err(Refusal::unknown("User", 10013));
    }
    if person == state.world.bot {
        return Err(Refusal::new(400, 50007, "Cannot send messages to this user"));
    }
    let (id, _) = state.world.direct_channel(person);
    Ok(Answer::ok(&state.world.channels[&id].body))
}

fn user(state: &mut State, call: &Call<'_>) -> Outcome {
    let id = call.id(1)?;
    let found = state.world.users.get(&id).ok_or_else(|| Refusal::unknown("User", 10013))?;
    Ok(Answer::ok(found))
}
