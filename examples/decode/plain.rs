//! Makes of any JSON one that `serde_json` can hold: not nested too deep, no number beyond its reach, no half of a
//! surrogate pair.

/// The text with strings in place of numbers that no `f64` holds, of strings that no `String` holds, and of what is nested
/// deeper than any of ito's types.
pub(crate) fn plain(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let (mut at, mut depth, mut done) = (0, 0_usize, 0);
    while at < bytes.len() {
        let start = at;
        at += 1;
        match bytes[start] {
            b'{' | b'[' => {
                depth += 1;
                if depth > DEEPEST {
                    out.push_str(&text[done..start]);
                    out.push_str("\"…\"");
                    at = end_of_value(bytes, start);
                    done = at;
                    depth -= 1;
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                at = end_of_string(bytes, start);
                let string = &text[start..at];
                if string.contains("\\u") && serde_json::from_str::<String>(string).is_err() {
                    out.push_str(&text[done..start]);
                    out.push_str("\"…\"");
                    done = at;
                }
            }
            b'-' | b'0'..=b'9' => {
                while bytes
                    .get(at)
                    .is_some_and(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'))
                {
                    at += 1;
                }
                let number = &text[start..at];
                if number.parse::<f64>().is_ok_and(f64::is_infinite) {
                    out.push_str(&text[done..start]);
                    out.push('"');
                    out.push_str(number);
                    out.push('"');
                    done = at;
                }
            }
            _ => {}
        }
    }
    out.push_str(&text[done..]);
    out
}

/// Where the list or object that starts there ends.
fn end_of_value(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            b'"' => at = end_of_string(bytes, at - 1),
            _ => {}
        }
    }
    at
}

/// Where the string that starts there ends.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        at += if *byte == b'\\' { 2 } else { 1 };
        if *byte == b'"' {
            break;
        }
    }
    at.min(bytes.len())
}

const DEEPEST: usize = 100;
