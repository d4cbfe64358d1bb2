//! Stickers, of guilds and of Discord's packs.

use std::sync::Arc;
use std::time::Duration;

use http::Method;
use serde::Deserialize;

use super::{of, within};
use crate::model::{Guild, Id, Size, Sticker, StickerPack};
use crate::rest::answer::Answer;
use crate::rest::auth::Auth;
use crate::rest::body::Body;
use crate::rest::multipart::Form;
use crate::rest::options::options;
use crate::rest::route::{Route, Value};
use crate::rest::{Error, File, Request, Rest};

/// <https://docs.discord.com/developers/resources/sticker>
impl Rest {
    /// A sticker.
    pub fn fetch_sticker(&self, sticker: Id<Sticker>) -> Request<Sticker> {
        let route = Route::new(Method::GET, "/stickers/{sticker.id}", &[Value::Id(sticker.get())]);
        Request::json(self, route, Body::None)
    }

    /// The packs of stickers that Discord has.
    pub fn list_sticker_packs(&self) -> Request<Vec<StickerPack>> {
        Request::new(
            self,
            Route::new(Method::GET, "/sticker-packs", &[]).auth(Auth::Anybody),
            Body::None,
            packs,
        )
    }

    /// A pack of stickers.
    pub fn fetch_sticker_pack(&self, pack: Id<StickerPack>) -> Request<StickerPack> {
        let route = Route::new(Method::GET, "/sticker-packs/{pack.id}", &[Value::Id(pack.get())]);
        Request::json(self, route, Body::None)
    }

    /// The stickers of a guild.
    pub fn list_guild_stickers(&self, guild: Id<Guild>) -> Request<Vec<Sticker>> {
        Request::list(self, of(Method::GET, "/guilds/{guild.id}/stickers", guild))
    }

    /// A sticker of a guild.
    pub fn fetch_guild_sticker(&self, guild: Id<Guild>, sticker: Id<Sticker>) -> Request<Sticker> {
        Request::json(self, one(Method::GET, guild, sticker), Body::None)
    }

    /// Creates a sticker of a PNG, an APNG, a GIF or a Lottie file of at most 512 KiB.
    ///
    /// ```no_run
    /// # use ito::model::{Guild, Id};
    /// # fn f(rest: &ito::rest::Rest, guild: Id<Guild>, cat: Vec<u8>) -> Result<(), ito::rest::Error> {
    /// rest.create_guild_sticker(guild, "sleepy", "cat", "cat.png", cat).description("a cat that sleeps").send()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_guild_sticker(
        &self,
        guild: Id<Guild>,
        name: impl Into<String>,
        tags: impl Into<String>,
        file: impl Into<String>,
        bytes: impl Into<Arc<[u8]>>,
    ) -> CreateGuildSticker {
        let route = of(Method::POST, "/guilds/{guild.id}/stickers", guild);
        CreateGuildSticker {
            request: Request::json(self, route, Body::None),
            name: name.into(),
            tags: tags.into(),
            description: String::new(),
            file: file.into(),
            bytes: bytes.into(),
        }
    }

    /// Changes a sticker.
    pub fn edit_guild_sticker(&self, guild: Id<Guild>, sticker: Id<Sticker>) -> EditGuildSticker {
        EditGuildSticker::new(Request::json(self, one(Method::PATCH, guild, sticker), Body::None))
    }

    /// Deletes a sticker.
    pub fn delete_guild_sticker(&self, guild: Id<Guild>, sticker: Id<Sticker>) -> Request<()> {
        Request::empty(self, one(Method::DELETE, guild, sticker), Body::None)
    }
}

fn one(method: Method, guild: Id<Guild>, sticker: Id<Sticker>) -> Route {
    within(method, "/guilds/{guild.id}/stickers/{sticker.id}", guild, sticker)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Packs {
    sticker_packs: Vec<StickerPack>,
}

fn packs(answer: Answer<'_>) -> Result<Vec<StickerPack>, Error> {
    answer.read::<Packs>().map(|packs| packs.sticker_packs)
}

/// A sticker to create; see [`Rest::create_guild_sticker`].
#[must_use = "a request does nothing until it is sent"]
#[derive(Debug)]
pub struct CreateGuildSticker {
    request: Request<Sticker>,
    name: String,
    tags: String,
    description: String,
    file: String,
    bytes: Arc<[u8]>,
}

impl CreateGuildSticker {
    /// What it shows, of 2 to 100 characters; nothing unless set.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Why, for the guild's audit log; at most 512 characters.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.request = self.request.reason(reason);
        self
    }

    /// The longest that the call may take as a whole.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request = self.request.timeout(timeout);
        self
    }

    /// Sends the request, waits for its answer, and decodes it.
    ///
    /// # Errors
    /// What Discord refused, what broke, or what took too long.
    pub fn send(self) -> Result<Sticker, Error> {
        let request = self.request.look(|at| {
            at.field("name", &self.name, 2..=30);
            at.field("tags", &self.tags, 1..=200);
            if !self.description.is_empty() {
                at.field("description", &self.description, 2..=100);
            }
            at.total("file", Size::Bytes(self.bytes.len() as u64), ..=512 * 1024);
        });
        let form = Form::new()
            .text("name", &self.name)
            .text("tags", &self.tags)
            .text("description", &self.description)
            .file("file", content_type(&self.bytes), File::bytes(self.file, self.bytes));
        request.body(Body::Form(form)).send()
    }
}

/// What the bytes of a sticker are: Discord reads it from the form.
fn content_type(bytes: &[u8]) -> &'static str {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'G', b'I', b'F', ..] => "image/gif",
        _ => "application/json",
    }
}

options! {
    /// Changes to a sticker; see [`Rest::edit_guild_sticker`]. What is not set stays as it is.
    pub struct EditGuildSticker -> Sticker, with reason;

    /// The name, of 2 to 30 characters.
    body name: String, 2..=30;
    /// What it shows, of 2 to 100 characters.
    patch description: String, ..=100;
    /// The name of an emoji that says the same, or words, at most 200 characters.
    body tags: String, 1..=200;
}
