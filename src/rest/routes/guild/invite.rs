//! Invites, and the users that some of them are for.

use std::fmt::Write;

use http::Method;

use super::of;
use crate::model::{Channel, Guild, Id, Invite, Message, ScheduledEvent, TargetUsersJob, User};
use crate::rest::auth::Auth;
use crate::rest::body::Body;
use crate::rest::multipart::Form;
use crate::rest::options::options;
use crate::rest::route::{Route, Value};
use crate::rest::{Error, ErrorKind, File, Request, Rest};

/// <https://docs.discord.com/developers/resources/invite>
impl Rest {
    /// An invite.
    pub fn fetch_invite(&self, code: &str) -> FetchInvite {
        FetchInvite::new(Request::json(self, one(Method::GET, code).auth(Auth::Anybody), Body::None))
    }

    /// Deletes an invite, and gives it.
    pub fn delete_invite(&self, code: &str) -> Request<Invite> {
        Request::json(self, one(Method::DELETE, code), Body::None)
    }

    /// The invites to a guild.
    pub fn list_guild_invites(&self, guild: Id<Guild>) -> Request<Vec<Invite>> {
        Request::list(self, of(Method::GET, "/guilds/{guild.id}/invites", guild))
    }

    /// The users that an invite is for, and nobody else.
    pub fn list_invite_target_users(&self, code: &str) -> Request<Vec<Id<User>>> {
        Request::new(self, targets(Method::GET, code), Body::None, |answer| users(answer.body))
    }

    /// Sets the users that an invite is for; Discord takes them in by and by, see [`Rest::fetch_invite_target_users_job`].
    pub fn edit_invite_target_users(
        &self,
        code: &str,
        users: impl IntoIterator<Item = Id<User>>,
    ) -> Request<()> {
        let form = Form::new().file("target_users_file", "text/csv", target_users(users));
        Request::empty(self, targets(Method::PUT, code), Body::Form(form))
    }

    /// How far Discord is with taking in the users that an invite is for.
    pub fn fetch_invite_target_users_job(&self, code: &str) -> Request<TargetUsersJob> {
        let template = "/invites/{invite.code}/target-users/job-status";
        Request::json(self, Route::new(Method::GET, template, &[Value::Text(code)]), Body::None)
    }
}

fn one(method: Method, code: &str) -> Route {
    Route::new(method, "/invites/{invite.code}", &[Value::Text(code)])
}

fn targets(method: Method, code: &str) -> Route {
    Route::new(method, "/invites/{invite.code}/target-users", &[Value::Text(code)])
}

/// A table of one column.
pub(in crate::rest::routes) fn target_users(users: impl IntoIterator<Item = Id<User>>) -> File {
    let mut lines = String::new();
    for user in users {
        writeln!(lines, "{user}").expect("writing to a string");
    }
    File::bytes("users.csv", lines.into_bytes())
}

/// A table of one column; the first line may be its heading.
fn users(body: &[u8]) -> Result<Vec<Id<User>>, Error> {
    let wrong = |what: &str| Error::new(ErrorKind::Answer, format!("the list of users is no table: {what}"));
    let text = std::str::from_utf8(body).map_err(|_| wrong("it is not UTF-8"))?;
    let lines = text.lines().map(|line| line.trim().trim_matches('"'));
    let ids = lines.enumerate().filter(|(number, line)| {
        !line.is_empty() && (*number > 0 || line.bytes().all(|byte| byte.is_ascii_digit()))
    });
    ids.map(|(number, line)| {
        line.parse().map_err(|_| wrong(&format!("line {} is {line:?} and should be an id", number + 1)))
    })
    .collect()
}

options! {
    /// An invite to fetch; see [`Rest::fetch_invite`].
    pub struct FetchInvite -> Invite;

    /// Whether to count members and those that are online, roughly.
    query with_counts: bool;
    /// The scheduled event to give with it.
    query guild_scheduled_event_id: Id<ScheduledEvent>;
    /// The channel that it should lead to.
    query target_channel_id: Id<Channel>;
    /// The message that it should lead to.
    query target_message_id: Id<Message>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_read_with_and_without_a_heading() {
        let expected = vec![Id::new(1), Id::new(22)];
        for text in ["1\n22\n", "user_id\r\n1\r\n22", "\u{feff}user_id\n\"1\"\n22\n\n"] {
            assert_eq!(users(text.as_bytes()).unwrap(), expected, "{text:?}");
        }
        assert!(users(b"1\nx\n").unwrap_err().to_string().contains("line 2"));
        assert!(users(b"").unwrap().is_empty());
    }
}
