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
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
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
fn every_sample_of_discord_is_read() {
    let facts = std::env::var_os("ITO_DISCORD_FACTS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/discord"), PathBuf::from);
    let mut lines = String::new();
    for file in ["generated-1001.json", "events-shared.json"] {
        let path = facts.join("examples").join(file);
        let Ok(text) = fs::read_to_string(&path) else {
            eprintln!(
                "SKIPPED: no samples of Discord at {}; ITO_DISCORD_FACTS says where they are",
                path.display()
            );
            return;
        };
        let file: Value = serde_json::from_str(&text).expect("the samples are JSON");
        for sample in file["samples"].as_array().expect("a list") {
            let line = match sample["kind"].as_str() {
                Some(kind) => json!({ kind: sample["name"], "value": sample["value"] }),
                None => json!({"event": sample["event"], "frame": sample["frame"]}),
            };
            lines.push_str(&format!("{line}\n"));
        }
    }
    let (answers, is_well) = decode(&lines);
    assert!(is_well && answers.len() == lines.lines().count());
}
