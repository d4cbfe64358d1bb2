//! Messages and reactions.

use std::collections::BTreeSet;
use std::time::Instant;

use serde_json::{Map, Value, json};

use super::{Channel, World, now};
use crate::sandbox::SentMessage;

/// A message that is kept.
#[derive(Debug)]
pub(in crate::sandbox) struct Stored {
    pub(in crate::sandbox) author: u64,
    /// When it was said, by the clock of limits.
    pub(in crate::sandbox) at: Instant,
    pub(in crate::sandbox) body: Value,
    /// Emoji as it stands in a path, the emoji object, and who reacted.
    pub(in crate::sandbox) reactions: Vec<(String, Value, Vec<u64>)>,
    /// The nonce it was created with, when that was to be enforced.
    pub(in crate::sandbox) nonce: Option<String>,
    /// Answers of its poll, and who chose them.
    pub(in crate::sandbox) votes: BTreeSet<(u64, u64)>,
}

/// What somebody wants to say.
#[derive(Debug, Default)]
pub(in crate::sandbox) struct Draft {
    pub(in crate::sandbox) author: u64,
    pub(in crate::sandbox) channel: u64,
    /// The fields of Discord's create-message body.
    pub(in crate::sandbox) fields: Map<String, Value>,
    /// Attachments, as they will be shown.
    pub(in crate::sandbox) attachments: Vec<Value>,
    /// Fields that are only seen in the message itself, such as the webhook's id.
    pub(in crate::sandbox) extra: Map<String, Value>,
    /// Discord's message type; a reply makes it 19.
    pub(in crate::sandbox) kind: u64,
}

/// A message that was made.
#[derive(Debug)]
pub(in crate::sandbox) struct Posted {
    pub(in crate::sandbox) id: u64,
    /// As REST shows it.
    pub(in crate::sandbox) body: Value,
    /// As MESSAGE_CREATE shows it.
    pub(in crate::sandbox) event: Value,
}

impl Channel {
    /// A message, be it for all or for one.
    pub(in crate::sandbox) fn stored(&self, id: u64) -> Option<&Stored> {
        self.messages.get(&id).or_else(|| self.whispers.get(&id))
    }

    /// A message to be changed, be it for all or for one.
    pub(in crate::sandbox) fn stored_mut(&mut self, id: u64) -> Option<&mut Stored> {
        self.messages.get_mut(&id).or_else(|| self.whispers.get_mut(&id))
    }
}

impl World {
    /// Adds a message to a channel, which must exist; its id is a new one if none is given.
    pub(in crate::sandbox) fn post(&mut self, draft: &Draft, id: Option<u64>) -> Posted {
        let id = id.unwrap_or_else(|| self.id());
        let field = |name: &str| draft.fields.get(name).cloned().filter(|v| !v.is_null());
        let content = field("content").unwrap_or_else(|| "".into());
        let replied = field("message_reference").and_then(|r| self.referenced(draft.channel, &r));
        let mut body = json!({
            "id": id.to_string(),
            "channel_id": draft.channel.to_string(),
            "type": if replied.is_some() { 19 } else { draft.kind },
            "author": self.user(draft.author),
            "content": content,
            "timestamp": now(),
            "edited_timestamp": null,
            "tts": field("tts").unwrap_or(false.into()),
            "mention_everyone": false,
            "mentions": [],
            "mention_roles": [],
            "attachments": draft.attachments,
            "embeds": field("embeds").unwrap_or(json!([])),
            "components": field("components").unwrap_or(json!([])),
            "pinned": false,
            "flags": field("flags").unwrap_or(0.into()),
        });
        if let Some(nonce) = field("nonce") {
            body["nonce"] = nonce;
        }
        if let Some(poll) = field("poll") {
            body["poll"] = super::poll::shown(&poll);
        }
        self.mention(&mut body, draft, replied.as_ref());
        if let Some(replied) = replied {
            body["message_reference"] =
                json!({"type": 0, "message_id": replied["id"], "channel_id": replied["channel_id"]});
            if let Some(guild) = self.channels[&draft.channel].guild {
                body["message_reference"]["guild_id"] = guild.to_string().into();
            }
            body["referenced_message"] = replied;
        }
        super::merge(&mut body, &draft.extra);
        let nonce = field("enforce_nonce").is_some_and(|e| e == true).then(|| field("nonce")).flatten();
        self.keep(id, draft, body.clone(), nonce);
        let event = self.as_event(draft.channel, id, body.clone());
        Posted { id, body, event }
    }

    /// The message as events show it: where it was said, and who its author is there. An ephemeral one comes as if it
    /// were a direct message.
    pub(in crate::sandbox) fn as_event(&self, channel: u64, id: u64, mut body: Value) -> Value {
        if self.is_whisper(channel, id) {
            return body;
        }
        let author = self.channels.get(&channel).and_then(|c| c.stored(id)).map_or(0, |stored| stored.author);
        if let Some(guild) = self.channels.get(&channel).and_then(|c| c.guild) {
            body["guild_id"] = guild.to_string().into();
            if let Some(member) = self.guilds.get(&guild).and_then(|g| g.members.get(&author)) {
                body["member"] = member.clone();
            }
            body["channel_type"] = self.channels[&channel].body["type"].clone();
        } else {
            body["channel_type"] = 1.into();
        }
        body
    }

