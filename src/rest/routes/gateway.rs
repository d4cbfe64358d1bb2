//! The gateway's address and how many shards to run.
//!
//! <https://docs.discord.com/developers/events/gateway#get-gateway-bot>

use http::Method;

use crate::model::GatewayBot;
use crate::rest::body::Body;
use crate::rest::route::Route;
use crate::rest::{Request, Rest};

impl Rest {
    /// Asks for the gateway's address, the recommended number of shards, and how many sessions may be started.
    pub fn fetch_gateway_bot(&self) -> Request<GatewayBot> {
        Request::json(self, Route::new(Method::GET, "/gateway/bot", &[]), Body::None)
    }
}
