//! The bot's application and its commands.

use serde_json::{Value, json};

use super::refusal::{Refusal, for_people};
use super::{Call, Outcome, emojis, store};
use crate::model::Permissions;
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;
use crate::sandbox::world::{World, amend, merge};

pub(super) fn route(state: &mut State, call: &Call<'_>) -> Option<Outcome> {
    Some(match (call.method, call.path.as_slice()) {
        ("GET", ["oauth2", "@me" | "userinfo"]) => Err(for_people()),
        // Nothing in the sandbox is signed.
        ("GET", ["oauth2", "keys"]) => Ok(Answer::ok(&json!({"keys": []}))),
        (_, ["applications", ..]) if check(state, call, 1).is_err() => {
            return check(state, call, 1).err().map(Err);
        }
        ("GET", ["applications", _] | ["oauth2", "applications", "@me"]) => {
            Ok(Answer::ok(&application(state)))
        }
        ("PATCH", ["applications", _]) => edit(state, call),
        ("GET", ["applications", _, "activity-instances", id]) => {
            let found = state.world.activities.get(*id).map(Answer::ok);
            found.ok_or_else(|| Refusal::new(404, 0, "404: Not Found"))
        }
        (_, ["applications", .., "permissions"]) => return permissions(state, call, None),
        (_, ["applications", _, "commands", rest @ ..]) => return commands(&mut state.world, call, 0, rest),
        (_, ["applications", _, "guilds", _, "commands", rest @ ..]) => match call.id(3) {
            Ok(guild) if state.world.guilds.contains_key(&guild) => {
                return commands(&mut state.world, call, guild, rest);
            }
            Ok(_) => Err(Refusal::new(403, 50001, "Missing Access")),
            Err(refusal) => Err(refusal),
        },
        (_, ["applications", _, "emojis", ..]) => return emojis::route(state, call),
        (_, ["applications", _, "skus" | "entitlements", ..]) => return store::route(state, call),
        ("GET", ["applications", _, "role-connections", "metadata"]) => {
            Ok(Answer::ok(&state.world.role_connections))
        }
        ("PUT", ["applications", _, "role-connections", "metadata"]) => set_role_connections(state, call),
        _ => return None,
    })
}

fn set_role_connections(state: &mut State, call: &Call<'_>) -> Outcome {
    let records = call.body.json.as_array().map_or(0, Vec::len);
    if records > 5 {
        return Err(Refusal::form("", "BASE_TYPE_MAX_LENGTH", "Must be 5 or fewer in length."));
    }
    state.world.role_connections = json!(call.body.json.as_array());
    Ok(Answer::ok(&state.world.role_connections))
}

/// Refuses when the part of the path is not the bot's application.
pub(super) fn check(state: &State, call: &Call<'_>, at: usize) -> Result<(), Refusal> {
    let id = call.path.get(at).copied().unwrap_or_default();
    if id == "@me" || id == state.world.bot.to_string() {
        Ok(())
    } else {
        Err(Refusal::unknown("Application", 10002))
    }
}

fn edit(state: &mut State, call: &Call<'_>) -> Outcome {
    if call.field("tags").as_array().is_some_and(|tags| tags.len() > 5) {
        return Err(Refusal::form("tags", "BASE_TYPE_MAX_LENGTH", "Must be 5 or fewer in length."));
    }
    let mut changes = call.changes().clone();
    // A description may come with its translations.
    if let Some(default) = changes.get("description").and_then(|text| text.get("default")).cloned() {
        changes.insert("description".to_owned(), default);
    }
    state.world.application.extend(changes);
    Ok(Answer::ok(&application(state)))
}

/// The application as its owner sees it.
pub(super) fn application(state: &State) -> Value {
    let bot = state.world.user(state.world.bot);
    let mut application = json!({
        "id": bot["id"],
        "name": bot["username"],
        "icon": null,
        "description": "A bot in a sandbox.",
        "type": null,
        "bot": bot,
        "summary": "",
        "bot_public": false,
        "bot_require_code_grant": false,
        "verify_key": "0".repeat(64),
        "flags": 1 << 13 | 1 << 15 | 1 << 19 | 1 << 23,
        "hook": true,
        "is_monetized": false,
        "tags": [],
        "rpc_origins": [],
        "redirect_uris": [],
        "interactions_endpoint_url": null,
        "role_connections_verification_url": null,
        "approximate_guild_count": state.world.guilds.len(),
        "approximate_user_install_count": 0,
        "integration_types_config": {"0": {}, "1": {}},
        "owner": {
            "id": "1", "username": "owner", "discriminator": "0", "global_name": null, "avatar": null,
            "flags": 0, "public_flags": 0,
        },
        "team": null,
    });
    amend(&mut application, &state.world.application);
    application
}

