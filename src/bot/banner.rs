//! What a bot prints when it runs: its banner, on standard error beside the log, so that the program's own output stays its own.

use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

/// What is printed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Banner {
    /// ito's own: its name, version and licence, its documentation, the platform, the program.
    #[default]
    Default,
    /// This text; `$name` and `${name}` are replaced.
    Text(String),
    /// The text of this file, read when the bot is built; `$name` and `${name}` are replaced.
    File(PathBuf),
    /// Nothing.
    None,
}

/// A banner and what is put into it.
///
/// The names `version`, `license`, `documentation`, `platform` and `program` (the path of what runs) are ito's; `reset`,
/// `bold`, `dim`, `red`, `green`, `yellow`, `blue`, `purple`, `cyan` and `white` are colours, and empty without them. Other
/// names that were not given stay as they are.
///
/// ```
/// use ito::banner::{self, Banner, BannerOptions};
///
/// let mut out = Vec::new();
/// let options = BannerOptions::new(Banner::Text("$team runs ito $version\n".into())).arg("team", "blue");
/// banner::print(&mut out, &options)?;
/// assert!(out.starts_with(b"blue runs ito 0."));
/// # Ok::<(), ito::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use]
pub struct BannerOptions {
    banner: Banner,
    args: Vec<(String, String)>,
    colored: bool,
}

impl BannerOptions {
    /// A banner without colours.
    pub fn new(banner: Banner) -> Self {
        Self { banner, args: Vec::new(), colored: false }
    }

    /// Replaces `$name` by `value`. A name of ito's own is an error when the banner is printed or the bot is built.
    pub fn arg(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.args.push((name.into(), value.into()));
        self
    }

    /// Whether names of colours become colours; not by default. A bot decides it by itself.
    pub fn colored(mut self, colored: bool) -> Self {
        self.colored = colored;
        self
    }

    /// The same with the text itself in place of a file's name.
    pub(super) fn loaded(mut self) -> Result<Self, BannerError> {
        if let Some((name, _)) = self.args.iter().find(|(name, _)| reserved(name, false).is_some()) {
            return Err(BannerError::ReservedName(name.clone()));
        }
        if let Banner::File(path) = &self.banner {
            let text = std::fs::read_to_string(path);
            self.banner =
                Banner::Text(text.map_err(|source| BannerError::File { path: path.clone(), source })?);
        }
        Ok(self)
    }
}

impl From<Banner> for BannerOptions {
    fn from(banner: Banner) -> Self {
        Self::new(banner)
    }
}

/// Prints a banner; no bot is needed.
///
/// # Errors
/// When a name of ito's own was given another value, a file cannot be read, or `out` takes nothing.
pub fn print(out: &mut impl Write, options: &BannerOptions) -> Result<(), BannerError> {
    let options = options.clone().loaded()?;
    let text = match &options.banner {
        Banner::Text(text) => filled(text, &options),
        Banner::None => return Ok(()),
        Banner::Default | Banner::File(_) => filled(DEFAULT, &options),
    };
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(BannerError::Write)
}

/// The text with each name that is known in place of its `$`.
fn filled(text: &str, options: &BannerOptions) -> String {
    let mut parts = text.split('$');
    let mut filled = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (name, rest) = match part.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some(braced) => braced,
            None => {
                part.split_at(part.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(part.len()))
            }
        };
        let given =
            options.args.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        match given.or_else(|| reserved(name, options.colored)) {
            Some(value) => filled.extend([&value, rest]),
            None => filled.extend(["$", part]),
        }
    }
    filled
}

/// What a name of ito's own stands for.
fn reserved(name: &str, colored: bool) -> Option<String> {
    let color = |code: &str| if colored { format!("\x1b[{code}m") } else { String::new() };
    Some(match name {
        "version" => env!("CARGO_PKG_VERSION").to_owned(),
        "license" => env!("CARGO_PKG_LICENSE").to_owned(),
        "documentation" => "https://docs.rs/ito".to_owned(),
        "program" => {
            std::env::current_exe().map_or_else(|_| String::new(), |path| path.display().to_string())
        }
        "platform" => format!("{} {}", std::env::consts::ARCH, std::env::consts::OS),
        "reset" => color("0"),
        "bold" => color("1"),
        "dim" => color("2"),
        "red" => color("31"),
        "green" => color("32"),
        "yellow" => color("33"),
        "blue" => color("34"),
        "purple" => color("35"),
        "cyan" => color("36"),
        "white" => color("37"),
        _ => return None,
    })
}

/// Why a banner is not printed.
#[derive(Debug)]
#[non_exhaustive]
pub enum BannerError {
    /// The name is one of ito's own.
    ReservedName(String),
    /// The file of the banner cannot be read.
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What was printed to takes nothing.
    Write(io::Error),
}

impl fmt::Display for BannerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReservedName(name) => {
                write!(f, "the banner's name {name:?} is one of ito's own; give yours another name")
            }
            Self::File { path, .. } => write!(f, "the banner's file {} cannot be read", path.display()),
            Self::Write(_) => f.write_str("the banner could not be printed"),
        }
    }
}

impl std::error::Error for BannerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::ReservedName(_) => None,
            Self::File { source, .. } | Self::Write(source) => Some(source),
        }
    }
}

const DEFAULT: &str = "\
${cyan}${bold}ito 糸${reset} $version, $license, on $platform
${dim}$documentation, in $program${reset}
";
