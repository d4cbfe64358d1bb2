//! What is beyond a limit of Discord's is refused before anything is sent, with its place.

use std::collections::BTreeMap;
use std::time::Duration;

use ito::model::{
    ActionRow, AllowedMentions, ApplicationRoleConnectionMetadata, ApplicationRoleConnectionMetadataType,
    AutoModerationAction, AutoModerationEventType, AutoModerationTriggerType, Button, ChannelType, Command,
    CommandChoice, CommandOption, Component, Container, Embed, Guild, Id, ImageData, MessageFlags, Modal,
    RecurrenceRule, RecurrenceRuleWeekday, SharedClientTheme, SoundData, TextDisplay, TextInput, Timestamp,
    User,
};
use ito::rest::{Error, ErrorKind, InteractionResponse, Rest};

use super::server::{Server, ok};
use super::{HALL, rest};

const G: Id<Guild> = Id::new(1);
const U: Id<User> = Id::new(2);

type Call = fn(&Rest) -> Result<(), Error>;

fn text(characters: usize) -> String {
    "é".repeat(characters)
}

fn hours(hours: u64) -> Duration {
    Duration::from_secs(hours * 3600)
}

/// A call that goes beyond one limit, and the place of that limit.
const BEYOND: &[(&str, Call)] = &[
    ("content", |r| r.create_message(HALL).content(text(2001)).send().map(drop)),
    ("content", |r| r.edit_message(HALL, Id::new(3)).content(text(2001)).send().map(drop)),
    ("nonce", |r| r.create_message(HALL).content("a").nonce(text(26)).send().map(drop)),
    ("embeds", |r| r.create_message(HALL).embeds(vec![Embed::new().title("a"); 11]).send().map(drop)),
    ("embeds", |r| {
        r.create_message(HALL).embeds(vec![Embed::new().description(text(3001)); 2]).send().map(drop)
    }),
    ("embeds[1].fields[0].name", |r| {
        let embeds = [Embed::new().title("a"), Embed::new().field(text(257), "v", true)];
        r.create_message(HALL).embeds(embeds).send().map(drop)
    }),
    ("allowed_mentions.users", |r| {
        let many = (1..=101).fold(AllowedMentions::none(), |allowed, id| allowed.user(Id::new(id)));
        r.create_message(HALL).content("a").allowed_mentions(many).send().map(drop)
    }),
    ("components", |r| {
        let rows = (0..6).map(|i| ActionRow::buttons([Button::primary(i.to_string()).label("a")]));
        r.create_message(HALL).components(rows).send().map(drop)
    }),
    ("components[0].components[0].label", |r| {
        let row = ActionRow::buttons([Button::primary("a").label(text(81))]);
        r.create_message(HALL).components([row]).send().map(drop)
    }),
    ("content", |r| {
        let flags = MessageFlags::IS_COMPONENTS_V2;
        r.create_message(HALL).content("a").components([TextDisplay::new("b")]).flags(flags).send().map(drop)
    }),
    ("components[0].components[1].custom_id", |r| {
        let row = ActionRow::buttons([Button::primary("a").label("a"), Button::danger("a").label("b")]);
        r.edit_message(HALL, Id::new(3)).components([row]).send().map(drop)
    }),
    ("message.content", |r| r.create_forum_thread(HALL, "a").content(text(2001)).send().map(drop)),
    ("messages", |r| r.bulk_delete_messages(HALL, [Id::new(1)]).send()),
    ("messages", |r| r.bulk_delete_messages(HALL, (1..=101).map(Id::new)).send()),
    ("name", |r| r.create_webhook(HALL, "My Clyde").send().map(drop)),
    ("name", |r| r.edit_webhook(Id::new(3)).name(text(81)).send().map(drop)),
    ("username", |r| r.execute_webhook(Id::new(3), "t").content("a").username("discord").send().map(drop)),
    ("data.content", |r| {
        r.create_interaction_response(Id::new(3), "t", InteractionResponse::message(text(2001)))
            .send()
            .map(drop)
    }),
    ("data.components[0].component.custom_id", |r| {
        let modal = InteractionResponse::Modal(Modal::new("a", "A").ask("Why?", TextInput::short(text(101))));
        r.create_interaction_response(Id::new(3), "t", modal).send().map(drop)
    }),
    ("data.choices", |r| {
        let choices =
            InteractionResponse::Autocomplete((0..26).map(|i| CommandChoice::new("a", i)).collect());
        r.create_interaction_response(Id::new(3), "t", choices).send().map(drop)
    }),
    ("reason", |r| r.edit_channel(HALL).name("a").reason(text(513)).send().map(drop)),
    ("reason", |r| r.delete_guild_emoji(G, Id::new(3)).reason(text(513)).send()),
    ("name", |r| r.edit_channel(HALL).name(text(101)).send().map(drop)),
    ("topic", |r| r.create_guild_channel(G, "a").topic(text(4097)).send().map(drop)),
    ("name", |r| r.create_guild_channel(G, "").send().map(drop)),
    ("bitrate", |r| {
        r.create_guild_channel(G, "a").kind(ChannelType::GuildVoice).bitrate(7999).send().map(drop)
    }),
    ("rate_limit_per_user", |r| r.edit_channel(HALL).rate_limit_per_user(hours(7)).send().map(drop)),
    ("max_uses", |r| r.create_channel_invite(HALL).max_uses(101).send().map(drop)),
    ("status", |r| r.edit_voice_channel_status(HALL, Some(&text(501))).send()),
    ("name", |r| r.create_guild_role(G).name(text(101)).send().map(drop)),
    ("name", |r| r.edit_guild(G).name("a").send().map(drop)),
    ("nick", |r| r.edit_guild_member(G, U).nick(text(33)).send().map(drop)),
    ("communication_disabled_until", |r| {
        let late = Timestamp::from_secs(Timestamp::now().as_secs() + 29 * 86_400);
        r.edit_guild_member(G, U).communication_disabled_until(late).send().map(drop)
    }),
    ("delete_message_seconds", |r| r.create_guild_ban(G, U).delete_message_seconds(hours(169)).send()),
    ("user_ids", |r| r.bulk_guild_ban(G, (1..=201).map(Id::new)).send().map(drop)),
    ("days", |r| r.fetch_guild_prune_count(G).days(31).send().map(drop)),
    ("image", |r| r.create_guild_emoji(G, "tea", ImageData::png(vec![0; 256 * 1024 + 1])).send().map(drop)),
    ("sound", |r| {
        r.create_guild_soundboard_sound(G, "tea", SoundData::mp3(vec![0; 512 * 1024 + 1])).send().map(drop)
    }),
    ("description", |r| {
        r.create_guild_sticker(G, "tea", "t", "a.png", vec![1]).description("a").send().map(drop)
    }),
    ("topic", |r| r.create_stage_instance(HALL, text(121)).send().map(drop)),
    ("recurrence_rule.by_weekday", |r| {
        let rule = RecurrenceRule::on_days(Timestamp::now(), [RecurrenceRuleWeekday::Monday]);
        r.create_voice_scheduled_event(G, "a", Timestamp::now(), HALL).recurrence_rule(rule).send().map(drop)
    }),
    ("exempt_roles", |r| {
        let (event, trigger) = (AutoModerationEventType::MessageSend, AutoModerationTriggerType::Spam);
        let rule = r.create_auto_moderation_rule(G, "a", event, trigger, [AutoModerationAction::default()]);
        rule.exempt_roles((1..=21).map(Id::new).collect::<Vec<_>>()).send().map(drop)
    }),
    ("options[0].name", |r| {
        let command = Command::new("tea", "Brews").option(CommandOption::string("How Many", "d"));
        r.create_global_command(Id::new(1), command).send().map(drop)
    }),
    ("[1].description", |r| {
        let commands = [Command::new("a", "d"), Command::new("b", "")];
        r.set_guild_commands(Id::new(1), G, commands).send().map(drop)
    }),
    ("options[0].max_value", |r| {
        let command =
            Command::new("tea", "Brews").option(CommandOption::integer("a", "d").max_value(i64::MAX));
        r.create_global_command(Id::new(1), command).send().map(drop)
    }),
    ("tags[1]", |r| r.edit_current_application().tags(vec![text(20), text(21)]).send().map(drop)),
    ("tags", |r| r.edit_current_application().tags(vec![text(1); 6]).send().map(drop)),
    ("description", |r| r.edit_current_application().description(text(401)).send().map(drop)),
    ("metadata.cups", |r| {
        let metadata = BTreeMap::from([("cups".to_owned(), text(101))]);
        r.edit_role_connection(Id::new(1)).metadata(metadata).send().map(drop)
    }),
    ("volume", |r| {
        r.create_guild_soundboard_sound(G, "tea", SoundData::mp3(vec![0])).volume(1.1).send().map(drop)
    }),
    ("volume", |r| r.edit_guild_soundboard_sound(G, Id::new(3)).volume(-0.1).send().map(drop)),
    ("link_hostname[0]", |r| r.search_guild_messages(G).link_hostname(vec![text(257)]).send().map(drop)),
    ("attachment_filename[1]", |r| {
        r.search_guild_messages(G).attachment_filename(vec![text(1024), text(1025)]).send().map(drop)
    }),
    ("query", |r| r.search_guild_members(G, "").send().map(drop)),
    ("description", |r| r.edit_guild_welcome_screen(G).description(text(141)).send().map(drop)),
    ("description", |r| r.edit_guild(G).description(text(301)).send().map(drop)),
    ("shared_client_theme.colors[1]", |r| {
        let theme = SharedClientTheme::new(["5865f2", "red"], 90, 50);
        r.create_message(HALL).shared_client_theme(theme).send().map(drop)
    }),
    ("shared_client_theme.base_mix", |r| {
        let theme = SharedClientTheme::new(["5865f2"], 360, 101);
        r.create_message(HALL).shared_client_theme(theme).send().map(drop)
    }),
    ("", |r| {
        let kind = ApplicationRoleConnectionMetadataType::default();
        let metadata = vec![ApplicationRoleConnectionMetadata::new(kind, "k", "n", "d"); 6];
        r.set_role_connection_metadata(Id::new(1), metadata).send().map(drop)
    }),
];

