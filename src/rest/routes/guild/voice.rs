//! Who is in which voice channel, and where voice is served.

use http::Method;

use super::{of, within};
use crate::model::{Channel, Guild, Id, Timestamp, User, VoiceRegion, VoiceState};
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::route::Route;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/voice>
impl Rest {
    /// The regions in which voice is served.
    pub fn list_voice_regions(&self) -> Request<Vec<VoiceRegion>> {
        Request::list(self, Route::new(Method::GET, "/voice/regions", &[]))
    }

    /// The regions in which voice of a guild is served, which may have better ones than others.
    pub fn list_guild_voice_regions(&self, guild: Id<Guild>) -> Request<Vec<VoiceRegion>> {
        Request::list(self, of(Method::GET, "/guilds/{guild.id}/regions", guild))
    }

    /// The voice channel that a member is in.
    pub fn fetch_user_voice_state(&self, guild: Id<Guild>, user: Id<User>) -> Request<VoiceState> {
        let route = within(Method::GET, "/guilds/{guild.id}/voice-states/{user.id}", guild, user);
        Request::json(self, route, Body::None)
    }

    /// The voice channel that the bot is in.
    pub fn fetch_current_user_voice_state(&self, guild: Id<Guild>) -> Request<VoiceState> {
        Request::json(self, of(Method::GET, "/guilds/{guild.id}/voice-states/@me", guild), Body::None)
    }

    /// Makes a member in a stage channel a speaker or one of the audience.
    pub fn edit_user_voice_state(&self, guild: Id<Guild>, user: Id<User>) -> EditUserVoiceState {
        let route = within(Method::PATCH, "/guilds/{guild.id}/voice-states/{user.id}", guild, user);
        EditUserVoiceState::new(Request::empty(self, route, Body::None))
    }

    /// Makes the bot in a stage channel a speaker, one of the audience, or one who asks to speak.
    pub fn edit_current_user_voice_state(&self, guild: Id<Guild>) -> EditCurrentUserVoiceState {
        let route = of(Method::PATCH, "/guilds/{guild.id}/voice-states/@me", guild);
        EditCurrentUserVoiceState::new(Request::empty(self, route, Body::None))
    }
}

options! {
    /// Changes to a member's voice state; see [`Rest::edit_user_voice_state`].
    pub struct EditUserVoiceState -> ();

    /// The stage channel that the member is in.
    body channel_id: Id<Channel>;
    /// Whether the member is one of the audience.
    body suppress: bool;
}

options! {
    /// Changes to the bot's voice state; see [`Rest::edit_current_user_voice_state`].
    pub struct EditCurrentUserVoiceState -> ();

    /// The stage channel that the bot is in.
    body channel_id: Id<Channel>;
    /// Whether the bot is one of the audience.
    body suppress: bool;
    /// Since when it asks to speak; `None` takes that back.
    patch request_to_speak_timestamp: Timestamp;
}
