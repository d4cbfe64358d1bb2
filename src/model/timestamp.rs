//! A point in time as Discord writes it: ISO 8601, to the microsecond.
//!
//! <https://docs.discord.com/developers/reference#iso8601-datetime>

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::de::{self, Deserialize, Deserializer};
use serde::{Serialize, Serializer};

/// A point in time, to the microsecond.
///
/// <https://docs.discord.com/developers/reference#iso8601-date-time>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp {
    micros: i64,
}

impl Timestamp {
    /// Now, by the system's clock.
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// From seconds of Unix time.
    pub const fn from_secs(secs: i64) -> Self {
        Self { micros: secs.saturating_mul(1_000_000) }
    }

    /// From milliseconds of Unix time.
    pub const fn from_millis(millis: i64) -> Self {
        Self { micros: millis.saturating_mul(1_000) }
    }

    /// From microseconds of Unix time.
    pub const fn from_micros(micros: i64) -> Self {
        Self { micros }
    }

    /// Seconds of Unix time, rounded down.
    pub const fn as_secs(self) -> i64 {
        self.micros.div_euclid(1_000_000)
    }

    /// Milliseconds of Unix time, rounded down.
    pub const fn as_millis(self) -> i64 {
        self.micros.div_euclid(1_000)
    }

    /// Microseconds of Unix time.
    pub const fn as_micros(self) -> i64 {
        self.micros
    }

    /// The time from `earlier` to this one; zero when it is not earlier.
    pub const fn since(self, earlier: Self) -> Duration {
        let micros = self.micros.saturating_sub(earlier.micros);
        Duration::from_micros(if micros > 0 { micros as u64 } else { 0 })
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let micros = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_micros()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_micros()).map_or(i64::MIN, |m| -m),
        };
        Self { micros }
    }
}

impl From<Timestamp> for SystemTime {
    fn from(time: Timestamp) -> Self {
        let distance = Duration::from_micros(time.micros.unsigned_abs());
        if time.micros >= 0 { UNIX_EPOCH + distance } else { UNIX_EPOCH - distance }
    }
}

/// ISO 8601 in UTC, as Discord writes it: `2015-04-26T06:26:56.936000+00:00`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, second) = (self.as_secs().div_euclid(DAY), self.as_secs().rem_euclid(DAY));
        let (year, month, day) = date(days);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let micro = self.micros.rem_euclid(1_000_000);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micro:06}+00:00")
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        parse(text.as_bytes()).ok_or(TimestampError)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time in ISO 8601")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
                text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

/// A text that is no time in ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimestampError;

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a time in ISO 8601, such as 2015-04-26T06:26:56.936000+00:00")
    }
}

impl std::error::Error for TimestampError {}

const DAY: i64 = 86_400;

/// `YYYY-MM-DDThh:mm:ss`, a fraction or none, `Z`, an offset, or neither where UTC is meant.
fn parse(text: &[u8]) -> Option<Timestamp> {
    let number = |at: usize, len: usize| digits(text.get(at..at + len)?);
    let (year, month, day) = (number(0, 4)?, number(5, 2)?, number(8, 2)?);
    let (hour, minute, second) = (number(11, 2)?, number(14, 2)?, number(17, 2)?);
    let separators = [text[4], text[7], text[10] | 0x20, text[13], text[16]];
    // `T` or a blank between date and time.
    let between = matches!(text[10], b'T' | b't' | b' ');
    let fits =
        (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second <= 60;
    if !fits || !between || separators[0] != b'-' || separators[1] != b'-' || separators[3..] != *b"::" {
        return None;
    }
    let rest = &text[19..];
    let (micros, rest) = match rest.split_first() {
        Some((b'.', rest)) => {
            let len = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            let kept = digits(&rest[..len.min(6)])? * 10_i64.pow(6 - u32::try_from(len.min(6)).ok()?);
            (if len == 0 { return None } else { kept }, &rest[len..])
        }
        _ => (0, rest),
    };
    let offset = match rest {
        b"Z" | b"z" | b"" => 0,
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let minutes = digits(&[*h1, *h2])? * 60 + digits(&[*m1, *m2])?;
            if *sign == b'-' { -minutes } else { minutes }
        }
        _ => return None,
    };
    let secs = days(year, month, day) * DAY + hour * 3600 + minute * 60 + second - offset * 60;
    Some(Timestamp { micros: secs * 1_000_000 + micros })
}

fn digits(text: &[u8]) -> Option<i64> {
    text.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0')))
}

/// Days from 1970-01-01 to a date of the Gregorian calendar; years begin in March, so that a leap day ends one.
pub(super) const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date that many days after 1970-01-01.
pub(super) const fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + if month <= 2 { 1 } else { 0 }, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discords_forms_are_read_and_written_again() {
        for (text, micros) in [
            ("1970-01-01T00:00:00.000000+00:00", 0),
            ("2015-04-26T06:26:56.936000+00:00", 1_430_029_616_936_000),
            ("2024-02-29T23:59:59.999999+00:00", 1_709_251_199_999_999),
            ("1969-12-31T23:59:59.999999+00:00", -1),
        ] {
            let time: Timestamp = text.parse().unwrap();
            assert_eq!((time.as_micros(), time.to_string().as_str()), (micros, text));
        }
    }

    #[test]
    fn other_forms_of_iso_8601_are_read() {
        for text in [
            "2021-03-04T05:06:07Z",
            "2021-03-04T05:06:07",
            "2021-03-04T05:06:07+00:00",
            "2021-03-04T07:06:07.0+02:00",
            "2021-03-03T23:36:07.0000000-05:30",
        ] {
            assert_eq!(text.parse::<Timestamp>().unwrap().as_secs(), 1_614_834_367, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "2021",
            "2021-13-04T05:06:07Z",
            "2021-03-04X05:06:07Z",
            "é021-03-04T05:06:07Z",
            "2021-03-04T05:06:07.Z",
            "2021-03-04T05:06:07+é000",
        ] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_day_of_four_centuries_is_its_own() {
        for day in -100_000..100_000 {
            let (year, month, of_month) = date(day);
            assert_eq!(days(year, month, of_month), day);
        }
    }
}
