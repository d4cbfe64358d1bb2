//! Whether there is a newer ito: one question at the start of a run, when a program has said where to ask.
//!
//! Threads: `ito-update`, one per run that asks; it ends with its answer, after [`PATIENCE`], or with the run.

use std::time::Duration;

use http::Uri;

use crate::error::Result;
use crate::rest;
use crate::sync::CloseFlag;
use crate::sync::thread::{self, Thread};

/// An address that can be asked.
pub(super) fn checked(address: &str) -> Result<Uri> {
    let uri = address.trim().parse::<Uri>().ok();
    uri.filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some())
        .ok_or_else(|| format!("the address {address:?} of check_for_updates is no http address").into())
}

/// Asks `address` on a thread of its own, until `close` is set; not where a program is built or tested.
pub(super) fn check(address: &Uri, config: &rest::Config, close: &CloseFlag) -> Option<Thread<()>> {
    if std::env::var_os("CI").is_some_and(|value| !value.is_empty()) {
        return None;
    }
    let (address, config, close) = (address.clone(), config.clone(), close.clone());
    let check = move || match newest(&address, config, &close) {
        Ok(newest) => tell(&newest),
        Err(error) => log::debug!(target: "ito", "the check for updates failed: {error}"),
    };
    let thread = thread::spawn("ito-update", STACK, check);
    thread
        .inspect_err(|error| log::debug!(target: "ito", "no thread for the check for updates: {error}"))
        .ok()
}

/// What the newest release is called.
fn newest(address: &Uri, mut config: rest::Config, close: &CloseFlag) -> Result<String> {
    #[derive(serde::Deserialize)]
    struct Release {
        tag_name: String,
    }
    config.timeouts = config.timeouts.whole(PATIENCE);
    let answer = rest::fetch_elsewhere(&address.to_string(), &config, close)?;
    Ok(serde_json::from_slice::<Release>(&answer)?.tag_name)
}

fn tell(newest: &str) {
    let this = env!("CARGO_PKG_VERSION");
    match (Version::parse(newest), Version::parse(this)) {
        (Some(new), Some(old)) if new > old => {
            log::info!(target: "ito", "ito {} is out; this program has {this}", newest.trim_start_matches('v'));
        }
        (None, _) => log::debug!(target: "ito", "the newest release has no version but {newest:?}"),
        _ => {}
    }
}

/// A version in the order of <https://semver.org>: what is built of it does not count.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Version {
    core: [u64; 3],
    /// A pre-release comes before its release.
    is_release: bool,
    pre: Vec<Part>,
}

/// Numbers come before texts.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Text(String),
}

impl Version {
    /// Reads `1.2.3`, `v1.2.3-rc.1` and the like.
    fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let (text, build) = text.split_once('+').unwrap_or((text, "0"));
        let (core, pre) = text.split_once('-').map_or((text, None), |(core, pre)| (core, Some(pre)));
        if !build.split('.').all(is_identifier) {
            return None;
        }
        let numbers: Vec<u64> = core.split('.').map(number).collect::<Option<_>>()?;
        let part = |part: &str| match number(part) {
            _ if !is_identifier(part) => None,
            Some(number) => Some(Part::Number(number)),
            None => Some(Part::Text(part.to_owned())),
        };
        let parts = pre.map(|pre| pre.split('.').map(part).collect::<Option<Vec<_>>>());
        Some(Self {
            core: numbers.try_into().ok()?,
            is_release: parts.is_none(),
            pre: parts.unwrap_or_else(|| Some(Vec::new()))?,
        })
    }
}

fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Stack of the thread that asks; 256 KiB are little for a TLS handshake.
const STACK: usize = 512 * 1024;
/// Whoever has not answered by then has nothing to say.
const PATIENCE: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn z83_versions_are_in_the_order_of_semver() {
        let ordered = [
            "0.9.9",
            "1.0.0-1",
            "1.0.0-2",
            "1.0.0-11",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.1-0",
            "1.0.1",
            "1.2.0",
            "1.10.0",
            "2.0.0",
        ];
        let versions: Vec<Version> = ordered.iter().map(|text| Version::parse(text).unwrap()).collect();
        assert!(versions.is_sorted_by(|a, b| a < b), "{versions:?}");
        assert_eq!(Version::parse("v1.2.3+b7"), Version::parse("1.2.3"));
    }

    #[test]
    fn what_is_no_version_is_none() {
        for text in [
            "",
            "1",
            "1.2",
            "1.2.3.4",
            "1.2.x",
            "1..3",
            "1.2.3-",
            "1.2.3-a..b",
            "1.2.3-a\nb",
            "1.2.3+\u{1b}",
            "nightly",
        ] {
            assert_eq!(Version::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_address_that_cannot_be_asked_is_named() {
        assert!(checked(" https://example.org/releases/latest ").is_ok());
        for address in ["", "example.org", "ftp://example.org", "http://"] {
            let text = checked(address).unwrap_err().to_string();
            assert!(text.contains("check_for_updates") && text.contains(address), "{text}");
        }
    }
}
