//! What an application sells, and who pays for it again and again.

use http::Method;

use super::of;
use crate::model::{Application, Id, Sku, Subscription, User};
use crate::rest::auth::Auth;
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::page::{list, list_pages};
use crate::rest::route::{Route, Value};
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/sku>
impl Rest {
    /// What an application sells. Of a subscription there are two: use the one of the kind `Subscription`, the other is
    /// its group.
    pub fn list_skus(&self, application: Id<Application>) -> Request<Vec<Sku>> {
        Request::list(self, of(Method::GET, "/applications/{application.id}/skus", application))
    }

    /// The subscriptions of a user to something; a bot must say of whom. 100 at a time are fetched as the iterator goes on.
    pub fn list_sku_subscriptions(&self, sku: Id<Sku>) -> ListSkuSubscriptions {
        let route = Route::new(Method::GET, "/skus/{sku.id}/subscriptions", &[Value::Id(sku.get())]);
        ListSkuSubscriptions::new(self, route.auth(Auth::BotOrUser), 100, |answer, query| {
            list(answer, query, |subscription: &Subscription| subscription.id.get())
        })
    }

    /// A subscription.
    pub fn fetch_sku_subscription(
        &self,
        sku: Id<Sku>,
        subscription: Id<Subscription>,
    ) -> FetchSkuSubscription {
        let template = "/skus/{sku.id}/subscriptions/{subscription.id}";
        let values = [Value::Id(sku.get()), Value::Id(subscription.get())];
        let route = Route::new(Method::GET, template, &values).auth(Auth::BotOrUser);
        FetchSkuSubscription::new(Request::json(self, route, Body::None))
    }
}

list_pages! {
    /// Subscriptions to something; see [`Rest::list_sku_subscriptions`].
    pub struct ListSkuSubscriptions -> Subscription;

    /// Starts below this one and goes on to lower ids.
    query before: Id<Subscription>;
    /// Starts above this one.
    query after: Id<Subscription>;
    /// Whose they are; a bot must say so.
    query user_id: Id<User>;
}

options! {
    /// A subscription to fetch; see [`Rest::fetch_sku_subscription`].
    pub struct FetchSkuSubscription -> Subscription;

    /// Whose it is.
    query user_id: Id<User>;
}
