//! Proxies and certificates, for REST and the gateway alike: rows Z07, Z15, Z27, Z30, L29, R05.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ito::config::{Network, Proxy, Trust};
use ito::net::{Address, WebSocket};
use ito::rest::{Config, ErrorKind, Timeouts};
use ito::sandbox::Sandbox;
use ito::sync::{CloseFlag, thread};
use ito::{Bot, Endpoints, Rest, Token};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::support::proxy::{Manner, TestProxy};
use crate::support::{Watchdog, eventually, keep_log, log_text};

fn watchdog() -> Watchdog {
    Watchdog::new(Duration::from_secs(90))
}

/// The sandbox under a name that nobody resolves.
fn hidden(discord: &Sandbox) -> Endpoints {
    Endpoints::new(&discord.api_url().replace("127.0.0.1", "discord.invalid")).unwrap()
}

fn url(scheme: &str, proxy: &TestProxy) -> Proxy {
    Proxy::url(&format!("{scheme}://{}", proxy.address)).unwrap()
}

fn rest(discord: &Sandbox, config: Config) -> Rest {
    Rest::new(hidden(discord), Some(Token::new(discord.token()).unwrap()), config).unwrap()
}

#[test]
fn z15_l29_rest_and_gateway_go_through_the_proxy() -> ito::Result {
    let _watchdog = watchdog();
    for (scheme, manner) in [
        ("http", Manner::Http { locked: false }),
        ("http", Manner::Http { locked: true }),
        ("socks5", Manner::Socks { locked: false }),
        ("socks5", Manner::Socks { locked: true }),
    ] {
        let discord = Sandbox::start()?;
        let proxy = TestProxy::start(manner);
        let mut way = url(scheme, &proxy);
        if matches!(manner, Manner::Http { locked: true } | Manner::Socks { locked: true }) {
            way = way.basic("ada", "secret");
        }
        let bot = Bot::builder(discord.token()).endpoints(hidden(&discord)).proxy(way).build()?;
        bot.start()?;
        let tunnels = proxy.tunnels();
        assert!(tunnels.iter().any(|place| place.starts_with("discord.invalid:")), "{manner:?}: {tunnels:?}");
        assert!(tunnels.iter().any(|place| place.starts_with("127.0.0.1:")), "{manner:?}: {tunnels:?}");
        assert_eq!(discord.seen().logins.len(), 1);
        bot.close()?;
    }
    Ok(())
}

#[test]
fn z15_a_header_of_ones_own_opens_a_proxy() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let proxy = TestProxy::start(Manner::Http { locked: true });
    // ada:secret
    let way = url("http", &proxy).header("Proxy-Authorization", "Basic YWRhOnNlY3JldA==")?;
    let bot = Bot::builder(discord.token()).endpoints(hidden(&discord)).proxy(way).build()?;
    bot.start()?;
    assert!(proxy.tunnels().len() >= 2, "{:?}", proxy.tunnels());
    bot.close()
}

#[test]
fn z15_a_host_that_is_bypassed_is_reached_directly() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let proxy = TestProxy::start(Manner::Silent);
    let way = url("http", &proxy).bypass(["127.0.0.1"]);
    let bot = Bot::builder(discord.token()).endpoints(discord.endpoints()).proxy(way).build()?;
    bot.start()?;
    bot.close()?;
    assert_eq!(proxy.connections(), 0);
    Ok(())
}

