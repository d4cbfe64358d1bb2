//! Applications and what belongs to them.

mod command;
mod emoji;
mod entitlement;
mod guild_command;
mod role_connection;
mod sku;

use std::collections::BTreeMap;

use http::Method;

pub use self::command::*;
pub use self::entitlement::*;
pub use self::role_connection::*;
pub use self::sku::*;
use crate::model::{
    ActivityInstance, Application, ApplicationEventWebhookStatus, ApplicationFlags,
    ApplicationIntegrationType, EventWebhookEventType, Id, ImageData, InstallParams, IntegrationTypeConfig,
    Team,
};
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::route::{Route, Value};
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/application>
impl Rest {
    /// The bot's application.
    pub fn fetch_current_application(&self) -> Request<Application> {
        Request::json(self, Route::new(Method::GET, "/applications/@me", &[]), Body::None)
    }

    /// Changes the bot's application.
    pub fn edit_current_application(&self) -> EditApplication {
        let route = Route::new(Method::PATCH, "/applications/@me", &[]);
        EditApplication::new(Request::json(self, route, Body::None))
    }

    /// The application with an id, which is the bot's own.
    pub fn fetch_application(&self, application: Id<Application>) -> Request<Application> {
        Request::json(self, of(Method::GET, "/applications/{application.id}", application), Body::None)
    }

    /// Changes the application with an id, which is the bot's own.
    pub fn edit_application(&self, application: Id<Application>) -> EditApplication {
        let route = of(Method::PATCH, "/applications/{application.id}", application);
        EditApplication::new(Request::json(self, route, Body::None))
    }

    /// An instance of the application's activity: where it runs, and for whom.
    pub fn fetch_activity_instance(
        &self,
        application: Id<Application>,
        instance: &str,
    ) -> Request<ActivityInstance> {
        let template = "/applications/{application.id}/activity-instances/{instance_id}";
        let values = [Value::Id(application.get()), Value::Text(instance)];
        Request::json(self, Route::new(Method::GET, template, &values), Body::None)
    }
}

/// A route whose template names an application only.
fn of(method: Method, template: &'static str, application: Id<Application>) -> Route {
    Route::new(method, template, &[Value::Id(application.get())])
}

/// A route whose template names an application and a thing of it.
fn within<T>(method: Method, template: &'static str, application: Id<Application>, thing: Id<T>) -> Route {
    Route::new(method, template, &[Value::Id(application.get()), Value::Id(thing.get())])
}

options! {
    /// Changes to an application; see [`Rest::edit_current_application`]. What is not set stays as it is.
    pub struct EditApplication -> Application;

    /// The address of an install link of one's own.
    patch custom_install_url: String, ..=2048;
    /// The description, at most 400 characters.
    patch description: String, ..=400;
    /// Where users verify for linked roles.
    patch role_connections_verification_url: String, ..=2048;
    /// What the link in the application's profile asks for.
    patch install_params: InstallParams;
    /// How it can be installed.
    patch integration_types_config: BTreeMap<ApplicationIntegrationType, IntegrationTypeConfig>;
    /// More about it; only the flags `_LIMITED` can be changed.
    patch flags: ApplicationFlags;
    /// The icon.
    patch icon: ImageData;
    /// The cover.
    patch cover_image: ImageData;
    /// Where interactions are sent; to the gateway when there is none.
    patch interactions_endpoint_url: String, ..=2048;
    /// Up to five tags, each of 1 to 20 characters.
    body tags: Vec<String>, ..=5, each 1..=20;
    /// Where events by webhook are sent.
    patch event_webhooks_url: String, ..=2048;
    /// Whether events are sent by webhook.
    body event_webhooks_status: ApplicationEventWebhookStatus;
    /// The events that are sent by webhook.
    body event_webhooks_types: Vec<EventWebhookEventType>;
    /// How many may take part in its activity; `None` without limit.
    patch max_participants: u32;
    /// Which media are looked at before they are shown: 0 as the guild says, 1 all.
    patch explicit_content_filter: u32;
    /// The kind of application: 4 sells roles of a guild.
    patch kind as "type": u32;
    /// The team that it belongs to.
    patch team_id: Id<Team>;
}
