//! Calls with the access token of a user: what its scopes allow, about that user, and nothing else.
//!
//! <https://docs.discord.com/developers/topics/oauth2>

use serde_json::{Map, Value, json};

use super::refusal::Refusal;
use super::{Call, Outcome, application, store, users};
use crate::model::OAuth2Scope;
use crate::sandbox::http::{Answer, Head};
use crate::sandbox::server::State;
use crate::sandbox::world::{Grant, amend};

/// Who asks.
#[derive(Debug)]
pub(super) enum Asker {
    /// Who has no token, or a wrong one.
    Nobody,
    Bot,
    /// A user, by what it allowed.
    User(Grant),
}

impl Asker {
    pub(super) fn of(state: &State, head: &Head, bot: &str) -> Self {
        let header = head.header("authorization").unwrap_or_default();
        let is_bots = header.strip_prefix("Bot ").is_some_and(|token| token.trim() == bot);
        let grant = header.strip_prefix("Bearer ").and_then(|token| state.world.grants.get(token.trim()));
        match grant.filter(|grant| grant.ends > state.world.clock()) {
            _ if is_bots => Self::Bot,
            Some(grant) => Self::User(grant.clone()),
            None => Self::Nobody,
        }
    }
}

/// Answers a call of a user's. What only bots may do is unauthorized.
pub(super) fn route(state: &mut State, call: &Call<'_>, grant: &Grant) -> Option<Outcome> {
    let scope = match needed(call) {
        Ok(scope) => scope,
        Err(refusal) => return Some(Err(refusal)),
    };
    if let Some(scope) = scope.filter(|scope| !grant.scopes.contains(scope)) {
        let what = format!("401 at {} {} (no scope {})", call.method, call.head.path(), scope.as_str());
        state.seen.offend(what);
        return Some(Err(Refusal::unauthorized()));
    }
    Some(match call.path.as_slice() {
        ["users", "@me"] => Ok(me(state, grant)),
        ["users", "@me", "guilds"] => Ok(users::guilds(state, call, grant.user)),
        ["users", "@me", "guilds", _, "member"] => call.id(3).and_then(|guild| {
            let member =
                state.world.member(guild, grant.user).ok_or_else(|| Refusal::unknown("Guild", 10004))?;
            Ok(Answer::ok(&member))
        }),
        ["users", "@me", "connections"] => {
            Ok(Answer::ok(&json!(state.world.accounts.get(&grant.user).map_or(&[][..], Vec::as_slice))))
        }
        ["users", "@me", "applications", _, what] => match application::check(state, call, 3) {
            Ok(()) if *what == "entitlements" => Ok(store::list(state, call, Some(grant.user))),
            Ok(()) => return role_connection(state, call, grant).map(Ok),
            Err(refusal) => Err(refusal),
        },
        ["oauth2", "@me"] => Ok(authorization(state, grant)),
        ["oauth2", ..] => Ok(openid(state, grant)),
        ["skus", ..] => return store::subscriptions(state, call, Some(grant.user)),
        [.., "permissions"] => return application::permissions(state, call, Some(grant.user)),
        _ => return application::route(state, call),
    })
}

/// The scope that a call needs, where not any will do.
fn needed(call: &Call<'_>) -> Result<Option<OAuth2Scope>, Refusal> {
    Ok(Some(match (call.method, call.path.as_slice()) {
        ("GET", ["users", "@me"]) => OAuth2Scope::Identify,
        ("GET", ["users", "@me", "guilds"]) => OAuth2Scope::Guilds,
        ("GET", ["users", "@me", "guilds", _, "member"]) => OAuth2Scope::GuildsMembersRead,
        ("GET", ["users", "@me", "connections"]) => OAuth2Scope::Connections,
        ("GET", ["oauth2", "userinfo"]) => OAuth2Scope::Openid,
        (_, ["users", "@me", "applications", _, "role-connection"]) => OAuth2Scope::RoleConnectionsWrite,
        (_, ["applications", .., "permissions"]) => OAuth2Scope::ApplicationsCommandsPermissionsUpdate,
        (_, ["applications", _, "commands" | "guilds", ..]) => OAuth2Scope::ApplicationsCommandsUpdate,
        (_, ["applications", _, "entitlements", ..]) => OAuth2Scope::ApplicationsEntitlements,
        ("GET", ["skus", ..] | ["oauth2", "@me"] | ["users", "@me", "applications", _, "entitlements"]) => {
            return Ok(None);
        }
        _ => return Err(Refusal::unauthorized()),
    }))
}

fn me(state: &State, grant: &Grant) -> Answer {
    let mut user = state.world.user(grant.user);
    user["mfa_enabled"] = false.into();
    user["locale"] = "en-US".into();
    user["premium_type"] = 0.into();
    if grant.scopes.contains(&OAuth2Scope::Email) {
        // Nobody in the sandbox has given an address.
        user["email"] = Value::Null;
        user["verified"] = false.into();
    }
    Answer::ok(&user)
}

fn role_connection(state: &mut State, call: &Call<'_>, grant: &Grant) -> Option<Answer> {
    let none = || json!({"platform_name": null, "platform_username": null, "metadata": {}});
    Some(match call.method {
        "GET" => Answer::ok(state.world.linked.get(&grant.user).unwrap_or(&none())),
        "PUT" => {
            let mut linked = none();
            amend(&mut linked, call.changes());
            for value in linked["metadata"].as_object_mut().into_iter().flat_map(Map::values_mut) {
                *value = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned).into();
            }
            state.world.linked.insert(grant.user, linked.clone());
            Answer::ok(&linked)
        }
        "DELETE" => {
            state.world.linked.remove(&grant.user);
            Answer::none()
        }
        _ => return None,
    })
}

fn authorization(state: &State, grant: &Grant) -> Answer {
    let mut authorization = json!({
        "application": application::application(state),
        "scopes": grant.scopes,
        "expires": grant.expires,
    });
    if grant.scopes.contains(&OAuth2Scope::Identify) {
        authorization["user"] = state.world.user(grant.user);
    }
    Answer::ok(&authorization)
}

fn openid(state: &State, grant: &Grant) -> Answer {
    let user = state.world.user(grant.user);
    let mut said = json!({"sub": user["id"]});
    if grant.scopes.contains(&OAuth2Scope::Identify) {
        said["preferred_username"] = user["username"].clone();
        said["nickname"] = user["global_name"].clone();
        said["locale"] = "en-US".into();
    }
    Answer::ok(&said)
}
