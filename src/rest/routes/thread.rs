//! Threads, and the posts of forums, which are threads.

use std::time::Duration;

use http::Method;

use super::message::{of, one};
use crate::model::{
    Channel, ChannelType, ForumTag, Id, Message, SortingOrder, ThreadMember, ThreadSearchSortMode,
    ThreadSearchTagSetting, Threads, Timestamp, User,
};
use crate::rest::answer::Answer;
use crate::rest::body::Body;
use crate::rest::fields::{minutes, seconds};
use crate::rest::options::options;
use crate::rest::page::{Page, list, list_pages};
use crate::rest::route::{Route, Value};
use crate::rest::{Error, Request, Rest};

/// <https://docs.discord.com/developers/resources/channel#start-thread-from-message>
impl Rest {
    /// Begins a thread at a message.
    pub fn create_thread_from_message(
        &self,
        channel: Id<Channel>,
        message: Id<Message>,
        name: impl Into<String>,
    ) -> CreateThreadFromMessage {
        let template = "/channels/{channel.id}/messages/{message.id}/threads";
        let route = one(Method::POST, template, channel, message);
        CreateThreadFromMessage::new(Request::json(self, route, Body::None)).name(name)
    }

    /// Begins a thread without a message; it is a private one unless its kind is set.
    pub fn create_thread(&self, channel: Id<Channel>, name: impl Into<String>) -> CreateThread {
        let route = of(Method::POST, "/channels/{channel.id}/threads", channel);
        CreateThread::new(Request::json(self, route, Body::None)).name(name)
    }

    /// Begins a thread in a forum or a media channel, with its first message.
    ///
    /// ```no_run
    /// # use ito::model::{Channel, Id};
    /// # fn f(rest: &ito::rest::Rest, forum: Id<Channel>) -> Result<(), ito::rest::Error> {
    /// rest.create_forum_thread(forum, "tea").content("which one?").send()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_forum_thread(&self, forum: Id<Channel>, name: impl Into<String>) -> CreateForumThread {
        let route = of(Method::POST, "/channels/{channel.id}/threads", forum);
        let mut builder = CreateForumThread::new(Request::json(self, route, Body::None)).name(name);
        builder.options = builder.options.within("message");
        builder
    }

    /// Joins a thread.
    pub fn join_thread(&self, thread: Id<Channel>) -> Request<()> {
        Request::empty(self, of(Method::PUT, ME, thread), Body::None)
    }

    /// Leaves a thread.
    pub fn leave_thread(&self, thread: Id<Channel>) -> Request<()> {
        Request::empty(self, of(Method::DELETE, ME, thread), Body::None)
    }

    /// Adds a user to a thread.
    pub fn add_thread_member(&self, thread: Id<Channel>, user: Id<User>) -> Request<()> {
        Request::empty(self, member(Method::PUT, thread, user), Body::None)
    }

    /// Removes a user from a thread.
    pub fn remove_thread_member(&self, thread: Id<Channel>, user: Id<User>) -> Request<()> {
        Request::empty(self, member(Method::DELETE, thread, user), Body::None)
    }

    /// A member of a thread.
    pub fn fetch_thread_member(&self, thread: Id<Channel>, user: Id<User>) -> FetchThreadMember {
        FetchThreadMember::new(Request::json(self, member(Method::GET, thread, user), Body::None))
    }

    /// The members of a thread with what they are in the guild, fetched a hundred at a time as the iterator goes on.
    /// Needs the intent `GUILD_MEMBERS`.
    pub fn list_thread_members(&self, thread: Id<Channel>) -> ListThreadMembers {
        let mut route = of(Method::GET, "/channels/{channel.id}/thread-members", thread);
        // Without it Discord gives all at once, whatever is asked for.
        route.query("with_member", "true");
        ListThreadMembers::new(self, route, 100, |answer, query| {
            list(answer, query, |member: &ThreadMember| member.user_id.map_or(0, Id::get))
        })
    }

    /// The archived threads of a channel that everybody sees, the one archived last first.
    pub fn list_public_archived_threads(&self, channel: Id<Channel>) -> ListArchivedThreads {
        let route = of(Method::GET, "/channels/{channel.id}/threads/archived/public", channel);
        ListArchivedThreads::new(self, route, 100, |answer, _| archived(answer))
    }

    /// The archived private threads of a channel, the one archived last first.
    pub fn list_private_archived_threads(&self, channel: Id<Channel>) -> ListArchivedThreads {
        let route = of(Method::GET, "/channels/{channel.id}/threads/archived/private", channel);
        ListArchivedThreads::new(self, route, 100, |answer, _| archived(answer))
    }

    /// The archived private threads of a channel that the bot is in, the newest first.
    pub fn list_joined_private_archived_threads(&self, channel: Id<Channel>) -> ListJoinedThreads {
        let route = of(Method::GET, "/channels/{channel.id}/users/@me/threads/archived/private", channel);
        ListJoinedThreads::new(self, route, 100, |answer, _| {
            threads(answer, |thread| Some(thread.id.to_string()))
        })
    }

    /// Searches the threads of a channel, 25 at a time.
    ///
    /// As long as Discord has no index of them, this is an error that knows when to ask again ([`Error::retry_after`]).
    pub fn search_threads(&self, channel: Id<Channel>) -> SearchThreads {
        let route = of(Method::GET, "/channels/{channel.id}/threads/search", channel);
        SearchThreads::new(Request::search(self, route))
    }
}

