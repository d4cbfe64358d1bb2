//! The limits of a message to be sent, whose parts count together or exclude each other.
//!
//! <https://docs.discord.com/developers/resources/message#create-message>

use serde::Deserialize;

use crate::model::component::{Layout, look_at_layout};
use crate::model::{
    AllowedMentions, Checker, Component, Embed, Id, MessageFlags, NewPoll, Nonce, SharedClientTheme, Size,
    Sticker, limits, objects,
};

/// Looks at a message as it is sent; `is_edit` when what is not in it stays as it was.
pub(crate) fn look_at_message(at: &mut Checker, json: &str, is_edit: bool) {
    if let Ok(message) = objects::from_str::<Message>(json) {
        message.look(at, is_edit);
    }
}

/// Whatever Discord limits in the bodies of messages, of webhooks and answers to interactions, too.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Message {
    content: Option<String>,
    nonce: Option<Nonce>,
    embeds: Option<Vec<Embed>>,
    allowed_mentions: Option<AllowedMentions>,
    components: Option<Vec<Component>>,
    sticker_ids: Option<Vec<Id<Sticker>>>,
    attachments: Option<Vec<Attachment>>,
    poll: Option<NewPoll>,
    flags: Option<MessageFlags>,
    username: Option<String>,
    avatar_url: Option<String>,
    thread_name: Option<String>,
    applied_tags: Option<Vec<Id<()>>>,
    shared_client_theme: Option<SharedClientTheme>,
}

/// Whether a field of a message cannot be beyond its limit, as most: a character has a byte at least. Those need no second look.
pub(crate) fn is_short_field(field: &str, json: &str) -> bool {
    match field {
        "content" => json.len() as u64 <= CONTENT,
        "nonce" => json.len() as u64 <= NONCE,
        "allowed_mentions" => json == r#"{"parse":[]}"#,
        "enforce_nonce" | "tts" | "message_reference" => true,
        _ => false,
    }
}

/// Characters at the most.
const CONTENT: u64 = 2000;
const NONCE: u64 = 25;

/// A file, as a message speaks of it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Attachment {
    filename: Option<String>,
    title: Option<String>,
    description: Option<String>,
    waveform: Option<String>,
}

limits! {
    Attachment { filename: 1..=1024, title: ..=1024, description: ..=1024, waveform: ..=400 }
}

impl Message {
    fn look(&self, at: &mut Checker, is_edit: bool) {
        at.field("content", &self.content, ..=CONTENT);
        if let Some(Nonce::Text(nonce)) = &self.nonce {
            at.field("nonce", &**nonce, ..=NONCE);
        }
        at.field("embeds", &self.embeds, ..=10);
        let embeds = self.embeds.as_deref().unwrap_or_default();
        at.total("embeds", Size::Characters(embeds.iter().map(Embed::characters).sum()), ..=6000);
        at.field("allowed_mentions", &self.allowed_mentions, ..);
        at.field("sticker_ids", &self.sticker_ids, ..=3);
        at.field("attachments", &self.attachments, ..=10);
        at.field("poll", &self.poll, ..);
        at.field("shared_client_theme", &self.shared_client_theme, ..);
        look_at_webhook_name(at, "username", self.username.as_deref());
        at.field("avatar_url", &self.avatar_url, ..=2048);
        at.field("thread_name", &self.thread_name, 1..=100);
        at.field("applied_tags", &self.applied_tags, ..=5);
        let layout = match self.flags {
            Some(flags) if flags.contains(MessageFlags::IS_COMPONENTS_V2) => Layout::V2,
            // What an edit says of the flags does not make it another kind of message.
            _ if is_edit => Layout::Either,
            _ => Layout::Rows,
        };
        look_at_layout(at, self.components.as_deref().unwrap_or_default(), layout);
        if layout == Layout::V2 {
            let why = "a message of components (IS_COMPONENTS_V2) has none";
            at.forbidden("content", self.content.as_ref().is_some_and(|content| !content.is_empty()), why);
            at.forbidden("embeds", !embeds.is_empty(), why);
            at.forbidden("sticker_ids", self.sticker_ids.as_ref().is_some_and(|ids| !ids.is_empty()), why);
            at.forbidden("poll", self.poll.is_some(), why);
        }
    }
}

