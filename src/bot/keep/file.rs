//! A small file that is whole or not there: written beside its place and moved, for its owner only, with a checksum.
//!
//! ```text
//! ito sessions 1 5d41402abc4b2a76
//! {"saved_at":1700000000, …}
//! ```

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Writes `json` as a file of `kind`.
pub(super) fn write(path: &Path, kind: &str, json: &str) -> io::Result<()> {
    replace(path, |file| {
        writeln!(file, "ito {kind} {VERSION} {:016x}", checksum(EMPTY, json.as_bytes()))?;
        file.write_all(json.as_bytes())
    })
}

/// Puts a file with what `fill` writes in the place of the one at `path`.
pub(super) fn replace(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let beside = beside(path);
    let written = write_to(&beside, fill).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write_to(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let _ = fs::remove_file(path);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    fill(&mut file)?;
    file.sync_all()
}

/// What a file of `kind` holds; `None` when there is none.
///
/// # Errors
/// When it cannot be read, or is not what was written.
pub(super) fn read(path: &Path, kind: &str) -> Result<Option<String>, String> {
    let mut text = String::new();
    match File::open(path).and_then(|file| file.take(LARGEST).read_to_string(&mut text)) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err("it is no text".to_owned()),
        Err(error) => return Err(error.to_string()),
    }
    let (head, json) = text.split_once('\n').ok_or("it is empty or torn")?;
    let mut words = head.split(' ');
    if words.next() != Some("ito") || words.next() != Some(kind) {
        return Err(format!("it is no file of ito's {kind}"));
    }
    match words.next() {
        Some(VERSION) => {}
        version => return Err(format!("it is of version {} and not {VERSION}", version.unwrap_or("?"))),
    }
    if words.next() != Some(&*format!("{:016x}", checksum(EMPTY, json.as_bytes()))) {
        return Err("its checksum is wrong: it is torn, or somebody changed it".to_owned());
    }
    Ok(Some(json.to_owned()))
}

/// Where it is written before it is moved to its place.
pub(super) fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    path.with_file_name(name)
}

/// FNV-1a, of 64 bits, going on from what came before: it finds torn files, and need find no forged ones.
pub(super) fn checksum(before: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(before, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The checksum of nothing.
pub(super) const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

const VERSION: &str = "1";
/// In bytes; a file of a thousand shards takes a fifth of a megabyte.
const LARGEST: u64 = 64 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("ito-{name}-{}", std::process::id()))
    }

    #[test]
    fn what_was_written_is_read_and_nobody_else_may() {
        let path = place("whole");
        assert_eq!(read(&path, "sessions"), Ok(None));
        write(&path, "sessions", "{}").unwrap();
        write(&path, "sessions", "{\"a\":1}").unwrap();
        assert_eq!(read(&path, "sessions"), Ok(Some("{\"a\":1}".to_owned())));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        fs::remove_file(&path).unwrap();
    }

    #[test]
    fn a_file_that_is_torn_or_another_one_is_refused_with_a_reason() {
        let path = place("torn");
        write(&path, "sessions", "{\"a\":1}").unwrap();
        let whole = fs::read_to_string(&path).unwrap();
        for (text, says) in [
            (String::new(), "empty"),
            (whole[..whole.len() - 3].to_owned(), "torn"),
            (whole.replace("sessions", "identifies"), "no file of ito's sessions"),
            (whole.replace(" 1 ", " 9 "), "version 9"),
            (whole.replace("\"a\"", "\"b\""), "checksum"),
            ("GIF89a\nxyz".to_owned(), "no file of ito's"),
        ] {
            fs::write(&path, text).unwrap();
            let error = read(&path, "sessions").unwrap_err();
            assert!(error.contains(says), "{error}");
        }
        fs::write(&path, [0xff, 0xfe, 0x00]).unwrap();
        assert_eq!(read(&path, "sessions"), Err("it is no text".to_owned()));
        fs::remove_file(&path).unwrap();
    }

    #[test]
    fn where_nothing_can_be_written_nothing_is_left_behind() {
        let path = place("nowhere").join("deeper").join("file");
        assert!(write(&path, "sessions", "{}").is_err());
        assert!(!path.exists());
    }
}