    /// Whether a message is shown to one person only.
    pub(in crate::sandbox) fn is_whisper(&self, channel: u64, id: u64) -> bool {
        self.channels.get(&channel).is_some_and(|c| c.whispers.contains_key(&id))
    }

    /// A message as REST shows it now, reactions included.
    pub(in crate::sandbox) fn message(&self, channel: u64, id: u64) -> Option<Value> {
        let stored = self.channels.get(&channel)?.stored(id)?;
        let mut body = stored.body.clone();
        if !stored.reactions.is_empty() {
            let shown = |(_, emoji, users): &(String, Value, Vec<u64>)| {
                json!({
                    "emoji": emoji,
                    "count": users.len(),
                    "count_details": {"burst": 0, "normal": users.len()},
                    "me": users.contains(&self.bot),
                    "me_burst": false,
                    "burst_colors": [],
                })
            };
            body["reactions"] = stored.reactions.iter().map(shown).collect();
        }
        Some(body)
    }

    /// Who and what a text mentions, as far as the sender allows it.
    fn mention(&self, body: &mut Value, draft: &Draft, replied: Option<&Value>) {
        let text = body["content"].as_str().unwrap_or_default().to_owned();
        let allowed = draft.fields.get("allowed_mentions").filter(|a| !a.is_null());
        let may = |kind: &str, list: &str, id: &str| {
            let Some(allowed) = allowed else { return true };
            let holds = |name: &str, what: &str| {
                allowed[name].as_array().is_some_and(|names| names.iter().any(|n| n == what))
            };
            holds("parse", kind) || holds(list, id)
        };
        let mut users: Vec<Value> = Vec::new();
        for id in ids_after(&text, "<@") {
            if self.users.contains_key(&id) && may("users", "users", &id.to_string()) {
                users.push(self.user(id));
            }
        }
        let pings_author = allowed.is_none_or(|a| a["replied_user"] == true);
        if let Some(author) =
            replied.map(|r| r["author"].clone()).filter(|a| pings_author && !users.contains(a))
        {
            users.push(author);
        }
        let roles: Vec<String> =
            ids_after(&text, "<@&").map(|id| id.to_string()).filter(|id| may("roles", "roles", id)).collect();
        let everyone = (text.contains("@everyone") || text.contains("@here")) && may("everyone", "", "");
        body["mentions"] = users.into();
        body["mention_roles"] = roles.into();
        body["mention_everyone"] = everyone.into();
    }

    /// Notes what the bot said, for whoever waits for it.
    pub(in crate::sandbox) fn sends(&mut self, channel: u64, body: &Value) {
        self.sent.push_back(SentMessage {
            id: body["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default(),
            channel,
            content: body["content"].as_str().unwrap_or_default().to_owned(),
            at: Instant::now(),
            body: body.clone(),
        });
    }

    fn referenced(&self, channel: u64, reference: &Value) -> Option<Value> {
        let id = reference["message_id"].as_str()?.parse().ok()?;
        self.message(channel, id)
    }

    fn keep(&mut self, id: u64, draft: &Draft, body: Value, nonce: Option<Value>) {
        // A message that only says "thinking" is no message yet.
        let is_ours = draft.author == self.bot || self.webhooks.contains_key(&draft.author);
        if is_ours && body["flags"].as_u64().unwrap_or(0) & LOADING == 0 {
            self.sends(draft.channel, &body);
        }
        let at = self.clock();
        let Some(channel) = self.channels.get_mut(&draft.channel) else { return };
        let whispered = draft.kind == ANSWER && body["flags"].as_u64().unwrap_or(0) & EPHEMERAL != 0;
        let nonce = nonce.map(|n| n.as_str().map_or_else(|| n.to_string(), ToOwned::to_owned));
        let stored =
            Stored { author: draft.author, at, body, reactions: Vec::new(), nonce, votes: BTreeSet::new() };
        if whispered {
            channel.whispers.insert(id, stored);
            return;
        }
        channel.messages.insert(id, stored);
        channel.body["last_message_id"] = id.to_string().into();
        if channel.is_thread() {
            for count in ["message_count", "total_message_sent"] {
                channel.body[count] = (channel.body[count].as_u64().unwrap_or(0) + 1).into();
            }
        }
    }
}

/// The ids in a text that follow `mark` and end with `>`.
fn ids_after<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = u64> + 'a {
    text.split(mark).skip(1).filter_map(|rest| rest.split_once('>')?.0.trim_start_matches('!').parse().ok())
}

/// The type of a message that answers an interaction.
pub(in crate::sandbox) const ANSWER: u64 = 20;
/// The flag of a message that one person sees.
pub(in crate::sandbox) const EPHEMERAL: u64 = 1 << 6;
/// The flag of a message that says that its answer is being thought of.
pub(in crate::sandbox) const LOADING: u64 = 1 << 7;