/// A webhook is not named like Discord itself.
pub(crate) fn look_at_webhook_name(at: &mut Checker, field: &str, name: Option<&str>) {
    let Some(name) = name else { return };
    at.field(field, name, 1..=80);
    let name = name.to_lowercase();
    for word in ["clyde", "discord"] {
        at.forbidden(field, name.contains(word), &format!("cannot contain {word:?}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActionRow, Button, TextDisplay};

    fn errors(message: &serde_json::Value, is_edit: bool) -> Vec<String> {
        let mut at = Checker::default();
        look_at_message(&mut at, &message.to_string(), is_edit);
        at.into_errors().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn parts_are_counted_together() {
        let half = Embed::new().description("d".repeat(3000));
        let limit = serde_json::json!({"embeds": [half, half]});
        assert_eq!(errors(&limit, false), [""; 0]);
        let beyond = serde_json::json!({"embeds": [half, half, Embed::new().title("t")]});
        assert_eq!(errors(&beyond, false), ["embeds: 6001 characters, Discord takes at most 6000"]);
    }

    #[test]
    fn a_message_of_components_is_nothing_else() {
        let components: [Component; 1] = [TextDisplay::new("a").into()];
        let flags = MessageFlags::IS_COMPONENTS_V2;
        let message =
            serde_json::json!({"components": components, "flags": flags, "content": "", "poll": null});
        assert_eq!(errors(&message, false), [""; 0]);
        let poll = NewPoll::new("Tea?").answer("Yes");
        let more = serde_json::json!({
            "components": components, "flags": flags, "content": "a", "embeds": [Embed::new()], "sticker_ids": ["1"], "poll": poll
        });
        let found = errors(&more, false);
        let paths: Vec<&str> =
            found.iter().map(|error| error.split(':').next().unwrap_or_default()).collect();
        assert_eq!(paths, ["content", "embeds", "sticker_ids", "poll"]);
    }

    #[test]
    fn an_edit_may_be_of_either_kind_of_message() {
        let components: [Component; 2] =
            [ActionRow::buttons([Button::primary("a")]).into(), TextDisplay::new("a").into()];
        let message = serde_json::json!({"content": "a", "components": components});
        assert_eq!(errors(&message, true), [""; 0]);
        let flags = MessageFlags::SUPPRESS_EMBEDS;
        assert_eq!(errors(&serde_json::json!({"flags": flags, "components": components}), true), [""; 0]);
        let found = errors(&message, false);
        assert_eq!(found, ["components[1]: TextDisplay needs the message flag IS_COMPONENTS_V2"]);
    }

    #[test]
    fn every_part_has_its_limit() {
        use serde_json::json;

        let (ids, poll) = (
            vec!["1"; 101],
            |text: &str, answers: usize, hours: u32| json!({"question": {"text": text}, "answers": vec![json!({"poll_media": {"text": "a"}}); answers], "duration": hours}),
        );
        for (message, path) in [
            (json!({"content": "c".repeat(2001)}), "content"),
            (json!({"nonce": "n".repeat(26)}), "nonce"),
            (json!({"embeds": vec![json!({}); 11]}), "embeds"),
            (json!({"embeds": [{"title": "t".repeat(257)}]}), "embeds[0].title"),
            (json!({"embeds": [{"description": "d".repeat(4097)}]}), "embeds[0].description"),
            (json!({"embeds": [{"footer": {"text": "f".repeat(2049)}}]}), "embeds[0].footer.text"),
            (json!({"embeds": [{"author": {"name": "a".repeat(257)}}]}), "embeds[0].author.name"),
            (json!({"embeds": [{"fields": vec![json!({}); 26]}]}), "embeds[0].fields"),
            (json!({"embeds": [{}, {"fields": [{"name": "n".repeat(257)}]}]}), "embeds[1].fields[0].name"),
            (json!({"embeds": [{"fields": [{"value": "v".repeat(1025)}]}]}), "embeds[0].fields[0].value"),
            (json!({"allowed_mentions": {"users": ids}}), "allowed_mentions.users"),
            (json!({"allowed_mentions": {"roles": ids}}), "allowed_mentions.roles"),
            (json!({"allowed_mentions": {"parse": ["users"], "users": ["1"]}}), "allowed_mentions.users"),
            (json!({"sticker_ids": ["1", "2", "3", "4"]}), "sticker_ids"),
            (json!({"attachments": vec![json!({}); 11]}), "attachments"),
            (json!({"attachments": [{"description": "d".repeat(1025)}]}), "attachments[0].description"),
            (json!({"poll": poll(&"q".repeat(301), 1, 1)}), "poll.question.text"),
            (json!({"poll": poll("q", 11, 1)}), "poll.answers"),
            (json!({"poll": poll("q", 0, 1)}), "poll.answers"),
            (json!({"poll": poll("q", 1, 769)}), "poll.duration"),
            (
                json!({"poll": {"question": {"text": "q"}, "answers": [{"poll_media": {"text": "a".repeat(56)}}]}}),
                "poll.answers[0].poll_media.text",
            ),
            (json!({"username": "My Discord"}), "username"),
            (json!({"username": "u".repeat(81)}), "username"),
            (json!({"thread_name": "t".repeat(101)}), "thread_name"),
            (json!({"applied_tags": vec!["1"; 6]}), "applied_tags"),
        ] {
            let found = errors(&message, false);
            assert!(found.len() == 1 && found[0].starts_with(&format!("{path}: ")), "{path}: {found:?}");
        }
        let limits = json!({
            "content": "🦊".repeat(2000), "nonce": "n".repeat(25), "sticker_ids": ["1", "2", "3"],
            "allowed_mentions": {"parse": ["everyone"], "users": &ids[1..]}, "username": "u".repeat(80),
            "attachments": vec![json!({}); 10], "poll": poll(&"q".repeat(300), 10, 768), "thread_name": "t".repeat(100)
        });
        assert_eq!(errors(&limits, false), [""; 0]);
    }
}
