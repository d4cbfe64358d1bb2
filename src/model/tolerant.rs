//! Reads JSON into a type although places of it do not fit: strict first; when that fails, the value that did not fit is
//! cut out of the text, and the rest is read again.
//!
//! The place of a failure is found by the column of serde_json's error, so the broken path needs no second copy of every
//! type's decoder, and the path that is not broken costs nothing.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::{DeserializeOwned, IgnoredAny};

use super::objects;

/// Why a text was not read at all.
#[derive(Debug)]
pub(crate) struct Unreadable {
    /// The first thing that did not fit.
    pub(crate) error: serde_json::Error,
    /// Where it is, as a JSON pointer; `None` when the text is no JSON.
    pub(crate) place: Option<String>,
}

/// Reads a value; what was left out is named in `drift`, as JSON pointers. When nothing helps the value is the default.
///
/// # Errors
/// When the text is no JSON.
pub(crate) fn read<T: DeserializeOwned + Default>(
    text: &str,
    drift: &mut Vec<String>,
) -> Result<T, serde_json::Error> {
    read_into(text, drift, std::convert::identity)
}

/// Reads a value as [`read`] does, right into where it will be: models are large, and to move them takes time.
///
/// # Errors
/// When the text is no JSON.
pub(crate) fn read_into<T: DeserializeOwned, P: Default>(
    text: &str,
    drift: &mut Vec<String>,
    place: fn(T) -> P,
) -> Result<P, serde_json::Error> {
    let mut value = None;
    let read = attempts(text, drift, &mut |text| {
        value = Some(place(objects::from_str(text)?));
        Ok(())
    });
    match read {
        Err(Unreadable { error, place: None }) => Err(error),
        _ => Ok(value.unwrap_or_default()),
    }
}

/// Reads a text by `attempt`, again and again, each time without what did not fit, until the rest fits.
///
/// # Errors
/// What was wrong at first, when nothing helps; `drift` names the whole then, too.
pub(crate) fn attempts(
    text: &str,
    drift: &mut Vec<String>,
    attempt: &mut dyn FnMut(&str) -> Result<(), serde_json::Error>,
) -> Result<(), Unreadable> {
    let Err(error) = attempt(text) else { return Ok(()) };
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        return Err(Unreadable { error, place: None });
    }
    let mut rest = Rest::new(text, &error, drift);
    while let Some(text) = rest.next() {
        match attempt(text) {
            Ok(()) => return Ok(()),
            Err(error) => rest.cut(&error),
        }
    }
    let found = Scan::new(text).find(offset(text, error.line(), error.column()));
    Err(Unreadable { error, place: Some(found.as_ref().map(Found::pointer).unwrap_or_default()) })
}

/// What is left of a text while places are cut out of it.
struct Rest<'d> {
    text: String,
    drift: &'d mut Vec<String>,
    /// Patterns of places that were cut, with the count of each.
    cut: Vec<(String, u32)>,
    /// The indices that were cut out of each list, as they were before.
    removed: BTreeMap<String, Vec<usize>>,
    rounds: u32,
    has_ended: bool,
}

impl<'d> Rest<'d> {
    fn new(text: &str, error: &serde_json::Error, drift: &'d mut Vec<String>) -> Self {
        let mut rest = Self {
            text: text.to_owned(),
            drift,
            cut: Vec::new(),
            removed: BTreeMap::new(),
            rounds: 0,
            has_ended: false,
        };
        match type_first(text) {
            // Where it failed is known only of the text that was read.
            Some(ordered) => rest.text = ordered,
            None => rest.cut(error),
        }
        rest
    }

    /// The text to try, unless there is no use in trying.
    fn next(&mut self) -> Option<&str> {
        self.rounds += 1;
        if self.rounds > MOST_ROUNDS {
            self.end();
        }
        (!self.has_ended).then_some(&*self.text)
    }

    /// Gives the whole up.
    fn end(&mut self) {
        if !self.has_ended {
            self.drift.push(String::new());
            self.has_ended = true;
        }
    }

