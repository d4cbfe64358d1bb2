//! The gateway's address and how many shards to run.
//!
//! <https://docs.discord.com/developers/events/gateway#get-gateway-bot>

use std::time::Duration;

use http::Method;
use serde::Deserialize;

use crate::rest::body::Body;
use crate::rest::route::Route;
use crate::rest::{Request, Rest};

/// What [`Rest::fetch_gateway_bot`] tells.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct GatewayBot {
    /// The gateway's address.
    pub url: String,
    /// How many shards Discord recommends.
    pub shards: u32,
    /// How many sessions may be started.
    pub session_start_limit: SessionStartLimit,
}

/// How many sessions may be started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct SessionStartLimit {
    /// In a day.
    pub total: u32,
    /// Until the reset.
    pub remaining: u32,
    /// Milliseconds until the reset; [`SessionStartLimit::resets_in`] as a duration.
    pub reset_after: u64,
    /// How many may identify within 5 seconds.
    pub max_concurrency: u32,
}

impl SessionStartLimit {
    /// Time until the reset.
    pub fn resets_in(&self) -> Duration {
        Duration::from_millis(self.reset_after)
    }
}

impl Rest {
    /// Asks for the gateway's address, the recommended number of shards, and how many sessions may be started.
    pub fn fetch_gateway_bot(&self) -> Request<GatewayBot> {
        Request::json(self, Route::new(Method::GET, "/gateway/bot", &[]), Body::None)
    }
}
