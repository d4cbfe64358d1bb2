//! Points in time that travel as milliseconds since 1970: `#[serde(with = "millis")]` on an `Option<Timestamp>`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Timestamp;

// serde passes a reference to the field.
#[allow(clippy::ref_option)]
pub(crate) fn serialize<S: Serializer>(time: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    time.map(Timestamp::as_millis).serialize(serializer)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    // Whole microseconds have to fit: users choose these numbers.
    let millis = Option::<i64>::deserialize(deserializer)?;
    Ok(millis.map(|millis| Timestamp::from_millis(millis.clamp(i64::MIN / 1000, i64::MAX / 1000))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_are_read_and_written() {
        #[derive(Deserialize, Serialize)]
        #[serde(default)]
        #[derive(Default)]
        struct Times {
            #[serde(with = "super", skip_serializing_if = "Option::is_none")]
            at: Option<Timestamp>,
        }
        for text in [r#"{"at":1507665886123}"#, "{}"] {
            let times: Times = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&times).unwrap(), text);
        }
        assert!(serde_json::from_str::<Times>(r#"{"at":9223372036854775807}"#).unwrap().at.is_some());
    }
}