#[test]
fn r05_a_wrong_password_is_an_error_of_its_own_and_is_not_shown() -> ito::Result {
    keep_log();
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    for (scheme, manner) in
        [("http", Manner::Http { locked: true }), ("socks5", Manner::Socks { locked: true })]
    {
        let proxy = TestProxy::start(manner);
        for way in [url(scheme, &proxy), url(scheme, &proxy).basic("ada", "hunter2")] {
            let before = proxy.connections();
            let rest = rest(&discord, Config::default().proxy(way));
            let error = rest.fetch_current_user().send().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Proxy, "{error}");
            assert!(error.is_proxy_credentials() && !error.is_transient());
            assert_eq!(proxy.connections() - before, 1, "it is not asked again");
            let text = format!("{error} {error:?} {:?}", rest.config());
            assert!(text.contains(&proxy.address.to_string()) && !text.contains("hunter2"), "{text}");
        }
        let rest = rest(&discord, Config::default().proxy(url(scheme, &proxy).basic("ada", "secret")));
        assert_eq!(rest.fetch_current_user().send()?.id, Token::new(discord.token())?.id().unwrap());
        let log = log_text();
        assert!(log.contains("opened a connection to discord.invalid"), "the log is there");
        // ada:hunter2, ada:secret
        for secret in ["hunter2", "YWRhOmh1bnRlcjI", "YWRhOnNlY3JldA"] {
            assert!(!log.contains(secret), "{secret}");
        }
    }
    Ok(())
}

#[test]
fn z15_what_a_proxy_says_instead_is_named_with_its_place() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    for (scheme, says, words) in [
        ("http", "HTTP/1.1 403 Forbidden\r\n\r\n", "refused the connection: HTTP status 403"),
        ("http", "SSH-2.0-x\r\n", "no HTTP"),
        ("http", "HTTP/1.1 what\r\n\r\n", "without a status"),
        ("http", "", "the connection broke"),
        ("socks5", "HTTP/1.1 400 Bad Request\r\n\r\n", "no SOCKS5"),
        ("socks5", "\u{5}\u{0}\u{5}\u{5}\u{0}\u{1}", "the host refused"),
    ] {
        let proxy = TestProxy::start(Manner::Says(says));
        let config = Config::default().max_retries(0).proxy(url(scheme, &proxy));
        let error = rest(&discord, config).fetch_current_user().send().unwrap_err();
        let text = error.to_string();
        assert_eq!(error.kind(), ErrorKind::Proxy, "{text}");
        assert!(text.contains(&format!("the proxy {} ", proxy.address)) && text.contains(words), "{text}");
    }
    // No system gives this port to anybody.
    let nobody = "127.0.0.1:1";
    let config = Config::default().max_retries(0).proxy(Proxy::url(&format!("http://{nobody}"))?);
    let text = rest(&discord, config).fetch_current_user().send().unwrap_err().to_string();
    assert!(text.contains(nobody) && text.contains("could not be opened"), "{text}");
    Ok(())
}

#[test]
fn z15_a_silent_proxy_is_given_up_in_time_and_close_does_not_wait_for_it() -> ito::Result {
    let _watchdog = watchdog();
    let discord = Sandbox::start()?;
    let proxy = TestProxy::start(Manner::Silent);
    for scheme in ["http", "socks5"] {
        let timeouts = Timeouts::default().connect(Duration::from_millis(200));
        let config = Config::default().max_retries(0).timeouts(timeouts).proxy(url(scheme, &proxy));
        let text = rest(&discord, config).fetch_current_user().send().unwrap_err().to_string();
        assert!(text.contains("let through by the proxy took too long"), "{text}");
    }
    let before = proxy.connections();
    let timeouts = Timeouts::default().connect(Duration::from_secs(80));
    let config = Config::default().timeouts(timeouts);
    let way = url("http", &proxy);
    let bot = Bot::builder(discord.token()).endpoints(hidden(&discord)).rest(config).proxy(way).build()?;
    let starting = bot.clone();
    let starter = thread::spawn("starter", thread::SMALL_STACK, move || starting.start().is_err())?;
    eventually("it asks the proxy", Duration::from_secs(20), || proxy.connections() > before);
    let begun = Instant::now();
    let _ = bot.close();
    assert!(starter.join().unwrap());
    assert!(begun.elapsed() < Duration::from_secs(20));
    Ok(())
}

#[test]
fn z30_a_proxy_can_be_asked_for_and_hides_its_password() -> ito::Result {
    let way = Proxy::url("http://ada:hunter2@127.0.0.1:3128")?;
    // The order of the two does not matter.
    let bot = Bot::builder("a.token").proxy(way.clone()).rest(Config::default().max_retries(1)).build()?;
    assert_eq!(bot.proxy(), Some(&way));
    let shown = format!("{:?} {bot:?} {:?}", bot.proxy(), bot.rest().config());
    assert!(shown.contains("127.0.0.1:3128") && !shown.contains("hunter2"), "{shown}");
    assert_eq!(Bot::builder("a.token").build()?.proxy(), None);
    Ok(())
}