    /// Cuts out the value that did not fit.
    fn cut(&mut self, error: &serde_json::Error) {
        let offset = offset(&self.text, error.line(), error.column());
        let Some(found) = Scan::new(&self.text).find(offset).filter(|found| !found.path.is_empty()) else {
            self.end();
            return;
        };
        let pattern = found.pattern();
        let count = if let Some((_, count)) = self.cut.iter_mut().find(|(known, _)| *known == pattern) {
            *count += 1;
            *count
        } else {
            self.cut.push((pattern.clone(), 1));
            1
        };
        if count < PATIENCE {
            self.remove(&found);
            return;
        }
        // The same place of one element after another: they are cut at once, so that a long list costs few rounds.
        let kind = self.text.as_bytes()[found.value.start];
        for other in Scan::new(&self.text).all(&pattern).into_iter().rev() {
            if is_alike(kind, self.text.as_bytes()[other.value.start]) {
                self.remove(&other);
            }
        }
    }

    /// Takes a value out, with its key and with the comma that would be one too many.
    fn remove(&mut self, found: &Found) {
        self.note(found);
        let bytes = self.text.as_bytes();
        let after =
            found.value.end + bytes[found.value.end..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let span = match found.comma {
            Some(comma) => comma..found.value.end,
            None if bytes.get(after) == Some(&b',') => found.begin..after + 1,
            None => found.begin..found.value.end,
        };
        self.text.replace_range(span, "");
    }

    /// Names a place that is about to be cut, by the indices of the text as it came.
    fn note(&mut self, found: &Found) {
        let mut pointer = String::new();
        for (at, step) in found.path.iter().enumerate() {
            match step {
                Step::Key(_) => pointer.push_str(&step.pointer()),
                Step::Index(index) => {
                    let mut before = *index;
                    let removed = self.removed.get(&pointer).map_or(&[][..], Vec::as_slice);
                    for gone in removed {
                        if *gone <= before {
                            before += 1;
                        }
                    }
                    if at + 1 == found.path.len() {
                        let removed = self.removed.entry(pointer.clone()).or_default();
                        let place = removed.partition_point(|gone| *gone < before);
                        removed.insert(place, before);
                    }
                    pointer.push_str(&Step::Index(before).pointer());
                }
            }
        }
        self.drift.push(pointer);
    }
}

/// The text with the `type` of each object before its other members, as Discord writes it; nothing when it is so.
///
/// What a member means may hang on the `type`; when that comes late, the place of an error is not known.
fn type_first(text: &str) -> Option<String> {
    let mut edits = Vec::new();
    let mut scan = Scan::new(text);
    while let Some(value) = scan.next() {
        let Some(Frame { start, key: Some(key), comma: Some(comma), .. }) = scan.open.last() else {
            continue;
        };
        let is_scalar = !matches!(text.as_bytes()[value.start], b'{' | b'[');
        if is_scalar && &text[key.clone()] == "\"type\"" {
            edits.push((start + 1, 0, Some(key.start..value.end)));
            edits.push((*comma, value.end - comma, None));
        }
    }
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|(place, ..)| *place);
    let mut ordered = String::with_capacity(text.len());
    let mut done = 0;
    for (place, skipped, moved) in edits {
        ordered.push_str(&text[done..place]);
        if let Some(moved) = moved {
            ordered.push_str(&text[moved]);
            ordered.push(',');
        }
        done = place + skipped;
    }
    ordered.push_str(&text[done..]);
    Some(ordered)
}

/// Whether two values that begin so are of the same kind.
fn is_alike(a: u8, b: u8) -> bool {
    let kind = |c: u8| {
        if c == b'-' || c.is_ascii_digit() {
            b'0'
        } else if c == b'f' {
            b't'
        } else {
            c
        }
    };
    kind(a) == kind(b)
}

/// From serde_json's line and column to a place in the text.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let begin = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    begin + column
}

/// A value in a text.
#[derive(Debug)]
struct Found {
    path: Vec<Step>,
    value: Range<usize>,
    /// Where its key begins, or the value when it has none.
    begin: usize,
    /// The comma before it.
    comma: Option<usize>,
}

