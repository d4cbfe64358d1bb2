//! What a user can get wrong, and what a network can do: each ends in a clear message, and nothing is left running.

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ito::sandbox::{ConnectionFault, Fault, Sandbox, Scope};
use ito::sync::{CloseFlag, thread};
use ito::{Bot, Endpoints, Sharding, Token, rest};
use support::Watchdog;

/// Starts a bot that cannot be started; gives the error's text.
fn fails(bot: &Bot) -> String {
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    let error = bot.start().expect_err("it cannot start").to_string();
    assert!(bot.shards().is_empty());
    assert!(bot.close().is_err(), "it does not run");
    error
}

fn check(error: &str, words: &[&str]) {
    for word in words {
        assert!(error.contains(word), "{word:?} is not in: {error}");
    }
}

/// A bot whose requests give up soon.
fn bot_at(address: &str) -> Bot {
    let config = rest::Config::default()
        .timeouts(rest::Timeouts::default().whole(Duration::from_secs(2)))
        .max_retries(0);
    Bot::builder("a.token").endpoints(Endpoints::new(address).unwrap()).rest(config).build().unwrap()
}

fn bot_on(discord: &Sandbox) -> Bot {
    Bot::builder(discord.token())
        .endpoints(discord.endpoints())
        .start_patience(Duration::from_secs(1))
        .build()
        .unwrap()
}

#[test]
fn a_token_that_is_none_is_an_error_that_says_token() {
    for token in ["", " ", "\n", "a b", "to\nken"] {
        check(&Bot::builder(token).build().unwrap_err().to_string(), &["token"]);
        check(&fails(&Bot::new(token)), &["token"]);
        check(&Bot::new(token).run().unwrap_err().to_string(), &["token"]);
    }
    assert!(Token::new(" abc.def \n").is_ok());
}

#[test]
fn a_refused_token_is_an_error_that_says_so_after_few_requests() {
    let discord = Sandbox::start().unwrap();
    let bot = Bot::builder("an.other.token").endpoints(discord.endpoints()).build().unwrap();
    let error = fails(&bot);
    check(&error, &["401", "token"]);
    assert!(!error.contains("an.other.token"));
    assert!(discord.seen().requests.len() <= 4);
    assert_eq!(discord.seen().opened, 0, "the gateway is not tried");
}

#[test]
fn an_address_that_is_no_address_says_why() {
    for (address, words) in [
        ("", &["URL"][..]),
        ("nonsense", &["nonsense", "scheme"]),
        ("ftp://discord.com", &["ftp", "http"]),
        ("http://", &["scheme"]),
    ] {
        check(&Endpoints::new(address).unwrap_err().to_string(), words);
    }
}

#[test]
fn an_address_that_leads_nowhere_says_which_step_failed() {
    let refused = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    check(&fails(&bot_at(&format!("http://{refused}/api/v10"))), &["gateway", "refused"]);
    check(&fails(&bot_at("http://no-such-host.invalid/api/v10")), &["gateway", "resolve"]);
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let begun = Instant::now();
    let error = fails(&bot_at(&format!("http://{}/api/v10", listener.local_addr().unwrap())));
    check(&error, &["gateway", "took too long"]);
    assert!(begun.elapsed() < Duration::from_secs(30));
}

/// Answers the first connection by what `serve` does.
fn server(serve: impl FnOnce(TcpStream) + Send + 'static) -> (String, thread::Thread<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let thread = thread::spawn("server", 1 << 20, move || {
        if let Ok((stream, _)) = listener.accept() {
            serve(stream);
        }
    });
    (address, thread.unwrap())
}