#[test]
fn what_is_beyond_a_limit_is_not_sent_and_has_its_place() {
    let server = Server::start(|_, _| ok("null"));
    let rest = rest(&server);
    for (path, call) in BEYOND {
        let error = call(&rest).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{error}");
        assert_eq!(error.fields().iter().map(|field| &*field.path).collect::<Vec<_>>(), [*path], "{error}");
        assert!(error.to_string().contains("Discord"), "{error}");
    }
    assert!(server.seen().is_empty(), "{:?}", server.seen());
}

#[test]
fn what_is_at_its_limit_is_sent() {
    let server = Server::start(|_, _| ok(r#"{"id":"1"}"#));
    let rest = rest(&server);
    let embeds = vec![Embed::new().description(text(3000)); 2];
    rest.create_message(HALL).content(text(2000)).nonce(text(25)).embeds(embeds).send().unwrap();
    let text_of = |i: usize| Component::from(TextDisplay::new(i.to_string()));
    let card =
        Container::new().text("a").component(ActionRow::buttons([Button::primary("a").label(text(80))]));
    let components = (0..36).map(text_of).chain([card.into()]);
    rest.create_message(HALL).components(components).flags(MessageFlags::IS_COMPONENTS_V2).send().unwrap();
    rest.edit_channel(HALL).name(text(100)).rate_limit_per_user(hours(6)).reason(text(512)).send().unwrap();
    rest.create_guild_emoji(G, "aa", ImageData::png(vec![0; 256 * 1024])).send().unwrap();
    let later = Timestamp::from_secs(Timestamp::now().as_secs() + 28 * 86_400);
    rest.edit_guild_member(G, U).nick(text(32)).communication_disabled_until(later).send().unwrap();
    assert_eq!(server.seen().len(), 5);
}

#[test]
fn a_value_that_is_set_again_is_looked_at_again() {
    let server = Server::start(|_, _| ok(r#"{"id":"1"}"#));
    let edit = rest(&server).edit_channel(HALL).name(text(101)).reason(text(513));
    edit.name("a").reason("b").send().unwrap();
}
