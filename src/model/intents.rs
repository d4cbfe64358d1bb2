//! Intents: which groups of events the gateway sends.
//!
//! <https://docs.discord.com/developers/events/gateway#gateway-intents>

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::flags::BitsVisitor;

bitflags::bitflags! {
    /// Groups of events that a bot asks for when it connects. Discord closes the connection for bits it does not know.
    ///
    /// <https://docs.discord.com/developers/events/gateway#list-of-intents>
    ///
    /// ```
    /// use ito::model::Intents;
    ///
    /// let intents = Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
    /// assert_eq!(intents.missing_from(Intents::unprivileged()), Intents::MESSAGE_CONTENT);
    /// ```
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
    pub struct Intents: u64 {
        /// Guilds, their roles, channels, threads and stages.
        const GUILDS = 1 << 0;
        /// Members that join, change and leave. Privileged.
        const GUILD_MEMBERS = 1 << 1;
        /// Bans and the audit log.
        const GUILD_MODERATION = 1 << 2;
        /// Emoji, stickers and sounds.
        const GUILD_EXPRESSIONS = 1 << 3;
        /// Integrations.
        const GUILD_INTEGRATIONS = 1 << 4;
        /// Webhooks.
        const GUILD_WEBHOOKS = 1 << 5;
        /// Invites.
        const GUILD_INVITES = 1 << 6;
        /// Voice states and the effects in voice channels.
        const GUILD_VOICE_STATES = 1 << 7;
        /// Who is online and does what. Privileged.
        const GUILD_PRESENCES = 1 << 8;
        /// Messages in guilds.
        const GUILD_MESSAGES = 1 << 9;
        /// Reactions in guilds.
        const GUILD_MESSAGE_REACTIONS = 1 << 10;
        /// Who is typing in guilds.
        const GUILD_MESSAGE_TYPING = 1 << 11;
        /// Private messages.
        const DIRECT_MESSAGES = 1 << 12;
        /// Reactions in private.
        const DIRECT_MESSAGE_REACTIONS = 1 << 13;
        /// Who is typing in private.
        const DIRECT_MESSAGE_TYPING = 1 << 14;
        /// What messages contain: text, embeds, attachments, components, polls. Privileged. Without it these are empty,
        /// except in private, in the bot's own messages and in those that mention it.
        const MESSAGE_CONTENT = 1 << 15;
        /// Scheduled events.
        const GUILD_SCHEDULED_EVENTS = 1 << 16;
        /// The rules of auto moderation.
        const AUTO_MODERATION_CONFIGURATION = 1 << 20;
        /// What auto moderation does.
        const AUTO_MODERATION_EXECUTION = 1 << 21;
        /// Votes in polls in guilds.
        const GUILD_MESSAGE_POLLS = 1 << 24;
        /// Votes in polls in private.
        const DIRECT_MESSAGE_POLLS = 1 << 25;
    }
}

impl Intents {
    /// Those that have to be switched on in the developer portal, on the Bot page of the application.
    pub const fn privileged() -> Self {
        Self::GUILD_MEMBERS.union(Self::GUILD_PRESENCES).union(Self::MESSAGE_CONTENT)
    }

    /// Those that every bot may ask for.
    pub const fn unprivileged() -> Self {
        Self::all().difference(Self::privileged())
    }

    /// What of these is not in `others`.
    pub const fn missing_from(self, others: Self) -> Self {
        Self::from_bits_retain(self.bits() & !others.bits())
    }
}

impl Serialize for Intents {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.bits())
    }
}

impl<'de> Deserialize<'de> for Intents {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BitsVisitor).map(Self::from_bits_retain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_the_documented_ones() {
        assert_eq!(Intents::all().bits(), 0x331_ffff);
        assert_eq!(Intents::unprivileged().bits(), 0x331_7efd);
        let intents: Intents = serde_json::from_str("1073741825").unwrap();
        assert!(intents.contains(Intents::GUILDS));
        assert_eq!(serde_json::to_string(&intents).unwrap(), "1073741825");
    }
}