#[test]
fn plain_text_where_tls_is_expected_says_tls() {
    let (address, _server) = server(|mut stream| {
        let _ = stream.read(&mut [0; 1024]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
    });
    check(&fails(&bot_at(&format!("https://{address}/api/v10"))), &["gateway", "TLS"]);
}

#[test]
fn tls_where_plain_text_is_expected_is_an_answer_that_is_none() {
    let (address, _server) = server(|mut stream| {
        let _ = stream.read(&mut [0; 1024]);
        // The alert with which a TLS server answers what is no TLS.
        let _ = stream.write_all(&[0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46]);
    });
    check(&fails(&bot_at(&format!("http://{address}/api/v10"))), &["gateway", "HTTP"]);
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused() {
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    let pem = include_bytes!("support/self_signed.pem");
    let (address, _server) = server(move |mut stream| {
        let certificates = CertificateDer::pem_slice_iter(pem).map(Result::unwrap).collect();
        let key = PrivateKeyDer::from_pem_slice(pem).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(certificates, key)
            .unwrap();
        let mut session = rustls::ServerConnection::new(Arc::new(config)).unwrap();
        while session.is_handshaking() && session.complete_io(&mut stream).is_ok() {}
    });
    check(&fails(&bot_at(&format!("https://{address}/api/v10"))), &["gateway", "TLS", "certificate"]);
}

#[test]
fn an_answer_that_says_nothing_of_a_gateway_is_named() {
    for (fault, words) in [
        (Fault::Html(200), &["gateway"][..]),
        (Fault::Answer(200, r#"{"url":"ws://127.0.0.1:1"}"#.into()), &["GET /gateway/bot"]),
        (Fault::Answer(200, "[]".into()), &["gateway"]),
        (Fault::Status(500), &["500"]),
        (Fault::Html(502), &["502"]),
        (Fault::Status(403), &["403"]),
    ] {
        let discord = Sandbox::start().unwrap();
        discord.fail("GET /gateway/bot", 1000, fault);
        check(&fails(&bot_on(&discord)), words);
        assert_eq!(discord.seen().opened, 0);
    }
}

#[test]
fn illness_and_limits_at_the_start_are_waited_out() {
    let discord = Sandbox::start().unwrap();
    discord.fail("GET /gateway/bot", 2, Fault::Status(503));
    discord.fail(
        "GET /gateway/bot",
        1,
        Fault::RateLimit { scope: Scope::User, retry_after: Duration::from_millis(200) },
    );
    let bot = Bot::builder(discord.token()).endpoints(discord.endpoints()).build().unwrap();
    let _watchdog = Watchdog::new(Duration::from_secs(60));
    bot.start().unwrap();
    bot.close().unwrap();
}

#[test]
fn too_few_session_starts_are_an_error_before_the_first_identify() {
    let hour = Duration::from_secs(3600);
    let discord = Sandbox::builder().shards(2).session_starts(1000, 1, hour).start().unwrap();
    check(&fails(&bot_on(&discord)), &["session start limit", "1 are left", "1 h"]);
    assert_eq!(discord.seen().identifies.len(), 0);
}

#[test]
fn shards_that_make_no_sense_are_refused() {
    let discord = Sandbox::start().unwrap();
    for (sharding, words) in [
        (Sharding::Total(0), &["at least one"][..]),
        (Sharding::Total(4_000_000_000), &["4000000000", "one process"]),
        (Sharding::Subset { ids: vec![], total: 4 }, &["at least one"]),
        (Sharding::Subset { ids: vec![1, 4], total: 4 }, &["shard 4", "4"]),
    ] {
        let bot =
            Bot::builder(discord.token()).endpoints(discord.endpoints()).sharding(sharding).build().unwrap();
        check(&fails(&bot), words);
    }
    assert_eq!(discord.seen().identifies.len(), 0);
    for threshold in [49, 251] {
        check(&Bot::builder("t").large_threshold(threshold).build().unwrap_err().to_string(), &["50 to 250"]);
    }
}

#[test]
fn a_code_that_would_come_again_ends_the_bot_with_its_remedy() {
    for (code, words) in [
        (4004, &["4004", "token"][..]),
        (4010, &["4010", "shard"]),
        (4011, &["4011", "shards"]),
        (4012, &["4012", "version"]),
        (4013, &["4013", "intents"]),
        (4014, &["4014", "intent", "Bot page"]),
    ] {
        let discord = Sandbox::start().unwrap();
        discord.fail_connection(ConnectionFault::CloseLogin(code));
        let error = fails(&bot_on(&discord));
        check(&error, words);
        check(&error, &["shard 0"]);
        assert_eq!(discord.seen().opened, 1, "it does not try again");
    }
}

#[test]
fn a_code_that_comes_in_one_segment_with_hello_is_heard() {
    let (address, _server) = server(|mut stream| {
        let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
        let key = lines.find_map(|line| Some(line.strip_prefix("Sec-WebSocket-Key: ")?.to_owned()));
        let _rest_of_head = lines.take_while(|line| !line.is_empty()).last();
        let accept = tungstenite::handshake::derive_accept_key(key.unwrap_or_default().as_bytes());
        let hello = br#"{"op":10,"d":{"heartbeat_interval":41250}}"#;
        let mut answer = format!(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Accept: {accept}\r\n\r\n"
        )
        .into_bytes();
        answer.extend([0x81, u8::try_from(hello.len()).unwrap()]);
        answer.extend(hello);
        answer.extend(b"\x88\x02\x0f\xae");
        let _ = stream.write_all(&answer);
        let _until_the_end = stream.read_to_end(&mut Vec::new());
    });
    let discord = Sandbox::start().unwrap();
    let limit = r#"{"total":9,"remaining":9,"reset_after":1,"max_concurrency":1}"#;
    let gateway = format!(r#"{{"url":"ws://{address}","shards":1,"session_start_limit":{limit}}}"#);
    discord.fail("GET /gateway/bot", 1, Fault::Answer(200, gateway));
    check(&fails(&bot_on(&discord)), &["4014", "intent"]);
}

/// What makes a start take long.
type Arrange = fn(&Sandbox);

#[test]
fn a_close_is_over_soon_in_each_phase_of_a_start() {
    let phases: [(&str, Arrange); 7] = [
        ("asking for the gateway", |d| d.fail("GET /gateway/bot", 9, Fault::Silence)),
        ("waiting out an illness", |d| d.fail("GET /gateway/bot", 99, Fault::Status(503))),
        ("waiting for a limit", |d| {
            let retry_after = Duration::from_secs(200);
            d.fail("GET /gateway/bot", 9, Fault::RateLimit { scope: Scope::Global, retry_after });
        }),
        ("upgrading", |d| d.fail_connection(ConnectionFault::Silence)),
        ("waiting for HELLO", |d| d.fail_connection(ConnectionFault::NoHello)),
        ("waiting for READY", |d| d.fail_connection(ConnectionFault::NoReady)),
        ("backing off", |d| (0..99).for_each(|_| d.fail_connection(ConnectionFault::Refuse(503)))),
    ];
    for (phase, arrange) in phases {
        let watchdog = Watchdog::new(Duration::from_secs(60));
        let discord = Sandbox::start().unwrap();
        arrange(&discord);
        let bot = Bot::builder(discord.token()).endpoints(discord.endpoints()).build().unwrap();
        let (starter, flag) = (bot.clone(), CloseFlag::new());
        let start = thread::spawn("starter", 1 << 20, move || starter.start()).unwrap();
        support::eventually(phase, Duration::from_secs(10), || {
            let seen = discord.seen();
            if phase.starts_with("wait") && !phase.contains("READY") && !phase.contains("HELLO")
                || phase.starts_with("asking")
            {
                !seen.requests.is_empty()
            } else {
                seen.opened > 0
            }
        });
        // A moment, so that the phase is surely entered; whichever it is, the close must be quick.
        flag.wait_timeout(Duration::from_millis(50));
        let begun = Instant::now();
        bot.close().unwrap();
        assert!(begun.elapsed() < Duration::from_secs(2), "{phase}: {:?}", begun.elapsed());
        let error = start.join().unwrap().unwrap_err();
        assert!(error.to_string().contains("closed while it was starting"), "{phase}: {error}");
        drop(watchdog);
    }
}
