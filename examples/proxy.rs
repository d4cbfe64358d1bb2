//! A bot behind a proxy, which REST and the gateway both take: says whether it comes through, and ends.
//!
//! ```text
//! cargo run --example proxy -- http://user:password@127.0.0.1:3128   # this one; socks5:// works, too
//! HTTPS_PROXY=http://127.0.0.1:3128 cargo run --example proxy        # those that the environment names
//! RUST_LOG=debug cargo run --example proxy                           # a line for each connection names its proxy
//! ```

mod support;

use ito::EventKind;
use ito::config::Proxy;
use support::Stage;

fn main() -> ito::Result {
    let stage = Stage::set()?;
    // The environment counts only because it is asked.
    let proxy = support::arguments().next().map_or_else(Proxy::from_env, |url| Proxy::url(&url))?;
    let bot = stage.builder()?.proxy(proxy).build()?;
    bot.on(EventKind::Started, |e| {
        println!("{}", e.bot().health());
        e.bot().close()
    });
    bot.run()
}
