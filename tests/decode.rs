//! The `decode` example, line by line: what it answers, and Discord's samples where they are.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// Runs the example on lines of input; gives its lines of output and whether it ended well.
fn decode(lines: &str) -> (Vec<Value>, bool) {
    let example = std::env::current_exe()
        .expect("a path")
        .parent()
        .and_then(std::path::Path::parent)
        .expect("a folder")
        .join("examples/decode");
    let mut child = Command::new(&example)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}; build it first", example.display()));
    let mut input = child.stdin.take().expect("a pipe");
    let lines = lines.to_owned();
    let write = move || input.write_all(lines.as_bytes());
    let writer = ito::sync::thread::spawn("writer", 1 << 20, write).unwrap();
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("no panic").expect("it reads");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    (text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect(), output.status.success())
}

#[test]
fn each_line_has_one_answer() {
    let deep = format!(
        r#"{{"schema":"MessageResponse","value":{{"content":"a","embeds":{}{}}}}}"#,
        "[".repeat(90_000),
        "]".repeat(90_000)
    );
    let lines = [
        r#"{"schema":"UserResponse","value":{"id":7,"username":"a","new":1,"flags":"many"}}"#,
        r#"{"event":"MESSAGE_CREATE","frame":{"op":0,"s":1,"t":"MESSAGE_CREATE","d":{"author":{"id":"1","new":null},"embeds":[null]}}}"#,
        r#"{"operation":"leave_guild"}"#,
        r#"{"schema":"Nobody","value":1}"#,
        "no JSON",
        &deep,
    ];
    let (answers, is_well) = decode(&lines.join("\n"));
    assert!(!is_well && answers.len() == lines.len());
    assert_eq!(
        answers[0],
        json!({"ok":true,"type":"ito::model::User","lost":["/flags","/new"],"drift":["/flags"]})
    );
    assert_eq!(answers[1]["lost"], json!(["/d/author/new", "/d/embeds/0"]));
    assert_eq!(answers[1]["type"], "ito::event::MessageCreate");
    assert_eq!(answers[2]["ok"], true);
    assert_eq!(answers[3]["error"], "no such type: Nobody");
    assert_eq!(answers[4]["ok"], false);
    assert_eq!(answers[5]["drift"], json!(["/embeds/0"]));
}

