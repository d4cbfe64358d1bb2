//! What the access token of a person allows.

use std::collections::BTreeMap;
use std::time::Duration;

use ito::Token;
use ito::model::{ApplicationCommandPermission, Command, Id, OAuth2Scope};
use ito::rest::{Config, ErrorCode, Rest};
use ito::sandbox::{Person, Sandbox};

use crate::bot;

fn user(discord: &Sandbox, person: &Person, scopes: &[OAuth2Scope]) -> Rest {
    let token = Token::new(&person.authorizes(scopes.iter().cloned())).unwrap();
    Rest::bearer(discord.endpoints(), token, Config::default()).unwrap()
}

#[test]
fn each_call_of_a_users_is_about_that_user() {
    let discord = Sandbox::start().unwrap();
    let (home, ada) = (discord.guild("test"), discord.user("ada"));
    discord.guild("another");
    ada.joins(&home);
    ada.connects_account("github", "ada-l");
    let scopes = [
        OAuth2Scope::Identify,
        OAuth2Scope::Guilds,
        OAuth2Scope::GuildsMembersRead,
        OAuth2Scope::Connections,
        OAuth2Scope::Openid,
    ];
    let rest = user(&discord, &ada, &scopes);
    assert_eq!(rest.fetch_current_user().send().unwrap().id.get(), ada.id());
    let guilds: Vec<_> = rest.list_current_user_guilds().with_counts(true).map(Result::unwrap).collect();
    assert_eq!((guilds.len(), guilds[0].id.get(), guilds[0].owner), (1, home.id(), false));
    assert_eq!(guilds[0].approximate_member_count, Some(3));
    let member = rest.fetch_current_user_guild_member(guilds[0].id).send().unwrap();
    assert_eq!(member.user.unwrap().name, "ada");
    let accounts = rest.list_current_user_connections().send().unwrap();
    assert_eq!((accounts[0].kind.as_str(), accounts[0].name.as_deref()), ("github", Some("ada-l")));
    assert_eq!(rest.fetch_openid_user().send().unwrap().preferred_username.as_deref(), Some("ada"));
    let authorization = rest.fetch_current_authorization().send().unwrap();
    assert_eq!((authorization.scopes, authorization.user.unwrap().name), (scopes.to_vec(), "ada".into()));
    assert!(discord.offences().is_empty(), "{:?}", discord.offences());
    let owner = user(&discord, &discord.user("owner"), &[OAuth2Scope::Guilds]);
    assert!(owner.list_current_user_guilds().all(|guild| guild.unwrap().owner));
}

#[test]
fn what_a_scope_does_not_allow_is_refused_and_so_is_a_token_that_has_ended() {
    let discord = Sandbox::start().unwrap();
    let rest = user(&discord, &discord.user("ada"), &[OAuth2Scope::Identify]);
    let error = rest.list_current_user_connections().send().unwrap_err();
    assert_eq!(error.status(), Some(401));
    assert!(discord.offences()[0].to_string().contains("no scope connections"), "{:?}", discord.offences());
    assert!(rest.fetch_current_user().send().is_ok());
    discord.advance(Duration::from_secs(7 * 24 * 3600));
    assert_eq!(rest.fetch_current_user().send().unwrap_err().status(), Some(401));
    let shown = format!("{:?}", discord.seen().requests);
    assert!(shown.contains("Bearer ***") && shown.contains("authorization"), "{shown}");
}

#[test]
fn an_account_of_the_applications_is_told_and_taken_back() {
    let discord = Sandbox::start().unwrap();
    let application = Id::new(discord.bot_id());
    let rest = user(&discord, &discord.user("ada"), &[OAuth2Scope::RoleConnectionsWrite]);
    assert_eq!(rest.fetch_role_connection(application).send().unwrap().platform_name, None);
    let told = rest
        .edit_role_connection(application)
        .platform_name("Teahouse")
        .metadata(BTreeMap::from([("cups".to_owned(), "3".to_owned())]));
    assert_eq!(told.send().unwrap().metadata["cups"], "3");
    let known = rest.fetch_role_connection(application).send().unwrap();
    assert_eq!(known.platform_name.as_deref(), Some("Teahouse"));
    rest.delete_role_connection(application).send().unwrap();
    assert_eq!(rest.fetch_role_connection(application).send().unwrap().platform_name, None);
    assert!(rest.fetch_role_connection(Id::new(1)).send().unwrap_err().is_not_found());
}

#[test]
fn who_manages_a_guild_says_who_may_use_a_command() {
    let discord = Sandbox::start().unwrap();
    let (bot, home) = (bot(&discord), discord.guild("test"));
    let (application, guild) = (Id::new(discord.bot_id()), Id::new(home.id()));
    let command = bot.create_guild_command(application, guild, Command::new("tea", "Tea."));
    let command = command.send().unwrap().id;
    let scopes = [OAuth2Scope::ApplicationsCommandsPermissionsUpdate];
    let only = [ApplicationCommandPermission::user(Id::new(discord.user("ada").id()), true)];
    let ada = user(&discord, &discord.user("ada"), &scopes);
    let error = ada.edit_guild_command_permissions(application, guild, command, only).send().unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::MissingPermissions));
    let owner = user(&discord, &discord.user("owner"), &scopes);
    owner.edit_guild_command_permissions(application, guild, command, only).send().unwrap();
    let seen = bot.fetch_guild_command_permissions(application, guild, command).send().unwrap();
    assert_eq!(seen.permissions, only);
    assert_eq!(bot.list_guild_command_permissions(application, guild).send().unwrap(), [seen]);
}

#[test]
fn who_allowed_it_is_made_a_member() {
    let discord = Sandbox::start().unwrap();
    let (rest, guild) = (bot(&discord), Id::new(discord.guild("test").id()));
    let ada = discord.user("ada");
    let id = Id::new(ada.id());
    let narrow = ada.authorizes([OAuth2Scope::Identify]);
    assert_eq!(
        rest.add_guild_member(guild, id, &narrow).send().unwrap_err().code(),
        Some(ErrorCode::MissingRequiredOAuth2Scope)
    );
    let token = ada.authorizes([OAuth2Scope::GuildsJoin]);
    let grace = Id::new(discord.user("grace").id());
    assert_eq!(
        rest.add_guild_member(guild, grace, &token).send().unwrap_err().code(),
        Some(ErrorCode::InvalidOAuth2AccessTokenProvided)
    );
    let member = rest.add_guild_member(guild, id, &token).nick("countess").send().unwrap().unwrap();
    assert_eq!(member.nick.as_deref(), Some("countess"));
    assert!(rest.add_guild_member(guild, id, &token).send().unwrap().is_none(), "she is one already");
}
