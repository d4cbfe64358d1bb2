//! Requests to join a guild.

use http::Method;

use super::{of, within};
use crate::model::{Guild, Id, JoinRequest, JoinRequestStatus, JoinRequests};
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::page::{by_id, list_pages};
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/guild-join-request>
impl Rest {
    /// The requests to join a guild; a hundred at a time are fetched as the iterator goes on.
    pub fn list_guild_join_requests(&self, guild: Id<Guild>) -> ListGuildJoinRequests {
        let route = of(Method::GET, "/guilds/{guild.id}/requests", guild);
        ListGuildJoinRequests::new(self, route, 100, |answer, query| {
            let requests: JoinRequests = answer.read()?;
            Ok(by_id(requests.guild_join_requests, query, |request| request.id.get()))
        })
    }

    /// Approves a request to join: the user becomes a member.
    pub fn approve_guild_join_request(
        &self,
        guild: Id<Guild>,
        request: Id<JoinRequest>,
    ) -> Request<JoinRequest> {
        self.action_guild_join_request(guild, request, JoinRequestStatus::Approved).request()
    }

    /// Rejects a request to join, with a reason if there is one.
    pub fn reject_guild_join_request(
        &self,
        guild: Id<Guild>,
        request: Id<JoinRequest>,
    ) -> ActionGuildJoinRequest {
        self.action_guild_join_request(guild, request, JoinRequestStatus::Rejected)
    }

    /// Approves or rejects a request to join.
    pub fn action_guild_join_request(
        &self,
        guild: Id<Guild>,
        request: Id<JoinRequest>,
        action: JoinRequestStatus,
    ) -> ActionGuildJoinRequest {
        let route = within(Method::PATCH, "/guilds/{guild.id}/requests/{request.id}", guild, request);
        let mut builder = ActionGuildJoinRequest::new(Request::json(self, route, Body::None));
        builder.options.body.set("action", &action);
        builder
    }
}

impl ActionGuildJoinRequest {
    /// The request as it stands.
    fn request(self) -> Request<JoinRequest> {
        self.request.options(self.options)
    }
}

list_pages! {
    /// The requests to join a guild; see [`Rest::list_guild_join_requests`].
    pub struct ListGuildJoinRequests -> JoinRequest;

    /// How they stand.
    query status: JoinRequestStatus;
    /// Starts below this one and goes on to older ones.
    query before: Id<JoinRequest>;
    /// Starts above this one and goes on to newer ones.
    query after: Id<JoinRequest>;
}

options! {
    /// An answer to a request to join; see [`Rest::reject_guild_join_request`].
    pub struct ActionGuildJoinRequest -> JoinRequest;

    /// Why it is rejected, at most 160 characters.
    body rejection_reason: String, ..=160;
}
