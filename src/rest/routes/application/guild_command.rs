//! Commands of an application that are in one guild only, and who may use commands there.

use http::Method;

use super::{EditCommand, ListCommands, within};
use crate::model::{
    Application, ApplicationCommand, ApplicationCommandPermission, Check, Command, Guild,
    GuildApplicationCommandPermissions, Id, Size, look_at_commands,
};
use crate::rest::auth::Auth;
use crate::rest::body::Body;
use crate::rest::route::{Route, Value};
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/interactions/application-commands#endpoints>
impl Rest {
    /// The commands of an application that are in a guild only.
    pub fn list_guild_commands(&self, application: Id<Application>, guild: Id<Guild>) -> ListCommands {
        ListCommands::new(Request::list(self, all(Method::GET, application, guild)))
    }

    /// Registers a command in a guild; one with the same name and kind is replaced.
    pub fn create_guild_command(
        &self,
        application: Id<Application>,
        guild: Id<Guild>,
        command: Command,
    ) -> Request<ApplicationCommand> {
        Request::json(self, all(Method::POST, application, guild).repeatable(), Body::json(&command))
            .look(|at| command.look(at))
    }

    /// Registers all commands in a guild at once; those that are not among them are deleted.
    pub fn set_guild_commands(
        &self,
        application: Id<Application>,
        guild: Id<Guild>,
        commands: impl IntoIterator<Item = Command>,
    ) -> Request<Vec<ApplicationCommand>> {
        let commands: Vec<Command> = commands.into_iter().collect();
        Request::list(self, all(Method::PUT, application, guild))
            .body(Body::json(&commands))
            .look(|at| look_at_commands(at, &commands))
    }

    /// A command in a guild.
    pub fn fetch_guild_command(
        &self,
        application: Id<Application>,
        guild: Id<Guild>,
        command: Id<ApplicationCommand>,
    ) -> Request<ApplicationCommand> {
        Request::json(self, one(Method::GET, application, guild, command), Body::None)
    }

    /// Changes a command in a guild.
    pub fn edit_guild_command(
        &self,
        application: Id<Application>,
        guild: Id<Guild>,
        command: Id<ApplicationCommand>,
    ) -> EditCommand {
        EditCommand::new(Request::json(self, one(Method::PATCH, application, guild, command), Body::None))
    }

    /// Deletes a command in a guild.
    pub fn delete_guild_command(
        &self,
        application: Id<Application>,
        guild: Id<Guild>,
        command: Id<ApplicationCommand>,
    ) -> Request<()> {
        Request::empty(self, one(Method::DELETE, application, guild, command), Body::None)
    }

    /// Who may use the commands of an application in a guild, command by command.
    pub fn list_guild_command_permissions(
        &self,
        application: Id<Application>,
        guild: Id<Guild>,
    ) -> Request<Vec<GuildApplicationCommandPermissions>> {
        let template = "/applications/{application.id}/guilds/{guild.id}/commands/permissions";
        Request::list(self, within(Method::GET, template, application, guild).auth(Auth::BotOrUser))
    }

    /// Who may use a command in a guild. The application's id in place of the command's stands for all commands that have
    /// no permissions of their own.
    pub fn fetch_guild_command_permissions(
        &self,
        application: Id<Application>,
        guild: Id<Guild>,
        command: Id<ApplicationCommand>,
    ) -> Request<GuildApplicationCommandPermissions> {
        Request::json(self, permissions_of(Method::GET, application, guild, command), Body::None)
    }

    /// Sets who may use a command in a guild, with at most 100 permissions. Discord wants the access token of a user
    /// who may do so there, with the scope `applications.commands.permissions.update` (see [`Rest::bearer`]).
    pub fn edit_guild_command_permissions(
        &self,
        application: Id<Application>,
        guild: Id<Guild>,
        command: Id<ApplicationCommand>,
        permissions: impl IntoIterator<Item = ApplicationCommandPermission>,
    ) -> Request<GuildApplicationCommandPermissions> {
        let list: Vec<ApplicationCommandPermission> = permissions.into_iter().collect();
        let route = permissions_of(Method::PUT, application, guild, command);
        Request::json(self, route, Body::field("permissions", &list))
            .look(|at| at.total("permissions", Size::Entries(list.len() as u64), ..=100))
    }
}

fn all(method: Method, application: Id<Application>, guild: Id<Guild>) -> Route {
    let template = "/applications/{application.id}/guilds/{guild.id}/commands";
    within(method, template, application, guild).auth(Auth::BotOrUser)
}

fn one(
    method: Method,
    application: Id<Application>,
    guild: Id<Guild>,
    command: Id<ApplicationCommand>,
) -> Route {
    let template = "/applications/{application.id}/guilds/{guild.id}/commands/{command.id}";
    of_command(method, template, application, guild, command)
}

fn permissions_of(
    method: Method,
    application: Id<Application>,
    guild: Id<Guild>,
    command: Id<ApplicationCommand>,
) -> Route {
    let template = "/applications/{application.id}/guilds/{guild.id}/commands/{command.id}/permissions";
    of_command(method, template, application, guild, command)
}

fn of_command(
    method: Method,
    template: &'static str,
    application: Id<Application>,
    guild: Id<Guild>,
    command: Id<ApplicationCommand>,
) -> Route {
    let values = [Value::Id(application.get()), Value::Id(guild.get()), Value::Id(command.get())];
    Route::new(method, template, &values).auth(Auth::BotOrUser)
}
