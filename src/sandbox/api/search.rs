//! The searches: for messages in a guild, and for threads in a channel.
//!
//! <https://docs.discord.com/developers/resources/message#search-guild-messages>

use std::cmp::Reverse;
use std::time::Duration;

use serde_json::{Value, json};

use super::permit::in_channel;
use super::refusal::Refusal;
use super::{Call, Outcome, threads};
use crate::model::Permissions;
use crate::sandbox::http::Answer;
use crate::sandbox::server::State;

/// GET guilds/{guild.id}/messages/search.
pub(super) fn messages(state: &State, call: &Call<'_>, guild: u64) -> Answer {
    let needed = Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY;
    let places = call.values("channel_id");
    let nsfw = call.flag("include_nsfw") == Some(true);
    let readable = |id: &u64| {
        state.world.permissions(*id, state.world.bot).contains(needed)
            && (places.is_empty() || places.contains(&id.to_string()))
            && (nsfw || state.world.channels[id].body["nsfw"] != true)
    };
    let channels = state.world.guilds[&guild].channels.iter().copied();
    let channels = channels.chain(state.world.threads(guild, None)).filter(readable);
    let ids = channels.flat_map(|channel| {
        state.world.channels[&channel].messages.keys().map(move |message| (channel, *message))
    });
    let bodies = ids.filter_map(|(channel, id)| Some((channel, id, state.world.message(channel, id)?)));
    let mut found: Vec<(u64, u64, Value)> = bodies.filter(|(_, id, body)| fits(call, *id, body)).collect();
    if call.head.query("sort_by").as_deref() == Some("relevance") {
        let words = words(&call.head.query("content").unwrap_or_default());
        found.sort_by_key(|(_, id, body)| (Reverse(count(&text(&body["content"]), &words)), Reverse(*id)));
    } else {
        found.sort_by_key(|(_, id, _)| *id);
        if call.head.query("sort_order").as_deref() != Some("asc") {
            found.reverse();
        }
    }
    let total = found.len();
    let offset = call.number("offset").unwrap_or(0) as usize;
    let limit = call.number("limit").unwrap_or(25) as usize;
    let page: Vec<(u64, u64, Value)> = found.into_iter().skip(offset).take(limit).collect();
    let mut within: Vec<u64> = page.iter().map(|(channel, ..)| *channel).collect();
    within.retain(|channel| state.world.channels[channel].is_thread());
    within.sort_unstable();
    within.dedup();
    let mut answer = threads::listed(state, &within);
    answer["doing_deep_historical_index"] = false.into();
    answer["total_results"] = total.into();
    let hits = page.into_iter().map(|(_, _, mut body)| {
        body["hit"] = true.into();
        json!([body])
    });
    answer["messages"] = hits.collect();
    Answer::ok(&answer)
}

/// What a search is answered before there is an index of the guild.
pub(super) fn not_indexed(retry_after: Duration) -> Answer {
    let body = json!({
        "message": "Index not yet available. Try again later",
        "code": 110_000,
        "documents_indexed": 0,
        "retry_after": retry_after.as_secs_f64(),
    });
    Answer::json(202, &body)
}

