//! What an access token is good for, and whose it is.

use http::Method;

use crate::model::{Application, Authorization, OpenIdUser, PublicKeys};
use crate::rest::auth::Auth;
use crate::rest::body::Body;
use crate::rest::route::Route;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/topics/oauth2#get-current-authorization-information>
impl Rest {
    /// The bot's application, as OAuth2 knows it.
    pub fn fetch_oauth2_application(&self) -> Request<Application> {
        Request::json(self, Route::new(Method::GET, "/oauth2/applications/@me", &[]), Body::None)
    }

    /// What the access token may be used for, until when, and whose it is; needs an access token.
    pub fn fetch_current_authorization(&self) -> Request<Authorization> {
        Request::json(self, Route::new(Method::GET, "/oauth2/@me", &[]).auth(Auth::User), Body::None)
    }

    /// Who the user is, in the words of OpenID Connect; needs an access token with the scope `openid`.
    pub fn fetch_openid_user(&self) -> Request<OpenIdUser> {
        Request::json(self, Route::new(Method::GET, "/oauth2/userinfo", &[]).auth(Auth::User), Body::None)
    }

    /// The keys by which Discord signs tokens of OpenID Connect; needs no token.
    pub fn fetch_public_keys(&self) -> Request<PublicKeys> {
        Request::json(self, Route::new(Method::GET, "/oauth2/keys", &[]).auth(Auth::Anybody), Body::None)
    }
}
