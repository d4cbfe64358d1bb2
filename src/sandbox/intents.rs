//! Which events a session hears of, and what of a message's content it may see (pure).
//!
//! <https://docs.discord.com/developers/events/gateway#list-of-intents>

use serde_json::{Value, json};

/// GUILD_MEMBERS, GUILD_PRESENCES, MESSAGE_CONTENT.
pub(super) const PRIVILEGED: u64 = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT;
pub(super) const GUILDS: u64 = 1;
pub(super) const GUILD_MEMBERS: u64 = 1 << 1;
pub(super) const GUILD_PRESENCES: u64 = 1 << 8;
pub(super) const MESSAGE_CONTENT: u64 = 1 << 15;
/// Every intent there is.
pub(super) const ALL: u64 = ((1 << 17) - 1) | (0b11 << 20) | (0b11 << 24);

/// The intents of which one is needed to hear of an event; 0 when it always comes.
pub(super) fn needed(event: &str, direct: bool) -> u64 {
    let either = |guild: u32, private: u32| if direct { 1 << private } else { 1 << guild };
    match event {
        "CHANNEL_PINS_UPDATE" if direct => 1 << 12,
        "GUILD_CREATE"
        | "GUILD_UPDATE"
        | "GUILD_DELETE"
        | "GUILD_ROLE_CREATE"
        | "GUILD_ROLE_UPDATE"
        | "GUILD_ROLE_DELETE"
        | "CHANNEL_CREATE"
        | "CHANNEL_UPDATE"
        | "CHANNEL_DELETE"
        | "CHANNEL_PINS_UPDATE"
        | "VOICE_CHANNEL_STATUS_UPDATE"
        | "THREAD_CREATE"
        | "THREAD_UPDATE"
        | "THREAD_DELETE"
        | "THREAD_LIST_SYNC"
        | "THREAD_MEMBER_UPDATE"
        | "THREAD_MEMBERS_UPDATE"
        | "STAGE_INSTANCE_CREATE"
        | "STAGE_INSTANCE_UPDATE"
        | "STAGE_INSTANCE_DELETE" => GUILDS,
        "GUILD_MEMBER_ADD" | "GUILD_MEMBER_UPDATE" | "GUILD_MEMBER_REMOVE" => GUILD_MEMBERS,
        "GUILD_AUDIT_LOG_ENTRY_CREATE"
        | "GUILD_BAN_ADD"
        | "GUILD_BAN_REMOVE"
        | "GUILD_JOIN_REQUEST_CREATE"
        | "GUILD_JOIN_REQUEST_UPDATE" => 1 << 2,
        "GUILD_EMOJIS_UPDATE" | "GUILD_STICKERS_UPDATE" => 1 << 3,
        "INTEGRATION_CREATE" | "INTEGRATION_UPDATE" | "INTEGRATION_DELETE" | "GUILD_INTEGRATIONS_UPDATE" => {
            1 << 4
        }
        "WEBHOOKS_UPDATE" => 1 << 5,
        "INVITE_CREATE" | "INVITE_DELETE" => 1 << 6,
        "VOICE_STATE_UPDATE" | "VOICE_CHANNEL_EFFECT_SEND" => 1 << 7,
        "PRESENCE_UPDATE" => GUILD_PRESENCES,
        "MESSAGE_CREATE" | "MESSAGE_UPDATE" | "MESSAGE_DELETE" | "MESSAGE_DELETE_BULK" => either(9, 12),
        "MESSAGE_REACTION_ADD"
        | "MESSAGE_REACTION_REMOVE"
        | "MESSAGE_REACTION_REMOVE_ALL"
        | "MESSAGE_REACTION_REMOVE_EMOJI" => either(10, 13),
        "TYPING_START" => either(11, 14),
        "GUILD_SCHEDULED_EVENT_CREATE"
        | "GUILD_SCHEDULED_EVENT_UPDATE"
        | "GUILD_SCHEDULED_EVENT_DELETE"
        | "GUILD_SCHEDULED_EVENT_USER_ADD"
        | "GUILD_SCHEDULED_EVENT_USER_REMOVE" => 1 << 16,
        "AUTO_MODERATION_RULE_CREATE" | "AUTO_MODERATION_RULE_UPDATE" | "AUTO_MODERATION_RULE_DELETE" => {
            1 << 20
        }
        "AUTO_MODERATION_ACTION_EXECUTION" => 1 << 21,
        "MESSAGE_POLL_VOTE_ADD" | "MESSAGE_POLL_VOTE_REMOVE" => either(24, 25),
        _ => 0,
    }
}

/// A message's event as a session without MESSAGE_CONTENT sees it; nothing when it may see all of it.
pub(super) fn veiled(event: &str, data: &Value, bot: u64, intents: u64) -> Option<Value> {
    let is_message = matches!(event, "MESSAGE_CREATE" | "MESSAGE_UPDATE");
    if !is_message || intents & MESSAGE_CONTENT != 0 || data["guild_id"].is_null() {
        return None;
    }
    let bot = bot.to_string();
    let is_bot = |user: &Value| user["id"] == bot.as_str();
    if is_bot(&data["author"]) || data["mentions"].as_array().is_some_and(|m| m.iter().any(is_bot)) {
        return None;
    }
    let mut data = data.clone();
    data["content"] = "".into();
    for list in ["embeds", "attachments", "components"] {
        data[list] = json!([]);
    }
    if let Some(fields) = data.as_object_mut() {
        fields.remove("poll");
    }
    Some(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_intents_are_the_documented_bits() {
        let bits: Vec<u32> = (0..64).filter(|bit| ALL >> bit & 1 == 1).collect();
        assert_eq!(bits, (0..=16).chain([20, 21, 24, 25]).collect::<Vec<u32>>());
    }

    #[test]
    fn a_message_in_a_guild_and_a_direct_one_need_different_intents() {
        assert_eq!(needed("MESSAGE_CREATE", false), 1 << 9);
        assert_eq!(needed("MESSAGE_CREATE", true), 1 << 12);
        assert_eq!(needed("INTERACTION_CREATE", false), 0);
    }

    #[test]
    fn the_content_is_veiled_unless_the_bot_has_to_do_with_it() {
        let by = |author: &str, mentions: Value, guild: Value| json!({"content": "x", "guild_id": guild, "author": {"id": author}, "mentions": mentions, "embeds": [1]});
        let veiled = |data: Value, intents| veiled("MESSAGE_CREATE", &data, 7, intents);
        assert_eq!(veiled(by("1", json!([]), "2".into()), 512).unwrap()["content"], "");
        assert_eq!(veiled(by("1", json!([]), "2".into()), 512).unwrap()["embeds"], json!([]));
        assert!(veiled(by("1", json!([]), "2".into()), 512 | MESSAGE_CONTENT).is_none());
        assert!(veiled(by("7", json!([]), "2".into()), 512).is_none());
        assert!(veiled(by("1", json!([{"id": "7"}]), "2".into()), 512).is_none());
        assert!(veiled(by("1", json!([]), Value::Null), 512).is_none());
    }
}