#[test]
fn z27_the_settings_of_http_can_be_asked_for() -> ito::Result {
    let config =
        Config::default().timeouts(Timeouts::default().answer(Duration::from_secs(7))).user_agent("x");
    let bot = Bot::builder("a.token").rest(config.clone()).build()?;
    assert_eq!(bot.rest().config(), &config);
    assert_eq!(Bot::builder("a.token").build()?.rest().config(), &Config::default());
    Ok(())
}

/// A server with TLS for `localhost`: answers a call with a user, an upgrade with a WebSocket.
fn tls_server(connections: usize) -> (u16, thread::Thread<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let pem = include_bytes!("../../support/signed.pem");
    let certificates = CertificateDer::pem_slice_iter(pem).map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_slice(pem).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(certificates, key)
        .unwrap();
    let config = Arc::new(config);
    let serve = move || {
        for _ in 0..connections {
            let Ok((stream, _)) = listener.accept() else { return };
            let session = rustls::ServerConnection::new(config.clone()).unwrap();
            let mut stream = rustls::StreamOwned::new(session, stream);
            answer(&mut stream);
        }
    };
    (port, thread::spawn("tls-server", 1024 * 1024, serve).unwrap())
}

fn answer(stream: &mut (impl std::io::Read + std::io::Write)) {
    let mut head = [0; 4];
    if stream.read_exact(&mut head).is_err() {
        return;
    }
    let mut head = head.to_vec();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read_exact(&mut byte).is_err() {
            return;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let key = head.lines().find_map(|line| line.strip_prefix("Sec-WebSocket-Key: "));
    let answer = if let Some(key) = key {
        format!(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {}\r\n\r\n",
            tungstenite::handshake::derive_accept_key(key.as_bytes())
        )
    } else {
        let user = r#"{"id":"7","username":"ada"}"#;
        format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{user}", user.len())
    };
    let _ = stream.write_all(answer.as_bytes()).and_then(|()| stream.flush());
}

#[test]
fn z07_a_self_signed_server_is_refused_until_it_is_trusted() -> ito::Result {
    let _watchdog = watchdog();
    let (port, server) = tls_server(6);
    let authority = Trust::default().certificates(include_bytes!("../../support/authority.pem"));
    let stranger = Trust::default().certificates(include_bytes!("../../support/self_signed.pem"));
    let anyone = Trust::default().danger_accept_invalid_certificates(true);
    for (trust, is_taken) in [(Trust::default(), false), (stranger, false), (authority, true), (anyone, true)]
    {
        let endpoints = Endpoints::new(&format!("https://localhost:{port}/api/v10"))?;
        let config = Config::default().max_retries(0).trust(trust.clone());
        let asked = Rest::new(endpoints, Some(Token::new("a.token")?), config)?.fetch_current_user().send();
        assert_eq!(asked.as_ref().is_ok_and(|user| user.name == "ada"), is_taken, "{trust:?}: {asked:?}");
        if !is_taken {
            assert!(asked.unwrap_err().to_string().contains("TLS"));
            continue;
        }
        let address = Address::parse(&format!("wss://localhost:{port}/")).unwrap();
        let network = Network::default().trust(trust);
        let timeouts = ito::gateway::Timeouts::default();
        let opened = WebSocket::connect(&address, &network, "x", &timeouts, 1024, &CloseFlag::new());
        assert!(opened.is_ok(), "{opened:?}");
    }
    server.join().unwrap();
    Ok(())
}

#[test]
fn z07_certificates_that_are_none_are_an_error_of_build() {
    for pem in ["nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        let built = Bot::builder("a.token").trust(Trust::default().certificates(pem)).build();
        let text = built.unwrap_err().to_string();
        assert!(text.contains("certificates to be trusted"), "{text}");
    }
}
