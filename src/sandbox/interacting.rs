//! What people do with what a bot offers: commands, buttons, menus, forms.

use serde_json::{Map, Value, json};

use super::command_line::Typed;
use super::server::State;
use super::sessions::Scope;
use super::world::{ALL_PERMISSIONS, Interaction};
use super::{Channel, Person};

impl Person {
    /// Uses a slash command as one types it, `/ban who:ada reason:"too loud"`, and gives the interaction's id.
    ///
    /// Options have the types that the registered command declares (people, channels and roles by their names); those of
    /// a command that the bot has not registered are texts.
    ///
    /// ```
    /// use ito::sandbox::Sandbox;
    ///
    /// let discord = Sandbox::start()?;
    /// let hall = discord.guild("test").channel("hall");
    /// discord.user("ada").uses(&hall, "/roll dice:\"2 d 6\"");
    /// # Ok::<(), ito::sandbox::Error>(())
    /// ```
    pub fn uses(&self, channel: &Channel, line: &str) -> u64 {
        self.command(channel, line, 2)
    }

    /// Is typing a slash command, at its last option; gives the id of the interaction that asks for choices.
    pub fn completes(&self, channel: &Channel, line: &str) -> u64 {
        self.command(channel, line, 4)
    }

    /// Uses a command of a message's menu, and gives the interaction's id.
    pub fn uses_on(&self, channel: &Channel, command: &str, message: u64) -> u64 {
        self.shared.with(|state| {
            let id = state.world.id();
            let mut data = command_data(state, channel.id, command, 3, id);
            data["target_id"] = message.to_string().into();
            data["resolved"] =
                json!({"messages": {message.to_string(): state.world.message(channel.id, message)}});
            self.interact(state, channel.id, id, 2, &data, None)
        })
    }

    /// Presses the button with that `custom_id` in a message. Gives the interaction's id.
    pub fn presses(&self, channel: &Channel, message: u64, custom_id: &str) -> u64 {
        self.selects(channel, message, custom_id, &[])
    }

    /// Chooses from the menu with that `custom_id` in a message; of people, channels and roles by their ids. Gives the
    /// interaction's id.
    pub fn selects(&self, channel: &Channel, message: u64, custom_id: &str, values: &[&str]) -> u64 {
        self.shared.with(|state| {
            let id = state.world.id();
            let body = state.world.message(channel.id, message).unwrap_or_default();
            let found = component(&body["components"], custom_id);
            let kind = found.and_then(|found| found["type"].as_u64()).unwrap_or(2);
            let mut data = json!({
                "custom_id": custom_id,
                "component_type": kind,
                "id": found.and_then(|found| found["id"].as_u64()).unwrap_or(1),
            });
            if kind != 2 {
                data["values"] = json!(values);
                data["resolved"] = resolved(state, channel.id, values.iter().copied());
            }
            self.interact(state, channel.id, id, 3, &data, Some(message))
        })
    }

    /// Fills in the form that the bot answered an interaction with, and sends it: values by their `custom_id`, several of
    /// one for a menu; what is left out keeps the value that it came with. Gives the id of the new interaction.
    pub fn submits(&self, channel: &Channel, interaction: u64, values: &[(&str, &str)]) -> u64 {
        self.shared.with(|state| {
            let id = state.world.id();
            let kept = state.world.interactions.get(&interaction);
            let form = kept.and_then(|kept| kept.answer.clone()).unwrap_or_default();
            let message = kept.and_then(|kept| kept.message);
            let mut data = json!({"custom_id": form["data"]["custom_id"], "components": []});
            data["components"] = filled(&form["data"]["components"], values);
            data["resolved"] = resolved(state, channel.id, values.iter().map(|(_, value)| *value));
            self.interact(state, channel.id, id, 5, &data, message)
        })
    }

