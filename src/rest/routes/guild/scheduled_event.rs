//! Scheduled events of a guild, single occurrences of them, and who wants to come.

use http::Method;

use super::{of, within};
use crate::model::{
    Channel, Guild, Id, ImageData, RecurrenceRule, ScheduledEvent, ScheduledEventEntityType,
    ScheduledEventException, ScheduledEventMetadata, ScheduledEventPrivacyLevel, ScheduledEventStatus,
    ScheduledEventUser, ScheduledEventUserCount, Timestamp,
};
use crate::rest::answer::Answer;
use crate::rest::body::Body;
use crate::rest::fields::Fields;
use crate::rest::options::options;
use crate::rest::page::{Page, list, list_pages};
use crate::rest::route::{Route, Value};
use crate::rest::{Error, Request, Rest};

/// <https://docs.discord.com/developers/resources/guild-scheduled-event>
impl Rest {
    /// The scheduled events of a guild.
    pub fn list_guild_scheduled_events(&self, guild: Id<Guild>) -> ListGuildScheduledEvents {
        let route = of(Method::GET, "/guilds/{guild.id}/scheduled-events", guild);
        ListGuildScheduledEvents::new(Request::list(self, route))
    }

    /// Schedules an event in a stage channel.
    pub fn create_stage_scheduled_event(
        &self,
        guild: Id<Guild>,
        name: impl Into<String>,
        start: Timestamp,
        channel: Id<Channel>,
    ) -> CreateGuildScheduledEvent {
        let kind = ScheduledEventEntityType::StageInstance;
        let mut builder = self.create_guild_scheduled_event(guild, name, start, kind);
        builder.options.body.set("channel_id", &channel);
        builder
    }

    /// Schedules an event in a voice channel.
    pub fn create_voice_scheduled_event(
        &self,
        guild: Id<Guild>,
        name: impl Into<String>,
        start: Timestamp,
        channel: Id<Channel>,
    ) -> CreateGuildScheduledEvent {
        let kind = ScheduledEventEntityType::Voice;
        let mut builder = self.create_guild_scheduled_event(guild, name, start, kind);
        builder.options.body.set("channel_id", &channel);
        builder
    }

    /// Schedules an event elsewhere; it needs an end.
    pub fn create_external_scheduled_event(
        &self,
        guild: Id<Guild>,
        name: impl Into<String>,
        start: Timestamp,
        end: Timestamp,
        location: impl Into<String>,
    ) -> CreateGuildScheduledEvent {
        let kind = ScheduledEventEntityType::External;
        self.create_guild_scheduled_event(guild, name, start, kind).scheduled_end_time(end).location(location)
    }

    /// Schedules an event of any kind; the calls named for the kinds ask for what each of them needs.
    pub fn create_guild_scheduled_event(
        &self,
        guild: Id<Guild>,
        name: impl Into<String>,
        start: Timestamp,
        kind: ScheduledEventEntityType,
    ) -> CreateGuildScheduledEvent {
        let route = of(Method::POST, "/guilds/{guild.id}/scheduled-events", guild);
        let mut builder = CreateGuildScheduledEvent::new(Request::json(self, route, Body::None)).name(name);
        let body = &mut builder.options.body;
        body.set("scheduled_start_time", &start);
        body.set("entity_type", &kind);
        body.set("privacy_level", &ScheduledEventPrivacyLevel::GuildOnly);
        builder
    }

    /// A scheduled event.
    pub fn fetch_guild_scheduled_event(
        &self,
        guild: Id<Guild>,
        event: Id<ScheduledEvent>,
    ) -> FetchGuildScheduledEvent {
        FetchGuildScheduledEvent::new(Request::json(self, one(Method::GET, guild, event), Body::None))
    }

    /// Changes a scheduled event, starts it or ends it.
    pub fn edit_guild_scheduled_event(
        &self,
        guild: Id<Guild>,
        event: Id<ScheduledEvent>,
    ) -> EditGuildScheduledEvent {
        EditGuildScheduledEvent::new(Request::json(self, one(Method::PATCH, guild, event), Body::None))
    }

    /// Deletes a scheduled event.
    pub fn delete_guild_scheduled_event(&self, guild: Id<Guild>, event: Id<ScheduledEvent>) -> Request<()> {
        Request::empty(self, one(Method::DELETE, guild, event), Body::None)
    }

