//! Files on their way: what is read again and what cannot be, and what breaks.

use std::io::{self, Read};

use ito::model::Id;
use ito::rest::{ErrorKind, File};

use super::server::{Server, ok, status};
use super::{HALL, limited, rest};

#[test]
fn a_path_is_opened_for_each_attempt() {
    let path = std::env::temp_dir().join(format!("ito-again-{}.txt", std::process::id()));
    std::fs::write(&path, "first").unwrap();
    let rewritten = path.clone();
    let server = Server::start(move |_, before| match before {
        0 => {
            std::fs::write(&rewritten, "the second").unwrap();
            status(503, "")
        }
        _ => ok(r#"{"id":"1"}"#),
    });
    rest(&server).create_message(HALL).attach(File::path(&path)).send().unwrap();
    std::fs::remove_file(&path).unwrap();
    let bodies: Vec<String> =
        server.seen().iter().map(|seen| String::from_utf8_lossy(&seen.body).into_owned()).collect();
    assert_eq!(bodies.len(), 2);
    assert!(
        bodies[0].contains("\r\n\r\nfirst\r\n") && bodies[1].contains("\r\n\r\nthe second\r\n"),
        "{bodies:?}"
    );
}

#[test]
fn what_a_reader_gave_is_sent_once() {
    let reader = || File::reader("a.txt", &b"once"[..], Some(4));
    let failing = Server::start(|_, _| status(503, ""));
    let error = rest(&failing).create_message(HALL).attach(reader()).send().unwrap_err();
    assert_eq!((error.status(), failing.seen().len()), (Some(503), 1));

    let limiting = Server::start(|_, _| limited("user", 0.01));
    let error = rest(&limiting).create_message(HALL).attach(reader()).send().unwrap_err();
    assert_eq!((error.kind(), limiting.seen().len()), (ErrorKind::RateLimit, 1));
}

#[test]
fn a_reader_that_breaks_in_the_middle_is_named() {
    struct Breaks(usize);
    impl Read for Breaks {
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
            let n = self.0.min(buf.len());
            self.0 -= n;
            if n == 0 { Err(io::Error::other("the tape is torn")) } else { Ok(n) }
        }
    }
    let server = Server::start(|_, _| ok(r#"{"id":"1"}"#));
    let rest = rest(&server);
    let file = File::reader("film.mp4", Breaks(1 << 20), Some(4 << 20));
    let error = rest.create_message(HALL).attach(file).send().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Request, 1), "{error}");
    let what = "the file \"film.mp4\" cannot be read to its end: the tape is torn";
    assert!(error.to_string().contains(what), "{error}");
    let error = rest.create_message(HALL).attach(File::path("no/such/file.png")).send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(
        error.to_string().contains("the file \"file.png\" cannot be opened at no/such/file.png"),
        "{error}"
    );
    assert!(server.seen().is_empty());
    rest.create_message(HALL).content("still well").send().unwrap();
}

#[test]
fn an_edit_says_which_attachments_stay() {
    let server = Server::start(|_, _| ok(r#"{"id":"1"}"#));
    let rest = rest(&server);
    let plot = || File::bytes("plot.png", *b"png").description("a plot").spoiler();
    let edit = || rest.edit_message(HALL, Id::new(1));
    edit().file("a.txt", *b"a").send().unwrap();
    edit().keep_attachments([Id::new(9)]).attach(plot()).send().unwrap();
    edit().keep_attachments([]).send().unwrap();
    let error = edit().attach(plot()).send().unwrap_err();
    assert!(
        error.to_string().contains("attachments: ") && error.to_string().contains("keep_attachments"),
        "{error}"
    );
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    let added = String::from_utf8_lossy(&seen[0].body);
    assert!(!added.contains("\"attachments\"") && added.contains("filename=\"a.txt\""), "{added}");
    let kept = String::from_utf8_lossy(&seen[1].body);
    let list = r#""attachments":[{"id":"9"},{"id":0,"filename":"plot.png","description":"a plot","is_spoiler":true}]"#;
    assert!(kept.contains(list), "{kept}");
    assert_eq!(seen[2].json()["attachments"], serde_json::json!([]));
}
