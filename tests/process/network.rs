//! A program that leaves by a proxy only: rows R05, Z15, L29.

use ito::sandbox::Sandbox;

use crate::support::Watchdog;
use crate::support::proxy::{Manner, TestProxy};
use crate::{SOON, example_on, output};

#[test]
fn z15_r05_a_whole_program_goes_through_the_proxy_that_it_or_the_environment_names() {
    for is_named_by_the_program in [true, false] {
        let _watchdog = Watchdog::new(SOON * 2);
        let discord = Sandbox::start().unwrap();
        let proxy = TestProxy::start(Manner::Http { locked: true });
        let url = format!("http://ada:secret@{}", proxy.address);
        let mut program = example_on(&discord, "proxy");
        // Nobody but the proxy resolves this name.
        program.env("DISCORD_API_URL", discord.api_url().replace("127.0.0.1", "discord.invalid"));
        program.env("RUST_LOG", "debug");
        if is_named_by_the_program {
            program.arg(&url)
        } else {
            program.env("HTTP_PROXY", &url)
        };
        let (code, out, err) = output(program);
        assert_eq!(code, 0, "{out}{err}");
        assert!(out.contains("1 of 1 shards ready"), "{out}");
        let tunnels = proxy.tunnels();
        for host in ["discord.invalid:", "127.0.0.1:"] {
            assert!(tunnels.iter().any(|tunnel| tunnel.starts_with(host)), "{tunnels:?}");
            let line = format!("connecting to {host}");
            let line = err.lines().find(|one| one.contains(&line) && one.contains("through"));
            let line = line.unwrap_or_else(|| panic!("no line names the proxy on the way to {host}: {err}"));
            assert!(line.ends_with(&format!("through http://***@{}", proxy.address)), "{line}");
        }
        let said = format!("{out}{err}");
        assert!(!said.contains("secret") && !said.contains("YWRhOnNlY3JldA"), "{said}");
    }
}

#[test]
fn z15_what_the_environment_names_is_not_used_unasked() {
    let _watchdog = Watchdog::new(SOON * 2);
    let discord = Sandbox::start().unwrap();
    let proxy = TestProxy::start(Manner::Http { locked: true });
    let mut program = example_on(&discord, "events");
    program.env("HTTP_PROXY", format!("http://{}", proxy.address));
    program.env_remove("DISCORD_TOKEN").env_remove("DISCORD_API_URL");
    let (code, out, err) = output(program);
    assert_eq!((code, proxy.connections()), (0, 0), "{out}{err}");
}
