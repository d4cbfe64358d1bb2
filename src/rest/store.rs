//! Where what is known of limits is kept while no process runs.

use std::fmt;
use std::io;

/// Keeps what a bot knows of limits from one process to the next, as text: a file, a row of a database, a key of a server
/// that several machines reach.
///
/// [`Builder::keep_limits`](crate::Builder::keep_limits) takes one. What is kept holds no token.
///
/// ```
/// use std::io;
/// use std::sync::Mutex;
///
/// #[derive(Debug, Default)]
/// struct InMemory(Mutex<Option<String>>);
///
/// impl ito::rest::LimitStore for InMemory {
///     fn load(&self) -> io::Result<Option<String>> {
///         Ok(self.0.lock().unwrap().clone())
///     }
///
///     fn save(&self, known: &str) -> io::Result<()> {
///         *self.0.lock().unwrap() = Some(known.to_owned());
///         Ok(())
///     }
/// }
/// ```
pub trait LimitStore: fmt::Debug + Send + Sync + 'static {
    /// What was saved last; nothing when nothing was.
    ///
    /// # Errors
    /// When it cannot be read. The bot then begins without, and tells so in the log.
    fn load(&self) -> io::Result<Option<String>>;

    /// Keeps `known` in place of what was saved before.
    ///
    /// # Errors
    /// When it cannot be kept, which the report of the close then tells.
    fn save(&self, known: &str) -> io::Result<()>;
}
