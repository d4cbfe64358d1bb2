//! Threads: channels below a channel, with members of their own.

use serde_json::{Value, json};

use super::{Channel, World, now};

impl Channel {
    /// Whether it is a thread.
    pub(in crate::sandbox) fn is_thread(&self) -> bool {
        matches!(self.body["type"].as_u64(), Some(10..=12))
    }

    /// The channel above it.
    pub(in crate::sandbox) fn parent(&self) -> Option<u64> {
        self.body["parent_id"].as_str().and_then(|id| id.parse().ok())
    }

    /// Whether it is a thread that is put away.
    pub(in crate::sandbox) fn is_archived(&self) -> bool {
        self.body["thread_metadata"]["archived"] == true
    }
}

impl World {
    /// A new thread with its starter in it; `id` is that of the message it hangs on, or new.
    pub(in crate::sandbox) fn create_thread(
        &mut self,
        id: u64,
        parent: u64,
        owner: u64,
        kind: u64,
        name: &str,
    ) {
        let guild = self.channels.get(&parent).and_then(|c| c.guild);
        let mut body = json!({
            "id": id.to_string(),
            "type": kind,
            "guild_id": guild.map(|guild| guild.to_string()),
            "parent_id": parent.to_string(),
            "owner_id": owner.to_string(),
            "name": name,
            "last_message_id": null,
            "last_pin_timestamp": null,
            "rate_limit_per_user": 0,
            "message_count": 0,
            "member_count": 1,
            "total_message_sent": 0,
            "flags": 0,
            "thread_metadata": {
                "archived": false,
                "auto_archive_duration": 1440,
                "archive_timestamp": now(),
                "create_timestamp": now(),
                "locked": false,
            },
        });
        if kind == 12 {
            body["thread_metadata"]["invitable"] = true.into();
        }
        self.add_channel(id, guild, None, body);
        self.join_thread(id, owner);
    }

    /// Adds somebody to a thread; their entry when they are new.
    pub(in crate::sandbox) fn join_thread(&mut self, thread: u64, user: u64) -> Option<Value> {
        let place = self.channels.get_mut(&thread)?;
        if place.thread_members.contains_key(&user) {
            return None;
        }
        let entry = json!({"id": thread.to_string(), "user_id": user.to_string(), "join_timestamp": now(), "flags": 0});
        place.thread_members.insert(user, entry.clone());
        place.body["member_count"] = place.thread_members.len().into();
        Some(entry)
    }

    /// Takes somebody out of a thread; whether they were in it.
    pub(in crate::sandbox) fn leave_thread(&mut self, thread: u64, user: u64) -> bool {
        let Some(place) = self.channels.get_mut(&thread) else { return false };
        let was = place.thread_members.remove(&user).is_some();
        place.body["member_count"] = place.thread_members.len().into();
        was
    }

    /// The threads of a guild, or of one channel of it, the youngest first.
    pub(in crate::sandbox) fn threads(&self, guild: u64, parent: Option<u64>) -> Vec<u64> {
        let fits = |c: &Channel| {
            c.is_thread() && c.guild == Some(guild) && (parent.is_none() || c.parent() == parent)
        };
        self.channels.iter().rev().filter(|(_, c)| fits(c)).map(|(id, _)| *id).collect()
    }
}
