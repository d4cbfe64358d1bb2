//! Messages, of bots, of webhooks and in answer to interactions.

use std::time::Duration;

use ito::model::*;
use ito::rest::{File, InteractionResponse};

use super::{C, Call, M, U, first, png};

const W: Id<Webhook> = Id::new(7);
const AT: Timestamp = Timestamp::from_secs(1_800_000_000);

/// Operations by their ids.
#[allow(deprecated, reason = "Discord's own description still has them")]
pub(crate) const CALLS: &[(&str, Call)] = &[
    ("list_messages", |r| first(r.list_messages(C).before(M).after(M).around(M).limit(5))),
    ("get_message", |r| r.fetch_message(C, M).send().map(drop)),
    ("create_message", |r| {
        r.create_message(C)
            .content("c")
            .embed(Embed::new().title("t"))
            .embeds([Embed::new().title("t")])
            .allowed_mentions(AllowedMentions::all())
            .components(row())
            .flags(MessageFlags::SUPPRESS_EMBEDS)
            .poll(NewPoll::new("q").answer("a"))
            .sticker(Id::new(1))
            .shared_client_theme(SharedClientTheme::new(["aabbcc"], 90, 50))
            .tts(true)
            .reply_to(M)
            .nonce("1")
            .enforce_nonce(true)
            .file("a.txt", *b"a")
            .attach(File::bytes("b.txt", *b"b").description("b"))
            .send()
            .map(drop)
    }),
    ("create_message", |r| {
        let voice = File::bytes("a.ogg", *b"a").duration(Duration::from_secs(1)).waveform(&[1, 2]);
        r.create_message(C).voice(voice).send().map(drop)
    }),
    ("update_message", |r| {
        r.edit_message(C, M)
            .content(None)
            .embeds([Embed::new().title("t")])
            .allowed_mentions(AllowedMentions::all())
            .components(row())
            .flags(MessageFlags::SUPPRESS_EMBEDS)
            .sticker_ids([Id::new(1)])
            .keep_attachments([Id::new(1)])
            .file("a.txt", *b"a")
            .send()
            .map(drop)
    }),
    ("delete_message", |r| r.delete_message(C, M).reason("why").send()),
    ("bulk_delete_messages", |r| r.bulk_delete_messages(C, [M, Id::new(6)]).reason("why").send()),
    ("crosspost_message", |r| r.crosspost_message(C, M).send().map(drop)),
    ("list_pins", |r| first(r.list_channel_pins(C).before(AT).limit(5))),
    ("create_pin", |r| r.pin_message(C, M).reason("why").send()),
    ("delete_pin", |r| r.unpin_message(C, M).reason("why").send()),
    ("deprecated_list_pins", |r| r.deprecated_list_pins(C).send().map(drop)),
    ("deprecated_create_pin", |r| r.deprecated_create_pin(C, M).send()),
    ("deprecated_delete_pin", |r| r.deprecated_delete_pin(C, M).send()),
    ("add_my_message_reaction", |r| r.create_reaction(C, M, 'x').send()),
    ("delete_my_message_reaction", |r| r.delete_own_reaction(C, M, 'x').send()),
    ("delete_user_message_reaction", |r| r.delete_user_reaction(C, M, 'x', U).send()),
    ("delete_all_message_reactions", |r| r.delete_all_reactions(C, M).send()),
    ("delete_all_message_reactions_by_emoji", |r| r.delete_all_reactions_for_emoji(C, M, 'x').send()),
    ("list_message_reactions_by_emoji", |r| {
        first(r.list_reactions(C, M, 'x').after(U).kind(ReactionType::Burst).limit(5))
    }),
    ("get_answer_voters", |r| first(r.list_answer_voters(C, M, 1).after(U).limit(5))),
    ("poll_expire", |r| r.end_poll(C, M).send().map(drop)),
    ("list_channel_webhooks", |r| r.list_channel_webhooks(C).send().map(drop)),
    ("create_webhook", |r| r.create_webhook(C, "n").avatar(png()).reason("why").send().map(drop)),
    ("get_webhook", |r| r.fetch_webhook(W).send().map(drop)),
    ("update_webhook", |r| {
        r.edit_webhook(W).name("n").avatar(None).channel_id(C).reason("why").send().map(drop)
    }),
    ("delete_webhook", |r| r.delete_webhook(W).reason("why").send()),
    ("get_webhook_by_token", |r| r.fetch_webhook_with_token(W, "t").send().map(drop)),
    ("update_webhook_by_token", |r| {
        r.edit_webhook_with_token(W, "t").name("n").avatar(png()).send().map(drop)
    }),
    ("delete_webhook_by_token", |r| r.delete_webhook_with_token(W, "t").send()),
    ("execute_webhook", |r| {
        r.execute_webhook(W, "t")
            .wait(true)
            .thread_id(C)
            .with_components(true)
            .username("u")
            .avatar_url("https://example.com/a.png")
            .thread_name("n")
            .applied_tags([Id::new(1)])
            .content("c")
            .embed(Embed::new().title("t"))
            .components(row())
            .flags(MessageFlags::SUPPRESS_EMBEDS)
            .poll(NewPoll::new("q").answer("a"))
            .tts(false)
            .file("a.txt", *b"a")
            .send()
            .map(drop)
    }),
    ("execute_slack_compatible_webhook", |r| {
        let json = r#"{"text":"t","username":"u","icon_url":"i","attachments":[]}"#;
        r.execute_slack_compatible_webhook(W, "t", json).wait(true).thread_id(C).send()
    }),
    ("execute_github_compatible_webhook", |r| {
        r.execute_github_compatible_webhook(W, "t", GITHUB).wait(true).thread_id(C).send()
    }),
    ("get_webhook_message", |r| r.fetch_webhook_message(W, "t", M).thread_id(C).send().map(drop)),
    ("update_webhook_message", |r| {
        r.edit_webhook_message(W, "t", M)
            .thread_id(C)
            .with_components(true)
            .content("c")
            .embeds([])
            .allowed_mentions(AllowedMentions::all())
            .components(row())
            .flags(MessageFlags::SUPPRESS_EMBEDS)
            .poll(NewPoll::new("q").answer("a"))
            .keep_attachments([])
            .send()
            .map(drop)
    }),
    ("delete_webhook_message", |r| r.delete_webhook_message(W, "t", M).thread_id(C).send()),
    ("get_original_webhook_message", |r| {
        r.fetch_original_interaction_response(Id::new(1), "t").thread_id(C).send().map(drop)
    }),
    ("update_original_webhook_message", |r| {
        r.edit_original_interaction_response(Id::new(1), "t")
            .thread_id(C)
            .with_components(true)
            .content("c")
            .embeds([])
            .components(row())
            .flags(MessageFlags::SUPPRESS_EMBEDS)
            .poll(NewPoll::new("q").answer("a"))
            .keep_attachments([])
            .send()
            .map(drop)
    }),
    ("delete_original_webhook_message", |r| {
        r.delete_original_interaction_response(Id::new(1), "t").thread_id(C).send()
    }),
    ("create_interaction_response", |r| {
        let response = InteractionResponse::message("c");
        r.create_interaction_response(Id::new(1), "t", response).with_response(true).send().map(drop)
    }),
];

fn row() -> [ActionRow; 1] {
    [ActionRow::buttons([Button::primary("a").label("a")])]
}

/// All that Discord reads of what GitHub posts.
const GITHUB: &str = r#"{"action":"a","answer":null,"check_run":null,"check_suite":null,"comment":null,"commits":[],
    "compare":"c","discussion":null,"forced":false,"forkee":null,"head_commit":null,"issue":null,"member":null,
    "pull_request":null,"ref":"r","ref_type":"t","release":null,"repository":null,"review":null,"sender":{"id":1,"login":"ada","html_url":"https://example.com","avatar_url":"https://example.com/a.png"}}"#;
