//! What happens in the world, whoever does it, and the events that tell of it.

use serde_json::{Map, Value, json};

use super::server::State;
use super::sessions::{Scope, shard_of};
use super::world::{Draft, Posted, merge, now};

impl State {
    /// Adds a message and tells of it.
    pub(super) fn say(&mut self, draft: &Draft) -> Posted {
        self.say_as(draft, None)
    }

    /// Adds a message with an id of its own, as the first one of a forum's post has it.
    pub(super) fn say_as(&mut self, draft: &Draft, id: Option<u64>) -> Posted {
        let posted = self.world.post(draft, id);
        self.emit("MESSAGE_CREATE", self.scope_of_message(draft.channel, posted.id), &posted.event);
        posted
    }

    /// Changes a message and tells of it; gives it as REST shows it.
    pub(super) fn edit(&mut self, channel: u64, id: u64, changes: &Map<String, Value>) -> Option<Value> {
        let stored = self.world.channels.get_mut(&channel)?.stored_mut(id)?;
        merge(&mut stored.body, changes);
        stored.body["edited_timestamp"] = now();
        self.tell_update(channel, id)
    }

    /// Changes what Discord itself says in a message, which is no edit.
    pub(super) fn amend_message(&mut self, channel: u64, id: u64, name: &str, value: Value) -> Option<Value> {
        let stored = self.world.channels.get_mut(&channel)?.stored_mut(id)?;
        stored.body[name] = value;
        self.tell_update(channel, id)
    }

    fn tell_update(&mut self, channel: u64, id: u64) -> Option<Value> {
        let body = self.world.message(channel, id)?;
        let event = self.world.as_event(channel, id, body.clone());
        self.emit("MESSAGE_UPDATE", self.scope_of_message(channel, id), &event);
        Some(body)
    }

    /// Where events of a message go; an ephemeral one is as direct as can be.
    fn scope_of_message(&self, channel: u64, id: u64) -> Scope {
        if self.world.is_whisper(channel, id) { Scope::Direct } else { self.scope_of(channel) }
    }

    /// Deletes an ephemeral message and tells of it; false when there is none.
    pub(super) fn unwhisper(&mut self, channel: u64, id: u64) -> bool {
        let place = self.world.channels.get_mut(&channel);
        let gone = place.is_some_and(|place| place.whispers.remove(&id).is_some());
        if gone {
            let event = json!({"id": id.to_string(), "channel_id": channel.to_string()});
            self.emit("MESSAGE_DELETE", Scope::Direct, &event);
        }
        gone
    }

    /// Deletes messages and tells of it, in bulk when there are several; gives how many there were.
    pub(super) fn delete(&mut self, channel: u64, ids: &[u64]) -> usize {
        let Some(place) = self.world.channels.get_mut(&channel) else { return 0 };
        let gone: Vec<String> =
            ids.iter().filter(|id| place.messages.remove(id).is_some()).map(u64::to_string).collect();
        let mut event = json!({"channel_id": channel.to_string()});
        if let Some(guild) = place.guild {
            event["guild_id"] = guild.to_string().into();
        }
        let scope = self.scope_of(channel);
        match gone.as_slice() {
            [] => {}
            [one] => {
                event["id"] = one.as_str().into();
                self.emit("MESSAGE_DELETE", scope, &event);
            }
            many => {
                event["ids"] = json!(many);
                self.emit("MESSAGE_DELETE_BULK", scope, &event);
            }
        }
        gone.len()
    }

    /// Adds a reaction and tells of it; false when there is no such message.
    pub(super) fn react(&mut self, channel: u64, message: u64, emoji: &str, user: u64) -> bool {
        let object = emoji_object(emoji);
        let Some(stored) = self.world.channels.get_mut(&channel).and_then(|c| c.messages.get_mut(&message))
        else {
            return false;
        };
        let author = stored.author;
        let at = stored.reactions.iter().position(|(e, _, _)| e == emoji).unwrap_or_else(|| {
            stored.reactions.push((emoji.to_owned(), object.clone(), Vec::new()));
            stored.reactions.len() - 1
        });
        let users = &mut stored.reactions[at].2;
        if users.contains(&user) {
            return true;
        }
        users.push(user);
        let mut event = self.reaction(channel, message, &object, user);
        event["message_author_id"] = author.to_string().into();
        if let Some(guild) = self.world.channels[&channel].guild {
            event["member"] = self.world.member(guild, user).unwrap_or_default();
        }
        self.emit("MESSAGE_REACTION_ADD", self.scope_of(channel), &event);
        true
    }

    /// Takes a reaction back and tells of it; false when there is none.
    pub(super) fn unreact(&mut self, channel: u64, message: u64, emoji: &str, user: u64) -> bool {
        let Some(stored) = self.world.channels.get_mut(&channel).and_then(|c| c.messages.get_mut(&message))
        else {
            return false;
        };
        let Some(at) = stored.reactions.iter().position(|(e, _, users)| e == emoji && users.contains(&user))
        else {
            return false;
        };
        stored.reactions[at].2.retain(|u| *u != user);
        if stored.reactions[at].2.is_empty() {
            stored.reactions.remove(at);
        }
        let event = self.reaction(channel, message, &emoji_object(emoji), user);
        self.emit("MESSAGE_REACTION_REMOVE", self.scope_of(channel), &event);
        true
    }

