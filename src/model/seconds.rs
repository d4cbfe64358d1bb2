//! Points in time that travel as seconds since 1970: `#[serde(with = "seconds")]` on a `Timestamp` or an `Option` of one.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Timestamp;

pub(crate) fn serialize<S: Serializer, T: Moment>(time: &T, serializer: S) -> Result<S::Ok, S::Error> {
    time.time().map(Timestamp::as_secs).serialize(serializer)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: Moment>(deserializer: D) -> Result<T, D::Error> {
    let secs = Option::<i64>::deserialize(deserializer)?;
    T::from_time(secs.map(Timestamp::from_secs))
        .ok_or_else(|| de::Error::invalid_type(de::Unexpected::Unit, &"seconds since 1970"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_read_and_written() {
        #[derive(Debug, PartialEq, Default, Deserialize, Serialize)]
        #[serde(default)]
        struct Times {
            #[serde(with = "super")]
            at: Timestamp,
            #[serde(with = "super", skip_serializing_if = "Option::is_none")]
            until: Option<Timestamp>,
        }
        for text in [r#"{"at":1507665886,"until":-1}"#, r#"{"at":0}"#, r#"{"at":9223372036854,"until":9}"#] {
            let times: Times = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&times).unwrap(), text);
        }
        assert_eq!(serde_json::from_str::<Times>(r#"{"until":null}"#).unwrap(), Times::default());
        assert!(serde_json::from_str::<Times>(r#"{"at":null}"#).is_err());
    }
}
