//! What does not fit Discord's description, and where (pure).

use std::fmt;

/// One thing that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sandbox) struct Fault {
    /// A JSON pointer into the body, or `?name` for a parameter of the query.
    pub(in crate::sandbox) at: String,
    pub(in crate::sandbox) kind: Kind,
    /// In words.
    pub(in crate::sandbox) what: String,
}

/// What is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sandbox) enum Kind {
    Type,
    Choice,
    Missing,
    Unknown,
    Length,
    Format,
    Value,
}

impl Fault {
    pub(super) fn new(at: &str, kind: Kind, what: impl Into<String>) -> Self {
        Self { at: at.to_owned(), kind, what: what.into() }
    }

    /// How much it speaks against an alternative that is checked at `at`: what is of another type, or says that it is
    /// another thing, is not meant.
    pub(super) fn weight(&self, at: &str) -> u32 {
        match self.kind {
            Kind::Type if self.at == at => 10_000,
            Kind::Choice => 100,
            _ => 1,
        }
    }
}

impl Kind {
    /// Discord's code in a tree of errors.
    pub(in crate::sandbox) fn code(self) -> &'static str {
        match self {
            Self::Type => "BASE_TYPE_INVALID",
            Self::Choice => "BASE_TYPE_CHOICES",
            Self::Missing => "BASE_TYPE_REQUIRED",
            Self::Unknown => "BASE_TYPE_UNKNOWN_FIELD",
            Self::Length => "BASE_TYPE_BAD_LENGTH",
            Self::Format => "BASE_TYPE_PARSE",
            Self::Value => "NUMBER_TYPE_RANGE",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = if self.at.is_empty() { "the whole body" } else { &self.at };
        write!(f, "{at} {}", self.what)
    }
}
