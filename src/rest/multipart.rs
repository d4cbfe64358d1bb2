//! A form with files (`multipart/form-data`), as Discord takes uploads; the files' bytes are not copied.
//!
//! <https://docs.discord.com/developers/reference#uploading-files>

use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;

/// A file to upload.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) bytes: Arc<[u8]>,
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} ({} bytes)", self.name, self.bytes.len())
    }
}

/// The JSON of a request and its files, in pieces.
#[derive(Clone)]
pub(super) struct Form {
    content_type: String,
    pieces: Vec<Piece>,
    len: u64,
}

impl Form {
    /// A form of `json` and files; the boundary is drawn from `random`, which need not be secret.
    pub(super) fn new(json: Vec<u8>, files: &[File], random: u128) -> Self {
        let boundary = format!("ito-{random:032x}");
        let mut pieces = vec![
            Piece::Own(
                format!(
                    "--{boundary}\r\nContent-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json\r\n\r\n"
                )
                .into(),
            ),
            Piece::Own(json),
        ];
        for (i, file) in files.iter().enumerate() {
            let head = format!(
                "\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"files[{i}]\"; filename=\"{}\"\r\nContent-Type: application/octet-stream\r\n\r\n",
                quoted(&file.name)
            );
            pieces.push(Piece::Own(head.into()));
            pieces.push(Piece::Shared(file.bytes.clone()));
        }
        Self::end(&boundary, pieces)
    }

    /// A form of fields and one file, for the few operations that take no `payload_json`.
    pub(super) fn of_fields(
        fields: &[(&str, &str)],
        name: &str,
        content_type: &str,
        file: &File,
        random: u128,
    ) -> Self {
        let boundary = format!("ito-{random:032x}");
        let mut head = String::new();
        for (name, value) in fields {
            head += &format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        head += &format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{}\"\r\nContent-Type: {content_type}\r\n\r\n",
            quoted(&file.name)
        );
        Self::end(&boundary, vec![Piece::Own(head.into()), Piece::Shared(file.bytes.clone())])
    }

    fn end(boundary: &str, mut pieces: Vec<Piece>) -> Self {
        pieces.push(Piece::Own(format!("\r\n--{boundary}--\r\n").into()));
        let len = pieces.iter().map(|piece| piece.bytes().len() as u64).sum();
        Self { content_type: format!("multipart/form-data; boundary={boundary}"), pieces, len }
    }

    pub(super) fn content_type(&self) -> &str {
        &self.content_type
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// The bytes from the start; a form can be read again for another attempt.
    pub(super) fn reader(&self) -> Reader<'_> {
        Reader { pieces: &self.pieces, at: 0 }
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form").field("len", &self.len).finish_non_exhaustive()
    }
}

/// Reads a form's pieces one after another.
pub(super) struct Reader<'a> {
    pieces: &'a [Piece],
    at: usize,
}

impl Read for Reader<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while let Some((piece, rest)) = self.pieces.split_first() {
            let left = &piece.bytes()[self.at..];
            if left.is_empty() {
                (self.pieces, self.at) = (rest, 0);
                continue;
            }
            let n = left.len().min(buf.len());
            buf[..n].copy_from_slice(&left[..n]);
            self.at += n;
            return Ok(n);
        }
        Ok(0)
    }
}

#[derive(Clone)]
enum Piece {
    Own(Vec<u8>),
    Shared(Arc<[u8]>),
}

impl Piece {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Own(bytes) => bytes,
            Self::Shared(bytes) => bytes,
        }
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

    #[test]
    fn a_form_reads_as_its_length_says_and_reads_again() {
        let files = [
            File { name: "a\"\r\nX: y.txt".into(), bytes: Arc::from(&b"one"[..]) },
            File { name: "empty".into(), bytes: Arc::from(&b""[..]) },
        ];
        let form = Form::new(b"{}".to_vec(), &files, 7);
        let mut text = String::new();
        form.reader().read_to_string(&mut text).unwrap();
        assert_eq!(text.len() as u64, form.len());
        let expected = "--B\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\
            Content-Type: application/json\r\n\r\n{}\r\n\
            --B\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a%22%0D%0AX: y.txt\"\r\n\
            Content-Type: application/octet-stream\r\n\r\none\r\n\
            --B\r\nContent-Disposition: form-data; name=\"files[1]\"; filename=\"empty\"\r\n\
            Content-Type: application/octet-stream\r\n\r\n\r\n--B--\r\n";
        assert_eq!(text.replace("ito-00000000000000000000000000000007", "B"), expected);
        let mut again = Vec::new();
        form.reader().read_to_end(&mut again).unwrap();
        assert_eq!(again.len() as u64, form.len());
    }
    #[test]
    fn a_form_of_fields_has_the_file_last() {
        let file = File { name: "a.png".into(), bytes: Arc::from(&b"one"[..]) };
        let form = Form::of_fields(&[("name", "cat")], "file", "image/png", &file, 7);
        let mut text = String::new();
        form.reader().read_to_string(&mut text).unwrap();
        assert_eq!(text.len() as u64, form.len());
        let expected = "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\ncat\r\n\
            --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\
            Content-Type: image/png\r\n\r\none\r\n--B--\r\n";
        assert_eq!(text.replace("ito-00000000000000000000000000000007", "B"), expected);
    }
}
