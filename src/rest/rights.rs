//! What the bot must be allowed for a call, so that one that Discord would refuse is not sent.
//!
//! Only what a place alone decides is in the table: whose message it is, or who made a thread, Discord knows better.
//! <https://docs.discord.com/developers/topics/permissions>
//!
//! Locks: one around who is asked, an `Arc` that is cloned and released.

use std::fmt;
use std::sync::Arc;

use super::auth::Auth;
use super::route::{Major, Route, RouteKey};
use super::{Error, Rest};
use crate::model::{Channel, Guild, Id, Permissions};
use crate::sync::Mutex;

/// Where a call does something, for [`Rest::check_permissions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// In a channel or a thread.
    Channel(Id<Channel>),
    /// In a guild as a whole.
    Guild(Id<Guild>),
}

impl Rest {
    /// Refuses a call before it is sent where `may` says that the bot lacks a permission; `None` is for what it does not
    /// know, and the call is then sent. Nobody is asked by default. A bot's own cache is asked with
    /// [`Builder::check_permissions`](crate::Builder::check_permissions).
    ///
    /// Asked are calls of messages, reactions, channels, roles, members, bans and settings of guilds whose permission the
    /// place alone decides. The error is that of Discord's refusal
    /// ([`is_missing_access`](Error::is_missing_access), [`missing_permissions`](Error::missing_permissions)).
    ///
    /// ```
    /// use ito::model::{Id, Permissions};
    /// # let rest = ito::rest::Rest::new(ito::Endpoints::default(), Some(ito::Token::new("a.token")?), ito::rest::Config::default())?;
    /// rest.check_permissions(|_| Some(Permissions::VIEW_CHANNEL));
    /// let error = rest.create_message(Id::new(7)).content("hi").send().unwrap_err();
    /// assert_eq!(error.missing_permissions(), Some(Permissions::SEND_MESSAGES));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check_permissions(&self, may: impl Fn(Place) -> Option<Permissions> + Send + Sync + 'static) {
        *self.0.rights.0.lock() = Some(Arc::new(may));
    }
}

type May = dyn Fn(Place) -> Option<Permissions> + Send + Sync;

/// Who knows what the bot may do, if anybody is asked.
#[derive(Default)]
pub(super) struct Rights(Mutex<Option<Arc<May>>>);

impl Rights {
    /// An error when the bot lacks a permission that the route needs.
    pub(super) fn check(&self, route: &Route) -> Result<(), Error> {
        let Some(may) = self.0.lock().clone() else { return Ok(()) };
        let Some((place, needed)) = needed(route) else { return Ok(()) };
        match may(place) {
            Some(granted) if !granted.contains(needed) => Err(Error::lacking(needed - granted, place)),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rights")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Channel(id) => write!(f, "channel {id}"),
            Self::Guild(id) => write!(f, "guild {id}"),
        }
    }
}

/// What a bot needs, and where.
fn needed(route: &Route) -> Option<(Place, Permissions)> {
    let (Auth::Bot | Auth::BotOrUser, Major::Id(id)) = (route.auth, route.major) else { return None };
    let RouteKey { method, template, .. } = &route.key;
    if let Some(rest) = template.strip_prefix("/channels/{channel.id}") {
        let needed = listed(IN_CHANNELS, method.as_str(), rest)?;
        return Some((Place::Channel(Id::new(id)), needed | Permissions::VIEW_CHANNEL));
    }
    let needed = listed(IN_GUILDS, method.as_str(), template.strip_prefix("/guilds/{guild.id}")?)?;
    Some((Place::Guild(Id::new(id)), needed))
}

fn listed(rows: &[Row], method: &str, path: &str) -> Option<Permissions> {
    let row =
        rows.iter().find(|(methods, known, _)| *known == path && methods.split(' ').any(|m| m == method));
    row.map(|(_, _, needed)| *needed)
}

/// Methods, the path below the place, and what they need.
type Row = (&'static str, &'static str, Permissions);

