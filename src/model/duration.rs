//! How `Duration`s travel: as whole numbers of milliseconds, seconds, minutes, hours or days, whichever Discord chose for the field.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// `#[serde(with = "duration::milliseconds")]`; never `null`.
pub(crate) mod milliseconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(span: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        u64::try_from(span.as_millis()).unwrap_or(u64::MAX).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        u64::deserialize(deserializer).map(Duration::from_millis)
    }
}

/// `#[serde(with = "duration::seconds")]`.
pub(crate) mod seconds {
    super::unit!(1);
}

/// `#[serde(with = "duration::minutes")]`.
pub(crate) mod minutes {
    super::unit!(60);
}

/// `#[serde(with = "duration::hours")]`.
pub(crate) mod hours {
    super::unit!(3600);
}

/// `#[serde(with = "duration::days")]`.
pub(crate) mod days {
    super::unit!(86_400);
}

/// A `Duration`, or one that may be `null`.
pub(crate) trait Span: Sized {
    /// Nothing for `null` where that does not fit.
    fn from_secs(secs: Option<u64>) -> Option<Self>;

    fn secs(&self) -> Option<u64>;
}

impl Span for Duration {
    fn from_secs(secs: Option<u64>) -> Option<Self> {
        secs.map(Self::from_secs)
    }

    fn secs(&self) -> Option<u64> {
        Some(self.as_secs())
    }
}

impl Span for Option<Duration> {
    fn from_secs(secs: Option<u64>) -> Option<Self> {
        Some(secs.map(Duration::from_secs))
    }

    fn secs(&self) -> Option<u64> {
        self.as_ref().map(Duration::as_secs)
    }
}

macro_rules! unit {
    ($secs:literal) => {
        pub(crate) fn serialize<S: serde::Serializer, T: super::Span>(
            span: &T,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            super::write(span, $secs, serializer)
        }

        pub(crate) fn deserialize<'de, D: serde::Deserializer<'de>, T: super::Span>(
            deserializer: D,
        ) -> Result<T, D::Error> {
            super::read($secs, deserializer)
        }
    };
}

use unit;

fn write<S: Serializer, T: Span>(span: &T, unit: u64, serializer: S) -> Result<S::Ok, S::Error> {
    span.secs().map(|secs| secs / unit).serialize(serializer)
}

fn read<'de, D: Deserializer<'de>, T: Span>(unit: u64, deserializer: D) -> Result<T, D::Error> {
    let units = Option::<u64>::deserialize(deserializer)?;
    let expected = "a whole number of a length of time";
    T::from_secs(units.map(|n| n.saturating_mul(unit)))
        .ok_or_else(|| de::Error::invalid_type(de::Unexpected::Unit, &expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Default, Deserialize, Serialize)]
    #[serde(default)]
    struct Spans {
        #[serde(with = "seconds")]
        afk: Duration,
        #[serde(with = "minutes", skip_serializing_if = "Option::is_none")]
        archive: Option<Duration>,
        #[serde(with = "days")]
        grace: Option<Duration>,
    }

    #[test]
    fn each_unit_is_read_and_written_as_discord_counts() {
        let text = r#"{"afk":300,"archive":1440,"grace":7}"#;
        let spans: Spans = serde_json::from_str(text).unwrap();
        let day = Duration::from_secs(86_400);
        assert_eq!(spans, Spans { afk: Duration::from_secs(300), archive: Some(day), grace: Some(day * 7) });
        assert_eq!(serde_json::to_string(&spans).unwrap(), text);
    }

    #[test]
    fn null_and_nothing_are_none_where_they_fit_and_refused_where_not() {
        let spans: Spans = serde_json::from_str(r#"{"archive":null}"#).unwrap();
        assert_eq!(spans, Spans::default());
        assert_eq!(serde_json::to_string(&spans).unwrap(), r#"{"afk":0,"grace":null}"#);
        for text in [r#"{"afk":null}"#, r#"{"afk":-1}"#, r#"{"afk":"1"}"#] {
            assert!(serde_json::from_str::<Spans>(text).is_err(), "{text}");
        }
    }
}
