//! What Discord takes only within limits: counted and named before anything is sent.
//!
//! A character is a code point, as Discord's API counts (a flag is two of them, a family up to seven); white space around
//! a text is not counted, since Discord takes it away.
//! <https://docs.discord.com/developers/resources/message#embed-object-embed-limits>

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Bound, RangeBounds};
use std::time::Duration;

use super::{Id, Patch, Timestamp};

/// Looks whether Discord would take a value: each length, count and number for which it documents a limit.
///
/// Requests are checked so by themselves before they are sent.
///
/// ```
/// use ito::model::{Embed, check};
///
/// let embed = Embed::new().field("n".repeat(300), "12 m/s", true);
/// let errors = check(&embed).unwrap_err();
/// assert_eq!(errors.to_string(), "fields[0].name: 300 characters, Discord takes at most 256");
/// ```
///
/// # Errors
/// Every place that is beyond its limit, with its path.
pub fn check(value: &(impl Check + ?Sized)) -> Result<(), FieldErrors> {
    let mut checker = Checker::default();
    value.look(&mut checker);
    let errors = checker.into_errors();
    if errors.is_empty() { Ok(()) } else { Err(FieldErrors(errors.into())) }
}

/// What [`check`] can look at.
pub trait Check {
    /// How much it is of what a limit counts.
    #[doc(hidden)]
    fn size(&self) -> Option<Size> {
        None
    }

    /// Looks at its parts.
    #[doc(hidden)]
    fn look(&self, _at: &mut Checker) {}

    /// Looks at its entries, which have a limit of their own.
    #[doc(hidden)]
    fn look_at_each(&self, _at: &mut Checker, _limit: impl RangeBounds<u64> + Clone) {}
}

/// One field that is not as Discord takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldError {
    /// Where in the request, for example `embeds[0].title`.
    pub path: String,
    /// Discord's word for what is wrong, for example `BASE_TYPE_MAX_LENGTH`.
    pub code: String,
    /// What is wrong: in Discord's words, or with the limit when it was found before it was sent.
    pub message: String,
}

impl FieldError {
    pub(crate) fn new(path: impl Into<String>, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), code: code.into(), message: message.into() }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return f.write_str(&self.message);
        }
        write!(f, "{}: {}", self.path, self.message)
    }
}

/// Every field of a value that Discord would not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldErrors(Box<[FieldError]>);

impl FieldErrors {
    /// The fields, at least one, in the order of the value.
    pub fn fields(&self) -> &[FieldError] {
        &self.0
    }
}

impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, field) in self.0.iter().enumerate() {
            let lead = if i == 0 { "" } else { "; " };
            write!(f, "{lead}{field}")?;
        }
        Ok(())
    }
}

impl std::error::Error for FieldErrors {}

/// How much something is, in what its limit counts.
#[derive(Debug, Clone, Copy)]
pub enum Size {
    /// A text.
    Characters(u64),
    /// A list.
    Entries(u64),
    /// Components with all that is inside of them.
    Components(u64),
    /// A file.
    Bytes(u64),
    /// A span of time.
    Seconds(u64),
    /// A point in time, as seconds since 1970.
    Time(u64),
    /// A number itself.
    Number(u64),
    /// A number with a fraction.
    Real(f64),
}

/// Goes through a value, knows where it is, and notes what is beyond a limit.
#[derive(Debug, Default)]
pub struct Checker {
    path: String,
    errors: Vec<FieldError>,
}

impl Checker {
    /// A field and its limit; `..` for one that only has limits inside.
    pub(crate) fn field(&mut self, name: &str, value: &(impl Check + ?Sized), limit: impl RangeBounds<u64>) {
        let outer = self.enter(name);
        if let Some(size) = value.size() {
            self.compare(size, bounds(&limit));
        }
        value.look(self);
        self.path.truncate(outer);
    }

    /// A list of which each entry has the limit.
    pub(crate) fn each<'a, T: Check + ?Sized + 'a>(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = &'a T>,
        limit: impl RangeBounds<u64> + Clone,
    ) {
        let outer = self.enter(name);
        for (i, value) in values.into_iter().enumerate() {
            self.field(&format!("[{i}]"), value, limit.clone());
        }
        self.path.truncate(outer);
    }

    /// How much several fields are together, which no field of its own says.
    pub(crate) fn total(&mut self, name: &str, size: Size, limit: impl RangeBounds<u64>) {
        self.within(name, |at| at.compare(size, bounds(&limit)));
    }

    /// A field that must be there.
    pub(crate) fn required(&mut self, name: &str, is_there: bool) {
        if !is_there {
            self.wrong(name, "BASE_TYPE_REQUIRED", "is missing");
        }
    }

    /// A field that may not be there, and why.
    pub(crate) fn forbidden(&mut self, name: &str, is_there: bool, why: &str) {
        if is_there {
            self.wrong(name, "BASE_TYPE_BAD_VALUE", why);
        }
    }

