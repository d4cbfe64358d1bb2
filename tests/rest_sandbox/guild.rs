//! Templates, requests to join, single occurrences of an event, sounds, announcements.

use std::time::Duration;

use ito::model::{
    ChannelType, Id, JoinRequestStatus, Overwrite, Permissions, RecurrenceRule, TargetUsersJobStatus,
    Timestamp,
};
use ito::rest::ErrorCode;
use ito::sandbox::Sandbox;
use serde_json::json;

use crate::bot;

#[test]
fn a_template_holds_the_guild_as_it_was_and_tells_when_it_is_old() {
    let discord = Sandbox::start().unwrap();
    let (rest, guild) = (bot(&discord), Id::new(discord.guild("test").id()));
    let category = rest.create_guild_channel(guild, "rooms").kind(ChannelType::GuildCategory).send().unwrap();
    let hidden = Overwrite::role(guild.cast()).deny(Permissions::VIEW_CHANNEL);
    let den = rest.create_guild_channel(guild, "den").parent_id(category.id).permission_overwrites([hidden]);
    den.send().unwrap();
    assert_eq!(rest.list_guild_templates(guild).send().unwrap(), []);
    let made = rest.create_guild_template(guild, "Tea house").description("Two rooms").send().unwrap();
    let held = &made.serialized_source_guild;
    assert_eq!((made.name.as_str(), made.source_guild_id, made.is_dirty), ("Tea house", guild, None));
    assert_eq!(held.roles[0].name, "@everyone");
    let den = &held.channels[1];
    assert_eq!((den.id, den.parent_id), (Some(2), Some(Id::new(1))), "ids are numbers within the template");
    assert_eq!(den.permission_overwrites[0].id.get(), 0);
    assert_eq!(den.permission_overwrites[0].deny, Permissions::VIEW_CHANNEL);
    let error = rest.create_guild_template(guild, "another").send().unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::GuildAlreadyTemplate));

    discord.guild("test").channel("hall");
    assert_eq!(rest.fetch_guild_template(&made.code).send().unwrap().is_dirty, Some(true));
    let synced = rest.sync_guild_template(guild, &made.code).send().unwrap();
    assert_eq!((synced.is_dirty, synced.serialized_source_guild.channels.len()), (None, 3));
    let renamed = rest.edit_guild_template(guild, &made.code).name("Hall").description(None).send().unwrap();
    assert_eq!((renamed.name.as_str(), renamed.description), ("Hall", None));
    assert_eq!(rest.delete_guild_template(guild, &made.code).send().unwrap().code, made.code);
    assert!(rest.fetch_guild_template(&made.code).send().unwrap_err().is_not_found());
}

#[test]
fn who_asks_to_join_is_let_in_or_told_why_not() {
    let discord = Sandbox::start().unwrap();
    let (rest, home) = (bot(&discord), discord.guild("test"));
    let guild = Id::new(home.id());
    let (ada, grace) = (discord.user("ada"), discord.user("grace"));
    let first = Id::new(ada.asks_to_join(&home, &[("Why?", "For the tea.")]));
    let second = Id::new(grace.asks_to_join(&home, &[]));
    let ids = |status| {
        let found = rest.list_guild_join_requests(guild).status(status);
        found.map(|request| request.unwrap().id).collect::<Vec<_>>()
    };
    assert_eq!(ids(JoinRequestStatus::Submitted), [second, first]);
    let approved = rest.approve_guild_join_request(guild, first).send().unwrap();
    assert_eq!(approved.application_status, Some(JoinRequestStatus::Approved));
    assert_eq!(approved.form_responses[0].label.as_deref(), Some("Why?"));
    assert!(rest.fetch_guild_member(guild, Id::new(ada.id())).send().is_ok());
    let rejected =
        rest.reject_guild_join_request(guild, second).rejection_reason("No seats left").send().unwrap();
    assert_eq!(rejected.rejection_reason.as_deref(), Some("No seats left"));
    assert!(rest.fetch_guild_member(guild, Id::new(grace.id())).send().unwrap_err().is_not_found());
    assert_eq!(ids(JoinRequestStatus::Submitted), []);
    assert_eq!(ids(JoinRequestStatus::Rejected), [second]);
    assert!(
        rest.approve_guild_join_request(guild, second).send().unwrap_err().is_not_found(),
        "it is decided"
    );
    home.permit(Permissions::VIEW_CHANNEL.bits());
    assert_eq!(
        rest.approve_guild_join_request(guild, first).send().unwrap_err().code(),
        Some(ErrorCode::MissingPermissions)
    );
}

