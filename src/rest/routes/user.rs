//! Users.
//!
//! <https://docs.discord.com/developers/resources/user>

use http::Method;

use crate::model::{Id, User};
use crate::rest::body::Body;
use crate::rest::route::{Route, Value};
use crate::rest::{Request, Rest};

impl Rest {
    /// The bot itself.
    pub fn fetch_current_user(&self) -> Request<User> {
        Request::json(self, Route::new(Method::GET, "/users/@me", &[]), Body::None)
    }

    /// A user.
    pub fn fetch_user(&self, user: Id<User>) -> Request<User> {
        let route = Route::new(Method::GET, "/users/{user.id}", &[Value::Id(user.get())]);
        Request::json(self, route, Body::None)
    }
}
