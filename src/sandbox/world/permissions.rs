//! What somebody may do, as Discord works it out: roles, then overwrites.
//!
//! <https://docs.discord.com/developers/topics/permissions#permission-hierarchy>

use serde_json::Value;

use super::{ALL_PERMISSIONS, World};
use crate::model::Permissions;

impl World {
    /// What a member may do in the whole guild.
    pub(in crate::sandbox) fn guild_permissions(&self, guild: u64, user: u64) -> Permissions {
        let Some(entry) = self.guilds.get(&guild) else { return Permissions::empty() };
        if entry.body["owner_id"] == user.to_string() {
            return Permissions::from_bits_retain(ALL_PERMISSIONS);
        }
        let mine = entry.members.get(&user).map(|member| &member["roles"]);
        let has = |role: &&Value| {
            role["id"] == guild.to_string() || mine.is_some_and(|mine| holds(mine, &role["id"]))
        };
        let all = entry.roles.iter().filter(has).fold(0, |all, role| all | bits(&role["permissions"]));
        let all = Permissions::from_bits_retain(all);
        if all.contains(Permissions::ADMINISTRATOR) {
            Permissions::from_bits_retain(ALL_PERMISSIONS)
        } else {
            all
        }
    }

    /// What a member may do in a channel; in a thread, what they may do in its parent.
    pub(in crate::sandbox) fn permissions(&self, channel: u64, user: u64) -> Permissions {
        let all = Permissions::from_bits_retain(ALL_PERMISSIONS);
        let Some(place) = self.channels.get(&channel) else { return Permissions::empty() };
        let denied = Permissions::from_bits_retain(if user == self.bot { place.denied } else { 0 });
        if place.is_thread() {
            let parent = place.parent().map_or(all, |parent| self.permissions(parent, user));
            return parent & !denied;
        }
        let Some(guild) = place.guild else { return all & !denied };
        let base = self.guild_permissions(guild, user);
        if base.contains(Permissions::ADMINISTRATOR) {
            return base & !denied;
        }
        let roles = self.guilds.get(&guild).and_then(|g| g.members.get(&user)).map(|member| &member["roles"]);
        let overwrites = || place.body["permission_overwrites"].as_array().into_iter().flatten();
        let (everyone, me) = (guild.to_string(), user.to_string());
        let apply = |base: u64, meant: &dyn Fn(&Value) -> bool| {
            let (mut deny, mut allow) = (0, 0);
            for overwrite in overwrites().filter(|overwrite| meant(&overwrite["id"])) {
                deny |= bits(&overwrite["deny"]);
                allow |= bits(&overwrite["allow"]);
            }
            base & !deny | allow
        };
        let base = apply(base.bits(), &|id| *id == everyone);
        let base = apply(base, &|id| roles.is_some_and(|roles| holds(roles, id)));
        Permissions::from_bits_retain(apply(base, &|id| *id == me)) & !denied
    }
}

fn holds(list: &Value, id: &Value) -> bool {
    list.as_array().is_some_and(|list| list.contains(id))
}

fn bits(value: &Value) -> u64 {
    value.as_str().and_then(|text| text.parse().ok()).or_else(|| value.as_u64()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn roles_give_and_overwrites_take() {
        let mut world = World::new();
        let (guild, ada) = (world.create_guild("test"), world.person("ada"));
        let hall = world.create_channel(guild, "hall", 0);
        world.add_member(guild, ada);
        assert!(world.permissions(hall, world.bot).contains(Permissions::BAN_MEMBERS));
        assert!(world.permissions(hall, ada).contains(Permissions::SEND_MESSAGES));
        assert!(!world.permissions(hall, ada).contains(Permissions::BAN_MEMBERS));
        let send = Permissions::SEND_MESSAGES.bits().to_string();
        let everyone = json!({"id": guild.to_string(), "type": 0, "allow": "0", "deny": send});
        let hers = json!({"id": ada.to_string(), "type": 1, "allow": send, "deny": "0"});
        let set = |world: &mut World, list: Value| {
            world.channels.get_mut(&hall).unwrap().body["permission_overwrites"] = list;
        };
        set(&mut world, json!([everyone]));
        assert!(!world.permissions(hall, ada).contains(Permissions::SEND_MESSAGES));
        set(&mut world, json!([hers, everyone]));
        assert!(world.permissions(hall, ada).contains(Permissions::SEND_MESSAGES));
    }
}
