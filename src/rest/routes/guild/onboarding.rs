//! What new members of a guild are shown and asked: the welcome screen, the onboarding, the guide.

use http::Method;

use super::of;
use crate::model::{
    Channel, Guild, Id, NewMemberWelcome, Onboarding, OnboardingMode, OnboardingPrompt, WelcomeScreen,
    WelcomeScreenChannel,
};
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/guild#get-guild-onboarding>
impl Rest {
    /// The welcome screen of a guild.
    pub fn fetch_guild_welcome_screen(&self, guild: Id<Guild>) -> Request<WelcomeScreen> {
        Request::json(self, of(Method::GET, "/guilds/{guild.id}/welcome-screen", guild), Body::None)
    }

    /// Changes the welcome screen of a guild.
    pub fn edit_guild_welcome_screen(&self, guild: Id<Guild>) -> EditGuildWelcomeScreen {
        let route = of(Method::PATCH, "/guilds/{guild.id}/welcome-screen", guild);
        EditGuildWelcomeScreen::new(Request::json(self, route, Body::None))
    }

    /// The onboarding of a guild.
    pub fn fetch_guild_onboarding(&self, guild: Id<Guild>) -> Request<Onboarding> {
        Request::json(self, of(Method::GET, "/guilds/{guild.id}/onboarding", guild), Body::None)
    }

    /// Changes the onboarding of a guild, which needs at least 7 default channels.
    pub fn edit_guild_onboarding(&self, guild: Id<Guild>) -> EditGuildOnboarding {
        let route = of(Method::PUT, "/guilds/{guild.id}/onboarding", guild);
        EditGuildOnboarding::new(Request::json(self, route, Body::None))
    }

    /// The guide for new members of a guild, if it has one.
    pub fn fetch_guild_new_member_welcome(&self, guild: Id<Guild>) -> Request<Option<NewMemberWelcome>> {
        Request::maybe(self, of(Method::GET, "/guilds/{guild.id}/new-member-welcome", guild))
    }
}

options! {
    /// Changes to a welcome screen; see [`Rest::edit_guild_welcome_screen`]. What is not set stays as it is.
    pub struct EditGuildWelcomeScreen -> WelcomeScreen, with reason;

    /// Whether it is shown.
    patch enabled: bool;
    /// The channels on it, at most 5.
    patch welcome_channels: Vec<WelcomeScreenChannel>, ..=5;
    /// What the guild is about, at most 140 characters.
    patch description: String, ..=140;
}

options! {
    /// Changes to an onboarding; see [`Rest::edit_guild_onboarding`]. What is not set stays as it is.
    pub struct EditGuildOnboarding -> Onboarding, with reason;

    /// The questions; a new one has any id that no other has.
    body prompts: Vec<OnboardingPrompt>, ..=15;
    /// The channels that every new member sees.
    body default_channel_ids: Vec<Id<Channel>>, ..=500;
    /// Whether it is on.
    body enabled: bool;
    /// What counts towards the channels that it needs.
    body mode: OnboardingMode;
}
