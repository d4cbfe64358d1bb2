//! Applications, their commands and what they sell; the bot as a user; the gateway.

use std::collections::BTreeMap;

use ito::model::*;

use super::{Call, G, U, first, png};

const A: Id<Application> = Id::new(1);
const K: Id<ApplicationCommand> = Id::new(2);
const E: Id<Emoji> = Id::new(3);
const N: Id<Entitlement> = Id::new(4);
const S: Id<Sku> = Id::new(5);

/// Operations by their ids.
pub(crate) const CALLS: &[(&str, Call)] = &[
    ("get_my_application", |r| r.fetch_current_application().send().map(drop)),
    ("update_my_application", |r| edited(r.edit_current_application())),
    ("get_application", |r| r.fetch_application(A).send().map(drop)),
    ("update_application", |r| edited(r.edit_application(A))),
    ("applications_get_activity_instance", |r| r.fetch_activity_instance(A, "i").send().map(drop)),
    ("list_application_commands", |r| r.list_global_commands(A).with_localizations(true).send().map(drop)),
    ("create_application_command", |r| r.create_global_command(A, command()).send().map(drop)),
    ("bulk_set_application_commands", |r| r.set_global_commands(A, [known_command()]).send().map(drop)),
    ("get_application_command", |r| r.fetch_global_command(A, K).send().map(drop)),
    ("update_application_command", |r| edited_command(r.edit_global_command(A, K))),
    ("delete_application_command", |r| r.delete_global_command(A, K).send()),
    ("list_application_emojis", |r| r.list_application_emojis(A).send().map(drop)),
    ("create_application_emoji", |r| r.create_application_emoji(A, "tea", png()).send().map(drop)),
    ("get_application_emoji", |r| r.fetch_application_emoji(A, E).send().map(drop)),
    ("update_application_emoji", |r| r.edit_application_emoji(A, E, "tea").send().map(drop)),
    ("delete_application_emoji", |r| r.delete_application_emoji(A, E).send()),
    ("get_entitlements", |r| {
        let list = r.list_entitlements(A).user_id(U).sku_ids([S, Id::new(6)]).guild_id(G).before(N).after(N);
        first(list.exclude_ended(true).exclude_deleted(false).only_active(true))
    }),
    ("create_entitlement", |r| r.create_guild_test_entitlement(A, S, G).send().map(drop)),
    ("create_entitlement", |r| r.create_user_test_entitlement(A, S, U).send().map(drop)),
    ("get_entitlement", |r| r.fetch_entitlement(A, N).send().map(drop)),
    ("delete_entitlement", |r| r.delete_test_entitlement(A, N).send()),
    ("consume_entitlement", |r| r.consume_entitlement(A, N).send()),
    ("list_guild_application_commands", |r| {
        r.list_guild_commands(A, G).with_localizations(true).send().map(drop)
    }),
    ("create_guild_application_command", |r| r.create_guild_command(A, G, command()).send().map(drop)),
    ("bulk_set_guild_application_commands", |r| {
        r.set_guild_commands(A, G, [known_command()]).send().map(drop)
    }),
    ("list_guild_application_command_permissions", |r| {
        r.list_guild_command_permissions(A, G).send().map(drop)
    }),
    ("get_guild_application_command", |r| r.fetch_guild_command(A, G, K).send().map(drop)),
    ("update_guild_application_command", |r| edited_command(r.edit_guild_command(A, G, K))),
    ("delete_guild_application_command", |r| r.delete_guild_command(A, G, K).send()),
    ("get_guild_application_command_permissions", |r| {
        r.fetch_guild_command_permissions(A, G, K).send().map(drop)
    }),
    ("set_guild_application_command_permissions", |r| {
        let permission = ApplicationCommandPermission::user(U, true);
        r.edit_guild_command_permissions(A, G, K, [permission]).send().map(drop)
    }),
    ("get_application_role_connections_metadata", |r| r.list_role_connection_metadata(A).send().map(drop)),
    ("update_application_role_connections_metadata", |r| {
        let kind = ApplicationRoleConnectionMetadataType::IntegerEqual;
        let metadata = ApplicationRoleConnectionMetadata::new(kind, "cups", "Cups", "How many")
            .name_localization(Locale::German, "Tassen")
            .description_localization(Locale::German, "Wie viele");
        r.set_role_connection_metadata(A, [metadata]).send().map(drop)
    }),
    ("get_gateway", |r| r.fetch_gateway().send().map(drop)),
    ("get_bot_gateway", |r| r.fetch_gateway_bot().send().map(drop)),
    ("get_my_oauth2_application", |r| r.fetch_oauth2_application().send().map(drop)),
    ("get_sku_subscriptions", |r| {
        let (before, after) = (Id::new(9), Id::new(1));
        first(r.list_sku_subscriptions(S).before(before).after(after).user_id(U))
    }),
    ("get_sku_subscription", |r| r.fetch_sku_subscription(S, Id::new(6)).user_id(U).send().map(drop)),
    ("get_my_user", |r| r.fetch_current_user().send().map(drop)),
    ("update_my_user", |r| r.edit_current_user().username("ada").avatar(png()).banner(None).send().map(drop)),
    ("list_my_guilds", |r| {
        first(r.list_current_user_guilds().before(Id::new(9)).after(Id::new(1)).with_counts(true))
    }),
    ("leave_guild", |r| r.leave_guild(G).send()),
    ("create_dm", |r| r.create_dm(U).send().map(drop)),
    ("create_dm", |r| {
        let nicks = BTreeMap::from([(U, "ada".to_owned())]);
        r.create_group_dm(["t", "u"]).nicks(nicks).send().map(drop)
    }),
    ("get_user", |r| r.fetch_user(U).send().map(drop)),
];

