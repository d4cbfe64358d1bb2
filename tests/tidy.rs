//! The house rules, held: headers, lengths, who imports whom, one doorway per foreign crate, pure files, no banned words.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A source file below `src/`, or another folder.
struct Source {
    /// Its path below the folder, with `/`.
    path: String,
    text: String,
}

impl Source {
    /// Lines of code with their numbers: no comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(i, line)| (i + 1, line))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The code above the tests.
    fn code_without_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        let end =
            self.text.lines().position(|line| line.trim() == "#[cfg(test)]").map_or(usize::MAX, |at| at + 1);
        self.code().take_while(move |(number, _)| *number < end)
    }

    fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs")
    }

    /// The module at the top that it belongs to.
    fn module(&self) -> &str {
        self.path.split('/').next().unwrap_or("").trim_end_matches(".rs")
    }
}

fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                found.push(Source { path: below(&root, &path), text: fs::read_to_string(&path).unwrap() });
            }
        }
    }
    assert!(!found.is_empty() || folder != "src", "no sources in {folder}");
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn below(root: &Path, path: &Path) -> String {
    let parts: Vec<_> = path.strip_prefix(root).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
    parts.join("/")
}

fn architecture() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ARCHITECTURE.md")).unwrap()
}

/// What stands in backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// A table of `ARCHITECTURE.md` whose first heading is `heading`: what stands in backticks in its two columns.
fn table(heading: &str) -> BTreeMap<String, Vec<String>> {
    let text = architecture();
    let rows = text.lines().skip_while(|line| !line.starts_with(&format!("| {heading} |")));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    let table: BTreeMap<_, _> = rows
        .map(|row| {
            let cells: Vec<&str> = row.split('|').collect();
            (quoted(cells[1]).remove(0), quoted(cells[2]))
        })
        .collect();
    assert!(table.len() > 5, "the table of {heading}s is not there");
    table
}

