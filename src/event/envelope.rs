//! The envelope of a gateway payload: op, sequence, name, and the data left as it came.
//!
//! Discord writes `t`, `s`, `op` before `d`, so most envelopes are read without walking the data; any other order is
//! read the careful way. <https://docs.discord.com/developers/events/gateway-events#payload-structure>

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

/// One payload of the gateway, its data still JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// The opcode; dispatches are 0.
    pub op: u64,
    /// The sequence number of a dispatch.
    pub seq: Option<u64>,
    /// The name of a dispatch.
    pub name: Option<Cow<'a, str>>,
    /// The data, as JSON; `null` when there is none. Only looked at as far as needed to find its end: see [`Envelope::check`].
    pub data: &'a str,
    /// The whole payload, for the careful way.
    whole: &'a str,
    /// Whether the data was walked, so that its end is known and its syntax is right.
    walked: bool,
}

impl<'a> Envelope<'a> {
    /// Reads an envelope.
    ///
    /// # Errors
    /// When `text` is no JSON object with an opcode.
    pub fn read(text: &'a str) -> Result<Self, serde_json::Error> {
        match Self::read_ahead(text) {
            Some(envelope) => Ok(envelope),
            None => Self::read_whole(text),
        }
    }

    /// Walks the data if that has not been done, so that it is known to be JSON and to end where it ends.
    ///
    /// # Errors
    /// When the payload is no JSON.
    pub fn check(&mut self) -> Result<(), serde_json::Error> {
        if !self.walked {
            *self = Self::read_whole(self.whole)?;
        }
        Ok(())
    }

    /// `{"t":…,"s":…,"op":…,"d":` in that order, the rest unread.
    fn read_ahead(text: &'a str) -> Option<Self> {
        let rest = text.trim_ascii_end().strip_prefix("{\"t\":")?;
        let (name, rest) = match rest.strip_prefix('"') {
            Some(rest) => {
                let (name, rest) = rest.split_once('"')?;
                if name.contains('\\') {
                    return None;
                }
                (Some(Cow::Borrowed(name)), rest)
            }
            None => (None, rest.strip_prefix("null")?),
        };
        let rest = rest.strip_prefix(",\"s\":")?;
        let (seq, rest) = match rest.strip_prefix("null") {
            Some(rest) => (None, rest),
            None => number(rest).map(|(n, rest)| (Some(n), rest))?,
        };
        let (op, rest) = number(rest.strip_prefix(",\"op\":")?)?;
        let data = rest.strip_prefix(",\"d\":")?.strip_suffix('}')?;
        Some(Self { op, seq, name, data, whole: text, walked: false })
    }

    fn read_whole(text: &'a str) -> Result<Self, serde_json::Error> {
        let wire: Wire<'a> = serde_json::from_str(text)?;
        let data = wire.d.map_or("null", RawValue::get);
        Ok(Self { op: wire.op, seq: wire.s, name: wire.t, data, whole: text, walked: true })
    }
}

/// A run of digits and what follows it.
fn number(text: &str) -> Option<(u64, &str)> {
    let end = text.bytes().position(|b| !b.is_ascii_digit())?;
    Some((text[..end].parse().ok()?, &text[end..]))
}

#[derive(Deserialize)]
struct Wire<'a> {
    op: u64,
    #[serde(default, borrow)]
    d: Option<&'a RawValue>,
    #[serde(default)]
    s: Option<u64>,
    #[serde(default, borrow)]
    t: Option<Cow<'a, str>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_order_of_keys_reads_alike() {
        for text in [
            r#"{"t":"X","s":7,"op":0,"d":{"a":[1,"}"]}}"#,
            r#"{"op":0,"d":{"a":[1,"}"]},"s":7,"t":"X"}"#,
            r#" { "t" : "X", "s": 7, "op": 0, "d": {"a":[1,"}"]} } "#,
            r#"{"t":"X","s":7,"op":0,"d":{"a":[1,"}"]},"new":{"y":1}}"#,
            r#"{"t":"\u0058","s":7,"op":0,"d":{"a":[1,"}"]}}"#,
        ] {
            let mut envelope = Envelope::read(text).unwrap();
            envelope.check().unwrap();
            assert_eq!(
                (envelope.op, envelope.seq, envelope.name.as_deref()),
                (0, Some(7), Some("X")),
                "{text}"
            );
            assert_eq!(envelope.data, r#"{"a":[1,"}"]}"#, "{text}");
        }
    }

    #[test]
    fn what_is_missing_is_nothing() {
        let mut envelope = Envelope::read(r#"{"op":11}"#).unwrap();
        envelope.check().unwrap();
        assert_eq!((envelope.op, envelope.seq, &envelope.name, envelope.data), (11, None, &None, "null"));
        let envelope = Envelope::read(r#"{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":1}}"#).unwrap();
        assert_eq!((envelope.op, envelope.data), (10, r#"{"heartbeat_interval":1}"#));
    }

    #[test]
    fn a_payload_that_is_no_envelope_is_an_error() {
        for text in [
            "",
            "x",
            "[]",
            "{}",
            r#"{"op":"0"}"#,
            r#"{"op":-1}"#,
            r#"{"op":0,"s":"1"}"#,
            r#"{"t":"X","s":1,"op":0,"d":{]}"#,
        ] {
            let read = Envelope::read(text).and_then(|mut e| e.check());
            assert!(read.is_err(), "{text}");
        }
    }
}
