//! Logs on standard error, for programs that have set up no logger of their own: `env_logger`, whose filter can be added to.
//!
//! Locks: one read-write lock around the logger, held while a line is written.

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{OnceLock, PoisonError, RwLock};

use log::{Level, LevelFilter, Log, Metadata, Record};

use super::color::Color;
use crate::model::Timestamp;

/// What [`Bot::run`](crate::Bot::run) logs on standard error; the level `info` by default.
///
/// The environment variable `RUST_LOG` has the last word, so that whoever runs a program can look closer. A program that
/// has set up a logger of its own keeps it, whatever is said here. What the crates below ito write at level trace, byte by
/// byte, is left out: some of it are tokens of users and webhooks.
///
/// ```
/// use ito::Bot;
///
/// let bot = Bot::builder("a.token").logs("warn,ito::gateway=debug,ito::rest=trace").build()?;
/// assert!(Bot::builder("a.token").logs("loud").build().is_err());
/// # Ok::<(), ito::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Logs {
    /// No logger is set up.
    Untouched,
    /// A level for everything, or one for each part of a program, with commas: `info,ito::gateway=debug`.
    Filter(String),
    /// The same from a file, which is read when the bot is built: filters in lines or with commas; a line that begins with
    /// `#` says nothing.
    File(PathBuf),
}

impl Default for Logs {
    fn default() -> Self {
        Level::Info.into()
    }
}

impl From<&str> for Logs {
    fn from(filter: &str) -> Self {
        Self::Filter(filter.to_owned())
    }
}

impl From<Level> for Logs {
    fn from(level: Level) -> Self {
        level.as_str().into()
    }
}

impl From<LevelFilter> for Logs {
    fn from(level: LevelFilter) -> Self {
        level.as_str().into()
    }
}

impl Logs {
    /// Adds to the filter of the logger that `run` has set up: what is named gets its new level, the rest keeps its own.
    /// False when that logger is not in use, since the program has its own or no bot was run yet.
    ///
    /// # Errors
    /// When it is no filter.
    pub fn add_filter(filter: &str) -> Result<bool, LogsError> {
        check(filter)?;
        let Some(adjustable) = ADJUSTABLE.get() else { return Ok(false) };
        adjustable.add(filter);
        Ok(true)
    }

    /// The same, with the text in place of a file's name.
    pub(super) fn loaded(self) -> Result<Self, LogsError> {
        let filter = match self {
            Self::Untouched => return Ok(self),
            Self::Filter(filter) => filter,
            Self::File(path) => read(&path)?,
        };
        check(&filter)?;
        Ok(Self::Filter(filter))
    }

    /// Sets the logger up, unless there is one.
    pub(super) fn init(&self, color: Color) {
        let Self::Filter(filter) = self else { return };
        let from_env = std::env::var("RUST_LOG").ok().filter(|filter| !filter.trim().is_empty());
        let filter = from_env.unwrap_or_else(|| filter.clone());
        let style =
            if color.is_on() { env_logger::WriteStyle::Always } else { env_logger::WriteStyle::Never };
        let adjustable =
            Adjustable { inner: RwLock::new(Inner { logger: logger(&filter, style), filter }), style };
        if log::set_logger(&Shared).is_ok() {
            let adjustable = ADJUSTABLE.get_or_init(|| adjustable);
            log::set_max_level(adjustable.level());
        }
    }
}

fn read(path: &Path) -> Result<String, LogsError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| LogsError::File { path: path.to_owned(), source })?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(lines.collect::<Vec<_>>().join(","))
}

/// Whether each part is a level or `part=level`.
fn check(filter: &str) -> Result<(), LogsError> {
    for part in filter.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let level = part.split_once('=').map_or(part, |(_, level)| level.trim());
        if level.parse::<LevelFilter>().is_err() {
            return Err(LogsError::Level { level: level.to_owned(), part: part.to_owned() });
        }
    }
    Ok(())
}

/// A logger of `env_logger`'s, that writes a line as `2026-01-31T12:00:00.000000+00:00 INFO  ito::gateway: text`.
fn logger(filter: &str, style: env_logger::WriteStyle) -> env_logger::Logger {
    let mut builder = env_logger::Builder::new();
    builder.parse_filters(filter).write_style(style).format(|out, record| {
        let level = out.default_level_style(record.level());
        let (now, name, target) = (Timestamp::now(), record.level(), record.target());
        writeln!(out, "{now} {level}{name:<5}{level:#} {target}: {}", record.args())
    });
    builder.build()
}

/// Whether it is a line with the bytes of an answer or of a frame, some of which hold tokens of users and webhooks.
fn is_dump(metadata: &Metadata<'_>) -> bool {
    metadata.level() == Level::Trace
        && ["ureq_proto", "tungstenite"].iter().any(|dumper| metadata.target().starts_with(dumper))
}

/// The logger of this process, once `run` has set one up.
static ADJUSTABLE: OnceLock<Adjustable> = OnceLock::new();

struct Adjustable {
    inner: RwLock<Inner>,
    style: env_logger::WriteStyle,
}

struct Inner {
    logger: env_logger::Logger,
    filter: String,
}

impl Adjustable {
    fn add(&self, filter: &str) {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        inner.filter = format!("{},{filter}", inner.filter);
        inner.logger = logger(&inner.filter, self.style);
        drop(inner);
        log::set_max_level(self.level());
    }

    fn level(&self) -> LevelFilter {
        self.with(env_logger::Logger::filter)
    }

    fn with<T>(&self, ask: impl FnOnce(&env_logger::Logger) -> T) -> T {
        ask(&self.inner.read().unwrap_or_else(PoisonError::into_inner).logger)
    }
}

/// What the `log` crate is given: it writes to [`ADJUSTABLE`].
struct Shared;

impl Log for Shared {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        !is_dump(metadata) && ADJUSTABLE.get().is_some_and(|it| it.with(|logger| logger.enabled(metadata)))
    }

    fn log(&self, record: &Record<'_>) {
        if let Some(it) = ADJUSTABLE.get().filter(|_| !is_dump(record.metadata())) {
            it.with(|logger| logger.log(record));
        }
    }

    fn flush(&self) {}
}

/// What is wrong with [`Logs`].
#[derive(Debug)]
#[non_exhaustive]
pub enum LogsError {
    /// There is no such level.
    Level {
        /// What should be one.
        level: String,
        /// The part of the filter that it stands in.
        part: String,
    },
    /// The file cannot be read.
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl fmt::Display for LogsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Level { level, part } => write!(
                f,
                "there is no log level {level:?} (in {part:?}); take off, error, warn, info, debug or trace, or a part's name, = and one of them"
            ),
            Self::File { path, .. } => write!(f, "the file of log filters {} cannot be read", path.display()),
        }
    }
}

impl std::error::Error for LogsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Level { .. } => None,
            Self::File { source, .. } => Some(source),
        }
    }
}
