//! Each operation with the call that makes it and all of its options, in a file per part of the API.

mod application;
mod channel;
mod guild;
mod message;

use ito::model::*;
use ito::rest::{Error, Rest};

pub(crate) use self::application::OF_USERS;

/// A call with all of its options.
pub(crate) type Call = fn(&Rest) -> Result<(), Error>;

/// Operations by their ids, part by part.
pub(crate) const CALLS: &[&[(&str, Call)]] =
    &[guild::CALLS, application::CALLS, channel::CALLS, message::CALLS, OF_USERS];

const G: Id<Guild> = Id::new(1);
const U: Id<User> = Id::new(2);
const C: Id<Channel> = Id::new(3);
const R: Id<Role> = Id::new(4);
const M: Id<Message> = Id::new(5);

fn png() -> ImageData {
    ImageData::png([1, 2, 3])
}

/// What the first item of a list came to; an empty list is fine.
fn first<T>(mut list: impl Iterator<Item = Result<T, Error>>) -> Result<(), Error> {
    list.next().map_or(Ok(()), |item| item.map(drop))
}
