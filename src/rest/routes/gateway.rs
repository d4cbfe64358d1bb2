//! The gateway's address and how many shards to run.

use std::time::Duration;

use http::Method;
use serde::Deserialize;

use crate::model::{Gateway, GatewayBot, SessionStartLimit};
use crate::rest::answer::Answer;
use crate::rest::auth::Auth;
use crate::rest::body::Body;
use crate::rest::route::Route;
use crate::rest::{Error, Request, Rest};

/// <https://docs.discord.com/developers/events/gateway#get-gateway>
impl Rest {
    /// Asks for the gateway's address; needs no token.
    pub fn fetch_gateway(&self) -> Request<Gateway> {
        Request::json(self, Route::new(Method::GET, "/gateway", &[]).auth(Auth::Anybody), Body::None)
    }

    /// Asks for the gateway's address, the recommended number of shards, and how many sessions may be started.
    pub fn fetch_gateway_bot(&self) -> Request<GatewayBot> {
        Request::new(self, Route::new(Method::GET, "/gateway/bot", &[]), Body::None, read)
    }
}

/// Nobody can connect without these fields, so one that is missing is an error with its name and not a default.
#[derive(Deserialize)]
struct Complete {
    url: String,
    shards: u32,
    session_start_limit: CompleteLimit,
}

#[derive(Deserialize)]
struct CompleteLimit {
    total: u32,
    remaining: u32,
    reset_after: u64,
    max_concurrency: u32,
}

fn read(answer: Answer<'_>) -> Result<GatewayBot, Error> {
    let Complete { url, shards, session_start_limit: limit } = answer.read()?;
    let session_start_limit = SessionStartLimit {
        total: limit.total,
        remaining: limit.remaining,
        reset_after: Duration::from_millis(limit.reset_after),
        max_concurrency: limit.max_concurrency,
    };
    Ok(GatewayBot { url, shards, session_start_limit })
}