    /// Moves or calls off a single occurrence of an event that recurs: the one that would begin at `original_start`.
    pub fn create_guild_scheduled_event_exception(
        &self,
        guild: Id<Guild>,
        event: Id<ScheduledEvent>,
        original_start: Timestamp,
    ) -> CreateGuildScheduledEventException {
        let route = within(
            Method::POST,
            "/guilds/{guild.id}/scheduled-events/{guild_scheduled_event.id}/exceptions",
            guild,
            event,
        );
        let mut builder = CreateGuildScheduledEventException::new(Request::json(self, route, Body::None));
        builder.options.body.set("original_scheduled_start_time", &original_start);
        builder
    }

    /// Moves or calls off a single occurrence again.
    pub fn edit_guild_scheduled_event_exception(
        &self,
        guild: Id<Guild>,
        event: Id<ScheduledEvent>,
        exception: Id<ScheduledEventException>,
    ) -> EditGuildScheduledEventException {
        let route = exception_of(Method::PATCH, guild, event, exception);
        EditGuildScheduledEventException::new(Request::json(self, route, Body::None))
    }

    /// Has a single occurrence be as the others.
    pub fn delete_guild_scheduled_event_exception(
        &self,
        guild: Id<Guild>,
        event: Id<ScheduledEvent>,
        exception: Id<ScheduledEventException>,
    ) -> Request<()> {
        Request::empty(self, exception_of(Method::DELETE, guild, event, exception), Body::None)
    }

    /// Who wants to come to an event, by their ids; a hundred at a time are fetched as the iterator goes on.
    pub fn list_guild_scheduled_event_users(
        &self,
        guild: Id<Guild>,
        event: Id<ScheduledEvent>,
    ) -> ListGuildScheduledEventUsers {
        let route = within(
            Method::GET,
            "/guilds/{guild.id}/scheduled-events/{guild_scheduled_event.id}/users",
            guild,
            event,
        );
        ListGuildScheduledEventUsers::new(self, route, 100, users)
    }

    /// How many want to come to an event, and to single occurrences of it.
    pub fn fetch_guild_scheduled_event_user_counts(
        &self,
        guild: Id<Guild>,
        event: Id<ScheduledEvent>,
    ) -> FetchGuildScheduledEventUserCounts {
        let route = within(
            Method::GET,
            "/guilds/{guild.id}/scheduled-events/{guild_scheduled_event.id}/users/counts",
            guild,
            event,
        );
        FetchGuildScheduledEventUserCounts::new(Request::json(self, route, Body::None))
    }

    /// Who wants to come to a single occurrence of an event, or told that they will not.
    pub fn list_guild_scheduled_event_exception_users(
        &self,
        guild: Id<Guild>,
        event: Id<ScheduledEvent>,
        exception: Id<ScheduledEventException>,
    ) -> ListGuildScheduledEventUsers {
        let values = [Value::Id(guild.get()), Value::Id(event.get()), Value::Id(exception.get())];
        let route = Route::new(
            Method::GET,
            "/guilds/{guild.id}/scheduled-events/{guild_scheduled_event.id}/{guild_scheduled_event_exception.id}/users",
            &values,
        );
        ListGuildScheduledEventUsers::new(self, route, 100, users)
    }
}

fn one(method: Method, guild: Id<Guild>, event: Id<ScheduledEvent>) -> Route {
    within(method, "/guilds/{guild.id}/scheduled-events/{guild_scheduled_event.id}", guild, event)
}

fn exception_of(
    method: Method,
    guild: Id<Guild>,
    event: Id<ScheduledEvent>,
    exception: Id<ScheduledEventException>,
) -> Route {
    let values = [Value::Id(guild.get()), Value::Id(event.get()), Value::Id(exception.get())];
    Route::new(
        method,
        "/guilds/{guild.id}/scheduled-events/{guild_scheduled_event.id}/exceptions/{exception.id}",
        &values,
    )
}

fn users(answer: Answer<'_>, query: &Fields) -> Result<Page<ScheduledEventUser>, Error> {
    list(answer, query, |user: &ScheduledEventUser| {
        let id = user.user_id.or_else(|| user.user.as_ref().map(|user| user.id));
        id.map_or(0, Id::get)
    })
}

