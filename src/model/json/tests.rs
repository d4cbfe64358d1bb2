//! What is read and written is what serde_json reads and writes, and what it refuses is refused.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Raw, from_str, to_string};
use crate::model::Id;

/// Texts of which each piece of the grammar is in one.
const TEXTS: &[&str] = &[
    r#"{"a":[1,-2,0.5,1e3,2E-2,-0,-0.0,18446744073709551615,-9223372036854775808,18446744073709551616],"b":{}}"#,
    r#" { "text" : "plain \" \\ \/ \b\f\n\r\t \u00e9 \ud83e\udd8a 🦊 and long enough for words of eight" , "c" : [ ] } "#,
    r#"[true,false,null,[],[[]],{"":{"":""}},"","\u0000",[{"k\u0065y":1}]]"#,
    "\n\t[ 1 ,\r\n 2 ]\n",
    r#""a text alone""#,
    "-12.25e+3",
];

fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    from_str(text).ok()
}

#[test]
fn a_text_is_read_or_refused_as_serde_json_does() {
    let mut random = fastrand::Rng::with_seed(7);
    let mut taken = 0;
    for round in 0..40_000 {
        let mut text: Vec<char> = TEXTS[round % TEXTS.len()].chars().collect();
        for _ in 0..random.usize(..3) {
            let at = random.usize(..text.len());
            let other = char::from(*random.choice(b"{}[]\",:\\u0d8e-+.1tfn \x01").expect("there are some"));
            match random.u8(..3) {
                0 => text[at] = other,
                1 => text.insert(at, other),
                _ => drop(text.remove(at)),
            }
            if text.is_empty() {
                break;
            }
        }
        let text: String = text.into_iter().collect();
        let expected = serde_json::from_str::<Value>(&text).ok().map(rounded);
        taken += usize::from(expected.is_some());
        assert_eq!(read::<Value>(&text).map(rounded), expected, "{text}");
        if let Some(value) = &expected {
            assert_eq!(to_string(value), value.to_string());
        }
        let is_json = serde_json::from_str::<IgnoredAny>(&text).is_ok();
        assert_eq!(read::<IgnoredAny>(&text).is_some(), is_json, "{text}");
        assert_eq!(read::<Raw>(&text).map(|raw| raw.0), is_json.then(|| text.trim().into()), "{text}");
    }
    assert!((10_000..35_000).contains(&taken), "{taken} were taken, so that little was tried");
}

/// Fractions as serde_json reads them: their last bits may be wrong.
fn rounded(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => {
            number.as_f64().map(|number| format!("{number:.9e}")).into()
        }
        Value::Array(list) => list.into_iter().map(rounded).collect(),
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, rounded(value))).collect(),
        other => other,
    }
}

#[derive(Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
struct Thing {
    id: Id<Thing>,
    on: bool,
    small: i8,
    real: f64,
    letter: Option<char>,
    pair: (u8, String),
    parts: Vec<Thing>,
    by_number: BTreeMap<u16, i32>,
    by_id: BTreeMap<Id<Thing>, Option<Box<Thing>>>,
}

#[test]
fn types_are_read_as_serde_json_does() {
    for text in [
        r#"{"id":"7","on":true,"small":-128,"real":3,"letter":"é","pair":[1,"x"],"parts":[{"id":8},{}],"new":[{}]}"#,
        r#"{"by_number":{"7":-1,"65535":2},"by_id":{"9":null,"1\u0030":{"id":10}},"letter":null}"#,
        r#"{"i\u0064":"7"}"#,
        r#"{"by_number":{"x":1}}"#,
        r#"{"by_number":{"65536":1}}"#,
        r#"{"id":1,"id":2}"#,
        r#"{"pair":[1]}"#,
        r#"{"pair":[1,"x",2]}"#,
        r#"{"small":128}"#,
        r#"{"real":"3"}"#,
        r#"{"parts":{}}"#,
        r#"{"parts":null}"#,
        r#"{"on":[]}"#,
        "7",
    ] {
        let thing = read::<Thing>(text);
        assert_eq!(thing, serde_json::from_str(text).ok(), "{text}");
        assert_eq!(to_string(&thing), serde_json::to_string(&thing).unwrap(), "{text}");
    }
}

#[test]
fn an_object_is_no_list_and_nesting_ends() {
    let error = from_str::<Thing>(r#"{"parts":[[]]}"#).unwrap_err();
    assert_eq!(error.error.to_string(), "invalid type: sequence, expected struct Thing at line 1 column 10");
    let nested = |deep: usize| format!("{}{}", "[".repeat(deep), "]".repeat(deep));
    assert_eq!((read::<Value>(&nested(48)).is_some(), read::<Value>(&nested(49))), (true, None));
    assert!(read::<IgnoredAny>(&nested(100_000)).is_some());
}

#[test]
fn an_error_stands_where_the_reader_stopped() {
    for (text, at, error) in [
        ("{\n\"on\" :\n 7 }", 11, "invalid type: integer `7`, expected a boolean at line 3 column 2"),
        (r#"{"on":"é"}"#, 10, "invalid type: string \"é\", expected a boolean at line 1 column 10"),
        (r#"{"on": {"a":1}}"#, 7, "invalid type: map, expected a boolean at line 1 column 7"),
        (r#"{"on":true,"on":true}"#, 15, "duplicate field `on` at line 1 column 15"),
        (r#"{"on":true"#, 10, "it ends too soon at line 1 column 10"),
    ] {
        let misfit = from_str::<Thing>(text).unwrap_err();
        assert_eq!((misfit.at, &*misfit.error.to_string()), (at, error), "{text}");
    }
}
