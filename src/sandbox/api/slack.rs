//! What was made for Slack, as the message that Discord makes of it.
//!
//! <https://docs.discord.com/developers/resources/webhook#execute-slackcompatible-webhook>

use serde_json::{Map, Value, json};

use super::body::Body;
use crate::model::Timestamp;

/// The body of a message: the text is its content, and each attachment an embed.
pub(super) fn translated(slack: &Value) -> Body {
    let embeds = slack["attachments"].as_array().into_iter().flatten().map(embed).collect::<Vec<_>>();
    let message = [
        ("content", slack["text"].clone()),
        ("username", slack["username"].clone()),
        ("avatar_url", slack["icon_url"].clone()),
        ("embeds", embeds.into()),
    ];
    Body { json: present(message), files: Vec::new() }
}

fn embed(attachment: &Value) -> Value {
    let of = |name: &str| attachment[name].clone();
    let color = attachment["color"].as_str().map(|text| text.trim_start_matches('#'));
    let color = color.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let time = attachment["ts"].as_i64().map(|seconds| Timestamp::from_secs(seconds).to_string());
    let picture = |name: &str| attachment[name].as_str().map(|url| json!({"url": url}));
    let fields = attachment["fields"].as_array().into_iter().flatten().map(|field| {
        let inline = field["inline"] == true || field["short"] == true;
        json!({"name": either(field, "name", "title"), "value": field["value"], "inline": inline})
    });
    let author =
        present([("name", of("author_name")), ("url", of("author_link")), ("icon_url", of("author_icon"))]);
    let footer = present([("text", of("footer")), ("icon_url", of("footer_icon"))]);
    present([
        ("title", of("title")),
        ("url", of("title_link")),
        ("description", either(attachment, "text", "pretext")),
        ("color", color.into()),
        ("timestamp", time.into()),
        ("footer", footer),
        ("image", picture("image_url").into()),
        ("thumbnail", picture("thumb_url").into()),
        ("author", author),
        ("fields", fields.collect()),
    ])
}

fn either(of: &Value, first: &str, second: &str) -> Value {
    if of[first].is_null() { of[second].clone() } else { of[first].clone() }
}

/// An object of the fields that are there; null when none is.
fn present<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let is_there = |value: &Value| !value.is_null() && *value != json!([]);
    let fields = fields.into_iter().filter(|(_, value)| is_there(value));
    let object: Map<String, Value> = fields.map(|(name, value)| (name.to_owned(), value)).collect();
    if object.is_empty() { Value::Null } else { object.into() }
}
