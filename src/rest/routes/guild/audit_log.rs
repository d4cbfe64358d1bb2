//! The audit log of a guild.

use http::Method;

use super::of;
use crate::model::{AuditLog, AuditLogEntry, AuditLogEvent, AuditLogTarget, Guild, Id, User};
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::page::{by_id, list_pages};
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/audit-log>
impl Rest {
    /// One page of the audit log, with the users, channels, rules and the like that its entries speak of.
    pub fn fetch_guild_audit_log(&self, guild: Id<Guild>) -> FetchGuildAuditLog {
        let route = of(Method::GET, LOG, guild);
        FetchGuildAuditLog::new(Request::json(self, route, Body::None))
    }

    /// The entries of the audit log, the newest first; a hundred at a time are fetched as the iterator goes on.
    ///
    /// ```no_run
    /// # use ito::model::{AuditLogEvent, Guild, Id};
    /// # fn f(rest: &ito::rest::Rest, guild: Id<Guild>) -> Result<(), ito::rest::Error> {
    /// for entry in rest.list_guild_audit_log_entries(guild).action_type(AuditLogEvent::MemberKick).limit(20) {
    ///     println!("{:?}", entry?.reason);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_guild_audit_log_entries(&self, guild: Id<Guild>) -> ListGuildAuditLogEntries {
        ListGuildAuditLogEntries::new(self, of(Method::GET, LOG, guild), 100, |answer, query| {
            let log: AuditLog = answer.read()?;
            Ok(by_id(log.audit_log_entries, query, |entry| entry.id.get()))
        })
    }
}

const LOG: &str = "/guilds/{guild.id}/audit-logs";

options! {
    /// A page of the audit log; see [`Rest::fetch_guild_audit_log`].
    pub struct FetchGuildAuditLog -> AuditLog;

    /// What this user did.
    query user_id: Id<User>;
    /// What was done to this.
    query target_id: Id<AuditLogTarget>;
    /// What was done.
    query action_type: AuditLogEvent;
    /// Before this entry.
    query before: Id<AuditLogEntry>;
    /// After this entry, the oldest first.
    query after: Id<AuditLogEntry>;
    /// How many at most, up to 100; 50 unless set.
    query limit = u32, 1..=100;
}

list_pages! {
    /// The entries of the audit log; see [`Rest::list_guild_audit_log_entries`].
    pub struct ListGuildAuditLogEntries -> AuditLogEntry;

    /// What this user did.
    query user_id: Id<User>;
    /// What was done to this.
    query target_id: Id<AuditLogTarget>;
    /// What was done.
    query action_type: AuditLogEvent;
    /// Starts with the newest that is older than this one.
    query before: Id<AuditLogEntry>;
    /// Starts with the oldest that is newer than this one, and goes on to newer ones.
    query after: Id<AuditLogEntry>;
}