/// GET channels/{channel.id}/threads/search.
pub(super) fn threads(state: &State, call: &Call<'_>, channel: u64) -> Outcome {
    in_channel(state, channel, Permissions::READ_MESSAGE_HISTORY)?;
    let place = &state.world.channels[&channel];
    let Some(guild) = place.guild else {
        return Err(Refusal::new(400, 50024, "Cannot execute action on this channel type"));
    };
    let tags = call.ids("tag");
    let all_of_them = call.head.query("tag_setting").as_deref() == Some("match_all");
    let fits = |id: &u64| {
        let thread = &state.world.channels[id];
        let has =
            |tag: &String| thread.body["applied_tags"].as_array().is_some_and(|t| t.iter().any(|t| t == tag));
        call.number("min_id").is_none_or(|min| *id > min)
            && call.number("max_id").is_none_or(|max| *id < max)
            && call.flag("archived").is_none_or(|archived| thread.is_archived() == archived)
            && (tags.is_empty() || if all_of_them { tags.iter().all(has) } else { tags.iter().any(has) })
            && call.head.query("name").is_none_or(|name| {
                has_words(&text(&thread.body["name"]), &name, call.number("slop").unwrap_or(2))
            })
    };
    let mut found: Vec<u64> = state.world.threads(guild, Some(channel)).into_iter().filter(fits).collect();
    let wanted = words(&call.head.query("name").unwrap_or_default());
    let sorting = call.head.query("sort_by").unwrap_or_else(|| "last_message_time".to_owned());
    found.sort_by_key(|id| {
        let body = &state.world.channels[id].body;
        match sorting.as_str() {
            "relevance" => (count(&text(&body["name"]), &wanted), String::new(), *id),
            "archive_time" => (0, text(&body["thread_metadata"]["archive_timestamp"]), *id),
            "last_message_time" => (0, String::new(), last_message(body).unwrap_or(*id)),
            _ => (0, String::new(), *id),
        }
    });
    if sorting == "relevance" || call.head.query("sort_order").as_deref() != Some("asc") {
        found.reverse();
    }
    let total = found.len();
    let offset = call.number("offset").unwrap_or(0) as usize;
    let limit = call.number("limit").unwrap_or(25) as usize;
    let page: Vec<u64> = found.into_iter().skip(offset).take(limit).collect();
    let mut answer = threads::listed(state, &page);
    answer["has_more"] = (offset + page.len() < total).into();
    answer["total_results"] = total.into();
    // The first message of a post has the id of the post.
    answer["first_messages"] = page.iter().filter_map(|id| state.world.message(*id, *id)).collect();
    Ok(Answer::ok(&answer))
}

fn last_message(thread: &Value) -> Option<u64> {
    thread["last_message_id"].as_str().and_then(|id| id.parse().ok())
}

fn fits(call: &Call<'_>, id: u64, body: &Value) -> bool {
    let any = |name: &str, holds: &dyn Fn(&str) -> bool| {
        let wanted = call.values(name);
        wanted.is_empty() || wanted.iter().any(|value| holds(value))
    };
    let one_of = |list: &Value, pointer: &str, value: &str| {
        list.as_array().is_some_and(|all| all.iter().any(|one| one.pointer(pointer) == Some(&value.into())))
    };
    let is = |name: &str, field: &str| call.flag(name).is_none_or(|wanted| (body[field] == true) == wanted);
    let attached = |ends: &dyn Fn(&str) -> bool| {
        let files = body["attachments"].as_array().into_iter().flatten();
        files.into_iter().any(|file| file["filename"].as_str().is_some_and(ends))
    };
    let slop = call.number("slop").unwrap_or(2);
    let reference = &body["message_reference"];
    call.number("min_id").is_none_or(|min| id > min)
        && call.number("max_id").is_none_or(|max| id < max)
        && call.head.query("content").is_none_or(|wanted| has_words(&text(&body["content"]), &wanted, slop))
        && chosen(&call.values("author_type"), |kind| kind == author_type(body))
        && any("author_id", &|id| body["author"]["id"] == id)
        && any("mentions", &|id| one_of(&body["mentions"], "/id", id))
        && any("mentions_role_id", &|id| one_of(&body["mention_roles"], "", id))
        && is("mention_everyone", "mention_everyone")
        && is("pinned", "pinned")
        && any("replied_to_user_id", &|id| body["referenced_message"]["author"]["id"] == id)
        && any("replied_to_message_id", &|id| reference["type"] == 0 && reference["message_id"] == id)
        && chosen(&call.values("has"), |what| has(body, what))
        && any("embed_type", &|kind| one_of(&body["embeds"], "/type", kind))
        && any("embed_provider", &|name| one_of(&body["embeds"], "/provider/name", name))
        && any("link_hostname", &|host| hosts(&text(&body["content"])).any(|linked| linked == host))
        && any("attachment_filename", &|name| attached(&|file| file == name))
        && any("attachment_extension", &|end| {
            attached(&|file| file.rsplit_once('.').is_some_and(|f| f.1 == end))
        })
}

