//! What somebody may do, as Discord works it out: roles, then overwrites.
//!
//! <https://docs.discord.com/developers/topics/permissions#permission-hierarchy>

use std::cmp::Reverse;

use serde_json::Value;

use super::{ALL_PERMISSIONS, World};
use crate::model::Permissions;

impl World {
    /// What a member may do in the whole guild.
    pub(in crate::sandbox) fn guild_permissions(&self, guild: u64, user: u64) -> Permissions {
        let Some(entry) = self.guilds.get(&guild) else { return Permissions::empty() };
        let (everyone, me) = (guild.to_string(), user.to_string());
        if entry.body["owner_id"] == me {
            return Permissions::from_bits_retain(ALL_PERMISSIONS);
        }
        let mine = entry.members.get(&user).map(|member| &member["roles"]);
        let has = |role: &&Value| role["id"] == everyone || mine.is_some_and(|mine| holds(mine, &role["id"]));
        let all = entry.roles.iter().filter(has).fold(0, |all, role| all | bits(&role["permissions"]));
        let all = Permissions::from_bits_retain(all);
        if all.contains(Permissions::ADMINISTRATOR) {
            Permissions::from_bits_retain(ALL_PERMISSIONS)
        } else {
            all
        }
    }

    /// How high a member stands: the owner above all, then by the highest role.
    pub(in crate::sandbox) fn rank(&self, guild: u64, user: u64) -> Rank {
        let Some(entry) = self.guilds.get(&guild) else { return Rank::default() };
        let me = user.to_string();
        if entry.body["owner_id"] == me {
            return Rank(u64::MAX, Reverse(0));
        }
        let mine = entry.members.get(&user).map(|member| &member["roles"]);
        let has = |role: &&Value| mine.is_some_and(|mine| holds(mine, &role["id"]));
        entry.roles.iter().filter(has).map(Rank::of_role).max().unwrap_or_default()
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

/// Where a role stands: by its position, and of two at the same position the older one is higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(in crate::sandbox) struct Rank(u64, Reverse<u64>);

impl Rank {
    pub(in crate::sandbox) fn of_role(role: &Value) -> Self {
        let id = role["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or(0);
        Self(role["position"].as_u64().unwrap_or(0), Reverse(id))
    }
}

fn holds(list: &Value, id: &Value) -> bool {
    list.as_array().is_some_and(|list| list.contains(id))
}

/// Permissions as they travel.
pub(in crate::sandbox) fn bits(value: &Value) -> u64 {
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
    #[test]
    fn the_owner_stands_above_all_and_an_older_role_above_a_younger() {
        let mut world = World::new();
        let (guild, ada) = (world.create_guild("test"), world.person("ada"));
        world.add_member(guild, ada);
        let owner = world.person("owner");
        assert!(world.rank(guild, owner) > world.rank(guild, world.bot));
        assert!(world.rank(guild, world.bot) > world.rank(guild, ada));
        let role = |id: &str, position: u64| Rank::of_role(&json!({"id": id, "position": position}));
        assert!(role("5", 1) > role("6", 1) && role("6", 2) > role("5", 1));
    }
}
