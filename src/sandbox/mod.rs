//! A small Discord in this process.