#[derive(Debug, Clone)]
enum Step {
    Key(String),
    Index(usize),
}

impl Step {
    fn pointer(&self) -> String {
        match self {
            Self::Key(key) => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Self::Index(index) => format!("/{index}"),
        }
    }
}

impl Found {
    /// Its JSON pointer.
    fn pointer(&self) -> String {
        self.path.iter().map(Step::pointer).collect()
    }

    /// Its JSON pointer, with a star for each index and for each id.
    fn pattern(&self) -> String {
        let step = |step: &Step| match step {
            Step::Key(key) if key.bytes().any(|b| !b.is_ascii_digit()) => format!("/{key}"),
            _ => "/*".to_owned(),
        };
        self.path.iter().map(step).collect()
    }
}

/// A walk through a text that is JSON, without recursion: nesting costs no stack.
struct Scan<'t> {
    text: &'t [u8],
    at: usize,
    open: Vec<Frame>,
}

/// A list or an object that has not ended yet.
struct Frame {
    start: usize,
    is_object: bool,
    /// The key of the member that is being read.
    key: Option<Range<usize>>,
    index: usize,
    /// The comma before that member.
    comma: Option<usize>,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str) -> Self {
        Self { text: text.as_bytes(), at: 0, open: Vec::new() }
    }

    /// The innermost value in which a decoder stopped. It stops at the end of a scalar or a key, and at the start of a
    /// list or an object.
    fn find(mut self, offset: usize) -> Option<Found> {
        while let Some(value) = self.next() {
            let key = self.open.last().and_then(|frame| frame.key.clone());
            let is_key = key.is_some_and(|key| key.start < offset && offset <= key.end);
            if is_key || (value.start <= offset && offset <= value.end) {
                return Some(self.found(value));
            }
        }
        None
    }

    /// All values at places of that pattern.
    fn all(mut self, pattern: &str) -> Vec<Found> {
        let mut all = Vec::new();
        while let Some(value) = self.next() {
            let found = self.found(value);
            if found.pattern() == pattern {
                all.push(found);
            }
        }
        all
    }

    /// The next value that ends: inner ones come before outer ones.
    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let start = self.at;
            let byte = *self.text.get(start)?;
            self.at += 1;
            match byte {
                b'{' | b'[' => {
                    let is_object = byte == b'{';
                    self.open.push(Frame { start, is_object, key: None, index: 0, comma: None });
                }
                b'}' | b']' => return self.open.pop().map(|frame| frame.start..self.at),
                b',' => {
                    if let Some(frame) = self.open.last_mut() {
                        (frame.key, frame.comma) = (None, Some(start));
                        frame.index += 1;
                    }
                }
                b'"' => {
                    self.at += string(&self.text[self.at..]);
                    match self.open.last_mut().filter(|frame| frame.is_object && frame.key.is_none()) {
                        Some(frame) => frame.key = Some(start..self.at),
                        None => return Some(start..self.at),
                    }
                }
                b':' | b' ' | b'\t' | b'\r' | b'\n' => {}
                _ => {
                    let rest = &self.text[self.at..];
                    self.at += rest.iter().take_while(|b| !b" \t\r\n,]}".contains(b)).count();
                    return Some(start..self.at);
                }
            }
        }
    }

    /// The value that just ended, with its place.
    fn found(&self, value: Range<usize>) -> Found {
        let frame = self.open.last();
        let begin = frame.and_then(|frame| frame.key.as_ref()).map_or(value.start, |key| key.start);
        let path = self.open.iter().map(|frame| self.step(frame)).collect();
        Found { path, value, begin, comma: frame.and_then(|frame| frame.comma) }
    }

    fn step(&self, frame: &Frame) -> Step {
        match &frame.key {
            Some(key) => {
                let text = &self.text[key.clone()];
                let bare = || String::from_utf8_lossy(text).trim_matches('"').to_owned();
                Step::Key(serde_json::from_slice(text).unwrap_or_else(|_| bare()))
            }
            None => Step::Index(frame.index),
        }
    }
}

