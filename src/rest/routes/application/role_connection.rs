//! Linked roles: what roles may ask of an account elsewhere, and what the application knows of a user's account.

use std::collections::BTreeMap;

use http::Method;

use super::of;
use crate::model::{Application, ApplicationRoleConnection, ApplicationRoleConnectionMetadata, Id};
use crate::rest::auth::Auth;
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::route::Route;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/application-role-connection-metadata>
impl Rest {
    /// What roles may ask of an account, as the application has registered it.
    pub fn list_role_connection_metadata(
        &self,
        application: Id<Application>,
    ) -> Request<Vec<ApplicationRoleConnectionMetadata>> {
        Request::list(self, metadata(Method::GET, application))
    }

    /// Registers all that roles may ask of an account, at most five things.
    pub fn set_role_connection_metadata(
        &self,
        application: Id<Application>,
        all: impl IntoIterator<Item = ApplicationRoleConnectionMetadata>,
    ) -> Request<Vec<ApplicationRoleConnectionMetadata>> {
        let all: Vec<ApplicationRoleConnectionMetadata> = all.into_iter().collect();
        Request::list(self, metadata(Method::PUT, application))
            .body(Body::json(&all))
            .look(|at| at.field("", &all, ..=5))
    }

    /// What the application has said of the user's account; needs an access token with the scope `role_connections.write`.
    pub fn fetch_role_connection(&self, application: Id<Application>) -> Request<ApplicationRoleConnection> {
        Request::json(self, of_user(Method::GET, application), Body::None)
    }

    /// Sets what the application knows of the user's account; needs an access token with the scope
    /// `role_connections.write`.
    pub fn edit_role_connection(&self, application: Id<Application>) -> EditRoleConnection {
        EditRoleConnection::new(Request::json(self, of_user(Method::PUT, application), Body::None))
    }

    /// Takes back what the application has said of the user's account; needs an access token with the scope
    /// `role_connections.write`.
    pub fn delete_role_connection(&self, application: Id<Application>) -> Request<()> {
        Request::empty(self, of_user(Method::DELETE, application), Body::None)
    }
}

fn metadata(method: Method, application: Id<Application>) -> Route {
    of(method, "/applications/{application.id}/role-connections/metadata", application)
}

fn of_user(method: Method, application: Id<Application>) -> Route {
    of(method, "/users/@me/applications/{application.id}/role-connection", application).auth(Auth::User)
}

options! {
    /// What the application knows of a user's account; see [`Rest::edit_role_connection`].
    pub struct EditRoleConnection -> ApplicationRoleConnection;

    /// The name of the platform, of up to 50 characters.
    patch platform_name: String, ..=50;
    /// The name of the user there, of up to 100 characters.
    patch platform_username: String, ..=100;
    /// The values by the keys of the metadata, each of 1 to 100 characters.
    patch metadata: BTreeMap<String, String>, .., each 1..=100;
}
