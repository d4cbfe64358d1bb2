//! Snowflakes, each tagged with the kind of thing it names: a guild's id is no user's id.
//!
//! <https://docs.discord.com/developers/reference#snowflakes>

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};

use super::Timestamp;

/// The id of a `T`: 64 bits whose upper 42 are the time of its creation.
///
/// It travels as a string; a number is read, too. The default is 0, which names nothing.
///
/// <https://docs.discord.com/developers/reference#snowflakes>
pub struct Id<T: ?Sized> {
    value: u64,
    of: PhantomData<fn() -> Box<T>>,
}

impl<T: ?Sized> Id<T> {
    /// An id from its number.
    pub const fn new(value: u64) -> Self {
        Self { value, of: PhantomData }
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.value
    }

    /// When the thing was created, to the millisecond.
    pub const fn created_at(self) -> Timestamp {
        Timestamp::from_millis((self.value >> 22).cast_signed() + DISCORD_EPOCH)
    }

    /// The lowest id of things that are created at `time` or later: where a list by ids begins, or ends, at a moment. Times
    /// before 2015 give 0.
    ///
    /// ```
    /// # use ito::model::{Channel, Id, Timestamp};
    /// # fn f(rest: &ito::rest::Rest, channel: Id<Channel>) {
    /// let yesterday = Timestamp::from_secs(Timestamp::now().as_secs() - 86_400);
    /// for message in rest.list_messages(channel).after(Id::since(yesterday)) {
    ///     println!("{:?}", message.map(|message| message.content));
    /// }
    /// # }
    /// ```
    pub const fn since(time: Timestamp) -> Self {
        let millis = time.as_millis() - DISCORD_EPOCH;
        let most = (u64::MAX >> 22).cast_signed();
        let millis = if millis < 0 {
            0
        } else if millis > most {
            most
        } else {
            millis
        };
        Self::new(millis.cast_unsigned() << 22)
    }

    /// The same number as the id of another kind of thing: the @everyone role has its guild's id, for example.
    pub const fn cast<U: ?Sized>(self) -> Id<U> {
        Id::new(self.value)
    }
}

impl<T: ?Sized> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Id<T> {}

impl<T: ?Sized> Default for Id<T> {
    fn default() -> Self {
        Self::new(0)
    }
}

impl<T: ?Sized> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: ?Sized> Eq for Id<T> {}

impl<T: ?Sized> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: ?Sized> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<T: ?Sized> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<T: ?Sized> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.value)
    }
}

impl<T: ?Sized> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: ?Sized> From<u64> for Id<T> {
    fn from(value: u64) -> Self {
        Self::new(value)
    }
}

impl<T: ?Sized> FromStr for Id<T> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        if text.is_empty() {
            return Err(IdError);
        }
        let value = text.bytes().try_fold(0_u64, |value, byte| {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            value.checked_mul(10)?.checked_add(digit.into())
        });
        value.map(Self::new).ok_or(IdError)
    }
}

impl<T: ?Sized> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.value)
    }
}

impl<'de, T: ?Sized> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor).map(Self::new)
    }
}

/// A text that is no id: an id is a whole number below 2⁶⁴.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdError;

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id: an id is a whole number of at most 20 digits")
    }
}

impl std::error::Error for IdError {}

struct IdVisitor;

impl Visitor<'_> for IdVisitor {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id")
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<u64, E> {
        Ok(value)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<u64, E> {
        u64::try_from(value).map_err(|_| E::invalid_value(de::Unexpected::Signed(value), &self))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<u64, E> {
        text.parse::<Id<()>>().map(Id::get).map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

/// The first millisecond of 2015, in Unix time.
const DISCORD_EPOCH: i64 = 1_420_070_400_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_travels_as_a_string_and_is_read_from_a_number_too() {
        let id: Id<()> = serde_json::from_str("\"175928847299117063\"").unwrap();
        assert_eq!(id, serde_json::from_str("175928847299117063").unwrap());
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"175928847299117063\"");
        assert_eq!(id.created_at().to_string(), "2016-04-30T11:18:25.796000+00:00");
    }

    #[test]
    fn a_moment_has_a_lowest_id() {
        let id = Id::<()>::new(175_928_847_299_117_063);
        let first = Id::since(id.created_at());
        assert!(first <= id && first.created_at() == id.created_at() && first.get().trailing_zeros() >= 22);
        assert_eq!(Id::<()>::since(Timestamp::from_secs(0)).get(), 0);
        assert_eq!(Id::<()>::since(Timestamp::from_millis(i64::MAX / 1000)).get(), u64::MAX >> 22 << 22);
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in ["\"\"", "\"x\"", "-1", "\"+1\"", "1.5", "null", "\"99999999999999999999\""] {
            assert!(serde_json::from_str::<Id<()>>(text).is_err(), "{text}");
        }
        assert_eq!("18446744073709551615".parse::<Id<()>>().map(Id::get), Ok(u64::MAX));
    }
}