/// How long the rest of a string is, its closing quote included.
fn string(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        at += if *byte == b'\\' { 2 } else { 1 };
        if *byte == b'"' {
            break;
        }
    }
    at.min(text.len())
}

/// How often a text is read before it is given up.
const MOST_ROUNDS: u32 = 200;

/// How often the same place is cut out one by one before all its like go at once.
const PATIENCE: u32 = 8;

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Thing {
        name: String,
        size: u8,
        parts: Vec<Thing>,
        of: Option<Box<Thing>>,
    }

    fn check(text: &str, expected: &str, places: &[&str]) {
        let mut drift = Vec::new();
        let thing: Thing = read(text, &mut drift).unwrap();
        assert_eq!(thing, serde_json::from_str(expected).unwrap(), "{text}");
        assert_eq!(drift, places, "{text}");
    }

    #[test]
    fn what_fits_is_read_as_it_is() {
        check(r#"{"name":"a","new":[{}]}"#, r#"{"name":"a"}"#, &[]);
    }

    #[test]
    fn what_does_not_fit_costs_its_own_place() {
        for bad in ["null", "true", "-1", "256", "1.5", "1e400", "\"7\"", "[]", "[[1]]", "{}", "{\"a\":[1]}"]
        {
            check(&format!(r#"{{"name":"a","size":{bad}}}"#), r#"{"name":"a"}"#, &["/size"]);
            check(&format!(r#"{{ "size" : {bad} , "name" : "a" }}"#), r#"{"name":"a"}"#, &["/size"]);
            check(&format!("\n{{\n\"size\":\n{bad}\n,\n\"name\":\"a\"}}"), r#"{"name":"a"}"#, &["/size"]);
            let deep = format!(r#"{{"size":1,"parts":[{{"of":{{"size":{bad},"name":"b"}}}},{{"size":2}}]}}"#);
            check(&deep, r#"{"size":1,"parts":[{"of":{"name":"b"}},{"size":2}]}"#, &["/parts/0/of/size"]);
        }
        check(
            r#"{"parts":[null,{"size":2},7,"x"],"size":1}"#,
            r#"{"parts":[{"size":2}],"size":1}"#,
            &["/parts/0", "/parts/2", "/parts/3"],
        );
        check(r#"{"name":"\ud800","size":1,"size":2}"#, r#"{"size":1}"#, &["/name", "/size"]);
    }

    #[test]
    fn a_value_of_another_kind_is_the_default() {
        for text in ["null", "5", "\"x\"", "true", "[7]", "[]"] {
            let mut drift = Vec::new();
            assert_eq!(read::<Thing>(text, &mut drift).unwrap(), Thing::default(), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in ["", "x", "{\"name\":}", "{\"size\":null", "{\"size\":null}}", "{\"size\":null,}"] {
            assert!(read::<Thing>(text, &mut Vec::new()).is_err(), "{text}");
        }
    }

    #[test]
    fn nesting_costs_no_stack() {
        let deep = format!(r#"{{"name":"a","parts":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
        // A list is no object.
        check(&deep, r#"{"name":"a"}"#, &["/parts/0"]);
        let chain =
            format!(r#"{{"name":"a","of":{}null{}}}"#, "{\"of\":".repeat(100_000), "}".repeat(100_000));
        let mut drift = Vec::new();
        assert_eq!(read::<Thing>(&chain, &mut drift).unwrap().name, "a");
    }

    #[test]
    fn a_long_list_of_drift_is_read_in_few_rounds() {
        let text = format!(r#"{{"parts":[{}]}}"#, vec![r#"{"size":null,"name":"a"}"#; 10_000].join(","));
        let mut drift = Vec::new();
        let thing: Thing = read(&text, &mut drift).unwrap();
        assert!(thing.parts.len() == 10_000 && thing.parts.iter().all(|part| part.name == "a"));
        let text = format!("{{\"parts\":[{}]}}", vec!["null"; 10_000].join(","));
        assert_eq!(read::<Thing>(&text, &mut drift).unwrap(), Thing::default());
    }
}
