//! REST against the sandbox: what the two were built to apart agrees.
#![cfg(feature = "sandbox")]

mod guild;
mod oauth2;
mod search;
mod store;
#[path = "../support/mod.rs"]
mod support;
mod typing;

use std::time::Duration;

use ito::Token;
use ito::model::{Id, Message};
use ito::rest::{Config, Error, Rest};
use ito::sandbox::{Fault, Sandbox};

/// A handle for the bot of a sandbox.
fn bot(discord: &Sandbox) -> Rest {
    rest(discord, Config::default())
}

fn rest(discord: &Sandbox, config: Config) -> Rest {
    Rest::new(discord.endpoints(), Some(Token::new(discord.token()).unwrap()), config).unwrap()
}

#[test]
fn r06_each_call_of_the_first_part_is_answered_and_nothing_is_an_offence() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let channel = Id::new(hall.id());
    let rest = bot(&discord);
    assert!(rest.fetch_gateway_bot().send().unwrap().url.starts_with("ws://"));
    let me = rest.fetch_current_user().send().unwrap();
    assert_eq!(me.id.get(), discord.bot_id());
    assert_eq!(rest.fetch_channel(channel).send().unwrap().id, channel);
    rest.trigger_typing(channel).send().unwrap();
    let said = rest.create_message(channel).content("one").send().unwrap();
    assert_eq!((said.author.id, said.content.as_str()), (me.id, "one"));
    rest.create_reaction(channel, said.id, "🔥").send().unwrap();
    rest.delete_own_reaction(channel, said.id, "🔥").send().unwrap();
    let changed = rest.edit_message(channel, said.id).content("two".to_owned()).send().unwrap();
    assert_eq!(changed.content, "two");
    assert_eq!(rest.fetch_message(channel, said.id).send().unwrap().content, "two");
    rest.delete_message(channel, said.id).send().unwrap();
    assert!(rest.fetch_message(channel, said.id).send().unwrap_err().is_not_found());

    for n in 0..12 {
        rest.create_message(channel).content(format!("{n}")).send().unwrap();
    }
    assert_eq!(discord.offences().len(), 0, "{:?}", discord.offences());
    assert_eq!(discord.unknown_routes(), Vec::<String>::new());
}

#[test]
fn an_answer_that_was_cut_after_it_was_acted_on_makes_one_message() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let channel = Id::new(hall.id());
    let rest = bot(&discord);
    discord.fail("POST /channels/{channel.id}/messages", 1, Fault::Cut);
    rest.create_message(channel).content("once").send().unwrap();
    rest.create_message(channel).content("after").send().unwrap();
    for expected in ["once", "after"] {
        assert_eq!(hall.next_message(Duration::from_secs(5)).unwrap().content, expected);
    }
}

#[test]
fn r04_four_with_one_token_that_share_its_rate_earn_no_429() {
    let discord = Sandbox::start().unwrap();
    let guild = discord.guild("test");
    std::thread::scope(|scope| {
        for n in 0..4 {
            // A handle shares nothing with another, as processes do: a share of the rate, and channels of its own.
            let rest = rest(&discord, Config::default().global_rate(50 / 4));
            let channel = Id::new(guild.channel(&format!("room-{n}")).id());
            scope.spawn(move || {
                for _ in 0..30 {
                    rest.fetch_channel(channel).send().unwrap();
                    rest.fetch_gateway_bot().send().unwrap();
                }
            });
        }
    });
    assert_eq!(discord.offences().len(), 0, "{:?}", discord.offences());
    assert_eq!(discord.seen().requests.len(), 4 * 60);
}

#[test]
fn r21_threads_share_a_handle_and_each_call_gives_its_own_result() {
    let discord = Sandbox::start().unwrap();
    let guild = discord.guild("test");
    let rest = bot(&discord);
    std::thread::scope(|scope| {
        for n in 0..32 {
            let (rest, room) = (&rest, guild.channel(&format!("room-{n}")));
            scope.spawn(move || {
                let channel = Id::new(room.id());
                let answer: Result<Message, Error> =
                    rest.create_message(channel).content(format!("{n}")).send();
                let said = answer.unwrap();
                assert_eq!((said.channel_id, said.content), (channel, n.to_string()));
                assert_eq!(rest.fetch_message(channel, said.id).send().unwrap().id, said.id);
                let missing: Result<Message, Error> = rest.fetch_message(channel, Id::new(n + 1)).send();
                assert!(missing.unwrap_err().is_not_found());
            });
        }
    });
    assert_eq!((rest.in_flight(), discord.seen().requests.len()), (0, 96));
    assert_eq!(discord.offences().len(), 0, "{:?}", discord.offences());
}
