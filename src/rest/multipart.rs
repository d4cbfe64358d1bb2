//! A form with files (`multipart/form-data`), as Discord takes uploads; the files are read while it is sent.
//!
//! <https://docs.discord.com/developers/reference#uploading-files>

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, Read};

use super::file::{Broken, Fetch, File, Reading};

/// Parts, one after another.
pub(super) struct Form {
    content_type: String,
    boundary: String,
    pieces: Vec<Piece>,
}

enum Piece {
    Own(Vec<u8>),
    File(Box<File>),
}

impl Form {
    /// A form without parts.
    pub(super) fn new() -> Self {
        // A boundary need not be secret.
        let boundary = format!("ito-{:032x}", fastrand::u128(..));
        Self {
            content_type: format!("multipart/form-data; boundary={boundary}"),
            boundary,
            pieces: Vec::new(),
        }
    }

    /// Adds the JSON of a request.
    pub(super) fn json(mut self, json: Vec<u8>) -> Self {
        self.head("payload_json\"\r\nContent-Type: application/json");
        self.pieces.push(Piece::Own(json));
        self
    }

    /// Adds a text, for the few operations that take no JSON beside their file.
    pub(super) fn text(mut self, name: &str, text: &str) -> Self {
        self.head(&format!("{name}\""));
        self.pieces.push(Piece::Own(text.into()));
        self
    }

    /// Adds a file.
    pub(super) fn file(mut self, name: &str, content_type: &str, file: File) -> Self {
        let of_file = quoted(file.name());
        self.head(&format!("{name}\"; filename=\"{of_file}\"\r\nContent-Type: {content_type}"));
        self.pieces.push(Piece::File(Box::new(file)));
        self
    }

    fn head(&mut self, rest: &str) {
        let before = if self.pieces.is_empty() { "" } else { "\r\n" };
        let head =
            format!("{before}--{}\r\nContent-Disposition: form-data; name=\"{rest}\r\n\r\n", self.boundary);
        self.pieces.push(Piece::Own(head.into()));
    }

    pub(super) fn content_type(&self) -> &str {
        &self.content_type
    }

    /// Whether a file in it was read and cannot be read again.
    pub(super) fn is_spent(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::File(file) if file.is_spent()))
    }

    /// Opens all files and begins at the start; `fetch` asks an address.
    pub(super) fn open(&self, fetch: &Fetch<'_>) -> Result<Reader<'_>, Broken> {
        let mut reader = Reader { parts: VecDeque::new(), len: Some(0) };
        for piece in &self.pieces {
            match piece {
                Piece::Own(bytes) => reader.push(Part::Bytes(io::Cursor::new(bytes.as_slice().into()))),
                Piece::File(file) => reader.push(Part::File(file.open(fetch)?)),
            }
        }
        let end = format!("\r\n--{}--\r\n", self.boundary);
        reader.push(Part::Bytes(io::Cursor::new(end.into_bytes().into())));
        Ok(reader)
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = self.pieces.iter().filter_map(|piece| match piece {
            Piece::File(file) => Some(file),
            Piece::Own(_) => None,
        });
        f.debug_list().entries(files).finish()
    }
}

/// Reads a form's pieces one after another.
pub(super) struct Reader<'a> {
    parts: VecDeque<Part<'a>>,
    len: Option<u64>,
}

enum Part<'a> {
    Bytes(io::Cursor<std::borrow::Cow<'a, [u8]>>),
    File(Reading<'a>),
}

impl<'a> Reader<'a> {
    /// How long the whole is, if that is known.
    pub(super) fn len(&self) -> Option<u64> {
        self.len
    }

    fn push(&mut self, part: Part<'a>) {
        let len = match &part {
            Part::Bytes(bytes) => Some(bytes.get_ref().len() as u64),
            Part::File(file) => file.left(),
        };
        self.len = self.len.zip(len).map(|(sum, len)| sum + len);
        self.parts.push_back(part);
    }
}

impl Read for Reader<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while let Some(part) = self.parts.front_mut() {
            let n = match part {
                Part::Bytes(bytes) => bytes.read(buf)?,
                Part::File(file) => file.read(buf)?,
            };
            if n > 0 || buf.is_empty() {
                return Ok(n);
            }
            self.parts.pop_front();
        }
        Ok(0)
    }
}

/// A file name inside quotes, as browsers write it: a quote or a line end in it must not end the header.
fn quoted(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '"' => out.push_str("%22"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rest::http::{Cause, Incoming};

    fn nowhere(_: &str) -> Result<Incoming, Cause> {
        unreachable!("no file here has an address")
    }

    fn text(form: &Form) -> String {
        let mut text = String::new();
        let mut reader = form.open(&nowhere).unwrap();
        let len = reader.len();
        reader.read_to_string(&mut text).unwrap();
        assert!(len.is_none_or(|len| len == text.len() as u64));
        text.replace(&form.boundary, "B")
    }

    #[test]
    fn a_form_reads_as_its_length_says_and_reads_again() {
        let form = Form::new()
            .json(b"{}".to_vec())
            .file("files[0]", "application/octet-stream", File::bytes("a\"\r\nX: y.txt", *b"one"))
            .file("files[1]", "application/octet-stream", File::bytes("empty", *b""));
        let expected = "--B\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\
            Content-Type: application/json\r\n\r\n{}\r\n\
            --B\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a%22%0D%0AX: y.txt\"\r\n\
            Content-Type: application/octet-stream\r\n\r\none\r\n\
            --B\r\nContent-Disposition: form-data; name=\"files[1]\"; filename=\"empty\"\r\n\
            Content-Type: application/octet-stream\r\n\r\n\r\n--B--\r\n";
        assert_eq!(text(&form), expected);
        assert_eq!(text(&form), expected);
    }

    #[test]
    fn a_form_of_texts_has_the_file_last() {
        let form = Form::new().text("name", "cat").file("file", "image/png", File::bytes("a.png", *b"one"));
        let expected = "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\ncat\r\n\
            --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\
            Content-Type: image/png\r\n\r\none\r\n--B--\r\n";
        assert_eq!(text(&form), expected);
    }

    #[test]
    fn a_reader_is_spent_by_its_first_byte_and_a_short_one_is_named() {
        let form = Form::new().file("files[0]", "x", File::reader("a", &b"one"[..], None));
        assert_eq!(form.open(&nowhere).unwrap().len(), None);
        assert!(!form.is_spent());
        assert!(text(&form).contains("one"));
        assert!(form.is_spent());

        let form = Form::new().file("files[0]", "x", File::reader("a", &b"one"[..], Some(5)));
        let error = io::copy(&mut form.open(&nowhere).unwrap(), &mut io::sink()).unwrap_err();
        assert_eq!(error.to_string(), "the file \"a\" ended 2 bytes before the length that was said");
        let form = Form::new().file("files[0]", "x", File::path("no/such.png"));
        let error = form.open(&nowhere).err().unwrap().to_string();
        assert!(error.starts_with("the file \"such.png\" cannot be opened at no/such.png: "), "{error}");
    }

    #[test]
    fn a_reader_that_is_interrupted_goes_on() {
        struct Interrupted(bool);
        impl Read for Interrupted {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                self.0 = !self.0;
                if self.0 { Err(io::ErrorKind::Interrupted.into()) } else { Ok(0) }
            }
        }
        let file = File::reader("a", Interrupted(false), None);
        assert_eq!(file.open(&nowhere).unwrap().read(&mut [0; 8]).unwrap(), 0);
    }
}