const IN_CHANNELS: &[Row] = &[
    ("PATCH DELETE", "", Permissions::MANAGE_CHANNELS),
    ("GET", "/messages", Permissions::VIEW_CHANNEL),
    ("POST", "/messages", Permissions::SEND_MESSAGES),
    ("GET", "/messages/{message.id}", Permissions::READ_MESSAGE_HISTORY),
    ("POST", "/messages/bulk-delete", Permissions::MANAGE_MESSAGES),
    ("POST", "/messages/{message.id}/crosspost", Permissions::SEND_MESSAGES),
    ("PUT DELETE", "/messages/pins/{message.id}", Permissions::PIN_MESSAGES),
    ("GET", "/messages/pins", Permissions::VIEW_CHANNEL),
    // Who is first with an emoji needs ADD_REACTIONS, too; others may be first.
    ("PUT", "/messages/{message.id}/reactions/{emoji}/@me", Permissions::READ_MESSAGE_HISTORY),
    ("DELETE", "/messages/{message.id}/reactions/{emoji}/{user.id}", Permissions::MANAGE_MESSAGES),
    ("DELETE", "/messages/{message.id}/reactions/{emoji}", Permissions::MANAGE_MESSAGES),
    ("DELETE", "/messages/{message.id}/reactions", Permissions::MANAGE_MESSAGES),
    ("POST", "/messages/{message.id}/threads", Permissions::CREATE_PUBLIC_THREADS),
    ("GET", "/threads/archived/public", Permissions::READ_MESSAGE_HISTORY),
    (
        "GET",
        "/threads/archived/private",
        Permissions::READ_MESSAGE_HISTORY.union(Permissions::MANAGE_THREADS),
    ),
    ("PUT DELETE", "/permissions/{overwrite.id}", Permissions::MANAGE_ROLES),
    ("GET", "/invites", Permissions::MANAGE_CHANNELS),
    ("POST", "/invites", Permissions::CREATE_INSTANT_INVITE),
    ("GET POST", "/webhooks", Permissions::MANAGE_WEBHOOKS),
];

const IN_GUILDS: &[Row] = &[
    ("PATCH", "", Permissions::MANAGE_GUILD),
    ("GET", "/audit-logs", Permissions::VIEW_AUDIT_LOG),
    ("GET POST", "/auto-moderation/rules", Permissions::MANAGE_GUILD),
    ("GET PATCH DELETE", "/auto-moderation/rules/{auto_moderation_rule.id}", Permissions::MANAGE_GUILD),
    ("GET", "/bans", Permissions::BAN_MEMBERS),
    ("GET PUT DELETE", "/bans/{user.id}", Permissions::BAN_MEMBERS),
    ("POST", "/bulk-ban", Permissions::BAN_MEMBERS.union(Permissions::MANAGE_GUILD)),
    ("GET POST", "/prune", Permissions::KICK_MEMBERS.union(Permissions::MANAGE_GUILD)),
    ("DELETE", "/members/{user.id}", Permissions::KICK_MEMBERS),
    ("PUT DELETE", "/members/{user.id}/roles/{role.id}", Permissions::MANAGE_ROLES),
    ("POST PATCH", "/roles", Permissions::MANAGE_ROLES),
    ("PATCH DELETE", "/roles/{role.id}", Permissions::MANAGE_ROLES),
    ("POST", "/emojis", Permissions::CREATE_GUILD_EXPRESSIONS),
    ("POST", "/stickers", Permissions::CREATE_GUILD_EXPRESSIONS),
    ("POST", "/soundboard-sounds", Permissions::CREATE_GUILD_EXPRESSIONS),
    ("GET", "/integrations", Permissions::MANAGE_GUILD),
    ("DELETE", "/integrations/{integration.id}", Permissions::MANAGE_GUILD),
    ("GET PATCH", "/widget", Permissions::MANAGE_GUILD),
    ("GET", "/vanity-url", Permissions::MANAGE_GUILD),
    ("PATCH", "/welcome-screen", Permissions::MANAGE_GUILD),
    ("PUT", "/onboarding", Permissions::MANAGE_GUILD.union(Permissions::MANAGE_ROLES)),
    ("PUT", "/incident-actions", Permissions::MANAGE_GUILD),
    ("GET", "/webhooks", Permissions::MANAGE_WEBHOOKS),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether Discord has an operation of this method and path.
    fn exists(method: &str, path: &str) -> bool {
        let parts: Vec<&str> =
            path.split('/').skip(1).map(|part| if part.starts_with('{') { "*" } else { part }).collect();
        let path = parts.join("/");
        include_str!("../sandbox/api/routes.txt").lines().any(|line| {
            let (methods, known) = line.split_once(' ').unwrap();
            known == path && methods.split(',').any(|known| known == method)
        })
    }

    #[test]
    fn each_row_is_of_an_operation_and_there_once() {
        for (top, rows) in [("/channels/{channel.id}", IN_CHANNELS), ("/guilds/{guild.id}", IN_GUILDS)] {
            let mut seen = Vec::new();
            for (methods, path, needed) in rows {
                for method in methods.split(' ') {
                    assert!(exists(method, &format!("{top}{path}")), "{method} {top}{path}");
                    assert!(!seen.contains(&(method, *path)), "{method} {top}{path} is there twice");
                    assert!(Permissions::KNOWN.contains(*needed) && !needed.is_empty());
                    seen.push((method, *path));
                }
            }
        }
    }
}