#[test]
fn what_is_lost_is_named_by_its_own_place() {
    let cases = [
        (r#"{"schema":"MessageResponse","value":{"content":"\ud800"}}"#, json!(["/content"])),
        (r#"{"schema":"ResolvedObjectsResponse","value":{"users":{"1":7}}}"#, json!(["/users/1"])),
        (r#"{"schema":"TypingIndicatorResponse","value":{"new":1}}"#, json!(["/new"])),
        (r#"{"operation":"leave_guild","value":""}"#, json!([])),
        (
            r#"{"operation":"guild_search","value":{"message":"a","code":110000,"documents_indexed":0,"retry_after":2}}"#,
            json!([]),
        ),
        (
            r#"{"operation":"thread_search","value":{"message":"a","code":110000,"documents_indexed":0,"retry_after":2}}"#,
            json!([]),
        ),
        (r#"{"schema":"SearchMessageResponse","value":{"restriction_count":2}}"#, json!([])),
        (r#"{"schema":"ApplicationResponse","value":{"flags_new":"words"}}"#, json!([])),
        (r#"{"schema":"StickerPackResponse","value":{"description":null}}"#, json!([])),
        // What is asked about a place does not hang on the line before.
        (
            r#"{"schema":"PinnedMessagesResponse","value":{"items":[5,{"message":{"author":{"banner":null}}}]}}"#,
            json!(["/items/0"]),
        ),
        (
            r#"{"schema":"PinnedMessagesResponse","value":{"items":[{"message":{"author":{"banner":null}}}]}}"#,
            json!([]),
        ),
    ];
    let lines = cases.iter().map(|(line, _)| *line).collect::<Vec<_>>().join("\n");
    for ((line, lost), answer) in cases.iter().zip(decode(&lines).0) {
        assert_eq!(answer["lost"], *lost, "{line}");
    }
}

#[test]
fn every_sample_of_discord_is_read() {
    let Some(samples) = samples() else { return };
    let lines: String = samples.iter().flat_map(|sample| [sample.to_string(), "\n".to_owned()]).collect();
    let (answers, is_well) = decode(&lines);
    assert!(is_well && answers.len() == samples.len());
}

#[test]
fn a_single_change_costs_its_own_place() {
    let Some(samples) = samples() else { return };
    let mut lines = String::new();
    let mut changes = Vec::new();
    for (turn, sample) in samples.iter().enumerate().step_by(3) {
        let root = if sample.get("frame").is_some() { "/frame/d" } else { "/value" };
        let mut places = Vec::new();
        pointers(sample.pointer(root).expect("a value"), "", &mut places);
        if places.is_empty() {
            continue;
        }
        let place = &places[turn * 31 % places.len()];
        let change = CHANGES[changes.len() % CHANGES.len()];
        for line in [sample, &changed(sample, &format!("{root}{place}"), change)] {
            lines.push_str(&line.to_string());
            lines.push('\n');
        }
        changes.push((format!("{}{place}", if root == "/value" { "" } else { "/d" }), change));
    }
    let (answers, is_well) = decode(&lines);
    assert!(is_well && answers.len() == 2 * changes.len());
    let places = |answer: &Value| {
        let both = ["lost", "drift"].into_iter().filter_map(|key| answer[key].as_array());
        both.flatten().map(|place| place.as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let mut odd = Vec::new();
    for (pair, (place, change)) in answers.chunks(2).zip(&changes) {
        let before = places(&pair[0]);
        // What follows a removed element of a list moves up: the whole list counts as the place.
        let list =
            place.rsplit_once('/').filter(|(_, last)| *change == "gone" && last.parse::<u16>().is_ok());
        let own = list.map_or(&**place, |(list, _)| list);
        odd.extend(
            places(&pair[1])
                .into_iter()
                .find(|lost| !before.contains(lost) && !lost.starts_with(own))
                .map(|lost| format!("{}: {place}, {change}, cost {lost}", pair[1]["type"])),
        );
    }
    println!("{} of {} changes cost nothing but their own place", changes.len() - odd.len(), changes.len());
    assert!(odd.len() * 100 <= changes.len(), "{} of {}:\n{}", odd.len(), changes.len(), odd.join("\n"));
}

/// What is done to a place.
const CHANGES: [&str; 15] = [
    "null",
    "gone",
    "other type",
    "unknown value",
    "extra",
    "[]",
    "{}",
    "\"\"",
    "1e300",
    "18446744073709551615",
    "0",
    "-1",
    "1.5",
    "true",
    "[[{\"a\":[{}]}]]",
];

/// The sample with one place changed.
fn changed(sample: &Value, pointer: &str, change: &str) -> Value {
    let mut sample = sample.clone();
    let (parent, last) = pointer.rsplit_once('/').expect("not the root");
    if change == "gone" {
        match sample.pointer_mut(parent).expect("it is there") {
            Value::Object(map) => drop(map.remove(&last.replace("~1", "/").replace("~0", "~"))),
            Value::Array(list) => drop(list.remove(last.parse().expect("an index"))),
            _ => unreachable!("a scalar holds nothing"),
        }
        return sample;
    }
    let place = sample.pointer_mut(pointer).expect("it is there");
    match (change, &mut *place) {
        ("other type", place) => *place = if place.is_string() { json!(true) } else { json!("other") },
        ("unknown value", place) => *place = if place.is_string() { json!("zz_new") } else { json!(247) },
        ("extra", Value::Object(map)) => drop(map.insert("zz_new".to_owned(), json!({"a": [1]}))),
        ("extra", Value::Array(list)) => list.push(json!({"zz_new": 1})),
        ("extra", scalar) => *scalar = json!({"zz_new": *scalar}),
        (text, place) => *place = serde_json::from_str(text).expect("JSON"),
    }
    sample
}

/// Pointers to every place of a value but the root.
fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    let mut visit = |step: String, inner: &Value| {
        let pointer = format!("{at}/{step}");
        all.push(pointer.clone());
        pointers(inner, &pointer, all);
    };
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                visit(key.replace('~', "~0").replace('/', "~1"), inner);
            }
        }
        Value::Array(list) => {
            for (index, inner) in list.iter().enumerate() {
                visit(index.to_string(), inner);
            }
        }
        _ => {}
    }
}

/// Discord's samples as lines of input, or nothing where they are not.
fn samples() -> Option<Vec<Value>> {
    let facts = std::env::var_os("ITO_DISCORD_FACTS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/discord"), PathBuf::from);
    let mut lines = Vec::new();
    for file in ["generated-1001.json", "events-shared.json"] {
        let path = facts.join("examples").join(file);
        let Ok(text) = fs::read_to_string(&path) else {
            eprintln!(
                "SKIPPED: no samples of Discord at {}; ITO_DISCORD_FACTS says where they are",
                path.display()
            );
            return None;
        };
        let file: Value = serde_json::from_str(&text).expect("the samples are JSON");
        for sample in file["samples"].as_array().expect("a list") {
            lines.push(match sample["kind"].as_str() {
                Some(kind) => json!({ kind: sample["name"], "value": sample["value"] }),
                None => json!({"event": sample["event"], "frame": sample["frame"]}),
            });
        }
    }
    Some(lines)
}