    /// Takes all reactions from a message, or all of one emoji, and tells of it.
    pub(super) fn clear_reactions(&mut self, channel: u64, message: u64, emoji: Option<&str>) -> bool {
        let Some(stored) = self.world.channels.get_mut(&channel).and_then(|c| c.messages.get_mut(&message))
        else {
            return false;
        };
        stored.reactions.retain(|(e, _, _)| emoji.is_some_and(|gone| e != gone));
        let mut event = json!({"channel_id": channel.to_string(), "message_id": message.to_string()});
        if let Some(guild) = self.world.channels[&channel].guild {
            event["guild_id"] = guild.to_string().into();
        }
        let name = match emoji {
            Some(emoji) => {
                event["emoji"] = emoji_object(emoji);
                "MESSAGE_REACTION_REMOVE_EMOJI"
            }
            None => "MESSAGE_REACTION_REMOVE_ALL",
        };
        self.emit(name, self.scope_of(channel), &event);
        true
    }

    /// Votes for an answer of a poll, or takes the vote back; false when there is no such poll or nothing changed.
    pub(super) fn vote(&mut self, channel: u64, message: u64, answer: u64, user: u64, votes: bool) -> bool {
        let bot = self.world.bot;
        let Some(stored) = self.world.channels.get_mut(&channel).and_then(|c| c.messages.get_mut(&message))
        else {
            return false;
        };
        let poll = &stored.body["poll"];
        let open = poll["results"]["is_finalized"] == false
            && poll["answers"].as_array().is_some_and(|all| all.iter().any(|a| a["answer_id"] == answer));
        let single = poll["allow_multiselect"] != true;
        if open && votes && single {
            stored.votes.retain(|(of, who)| *who != user || *of == answer);
        }
        let changed = open
            && if votes { stored.votes.insert((answer, user)) } else { stored.votes.remove(&(answer, user)) };
        if !changed {
            return false;
        }
        stored.count_votes(bot);
        let mut event = json!({
            "user_id": user.to_string(),
            "channel_id": channel.to_string(),
            "message_id": message.to_string(),
            "answer_id": answer,
        });
        if let Some(guild) = self.world.channels[&channel].guild {
            event["guild_id"] = guild.to_string().into();
        }
        let name = if votes { "MESSAGE_POLL_VOTE_ADD" } else { "MESSAGE_POLL_VOTE_REMOVE" };
        self.emit(name, self.scope_of(channel), &event);
        true
    }

    /// Ends a poll and tells of it.
    pub(super) fn end_poll(&mut self, channel: u64, message: u64) {
        let stored = self.world.channels.get_mut(&channel).and_then(|c| c.messages.get_mut(&message));
        if let Some(stored) = stored {
            stored.body["poll"]["results"]["is_finalized"] = true.into();
            stored.body["poll"]["expiry"] = now();
            let poll = stored.body["poll"].clone();
            self.amend_message(channel, message, "poll", poll);
        }
    }

    /// Tells of a guild that the bot is in now.
    pub(super) fn announce_guild(&mut self, guild: u64) {
        let hearing: Vec<(String, bool, usize)> = self
            .sessions
            .by_id
            .iter()
            .filter(|(_, s)| {
                s.intents & super::intents::GUILDS != 0 && shard_of(guild, s.shard[1]) == s.shard[0]
            })
            .map(|(id, s)| (id.clone(), s.intents & super::intents::GUILD_MEMBERS != 0, s.large_threshold))
            .collect();
        for (session, with_members, threshold) in hearing {
            if let Some(body) = self.world.whole_guild(guild, with_members, threshold) {
                self.sessions.tell(&session, "GUILD_CREATE", &body);
            }
        }
    }

    /// An outage begins, or is over.
    pub(super) fn set_guild_availability(&mut self, guild: u64, available: bool) {
        if let Some(known) = self.world.guilds.get_mut(&guild) {
            known.unavailable = !available;
        }
        if available {
            self.announce_guild(guild);
        } else {
            let gone = json!({"id": guild.to_string(), "unavailable": true});
            self.emit("GUILD_DELETE", Scope::Guild(guild), &gone);
        }
    }

    /// Takes the bot out of a guild, and the guild out of the world.
    pub(super) fn remove_guild(&mut self, guild: u64) {
        if let Some(gone) = self.world.guilds.remove(&guild) {
            for channel in gone.channels {
                self.world.channels.remove(&channel);
            }
            self.emit("GUILD_DELETE", Scope::Guild(guild), &json!({"id": guild.to_string()}));
        }
    }

    /// Tells the shard of a guild, whatever its intents.
    pub(super) fn tell_guild(&mut self, guild: u64, event: &str, data: &Value) {
        let sessions = self.sessions.by_id.iter();
        let ids: Vec<String> = sessions
            .filter(|(_, s)| shard_of(guild, s.shard[1]) == s.shard[0])
            .map(|(id, _)| id.clone())
            .collect();
        for id in ids {
            self.sessions.tell(&id, event, data);
        }
    }

    fn reaction(&self, channel: u64, message: u64, emoji: &Value, user: u64) -> Value {
        let mut event = json!({
            "user_id": user.to_string(),
            "channel_id": channel.to_string(),
            "message_id": message.to_string(),
            "emoji": emoji,
            "burst": false,
            "type": 0,
        });
        if let Some(guild) = self.world.channels.get(&channel).and_then(|c| c.guild) {
            event["guild_id"] = guild.to_string().into();
        }
        event
    }
}

/// The emoji object of `name:id` or of a character.
fn emoji_object(emoji: &str) -> Value {
    match emoji.trim_start_matches("a:").rsplit_once(':') {
        Some((name, id)) => json!({"id": id, "name": name}),
        None => json!({"id": null, "name": emoji}),
    }
}
