//! Commands of an application that are everywhere.

use http::Method;

use super::{of, within};
use crate::model::{
    Application, ApplicationCommand, ApplicationIntegrationType, Check, Command, CommandOption,
    EntryPointCommandHandlerType, Id, InteractionContextType, Localizations, Permissions, look_at_commands,
};
use crate::rest::auth::Auth;
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::route::Route;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/interactions/application-commands#endpoints>
impl Rest {
    /// The global commands of an application.
    pub fn list_global_commands(&self, application: Id<Application>) -> ListCommands {
        ListCommands::new(Request::list(self, all(Method::GET, application)))
    }

    /// Registers a global command; one with the same name and kind is replaced.
    ///
    /// ```no_run
    /// use ito::model::{Command, CommandOption};
    /// # fn f(rest: &ito::rest::Rest, application: ito::model::Id<ito::model::Application>) -> Result<(), ito::rest::Error> {
    ///
    /// let tea = Command::new("tea", "Brews tea").option(CommandOption::integer("cups", "How many").required());
    /// println!("{}", rest.create_global_command(application, tea).send()?.id);
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_global_command(
        &self,
        application: Id<Application>,
        command: Command,
    ) -> Request<ApplicationCommand> {
        Request::json(self, all(Method::POST, application).repeatable(), Body::json(&command))
            .look(|at| command.look(at))
    }

    /// Registers all global commands at once; those that are not among them are deleted.
    pub fn set_global_commands(
        &self,
        application: Id<Application>,
        commands: impl IntoIterator<Item = Command>,
    ) -> Request<Vec<ApplicationCommand>> {
        let commands: Vec<Command> = commands.into_iter().collect();
        Request::list(self, all(Method::PUT, application))
            .body(Body::json(&commands))
            .look(|at| look_at_commands(at, &commands))
    }

    /// A global command.
    pub fn fetch_global_command(
        &self,
        application: Id<Application>,
        command: Id<ApplicationCommand>,
    ) -> Request<ApplicationCommand> {
        Request::json(self, one(Method::GET, application, command), Body::None)
    }

    /// Changes a global command.
    pub fn edit_global_command(
        &self,
        application: Id<Application>,
        command: Id<ApplicationCommand>,
    ) -> EditCommand {
        EditCommand::new(Request::json(self, one(Method::PATCH, application, command), Body::None))
    }

    /// Deletes a global command.
    pub fn delete_global_command(
        &self,
        application: Id<Application>,
        command: Id<ApplicationCommand>,
    ) -> Request<()> {
        Request::empty(self, one(Method::DELETE, application, command), Body::None)
    }
}

fn all(method: Method, application: Id<Application>) -> Route {
    of(method, "/applications/{application.id}/commands", application).auth(Auth::BotOrUser)
}

fn one(method: Method, application: Id<Application>, command: Id<ApplicationCommand>) -> Route {
    let template = "/applications/{application.id}/commands/{command.id}";
    within(method, template, application, command).auth(Auth::BotOrUser)
}

options! {
    /// Commands to list; see [`Rest::list_global_commands`].
    pub struct ListCommands -> Vec<ApplicationCommand>;

    /// Whether to give names and descriptions in all languages.
    query with_localizations: bool;
}

options! {
    /// Changes to a command; see [`Rest::edit_global_command`]. What is not set stays as it is.
    pub struct EditCommand -> ApplicationCommand;

    /// The name, of 1 to 32 characters.
    body name: String, 1..=32;
    /// The name in other languages, all at once.
    patch name_localizations: Localizations;
    /// What it does, in 1 to 100 characters.
    body description: String, ..=100;
    /// What it does, in other languages, all at once.
    patch description_localizations: Localizations;
    /// All options, at most 25.
    body options: Vec<CommandOption>, ..=25;
    /// What a member needs to be permitted; `None` lets everybody.
    patch default_member_permissions: Permissions;
    /// Where the application must be installed for it.
    patch integration_types: Vec<ApplicationIntegrationType>;
    /// Where it can be used; only of global commands.
    patch contexts: Vec<InteractionContextType>;
    /// Who answers an entry point.
    body handler: EntryPointCommandHandlerType;
    /// Whether it is restricted by age.
    body nsfw: bool;
}