fn report(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn every_file_begins_with_a_header_and_is_short() {
    let mut problems = Vec::new();
    for folder in ["src", "tests", "examples"] {
        for source in sources(folder) {
            let first = source.text.lines().next().unwrap_or("");
            if !first.starts_with("//! ") && !first.starts_with("#![doc = include_str!") {
                problems.push(format!("{folder}/{}: no header", source.path));
            }
            let lines = source.text.lines().count();
            if lines > 800 {
                problems.push(format!("{folder}/{}: {lines} lines, 800 at most", source.path));
            }
        }
    }
    report(&problems);
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let allowed = table("module");
    let mut problems = Vec::new();
    for source in sources("src") {
        let module = source.module();
        if module == "lib" {
            continue;
        }
        let Some(may) = allowed.get(module) else {
            problems.push(format!("{}: the module {module} is not in the table", source.path));
            continue;
        };
        for (number, line) in source.code_without_tests() {
            for rest in line.split("crate::").skip(1) {
                let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let is_ours = allowed.contains_key(&name) || name == "commands";
                if is_ours && name != module && !may.contains(&name) {
                    problems.push(format!("src/{}:{number}: {module} imports {name}", source.path));
                }
            }
        }
    }
    report(&problems);
}

#[test]
fn each_foreign_crate_has_its_doorway() {
    let mut problems = Vec::new();
    for (name, doors) in table("crate") {
        for source in sources("src").iter().filter(|source| !source.is_test()) {
            if doors.iter().any(|door| source.path.starts_with(door.as_str())) {
                continue;
            }
            for (number, line) in source.code_without_tests() {
                if line.contains(&format!("{name}::")) {
                    problems.push(format!(
                        "src/{}:{number}: names {name}, which belongs in {doors:?}",
                        source.path
                    ));
                }
            }
        }
    }
    report(&problems);
}

#[test]
fn pure_files_have_no_clock_socket_thread_or_lock() {
    let text = architecture();
    let start = text.find("Pure files").expect("the list of pure files");
    let pure = quoted(text[start..].split("\n\n").next().unwrap());
    assert!(pure.len() > 5, "{pure:?}");
    let mut problems = Vec::new();
    for source in sources("src") {
        // Now is what a timestamp is asked for.
        if !pure.iter().any(|path| source.path.starts_with(path.as_str()))
            || source.path == "model/timestamp.rs"
        {
            continue;
        }
        for (number, line) in source.code_without_tests() {
            for word in [
                "Instant::now",
                "SystemTime::now",
                "TcpStream",
                "thread::spawn",
                "Mutex",
                "RwLock",
                "Condvar",
                "fastrand::",
            ] {
                if line.contains(word) {
                    problems.push(format!("src/{}:{number}: {word} in a pure file", source.path));
                }
            }
        }
    }
    report(&problems);
}

/// Who asks what time it is: dates of Discord's, a line of the log, the age of a file. What waits has clocks of its own, so
/// that a wall clock that jumps disturbs no connection and no limit.
const WALL_CLOCK: [&str; 7] = [
    "bot/keep/mod.rs",
    "bot/logging.rs",
    "cache/guild.rs",
    "model/timestamp.rs",
    "rest/fields.rs",
    "rest/many/purge.rs",
    "rest/route.rs",
];

#[test]
fn no_connection_and_no_wait_hangs_on_the_wall_clock() {
    let mut problems = Vec::new();
    for source in sources("src").iter().filter(|source| source.module() != "sandbox" && !source.is_test()) {
        let asks =
            |(_, line): &(usize, &str)| line.contains("SystemTime::now") || line.contains("Timestamp::now");
        let asked = source.code_without_tests().find(asks);
        match (asked, WALL_CLOCK.contains(&source.path.as_str())) {
            (Some((number, _)), false) => {
                problems.push(format!("src/{}:{number} asks the wall clock", source.path));
            }
            (None, true) => problems.push(format!("src/{} asks the wall clock no longer", source.path)),
            _ => {}
        }
    }
    report(&problems);
}

#[test]
fn nothing_is_left_undone_and_no_test_sleeps() {
    // No code of this file's own, but what every other file is searched for.
    let banned = ["todo!(", "unimplemented!(", "dbg!(", "#[ignore", "thread::sleep", "should_panic"];
    let mut problems = Vec::new();
    for folder in ["src", "tests", "examples"] {
        for source in sources(folder).iter().filter(|source| source.path != "tidy.rs") {
            for (number, line) in source.code() {
                for word in banned.iter().filter(|word| line.contains(**word)) {
                    problems.push(format!("{folder}/{}:{number}: {word}", source.path));
                }
            }
        }
    }
    report(&problems);
}

/// Whether a quoted word is the name of a test: long, and of words with lines between them.
fn is_test(word: &str) -> bool {
    word.len() > 12 && word.contains('_') && !word.contains("::")
}

#[test]
fn each_guarantee_names_tests_that_there_are() {
    let text = architecture();
    let (_, chapter) = text.split_once("\n## What ito guarantees").expect("the chapter is there");
    let chapter = chapter.split("\n## ").next().unwrap();
    let mut problems = Vec::new();
    let mut count = 0;
    for guarantee in chapter.split("\n### ").skip(1) {
        count += 1;
        let title = guarantee.lines().next().unwrap();
        let (mut file, mut named) = (None, 0);
        for word in quoted(guarantee) {
            if let Some(path) = word.strip_prefix("tests/") {
                file = sources("tests").into_iter().find(|source| source.path == path);
            } else if let Some(file) = file.as_ref().filter(|_| is_test(&word)) {
                named += 1;
                if !file.text.contains(&format!("fn {word}(")) {
                    problems.push(format!("{title}: there is no test {word} in {}", file.path));
                }
            }
        }
        if named == 0 {
            problems.push(format!("{title}: no test is named"));
        }
    }
    assert_eq!(count, 14, "guarantees");
    report(&problems);
}

#[test]
fn names_say_what_a_thing_is() {
    let mut problems = Vec::new();
    for source in sources("src") {
        let stems = source.path.split('/').map(|part| part.trim_end_matches(".rs"));
        for stem in
            stems.filter(|stem| ["util", "utils", "common", "helpers", "misc", "manager"].contains(stem))
        {
            problems.push(format!("src/{}: {stem} is no name", source.path));
        }
        for (number, line) in source.code() {
            if line.contains("fn get_") {
                problems.push(format!("src/{}:{number}: get_ says nothing", source.path));
            }
        }
    }
    report(&problems);
}
