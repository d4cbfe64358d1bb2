//! Close codes (pure): which of them let a session be resumed, which ask for a new one, which end the bot.
//!
//! <https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes>

use std::fmt;

/// Why the gateway closed a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CloseCode(pub u16);

/// What to do after a close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Connect again and resume the session.
    Resume,
    /// Connect again and start a new session.
    Identify,
    /// End: trying again would fail in the same way.
    Stop,
}

/// With this code ito leaves a connection whose session it means to resume: 1000 and 1001 would end the session.
pub(super) const LEAVE: u16 = 4000;

/// With this code ito leaves for good.
pub(super) const GOODBYE: u16 = 1000;

impl CloseCode {
    /// What to do after this code. Codes that are not documented resume.
    pub fn next(self) -> Next {
        self.row().map_or(Next::Resume, |row| row.1)
    }

    /// What to do about it, for codes that end the bot.
    pub fn remedy(self) -> Option<&'static str> {
        self.row().map(|row| row.3).filter(|text| !text.is_empty())
    }

    fn row(self) -> Option<&'static (u16, Next, &'static str, &'static str)> {
        TABLE.iter().find(|row| row.0 == self.0)
    }
}

impl fmt::Display for CloseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row() {
            Some((code, _, meaning, _)) => write!(f, "{code} ({meaning})"),
            None => write!(f, "{}", self.0),
        }
    }
}

/// Code, what to do, what it means, what the user can do about it.
const TABLE: [(u16, Next, &str, &str); 14] = [
    (4000, Next::Resume, "unknown error", ""),
    (4001, Next::Resume, "unknown opcode", ""),
    (4002, Next::Resume, "decode error", ""),
    (4003, Next::Identify, "not authenticated", ""),
    (
        4004,
        Next::Stop,
        "authentication failed",
        "the token was refused; copy it again from the Bot page of your application, or reset it there",
    ),
    (4005, Next::Resume, "already authenticated", ""),
    (4007, Next::Identify, "invalid sequence", ""),
    (4008, Next::Resume, "rate limited", ""),
    (4009, Next::Identify, "session timed out", ""),
    (
        4010,
        Next::Stop,
        "invalid shard",
        "the shard's number or the number of shards is not valid; let Discord recommend a number of shards",
    ),
    (
        4011,
        Next::Stop,
        "sharding required",
        "the bot is in too many guilds for one connection; use more shards, or let Discord recommend a number",
    ),
    (
        4012,
        Next::Stop,
        "invalid API version",
        "Discord no longer serves this version of the gateway; update ito",
    ),
    (
        4013,
        Next::Stop,
        "invalid intents",
        "the intents hold a bit that Discord does not know; choose among the documented ones",
    ),
    (
        4014,
        Next::Stop,
        "disallowed intents",
        "a privileged intent is not enabled for the application; enable it on the Bot page at discord.com/developers, or leave it out",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_code_has_its_answer() {
        for (codes, next) in [
            (&[4000, 4001, 4002, 4005, 4008][..], Next::Resume),
            (&[4003, 4007, 4009], Next::Identify),
            (&[4004, 4010, 4011, 4012, 4013, 4014], Next::Stop),
        ] {
            for code in codes {
                assert_eq!(CloseCode(*code).next(), next, "{code}");
                assert_eq!(CloseCode(*code).remedy().is_some(), next == Next::Stop, "{code}");
            }
        }
    }

    #[test]
    fn unknown_codes_resume() {
        for code in [1000, 1001, 1006, 1011, 3000, 4006, 4015, 4900, 4999] {
            assert_eq!(CloseCode(code).next(), Next::Resume);
        }
    }

    #[test]
    fn a_code_that_keeps_the_session_is_not_one_that_ends_it() {
        assert!(![1000, 1001].contains(&LEAVE));
        assert!([1000, 1001].contains(&GOODBYE));
    }
}
