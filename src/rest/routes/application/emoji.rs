//! Emojis of an application, which its bot may use everywhere.

use http::Method;

use super::{of, within};
use crate::model::{Application, ApplicationEmojis, Emoji, Id, ImageData};
use crate::rest::body::Body;
use crate::rest::fields::Fields;
use crate::rest::route::Route;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/emoji#list-application-emojis>
impl Rest {
    /// The emojis of an application, up to 2,000.
    pub fn list_application_emojis(&self, application: Id<Application>) -> Request<Vec<Emoji>> {
        Request::new(self, all(Method::GET, application), Body::None, |answer| {
            answer.read::<ApplicationEmojis>().map(|emojis| emojis.items)
        })
    }

    /// An emoji of an application.
    pub fn fetch_application_emoji(&self, application: Id<Application>, emoji: Id<Emoji>) -> Request<Emoji> {
        Request::json(self, one(Method::GET, application, emoji), Body::None)
    }

    /// Creates an emoji, with a name of 2 to 32 characters and an image of at most 256 KiB.
    pub fn create_application_emoji(
        &self,
        application: Id<Application>,
        name: impl Into<String>,
        image: ImageData,
    ) -> Request<Emoji> {
        let mut fields = Fields::default();
        let name = name.into();
        fields.set("name", &name);
        fields.set("image", &image);
        Request::json(self, all(Method::POST, application), Body::Json(fields.json().into_bytes())).look(
            |at| {
                at.field("name", &name, 2..=32);
                at.field("image", &image, ..=256 * 1024);
            },
        )
    }

    /// Gives an emoji another name.
    pub fn edit_application_emoji(
        &self,
        application: Id<Application>,
        emoji: Id<Emoji>,
        name: impl Into<String>,
    ) -> Request<Emoji> {
        let name = name.into();
        Request::json(self, one(Method::PATCH, application, emoji), Body::field("name", &name))
            .look(|at| at.field("name", &name, 2..=32))
    }

    /// Deletes an emoji.
    pub fn delete_application_emoji(&self, application: Id<Application>, emoji: Id<Emoji>) -> Request<()> {
        Request::empty(self, one(Method::DELETE, application, emoji), Body::None)
    }
}

fn all(method: Method, application: Id<Application>) -> Route {
    of(method, "/applications/{application.id}/emojis", application)
}

fn one(method: Method, application: Id<Application>, emoji: Id<Emoji>) -> Route {
    within(method, "/applications/{application.id}/emojis/{emoji.id}", application, emoji)
}