fn at(location: String) -> ScheduledEventMetadata {
    ScheduledEventMetadata { location: Some(location) }
}

options! {
    /// The scheduled events of a guild; see [`Rest::list_guild_scheduled_events`].
    pub struct ListGuildScheduledEvents -> Vec<ScheduledEvent>;

    /// Whether to count who wants to come.
    query with_user_count: bool;
}

options! {
    /// A scheduled event to fetch; see [`Rest::fetch_guild_scheduled_event`].
    pub struct FetchGuildScheduledEvent -> ScheduledEvent;

    /// Whether to count who wants to come.
    query with_user_count: bool;
}

options! {
    /// An event to schedule; see [`Rest::create_guild_scheduled_event`].
    pub struct CreateGuildScheduledEvent -> ScheduledEvent, with reason;

    /// The name, of 1 to 100 characters.
    body name: String, 1..=100;
    /// What it is about, at most 1,000 characters.
    body description: String, 1..=1000;
    /// The cover.
    body image: ImageData;
    /// When it ends.
    body scheduled_end_time: Timestamp;
    /// The stage or voice channel that it is in.
    body channel_id: Id<Channel>;
    /// Where it is, at most 100 characters, when it is in no channel.
    body location as "entity_metadata": String => at, 1..=100;
    /// How it recurs.
    body recurrence_rule: RecurrenceRule, ..;
}

options! {
    /// Changes to a scheduled event; see [`Rest::edit_guild_scheduled_event`]. What is not set stays as it is.
    pub struct EditGuildScheduledEvent -> ScheduledEvent, with reason;

    /// Starts it, ends it or calls it off.
    body status: ScheduledEventStatus;
    /// The name, of 1 to 100 characters.
    body name: String, 1..=100;
    /// What it is about, at most 1,000 characters.
    patch description: String, 1..=1000;
    /// The cover.
    patch image: ImageData;
    /// When it begins.
    body scheduled_start_time: Timestamp;
    /// When it ends.
    patch scheduled_end_time: Timestamp;
    /// Whether it is in a stage, in a voice channel or elsewhere; elsewhere needs a location, an end and no channel.
    body entity_type: ScheduledEventEntityType;
    /// Who can see it.
    body privacy_level: ScheduledEventPrivacyLevel;
    /// The stage or voice channel that it is in.
    patch channel_id: Id<Channel>;
    /// Where it is, at most 100 characters, when it is in no channel.
    patch location as "entity_metadata": String => at, 1..=100;
    /// How it recurs.
    patch recurrence_rule: RecurrenceRule, ..;
}

options! {
    /// An occurrence to move or call off; see [`Rest::create_guild_scheduled_event_exception`].
    pub struct CreateGuildScheduledEventException -> ScheduledEventException;

    /// When it begins instead.
    body scheduled_start_time: Timestamp;
    /// When it ends instead.
    body scheduled_end_time: Timestamp;
    /// Whether it is called off.
    body is_canceled: bool;
}

options! {
    /// An occurrence to move or call off again; see [`Rest::edit_guild_scheduled_event_exception`].
    pub struct EditGuildScheduledEventException -> ScheduledEventException;

    /// When it begins instead.
    patch scheduled_start_time: Timestamp;
    /// When it ends instead.
    patch scheduled_end_time: Timestamp;
    /// Whether it is called off.
    patch is_canceled: bool;
}

options! {
    /// Counts to fetch; see [`Rest::fetch_guild_scheduled_event_user_counts`].
    pub struct FetchGuildScheduledEventUserCounts -> ScheduledEventUserCount;

    /// The single occurrences to count for, at most 10.
    query exceptions as "guild_scheduled_event_exception_ids": Vec<Id<ScheduledEventException>>, ..=10;
}

list_pages! {
    /// Who wants to come to an event; see [`Rest::list_guild_scheduled_event_users`].
    pub struct ListGuildScheduledEventUsers -> ScheduledEventUser;

    /// Whether to give them as members, too.
    query with_member: bool;
    /// Starts below this one and goes on to lower ids.
    query before: Id<crate::model::User>;
    /// Starts above this one.
    query after: Id<crate::model::User>;
}