    fn command(&self, channel: &Channel, line: &str, kind: u64) -> u64 {
        let typed = Typed::read(line);
        self.shared.with(|state| {
            let id = state.world.id();
            let mut data = command_data(state, channel.id, &typed.name, 1, id);
            let command = registered(state, channel.id, &typed.name, 1).cloned().unwrap_or_default();
            let mut named = Vec::new();
            data["options"] = typed.options(&command, kind == 4, |kind, name| {
                let id = find(state, channel.id, kind, name)?;
                named.push(id.clone());
                Some(id)
            });
            if !named.is_empty() {
                data["resolved"] = resolved(state, channel.id, named.iter().map(String::as_str));
            }
            self.interact(state, channel.id, id, kind, &data, None)
        })
    }

    fn interact(
        &self,
        state: &mut State,
        channel: u64,
        id: u64,
        kind: u64,
        data: &Value,
        message: Option<u64>,
    ) -> u64 {
        self.enter(state, channel);
        let token = format!("sandbox-{:032x}", fastrand::u128(..));
        let bot = state.world.bot;
        let Some(place) = state.world.channels.get(&channel) else { return id };
        let mut event = json!({
            "id": id.to_string(),
            "application_id": bot.to_string(),
            "type": kind,
            "data": data,
            "channel_id": channel.to_string(),
            "channel": place.body,
            "token": token,
            "version": 1,
            "app_permissions": if place.guild.is_some() { state.world.permissions(channel, bot).bits() } else { ALL_PERMISSIONS }.to_string(),
            "locale": "en-US",
            "entitlements": state.entitlements(self.id, place.guild),
            "authorizing_integration_owners": {"0": "0"},
            "context": 1,
            "attachment_size_limit": 10_485_760,
        });
        let guild = place.guild;
        if let Some(guild) = guild {
            let mut member = state.world.member(guild, self.id).unwrap_or_default();
            member["permissions"] = state.world.permissions(channel, self.id).bits().to_string().into();
            event["guild_id"] = guild.to_string().into();
            event["guild"] = json!({"id": guild.to_string(), "locale": "en-US", "features": []});
            event["guild_locale"] = "en-US".into();
            event["member"] = member;
            event["context"] = 0.into();
            event["authorizing_integration_owners"] = json!({"0": guild.to_string()});
        } else {
            event["user"] = state.world.user(self.id);
        }
        if let Some(message) = message.and_then(|m| state.world.message(channel, m)) {
            event["message"] = message;
        }
        let at = state.world.clock();
        let interaction = Interaction {
            token,
            channel,
            user: self.id,
            kind,
            message,
            at,
            answer: None,
            original: message,
            followed: Vec::new(),
        };
        state.world.interactions.insert(id, interaction);
        state.emit("INTERACTION_CREATE", guild.map_or(Scope::Direct, Scope::Guild), &event);
        id
    }
}

/// The command of that name and type that is seen in a channel: the guild's own goes before a global one.
fn registered<'s>(state: &'s State, channel: u64, name: &str, kind: u64) -> Option<&'s Value> {
    let guild = state.world.channels.get(&channel).and_then(|place| place.guild).unwrap_or(0);
    let seen = [guild, 0].into_iter().filter_map(|place| state.world.commands.get(&place)).flatten();
    seen.into_iter().find(|command| command["name"] == name && command["type"].as_u64().unwrap_or(1) == kind)
}

fn command_data(state: &State, channel: u64, name: &str, kind: u64, fallback: u64) -> Value {
    let known = registered(state, channel, name, kind);
    let id = known.map_or_else(|| fallback.to_string().into(), |command| command["id"].clone());
    let mut data = json!({"id": id, "name": name, "type": kind});
    if let Some(guild) = known.and_then(|command| command.get("guild_id")) {
        data["guild_id"] = guild.clone();
    }
    data
}