fn member(method: Method, thread: Id<Channel>, user: Id<User>) -> Route {
    let values = [Value::Id(thread.get()), Value::Id(user.get())];
    Route::new(method, "/channels/{channel.id}/thread-members/{user.id}", &values)
}

const ME: &str = "/channels/{channel.id}/thread-members/@me";

fn archived(answer: Answer<'_>) -> Result<Page<Channel>, Error> {
    threads(answer, |thread| Some(thread.thread_metadata.as_ref()?.archive_timestamp?.to_string()))
}

/// A page of threads, each with the bot's membership; `before` is where the next one starts.
fn threads(answer: Answer<'_>, before: fn(&Channel) -> Option<String>) -> Result<Page<Channel>, Error> {
    let page: Threads = answer.read()?;
    let mut items = page.threads;
    for member in page.members {
        if let Some(thread) = items.iter_mut().find(|thread| member.id == Some(thread.id)) {
            thread.member = Some(Box::new(member));
        }
    }
    let last = items.last().filter(|_| page.has_more == Some(true));
    let next = last.and_then(before).map(|before| ("before", before));
    Ok(Page { items, next })
}

options! {
    /// A thread to begin at a message; see [`Rest::create_thread_from_message`].
    pub struct CreateThreadFromMessage -> Channel, with reason;

    /// The name, of 1 to 100 characters.
    body name: String, 1..=100;
    /// After how much silence it is hidden: an hour, a day, three days or a week.
    body auto_archive_duration: Duration => minutes;
    /// How long a user waits between two messages, up to 6 hours.
    patch rate_limit_per_user: Duration => seconds, ..=21_600;
}

options! {
    /// A thread to begin; see [`Rest::create_thread`].
    pub struct CreateThread -> Channel, with reason;

    /// The name, of 1 to 100 characters.
    body name: String, 1..=100;
    /// After how much silence it is hidden: an hour, a day, three days or a week.
    body auto_archive_duration: Duration => minutes;
    /// Whether it is public, private or of an announcement channel.
    body kind as "type": ChannelType;
    /// Of a private thread: whether everybody in it may invite others.
    body invitable: bool;
    /// How long a user waits between two messages, up to 6 hours.
    patch rate_limit_per_user: Duration => seconds, ..=21_600;
}

options! {
    /// A thread to begin in a forum, with its first message; see [`Rest::create_forum_thread`].
    pub struct CreateForumThread -> Channel, with message, with post, with reason;

    /// The name, of 1 to 100 characters.
    body name: String, 1..=100;
    /// After how much silence it is hidden: an hour, a day, three days or a week.
    body auto_archive_duration: Duration => minutes;
    /// How long a user waits between two messages, up to 6 hours.
    patch rate_limit_per_user: Duration => seconds, ..=21_600;
    /// Its tags, at most 5.
    body applied_tags: Vec<Id<ForumTag>>, ..=5;
}

options! {
    /// A member of a thread to fetch; see [`Rest::fetch_thread_member`].
    pub struct FetchThreadMember -> ThreadMember;

    /// Whether to give with it what the user is in the guild.
    query with_member: bool;
}

options! {
    /// A search for threads; see [`Rest::search_threads`].
    pub struct SearchThreads -> Threads;

    /// Words of their names, at most 100 characters.
    query name: String, ..=100;
    /// How many other words may stand between those looked for, up to 100.
    query slop = u32, ..=100;
    /// Threads newer than this one.
    query min_id: Id<Channel>;
    /// Threads older than this one.
    query max_id: Id<Channel>;
    /// With these tags, at most 20.
    query tag: Vec<Id<ForumTag>>, ..=20;
    /// Whether they have all tags or some of them.
    query tag_setting: ThreadSearchTagSetting;
    /// Whether they are archived.
    query archived: bool;
    /// What they are sorted by.
    query sort_by: ThreadSearchSortMode;
    /// The newest first, unless set.
    query sort_order: SortingOrder;
    /// How many at most, up to 25.
    query limit = u32, 1..=25;
    /// How many to leave out, up to 9,975.
    query offset = u32, ..=9975;
}

list_pages! {
    /// The members of a thread; see [`Rest::list_thread_members`].
    pub struct ListThreadMembers -> ThreadMember;

    /// Starts behind this user.
    query after: Id<User>;
}

list_pages! {
    /// Archived threads, each with the bot's membership; see [`Rest::list_public_archived_threads`].
    pub struct ListArchivedThreads -> Channel;

    /// Starts with the one archived last before this time.
    query before: Timestamp;
}

list_pages! {
    /// Archived private threads that the bot is in; see [`Rest::list_joined_private_archived_threads`].
    pub struct ListJoinedThreads -> Channel;

    /// Starts with the newest that is older than this one.
    query before: Id<Channel>;
}
