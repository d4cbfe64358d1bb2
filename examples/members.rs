//! Who is in a guild: all of its members, those whose names begin with something, or some by their ids.
//!
//! ```text
//! cargo run --example members
//! ```
//! On Discord the application needs the privileged intent GUILD_MEMBERS for the list of all.

mod support;

use ito::event::MessageCreate;
use ito::{Context, EventKind, Intents};
use support::Stage;

fn main() -> ito::Result {
    let stage = Stage::set()?;
    stage.crowd(2500);
    let intents = Intents::unprivileged() | Intents::MESSAGE_CONTENT | Intents::GUILD_MEMBERS;
    let bot = stage.builder()?.intents(intents).build()?;
    bot.on(EventKind::Message, |e| {
        let answer = match e.content.split_once(' ').unwrap_or((&e.content, "")) {
            ("!count", _) => count(e)?,
            ("!who", start) => who(e, start)?,
            ("!me", _) => me(e)?,
            _ => return Ok(()),
        };
        e.reply(answer)?;
        Ok(())
    });
    stage.play(&bot, |scene| {
        for text in ["!count", "!who member-24", "!me"] {
            scene.call(text);
            scene.show_answer();
        }
    });
    bot.run()
}

/// All members, a thousand at a time, as they come.
fn count(e: &Context<MessageCreate>) -> ito::Result<String> {
    let guild = e.guild_id.ok_or("this is no guild")?;
    let mut members = 0;
    for chunk in e.bot().request_members(guild).chunks()? {
        let chunk = chunk?;
        println!("chunk {} of {}: {} members", chunk.chunk_index, chunk.chunk_count, chunk.members.len());
        members += chunk.members.len();
    }
    Ok(format!("We are {members}."))
}

/// A few members by the beginning of their names, as a list.
fn who(e: &Context<MessageCreate>, start: &str) -> ito::Result<String> {
    let guild = e.guild_id.ok_or("this is no guild")?;
    let members = e.bot().request_members(guild).query(start).limit(3).all()?;
    let names: Vec<&str> =
        members.iter().filter_map(|member| Some(member.user.as_ref()?.name.as_str())).collect();
    Ok(format!("Some of them: {}.", names.join(", ")))
}

/// One member by its id.
fn me(e: &Context<MessageCreate>) -> ito::Result<String> {
    let guild = e.guild_id.ok_or("this is no guild")?;
    let members = e.bot().request_members(guild).users([e.author.id]).all()?;
    let joined = members.first().and_then(|member| member.joined_at);
    Ok(joined.map_or("I do not know you.".into(), |at| format!("You joined at {at}.")))
}