    /// A field that is wrong in a way of its own.
    pub(crate) fn wrong(&mut self, name: &str, code: &str, message: impl Into<String>) {
        self.within(name, |at| at.errors.push(FieldError::new(at.path.clone(), code, message)));
    }

    /// Looks at what is within a field. No name is the value itself.
    pub(crate) fn within(&mut self, name: &str, look: impl FnOnce(&mut Self)) {
        let outer = self.enter(name);
        look(self);
        self.path.truncate(outer);
    }

    /// Goes into a field; gives how long the path was before.
    fn enter(&mut self, name: &str) -> usize {
        let outer = self.path.len();
        if !(self.path.is_empty() || name.is_empty() || name.starts_with('[')) {
            self.path.push('.');
        }
        self.path.push_str(name);
        outer
    }

    pub(crate) fn into_errors(self) -> Vec<FieldError> {
        self.errors
    }

    fn compare(&mut self, size: Size, (least, most): (u64, u64)) {
        let (amount, unit, family) = match size {
            Size::Characters(amount) => (amount, " characters", "BASE_TYPE"),
            Size::Entries(amount) => (amount, " entries", "BASE_TYPE"),
            Size::Components(amount) => (amount, " components", "BASE_TYPE"),
            Size::Bytes(amount) => (amount, " bytes", "BASE_TYPE"),
            Size::Seconds(amount) => (amount, " seconds", "NUMBER_TYPE"),
            Size::Time(amount) | Size::Number(amount) => (amount, "", "NUMBER_TYPE"),
            Size::Real(amount) if amount < least as f64 || amount.is_nan() => {
                return self.wrong(
                    "",
                    "NUMBER_TYPE_MIN",
                    format!("{amount}, Discord takes {least} to {most}"),
                );
            }
            Size::Real(amount) if amount > most as f64 => {
                return self.wrong(
                    "",
                    "NUMBER_TYPE_MAX",
                    format!("{amount}, Discord takes {least} to {most}"),
                );
            }
            Size::Real(_) => return,
        };
        if (least..=most).contains(&amount) {
            return;
        }
        let show = |amount: u64| match size {
            Size::Time(_) => {
                Timestamp::from_secs(i64::try_from(amount).unwrap_or(i64::MAX)).to_string()[..19].to_owned()
            }
            _ => amount.to_string(),
        };
        let taken = match (least, most) {
            (0, most) => format!("at most {}", show(most)),
            (least, u64::MAX) => format!("at least {}", show(least)),
            (least, most) if least == most => format!("exactly {}", show(most)),
            (least, most) => format!("{} to {}", show(least), show(most)),
        };
        let side = if amount > most { "MAX" } else { "MIN" };
        let suffix = if family == "BASE_TYPE" { "_LENGTH" } else { "" };
        let code = format!("{family}_{side}{suffix}");
        self.wrong("", &code, format!("{}{unit}, Discord takes {taken}", show(amount)));
    }
}

/// The least and the most that a limit lets through.
fn bounds(limit: &impl RangeBounds<u64>) -> (u64, u64) {
    let least = match limit.start_bound() {
        Bound::Included(least) => *least,
        Bound::Excluded(below) => below + 1,
        Bound::Unbounded => 0,
    };
    let most = match limit.end_bound() {
        Bound::Included(most) => *most,
        Bound::Excluded(above) => above.saturating_sub(1),
        Bound::Unbounded => u64::MAX,
    };
    (least, most)
}

/// The characters of a text as Discord counts them: code points, without the white space around it.
pub(crate) fn characters(text: &str) -> u64 {
    text.trim().chars().count() as u64
}

impl Check for str {
    fn size(&self) -> Option<Size> {
        Some(Size::Characters(characters(self)))
    }
}

impl<T: Check + ?Sized> Check for &T {
    fn size(&self) -> Option<Size> {
        (**self).size()
    }

    fn look(&self, at: &mut Checker) {
        (**self).look(at);
    }
}

impl Check for String {
    fn size(&self) -> Option<Size> {
        self.as_str().size()
    }
}

impl Check for u32 {
    fn size(&self) -> Option<Size> {
        Some(Size::Number((*self).into()))
    }
}

impl Check for u64 {
    fn size(&self) -> Option<Size> {
        Some(Size::Number(*self))
    }
}

impl Check for f64 {
    fn size(&self) -> Option<Size> {
        Some(Size::Real(*self))
    }
}

impl Check for Duration {
    fn size(&self) -> Option<Size> {
        Some(Size::Seconds(self.as_secs()))
    }
}

impl Check for Timestamp {
    fn size(&self) -> Option<Size> {
        Some(Size::Time(u64::try_from(self.as_secs()).unwrap_or(0)))
    }
}

impl<T> Check for Id<T> {}