/// Who may use a command in a guild, or all commands; a user who may manage the guild and its roles says so.
pub(super) fn permissions(state: &mut State, call: &Call<'_>, user: Option<u64>) -> Option<Outcome> {
    let guild = match call.id(3) {
        Ok(guild) if state.world.guilds.contains_key(&guild) => guild,
        Ok(_) => return Some(Err(Refusal::missing_access())),
        Err(refusal) => return Some(Err(refusal)),
    };
    let unknown = || Refusal::unknown("application command permissions", 10066);
    Some(match (call.method, &call.path[5..]) {
        ("GET", ["permissions"]) => {
            let all = state.world.command_permissions.range((guild, 0)..=(guild, u64::MAX));
            Ok(Answer::ok(&all.map(|(_, permissions)| permissions.clone()).collect()))
        }
        ("GET", [_, "permissions"]) => call.id(5).and_then(|command| {
            state.world.command_permissions.get(&(guild, command)).map(Answer::ok).ok_or_else(unknown)
        }),
        ("PUT", [_, "permissions"]) => match user {
            None => Err(for_people()),
            Some(user) => permit(state, call, guild, user),
        },
        _ => return None,
    })
}

fn permit(state: &mut State, call: &Call<'_>, guild: u64, user: u64) -> Outcome {
    let command = call.id(5)?;
    let id = command.to_string();
    let is_known = |place: &u64| {
        let commands = state.world.commands.get(place).into_iter().flatten();
        commands.into_iter().any(|known| known["id"] == id)
    };
    if command != state.world.bot && ![0, guild].iter().any(is_known) {
        return Err(Refusal::unknown("application command", 10063));
    }
    let needed = Permissions::MANAGE_GUILD | Permissions::MANAGE_ROLES;
    if !state.world.guild_permissions(guild, user).contains(needed) {
        return Err(Refusal::missing_permissions());
    }
    let permissions = json!({
        "id": command.to_string(),
        "application_id": state.world.bot.to_string(),
        "guild_id": guild.to_string(),
        "permissions": call.field("permissions").as_array().map_or(&[][..], Vec::as_slice),
    });
    state.world.command_permissions.insert((guild, command), permissions.clone());
    state.emit("APPLICATION_COMMAND_PERMISSIONS_UPDATE", Scope::Guild(guild), &permissions);
    Ok(Answer::ok(&permissions))
}

fn commands(world: &mut World, call: &Call<'_>, guild: u64, rest: &[&str]) -> Option<Outcome> {
    Some(match (call.method, rest) {
        ("GET", []) => Ok(Answer::ok(&json!(world.commands.entry(guild).or_default()))),
        ("PUT", []) => overwrite(world, call, guild),
        ("POST", []) => create(world, guild, &call.body.json, "").map(|c| Answer::json(201, &c)),
        ("GET", [id]) => one(world, guild, id).map(|c| Answer::ok(c)),
        ("PATCH", [id]) => one(world, guild, id).map(|command| {
            merge(command, call.body.json.as_object().unwrap_or(&serde_json::Map::new()));
            Answer::ok(command)
        }),
        ("DELETE", [id]) => one(world, guild, id).map(|_| ()).map(|()| {
            world.commands.entry(guild).or_default().retain(|c| c["id"] != *id);
            Answer::none()
        }),
        _ => return None,
    })
}

fn one<'w>(world: &'w mut World, guild: u64, id: &str) -> Result<&'w mut Value, Refusal> {
    let commands = world.commands.entry(guild).or_default();
    commands.iter_mut().find(|c| c["id"] == id).ok_or_else(|| Refusal::unknown("application command", 10063))
}

fn overwrite(world: &mut World, call: &Call<'_>, guild: u64) -> Outcome {
    let Value::Array(given) = &call.body.json else {
        return Err(Refusal::form("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"));
    };
    world.commands.insert(guild, Vec::new());
    for (i, command) in given.iter().enumerate() {
        create(world, guild, command, &format!("{i}."))?;
    }
    Ok(Answer::ok(&json!(world.commands[&guild])))
}

fn create(world: &mut World, guild: u64, given: &Value, place: &str) -> Result<Value, Refusal> {
    let kind = given["type"].as_u64().unwrap_or(1);
    let name = given["name"].as_str().unwrap_or_default();
    if !(1..=32).contains(&name.chars().count()) {
        return Err(Refusal::form(
            &format!("{place}name"),
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 32 in length.",
        ));
    }
    let described = given["description"].as_str().is_some_and(|d| (1..=100).contains(&d.chars().count()));
    if kind == 1 && !described {
        return Err(Refusal::form(
            &format!("{place}description"),
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 100 in length.",
        ));
    }
    let mut command = json!({
        "id": world.id().to_string(),
        "application_id": world.bot.to_string(),
        "version": world.id().to_string(),
        "default_member_permissions": null,
        "type": kind,
        "name": name,
        "name_localizations": null,
        "description": "",
        "description_localizations": null,
        "dm_permission": true,
        "contexts": null,
        "integration_types": [0],
        "nsfw": false,
    });
    if guild != 0 {
        command["guild_id"] = guild.to_string().into();
    }
    merge(&mut command, given.as_object().unwrap_or(&serde_json::Map::new()));
    let commands = world.commands.entry(guild).or_default();
    commands.retain(|c| c["name"] != name || c["type"] != kind);
    commands.push(command.clone());
    Ok(command)
}
