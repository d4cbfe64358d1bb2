//! Bodies: JSON, or a form of several parts with `payload_json` and files.

use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::sandbox::description::Asked;
use crate::sandbox::http::Head;

/// A body that was read.
#[derive(Debug)]
pub(super) struct Body {
    /// The JSON; an empty object when there was none.
    pub(super) json: Value,
    /// Name of the part, name of the file, its size in bytes.
    pub(super) files: Vec<File>,
}

/// A file in a form.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct File {
    pub(super) part: String,
    pub(super) name: String,
    pub(super) kind: Option<String>,
    pub(super) size: usize,
    /// Where its bytes are in the body of the request.
    pub(super) at: usize,
}

impl Body {
    /// What is asked, as the description of the API is to be asked about it.
    pub(super) fn asked<'a>(&'a self, head: &'a Head, path: &'a [&'a str]) -> Asked<'a> {
        let kind = head.header("content-type").filter(|_| !head.body.is_empty()).unwrap_or_default();
        Asked {
            method: &head.method,
            path,
            query: head.parameters().collect(),
            media: kind.split(';').next().unwrap_or_default().trim(),
            json: &self.json,
            files: self.files.iter().map(|file| file.part.as_str()).collect(),
        }
    }

    pub(super) fn read(head: &Head) -> Result<Self, Refusal> {
        let kind = head.header("content-type").unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            let boundary = kind.split(';').find_map(|p| p.trim().strip_prefix("boundary="));
            let boundary = boundary.map(|b| b.trim_matches('"')).ok_or_else(invalid_form)?;
            return form(&head.body, boundary);
        }
        if head.body.is_empty() {
            return Ok(Self { json: json!({}), files: Vec::new() });
        }
        if !kind.starts_with("application/json") {
            let message = "Expected \"Content-Type\" header to be one of {'application/json'}.";
            return Err(Refusal::form("", "CONTENT_TYPE_INVALID", message));
        }
        Ok(Self { json: parse(&head.body)?, files: Vec::new() })
    }

    /// The attachments of a message with these files, as `attachments` in the body describes them.
    pub(super) fn attachments(&self, channel: u64, mut id: impl FnMut() -> u64) -> Vec<Value> {
        let described = self.json["attachments"].as_array();
        let files = self.files.iter().enumerate().map(|(i, file)| {
            let number = file.part.strip_prefix("files[").and_then(|p| p.strip_suffix(']')).unwrap_or("");
            let description = described.into_iter().flatten().find(|a| text_of(&a["id"]) == number);
            let id = id();
            let name = description.and_then(|d| d["filename"].as_str()).unwrap_or(&file.name);
            let url = format!("https://cdn.discordapp.com/attachments/{channel}/{id}/{name}");
            let mut shown = json!({
                "id": id.to_string(),
                "filename": name,
                "size": file.size,
                "url": url,
                "proxy_url": url,
            });
            if let Some(kind) = &file.kind {
                shown["content_type"] = kind.as_str().into();
            }
            if let Some(text) = description.map(|d| &d["description"]).filter(|d| d.is_string()) {
                shown["description"] = text.clone();
            }
            (i, shown)
        });
        files.map(|(_, shown)| shown).collect()
    }
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

fn parse(bytes: &[u8]) -> Result<Value, Refusal> {
    serde_json::from_slice(bytes)
        .map_err(|_| Refusal::new(400, 50109, "The request body contains invalid JSON."))
}

fn invalid_form() -> Refusal {
    Refusal::new(400, 50035, "Invalid Form Body")
}

fn form(body: &[u8], boundary: &str) -> Result<Body, Refusal> {
    let mark = format!("--{boundary}");
    let mut read = Body { json: json!({}), files: Vec::new() };
    let mut rest = body;
    loop {
        let at = find(rest, mark.as_bytes()).ok_or_else(invalid_form)?;
        rest = &rest[at + mark.len()..];
        if rest.starts_with(b"--") {
            return Ok(read);
        }
        let end = find(rest, mark.as_bytes()).ok_or_else(invalid_form)?;
        let part = &rest[..end];
        let split = find(part, b"\r\n\r\n").ok_or_else(invalid_form)?;
        let head = String::from_utf8_lossy(&part[..split]).into_owned();
        let data = part[split + 4..].strip_suffix(b"\r\n").ok_or_else(invalid_form)?;
        let at = body.len() - rest.len() + split + 4;
        let name = parameter(&head, "name").unwrap_or_default();
        match parameter(&head, "filename") {
            Some(file) => {
                let (kind, size) = (content_type(&head), data.len());
                read.files.push(File { part: name, name: file, kind, size, at });
            }
            None if name == "payload_json" => read.json = parse(data)?,
            None => read.json[name] = String::from_utf8_lossy(data).into_owned().into(),
        }
    }
}

/// The value of `name="…"` in the head of a part.
fn parameter(head: &str, name: &str) -> Option<String> {
    let line = head.lines().find(|l| l.to_ascii_lowercase().starts_with("content-disposition:"))?;
    line.split(';').find_map(|p| {
        let (key, value) = p.trim().split_once('=')?;
        (key == name).then(|| value.trim_matches('"').to_owned())
    })
}

fn content_type(head: &str) -> Option<String> {
    head.lines().find_map(|l| {
        let (key, value) = l.split_once(':')?;
        key.eq_ignore_ascii_case("content-type").then(|| value.trim().to_owned())
    })
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(kind: &str, body: &str) -> Head {
        Head {
            method: "POST".into(),
            target: "/".into(),
            headers: vec![("content-type".into(), kind.into())],
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn a_form_gives_its_json_and_its_files() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{\"content\":\"a\"}\r\n\
                    --x\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x--\r\n";
        let read = Body::read(&head("multipart/form-data; boundary=x", body)).unwrap();
        assert_eq!(read.json["content"], "a");
        let at = body.find("hello").unwrap();
        let kind = Some("text/plain".into());
        let file = File { part: "files[0]".into(), name: "a.txt".into(), kind, size: 5, at };
        assert_eq!(read.files, [file]);
        assert_eq!(read.attachments(1, || 7)[0]["filename"], "a.txt");
    }

    #[test]
    fn what_is_no_json_is_refused() {
        assert!(Body::read(&head("application/json", "{")).is_err());
        assert!(Body::read(&head("text/plain", "{}")).is_err());
        assert!(Body::read(&head("multipart/form-data; boundary=x", "--x\r\n")).is_err());
        assert_eq!(Body::read(&head("", "")).unwrap().json, json!({}));
    }
}
