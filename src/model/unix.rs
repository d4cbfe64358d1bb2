//! Points in time that travel as numbers: seconds or milliseconds of Unix time.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Timestamp;

/// `#[serde(with = "unix::seconds")]`.
pub(crate) mod seconds {
    super::unit!(from_secs, as_secs);
}

/// `#[serde(with = "unix::millis")]`.
pub(crate) mod millis {
    super::unit!(from_millis, as_millis);
}

/// A `Timestamp`, or one that may be `null`.
pub(crate) trait Moment: Sized {
    /// Nothing for `null` where that does not fit.
    fn from_time(time: Option<Timestamp>) -> Option<Self>;

    fn time(&self) -> Option<Timestamp>;
}

impl Moment for Timestamp {
    fn from_time(time: Option<Timestamp>) -> Option<Self> {
        time
    }

    fn time(&self) -> Option<Timestamp> {
        Some(*self)
    }
}

impl Moment for Option<Timestamp> {
    fn from_time(time: Option<Timestamp>) -> Option<Self> {
        Some(time)
    }

    fn time(&self) -> Option<Timestamp> {
        *self
    }
}

macro_rules! unit {
    ($from:ident, $to:ident) => {
        pub(crate) fn serialize<S: serde::Serializer, T: super::Moment>(
            time: &T,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            super::write(time, serializer, super::Timestamp::$to)
        }

        pub(crate) fn deserialize<'de, D: serde::Deserializer<'de>, T: super::Moment>(
            deserializer: D,
        ) -> Result<T, D::Error> {
            super::read(deserializer, super::Timestamp::$from)
        }
    };
}

use unit;

fn write<S: Serializer, T: Moment>(
    time: &T,
    serializer: S,
    to: fn(Timestamp) -> i64,
) -> Result<S::Ok, S::Error> {
    time.time().map(to).serialize(serializer)
}

fn read<'de, D: Deserializer<'de>, T: Moment>(
    deserializer: D,
    from: fn(i64) -> Timestamp,
) -> Result<T, D::Error> {
    let number = Option::<i64>::deserialize(deserializer)?;
    T::from_time(number.map(from))
        .ok_or_else(|| de::Error::invalid_type(de::Unexpected::Unit, &"a whole number of Unix time"))
}
