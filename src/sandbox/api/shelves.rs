//! Things that a guild has lists of and that are made, changed and deleted alike: emojis, stickers, sounds, scheduled
//! events, rules of auto moderation. What sets a kind apart stands in a table.

use serde_json::{Map, Value, json};

use super::permit::in_guild;
use super::refusal::Refusal;
use super::{Call, Outcome, audit, exceptions, settings};
use crate::model::{AuditLogEvent, Permissions};
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;
use crate::sandbox::sessions::Scope;
use crate::sandbox::world::amend;

/// A kind of things.
struct Shelf {
    /// Below guilds/{guild.id}; parts divided by a slash.
    path: &'static str,
    /// What it is called in a refusal, and the refusal's code.
    what: (&'static str, u32),
    manage: Permissions,
    /// The status of an answer to a POST.
    made: u16,
    /// The field that holds its id.
    id: &'static str,
    tells: Tells,
    actions: [AuditLogEvent; 3],
    /// The fields of a new one that the request need not give.
    fresh: fn(&State, &Call<'_>) -> Value,
}

/// How it is told that one changed.
enum Tells {
    /// All of them, with an event of that name and in a field of that name.
    All(&'static str, &'static str),
    /// That one, with an event whose name begins so.
    One(&'static str),
}

/// The name of the shelf of scheduled events.
pub(super) const EVENTS: &str = "scheduled-events";

const SHELVES: [Shelf; 5] = [
    Shelf {
        path: "emojis",
        what: ("Emoji", 10014),
        manage: Permissions::MANAGE_GUILD_EXPRESSIONS,
        made: 201,
        id: "id",
        tells: Tells::All("GUILD_EMOJIS_UPDATE", "emojis"),
        actions: [AuditLogEvent::EmojiCreate, AuditLogEvent::EmojiUpdate, AuditLogEvent::EmojiDelete],
        fresh: |state, _| {
            json!({
                "name": null, "roles": [], "user": state.world.user(state.world.bot), "require_colons": true,
                "managed": false, "animated": false, "available": true,
            })
        },
    },
    Shelf {
        path: "stickers",
        what: ("Sticker", 10060),
        manage: Permissions::MANAGE_GUILD_EXPRESSIONS,
        made: 201,
        id: "id",
        tells: Tells::All("GUILD_STICKERS_UPDATE", "stickers"),
        actions: [AuditLogEvent::StickerCreate, AuditLogEvent::StickerUpdate, AuditLogEvent::StickerDelete],
        fresh: |state, _| {
            json!({
                "name": null, "tags": "", "description": null, "type": 2, "format_type": 1, "available": true,
                "guild_id": null, "user": state.world.user(state.world.bot),
            })
        },
    },
    Shelf {
        path: "soundboard-sounds",
        what: ("Soundboard Sound", 10097),
        manage: Permissions::MANAGE_GUILD_EXPRESSIONS,
        made: 201,
        id: "sound_id",
        tells: Tells::One("GUILD_SOUNDBOARD_SOUND"),
        actions: [
            AuditLogEvent::SoundboardSoundCreate,
            AuditLogEvent::SoundboardSoundUpdate,
            AuditLogEvent::SoundboardSoundDelete,
        ],
        fresh: |state, _| {
            json!({
                "name": null, "volume": 1.0, "emoji_id": null, "emoji_name": null, "guild_id": null, "available": true,
                "user": state.world.user(state.world.bot),
            })
        },
    },
    Shelf {
        path: EVENTS,
        what: ("Guild Scheduled Event", 10070),
        manage: Permissions::MANAGE_EVENTS,
        made: 200,
        id: "id",
        tells: Tells::One("GUILD_SCHEDULED_EVENT"),
        actions: [
            AuditLogEvent::GuildScheduledEventCreate,
            AuditLogEvent::GuildScheduledEventUpdate,
            AuditLogEvent::GuildScheduledEventDelete,
        ],
        fresh: |state, _| {
            json!({
                "guild_id": null, "channel_id": null, "creator_id": state.world.bot.to_string(), "name": null,
                "description": null, "scheduled_start_time": null, "scheduled_end_time": null, "privacy_level": 2,
                "status": 1, "entity_type": null, "entity_id": null, "entity_metadata": null, "image": null,
                "creator": state.world.user(state.world.bot), "user_count": 0, "recurrence_rule": null,
                "guild_scheduled_event_exceptions": [],
            })
        },
    },
    Shelf {
        path: "auto-moderation/rules",
        what: ("Auto Moderation Rule", 10066),
        manage: Permissions::MANAGE_GUILD,
        made: 200,
        id: "id",
        tells: Tells::One("AUTO_MODERATION_RULE"),
        actions: [
            AuditLogEvent::AutoModerationRuleCreate,
            AuditLogEvent::AutoModerationRuleUpdate,
            AuditLogEvent::AutoModerationRuleDelete,
        ],
        fresh: |state, _| {
            json!({
                "guild_id": null, "name": null, "creator_id": state.world.bot.to_string(), "event_type": null,
                "trigger_type": null, "trigger_metadata": {}, "actions": [], "enabled": false, "exempt_roles": [],
                "exempt_channels": [],
            })
        },
    },
];

/// guilds/{guild.id}/… as far as it is one of these, or one of the guild's settings.
pub(super) fn route(state: &mut State, call: &Call<'_>, guild: u64) -> Option<Outcome> {
    let path = call.path[2..].join("/");
    let below = |shelf: &Shelf| {
        path.strip_prefix(shelf.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let Some(shelf) = SHELVES.iter().find(|shelf| below(shelf)) else {
        return settings::route(state, call, guild);
    };
    let at = 2 + shelf.path.split('/').count();
    Some(match (call.method, &call.path[at..]) {
        ("GET", []) => Ok(list(state, shelf, guild)),
        ("POST", []) => create(state, call, shelf, guild),
        ("GET", [_]) => {
            call.id(at).and_then(|id| find(state, shelf, guild, id).map(|thing| Answer::ok(thing)))
        }
        ("PATCH", [_]) => call.id(at).and_then(|id| edit(state, call, shelf, guild, id)),
        ("DELETE", [_]) => call.id(at).and_then(|id| delete(state, call, shelf, guild, id)),
        (_, [_, _, ..]) if shelf.path == EVENTS => return exceptions::route(state, call, guild),
        _ => return None,
    })
}

/// A sticker of any guild.
pub(super) fn sticker(state: &State, id: u64) -> Outcome {
    let mut shelves = state.world.guilds.values().filter_map(|guild| guild.shelves.get("stickers"));
    let found = shelves.find_map(|stickers| stickers.get(&id)).map(Answer::ok);
    found.ok_or_else(|| Refusal::unknown("Sticker", 10060))
}

fn list(state: &State, shelf: &Shelf, guild: u64) -> Answer {
    let all = state.world.guilds[&guild].shelf(shelf.path);
    Answer::ok(&if shelf.path == "soundboard-sounds" { json!({"items": all}) } else { all })
}

fn find<'s>(state: &'s mut State, shelf: &Shelf, guild: u64, id: u64) -> Result<&'s mut Value, Refusal> {
    let things = state.world.guilds.get_mut(&guild).and_then(|guild| guild.shelves.get_mut(shelf.path));
    things.and_then(|things| things.get_mut(&id)).ok_or_else(|| Refusal::unknown(shelf.what.0, shelf.what.1))
}

fn create(state: &mut State, call: &Call<'_>, shelf: &Shelf, guild: u64) -> Outcome {
    in_guild(state, guild, shelf.manage)?;
    let name = call.field("name").as_str().unwrap_or_default();
    if name.is_empty() {
        return Err(Refusal::form("name", "BASE_TYPE_REQUIRED", "This field is required"));
    }
    let id = state.world.id();
    let mut thing = (shelf.fresh)(state, call);
    amend_all(&mut thing, call.changes());
    thing[shelf.id] = id.to_string().into();
    if thing.get("guild_id").is_some() {
        thing["guild_id"] = guild.to_string().into();
    }
    if let Some(place) = state.world.guilds.get_mut(&guild) {
        place.shelves.entry(shelf.path).or_default().insert(id, thing.clone());
    }
    tell(state, shelf, guild, "CREATE", &thing);
    audit::write(state, call, guild, shelf.actions[0], Some(id));
    Ok(Answer::json(shelf.made, &thing))
}

/// Takes over what a new one is given, its type too.
fn amend_all(thing: &mut Value, given: &Map<String, Value>) {
    for (name, value) in given {
        if let Some(field) = thing.get_mut(name) {
            *field = value.clone();
        }
    }
}

fn edit(state: &mut State, call: &Call<'_>, shelf: &Shelf, guild: u64, id: u64) -> Outcome {
    in_guild(state, guild, shelf.manage)?;
    let thing = find(state, shelf, guild, id)?;
    amend(thing, call.changes());
    let thing = thing.clone();
    tell(state, shelf, guild, "UPDATE", &thing);
    audit::write(state, call, guild, shelf.actions[1], Some(id));
    Ok(Answer::ok(&thing))
}

fn delete(state: &mut State, call: &Call<'_>, shelf: &Shelf, guild: u64, id: u64) -> Outcome {
    in_guild(state, guild, shelf.manage)?;
    let thing = find(state, shelf, guild, id)?.clone();
    if let Some(things) = state.world.guilds.get_mut(&guild).and_then(|g| g.shelves.get_mut(shelf.path)) {
        things.remove(&id);
    }
    tell(state, shelf, guild, "DELETE", &thing);
    audit::write(state, call, guild, shelf.actions[2], Some(id));
    Ok(Answer::none())
}

fn tell(state: &mut State, shelf: &Shelf, guild: u64, verb: &str, thing: &Value) {
    match shelf.tells {
        Tells::All(event, field) => {
            let mut all = json!({"guild_id": guild.to_string()});
            all[field] = state.world.guilds[&guild].shelf(shelf.path);
            state.emit(event, Scope::Guild(guild), &all);
        }
        Tells::One("GUILD_SOUNDBOARD_SOUND") if verb == "DELETE" => {
            let gone = json!({"guild_id": guild.to_string(), "sound_id": thing["sound_id"]});
            state.emit("GUILD_SOUNDBOARD_SOUND_DELETE", Scope::Guild(guild), &gone);
        }
        Tells::One(event) => state.emit(&format!("{event}_{verb}"), Scope::Guild(guild), thing),
    }
}
