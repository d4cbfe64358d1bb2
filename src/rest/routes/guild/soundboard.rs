//! Soundboards.

use http::Method;

use super::{of, within};
use crate::model::{Emoji, Guild, Id, SoundData, SoundboardSound, SoundboardSounds};
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::route::Route;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/soundboard>
impl Rest {
    /// The sounds that everybody has.
    pub fn list_default_soundboard_sounds(&self) -> Request<Vec<SoundboardSound>> {
        Request::list(self, Route::new(Method::GET, "/soundboard-default-sounds", &[]))
    }

    /// The sounds of a guild.
    pub fn list_guild_soundboard_sounds(&self, guild: Id<Guild>) -> Request<Vec<SoundboardSound>> {
        let route = of(Method::GET, "/guilds/{guild.id}/soundboard-sounds", guild);
        Request::new(self, route, Body::None, |answer| {
            answer.read::<SoundboardSounds>().map(|sounds| sounds.items)
        })
    }

    /// A sound of a guild.
    pub fn fetch_guild_soundboard_sound(
        &self,
        guild: Id<Guild>,
        sound: Id<SoundboardSound>,
    ) -> Request<SoundboardSound> {
        Request::json(self, one(Method::GET, guild, sound), Body::None)
    }

    /// Creates a sound, of at most 512 KiB and 5.2 seconds.
    pub fn create_guild_soundboard_sound(
        &self,
        guild: Id<Guild>,
        name: impl Into<String>,
        sound: SoundData,
    ) -> CreateGuildSoundboardSound {
        let route = of(Method::POST, "/guilds/{guild.id}/soundboard-sounds", guild);
        let mut builder = CreateGuildSoundboardSound::new(Request::json(self, route, Body::None)).name(name);
        builder.options.body.set_within("sound", &sound, ..=512 * 1024);
        builder
    }

    /// Changes a sound.
    pub fn edit_guild_soundboard_sound(
        &self,
        guild: Id<Guild>,
        sound: Id<SoundboardSound>,
    ) -> EditGuildSoundboardSound {
        EditGuildSoundboardSound::new(Request::json(self, one(Method::PATCH, guild, sound), Body::None))
    }

    /// Deletes a sound.
    pub fn delete_guild_soundboard_sound(&self, guild: Id<Guild>, sound: Id<SoundboardSound>) -> Request<()> {
        Request::empty(self, one(Method::DELETE, guild, sound), Body::None)
    }
}

fn one(method: Method, guild: Id<Guild>, sound: Id<SoundboardSound>) -> Route {
    within(method, "/guilds/{guild.id}/soundboard-sounds/{sound.id}", guild, sound)
}

options! {
    /// A sound to create; see [`Rest::create_guild_soundboard_sound`].
    pub struct CreateGuildSoundboardSound -> SoundboardSound, with reason;

    /// The name, of 2 to 32 characters.
    body name: String, 2..=32;
    /// How loud it is, from 0 to 1, which it is unless set.
    body volume: f64, ..=1;
    /// A guild's emoji that goes with it.
    body emoji_id: Id<Emoji>;
    /// An emoji of Unicode that goes with it.
    body emoji_name: String, 1..=32;
}

options! {
    /// Changes to a sound; see [`Rest::edit_guild_soundboard_sound`]. What is not set stays as it is.
    pub struct EditGuildSoundboardSound -> SoundboardSound, with reason;

    /// The name, of 2 to 32 characters.
    body name: String, 2..=32;
    /// How loud it is, from 0 to 1; `None` is 1.
    patch volume: f64, ..=1;
    /// A guild's emoji that goes with it.
    patch emoji_id: Id<Emoji>;
    /// An emoji of Unicode that goes with it.
    patch emoji_name: String, 1..=32;
}