/// Whether one of the values holds, and none that begins with a minus.
fn chosen(values: &[String], holds: impl Fn(&str) -> bool) -> bool {
    let mut wanted = values.iter().filter(|value| !value.starts_with('-')).peekable();
    let mut unwanted = values.iter().filter_map(|value| value.strip_prefix('-'));
    !unwanted.any(&holds) && (wanted.peek().is_none() || wanted.any(|value| holds(value)))
}

fn author_type(body: &Value) -> &'static str {
    match (body.get("webhook_id"), &body["author"]["bot"]) {
        (Some(_), _) if body.get("application_id").is_none() => "webhook",
        (_, bot) if *bot == true => "bot",
        _ => "user",
    }
}

fn has(body: &Value, what: &str) -> bool {
    let some = |name: &str| body[name].as_array().is_some_and(|list| !list.is_empty());
    let files = |kind: &str| {
        let files = body["attachments"].as_array().into_iter().flatten();
        files.into_iter().any(|file| text(&file["content_type"]).starts_with(kind))
    };
    match what {
        "image" => files("image/"),
        "sound" => files("audio/"),
        "video" => files("video/"),
        "file" => some("attachments"),
        "sticker" => some("sticker_items"),
        "embed" => some("embeds"),
        "link" => hosts(&text(&body["content"])).next().is_some(),
        "poll" => !body["poll"].is_null(),
        "snapshot" => some("message_snapshots"),
        _ => false,
    }
}

/// The hosts of the links in a text.
fn hosts(text: &str) -> impl Iterator<Item = &str> {
    let links = text.split_whitespace().filter_map(|word| {
        let at = word.find("https://").map(|at| at + 8).or_else(|| word.find("http://").map(|at| at + 7));
        at.map(|at| &word[at..])
    });
    links.map(|rest| rest.split(['/', '?', '#', ':', '>', ')']).next().unwrap_or_default())
}

/// Whether a text has the words in that order, with at most `slop` others between them, whatever their case.
pub(super) fn has_words(text: &str, wanted: &str, slop: u64) -> bool {
    let (text, wanted) = (words(text), words(wanted));
    let Some((first, rest)) = wanted.split_first() else { return true };
    let starts = (0..text.len()).filter(|at| text[*at] == *first);
    starts.into_iter().any(|start| {
        let last = rest.iter().try_fold(start, |at, word| {
            text[at + 1..].iter().position(|other| other == word).map(|gap| at + 1 + gap)
        });
        last.is_some_and(|last| (last + 1 - start - wanted.len()) as u64 <= slop)
    })
}

fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(ToOwned::to_owned).collect()
}

/// How many of the words of a text are among those looked for.
fn count(text: &str, wanted: &[String]) -> usize {
    words(text).iter().filter(|word| wanted.contains(word)).count()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_their_order_with_few_others_between() {
        for (text, wanted, slop, found) in [
            ("Green tea, please", "green TEA", 0, true),
            ("green and hot tea", "green tea", 2, true),
            ("green and hot tea", "green tea", 1, false),
            ("tea, green", "green tea", 2, false),
            ("green, then a green tea", "green tea", 0, true),
            ("teapot", "tea", 2, false),
            ("anything", "", 0, true),
        ] {
            assert_eq!(has_words(text, wanted, slop), found, "{text:?} for {wanted:?}");
        }
    }

    #[test]
    fn what_is_wanted_and_what_is_not_are_told_apart() {
        let values = |all: &[&str]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert!(chosen(&[], |_| false));
        assert!(chosen(&values(&["image", "link"]), |what| what == "link"));
        assert!(!chosen(&values(&["image", "-link"]), |what| what == "link"));
        assert!(!chosen(&values(&["-link", "image"]), |_| true));
        assert!(chosen(&values(&["-link"]), |_| false));
    }

    #[test]
    fn the_hosts_of_links_are_found() {
        let found: Vec<&str> =
            hosts("see https://a.example/x?y or (http://b.example:80) or c.example").collect();
        assert_eq!(found, ["a.example", "b.example"]);
    }
}
