//! The searches: messages of a guild, threads of a channel.

use std::time::Duration;

use ito::model::{
    ChannelType, Id, MessageSearchAuthorType, MessageSearchHasType, SortingOrder, ThreadSearchSortMode,
};
use ito::rest::ErrorCode;
use ito::sandbox::{Fault, Sandbox};

use crate::bot;

#[test]
fn messages_are_found_by_their_words_their_authors_and_what_they_have() {
    let discord = Sandbox::start().unwrap();
    let (rest, home) = (bot(&discord), discord.guild("test"));
    let (hall, den) = (home.channel("hall"), home.channel("den"));
    let (ada, guild) = (discord.user("ada"), Id::new(home.id()));
    let question = Id::new(ada.says(&hall, "Who wants green tea?"));
    ada.says(&den, "see https://tea.example/leaves and more tea");
    let answer =
        rest.create_message(Id::new(hall.id())).content("Me, the green and hot tea").reply_to(question);
    let answer = answer.send().unwrap().id;
    let menu = rest.create_message(Id::new(den.id())).file("tea, cake.txt", *b"Tea").send().unwrap().id;

    let all = rest.search_guild_messages(guild).send().unwrap();
    assert_eq!((all.total_results, all.messages[0][0].id), (4, menu), "the newest first");
    let ids = |search: ito::rest::SearchGuildMessages| {
        let found = search.sort_order(SortingOrder::Ascending).send().unwrap().messages;
        found.into_iter().map(|alone| alone[0].id).collect::<Vec<_>>()
    };
    let search = || rest.search_guild_messages(guild);
    assert_eq!(ids(search().content("green tea")), [question, answer], "two words may stand between");
    assert_eq!(ids(search().content("green tea").slop(0)), [question]);
    assert_eq!(ids(search().content("tea").channel_id([Id::new(hall.id())]).limit(1).offset(1)), [answer]);
    assert_eq!(ids(search().author_type([MessageSearchAuthorType::Bot])), [answer, menu]);
    assert_eq!(ids(search().author_type([MessageSearchAuthorType::NotBot])).len(), 2);
    assert_eq!(ids(search().replied_to_user_id([Id::new(ada.id())])), [answer]);
    assert_eq!(ids(search().has([MessageSearchHasType::File])), [menu]);
    assert_eq!(ids(search().attachment_extension(["txt".to_owned()])), [menu]);
    assert_eq!(ids(search().attachment_filename(["tea, cake.txt".to_owned()])), [menu]);
    assert_eq!(ids(search().link_hostname(["tea.example".to_owned()])).len(), 1);
    assert_eq!(ids(search().has([MessageSearchHasType::NoLink]).max_id(answer)), [question]);
    den.deny(1 << 16);
    assert_eq!(search().send().unwrap().total_results, 2, "what the bot may not read is not found");
}

#[test]
fn without_an_index_the_search_says_when_to_ask_again() {
    let discord = Sandbox::start().unwrap();
    let (rest, guild) = (bot(&discord), Id::new(discord.guild("test").id()));
    let again = Duration::from_secs(2);
    discord.fail("GET /guilds/*/messages/search", 1, Fault::NotIndexed { retry_after: again });
    let error = rest.search_guild_messages(guild).send().unwrap_err();
    assert_eq!((error.code(), error.retry_after()), (Some(ErrorCode::IndexNotYetAvailable), Some(again)));
    assert_eq!(rest.search_guild_messages(guild).send().unwrap().total_results, 0);
}

#[test]
fn threads_are_found_by_name_and_tag() {
    let discord = Sandbox::start().unwrap();
    let (rest, guild) = (bot(&discord), Id::new(discord.guild("test").id()));
    let forum = rest.create_guild_channel(guild, "asks").kind(ChannelType::GuildForum).send().unwrap().id;
    let post = |name: &str, tag: u64| {
        let post = rest.create_forum_thread(forum, name).content(name).applied_tags([Id::new(tag)]);
        post.send().unwrap().id
    };
    let (green, black) = (post("green tea", 7), post("black tea, the strong one", 8));
    let found = rest.search_threads(forum).name("tea").limit(1).send().unwrap();
    assert_eq!((found.threads[0].id, found.total_results, found.has_more), (black, Some(2), Some(true)));
    assert_eq!(found.first_messages[0].content, "black tea, the strong one");
    assert_eq!(found.members.len(), 1, "the bot is in it");
    assert_eq!(rest.search_threads(forum).tag([Id::new(7)]).send().unwrap().threads[0].id, green);
    let oldest = rest.search_threads(forum).sort_by(ThreadSearchSortMode::CreationTime);
    assert_eq!(oldest.sort_order(SortingOrder::Ascending).send().unwrap().threads[0].id, green);
    rest.edit_channel(green).archived(true).send().unwrap();
    let open = rest.search_threads(forum).archived(false).send().unwrap();
    assert_eq!(open.threads.iter().map(|thread| thread.id).collect::<Vec<_>>(), [black]);
}
