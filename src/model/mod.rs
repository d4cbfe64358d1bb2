//! Discord's nouns as plain data.
