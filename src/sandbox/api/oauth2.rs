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

/// What answers a call, and the scope that it needs; none where any will do.
type Handler = (Option<OAuth2Scope>, fn(&mut State, &Call<'_>, &Grant) -> Option<Outcome>);

/// Answers a call of a user's. What only bots may do is unauthorized.
pub(super) fn route(state: &mut State, call: &Call<'_>, grant: &Grant) -> Option<Outcome> {
    let (scope, handler): Handler = match (call.method, call.path.as_slice()) {
        ("GET", ["users", "@me"]) => (Some(OAuth2Scope::Identify), me),
        ("GET", ["users", "@me", "guilds"]) => {
            (Some(OAuth2Scope::Guilds), |state, call, grant| Some(Ok(users::guilds(state, call, grant.user))))
        }
        ("GET", ["users", "@me", "guilds", _, "member"]) => (Some(OAuth2Scope::GuildsMembersRead), member),
        ("GET", ["users", "@me", "connections"]) => (Some(OAuth2Scope::Connections), connections),
        (_, ["users", "@me", "applications", _, "role-connection"]) => {
            (Some(OAuth2Scope::RoleConnectionsWrite), role_connection)
        }
        ("GET", ["users", "@me", "applications", _, "entitlements"]) => (None, |state, call, grant| {
            Some(application::check(state, call, 3).map(|()| store::list(state, call, Some(grant.user))))
        }),
        ("GET", ["skus", ..]) => {
            (None, |state, call, grant| store::subscriptions(state, call, Some(grant.user)))
        }
        ("GET", ["oauth2", "@me"]) => (None, authorization),
        ("GET", ["oauth2", "userinfo"]) => (Some(OAuth2Scope::Openid), openid),
        (_, ["applications", .., "permissions"]) => {
            (Some(OAuth2Scope::ApplicationsCommandsPermissionsUpdate), |state, call, grant| {
                application::permissions(state, call, Some(grant.user))
            })
        }
        (_, ["applications", _, "commands" | "guilds", ..]) => {
            (Some(OAuth2Scope::ApplicationsCommandsUpdate), |state, call, _| application::route(state, call))
        }
        (_, ["applications", _, "entitlements", ..]) => {
            (Some(OAuth2Scope::ApplicationsEntitlements), |state, call, _| application::route(state, call))
        }
        _ => return Some(Err(Refusal::unauthorized())),
    };
    if let Some(scope) = scope.filter(|scope| !grant.scopes.contains(scope)) {
        let what = format!("401 at {} {} (no scope {})", call.method, call.head.path(), scope.as_str());
        state.seen.offend(what);
        return Some(Err(Refusal::unauthorized()));
    }
    handler(state, call, grant)
}

fn me(state: &mut State, _: &Call<'_>, grant: &Grant) -> Option<Outcome> {
    let mut user = state.world.user(grant.user);
    user["mfa_enabled"] = false.into();
    user["locale"] = "en-US".into();
    user["premium_type"] = 0.into();
    if grant.scopes.contains(&OAuth2Scope::Email) {
        // Nobody in the sandbox has given an address.
        user["email"] = Value::Null;
        user["verified"] = false.into();
    }
    Some(Ok(Answer::ok(&user)))
}

fn member(state: &mut State, call: &Call<'_>, grant: &Grant) -> Option<Outcome> {
    let member = call.id(3).map(|guild| state.world.member(guild, grant.user));
    let found = member.and_then(|member| member.ok_or_else(|| Refusal::unknown("Guild", 10004)));
    Some(found.map(|member| Answer::ok(&member)))
}

fn connections(state: &mut State, _: &Call<'_>, grant: &Grant) -> Option<Outcome> {
    Some(Ok(Answer::ok(&json!(state.world.accounts.get(&grant.user).map_or(&[][..], Vec::as_slice)))))
}

fn role_connection(state: &mut State, call: &Call<'_>, grant: &Grant) -> Option<Outcome> {
    if let Err(refusal) = application::check(state, call, 3) {
        return Some(Err(refusal));
    }
    let none = || json!({"platform_name": null, "platform_username": null, "metadata": {}});
    Some(Ok(match call.method {
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
    }))
}

fn authorization(state: &mut State, _: &Call<'_>, grant: &Grant) -> Option<Outcome> {
    let mut authorization = json!({
        "application": application::application(state),
        "scopes": grant.scopes,
        "expires": grant.expires,
    });
    if grant.scopes.contains(&OAuth2Scope::Identify) {
        authorization["user"] = state.world.user(grant.user);
    }
    Some(Ok(Answer::ok(&authorization)))
}

fn openid(state: &mut State, _: &Call<'_>, grant: &Grant) -> Option<Outcome> {
    let user = state.world.user(grant.user);
    let mut said = json!({"sub": user["id"]});
    if grant.scopes.contains(&OAuth2Scope::Identify) {
        said["preferred_username"] = user["username"].clone();
        said["nickname"] = user["global_name"].clone();
        said["locale"] = "en-US".into();
    }
    Some(Ok(Answer::ok(&said)))
}
