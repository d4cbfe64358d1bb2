//! REST against the sandbox: what the two were built to apart agrees.
#![cfg(feature = "sandbox")]

use std::time::Duration;

use ito::Token;
use ito::model::Id;
use ito::rest::{Config, Rest};
use ito::sandbox::{Fault, Sandbox};

#[test]
fn r06_each_call_of_the_first_part_is_answered_and_nothing_is_an_offence() {
    let discord = Sandbox::start().unwrap();
    let hall = discord.guild("test").channel("hall");
    let channel = Id::new(hall.id());
    let rest = Rest::new(discord.endpoints(), Some(Token::new(discord.token()).unwrap()), Config::default())
        .unwrap();
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
    let rest = Rest::new(discord.endpoints(), Some(Token::new(discord.token()).unwrap()), Config::default())
        .unwrap();
    discord.fail("POST /channels/{channel.id}/messages", 1, Fault::Cut);
    rest.create_message(channel).content("once").send().unwrap();
    rest.create_message(channel).content("after").send().unwrap();
    for expected in ["once", "after"] {
        assert_eq!(hall.next_message(Duration::from_secs(5)).unwrap().content, expected);
    }
}