impl<T: Check> Check for [T] {
    fn size(&self) -> Option<Size> {
        Some(Size::Entries(self.len() as u64))
    }

    fn look(&self, at: &mut Checker) {
        at.each("", self, ..);
    }
}

impl<T: Check> Check for Vec<T> {
    fn size(&self) -> Option<Size> {
        self.as_slice().size()
    }

    fn look(&self, at: &mut Checker) {
        self.as_slice().look(at);
    }

    fn look_at_each(&self, at: &mut Checker, limit: impl RangeBounds<u64> + Clone) {
        at.each("", self, limit);
    }
}

impl<K: fmt::Display, T: Check> Check for BTreeMap<K, T> {
    fn size(&self) -> Option<Size> {
        Some(Size::Entries(self.len() as u64))
    }

    fn look(&self, at: &mut Checker) {
        for (key, value) in self {
            at.within(&key.to_string(), |at| value.look(at));
        }
    }

    fn look_at_each(&self, at: &mut Checker, limit: impl RangeBounds<u64> + Clone) {
        for (key, value) in self {
            at.field(&key.to_string(), value, limit.clone());
        }
    }
}

impl<T: Check + ?Sized> Check for Box<T> {
    fn size(&self) -> Option<Size> {
        (**self).size()
    }

    fn look(&self, at: &mut Checker) {
        (**self).look(at);
    }
}

impl<T: Check> Check for Option<T> {
    fn size(&self) -> Option<Size> {
        self.as_ref().and_then(Check::size)
    }

    fn look(&self, at: &mut Checker) {
        if let Some(value) = self {
            value.look(at);
        }
    }
}

impl<T: Check> Check for Patch<T> {
    fn size(&self) -> Option<Size> {
        self.as_ref().value().and_then(Check::size)
    }

    fn look(&self, at: &mut Checker) {
        if let Self::Set(value) = self {
            value.look(at);
        }
    }

    fn look_at_each(&self, at: &mut Checker, limit: impl RangeBounds<u64> + Clone) {
        if let Self::Set(value) = self {
            value.look_at_each(at, limit);
        }
    }
}

/// The limits of fields, type by type, as Discord's pages give them: `Type { field: 1..=25, other: .. }`.
macro_rules! limits {
    ($( $name:ty { $( $field:ident: $limit:expr ),+ $(,)? } )+) => {
        $(
            impl $crate::model::Check for $name {
                fn look(&self, at: &mut $crate::model::Checker) {
                    $( at.field(stringify!($field), &self.$field, $limit); )+
                }
            }
        )+
    };
}

pub(crate) use limits;

#[cfg(test)]
mod tests {
    use super::*;

    fn message(value: &(impl Check + ?Sized), limit: impl RangeBounds<u64>) -> Option<String> {
        let mut at = Checker::default();
        at.field("it", value, limit);
        at.into_errors().first().map(ToString::to_string)
    }

    #[test]
    fn a_character_is_a_code_point_and_white_space_around_is_none() {
        assert_eq!(message("🦊🦊🦊", ..=3), None);
        assert_eq!(message(" \n🦊🦊🦊 ", ..=3), None);
        assert_eq!(message("🇩🇪🇩🇪", ..=3).as_deref(), Some("it: 4 characters, Discord takes at most 3"));
        assert_eq!(message("  ", 1..).as_deref(), Some("it: 0 characters, Discord takes at least 1"));
    }

    #[test]
    fn each_kind_of_size_has_its_words_and_its_limits_are_taken() {
        let two = Duration::from_secs(2);
        for (found, text) in [
            (message(&vec![Id::<()>::new(1); 3], 1..=2), "it: 3 entries, Discord takes 1 to 2"),
            (message(&7_u32, ..=6), "it: 7, Discord takes at most 6"),
            (message(&7_u64, 8..), "it: 7, Discord takes at least 8"),
            (message(&1.5, ..=1), "it: 1.5, Discord takes 0 to 1"),
            (message(&f64::NAN, ..=1), "it: NaN, Discord takes 0 to 1"),
            (
                message(&Timestamp::from_secs(86_400), ..=60),
                "it: 1970-01-02T00:00:00, Discord takes at most 1970-01-01T00:01:00",
            ),
            (message(&two, 3..=9), "it: 2 seconds, Discord takes 3 to 9"),
            (message(&Some("ab".to_owned()), 3..=3), "it: 2 characters, Discord takes exactly 3"),
            (message(&Patch::Set("ab".to_owned()), ..=1), "it: 2 characters, Discord takes at most 1"),
        ] {
            assert_eq!(found.as_deref(), Some(text));
        }
        for nothing in [
            message(&vec![Id::<()>::new(1); 3], 3..=3),
            message(&None::<String>, 1..),
            message(&Patch::<String>::Clear, 1..),
            message(&two, 2..=2),
            message(&0.5, ..=1),
        ] {
            assert_eq!(nothing, None);
        }
    }
}
