//! The one error of ito's face: it takes any error, so that `?` works on whatever a listener calls.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// What a bot's calls and listeners return.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// Any error, with the questions that a bot asks of one.
///
/// It is made from anything that is an error, and from text. Like other errors of that kind it is itself no
/// [`std::error::Error`]; [`Error::source`] and [`Error::downcast_ref`] lead to what it holds.
///
/// ```
/// fn number(text: &str) -> ito::Result<i32> {
///     if text.is_empty() {
///         return Err("there is no number".into());
///     }
///     Ok(text.parse()?)
/// }
///
/// assert_eq!(number("").unwrap_err().to_string(), "there is no number");
/// assert!(number("x").unwrap_err().is::<std::num::ParseIntError>());
/// ```
#[derive(Clone)]
pub struct Error(Arc<dyn StdError + Send + Sync>);

impl Error {
    /// The error inside, if it is of type `E`.
    pub fn downcast_ref<E: StdError + 'static>(&self) -> Option<&E> {
        self.0.downcast_ref()
    }

    /// Whether the error inside is of type `E`.
    pub fn is<E: StdError + 'static>(&self) -> bool {
        self.0.is::<E>()
    }

    /// The error inside.
    pub fn source(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &*self.0
    }

    /// An error that others hold, too.
    pub(crate) fn shared(error: Arc<dyn StdError + Send + Sync>) -> Self {
        Self(error)
    }

    /// The error and everything that caused it, on one line.
    pub(crate) fn chain(&self) -> String {
        let mut text = self.0.to_string();
        let mut source = self.0.source();
        while let Some(cause) = source {
            let cause_text = cause.to_string();
            if !text.ends_with(&cause_text) {
                text.push_str(": ");
                text.push_str(&cause_text);
            }
            source = cause.source();
        }
        text
    }
}

impl<E: Into<Box<dyn StdError + Send + Sync>>> From<E> for Error {
    fn from(error: E) -> Self {
        Self(Arc::from(error.into()))
    }
}

/// The error and everything that caused it, on one line.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.chain())
    }
}

/// As [`Display`](fmt::Display): it is what `fn main() -> ito::Result` prints.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.chain())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_shows_what_caused_it_once() {
        let cause = std::io::Error::other("the disk is full");
        let error: Error = std::io::Error::new(std::io::ErrorKind::NotFound, cause).into();
        assert_eq!(error.to_string(), "the disk is full");
        assert_eq!(format!("{error:?}"), error.to_string());
        assert_eq!(size_of::<Error>(), 16);
    }
}
