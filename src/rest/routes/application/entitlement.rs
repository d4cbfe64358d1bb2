//! Entitlements: what users and guilds have got of what an application sells.

use http::Method;

use super::{of, within};
use crate::model::{Application, Entitlement, EntitlementOwnerType, Guild, Id, Sku, User};
use crate::rest::auth::Auth;
use crate::rest::body::Body;
use crate::rest::fields::{Fields, commas};
use crate::rest::options::options;
use crate::rest::page::{list, list_pages};
use crate::rest::route::Route;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/entitlement>
impl Rest {
    /// The entitlements to what an application sells; 100 at a time are fetched as the iterator goes on.
    pub fn list_entitlements(&self, application: Id<Application>) -> ListEntitlements {
        let route = all(Method::GET, application).auth(Auth::BotOrUser);
        ListEntitlements::new(self, route, 100, |answer, query| {
            list(answer, query, |entitlement: &Entitlement| entitlement.id.get())
        })
    }

    /// An entitlement.
    pub fn fetch_entitlement(
        &self,
        application: Id<Application>,
        entitlement: Id<Entitlement>,
    ) -> Request<Entitlement> {
        Request::json(self, one(Method::GET, application, entitlement), Body::None)
    }

    /// Says that an entitlement that is used up with its first use was used.
    pub fn consume_entitlement(
        &self,
        application: Id<Application>,
        entitlement: Id<Entitlement>,
    ) -> Request<()> {
        let template = "/applications/{application.id}/entitlements/{entitlement.id}/consume";
        let route = within(Method::POST, template, application, entitlement).auth(Auth::BotOrUser);
        Request::empty(self, route.repeatable(), Body::None)
    }

    /// Gives a guild a subscription for a test, which does not end.
    pub fn create_guild_test_entitlement(
        &self,
        application: Id<Application>,
        sku: Id<Sku>,
        guild: Id<Guild>,
    ) -> Request<Entitlement> {
        self.create_test_entitlement(application, sku, guild.get(), EntitlementOwnerType::Guild)
    }

    /// Gives a user a subscription for a test, which does not end.
    pub fn create_user_test_entitlement(
        &self,
        application: Id<Application>,
        sku: Id<Sku>,
        user: Id<User>,
    ) -> Request<Entitlement> {
        self.create_test_entitlement(application, sku, user.get(), EntitlementOwnerType::User)
    }

    /// Takes back a subscription that was given for a test.
    pub fn delete_test_entitlement(
        &self,
        application: Id<Application>,
        entitlement: Id<Entitlement>,
    ) -> Request<()> {
        Request::empty(self, one(Method::DELETE, application, entitlement), Body::None)
    }

    /// What the user has got of an application's; needs an access token.
    pub fn list_current_user_entitlements(
        &self,
        application: Id<Application>,
    ) -> ListCurrentUserEntitlements {
        let template = "/users/@me/applications/{application.id}/entitlements";
        let route = of(Method::GET, template, application).auth(Auth::User);
        ListCurrentUserEntitlements::new(Request::list(self, route))
    }

    fn create_test_entitlement(
        &self,
        application: Id<Application>,
        sku: Id<Sku>,
        owner: u64,
        kind: EntitlementOwnerType,
    ) -> Request<Entitlement> {
        let mut fields = Fields::default();
        fields.set("sku_id", &sku);
        fields.set("owner_id", &owner.to_string());
        fields.set("owner_type", &kind);
        Request::json(self, all(Method::POST, application), Body::Json(fields.json().into_bytes()))
    }
}

fn all(method: Method, application: Id<Application>) -> Route {
    of(method, "/applications/{application.id}/entitlements", application)
}

fn one(method: Method, application: Id<Application>, entitlement: Id<Entitlement>) -> Route {
    let template = "/applications/{application.id}/entitlements/{entitlement.id}";
    within(method, template, application, entitlement).auth(Auth::BotOrUser)
}

list_pages! {
    /// Entitlements; see [`Rest::list_entitlements`].
    pub struct ListEntitlements -> Entitlement;

    /// Only those of a user.
    query user_id: Id<User>;
    /// Only those to some of what is sold, at most 100.
    query sku_ids: Vec<Id<Sku>> => commas, ..=100;
    /// Only those of a guild.
    query guild_id: Id<Guild>;
    /// Starts below this one and goes on to lower ids.
    query before: Id<Entitlement>;
    /// Starts above this one.
    query after: Id<Entitlement>;
    /// Leaves out those that have ended; they are given unless set.
    query exclude_ended: bool;
    /// Leaves out those that were taken back; they are left out unless set to `false`.
    query exclude_deleted: bool;
    /// Gives only those that hold now.
    query only_active: bool;
}

options! {
    /// Entitlements of a user; see [`Rest::list_current_user_entitlements`].
    pub struct ListCurrentUserEntitlements -> Vec<Entitlement>;

    /// Only those to some of what is sold, at most 100.
    query sku_ids: Vec<Id<Sku>> => commas, ..=100;
    /// Leaves out those that are used up.
    query exclude_consumed: bool;
}
