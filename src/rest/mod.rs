//! Asking Discord.
