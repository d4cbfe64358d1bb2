//! Files on their way: what is read again and what cannot be, and what breaks.

use std::io::{self, Read};
use std::net::TcpListener;
use std::time::Duration;

use ito::model::Id;
use ito::rest::{Config, ErrorKind, File, Timeouts};

use super::server::{Reply, Server, ok, status};
use super::{HALL, limited, rest, rest_with};

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
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::File, 1), "{error}");
    let what = "the file \"film.mp4\" cannot be read to its end: the tape is torn";
    assert!(error.to_string().contains(what), "{error}");
    let error = rest.create_message(HALL).attach(File::path("no/such/file.png")).send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::File);
    assert!(
        error.to_string().contains("the file \"file.png\" cannot be opened at no/such/file.png"),
        "{error}"
    );
    assert!(server.seen().is_empty());
    rest.create_message(HALL).content("still well").send().unwrap();
}

#[test]
fn r13_an_address_is_fetched_without_the_token_and_again_for_a_second_attempt() {
    let elsewhere = Server::start(|_, before| ok(["first", "the second"][before]));
    let place = elsewhere.address();
    let shelf = Server::start(move |_, _| redirect(format!("http://{place}/plot.png?key=s3cret")));
    let server = Server::start(|_, before| if before == 0 { status(503, "") } else { ok(r#"{"id":"1"}"#) });
    let plot = File::url("plot.png", format!("http://{}/plot?key=s3cret", shelf.address()));
    rest(&server).create_message(HALL).content("look").attach(plot.description("a plot")).send().unwrap();
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    for (seen, text) in seen.iter().zip(["first", "the second"]) {
        let body = String::from_utf8_lossy(&seen.body);
        assert!(body.contains(&format!("\r\n\r\n{text}\r\n")) && body.contains("a plot"), "{body}");
        assert!(seen.header("content-length").is_some(), "the source told its length");
        assert_eq!(seen.header("authorization"), Some("Bot a.bots.token"));
    }
    for fetched in elsewhere.seen().iter().chain(&shelf.seen()) {
        assert_eq!((fetched.method.as_str(), fetched.header("authorization")), ("GET", None));
        assert!(fetched.header("user-agent").is_some_and(|name| name.starts_with("DiscordBot")));
    }
    assert_eq!((shelf.seen().len(), elsewhere.seen().len()), (2, 2));
}

#[test]
fn r13_what_is_wrong_with_an_address_is_named_with_its_host_and_nothing_is_sent() {
    let server = Server::start(|_, _| ok(r#"{"id":"1"}"#));
    let timeouts = Timeouts::default().answer(Duration::from_millis(200));
    let rest = rest_with(&server, Config::default().timeouts(timeouts));
    let send = |url: &str| rest.create_message(HALL).attach(File::url("a.png", url)).send().unwrap_err();
    let check = |url: &str, what: &str| {
        let error = send(url);
        let text = format!("{error} {error:?}");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::File, 1), "{text}");
        assert!(text.contains(what) && !text.contains("s3cret"), "{what:?} in {text}");
    };
    let source = Server::start(|seen, _| match seen.path.split('?').next().unwrap() {
        "/gone" => status(404, "{}"),
        "/circle" => redirect(seen.path.clone()),
        _ => Reply::Silence,
    });
    let at = |path: &str| format!("http://{}{path}?key=s3cret", source.address());
    let from = format!("the file \"a.png\" cannot be fetched from {}: ", source.address());
    check(&at("/gone"), &format!("{from}it is answered with status 404"));
    check(&at("/circle"), &format!("{from}the answer redirects without an end"));
    check(&at("/silence"), &format!("{from}waiting for the answer took too long"));
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    check(&format!("http://{nobody}/?key=s3cret"), "the connection could not be opened");
    check("no address s3cret", "cannot be fetched from an address without a host");
    check("ftp://h/s3cret", "cannot be fetched from h: ");
    assert!(server.seen().is_empty());

    let torn = b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\nthe beginning";
    let source = Server::start(move |_, _| Reply::Raw(torn.to_vec()));
    check(
        &format!("http://{}/?key=s3cret", source.address()),
        "the file \"a.png\" cannot be read to its end: ",
    );
    rest.create_message(HALL).content("still well").send().unwrap();
    assert_eq!(server.seen().len(), 1, "what was torn never came as a whole");
}

fn redirect(location: String) -> Reply {
    Reply::Answer(302, vec![("Location", location)], String::new())
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

#[test]
fn a_file_is_fetched_by_its_address_without_a_token() {
    let server = Server::start(|seen, _| match seen.path.as_str() {
        "/moved" => Reply::Answer(302, vec![("Location", "/cat.png?ex=1".into())], String::new()),
        "/cat.png?ex=1" => ok("meow"),
        _ => status(404, "nothing here"),
    });
    let rest = rest(&server);
    let at = |path: &str| format!("http://{}{path}", server.address());
    assert_eq!(rest.fetch_file(at("/cat.png?ex=1")).unwrap(), b"meow");
    assert_eq!(rest.fetch_file(at("/moved")).unwrap(), b"meow");
    let error = rest.fetch_file(at("/dog.png")).unwrap_err();
    assert_eq!((error.status(), error.is_not_found()), (Some(404), true), "{error}");
    assert_eq!(rest.fetch_file("no address").unwrap_err().kind(), ErrorKind::Request);
    for seen in server.seen() {
        assert!(seen.header("authorization").is_none() && seen.header("user-agent").is_some(), "{seen:?}");
    }
    rest.close();
    assert_eq!(rest.fetch_file(at("/cat.png?ex=1")).unwrap_err().kind(), ErrorKind::Closed);
}