#[test]
fn a_single_occurrence_is_moved_called_off_and_as_the_others_again() {
    let discord = Sandbox::start().unwrap();
    let (rest, home) = (bot(&discord), discord.guild("test"));
    let (guild, lounge) = (Id::new(home.id()), Id::new(home.voice_channel("lounge").id()));
    let start = Timestamp::from_secs(2_000_000_000);
    let once = rest.create_voice_scheduled_event(guild, "once", start, lounge).send().unwrap();
    assert!(rest.create_guild_scheduled_event_exception(guild, once.id, start).send().is_err());
    let daily = rest.create_voice_scheduled_event(guild, "tea", start, lounge);
    let event = daily.recurrence_rule(RecurrenceRule::daily(start)).send().unwrap().id;
    let later = Timestamp::from_secs(start.as_secs() + 3600);
    let moved = rest.create_guild_scheduled_event_exception(guild, event, start).scheduled_start_time(later);
    let moved = moved.send().unwrap();
    let id = moved.event_exception_id;
    assert_eq!((id.created_at(), moved.scheduled_start_time), (start, Some(later)));
    let off = rest.edit_guild_scheduled_event_exception(guild, event, id).is_canceled(true).send().unwrap();
    assert!(off.is_canceled);
    let known = rest.fetch_guild_scheduled_event(guild, event).send().unwrap();
    assert_eq!(known.guild_scheduled_event_exceptions, [off]);
    let counts = rest.fetch_guild_scheduled_event_user_counts(guild, event).exceptions([id]).send().unwrap();
    assert_eq!(counts.guild_scheduled_event_exception_counts[&id], 0);
    assert_eq!(rest.list_guild_scheduled_event_exception_users(guild, event, id).count(), 0);
    rest.delete_guild_scheduled_event_exception(guild, event, id).send().unwrap();
    assert!(rest.delete_guild_scheduled_event_exception(guild, event, id).send().unwrap_err().is_not_found());
}

#[test]
fn a_channel_is_followed_and_what_is_discords_own_is_empty() {
    let discord = Sandbox::start().unwrap();
    let (rest, home) = (bot(&discord), discord.guild("test"));
    let (guild, hall) = (Id::new(home.id()), Id::new(home.channel("hall").id()));
    let news =
        rest.create_guild_channel(guild, "news").kind(ChannelType::GuildAnnouncement).send().unwrap().id;
    let followed = rest.follow_announcement_channel(news, hall).send().unwrap();
    let hook = rest.fetch_webhook(followed.webhook_id).send().unwrap();
    assert_eq!((hook.channel_id, hook.name.as_deref()), (Some(hall), Some("test #news")));
    assert!(rest.follow_announcement_channel(hall, news).send().is_err(), "nothing is published there");

    assert_eq!(rest.list_sticker_packs().send().unwrap(), []);
    assert!(rest.fetch_sticker(Id::new(1)).send().unwrap_err().is_not_found());
    assert_eq!(rest.list_default_soundboard_sounds().send().unwrap(), []);
}

#[test]
fn an_invite_is_for_whom_it_says_and_a_wrong_list_is_told_line_by_line() {
    let discord = Sandbox::start().unwrap();
    let (rest, hall) = (bot(&discord), Id::new(discord.guild("test").channel("hall").id()));
    let (ada, grace) = (Id::new(discord.user("ada").id()), Id::new(discord.user("grace").id()));
    let code = rest.create_channel_invite(hall).target_users([ada]).send().unwrap().code;
    assert_eq!(rest.list_invite_target_users(&code).send().unwrap(), [ada]);
    rest.edit_invite_target_users(&code, [ada, grace]).send().unwrap();
    let job = rest.fetch_invite_target_users_job(&code).send().unwrap();
    assert_eq!((job.status, job.processed_users), (TargetUsersJobStatus::Completed, 2));
    let error = rest.edit_invite_target_users(&code, [grace, Id::new(1)]).send().unwrap_err();
    assert_eq!((error.fields()[0].path.as_str(), error.fields().len()), ("target_users_file", 1));
    assert!(error.to_string().contains("Line 2: unknown user"), "{error}");
    assert_eq!(rest.list_invite_target_users(&code).send().unwrap(), [ada, grace], "it is as it was");
    let open = rest.create_channel_invite(hall).send().unwrap().code;
    assert!(rest.list_invite_target_users(&open).send().unwrap_err().is_not_found());
}

#[test]
fn what_was_made_for_slack_is_a_message() {
    let discord = Sandbox::start().unwrap();
    let (rest, room) = (bot(&discord), discord.guild("test").channel("hall"));
    let hook = rest.create_webhook(Id::new(room.id()), "herald").send().unwrap();
    let json = r##"{"text":"Tea is ready","username":"kettle","attachments":[
        {"title":"Green","color":"#00ff00","fields":[{"name":"Cups","value":"2","inline":true}],"footer":"Kitchen"}]}"##;
    rest.execute_slack_compatible_webhook(hook.id, hook.token.as_deref().unwrap(), json).send().unwrap();
    let said = room.next_message(Duration::from_secs(5)).unwrap();
    assert_eq!((said.content.as_str(), &said.body["author"]["username"]), ("Tea is ready", &json!("kettle")));
    let embed = json!({
        "title": "Green", "color": 0xff00, "footer": {"text": "Kitchen"},
        "fields": [{"name": "Cups", "value": "2", "inline": true}],
    });
    assert_eq!(said.body["embeds"], json!([embed]));
}

#[test]
fn a_sound_is_played_where_the_bot_is_and_a_status_is_set() {
    let discord = Sandbox::start().unwrap();
    let (rest, home) = (bot(&discord), discord.guild("test"));
    home.add_sound("gong");
    let (guild, lounge) = (Id::new(home.id()), Id::new(home.voice_channel("lounge").id()));
    let gong = rest.list_guild_soundboard_sounds(guild).send().unwrap()[0].sound_id;
    rest.edit_voice_channel_status(lounge, Some("Tea time")).send().unwrap();
    let error = rest.send_soundboard_sound(lounge, gong).send().unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::TargetUserNotConnectedVoice), "the bot is not there");
    let hall = Id::new(home.channel("hall").id());
    assert_eq!(
        rest.edit_voice_channel_status(hall, None).send().unwrap_err().code(),
        Some(ErrorCode::CannotExecuteActionChannelType)
    );
}