/// What no bot does: calls with the access token of a user, and one for whoever reads OpenID Connect.
pub(crate) const OF_USERS: &[(&str, Call)] = &[
    ("get_current_user_application_entitlements", |r| {
        let list = r.list_current_user_entitlements(A).sku_ids([S]).exclude_consumed(true);
        list.send().map(drop)
    }),
    ("get_application_user_role_connection", |r| r.fetch_role_connection(A).send().map(drop)),
    ("update_application_user_role_connection", |r| {
        let metadata = BTreeMap::from([("cups".to_owned(), "3".to_owned())]);
        let edit = r.edit_role_connection(A).platform_name("p").platform_username("ada").metadata(metadata);
        edit.send().map(drop)
    }),
    ("delete_application_user_role_connection", |r| r.delete_role_connection(A).send()),
    ("get_my_guild_member", |r| r.fetch_current_user_guild_member(G).send().map(drop)),
    ("list_my_connections", |r| r.list_current_user_connections().send().map(drop)),
    ("get_my_oauth2_authorization", |r| r.fetch_current_authorization().send().map(drop)),
    ("get_openid_connect_userinfo", |r| r.fetch_openid_user().send().map(drop)),
    ("get_public_keys", |r| r.fetch_public_keys().send().map(drop)),
];

fn edited(edit: ito::rest::EditApplication) -> Result<(), ito::rest::Error> {
    let params = InstallParams::new([OAuth2Scope::Bot], Permissions::SEND_MESSAGES);
    let guild = (ApplicationIntegrationType::GuildInstall, IntegrationTypeConfig::new(params.clone()));
    edit.custom_install_url("https://x")
        .description("d")
        .role_connections_verification_url(None)
        .install_params(params)
        .integration_types_config(BTreeMap::from([guild]))
        .flags(ApplicationFlags::GATEWAY_PRESENCE_LIMITED)
        .icon(png())
        .cover_image(None)
        .interactions_endpoint_url(None)
        .tags(["tea".to_owned()])
        .event_webhooks_url("https://x")
        .event_webhooks_status(ApplicationEventWebhookStatus::Enabled)
        .event_webhooks_types([EventWebhookEventType::EntitlementCreate])
        .max_participants(8)
        .explicit_content_filter(1)
        .kind(4)
        .team_id(Id::new(7))
        .send()
        .map(drop)
}

fn command() -> Command {
    let handler = EntryPointCommandHandlerType::AppHandler;
    Command::entry_point("n", "d", handler)
        .name_localization(Locale::German, "n")
        .description_localization(Locale::German, "d")
        .option(CommandOption::string("o", "d"))
        .default_member_permissions(Permissions::BAN_MEMBERS)
        .contexts([InteractionContextType::Guild])
        .integration_types([ApplicationIntegrationType::GuildInstall])
}

fn known_command() -> Command {
    let mut known = command();
    known.id = Some(K);
    known
}

fn edited_command(edit: ito::rest::EditCommand) -> Result<(), ito::rest::Error> {
    edit.name("n")
        .name_localizations(Localizations::new())
        .description("d")
        .description_localizations(None)
        .options([CommandOption::string("o", "d")])
        .default_member_permissions(None)
        .contexts(vec![InteractionContextType::Guild])
        .integration_types(vec![ApplicationIntegrationType::GuildInstall])
        .handler(EntryPointCommandHandlerType::AppHandler)
        .send()
        .map(drop)
}
