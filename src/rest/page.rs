//! Lists that come in pages: an iterator that fetches the next page when it needs one.

use std::collections::VecDeque;
use std::fmt;

use serde::de::DeserializeOwned;

use super::answer::Answer;
use super::body::Body;
use super::fields::Fields;
use super::options::Options;
use super::route::Route;
use super::{Error, Request, Rest};

/// The things of a page, and the option that asks for the next one.
pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
    /// Nothing when this was the last.
    pub(super) next: Option<(&'static str, String)>,
}

/// How the bytes of a page are read; what was asked for says in which direction to go on.
pub(super) type Read<T> = fn(Answer<'_>, &Fields) -> Result<Page<T>, Error>;

/// A list and how much of it has come.
pub(super) struct Pages<T> {
    rest: Rest,
    route: Route,
    read: Read<T>,
    /// The most that Discord gives at once.
    most: usize,
    /// How many are wanted yet.
    wanted: usize,
    page: VecDeque<T>,
    ended: bool,
}

impl<T> Pages<T> {
    pub(super) fn new(rest: &Rest, route: Route, most: usize, read: Read<T>) -> Self {
        let rest = rest.clone();
        Self { rest, route, read, most, wanted: usize::MAX, page: VecDeque::new(), ended: false }
    }

    pub(super) fn limit(&mut self, limit: usize) {
        self.wanted = limit;
    }

    pub(super) fn next(&mut self, options: &mut Options) -> Option<Result<T, Error>> {
        if self.wanted == 0 {
            return None;
        }
        while self.page.is_empty() {
            if self.ended {
                return None;
            }
            if let Err(error) = self.fetch(options) {
                self.ended = true;
                return Some(Err(error));
            }
        }
        self.wanted -= 1;
        self.page.pop_front().map(Ok)
    }

    fn fetch(&mut self, options: &mut Options) -> Result<(), Error> {
        // Some lists refuse to be asked for one.
        let limit = self.wanted.clamp(2, self.most);
        options.query.set("limit", &limit);
        let body = ask(&self.rest, self.route.clone(), options.query.clone())?;
        let answer = Answer { body: &body, rest: &self.rest };
        let Page { items, next } =
            (self.read)(answer, &options.query).map_err(|e| e.on(&self.route.key, 1))?;
        self.ended = match next {
            Some((name, value)) => {
                let json = serde_json::to_string(&value).expect("a string is JSON");
                // A server that does not go on would give the same page for ever.
                let stands = options.query.value(name) == Some(json.as_str());
                options.query.set(name, &value);
                stands
            }
            None => true,
        };
        self.page = items.into();
        Ok(())
    }
}

fn ask(rest: &Rest, route: Route, query: Fields) -> Result<Vec<u8>, Error> {
    let mut options = Options::default();
    options.query = query;
    Request::new(rest, route, Body::None, |answer| Ok(answer.body.to_vec())).options(options).send()
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("route", &self.route).finish_non_exhaustive()
    }
}

/// Reads a page that is a list of things with ids, or `null`.
pub(super) fn list<T: DeserializeOwned>(
    answer: Answer<'_>,
    query: &Fields,
    id: fn(&T) -> u64,
) -> Result<Page<T>, Error> {
    let items: Option<Vec<T>> = answer.read()?;
    Ok(by_id(items.unwrap_or_default(), query, id))
}

/// A page of things with ids: the next one is on the far side of the last id.
pub(super) fn by_id<T>(items: Vec<T>, query: &Fields, id: fn(&T) -> u64) -> Page<T> {
    let ids: Vec<u64> = items.iter().map(id).collect();
    let next = cursor(&ids, query);
    Page { items, next }
}

fn cursor(ids: &[u64], query: &Fields) -> Option<(&'static str, String)> {
    let (first, last) = (ids.first()?, ids.last()?);
    let asked: usize = query.value("limit").and_then(|limit| limit.parse().ok()).unwrap_or(0);
    if ids.len() < asked || query.value("around").is_some() {
        return None;
    }
    let backwards = match (query.value("before"), query.value("after")) {
        (Some(_), _) => true,
        (None, Some(_)) => false,
        (None, None) => first > last,
    };
    let (name, id) = if backwards { ("before", ids.iter().min()?) } else { ("after", ids.iter().max()?) };
    Some((name, id.to_string()))
}

/// Writes a list: its type, a setter for each option, and the iterator. The lines are those of `options!`.
macro_rules! list_pages {
    (
        $(#[$doc:meta])*
        pub struct $name:ident -> $item:ty;
        $($(#[$field_doc:meta])* $place:ident $field:ident $(as $wire:literal)?: $type:ty $(=> $convert:path)? $(, $limit:expr)? $(, each $each:expr)?;)*
    ) => {
        $(#[$doc])*
        #[must_use = "an iterator does nothing until it is asked"]
        #[derive(Debug)]
        pub struct $name {
            pages: $crate::rest::page::Pages<$item>,
            options: $crate::rest::options::Options,
        }

        impl $name {
            pub(in crate::rest) fn new(
                rest: &$crate::rest::Rest,
                route: $crate::rest::route::Route,
                most: usize,
                read: $crate::rest::page::Read<$item>,
            ) -> Self {
                let pages = $crate::rest::page::Pages::new(rest, route, most, read);
                Self { pages, options: Default::default() }
            }

            /// The most that the iterator gives; it asks for no more.
            pub fn limit(mut self, limit: usize) -> Self {
                self.pages.limit(limit);
                self
            }

            $($crate::rest::options::setter! {
                $(#[$field_doc])* $place $field [$($wire)?] [$type] [] [$($convert)?] [$($limit)?] [$($each)?]
            })*
        }

        impl Iterator for $name {
            type Item = Result<$item, $crate::rest::Error>;

            fn next(&mut self) -> Option<Self::Item> {
                self.pages.next(&mut self.options)
            }
        }
    };
}

pub(super) use list_pages;
