//! Reads what Discord sends, as ito's types do, and tells what was lost on the way. For whoever doubts it.
//!
//! ```text
//! cargo run --example decode < lines
//! ```
//!
//! Standard input is one JSON object a line: `{"event":"MESSAGE_CREATE","frame":{"op":0,"s":1,"t":"…","d":{…}}}`, or
//! `{"schema":"MessageResponse","value":{…}}` with a name of Discord's OpenAPI description, or
//! `{"operation":"list_guild_members","value":[…]}` with the body of the answer to an operation. For each there is one line
//! on standard output: `{"ok":true,"type":"…","lost":["/d/author/new_field"],"drift":["/d/flags"]}`. `lost` are JSON pointers
//! to what came in and does not go out again when the value is written, `drift` are places that did not fit their type. What
//! cannot be read: `{"ok":false,"error":"…"}`. The exit code is 1 when a line failed.

mod lost;
mod operations;
mod plain;
mod reader;
mod schemas;

use std::borrow::Cow;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use ito::event::EventType;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use self::lost::Losses;
use self::reader::{Kind, Reader};

/// A line of input.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    event: Option<Cow<'a, str>>,
    #[serde(borrow)]
    frame: Option<&'a RawValue>,
    #[serde(borrow)]
    schema: Option<Cow<'a, str>>,
    #[serde(borrow)]
    operation: Option<Cow<'a, str>>,
    #[serde(borrow)]
    value: Option<&'a RawValue>,
}

/// A frame of the gateway, as far as it matters here.
#[derive(Deserialize)]
struct Frame<'a> {
    #[serde(borrow)]
    d: Option<&'a RawValue>,
}

/// A line of output.
#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Read {
        ok: bool,
        #[serde(rename = "type")]
        name: String,
        lost: Vec<String>,
        drift: Vec<String>,
    },
    Failed {
        ok: bool,
        error: String,
    },
}

fn main() -> io::Result<ExitCode> {
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let mut losses = Losses::default();
    let mut has_failed = false;
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let answer = match answer(&line, &mut losses) {
            Ok(answer) => answer,
            Err(error) => {
                has_failed = true;
                Answer::Failed { ok: false, error }
            }
        };
        writeln!(output, "{}", serde_json::to_string(&answer)?)?;
        output.flush()?;
        line.clear();
    }
    Ok(if has_failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn answer(line: &[u8], losses: &mut Losses) -> Result<Answer, String> {
    let line = std::str::from_utf8(line).map_err(|error| format!("the line is not UTF-8: {error}"))?;
    if !line.trim_start().starts_with('{') {
        return Err("the line is no JSON object".to_owned());
    }
    let line: Line<'_> = serde_json::from_str(line).map_err(|error| format!("the line is not: {error}"))?;
    let reader = match (&line.event, &line.schema, &line.operation) {
        (Some(name), None, None) => {
            let frame = line.frame.ok_or("the line has an event and no frame")?.get();
            if !frame.starts_with('{') {
                return Err("the frame is no object".to_owned());
            }
            let frame: Frame<'_> =
                serde_json::from_str(frame).map_err(|error| format!("the frame: {error}"))?;
            let data = frame.d.map_or("null", RawValue::get);
            let kind = EventType::from_name(name).ok_or_else(|| no_such_type(name))?;
            let reader = Reader { name: kind.name(), is_nullable: false, kind: Kind::Event(kind) };
            return read(reader, format!("ito::event::{}", kind.payload()), data, "/d", losses);
        }
        (None, Some(name), None) => find(schemas::TABLE, name)?,
        (None, None, Some(name)) => find(operations::TABLE, name)?,
        _ => return Err("the line has to name either an event, a schema or an operation".to_owned()),
    };
    read(reader, reader.name.to_owned(), line.value.map_or("null", RawValue::get), "", losses)
}

/// Reads a value and compares what comes out; pointers begin with the root.
fn read(reader: Reader, name: String, text: &str, root: &str, losses: &mut Losses) -> Result<Answer, String> {
    let again = reader.read(text).map_err(|error| error.to_string())?;
    let lost = losses.of(reader, text, &again);
    let below = |pointers: Vec<String>| pointers.iter().map(|pointer| format!("{root}{pointer}")).collect();
    Ok(Answer::Read { ok: true, name, lost: below(lost), drift: below(again.drift) })
}

fn find(table: &[(&str, Reader)], name: &str) -> Result<Reader, String> {
    let found = table.iter().find(|(known, _)| *known == name);
    found.map(|(_, reader)| *reader).ok_or_else(|| no_such_type(name))
}

fn no_such_type(name: &str) -> String {
    format!("no such type: {name}")
}