/// The id of a person (6), channel (7), role (8) or either (9), by its name or as it is.
fn find(state: &State, channel: u64, kind: u64, name: &str) -> Option<String> {
    let world = &state.world;
    let guild =
        world.channels.get(&channel).and_then(|place| place.guild).and_then(|id| world.guilds.get(&id));
    let name = name.trim_start_matches(['@', '#']);
    let person =
        || world.users.iter().find(|(_, user)| user["username"] == name).map(|(id, _)| id.to_string());
    let place = || {
        let ids = guild.map(|guild| &guild.channels).into_iter().flatten();
        ids.into_iter().find(|id| world.channels[id].body["name"] == name).map(u64::to_string)
    };
    let role = || {
        let roles = guild.map(|guild| &guild.roles).into_iter().flatten();
        roles
            .into_iter()
            .find(|role| role["name"] == name)
            .and_then(|role| role["id"].as_str().map(ToOwned::to_owned))
    };
    let found = match kind {
        6 => person(),
        7 => place(),
        8 => role(),
        _ => person().or_else(role),
    };
    found.or_else(|| name.parse::<u64>().ok().map(|id| id.to_string()))
}

/// The things that these ids name, as an interaction shows them.
fn resolved<'a>(state: &State, channel: u64, ids: impl Iterator<Item = &'a str>) -> Value {
    let world = &state.world;
    let guild = world.channels.get(&channel).and_then(|place| place.guild);
    let mut all: Map<String, Value> = Map::new();
    let mut put = |kind: &str, id: &str, thing: Value| {
        all.entry(kind).or_insert_with(|| json!({}))[id] = thing;
    };
    for (text, id) in ids.filter_map(|text| Some((text, text.parse::<u64>().ok()?))) {
        if world.users.contains_key(&id) {
            put("users", text, world.user(id));
            if let Some(mut member) = guild.and_then(|guild| world.member(guild, id)) {
                member["permissions"] = world.permissions(channel, id).bits().to_string().into();
                if let Some(fields) = member.as_object_mut() {
                    fields.retain(|name, _| !matches!(name.as_str(), "user" | "deaf" | "mute"));
                }
                put("members", text, member);
            }
        }
        if let Some(place) = world.channels.get(&id) {
            let mut shown = place.body.clone();
            shown["permissions"] = world.permissions(id, world.bot).bits().to_string().into();
            put("channels", text, shown);
        }
        let roles = guild.and_then(|guild| world.guilds.get(&guild)).map(|guild| &guild.roles);
        if let Some(role) = roles.into_iter().flatten().find(|role| role["id"] == text) {
            put("roles", text, role.clone());
        }
    }
    all.into()
}

/// The component with that `custom_id`, wherever it is.
fn component<'v>(components: &'v Value, custom_id: &str) -> Option<&'v Value> {
    components.as_array()?.iter().find_map(|one| {
        if one["custom_id"] == custom_id {
            return Some(one);
        }
        let accessory = Some(&one["accessory"]).filter(|accessory| accessory["custom_id"] == custom_id);
        accessory.or_else(|| component(&one["components"], custom_id))
    })
}

/// The components of a form with the values that were put in.
fn filled(components: &Value, values: &[(&str, &str)]) -> Value {
    components.as_array().into_iter().flatten().map(|component| one_filled(component, values)).collect()
}

fn one_filled(component: &Value, values: &[(&str, &str)]) -> Value {
    let mut shown = json!({"type": component["type"], "id": component["id"].as_u64().unwrap_or(1)});
    if component["components"].is_array() {
        shown["components"] = filled(&component["components"], values);
    }
    if component["component"].is_object() {
        shown["component"] = one_filled(&component["component"], values);
    }
    if let Some(custom_id) = component["custom_id"].as_str() {
        shown["custom_id"] = custom_id.into();
        let given: Vec<&str> =
            values.iter().filter(|(id, _)| *id == custom_id).map(|(_, value)| *value).collect();
        match component["type"].as_u64() {
            Some(TEXT_INPUT | RADIO_GROUP) => {
                let own = component["value"].as_str().unwrap_or_default();
                shown["value"] = given.first().copied().unwrap_or(own).into();
            }
            Some(CHECKBOX) => {
                let own = component["default"] == true;
                shown["value"] = given.first().map_or(own, |value| *value == "true").into();
            }
            _ => shown["values"] = json!(given),
        }
    }
    shown
}

const TEXT_INPUT: u64 = 4;
const RADIO_GROUP: u64 = 21;
const CHECKBOX: u64 = 23;
